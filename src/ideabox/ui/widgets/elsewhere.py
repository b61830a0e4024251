"""Went live elsewhere: good examples from other offices, each a step away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.link import WrappingLink
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases.adopting import Example


class ElsewhereCard(QFrame):
    """Out of sight while there is no such idea."""

    wanted = Signal(str)
    """The id of an idea that somebody wants to see."""

    def __init__(self, bench: Bench, hint: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(self._say("elsewhere.title"), "section"))
        layout.addWidget(text(hint, "hint"))
        self._list = QWidget()
        self._layout = QVBoxLayout(self._list)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_4)
        layout.addWidget(self._list)
        self.links: list[WrappingLink] = []
        self.hide()

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show these ideas."""
        empty(self._layout)
        self.links = []
        for each in examples:
            link = WrappingLink(" ".join(each.row.title.split()) or self._say("none.title"))
            link.setProperty("idea", each.row.id)
            link.clicked.connect(self._pressed)
            self.links.append(link)
            self._layout.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)
            self._layout.addWidget(text(breakable(self._about(each)), "hint"))
        self.setVisible(bool(examples))

    def _about(self, example: Example) -> str:
        barriers = [self._say.messages.get(f"barrier.{code}", code) for code in example.barriers]
        tags = [(code, self._bench.session.skills.find(code)) for code in example.skills]
        shared = ", ".join([*barriers, *(tag.label if tag and tag.label else code for code, tag in tags)])
        return self._say("elsewhere.about", office=example.row.office or self._say("none.office"), shared=shared)

    def _pressed(self) -> None:
        self.wanted.emit(str(self.sender().property("idea")))
