"""Closed ideas that have been kept for as long as the policy says: which they are, and erasing them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.queries import IdeaRow
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.rights.held import title_of
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.question import Question
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import history, rights
from ideabox.usecases.rights import Erasure, Overdue

_DUE = ("rights.col-idea", "rights.col-status", "rights.col-changed", "rights.col-fate")
_KEPT = ("rights.col-idea", "rights.col-changed", "rights.col-reason")


class RetentionCard(QFrame):
    """What is erased is seen first. What a person keeps here is kept this time; for good, an administrator keeps it."""

    erased = Signal(object)
    """An `Erasure`: it has been done."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self._overdue, self._spared = Overdue([], []), set[str]()
        say = self._say
        self.years = bench.desk.policy.value("retention_years")
        words = say("rights.never") if self.years is None else say("rights.years", count=self.years)
        self.due = Table(bench.look, say("rights.due"), [say(code) for code in _DUE], most=8)
        self.due.chosen.connect(self._show_chosen)
        self.reference = text("", "hint")
        self.reference.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.spare = button(say("rights.spare"), self._spare)
        self.erase = button("", self._ask)
        self.kept_heading = text(say("rights.kept"), "label")
        self.kept = Table(bench.look, say("rights.kept"), [say(code) for code in _KEPT], most=6)
        self.none = text(say("rights.none-due"))
        self.question = Question("", "", say("rights.erase-no"))
        self.question.agreed.connect(self._erase)
        self._acts = QWidget()
        flow = FlowLayout(self._acts, tokens.SPACE_12)
        for act in (self.spare, self.erase):
            flow.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("rights.retention"), "section"))
        layout.addWidget(text(words))
        self._locked = text(breakable(say("rights.by-policy", path=bench.desk.kept.policy)), "hint")
        layout.addWidget(self._locked)
        self._locked.setVisible(self.years is not None)
        for part in (self.none, self.due, self.reference, self._acts, self.question, self.kept_heading, self.kept):
            layout.addWidget(part)
        self._show(self._overdue)

    def refresh(self) -> None:
        """Look anew which ideas there are."""
        if self.years is not None:
            session = self._bench.session
            self._bench.ask(lambda: rights.overdue(session), self._show)

    def _show(self, found: Overdue) -> None:
        self._overdue = found
        self._spared &= {row.id for row in found.due}
        say = self._say
        self.none.setVisible(self.years is not None and not found.due)
        for part in (self.due, self.reference, self._acts):
            part.setVisible(bool(found.due))
        for part in (self.kept_heading, self.kept):
            part.setVisible(bool(found.kept))
        kept = [
            (title_of(say("none.title"), row), history.day(row.changed_at), reason or say("rights.no-reason"))
            for row, reason in found.kept
        ]
        self.kept.show_rows(kept)
        self.question.put_away()
        self._show_due()

    def _show_due(self) -> None:
        say = self._say
        rows = [
            (
                title_of(say("none.title"), row),
                say(f"status.{row.status}"),
                history.day(row.changed_at),
                say("rights.spared" if row.id in self._spared else "rights.goes"),
            )
            for row in self._overdue.due
        ]
        self.due.show_rows(rows, chosen=self.due.row)
        count = len(self._going)
        self.erase.setText(say("rights.erase-due", count=count))
        self.erase.setEnabled(count > 0)

    @property
    def _going(self) -> list[IdeaRow]:
        return [row for row in self._overdue.due if row.id not in self._spared]

    def _show_chosen(self, row: int) -> None:
        if 0 <= row < len(self._overdue.due):
            chosen = self._overdue.due[row].id
            self.reference.setText(self._say("rights.reference", id=chosen))
            self.spare.setText(self._say("rights.unspare" if chosen in self._spared else "rights.spare"))

    def _spare(self) -> None:
        if 0 <= self.due.row < len(self._overdue.due):
            self._spared ^= {self._overdue.due[self.due.row].id}
            self.question.put_away()
            self._show_due()

    def _ask(self) -> None:
        say, count = self._say, len(self._going)
        lines = [say("rights.means-due", count=count)]
        lines += [say("rights.means-sent"), say("rights.means-backups"), say("rights.means-for-good")]
        heading, yes = say("rights.erase-due-heading", count=count), say("rights.erase-yes", count=count)
        self.question.ask(lines, self.erase, heading=heading, yes=yes)

    def _erase(self) -> None:
        desk, going = self._bench.desk, self._going
        self._acts.setEnabled(False)
        self._bench.act(
            lambda task: rights.erase_overdue(desk.session, going, task.report, desk.drafts),
            self._erased,
            self._failed,
            label=self._say("rights.erasing"),
        )

    def _erased(self, erasure: Erasure) -> None:
        self._acts.setEnabled(True)
        self.erased.emit(erasure)

    def _failed(self, refusal: Refusal) -> None:
        self._acts.setEnabled(True)
        self._bench.refused(refusal)
