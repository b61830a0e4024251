"""A form and what stands beside it; below it where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.style import Look

_NARROWEST_MAIN, _NARROWEST_SIDE = 400, 280


class Beside(QWidget):
    """The main column up to the width of a form, the side column up to its own; their own layouts end in a stretch."""

    def __init__(self, look: Look, main: QWidget, side: QWidget) -> None:
        super().__init__()
        self._look, self._main, self._side = look, main, side
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_32)
        for column in (main, side):
            self._layout.addWidget(column, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addStretch(1)
        look.changed.connect(self._arrange)

    def minimumSizeHint(self) -> QSize:
        """The columns have the widths they are given, so they must not keep this from becoming narrower."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        px = self._look.px
        gap, width = tokens.SPACE_32, self.width()
        room = width - gap
        is_wide = room >= px(_NARROWEST_MAIN + _NARROWEST_SIDE)
        if is_wide:
            side = min(px(tokens.SIDE_WIDTH), max(px(_NARROWEST_SIDE), round(room * 0.4)))
            main = min(px(tokens.FORM_WIDTH), room - side)
        else:
            main = side = min(px(tokens.FORM_WIDTH), width)
        self._main.setFixedWidth(main)
        self._side.setFixedWidth(side)
        direction = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        if direction != self._layout.direction():
            self._layout.setDirection(direction)
