"""Fields beside each other, as many to a line as there is room for, all of one width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.style import Look

_WIDTH = 240
"""The least width of a field, at 100 % text."""


class EvenGrid(QWidget):
    """Fills its lines from left to right; the keyboard goes the same way."""

    def __init__(self, look: Look, width: int = _WIDTH) -> None:
        super().__init__()
        self._look, self._width = look, width
        self._fields: list[QWidget] = []
        self._columns = 1
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(tokens.SPACE_16)
        self._layout.setVerticalSpacing(tokens.SPACE_12)
        look.changed.connect(self._arrange)

    def add(self, field: QWidget) -> None:
        """Put a field after those that are here."""
        self._fields.append(field)
        self._place(len(self._fields) - 1, field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap = tokens.SPACE_16
        columns = max(1, (self.width() + gap) // (self._look.px(self._width) + gap))
        if columns == self._columns:
            return
        for column in range(max(columns, self._columns)):
            self._layout.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for number, field in enumerate(self._fields):
            self._place(number, field)

    def _place(self, number: int, field: QWidget) -> None:
        self._layout.addWidget(field, *divmod(number, self._columns), Qt.AlignmentFlag.AlignBottom)
