"""Two columns where there is room for both, one below the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.style import Look

_ROOM = 680
"""The width, at 100 % text, from which two columns stand side by side."""


class Columns(QWidget):
    """A wide column at the left, a narrower one at the right."""

    def __init__(self, look: Look, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._look = look
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_24)
        self._layout.addWidget(left, 3, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(right, 2, Qt.AlignmentFlag.AlignTop)
        look.changed.connect(self._turn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        wide = self.width() >= self._look.px(_ROOM)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if direction != self._layout.direction():
            self._layout.setDirection(direction)
