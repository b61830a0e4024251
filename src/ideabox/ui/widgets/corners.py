"""Round corners for lists and tables."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ideabox.ui import tokens
from ideabox.ui.style import Look


def paint_corners(view: QAbstractScrollArea, look: Look) -> None:
    """Paint a view's round corners again: its rows are square and have been painted over them."""
    viewport = view.viewport()
    frame = QRectF(view.rect().translated(-viewport.pos())).adjusted(0.5, 0.5, -0.5, -0.5)
    whole, round_ = QPainterPath(), QPainterPath()
    whole.addRect(QRectF(viewport.rect()))
    round_.addRoundedRect(frame, look.px(tokens.RADIUS_CARD), look.px(tokens.RADIUS_CARD))
    painter = QPainter(viewport)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(whole.subtracted(round_), QColor(_ground(view, look)))
    painter.setPen(QPen(QColor(look.colours.line), 1))
    painter.drawPath(round_)
    painter.end()


def _ground(view: QWidget, look: Look) -> str:
    """What the view lies on."""
    above = view.parentWidget()
    while above is not None:
        if above.property("kind") == "card":
            return look.colours.surface
        above = above.parentWidget()
    return look.colours.canvas
