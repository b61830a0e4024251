"""Looks for the list of a starting window as it comes, types a key, and waits until the program is idle."""

from __future__ import annotations

import os
import time
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from ideabox.ui.start import application
from ideabox.ui.widgets.idea_list import IdeaList
from tests.benchmarks.start_of_floor import resident_mb

Widget = TypeVar("Widget", bound=QWidget)
IDLE_MS = 3_000


class Watch(QObject):
    """Looks for the list as it comes, then types a key, then waits until the program is idle."""

    def __init__(self) -> None:
        super().__init__(application())
        self.rows = self.key = self.processor = self.mb = 0.0
        self._ideas: IdeaList | None = None
        self._search: QLineEdit | None = None
        self._look = QTimer(self)
        self._look.timeout.connect(self._find)
        self._look.start(2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            if not self.rows and self._ideas is not None and watched is self._ideas.viewport():
                self.rows = _since_the_start()
                QTimer.singleShot(0, self._type)
            elif watched is self._search and not self.key and self._search.text():
                self.key, self.processor = _since_the_start(), time.process_time()
                QTimer.singleShot(IDLE_MS, self._end)
        return False

    def _find(self) -> None:
        ideas = _of_a_window(IdeaList)
        if ideas is not None and ideas.isVisible() and ideas.model().rowCount():
            self._look.stop()
            self._ideas, self._search = ideas, _of_a_window(QLineEdit)
            ideas.viewport().installEventFilter(self)
            if self._search is not None:
                self._search.installEventFilter(self)
            ideas.viewport().update()

    def _type(self) -> None:
        if self._search is not None:
            press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
            QApplication.sendEvent(self._search, press)

    def _end(self) -> None:
        self.mb = resident_mb()
        QApplication.closeAllWindows()
        QApplication.quit()


def _of_a_window(kind: type[Widget]) -> Widget | None:
    found = (window.findChild(kind) for window in QApplication.topLevelWidgets())
    return next((widget for widget in found if widget is not None and widget.isVisible()), None)


def _since_the_start() -> float:
    return time.time() - float(os.environ["STARTED"])
