"""Taking an idea back, once it is clear what that means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.text import text
from ideabox.usecases import ideas
from ideabox.usecases.recording import Changes


class Withdrawal(QFrame):
    """A question in the page; the keyboard begins at the way out."""

    answered = Signal()
    """The question is closed, one way or the other."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "wrong")
        self._bench, self.say = bench, bench.say
        self._idea = ""
        say = self.say
        self.yes: QPushButton = button(say("mine.withdraw-yes"), self._withdraw)
        self.no: QPushButton = button(say("mine.withdraw-no"), self._leave)
        acts = QWidget()
        flow = FlowLayout(acts)
        flow.addWidget(self.no)
        flow.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(say("mine.withdraw-heading"), "section"))
        layout.addWidget(text(say("mine.withdraw-words")))
        layout.addWidget(acts)
        self.hide()

    def ask(self, idea: str) -> None:
        """Ask whether this idea is to be withdrawn."""
        self._idea = idea
        self.show()
        self.no.setFocus()
        announce(self, f"{self.say('mine.withdraw-heading')} {self.say('mine.withdraw-words')}")

    def _leave(self) -> None:
        self.hide()
        self.answered.emit()

    def _withdraw(self) -> None:
        self.hide()
        session, idea = self._bench.session, self._idea

        def withdraw(_task: Task) -> Changes:
            return ideas.withdraw(session, idea)

        self._bench.act(withdraw, self._withdrawn)
        self.answered.emit()

    def _withdrawn(self, _changes: Changes) -> None:
        self._bench.noticed.emit(self.say("mine.withdrawn"), "", None)
