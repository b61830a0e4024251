"""A list of ideas of any length: each with its title, one line about it, and its state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ideabox.store.queries import IdeaRow
from ideabox.ui import tokens
from ideabox.ui.models.ideas import RECORD, IdeasModel
from ideabox.ui.style import Look

About = Callable[[IdeaRow], str]
"""The line below an idea's title, such as its office and how long it has waited."""


class IdeaList(QTableView):
    """One idea can be chosen at a time; the arrow keys, Home, End and typing move about."""

    chosen = Signal(str)
    """The id of the idea that is chosen now; empty for none."""
    activated_idea = Signal(str)
    """Enter or a double click on an idea."""

    def __init__(self, model: IdeasModel, look: Look, name: str, about: About) -> None:
        super().__init__()
        self._look = look
        self._wanted = ""
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(_IdeaDelegate(look, about, self))
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setVisible(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().selectionChanged.connect(self._selected)
        self.activated.connect(self._activated)
        model.modelReset.connect(self._choose_again)
        model.dataChanged.connect(self._data_came)
        look.changed.connect(self._resize)
        self._resize()

    @property
    def current(self) -> IdeaRow | None:
        """The idea that is chosen."""
        rows = self.selectionModel().selectedRows()
        return rows[0].data(RECORD) if rows else None

    def choose(self, identifier: str) -> None:
        """Choose an idea as soon as the list that is being read has it."""
        self._wanted = identifier
        self._choose_again()

    def choose_row(self, row: int) -> None:
        """Choose the idea in a row, or the last one if there are fewer."""
        last = self.model().rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.model().index(min(max(row, 0), last), 0))

    def _choose_again(self) -> None:
        model = self.model()
        row = model.row_of(self._wanted) if self._wanted and isinstance(model, IdeasModel) else None
        if row is not None:
            self.setCurrentIndex(model.index(row, 0))

    def _selected(self, _new: QItemSelection, _old: QItemSelection) -> None:
        record = self.current
        if record is not None:
            self._wanted = record.id
        self.chosen.emit(record.id if record is not None else "")

    def _data_came(self) -> None:
        record = self.current
        if record is not None and record.id != self._wanted:
            self._wanted = record.id
            self.chosen.emit(record.id)

    def _activated(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if record is not None:
            self.activated_idea.emit(record.id)

    def _resize(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._look.px(tokens.ROW_HEIGHT))
        self.viewport().update()


class _IdeaDelegate(QStyledItemDelegate):
    """Paints a row: the title in bold, the line about it below, a bar at the left of the chosen one."""

    def __init__(self, look: Look, about: About, parent: QTableView) -> None:
        super().__init__(parent)
        self._look, self._about = look, about

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, colours = self._look, self._look.colours
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        frame: QRect = option.rect
        record: IdeaRow | None = index.data(RECORD)
        painter.save()
        painter.fillRect(frame, QColor(colours.tint if chosen else colours.surface))
        if chosen:
            painter.fillRect(QRect(frame.left(), frame.top(), look.px(3), frame.height()), QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        inner = frame.adjusted(look.px(14), look.px(9), -look.px(14), -look.px(9))
        self._line(painter, inner, str(index.data() or ""), tokens.BODY, QFont.Weight.DemiBold, colours.text, top=True)
        about = self._about(record) if record is not None else ""
        self._line(painter, inner, about, tokens.HINT, QFont.Weight.Normal, colours.secondary, top=False)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(tokens.SIDE_WIDTH), self._look.px(tokens.ROW_HEIGHT))

    def _line(
        self, painter: QPainter, frame: QRect, words: str, size: int, weight: QFont.Weight, colour: str, *, top: bool
    ) -> None:
        font = QFont(painter.font())
        font.setPixelSize(self._look.px(size))
        font.setWeight(weight)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        flag = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
        cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, frame.width())
        painter.drawText(frame, int(flag | Qt.AlignmentFlag.AlignLeft), cut)
