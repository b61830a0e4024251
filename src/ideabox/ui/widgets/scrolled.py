"""Content that scrolls where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from ideabox.ui import tokens


class _QuietBar(QScrollBar):
    """Keeps its place, and shows nothing while there is nothing to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.maximum() > self.minimum():
            super().paintEvent(event)


class Scrolled(QScrollArea):
    """Scrolls up and down, never sideways.

    Its bar lies in a `gutter` at the right that is always kept free: what scrolls is as wide with a bar as without one,
    and in line with what stands above it.
    """

    def __init__(self, content: QWidget, gutter: int = tokens.SCROLL_BAR) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBar(_QuietBar(Qt.Orientation.Vertical))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setViewportMargins(0, 0, gutter - tokens.SCROLL_BAR, 0)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)


def scrolled(*parts: QWidget, gutter: int = tokens.SCROLL_BAR) -> Scrolled:
    """These, one below the other, in a part of the screen that scrolls."""
    content = QWidget()
    content.setProperty("kind", "page")
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, tokens.SPACE_16)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return Scrolled(content, gutter)
