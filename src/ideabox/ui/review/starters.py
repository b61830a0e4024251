"""Beginnings of reasons, for the manager to finish in the author's own words."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from ideabox.ui import tokens
from ideabox.ui.review.decisions import Choice
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import let_go
from ideabox.ui.widgets.text import text
from ideabox.usecases.wording import Wording

_RIGHT = "review.start-right"
STARTERS: dict[Choice, tuple[str, ...]] = {
    "put-forward": (_RIGHT, "review.start-forward"),
    "do-here": (_RIGHT, "review.start-here"),
    "ask": ("review.start-more", "review.start-mean"),
    "not-now": (_RIGHT, "review.start-until"),
    "decline": (_RIGHT, "review.start-because"),
}
_NONE: tuple[str, ...] = ()


class Starters(QWidget):
    """Buttons that begin the reason, and one that thanks the author; what they write can be undone."""

    written = Signal()

    def __init__(self, say: Wording, edit: QPlainTextEdit) -> None:
        super().__init__()
        self._say, self._edit = say, edit
        self.buttons: list[QPushButton] = []
        self._flow = FlowLayout(self, tokens.SPACE_12)
        self.thanks = button(say("review.thank"), self._thank, "link")
        begin = text(say("review.begin"), "hint")
        begin.setMinimumHeight(self.thanks.sizeHint().height())
        self._flow.addWidget(begin)
        self._flow.addWidget(self.thanks)

    def show_for(self, choice: Choice | None) -> None:
        """Offer the beginnings that suit this decision."""
        for made in self.buttons:
            self._flow.removeWidget(made)
            let_go(made)
        self.buttons = []
        self._flow.removeWidget(self.thanks)
        for code in STARTERS.get(choice, _NONE) if choice is not None else (_RIGHT,):
            words = self._say(code)
            made = button(f"{words} …", self._begin, "link", name=words)
            made.setProperty("words", words)
            self.buttons.append(made)
            self._flow.addWidget(made)
            made.show()
        self._flow.addWidget(self.thanks)
        self.updateGeometry()

    def is_unfinished(self, reason: str) -> bool:
        """Whether a reason ends just where one of the beginnings does."""
        endings = {self._say(code) for codes in STARTERS.values() for code in codes}
        return any(reason.strip().endswith(ending) for ending in endings)

    def _begin(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._write(f"{sender.property('words')} ")

    def _thank(self) -> None:
        self._write(self._say("review.thanks"))

    def _write(self, words: str) -> None:
        """Add these words at the end, and let the manager go on right after them."""
        cursor = self._edit.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        before = self._edit.toPlainText()
        cursor.insertText(f"{'' if not before or before[-1].isspace() else ' '}{words}")
        self._edit.setTextCursor(cursor)
        self._edit.setFocus()
        self.written.emit()
