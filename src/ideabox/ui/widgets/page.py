"""A screen: its heading, what stands beside it, and its content, which scrolls where it does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.widgets.scrolled import Scrolled
from ideabox.ui.widgets.text import text


class Page(QWidget):
    """The frame of every screen. Add to `body`; `aside` is the quiet text right of the heading.

    Where it does not scroll as a whole, its parts keep to the margins at the right and at the bottom themselves.
    """

    def __init__(self, heading: str, *, scrolls: bool = True) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.heading = text(heading, "title")
        self.heading.setWordWrap(False)
        self.aside = text("", "hint")
        self.aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, tokens.PAGE_MARGIN, 0)
        top.addWidget(self.heading)
        top.addWidget(self.aside, 1)
        content = QWidget()
        content.setProperty("kind", "page")
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, tokens.SPACE_24 if scrolls else 0)
        self.body.setSpacing(tokens.SPACE_16)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(tokens.PAGE_MARGIN, tokens.SPACE_24, 0, 0)
        outer.setSpacing(tokens.SPACE_16)
        outer.addLayout(top)
        outer.addWidget(Scrolled(content, tokens.PAGE_MARGIN) if scrolls else content, 1)


def card(margin: int = tokens.SPACE_16, kind: str = "card") -> tuple[QFrame, QVBoxLayout]:
    """A card and the layout to fill it with."""
    frame = QFrame()
    frame.setProperty("kind", kind)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(margin, margin - 4, margin, margin - 4)
    layout.setSpacing(tokens.SPACE_8)
    return frame, layout
