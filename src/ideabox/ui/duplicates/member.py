"""One idea of a group: whether it is the one to keep, whether it joins, and what it says in full."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.models.one_idea import OneIdea
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.choices import CheckField, DotButton
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.idea_detail import IdeaDetail
from ideabox.ui.widgets.text import breakable, divider, status_tag, text
from ideabox.usecases import history, reading
from ideabox.usecases.reading import Shown
from ideabox.usecases.similar import Member


class MemberRow(QWidget):
    """The idea in a few words; the whole of it below once it is asked for."""

    edited = Signal()
    """It is to join or not, or it is the one to keep."""

    def __init__(self, bench: Bench, member: Member) -> None:
        super().__init__()
        self._bench, self._say, self.member = bench, bench.say, member
        row, say = member.row, bench.say
        title = breakable(" ".join(row.title.split()) or say("none.title"))
        self.idea = row.id
        self.one = OneIdea(bench, reading.show, self)
        self.one.arrived.connect(self._show)
        self.one.gone.connect(self._close)
        self.detail: IdeaDetail | None = None
        self.joins = CheckField(bench.look, row.id, title)
        self.joins.edited.connect(self.edited)
        self._title = text(title, "label")
        self._title.hide()
        self.keep = DotButton(bench.look, say("duplicates.keep"))
        self.keep.setAccessibleName(say("duplicates.keep-what", title=title))
        self.keep.toggled.connect(self._kept)
        self.read = button(say("duplicates.read"), self._turn, "link", name=say("duplicates.read-what", title=title))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_8)
        self._layout.addWidget(divider())
        self._layout.addWidget(self._title)
        self._layout.addWidget(self.joins)
        self._layout.addWidget(text(breakable(self._about()), "hint"))
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_16)
        for act in (status_tag(row.status, say(f"status.{row.status}")), self.keep, self.read):
            flow.addWidget(act)
        self._layout.addWidget(acts)

    def _about(self) -> str:
        row, say = self.member.row, self._say
        office, people = row.office or say("none.office"), len(self.member.people)
        return say("duplicates.about", office=office, day=history.day(row.submitted_at), count=people)

    def _kept(self, kept: bool) -> None:
        """What others join has no box to tick: it cannot join itself."""
        self.joins.value = not kept
        self.joins.setVisible(not kept)
        self._title.setVisible(kept)
        self.edited.emit()

    def _turn(self) -> None:
        if self.one.id:
            self._close()
        else:
            self.read.setText(self._say("duplicates.close"))
            self.one.show(self.idea)

    def _show(self, shown: Shown) -> None:
        if self.detail is None:
            self.detail = IdeaDetail(self._say, self._bench.look)
            self.detail.setContentsMargins(tokens.SPACE_24, 0, 0, tokens.SPACE_8)
            there = button(self._say("duplicates.open"), self._go, "link")
            self.detail.foot.addWidget(there, alignment=Qt.AlignmentFlag.AlignLeft)
            self._layout.addWidget(self.detail)
            self.setTabOrder(self.read, there)
        self.detail.show_idea(shown)
        self.detail.show()

    def _close(self) -> None:
        self.one.clear()
        self.read.setText(self._say("duplicates.read"))
        if self.detail is not None:
            self.detail.hide()

    def _go(self) -> None:
        self._bench.go.emit("all", self.idea)
