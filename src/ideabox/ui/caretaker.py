"""What is done once a day while the window is open, in the background: prove the database sound, and back it up."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ideabox.domain.problems import Refusal
from ideabox.ui.background import Task, TaskRunner
from ideabox.usecases.desk import Desk

BEGIN_AFTER_MS = 20_000
"""After the window has been shown: nothing that the person came for waits for it."""
LOOK_EVERY_MS = 60 * 60_000
"""Some PCs are never switched off."""


class Caretaker(QObject):
    """Looks after the database from `begin` to `end`."""

    refused = Signal(object)
    """A `Refusal`: the database is damaged, or the backup could not be written."""

    def __init__(self, desk: Desk, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._runner = desk, runner
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look after it from now on."""
        self._timer.start(BEGIN_AFTER_MS)

    def end(self) -> None:
        """The program ends: nothing begins any more."""
        self._timer.stop()

    def look(self) -> None:
        """Do what is due."""
        self._timer.setInterval(LOOK_EVERY_MS)
        if self._runner.is_running(self._task):
            return
        desk = self._desk

        def job(_task: Task) -> None:
            from ideabox.usecases import safekeeping  # noqa: PLC0415 - no start has to wait for it

            safekeeping.look_after(desk.session, desk.drafts)

        self._task = self._runner.run(job, self._done, self._refused, lane="aside")

    def _done(self, _nothing: None) -> None:
        self._task = None

    def _refused(self, refusal: Refusal) -> None:
        self.refused.emit(refusal)
