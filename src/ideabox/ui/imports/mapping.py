"""Which column of a spreadsheet is which field of an idea."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.imports.queue import Incoming
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.ui.widgets.grid import EvenGrid
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text
from ideabox.usecases.columns import FIELDS
from ideabox.usecases.importing import Glimpse

NOT_THERE = ""


class Mapping(QWidget):
    """A choice for each field, and the first rows to choose by."""

    edited = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        self._of: Incoming | None = None
        self._glimpse: Glimpse | None = None
        grid = EvenGrid(bench.look)
        self.fields = {name: ChoiceField(name, self._say.messages[f"field.{name}"], []) for name in FIELDS}
        for field in self.fields.values():
            field.edited.connect(self._edited)
            grid.add(field)
        self._sample = Table(bench.look, self._say("imports.sample"), [""], wide=-1)
        self._sample.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(self._say("imports.mapping"), "label"))
        layout.addWidget(text(self._say("imports.mapping-hint"), "hint"))
        layout.addWidget(grid)
        layout.addWidget(text(self._say("imports.sample"), "label"))
        layout.addWidget(self._sample)

    def show_file(self, incoming: Incoming) -> None:
        """Show the columns of this spreadsheet; nothing moves while it is the same one."""
        glimpse = incoming.glimpse
        self.setVisible(glimpse is not None)
        if glimpse is None or (incoming is self._of and glimpse is self._glimpse):
            self._say_what_is_missing(incoming)
            return
        self._of, self._glimpse = incoming, glimpse
        self._fill(glimpse, incoming.mapping)
        self._sample.show_rows([tuple(_line(cell) for cell in row) for row in glimpse.rows], glimpse.columns)
        self._say_what_is_missing(incoming)

    @property
    def value(self) -> dict[str, str]:
        """The column of each field that is in the file."""
        return {name: field.value for name, field in self.fields.items() if field.value != NOT_THERE}

    def _fill(self, glimpse: Glimpse, mapping: dict[str, str]) -> None:
        for name, field in self.fields.items():
            field.combo.clear()
            field.combo.addItem(self._say("imports.not-in-file"), NOT_THERE)
            for column in glimpse.columns:
                field.combo.addItem(column, column)
            field.value = mapping.get(name, NOT_THERE)

    def _say_what_is_missing(self, incoming: Incoming) -> None:
        self.fields["title"].set_error(self._say("imports.select-title") if incoming.state == "unclear" else "")

    def _edited(self) -> None:
        self.edited.emit()


def _line(cell: str) -> str:
    """A cell in one line, and not longer than a table can show."""
    short = " ".join(cell.split())
    return short if len(short) <= 60 else short[:59] + "…"
