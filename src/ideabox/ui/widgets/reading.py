"""An area to read in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ideabox.ui.widgets.scrolled import Scrolled

_HIGHEST = 16_777_215
"""Qt's own: no limit."""


class ReadingArea(Scrolled):
    """Scrolls what is read where it does not fit, and then takes the focus, so that the keyboard can scroll it too.

    A snug one is no higher than what is in it, and gives way to what stands below it. A whole one is just as high as
    that, and what it stands in scrolls instead.
    """

    def __init__(self, content: QWidget, name: str, *, snug: bool = False) -> None:
        self._snug = snug
        self._is_whole = False
        self._least = self._full = 0
        super().__init__(content)
        self.setAccessibleName(name)
        self.verticalScrollBar().rangeChanged.connect(self._take_focus_if_needed)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self._full) if self._snug or self._is_whole else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def show_top(self) -> None:
        """Go back to the beginning, for something else to read."""
        self.verticalScrollBar().setValue(0)

    def set_whole(self, whole: bool) -> None:
        """Be whole, or scroll."""
        self._is_whole = whole
        self._take_focus_if_needed()
        self._fit()

    def set_least(self, height: int) -> None:
        """Have at least this height while it scrolls."""
        self._least = height
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        around = self.parentWidget()
        while self._is_whole and around is not None:
            if isinstance(around, Scrolled):
                around.keyPressEvent(event)
                return
            around = around.parentWidget()
        super().keyPressEvent(event)

    def _fit(self) -> None:
        content, fits = self.widget(), self._snug or self._is_whole
        if content is None:
            return
        full = content.heightForWidth(self.viewport().width()) if fits else 0
        full = full if full >= 0 else content.sizeHint().height()
        low = full if self._is_whole else self._least
        high = max(full, low) if fits else _HIGHEST
        if (full, low, high) != (self._full, self.minimumHeight(), self.maximumHeight()):
            self._full = full
            self.setMinimumHeight(low)
            self.setMaximumHeight(high)
            self.updateGeometry()

    def _take_focus_if_needed(self) -> None:
        bar = self.verticalScrollBar()
        needed = self._is_whole or bar.maximum() > bar.minimum()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if needed else Qt.FocusPolicy.NoFocus)
