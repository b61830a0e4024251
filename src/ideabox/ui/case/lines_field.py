"""Several short lines to type in, side by side under one label."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ideabox.ui import tokens
from ideabox.ui.widgets.fields import Field
from ideabox.ui.widgets.text import text


class LinesField(Field):
    """Each line has a key, a caption and a share of the width; `above` stands over all of them."""

    def __init__(
        self, name: str, label: str, lines: Mapping[str, tuple[str, int]], hint: str = "", above: QWidget | None = None
    ) -> None:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_12)
        grid.setVerticalSpacing(tokens.SPACE_4)
        if above is not None:
            grid.addWidget(above, 0, 0, 1, len(lines))
        self._lines = {key: QLineEdit() for key in lines}
        self._captions = {key: caption for key, (caption, _width) in lines.items()}
        for column, (key, (caption, width)) in enumerate(lines.items()):
            line = self._lines[key]
            line.textEdited.connect(self._edited)
            grid.addWidget(text(caption, "hint", buddy=line), 1, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(line, 2, column)
            grid.setColumnStretch(column, width)
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
        """The line of this key."""
        return self._lines[key]

    @property
    def _description(self) -> str:
        """What is read out with each line, beside its name."""
        return self._hint

    def _name_control(self, message: str) -> None:
        for key, line in self._lines.items():
            name = f"{self._words}, {self._captions[key]}"
            line.setAccessibleName(f"{name}. {message}" if message else name)
            line.setAccessibleDescription(self._description)
            line.setProperty("wrong", "true" if message else "false")
            line.style().unpolish(line)
            line.style().polish(line)

    def _edited(self, _words: str) -> None:
        self.edited.emit()
