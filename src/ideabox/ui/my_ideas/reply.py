"""Answering the question that came back with an idea."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.drafting import DraftKeeper
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.growing import GrowingField
from ideabox.ui.widgets.personal_data import PersonalDataCard
from ideabox.usecases import ideas
from ideabox.usecases.recording import Changes


def draft_id(idea: str) -> str:
    """The id of the draft of the reply to an idea's question."""
    return f"reply:{idea}"


class ReplyForm(QFrame):
    """A box for the answer. What is typed is kept as a draft until it is given."""

    edited = Signal(object)
    """The `Draft` as it is now."""
    given = Signal(str)
    """The answer to this idea's question has been given."""

    def __init__(self, bench: Bench, keeper: DraftKeeper) -> None:
        super().__init__()
        self._bench, self.say, self._keeper = bench, bench.say, keeper
        self._idea = ""
        self.field = GrowingField("reply", self.say("mine.reply"), self.say("mine.reply-hint"), lines=3)
        self.field.edited.connect(self._edited)
        self.personal = PersonalDataCard(bench, [self.field], stands=False)
        self.give: QPushButton = button(self.say("mine.reply-send"), self._give, "primary", shortcut="Ctrl+Return")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self.field)
        layout.addWidget(self.personal)
        layout.addWidget(self.give, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.field)

    def show_for(self, idea: str, draft: Draft | None) -> None:
        """Answer this idea's question, with what had been begun."""
        if idea != self._idea:
            self._idea = idea
            self.field.set_error("")
            self.field.value = draft.reply if draft is not None else ""
            self.personal.begin_anew()

    def _edited(self) -> None:
        draft = Draft(draft_id(self._idea), of=self._idea, reply=self.field.value)
        self._keeper.keep(draft)
        self.edited.emit(draft)

    def _give(self) -> None:
        if not self.give.isEnabled():
            return
        self.field.set_error("")
        if not self.field.value.strip():
            self._refused_here(self.say("mine.reply-empty"))
            return
        confirmed = self.personal.confirmed
        self.setEnabled(False)
        session, idea, words = self._bench.session, self._idea, self.field.value.strip()

        def comment(_task: Task) -> Changes:
            return ideas.comment(session, idea, words, confirmed=confirmed)

        self._bench.act(comment, self._given, self._refused)

    def _given(self, changes: Changes) -> None:
        self.setEnabled(True)
        idea = next(iter(changes.updated))
        self._keeper.discard(draft_id(idea))
        self._idea = ""
        self.given.emit(idea)
        self._bench.noticed.emit(self.say("mine.replied"), "", None)

    def _refused(self, refusal: Refusal) -> None:
        self.setEnabled(True)
        self._refused_here(self._bench.sentences(refusal))

    def _refused_here(self, words: str) -> None:
        self.field.set_error(words)
        self.field.setFocus()
        announce(self.field, words, at_once=True)
