"""One idea, read in the background."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ideabox.domain.problems import Refusal
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.usecases.session import Session


class OneIdea(QObject):
    """Reads what is to be shown of an idea, by its id. The newest question wins."""

    arrived = Signal(object)
    """What the question was answered with."""
    gone = Signal()
    """The idea is not here any more, or could not be read."""

    def __init__(self, bench: Bench, question: Callable[[Session, str], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._question = bench, question
        self.id = ""
        """The idea that is shown, or is being read; empty for none."""
        self._asked = 0
        self._reading: Task | None = None

    def show(self, idea: str) -> None:
        """Ask for this idea."""
        self.clear()
        self.id = idea
        number, question, session = self._asked, self._question, self._bench.session
        self._reading = self._bench.runner.run(
            lambda _task: (number, question(session, idea)), self._take, self._fail, lane="read"
        )

    def show_again(self) -> None:
        """Ask for the same idea anew."""
        if self.id:
            self.show(self.id)

    def clear(self) -> None:
        """Ask for none; what is still on its way is dropped."""
        if self._reading is not None:
            self._reading.cancel()
        self._asked += 1
        self.id = ""

    def _take(self, answer: tuple[int, Any]) -> None:
        number, found = answer
        if number == self._asked:
            self.arrived.emit(found)

    def _fail(self, refusal: Refusal) -> None:
        self.clear()
        self.gone.emit()
        if any(problem.code != "not-here" for problem in refusal.problems):
            self._bench.refused(refusal)
