"""A price of an estimate: the one that it takes along, and one of the person's own to take in its place."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import UNSET
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ideabox.domain.estimates import Correction, Price, Rate
from ideabox.ui import tokens
from ideabox.ui.widgets.fields import Field
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import case_form, case_words
from ideabox.usecases.case_form import Offered
from ideabox.usecases.wording import Wording


class PriceField(Field):
    """Says which price is taken and where it is from. Three lines, all empty at first, say another one."""

    def __init__(self, say: Wording, name: str) -> None:
        self._say = say
        self.taken = text("", "hint")
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_12)
        grid.setVerticalSpacing(tokens.SPACE_4)
        grid.addWidget(self.taken, 0, 0, 1, len(_LINES))
        self._lines: dict[str, QLineEdit] = {}
        self._captions: dict[str, str] = {}
        for column, (part, stretch) in enumerate(_LINES):
            key, line = f"{name}_{part}" if part else name, QLineEdit()
            self._captions[key] = say(f"case.form.own-{part or 'price'}")
            line.setMaxLength(case_form.LONGEST.get(part, _MOST_DIGITS))
            line.textEdited.connect(self._edited)
            caption = text(self._captions[key], "hint", buddy=line)
            grid.addWidget(caption, 1, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(line, 2, column)
            grid.setColumnStretch(column, stretch)
            self._lines[key] = line
        super().__init__(name, say(f"field.{name}"), row)
        self.setFocusProxy(self._lines[name])

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the lines, without those that are empty."""
        return {key: line.text() for key, line in self._lines.items() if line.text().strip()}

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Show these texts in place of what stands in the lines."""
        for key, line in self._lines.items():
            line.setText(typed.get(key, ""))
        self.set_error("")

    def show_offered(self, label: str, offered: Offered, *, anew: bool) -> None:
        """Call it this, and say which price is taken where the lines stay empty; with `anew` the one of today."""
        self.taken.setText(breakable(_taken(self._say, offered, anew=anew)))
        self.set_label(label)

    def line(self, key: str) -> QLineEdit:
        """One of the lines, such as `staff_hour_source`; the price's own by the name of the field."""
        return self._lines[key]

    def _name_control(self, message: str) -> None:
        for key, line in self._lines.items():
            name = f"{self._words}, {self._captions[key]}"
            line.setAccessibleName(f"{name}. {message}" if message else name)
            line.setAccessibleDescription(self.taken.text())
            line.setProperty("wrong", "true" if message else "false")
            line.style().unpolish(line)
            line.style().polish(line)

    def _edited(self, _words: str) -> None:
        self.edited.emit()


_LINES = (("", 2), ("source", 5), ("dated", 2))
"""What each line says of the price, and how wide it is."""
_MOST_DIGITS = 30


def _taken(say: Wording, offered: Offered, *, anew: bool) -> str:
    taken = offered.chosen(anew=anew)
    if taken is UNSET:
        return say("case.form.price-unknown")
    parts = [say("case.form.price-taken", price=priced(say, taken))]
    if not anew and offered.today is not UNSET:
        parts.append(say("case.form.price-today", price=priced(say, offered.today)))
    return " ".join(parts)


def priced(say: Wording, of: Price | Rate | Correction) -> str:
    """An amount with where it is from, and a word where it is nobody's own."""
    source = case_words.source(say, of)
    words = source if of.whose is not UNSET else say("case.form.published", source=source)
    return say("case.form.priced", amount=case_words.rate(say, of), source=words)
