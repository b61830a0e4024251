"""Content that scrolls where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from ideabox.ui import tokens

_HIGHEST = 16_777_215
"""Qt's own: no limit."""


class _QuietBar(QScrollBar):
    """Keeps its place, and shows nothing while there is nothing to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class Scrolled(QScrollArea):
    """Scrolls up and down, never sideways.

    Its bar lies in a `gutter` at the right that is always kept free: what scrolls is as wide with a bar as without one,
    and in line with what stands above it.

    A snug one is no higher than what is in it, and gives way to what stands below it. A whole one is just as high as
    that, and what it stands in scrolls instead.
    """

    def __init__(self, content: QWidget, gutter: int = tokens.SPACE_16, *, snug: bool = False) -> None:
        self._gutter, self._snug = gutter, snug
        self.is_whole = False
        self._least = self._full = 0
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(_QuietBar(Qt.Orientation.Vertical))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        self.set_whole(False)

    def set_whole(self, whole: bool) -> None:
        """Be whole, or scroll."""
        self.is_whole = whole
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if whole else Qt.ScrollBarPolicy.ScrollBarAlwaysOn
        self.setVerticalScrollBarPolicy(policy)
        self.setViewportMargins(0, 0, 0 if whole else self._gutter - tokens.SCROLL_BAR, 0)
        self._fit()

    def set_least(self, height: int) -> None:
        """Have at least this height while it scrolls."""
        self._least = height
        self._fit()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), self._full) if self._snug or self.is_whole else hint

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
        content, fits = self.widget(), self._snug or self.is_whole
        if content is None:
            return
        full = content.heightForWidth(self.viewport().width()) if fits else 0
        full = full if full >= 0 else content.sizeHint().height()
        low = full if self.is_whole else self._least
        high = max(full, low) if fits else _HIGHEST
        if (full, low, high) != (self._full, self.minimumHeight(), self.maximumHeight()):
            self._full = full
            self.setMinimumHeight(low)
            self.setMaximumHeight(high)
            self.updateGeometry()


def scrolled(*parts: QWidget, gutter: int = tokens.SPACE_16) -> Scrolled:
    """These, one below the other, in a part of the screen that scrolls."""
    content = QWidget()
    content.setProperty("kind", "page")
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, tokens.SPACE_16)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return Scrolled(content, gutter)
