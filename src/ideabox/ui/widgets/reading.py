"""An area to read in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ideabox.ui import tokens


class ReadingArea(QScrollArea):
    """Scrolls what is read where it does not fit, and then takes the focus, so that the keyboard can scroll it too.

    A snug one is no higher than what is in it, and gives way to what stands below it.
    """

    def __init__(self, content: QWidget, name: str, *, snug: bool = False) -> None:
        super().__init__()
        self._snug = snug
        self._full = 0
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._take_focus_if_needed)
        content.setContentsMargins(0, 0, tokens.SPACE_12, 0)
        self.setWidget(content)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._full) if self._snug else super().sizeHint()

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

    def _fit(self) -> None:
        content = self.widget()
        if not self._snug or content is None:
            return
        full = content.heightForWidth(self.viewport().width())
        full = full if full >= 0 else content.sizeHint().height()
        if full != self._full:
            self._full = full
            self.setMaximumHeight(max(full, self.minimumHeight()))
            self.updateGeometry()

    def _take_focus_if_needed(self, low: int, high: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if high > low else Qt.FocusPolicy.NoFocus)
