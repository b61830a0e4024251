"""A figure with its low, likely and high end, side by side under one label."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ideabox.ui import tokens
from ideabox.ui.widgets.fields import Field
from ideabox.ui.widgets.text import text
from ideabox.usecases.wording import Wording

ENDS = ("low", "", "high")


class EndsField(Field):
    """Three lines to type in. With `without_likely` two: the likely end is asked for elsewhere."""

    edited = Signal()

    def __init__(self, say: Wording, name: str, label: str, hint: str = "", *, without_likely: bool = False) -> None:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_12)
        grid.setVerticalSpacing(tokens.SPACE_4)
        self._lines: dict[str, QLineEdit] = {}
        self._ends: dict[str, str] = {}
        for column, end in enumerate(each for each in ENDS if each or not without_likely):
            words = say(f"case.form.{end or 'likely'}")
            line = QLineEdit()
            caption = text(words, "hint", buddy=line)
            grid.addWidget(caption, 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(line, 1, column)
            grid.setColumnStretch(column, 1)
            key = f"{name}_{end}" if end else name
            self._lines[key], self._ends[key] = line, words
            line.textEdited.connect(self._edited)
        super().__init__(name, label, row, hint)
        self.setFocusProxy(next(iter(self._lines.values())))

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the lines, without those that are empty."""
        return {key: line.text() for key, line in self._lines.items() if line.text().strip()}

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Show these texts in place of what stands in the lines."""
        for key, line in self._lines.items():
            line.setText(typed.get(key, ""))
        self.set_error("")

    def line(self, key: str) -> QLineEdit:
        """The line of one end, such as `share_low`; the likely one by the name of the field."""
        return self._lines[key]

    def _name_control(self, message: str) -> None:
        for key, line in self._lines.items():
            name = f"{self._words}, {self._ends[key]}"
            line.setAccessibleName(f"{name}. {message}" if message else name)
            line.setAccessibleDescription(self._hint)
            line.setProperty("wrong", "true" if message else "false")
            line.style().unpolish(line)
            line.style().polish(line)

    def _edited(self, _words: str) -> None:
        self.edited.emit()
