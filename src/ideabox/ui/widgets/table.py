"""Small tables to read: logs, findings, the first rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ideabox.ui.style import Look
from ideabox.ui.widgets.corners import paint_corners

Row = tuple[str, ...]
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROW, _NARROWEST, _WIDE = 36, 72, 160
_BAR = 3
"""The bar at the left of the chosen row, which is not marked by its colour alone."""
_LOOKED_AT = 50
"""How many rows a column's width is measured by."""


class Rows(QAbstractTableModel):
    """Rows of text under headings; the first cell tells assistive technology the whole row."""

    def __init__(self, headings: Sequence[str], numbers: Collection[int] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = tuple(headings)
        self._numbers = frozenset(numbers)
        self._rows: Sequence[Row] = ()

    def show(self, rows: Sequence[Row], headings: Sequence[str] | None = None) -> None:
        """Show these rows in place of those before."""
        self.beginResetModel()
        self._rows = rows
        if headings is not None:
            self._headings = tuple(headings)
        self.endResetModel()

    def change(self, row: int, cells: Row) -> None:
        """Show other cells in one row."""
        self._rows = [*self._rows[:row], cells, *self._rows[row + 1 :]]
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._headings) - 1))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self._rows[index.row()]
            if index.column():
                return row[index.column()]
            return ". ".join(f"{head}: {cell}" for head, cell in zip(self._headings, row, strict=True) if cell)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(section)
        return None

    def _aligned(self, column: int) -> Qt.AlignmentFlag:
        across = Qt.AlignmentFlag.AlignRight if column in self._numbers else Qt.AlignmentFlag.AlignLeft
        return across | Qt.AlignmentFlag.AlignVCenter


class Table(QTableView):
    """As high as its rows, up to `most` of them; the column `wide` takes what the others leave."""

    chosen = Signal(int)
    """The row that is chosen now; -1 for none."""

    def __init__(
        self,
        look: Look,
        name: str,
        headings: Sequence[str],
        *,
        wide: int = 0,
        numbers: Collection[int] = (),
        most: int = 8,
        wraps: bool = False,
    ) -> None:
        super().__init__()
        self._look, self._wide, self._most, self._wraps = look, wide, most, wraps
        self.rows = Rows(headings, numbers, self)
        self.setProperty("kind", "rows")
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(wraps)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(_LOOKED_AT)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.rows.modelReset.connect(self._fit)
        header.geometriesChanged.connect(self._fit_height)
        look.changed.connect(self._fit)
        self._fit()

    def show_rows(self, rows: Sequence[Row], headings: Sequence[str] | None = None, *, chosen: int = 0) -> None:
        """Show these rows, with one of them chosen."""
        self.rows.show(rows, headings)
        if rows:
            self.setCurrentIndex(self.rows.index(min(max(chosen, 0), len(rows) - 1), 0))
        self.chosen.emit(self.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        for chosen in self.selectionModel().selectedRows():
            frame = self.visualRect(chosen)
            frame.setWidth(self._look.px(_BAR))
            painter = QPainter(self.viewport())
            painter.fillRect(frame, QColor(self._look.colours.accent))
            painter.end()
        paint_corners(self, self._look)

    def set_most(self, rows: int) -> None:
        """How many rows are in sight at once."""
        self._most = rows
        self._fit_height()

    @property
    def row(self) -> int:
        """The row that is chosen; -1 for none."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else -1

    def _selected(self, _new: QItemSelection, _old: QItemSelection) -> None:
        self.chosen.emit(self.row)

    def _fit(self) -> None:
        header, rows = self.horizontalHeader(), self.verticalHeader()
        header.setMinimumSectionSize(self._look.px(_NARROWEST))
        mode = QHeaderView.ResizeMode
        for column in range(self.rows.columnCount()):
            header.setSectionResizeMode(column, mode.Fixed if column == self._wide else mode.ResizeToContents)
        header.setStretchLastSection(self._wide < 0)
        rows.setMinimumSectionSize(self._look.px(_ROW))
        rows.setDefaultSectionSize(self._look.px(_ROW))
        rows.setSectionResizeMode(mode.ResizeToContents if self._wraps else mode.Fixed)
        self._fit_wide()
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_wide()

    def _fit_wide(self) -> None:
        """The wide column has what the others leave, but never too little to read: the table then scrolls sideways."""
        if self._wide >= 0:
            header = self.horizontalHeader()
            others = header.length() - header.sectionSize(self._wide)
            header.resizeSection(self._wide, max(self.viewport().width() - others, self._look.px(_WIDE)))

    def _fit_height(self) -> None:
        shown = min(self.rows.rowCount(), self._most)
        rows = sum(self.rowHeight(row) for row in range(shown))
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        header = self.horizontalHeader()
        head = 0 if header.isHidden() else header.sizeHint().height()
        height = head + rows + below + 2 * self.frameWidth()
        if height != self.maximumHeight():
            self.setFixedHeight(height)
