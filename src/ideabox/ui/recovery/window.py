"""The windows with one page that stand in place of the main one while nothing may have the database open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from ideabox.domain.problems import Refusal
from ideabox.ui.background import TaskRunner
from ideabox.ui.focus import FocusRing
from ideabox.ui.recovery.page import RecoveryPage
from ideabox.ui.recovery.replacing import ReplacingPage
from ideabox.ui.style import Look
from ideabox.usecases.desk import Desk


class _OnePageWindow(QMainWindow):
    """Holds a page, and waits for what the person decides. `is_to_open`: they want to go on to their ideas."""

    def __init__(self, application: QApplication, desk: Desk, look: Look) -> None:
        super().__init__()
        self.is_to_open = False
        self.look, self.runner, self._desk = look, TaskRunner(self), desk
        self.focus_ring = FocusRing(application, self, look)
        self.setMinimumSize(1024, 700)
        self._loop = QEventLoop(self)

    def hold(self, page: RecoveryPage | ReplacingPage) -> None:
        """Show this page."""
        page.opened.connect(self._open)
        self.setCentralWidget(page)
        self.setWindowTitle(f"{page.heading.text()} - {self._desk.wording('app.name')}")

    def wait(self) -> bool:
        """Show it until the person has decided; returns whether they want to go on to their ideas."""
        self.look.dress()
        self.show()
        self._loop.exec()
        self.runner.close()
        return self.is_to_open

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.runner.is_busy:  # half of it is none, and it takes seconds
            event.ignore()
            return
        super().closeEvent(event)
        self._loop.quit()

    def _open(self) -> None:
        self.is_to_open = True
        self.close()


class RecoveryWindow(_OnePageWindow):
    """Opens where the ideas cannot be opened."""

    def __init__(self, application: QApplication, desk: Desk, look: Look, refusal: Refusal) -> None:
        super().__init__(application, desk, look)
        self.page = RecoveryPage(desk, self.runner, refusal)
        self.page.left.connect(self.close)
        self.hold(self.page)


class ReplacingWindow(_OnePageWindow):
    """Puts a backup in the place of the database, which nothing may have open."""

    def __init__(self, application: QApplication, desk: Desk, look: Look, source: Path) -> None:
        super().__init__(application, desk, look)
        self.page = ReplacingPage(desk, self.runner, source)
        self.hold(self.page)
        self.page.begin()
