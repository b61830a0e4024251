"""One figure: its table first, its picture beside it, the ideas behind each row, and saving it as a file."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.exchange.figures import Figure
from ideabox.store.queries import Filter
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.insights.picture import PictureView
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.columns import Columns
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import insight_tables
from ideabox.usecases.figures import Behind

MOST = 10
"""Rows in sight at once; others are scrolled to."""


class FigureCard(QFrame):
    """Shows a figure. Enter, a double click or a button goes to the ideas behind the row that is chosen."""

    wanted_ideas = Signal(object)
    """A `Behind`: the ideas that somebody wants to see."""
    wanted_file = Signal(str)
    """The code of the figure that somebody wants as a file."""

    def __init__(self, bench: Bench, shown: insight_tables.Table) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._say, self._table = bench.say, shown
        figure = shown.figure
        self.heading = text(figure.title, "section")
        self.note = text(breakable(figure.note), "hint")
        numbers = range(1, len(figure.headings))
        self.table = Table(bench.look, figure.title, figure.headings, numbers=numbers, most=MOST)
        self.table.chosen.connect(self._chosen)
        self.table.activated.connect(self._activated)
        self.picture = PictureView(bench)
        self.see = button("", self._see_first)
        self.see_other = button("", self._see_last)
        self.save = button(
            bench.say("insights.save"), self._save, "link", name=f"{bench.say('insights.save')}: {figure.title}"
        )
        self.nothing = text(bench.say("insights.nothing-yet"), "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        for part in (self.heading, self.note, self.nothing):
            layout.addWidget(part)
        self.columns = Columns(bench.look, self._left(), self.picture)
        layout.addWidget(self.columns)
        self.show_table(shown)

    @property
    def figure(self) -> Figure:
        """The figure that is shown."""
        return self._table.figure

    def show_table(self, shown: insight_tables.Table) -> None:
        """Show this figure as it is now."""
        self._table = shown
        figure = shown.figure
        row = self.table.row
        self.note.setText(breakable(figure.note))
        self.table.show_rows([each.words for each in figure.rows], figure.headings, chosen=row)
        self.columns.setVisible(bool(figure.rows))
        self.nothing.setVisible(not figure.rows)
        self.picture.setVisible(figure.has_picture)
        self.picture.show_figure(figure)

    def _left(self) -> QWidget:
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self.table)
        line = QWidget()
        flow = FlowLayout(line)
        for each in (self.see, self.see_other, self.save):
            flow.addWidget(each)
        layout.addWidget(line)
        return left

    def _behind(self) -> dict[int, Filter]:
        row = self.table.row
        return self._table.behind[row] if 0 <= row < len(self._table.behind) else {}

    @property
    def counts(self) -> tuple[int, int]:
        """The columns whose counts have ideas behind them; the same twice, unless two moments are compared."""
        if self.figure.series:
            return 1, 2
        columns = sorted({column for each in self._table.behind for column in each}) or [1]
        return columns[0], columns[-1]

    def _chosen(self, row: int) -> None:
        """Offer the ideas behind the row: of one count, or, where two moments are compared, of each."""
        behind, compared = self._behind(), len(self.figure.series) > 1
        self.see.setVisible(any(self._table.behind))
        name = self.figure.rows[row].name if 0 <= row < len(self.figure.rows) else ""
        for made, column in zip((self.see, self.see_other), self.counts, strict=True):
            self._offer(made, column, name, can=column in behind, compared=compared)
        self.see_other.setVisible(compared and any(self._table.behind))

    def _offer(self, made: QPushButton, column: int, name: str, *, can: bool, compared: bool) -> None:
        days = self.figure.headings[column]
        words = self._say("insights.see-those", days=days) if compared else self._say("insights.see")
        made.setText(words)
        made.setAccessibleName(f"{words}: {name}" if name else words)
        made.setEnabled(can)

    def _activated(self, _index: QModelIndex) -> None:
        if behind := self._behind():
            self._see(max(behind))

    def _see_first(self) -> None:
        self._see(self.counts[0])

    def _see_last(self) -> None:
        self._see(self.counts[1])

    def _see(self, column: int) -> None:
        wanted = self._behind().get(column)
        if wanted is not None:
            self.wanted_ideas.emit(Behind(wanted, insight_tables.words_of(self.figure, self.table.row, column)))

    def _save(self) -> None:
        self.wanted_file.emit(self.figure.code)
