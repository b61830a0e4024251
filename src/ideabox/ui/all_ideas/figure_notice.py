"""Which figure the ideas in the list are behind, with the way back to it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.text import breakable, text


class FigureNotice(QFrame):
    """Says it above the list; out of sight while the list is of nothing in particular."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.setProperty("kind", "said")
        self.words = text("", "body")
        self.back = button(bench.say("all.back-to-insights"), self._back, "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_4, tokens.SPACE_16, tokens.SPACE_4)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.back)
        self.hide()

    def show_figure(self, words: str) -> None:
        """Say which figure it is."""
        self.words.setText(breakable(self._bench.say("all.behind", figure=words)))
        self.show()

    def _back(self) -> None:
        self._bench.go.emit("insights", None)
