"""A question in the page, before something that cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.text import breakable, text


class Question(QFrame):
    """Says what it would mean, a sentence each; the keyboard begins at the way out, and goes back to who asked."""

    agreed = Signal()
    """Yes, do it."""

    def __init__(self, heading: str, yes: str, no: str) -> None:
        super().__init__()
        self.setProperty("kind", "wrong")
        self._asker: QWidget | None = None
        self._heading = text(heading, "section")
        self.yes = button(yes, self._agree)
        self.no = button(no, self._leave)
        acts, said = QWidget(), QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for act in (self.no, self.yes):
            flow.addWidget(act)
        self._words = QVBoxLayout(said)
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.setSpacing(tokens.SPACE_8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        for part in (self._heading, said, acts):
            layout.addWidget(part)
        self.hide()

    def ask(self, sentences: Sequence[str], asker: QWidget, *, heading: str = "", yes: str = "") -> None:
        """Ask, with what it would mean; `asker` is the button that led here."""
        self._asker = asker
        if heading:
            self._heading.setText(heading)
        if yes:
            self.yes.setText(yes)
        empty(self._words)
        for sentence in sentences:
            self._words.addWidget(text(breakable(sentence)))
        self.show()
        self.no.setFocus()
        announce(self, " ".join((self._heading.text(), *sentences)), at_once=True)

    def put_away(self) -> None:
        """Ask no longer: what it was about has changed."""
        self.hide()

    def _leave(self) -> None:
        if self._asker is not None:
            self._asker.setFocus()
        self.hide()

    def _agree(self) -> None:
        if self._asker is not None:
            self._asker.setFocus()
        self.hide()
        self.agreed.emit()
