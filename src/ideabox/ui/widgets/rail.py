"""The rail at the left: the places that a person goes to, with what waits there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.style import Look
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.text import text

_COUNT = "0000"
"""How much room a count has."""


class Rail(QFrame):
    """Buttons for places, each with a count that may be empty; the person and the settings at the bottom."""

    chosen = Signal(str)

    def __init__(self, brand: str, look: Look, navigation: str) -> None:
        super().__init__()
        self.setProperty("kind", "rail")
        self.setAccessibleName(navigation)
        self._look = look
        self._buttons: dict[str, QPushButton] = {}
        self._counts: dict[str, QLabel] = {}
        self._names: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._places = QVBoxLayout()
        self._places.setSpacing(2)
        self._bottom = QVBoxLayout()
        self._bottom.setSpacing(2)
        self.person, self.office, self.folder = text("", "label"), text("", "hint"), text("", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, tokens.SPACE_16, 0, tokens.SPACE_16)
        heading = text(brand, "brand")
        heading.setContentsMargins(tokens.SPACE_16, 0, tokens.SPACE_16, tokens.SPACE_8)
        layout.addWidget(heading)
        layout.addLayout(self._places)
        layout.addStretch(1)
        self.folder.hide()
        for label in (self.person, self.office, self.folder):
            label.setContentsMargins(tokens.SPACE_16, 0, tokens.SPACE_16, 0)
            layout.addWidget(label)
        layout.addLayout(self._bottom)
        look.changed.connect(self._resize)
        self._resize()

    def set_places(self, places: Sequence[tuple[str, str, str]], bottom: Sequence[tuple[str, str, str]]) -> None:
        """Show these places: code, words and shortcut of each."""
        for layout in (self._places, self._bottom):
            empty(layout)
        self._buttons.clear()
        self._counts.clear()
        self._names.clear()
        for layout, group in ((self._places, places), (self._bottom, bottom)):
            for code, words, shortcut in group:
                layout.addWidget(self._place(code, words, shortcut))
        self._resize()

    def show_place(self, code: str) -> None:
        """Mark the place that the person is at."""
        if code in self._buttons:
            self._buttons[code].setChecked(True)

    def show_folder(self, words: str) -> None:
        """Say how it stands with the team folder; nothing is shown for none."""
        self.folder.setText(words)
        self.folder.setVisible(bool(words))

    def set_count(self, code: str, count: int) -> None:
        """Say how much waits at a place; nothing is shown for none."""
        if code in self._counts:
            self._counts[code].setText(str(count) if count else "")
            name = self._names[code]
            self._buttons[code].setAccessibleName(f"{name}, {count}" if count else name)

    def _place(self, code: str, words: str, shortcut: str) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        made = button(words, kind="place", shortcut=shortcut)
        made.setProperty("place", code)
        made.clicked.connect(self._clicked)
        if shortcut:
            made.setToolTip(shortcut)
        self._group.addButton(made)
        inner = QHBoxLayout(made)
        inner.setContentsMargins(0, 0, tokens.SPACE_16, 0)
        count = text("", "hint")
        count.setWordWrap(False)
        count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner.addWidget(count, alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(made)
        self._buttons[code], self._counts[code], self._names[code] = made, count, words
        return row

    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("place")))

    def _resize(self) -> None:
        """As wide as its longest name needs: at large text, the page has more use for the room."""
        font = QFont(self.font())
        font.setPixelSize(self._look.px(tokens.BODY))
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        longest = max((metrics.horizontalAdvance(name) for name in self._names.values()), default=0)
        count = metrics.horizontalAdvance(_COUNT)
        self.setFixedWidth(max(tokens.RAIL_WIDTH, longest + count + 3 * tokens.SPACE_16))
