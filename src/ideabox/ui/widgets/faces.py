"""The four faces of a list: full, empty, loading and wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.focus import holds_focus
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.link import WrappingLink
from ideabox.ui.widgets.stack import Stack
from ideabox.ui.widgets.text import text

LOADING_AFTER_MS = 300


class Faces(Stack):
    """Shows the list, or in its place one sentence and the one thing to do."""

    def __init__(self, full: QWidget, loading: str) -> None:
        super().__init__()
        self._full = full
        self._message = _Message()
        self._loading = loading
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOADING_AFTER_MS)
        self._timer.timeout.connect(self._show_loading)
        self.addWidget(full)
        self.addWidget(self._message)

    def show_full(self) -> None:
        """Show the list."""
        self._timer.stop()
        self.setCurrentWidget(self._full)

    def show_loading(self) -> None:
        """Say that it is being read, if it is not there soon."""
        self._timer.start()

    def show_empty(self, sentence: str, act: str = "", pressed: Callable[[], object] | None = None) -> None:
        """Say that there is nothing, and what to do about it."""
        self._show(sentence, act, pressed)

    def offer(self, act: str, pressed: Callable[[], object]) -> None:
        """Offer something better to do beside what has just been said."""
        self._message.offer(act, pressed)
        announce(self, act)

    def show_wrong(self, sentence: str, act: str = "", pressed: Callable[[], object] | None = None) -> None:
        """Say what happened, what is safe and what to do next."""
        self._show(sentence, act, pressed)
        announce(self, sentence, at_once=True)

    def _show(self, sentence: str, act: str, pressed: Callable[[], object] | None) -> None:
        self._timer.stop()
        had_focus = holds_focus(self)
        made = self._message.say(sentence, act, pressed)
        self.setCurrentWidget(self._message)
        if had_focus and made is not None:
            made.setFocus()

    def _show_loading(self) -> None:
        self._show(self._loading, "", None)


class _Message(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(tokens.SPACE_32, tokens.SPACE_32, tokens.SPACE_32, tokens.SPACE_32)
        self._layout.setSpacing(tokens.SPACE_16)
        self._made: QPushButton | None = None

    def offer(self, act: str, pressed: Callable[[], object]) -> None:
        link = WrappingLink(act)
        link.clicked.connect(pressed)
        self._layout.insertWidget(1, link)
        if self._made is not None:
            QWidget.setTabOrder(link, self._made)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep lines short enough to read, and have the height that the words need at this width."""
        longest = tokens.FORM_WIDTH * self.font().pixelSize() // tokens.BODY
        right = max(tokens.SPACE_32, self.width() - tokens.SPACE_32 - longest)
        self._layout.setContentsMargins(tokens.SPACE_32, tokens.SPACE_32, right, tokens.SPACE_32)
        self.setMinimumHeight(self._layout.totalHeightForWidth(self.width()))

    def say(self, sentence: str, act: str, pressed: Callable[[], object] | None) -> QPushButton | None:
        empty(self._layout)
        words = text(sentence)
        self._layout.addWidget(words)
        made = button(act, pressed) if act else None
        if made is not None:
            self._layout.addWidget(made, alignment=Qt.AlignmentFlag.AlignLeft)
        self._layout.addStretch(1)
        self._fit()
        self._made = made
        return made
