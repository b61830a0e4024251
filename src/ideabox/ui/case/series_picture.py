"""A picture of how the estimates of an idea went; the table beside it says the same."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ideabox.domain.case import Range
from ideabox.ui import tokens
from ideabox.ui.style import Look

_HEIGHT, _MARK, _LEGEND = 132, 8, 24


class SeriesPicture(QWidget):
    """For each estimate a bar from low to high with a mark at the likely end: a dot for staff, a square for the public.

    Both are hours a year, on one scale, and stand beside each other: they are never stacked.
    """

    def __init__(self, look: Look, name: str, legend: tuple[str, str]) -> None:
        super().__init__()
        self._look, self._legend = look, legend
        self._points: list[tuple[str, Range, Range]] = []
        self.setAccessibleName(name)
        look.changed.connect(self._resize)
        self._resize()

    def show_points(self, points: list[tuple[str, Range, Range]]) -> None:
        """Show these estimates: what each is called, hours of staff and hours of the public."""
        self._points = points
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(240), self._look.px(_HEIGHT + _LEGEND))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics = self._look.colours, self.fontMetrics()
        line = metrics.lineSpacing()
        self._paint_legend(painter)
        top, bottom = float(self._look.px(_LEGEND) + line / 2), float(self.height() - line - tokens.SPACE_8)
        highest = max((float(each.high) for _name, *both in self._points for each in both), default=0.0) or 1.0
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(0, bottom), QPointF(self.width(), bottom))
        step = self.width() / max(len(self._points), 1)
        for number, (name, staff, public) in enumerate(self._points):
            middle, apart = step * (number + 0.5), self._look.px(_MARK)
            for found, x, is_square in ((staff, middle - apart, False), (public, middle + apart, True)):
                ends = [bottom - (bottom - top) * float(end) / highest for end in (found.low, found.likely, found.high)]
                self._paint_bar(painter, x, ends, is_square=is_square)
            painter.setPen(QColor(colours.secondary))
            words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(step) - 4)
            painter.drawText(QRectF(step * number, bottom + 4, step, line), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _paint_bar(self, painter: QPainter, x: float, ends: list[float], *, is_square: bool) -> None:
        low, likely, high = ends
        colour = QColor(self._look.colours.good if is_square else self._look.colours.accent)
        painter.setPen(QPen(colour, self._look.px(2)))
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = self._look.px(_MARK) / 2
        if is_square:
            painter.drawRect(QRectF(x - radius, likely - radius, 2 * radius, 2 * radius))
        else:
            painter.drawEllipse(QPointF(x, likely), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_legend(self, painter: QPainter) -> None:
        metrics, x = self.fontMetrics(), float(self._look.px(_MARK))
        middle = metrics.lineSpacing() / 2
        for number, words in enumerate(self._legend):
            self._paint_bar(painter, x, [middle, middle, middle], is_square=bool(number))
            painter.setPen(QColor(self._look.colours.secondary))
            x += self._look.px(_MARK) + 4
            painter.drawText(QPointF(x, middle + metrics.ascent() / 2 - 1), words)
            x += metrics.horizontalAdvance(words) + self._look.px(tokens.SPACE_24)

    def _resize(self) -> None:
        self.setFixedHeight(self._look.px(_HEIGHT + _LEGEND))
        self.update()
