"""The log of batches."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.store.batches import Made
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text
from ideabox.usecases import history


class BatchLog(QWidget):
    """Every batch that was made here; the chosen one can be written again."""

    wanted_again = Signal(str)
    """The name of a batch to write once more."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._say = say = bench.say
        self.made: Sequence[Made] = ()
        headings = [
            say(code) for code in ("batches.col-name", "batches.col-day", "batches.col-ideas", "batches.col-written")
        ]
        self.table = Table(bench.look, say("batches.log"), headings, numbers=(2,))
        self.table.chosen.connect(self._chosen)
        self.again = button(say("batches.again"), self._again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("batches.log"), "section"))
        layout.addWidget(self.table)
        layout.addWidget(self.again, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_made(self, made: Sequence[Made]) -> None:
        """Show these batches; nothing at all where there is none."""
        self.made = made
        self.table.show_rows([self._row(each) for each in made])
        self.setVisible(bool(made))

    def _row(self, made: Made) -> tuple[str, ...]:
        batch = made.batch
        written = history.day(batch.written_at) if batch.written_at else self._say("batches.not-written")
        return batch.name, history.day(batch.at), str(made.ideas), written

    def _chosen(self, row: int) -> None:
        self.again.setEnabled(row >= 0)
        if row >= 0:
            batch = self.made[row].batch
            words = self._say("batches.again" if batch.written_at else "batches.write-now")
            self.again.setText(words)
            self.again.setAccessibleName(f"{words}: {batch.name}")

    def _again(self) -> None:
        if self.table.row >= 0:
            self.wanted_again.emit(self.made[self.table.row].batch.name)
