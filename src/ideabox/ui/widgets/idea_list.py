"""A list of ideas of any length: each with its title, one line about it, and its state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ideabox.domain.searching import Query, spans
from ideabox.store.queries import IdeaRow
from ideabox.ui import tokens
from ideabox.ui.models.ideas import RECORD, IdeasModel
from ideabox.ui.style import Look
from ideabox.ui.widgets.corners import paint_corners

_LINE = 18
"""What a further line of a title adds to a row's height, at 100 % text."""
_CUT = "\u2026"
Spans = list[tuple[int, int]]
Block = tuple[QFont, str, list[tuple[str, Spans]]]
"""Lines below each other in one font and colour, each with the parts of it that are marked."""
About = Callable[[IdeaRow], str]
"""The line below an idea's title, such as its office and how long it has waited."""


class IdeaList(QTableView):
    """One idea can be chosen at a time; the arrow keys, Home, End and typing move about.

    A title has one line or, where that is asked for, up to so many `lines`; rows are all of one height.
    """

    chosen = Signal(str)
    """The id of the idea that is chosen now; empty for none."""
    activated_idea = Signal(str)
    """Enter or a double click on an idea."""

    def __init__(self, model: IdeasModel, look: Look, name: str, about: About, *, lines: int = 1) -> None:
        super().__init__()
        self._look, self._lines = look, lines
        self._wanted, self._key = "", 0
        self._row, self._above = -1, 0
        self.is_painted = False
        """Whether anybody has seen an idea in it yet."""
        self.setModel(model)
        self.setAccessibleName(name)
        self._delegate = _IdeaDelegate(look, about, lines, self)
        self.setItemDelegate(self._delegate)
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
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._come_back)
        model.rowsInserted.connect(self._choose_if_none)
        model.begun.connect(self._show_top)
        model.dataChanged.connect(self._data_came)
        look.changed.connect(self._resize)
        self._resize()

    @property
    def current(self) -> IdeaRow | None:
        """The idea that is chosen."""
        rows = self.selectionModel().selectedRows()
        return rows[0].data(RECORD) if rows else None

    def paintEvent(self, event: QPaintEvent) -> None:
        self.is_painted = self.is_painted or self.model().rowCount() > 0
        super().paintEvent(event)
        paint_corners(self, self._look)

    def mark(self, sought: Query) -> None:
        """Mark what was sought in the titles."""
        if sought != self._delegate.sought:
            self._delegate.sought = sought
            self.viewport().update()

    def choose(self, identifier: str, key: int = 0) -> None:
        """Choose an idea as soon as the list that is being read has it; by its key (`pk`) wherever in it that is."""
        self._wanted, self._key = identifier, key
        self._choose_again()

    def choose_row(self, row: int) -> None:
        """Choose the idea in a row, or the last one if there are fewer."""
        last = self.model().rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self.model().index(min(max(row, 0), last), 0))

    def _remember_place(self) -> None:
        self._row, self._above = self.currentIndex().row(), self.verticalScrollBar().value()

    def _come_back(self) -> None:
        """Choose the same idea again. Where the same list has come anew, everything stays where it was on screen."""
        model, was = self.model(), self._row
        if was < 0 or not isinstance(model, IdeasModel) or not model.is_renewed:
            self._choose_again()
            return
        self.setAutoScroll(False)
        self._choose_again()
        self.setAutoScroll(True)
        self.updateGeometries()
        row = self.currentIndex().row()
        moved = (row - was) * self.verticalHeader().defaultSectionSize() if row >= 0 else 0
        self.verticalScrollBar().setValue(self._above + moved)

    def _choose_again(self) -> None:
        model = self.model()
        if not self._wanted or not isinstance(model, IdeasModel):
            return
        row = model.row_of_key(self._key) if self._key else model.row_of(self._wanted)
        if row is not None:
            self.setCurrentIndex(model.index(row, 0))

    def _choose_if_none(self) -> None:
        if not self.selectionModel().hasSelection():
            self._choose_again()

    def _show_top(self) -> None:
        if not self.selectionModel().hasSelection():
            self.scrollToTop()

    def _selected(self, _new: QItemSelection, _old: QItemSelection) -> None:
        record = self.current
        if record is not None:
            self._wanted, self._key = record.id, record.pk
            self.chosen.emit(record.id)
        elif not self.selectionModel().hasSelection():
            self.chosen.emit("")

    def _data_came(self) -> None:
        record = self.current
        if record is not None and record.id != self._wanted:
            self._wanted, self._key = record.id, record.pk
            self.chosen.emit(record.id)

    def _activated(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if record is not None:
            self.activated_idea.emit(record.id)

    def _resize(self) -> None:
        self.verticalHeader().setDefaultSectionSize(_height(self._look, self._lines))
        self.viewport().update()


class _IdeaDelegate(QStyledItemDelegate):
    """Paints a row: the title in bold, the line about it below, a bar at the left of the chosen one."""

    def __init__(self, look: Look, about: About, lines: int, parent: QTableView) -> None:
        super().__init__(parent)
        self._view, self._look, self._about, self._lines = parent, look, about, lines
        self.sought = Query()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, colours = self._look, self._look.colours
        chosen = self._view.selectionModel().isRowSelected(index.row())  # QStyle is slow to load
        frame: QRect = option.rect
        record: IdeaRow | None = index.data(RECORD)
        painter.save()
        painter.fillRect(frame, QColor(colours.tint if chosen else colours.surface))
        if chosen:
            painter.fillRect(QRect(frame.left(), frame.top(), look.px(3), frame.height()), QColor(colours.accent))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        bold, small = QFont(painter.font()), QFont(painter.font())
        bold.setPixelSize(look.px(tokens.BODY))
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(look.px(tokens.HINT))
        inner = frame.adjusted(look.px(14), 0, -look.px(14), 0)
        title = str(index.data() or "")
        titles = wrapped(title, bold, inner.width(), self._lines)
        abouts = wrapped(self._about(record) if record is not None else "", small, inner.width(), 1)
        found = spans(self.sought, title, "title") if record is not None else []
        blocks: list[Block] = [
            (bold, colours.text, list(zip(titles, in_lines(title, titles, found), strict=True))),
            (small, colours.secondary, [(line, []) for line in abouts]),
        ]
        self._draw(painter, inner, blocks)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._look.px(tokens.SIDE_WIDTH), _height(self._look, self._lines))

    def _draw(self, painter: QPainter, frame: QRect, blocks: list[Block]) -> None:
        """Draw these lines below each other, in the middle of the row."""
        gap = self._look.px(tokens.SPACE_4)
        heights = [QFontMetrics(font).lineSpacing() for font, _colour, _lines in blocks]
        whole = sum(height * len(lines) for height, (_f, _c, lines) in zip(heights, blocks, strict=True)) + gap
        top = frame.top() + (frame.height() - whole) // 2
        for height, (font, colour, lines) in zip(heights, blocks, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            for line, marks in lines:
                where = QRect(frame.left(), top, frame.width(), height)
                if marks:
                    self._draw_marked(painter, where, line, marks)
                else:
                    painter.drawText(where, Qt.AlignmentFlag.AlignLeft, line)
                top += height
            top += gap

    def _draw_marked(self, painter: QPainter, where: QRect, line: str, marks: Spans) -> None:
        """Draw a line with parts of it underlined, on a tint where the theme has one."""
        form = QTextCharFormat()
        form.setFontUnderline(True)
        form.setBackground(QColor(self._look.colours.notice))
        layout = QTextLayout(line, painter.font())
        ranges = []
        for start, end in marks:
            part = QTextLayout.FormatRange()
            part.start, part.length, part.format = _units(line[:start]), _units(line[start:end]), form
            ranges.append(part)
        layout.setFormats(ranges)
        layout.beginLayout()
        layout.createLine().setLineWidth(where.width() + 1)
        layout.endLayout()
        layout.draw(painter, QPointF(where.topLeft()))


def _units(words: str) -> int:
    """How many characters these are to Qt, which counts some as two."""
    return len(words.encode("utf-16-le", "surrogatepass")) // 2


def in_lines(words: str, lines: list[str], found: Spans) -> list[Spans]:
    """Where in each of these lines, which `words` were broken or cut into, the spans of the words are."""
    placed: list[Spans] = []
    at = 0
    for line in lines:
        whole = line.removesuffix(_CUT) if line not in words else line
        start = words.find(whole, at)
        end = start + len(whole)
        parts = [
            (max(one, start) - start, min(other, end) - start) for one, other in found if one < end and other > start
        ]
        placed.append(parts if start >= 0 else [])
        at = max(end, at)
    return placed


def wrapped(words: str, font: QFont, width: int, most: int) -> list[str]:
    """These words in at most so many lines of this width; what does not fit is cut off with an ellipsis."""
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(words) <= width or most == 1:
        return [metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)]
    layout = QTextLayout(words, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) < most and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(words)]
    lines = [words[start:end].rstrip() for start, end in zip(starts, ends, strict=True)]
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def _height(look: Look, lines: int) -> int:
    return look.px(tokens.ROW_HEIGHT + (lines - 1) * _LINE)
