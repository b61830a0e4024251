"""The answer to an idea: what is decided, and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ideabox.domain.events import Decision
from ideabox.store.drafts import Answer
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.review.decisions import Decisions
from ideabox.ui.review.starters import Starters
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.growing import GrowingField
from ideabox.ui.widgets.joining import JoinPanel
from ideabox.ui.widgets.personal_data import PersonalDataCard

_LINES = 3


class AnswerForm(QWidget):
    """A decision and its reason; to join the idea with another one takes no reason, only that other idea."""

    edited = Signal()

    def __init__(self, bench: Bench, place: QWidget) -> None:
        super().__init__()
        self._say = say = bench.say
        self._idea = ""
        self.errors = ErrorSummary(say("form.errors"))
        self.decisions = Decisions(say, place)
        self.reason = GrowingField("reason", say("review.reason"), lines=_LINES)
        self.starters = Starters(say, self.reason.edit)
        self.personal = PersonalDataCard(bench, [self.reason], stands=False)
        self.join = JoinPanel(bench)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        inside = self.reason.layout()
        if isinstance(inside, QVBoxLayout):
            inside.insertWidget(inside.indexOf(self.reason.edit), self.starters)
        for part in (self.errors, self.decisions, self.reason, self.personal, self.join):
            layout.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.decisions.changed.connect(self._decided)
        self.decisions.by_key.connect(self._go_on)
        self.reason.edited.connect(self.edited)
        self._fit()

    @property
    def decision(self) -> Decision | None:
        """What is decided; None while nothing is, and for a join."""
        chosen = self.decisions.value
        return None if chosen == "join" else chosen

    @property
    def answer(self) -> Answer:
        """The answer as it stands."""
        return Answer(self._idea, self.decision or "", self.reason.value)

    def show_answer(self, answer: Answer) -> None:
        """Go on with this answer."""
        self._idea = answer.idea
        self.reason.value = answer.reason
        self.decisions.value = answer.decision or None
        self.personal.begin_anew()
        self.show_errors([])
        self._fit()

    def faults(self) -> list[tuple[QWidget | None, str]]:
        """What is missing before the answer can be saved."""
        say = self._say
        if self.decisions.value == "join":
            return [(self.join.search, say("review.choose-target"))]
        found: list[tuple[QWidget | None, str]] = []
        if self.decisions.value is None:
            found.append((self.decisions.first(), say("review.choose-decision")))
        if not self.reason.value.strip():
            found.append((self.reason, say("review.enter-reason")))
        elif self.starters.is_unfinished(self.reason.value):
            found.append((self.reason, say("review.finish-reason")))
        return found

    def show_errors(self, errors: list[tuple[QWidget | None, str]]) -> None:
        """Show what stands in the way; nothing for an empty list."""
        for field in (self.reason, self.join.search):
            field.set_error(next((message for at, message in errors if at is field), ""))
        self.errors.show_errors(errors)

    def _decided(self) -> None:
        self.show_errors([])
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        chosen = self.decisions.value
        joins = chosen == "join"
        if joins and self.join.isHidden():
            self.join.show_for(self._idea)
        self.reason.setVisible(not joins)
        self.join.setVisible(joins)
        self.starters.show_for(chosen)

    def _go_on(self) -> None:
        if self.decisions.value == "join":
            self.join.search.setFocus()
        else:
            self.reason.setFocus()
