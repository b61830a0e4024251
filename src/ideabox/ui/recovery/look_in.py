"""The files that a person adds to those that a recovery looks in by itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases.wording import Wording


class LookIn(QFrame):
    """Names them, and says of those that cannot be used why; it is there only while there is something to say."""

    cleared = Signal()
    """None of them is to be looked in."""

    def __init__(self, say: Wording) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setMaximumWidth(tokens.FORM_WIDTH)
        self._say = say
        self._words = QVBoxLayout()
        self._words.setSpacing(tokens.SPACE_8)
        self.clear = button(say("recovery.add-none"), self.cleared.emit, "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addLayout(self._words)
        layout.addWidget(self.clear, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_files(self, paths: Sequence[Path], wrong: Sequence[str] = ()) -> None:
        """Show that these files are looked in too, and what is wrong with others that were chosen."""
        empty(self._words)
        if paths:
            self._words.addWidget(text(self._say("recovery.adding"), "label"))
        for path in paths:
            self._words.addWidget(text(breakable(path.name)))
        for sentence in wrong:
            self._words.addWidget(text(breakable(sentence), "error"))
        self.clear.setVisible(bool(paths))
        self.setVisible(bool(paths or wrong))
        if paths or wrong:
            names = [self._say("recovery.adding"), *(path.name for path in paths)] if paths else []
            announce(self, ". ".join((*names, *wrong)), at_once=bool(wrong))
