"""An area to read in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ideabox.ui.widgets.scrolled import Scrolled


class ReadingArea(Scrolled):
    """Scrolls what is read where it does not fit, and then takes the focus, so that the keyboard can scroll it too."""

    def __init__(self, content: QWidget, name: str, *, snug: bool = False) -> None:
        super().__init__(content, snug=snug)
        self.setAccessibleName(name)
        self.verticalScrollBar().rangeChanged.connect(self._take_focus_if_needed)

    def set_whole(self, whole: bool) -> None:
        super().set_whole(whole)
        self._take_focus_if_needed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll, or where it is whole, scroll what it stands in."""
        around = self.parentWidget()
        while self.is_whole and around is not None:
            if isinstance(around, Scrolled):
                around.keyPressEvent(event)
                return
            around = around.parentWidget()
        super().keyPressEvent(event)

    def _take_focus_if_needed(self) -> None:
        bar = self.verticalScrollBar()
        needed = self.is_whole or bar.maximum() > bar.minimum()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if needed else Qt.FocusPolicy.NoFocus)
