"""What can be done with the idea that is shown: by everybody, by managers, by the digital lead."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.domain.events import Phase
from ideabox.ui import tokens
from ideabox.ui.all_ideas.forms import AdoptForm, CommentForm, ProgressForm
from ideabox.ui.all_ideas.kept_words import KeptWords
from ideabox.ui.bench import Bench
from ideabox.ui.case.panel import SizePanel
from ideabox.ui.focus import bring_into_sight, holds_focus
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import Field
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.joining import JoinPanel
from ideabox.usecases import adopting, ideas
from ideabox.usecases.reading import Shown

_PHASES: tuple[Phase, ...] = get_args(Phase)


class Actions(QWidget):
    """Offers what this person may do with this idea as it stands, and does it."""

    wanted = Signal(str)
    """The person wants to see another idea, by its id."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        self._shown: Shown | None = None
        self._mine: tuple[str, ...] = ()
        self._last_joined = ""
        say = bench.say
        self.support = button(say("all.support"), self._support)
        self.unsupport = button(say("all.unsupport"), self._unsupport)
        self.review = button(say("all.review"), self._review)
        self.join = self._opener("all.join")
        self.separate = button(say("all.separate"), self._separate)
        self.forward = self._opener("all.forward")
        self.done = self._opener("all.done")
        self.adopt = self._opener("all.adopt")
        self.share = button(say("share.copy"), self._share)
        self.joined = button(say("all.joined-with"), self._go_to_root, "link")
        self.join_panel = JoinPanel(bench)
        self.join_panel.chosen.connect(self._join)
        self.kept = KeptWords(bench, self)
        self.forward_form = ProgressForm(bench, self.kept, _PHASES)
        self.done_form = ProgressForm(bench, self.kept, ("live",))
        self.adopt_form = AdoptForm(bench, self.kept)
        self.comment = CommentForm(bench, self.kept)
        self.estimate = self._opener("case.size")
        self.case_panel = SizePanel(bench, self.kept)
        self.case_panel.saved.connect(self._close)
        self._panels: dict[QPushButton, QFrame] = {
            self.estimate: self.case_panel,
            self.join: self.join_panel,
            self.forward: self.forward_form,
            self.done: self.done_form,
            self.adopt: self.adopt_form,
        }
        self._first_fields: dict[QPushButton, Field] = {  # no focus proxies: Tab would pass by the errors above them
            self.join: self.join_panel.search,
            self.forward: self.forward_form.phase,
            self.done: self.done_form.note,
            self.adopt: self.adopt_form.note,
        }
        for form in (self.forward_form, self.done_form, self.adopt_form):
            form.saved.connect(self._close)
        self._lay_out()
        bench.person_changed.connect(self._offer)

    def show_for(self, shown: Shown, mine: tuple[str, ...]) -> None:
        """Offer what can be done with this idea; `mine` are the persons that I am."""
        other = self._shown is None or self._shown.row.id != shown.row.id
        self._shown, self._mine = shown, mine
        if other:
            self._close()
        for form in (self.comment, self.forward_form, self.done_form, self.adopt_form, self.case_panel):
            form.show_for(shown)
        self._offer()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, tokens.SPACE_8, 0, tokens.SPACE_8)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(self.joined, alignment=Qt.AlignmentFlag.AlignLeft)
        row = QWidget()
        flow = FlowLayout(row)
        for each in (
            self.support, self.unsupport, self.adopt, self.share, self.review, self.estimate, self.forward, self.done,
            self.join, self.separate,
        ):  # fmt: skip
            flow.addWidget(each)
        layout.addWidget(row)
        for panel in self._panels.values():
            panel.hide()
            layout.addWidget(panel)
        layout.addWidget(self.comment)

    def _offer(self) -> None:
        shown = self._shown
        if shown is None:
            return
        me, row, it = self._bench.session.me, shown.row, shown.idea
        open_to_it = row.status not in ("withdrawn", "erased")
        own = it.author is not None and it.author.person in self._mine
        supports = me.person in it.supporters
        leads, manages = me.role == "lead", me.role == "manager"
        joined = row.status == "joined"
        decides = open_to_it and (leads or manages)
        adopted = any(each.by.office == me.office for each in it.adoptions)
        self.review.setText(self._say("all.review" if it.review is None else "all.review-again"))
        self.estimate.setText(self._say("case.size-again" if it.estimates else "case.size"))
        self._show_just(
            {
                self.estimate: open_to_it and not joined and (own or decides),
                self.support: open_to_it and not own and not supports,
                self.unsupport: open_to_it and not own and supports,
                self.adopt: row.status == "live" and it.office != me.office and bool(me.office) and not adopted,
                self.share: row.status == "live",
                self.review: decides and not joined and it.progress is None,
                self.join: decides and not joined,
                self.separate: decides and joined,
                self.forward: open_to_it and leads and not joined,
                self.done: open_to_it and manages and row.status == "doing-here",
                self.joined: joined,
                self.comment: open_to_it,
            }
        )

    def _show_just(self, offered: dict[QWidget, bool]) -> None:
        """Show what is offered. The keyboard goes from what is not offered any more to what undoes it."""
        partners = {
            self.support: self.unsupport,
            self.unsupport: self.support,
            self.join: self.separate,
            self.separate: self.join,
        }
        for widget in (widget for widget, is_offered in offered.items() if is_offered):
            widget.show()
        for widget in (widget for widget, is_offered in offered.items() if not is_offered):
            partner = next((other for one, other in partners.items() if one is widget and one.hasFocus()), None)
            if partner is not None and offered[partner]:
                partner.setFocus()
            widget.hide()
        for opener, panel in self._panels.items():
            panel.setVisible(opener.isChecked() and not opener.isHidden())

    def _opener(self, code: str) -> QPushButton:
        made = button(self._say(code), self._open)
        made.setCheckable(True)
        return made

    def _open(self) -> None:
        """Show the form of the button that was pressed, and put those of the others away."""
        sender = self.sender()
        for opener, panel in self._panels.items():
            if opener is not sender:
                opener.setChecked(False)
            panel.setVisible(opener.isChecked())
            if opener is sender and opener.isChecked():
                if panel is self.join_panel and self._shown is not None:
                    self.join_panel.show_for(self._shown.row.id)
                first = self.case_panel.first if panel is self.case_panel else self._first_fields[opener]
                first.setFocus()
                bring_into_sight(panel)

    def _close(self) -> None:
        for opener, panel in self._panels.items():
            if holds_focus(panel):
                opener.setFocus()
            opener.setChecked(False)
            panel.hide()

    def _support(self) -> None:
        if self._shown is not None:
            idea, session = self._shown.row.id, self._bench.session
            self._bench.act(lambda _task: ideas.support(session, idea), self._supported)

    def _supported(self, _changes: object) -> None:
        self._bench.noticed.emit(self._say("all.supported"), "", None)

    def _unsupport(self) -> None:
        if self._shown is not None:
            idea, session = self._shown.row.id, self._bench.session
            self._bench.act(lambda _task: ideas.unsupport(session, idea), self._unsupported)

    def _unsupported(self, _changes: object) -> None:
        self._bench.noticed.emit(self._say("all.unsupported"), "", None)

    def _share(self) -> None:
        if self._shown is not None:
            row = self._shown.row
            QGuiApplication.clipboard().setText(adopting.to_share(row, self._say))
            self._bench.noticed.emit(self._say("share.copied", title=" ".join(row.title.split())), "", None)

    def _join(self, into: str) -> None:
        if self._shown is not None:
            self._last_joined = idea = self._shown.row.id
            session = self._bench.session
            self._bench.act(lambda _task: ideas.join(session, idea, into), self._joined)

    def _joined(self, _changes: object) -> None:
        self._close()
        self._bench.noticed.emit(self._say("all.joined"), self._say("all.separate"), self._undo_join)

    def _undo_join(self) -> None:
        self._let_stand(self._last_joined)

    def _separate(self) -> None:
        if self._shown is not None:
            self._let_stand(self._shown.row.id)

    def _let_stand(self, idea: str) -> None:
        session = self._bench.session
        self._bench.act(lambda _task: ideas.separate(session, idea), self._separated)

    def _separated(self, _changes: object) -> None:
        self._bench.noticed.emit(self._say("all.separated"), "", None)

    def _review(self) -> None:
        if self._shown is not None:
            self._bench.go.emit("review", self._shown.row.id)

    def _go_to_root(self) -> None:
        if self._shown is not None:
            self.wanted.emit(self._shown.row.root)
