"""A picture of how the estimates of an idea went; the table beside it says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from ideabox.domain.case import Range
from ideabox.ui import tokens
from ideabox.ui.style import Look

Mark = Literal["dot", "square", "diamond"]
Point = tuple[str, str, Sequence[Range | None]]
"""An estimate's stage and day, and its figures in the order of the legend; None for one that it does not have."""
_HEIGHT, _MARK = 132, 8


class SeriesPicture(QWidget):
    """For each estimate and figure a bar from low to high with a mark of its own shape at the likely end.

    All are counted in the same, on one scale that has nought in it, and stand beside each other: never stacked.
    """

    def __init__(self, look: Look, name: str, legend: Sequence[tuple[Mark, str]]) -> None:
        super().__init__()
        self._look, self._legend = look, tuple(legend)
        self._points: Sequence[Point] = ()
        self.setAccessibleName(name)
        look.changed.connect(self._fit)
        self._fit()

    def show_points(self, points: Sequence[Point]) -> None:
        """Show these estimates."""
        self._points = points
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(240), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, metrics = self._look.colours, self.fontMetrics()
        line = metrics.lineSpacing()
        self._paint_legend(painter)
        top, bottom = self._legend_height() + line / 2, float(self.height() - 2 * line - tokens.SPACE_8)
        found = [each for _stage, _day, figures in self._points for each in figures if each is not None]
        highest = max((float(each.high) for each in found), default=0.0)
        lowest = min((float(each.low) for each in found), default=0.0)
        highest, lowest = max(highest, 0.0), min(lowest, 0.0)
        scale = (bottom - top) / ((highest - lowest) or 1.0)
        nought = bottom + lowest * scale
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(0, nought), QPointF(self.width(), nought))
        step, apart = self.width() / max(len(self._points), 1), 2 * self._look.px(_MARK)
        for number, (*names, figures) in enumerate(self._points):
            first = step * (number + 0.5) - apart * (len(self._legend) - 1) / 2
            for place, ((mark, _words), figure) in enumerate(zip(self._legend, figures, strict=True)):
                if figure is not None:
                    ends = [nought - float(end) * scale for end in (figure.low, figure.likely, figure.high)]
                    self._paint_bar(painter, first + apart * place, ends, mark)
            painter.setPen(QColor(colours.secondary))
            for row, name in enumerate(names):
                words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(step) - 4)
                under = QRectF(step * number, self.height() - (2 - row) * line - 4, step, line)
                painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def _paint_bar(self, painter: QPainter, x: float, ends: list[float], mark: Mark) -> None:
        low, likely, high = ends
        colours = self._look.colours
        colour = QColor({"dot": colours.accent, "square": colours.good, "diamond": colours.text}[mark])
        painter.setPen(QPen(colour, self._look.px(2)))
        painter.drawLine(QPointF(x, low), QPointF(x, high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = self._look.px(_MARK) / 2
        if mark == "square":
            painter.drawRect(QRectF(x - radius, likely - radius, 2 * radius, 2 * radius))
        elif mark == "dot":
            painter.drawEllipse(QPointF(x, likely), radius, radius)
        else:
            reach = radius * 1.3
            corners = [(x, likely - reach), (x + reach, likely), (x, likely + reach), (x - reach, likely)]
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_legend(self, painter: QPainter) -> None:
        metrics = self.fontMetrics()
        for (mark, words), (x, middle) in zip(self._legend, self._legend_places(), strict=True):
            self._paint_bar(painter, x, [middle, middle, middle], mark)
            painter.setPen(QColor(self._look.colours.secondary))
            painter.drawText(QPointF(x + self._look.px(_MARK) + 4, middle + metrics.ascent() / 2 - 1), words)

    def _legend_places(self) -> list[tuple[float, float]]:
        """Where each mark of the legend goes: in one line, or in more where there is no room for them."""
        metrics, begin, gap = self.fontMetrics(), float(self._look.px(_MARK)), self._look.px(tokens.SPACE_24)
        places: list[tuple[float, float]] = []
        x, middle = begin, metrics.lineSpacing() / 2
        for _mark, words in self._legend:
            width = self._look.px(_MARK) + 4 + metrics.horizontalAdvance(words)
            if places and x + width > self.width():
                x, middle = begin, middle + metrics.lineSpacing()
            places.append((x, middle))
            x += width + gap
        return places

    def _legend_height(self) -> float:
        return self._legend_places()[-1][1] + self.fontMetrics().lineSpacing() / 2

    def _fit(self) -> None:
        height = self._look.px(_HEIGHT) + round(self._legend_height()) + self.fontMetrics().lineSpacing()
        if height != self.maximumHeight():
            self.setFixedHeight(height)
        self.update()
