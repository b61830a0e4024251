"""One of several widgets in the same place."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class Stack(QStackedWidget):
    """Claims room for what is shown, not for what is out of sight."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self._fit)

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        return QSize() if shown is None else shown.minimumSizeHint().expandedTo(shown.minimumSize())

    def _fit(self, _shown: int) -> None:
        self.updateGeometry()
