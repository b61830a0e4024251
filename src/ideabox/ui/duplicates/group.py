"""The group that is chosen: its ideas, which one is kept, which join it, and which are not the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.duplicates.member import MemberRow
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.page import card
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases.similar import Cluster

SHOWN = 30
"""How many ideas of a group are shown at a time; those after them come up again once these are dealt with."""


class GroupCard(QWidget):
    """Shows one group. All of its ideas are ticked at first, as most groups are what they seem."""

    join_wanted = Signal(str, list)
    """The id of the idea to keep, and those of the ideas that join it."""
    apart_wanted = Signal(list)
    """The ids of ideas of which no two are the same."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        self.rows: list[MemberRow] = []
        self._kept = QButtonGroup(self)
        self.errors = ErrorSummary(self._say("form.errors"))
        self.people = text("", "section")
        self._words = text("", "hint")
        self._more = text("", "hint")
        self.join = button(self._say("duplicates.join"), self._join, "primary")
        self.apart = button(self._say("duplicates.apart"), self._keep_apart)
        self._ideas = QVBoxLayout()
        self._ideas.setSpacing(tokens.SPACE_16)
        frame, inside = card()
        inside.addWidget(self.errors)
        inside.addWidget(self.people)
        inside.addWidget(self._words)
        inside.addWidget(text(self._say("duplicates.how")))
        inside.addLayout(self._ideas)
        inside.addWidget(self._more)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        flow.addWidget(self.join)
        flow.addWidget(self.apart)
        inside.addSpacing(tokens.SPACE_8)
        inside.addWidget(acts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_group(self, group: Cluster) -> None:
        """Show this group, the first of its ideas to be kept."""
        empty(self._ideas)
        self.rows = [MemberRow(self._bench, member) for member in group.members[:SHOWN]]
        for row in self.rows:
            self._kept.addButton(row.keep)
            row.joins.value = True
            row.edited.connect(self._count)
            self._ideas.addWidget(row)
            row.show()  # now, so that a Tab pressed at once finds it
        self.setTabOrder(self.rows[-1].read, self.join)
        self.setTabOrder(self.join, self.apart)
        self.rows[0].keep.setChecked(True)
        self._words.setText(breakable(self._say("duplicates.words", words=", ".join(group.words))))
        self._words.setVisible(bool(group.words))
        self._more.setText(self._say("duplicates.more", count=len(group.members) - SHOWN))
        self._more.setVisible(len(group.members) > SHOWN)
        self.set_busy(False)
        self._count()

    def set_busy(self, busy: bool) -> None:
        """While what was wanted is being done, nothing else can be."""
        self.join.setEnabled(not busy)
        self.apart.setEnabled(not busy)

    def show_wrong(self, sentence: str) -> None:
        """Say what stood in the way."""
        self.set_busy(False)
        self.errors.show_errors([(None, sentence)])

    def _count(self) -> None:
        self.errors.show_errors([])
        chosen = [row for row in self.rows if row.joins.value or row.keep.isChecked()]
        people = frozenset().union(*(row.member.people for row in chosen))
        self.people.setText(self._say("duplicates.people", count=len(people)))

    def _ticked(self) -> tuple[str, Sequence[str]]:
        keep = next(row.idea for row in self.rows if row.keep.isChecked())
        return keep, [row.idea for row in self.rows if row.joins.value]

    def _join(self) -> None:
        keep, joining = self._ticked()
        if joining:
            self.set_busy(True)
            self.join_wanted.emit(keep, joining)
        else:
            self.show_wrong(self._say("duplicates.tick"))

    def _keep_apart(self) -> None:
        keep, joining = self._ticked()
        if joining:
            self.set_busy(True)
            self.apart_wanted.emit([keep, *joining])
        else:
            self.show_wrong(self._say("duplicates.tick-apart"))
