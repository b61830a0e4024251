"""The decisions, as chips with keys of their own."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ideabox.domain.events import Decision
from ideabox.ui import tokens
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.text import text
from ideabox.usecases.wording import Wording

Choice = Decision | Literal["join"]
CHOICES: dict[Choice, str] = {
    "put-forward": "review.put-forward",
    "do-here": "review.do-here",
    "ask": "review.ask",
    "not-now": "review.not-now",
    "decline": "review.decline",
    "join": "review.join",
}


class Decisions(QWidget):
    """One of the six, or none yet. Digits choose wherever nothing is typed, and with Alt held everywhere in `place`."""

    changed = Signal()
    by_key = Signal()
    """A digit has chosen: the keyboard is to go on to what comes next."""

    def __init__(self, say: Wording, place: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(say("review.decision"))
        self.chips: dict[Choice, QPushButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_4)
        top = QHBoxLayout()
        top.addWidget(text(say("review.decision"), "section"))
        hint = text(say("review.keys"), "hint")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.addWidget(hint, 1)
        layout.addLayout(top)
        row = QWidget()
        flow = FlowLayout(row)
        for number, (choice, words) in enumerate(CHOICES.items(), 1):
            chip = button(f"{number}  {say(words)}", kind="chip")
            chip.setAutoExclusive(True)  # what makes it a radio button to assistive technology
            self._group.addButton(chip)
            self.chips[choice] = chip
            flow.addWidget(chip)
            keys = QShortcut(place)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.setKeys([QKeySequence(str(number)), QKeySequence(f"Alt+{number}")])
            keys.setWhatsThis(say(words))
            keys.setProperty("choice", choice)
            keys.activated.connect(self._press)
        layout.addWidget(row)
        self._group.buttonClicked.connect(self._clicked)

    @property
    def value(self) -> Choice | None:
        """What is chosen."""
        return next((choice for choice, chip in self.chips.items() if chip.isChecked()), None)

    @value.setter
    def value(self, wanted: str | None) -> None:
        self._group.setExclusive(False)
        for choice, chip in self.chips.items():
            chip.setAutoExclusive(False)
            chip.setChecked(choice == wanted)
            chip.setAutoExclusive(True)
        self._group.setExclusive(True)

    def first(self) -> QPushButton:
        """The chip that the keyboard comes to."""
        chosen = self.value
        return self.chips[chosen] if chosen is not None else next(iter(self.chips.values()))

    def _press(self) -> None:
        sender = self.sender()
        choice = sender.property("choice") if sender is not None else None
        if choice in self.chips and self.isEnabled():
            self.value = choice
            self.changed.emit()
            self.by_key.emit()

    def _clicked(self) -> None:
        self.changed.emit()
