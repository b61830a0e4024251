"""Small labels to choose from, as many as apply, in groups where there are many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.group import Group
from ideabox.ui.widgets.layouts import empty

Choice = tuple[str, str, str]
"""Code, words and hint of a chip."""
_CHOSEN, _OFFERED = "✓", "+"


class Chips(QWidget):
    """Chips by code. A chosen one has a tick and a whole edge, so that its colour says nothing of its own."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._groups = QVBoxLayout(self)
        self._groups.setSpacing(tokens.SPACE_12)
        self._chips: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}

    def offer(self, groups: Mapping[str, Sequence[Choice]], after: QWidget) -> None:
        """Offer these and no others, each group under its heading, which may be none.

        What was chosen and is there stays so. Tab comes to them `after` that widget.
        """
        chosen = self.value
        empty(self._groups)
        self._groups.setContentsMargins(0, tokens.SPACE_8 if any(groups) else 0, 0, 0)
        self._words, self._chips = {}, {}
        for heading, choices in groups.items():
            line = QWidget()
            flow = FlowLayout(line)
            if heading:
                group = Group(heading)
                group.inside.addWidget(line)
                self._groups.addWidget(group)
            else:
                self._groups.addWidget(line)
            for code, words, hint in choices:
                chip = self._chips[code] = self._chip(words, hint)
                self._words[code] = words
                flow.addWidget(chip)
                QWidget.setTabOrder(after, chip)
                after = chip
        self.value = chosen

    @property
    def value(self) -> tuple[str, ...]:
        return tuple(code for code, chip in self._chips.items() if chip.isChecked())

    @value.setter
    def value(self, codes: Sequence[str]) -> None:
        for code, chip in self._chips.items():
            chip.setChecked(code in codes)
        self._mark()

    def minimumSizeHint(self) -> QSize:
        """However narrow it becomes, the words of a chip go on in a second line."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._mark()

    def chip(self, code: str) -> QPushButton:
        """The chip of one code."""
        return self._chips[code]

    def _chip(self, words: str, hint: str) -> QPushButton:
        chip = button(words, self._clicked, "chip", name=words)
        chip.setToolTip(hint)
        chip.setAccessibleDescription(hint)
        return chip

    def _clicked(self) -> None:
        self._mark()
        self.edited.emit()

    def _mark(self) -> None:
        for code, chip in self._chips.items():
            words = f"{_CHOSEN if chip.isChecked() else _OFFERED} {self._words[code]}"
            if words != chip.text().replace("\n", " ") or chip.width() > self.width():
                chip.setText(words)
            if self.isVisible() and chip.sizeHint().width() > self.width():
                chip.setText(_in_two_lines(words))


def _in_two_lines(words: str) -> str:
    """These words, broken at the space that is nearest to their middle."""
    spaces = [place for place, letter in enumerate(words) if letter == " "][1:]
    if not spaces:
        return words
    middle = min(spaces, key=lambda place: abs(place - len(words) // 2))
    return f"{words[:middle]}\n{words[middle + 1 :]}"
