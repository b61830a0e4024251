"""A part of a form that is folded away until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.style import Look
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.text import text
from ideabox.usecases.wording import Wording

_CHEVRON = 12


class Fold(QWidget):
    """A heading to press, what it hides, and beside the heading what there is in it."""

    toggled = Signal(bool)

    def __init__(self, look: Look, say: Wording, heading: str, content: QWidget) -> None:
        super().__init__()
        self._say, self._heading, self._content = say, heading, content
        self._chevron = _Chevron(look)
        self._summary = text("", "hint")
        self._summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.header: QPushButton = button("", self._turn, "fold")
        across = QHBoxLayout(self.header)
        across.setContentsMargins(0, tokens.SPACE_8, 0, tokens.SPACE_8)
        across.setSpacing(tokens.SPACE_8)
        across.addWidget(self._chevron)
        for label in (text(heading, "label"), self._summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            across.addWidget(label, 1)
        self._summary.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(content)
        content.hide()
        self.setFocusProxy(self.header)
        self._name()

    @property
    def is_open(self) -> bool:
        return not self._content.isHidden()

    @is_open.setter
    def is_open(self, wanted: bool) -> None:
        if wanted != self.is_open:
            self._content.setVisible(wanted)
            self._chevron.point(down=wanted)
            self._name()
            self.toggled.emit(wanted)

    def set_summary(self, words: str) -> None:
        """Say in a few words what there is in it."""
        self._summary.setText(words)
        self._summary.setVisible(bool(words))
        self._name()

    @property
    def summary(self) -> str:
        return self._summary.text()

    def _turn(self) -> None:
        self.is_open = not self.is_open
        announce(self.header, self._say("fold.opened" if self.is_open else "fold.closed"))

    def _name(self) -> None:
        """Qt has no way to say that a button is expanded, so its name says it."""
        state = self._say("fold.opened" if self.is_open else "fold.closed")
        self.header.setAccessibleName(", ".join(part for part in (self._heading, self._summary.text(), state) if part))


class _Chevron(QWidget):
    """Points to the right while closed, down while open."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._down = look, False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self._resize)
        self._resize()

    def point(self, *, down: bool) -> None:
        self._down = down
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().color(QPalette.ColorRole.WindowText), self._look.px(2))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        side = min(self.width(), self.height())
        near, far, middle = side * 0.32, side * 0.68, side * 0.5
        start, tip, end = (near - side * 0.12, far + side * 0.12, middle)
        points = [(start, near), (middle, far), (tip, near)] if self._down else [(near, start), (far, end), (near, tip)]
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        painter.end()

    def _resize(self) -> None:
        self.setFixedSize(self._look.px(_CHEVRON), self._look.px(_CHEVRON))
