"""The window that opens where the ideas cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from ideabox.domain.problems import Refusal
from ideabox.ui.background import TaskRunner
from ideabox.ui.focus import FocusRing
from ideabox.ui.recovery.page import RecoveryPage
from ideabox.ui.style import Look
from ideabox.usecases.desk import Desk


class RecoveryWindow(QMainWindow):
    """Holds the page, and waits for what the person decides. `is_to_open`: they want to go on to their ideas."""

    def __init__(self, application: QApplication, desk: Desk, look: Look, refusal: Refusal) -> None:
        super().__init__()
        self.is_to_open = False
        self.look, self.runner = look, TaskRunner(self)
        self.page = RecoveryPage(desk, self.runner, refusal)
        self.page.opened.connect(self._open)
        self.page.left.connect(self.close)
        self.focus_ring = FocusRing(application, self, look)
        self.setCentralWidget(self.page)
        self.setWindowTitle(f"{self.page.heading.text()} - {desk.wording('app.name')}")
        self.setMinimumSize(1024, 700)
        self._loop = QEventLoop(self)

    def wait(self) -> bool:
        """Show it until the person has decided; returns whether they want to go on to their ideas."""
        self.look.dress()
        self.show()
        self._loop.exec()
        self.runner.close()
        return self.is_to_open

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.runner.is_busy:  # half a recovery is none, and it takes seconds
            event.ignore()
            return
        super().closeEvent(event)
        self._loop.quit()

    def _open(self) -> None:
        self.is_to_open = True
        self.close()
