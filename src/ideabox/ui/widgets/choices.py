"""Boxes to tick and choices to make, each with a plain line below it that wraps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from ideabox.ui import tokens
from ideabox.ui.style import Look
from ideabox.ui.widgets.group import Group
from ideabox.ui.widgets.text import in_lines, text

_INDICATOR, _EDGES, _NARROWEST = 28, 4, 120
"""How far the words of a box stand in: its inside and the gap, which grow with the text, and its edges."""


class TickBox(QCheckBox):
    """A check box with a tick in it: what is chosen is not said by colour alone."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(words)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            frame = _indicator(self, QStyle.SubElement.SE_CheckBoxIndicator)
            side = frame.width()
            tick = [QPointF(side * x, side * y) + frame.topLeft() for x, y in ((0.26, 0.53), (0.44, 0.7), (0.76, 0.33))]
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._look.colours.on_accent), side / 9))
            painter.drawPolyline(tick)
            painter.end()


class DotButton(QRadioButton):
    """A radio button with a dot in it."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(words)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            frame = _indicator(self, QStyle.SubElement.SE_RadioButtonIndicator)
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._look.colours.on_accent))
            painter.drawEllipse(frame.center(), frame.width() / 5.5, frame.width() / 5.5)
            painter.end()


def _indicator(box: QAbstractButton, element: QStyle.SubElement) -> QRectF:
    option = QStyleOptionButton()
    option.initFrom(box)
    return box.style().subElementRect(element, option, box).toRectF()


class _BoxWithHint(QWidget):
    """A box whose words go on in further lines where there is no room for them in one, and its hint below.

    Both are what the box is called, as descriptions are seldom read out.
    """

    def __init__(self, look: Look, box: QAbstractButton, words: str, hint: str) -> None:
        super().__init__()
        self._look, self._box, self._words = look, box, words
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_4)
        layout.addWidget(box, alignment=Qt.AlignmentFlag.AlignLeft)
        if hint:
            layout.addWidget(_Inset(look, hint))
        box.setAccessibleName(f"{words}. {hint}" if hint else words)
        look.changed.connect(self._wrap)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        room = self.width() - self._look.px(_INDICATOR) - _EDGES - tokens.SPACE_4
        words = in_lines(self._words, self._box.fontMetrics(), room)
        if words != self._box.text():
            self._box.setText(words)


class CheckField(_BoxWithHint):
    """One box to tick."""

    edited = Signal()

    def __init__(self, look: Look, name: str, words: str, hint: str = "") -> None:
        self.box = TickBox(look, words)
        super().__init__(look, self.box, words, hint)
        self.name = name
        self.box.clicked.connect(self._clicked)
        self.setFocusProxy(self.box)

    @property
    def value(self) -> bool:
        return self.box.isChecked()

    @value.setter
    def value(self, ticked: bool) -> None:
        self.box.setChecked(ticked)

    def _clicked(self, _ticked: bool) -> None:
        self.edited.emit()


class RadioField(Group):
    """One of a few choices, by code, all of them in sight; the arrow keys go from one to the next."""

    edited = Signal()

    def __init__(self, look: Look, name: str, legend: str, choices: Sequence[tuple[str, str, str]]) -> None:
        super().__init__(legend, tokens.SPACE_8)
        self.name = name
        self._buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        for code, words, hint in choices:
            radio = DotButton(look, words)
            self._buttons[code] = radio
            self._group.addButton(radio)
            self.inside.addWidget(_BoxWithHint(look, radio, words, hint))
        self._group.buttonClicked.connect(self._clicked)

    @property
    def value(self) -> str:
        return next((code for code, radio in self._buttons.items() if radio.isChecked()), "")

    @value.setter
    def value(self, code: str) -> None:
        if code in self._buttons:
            self._buttons[code].setChecked(True)

    def button_of(self, code: str) -> QRadioButton:
        """The button of one choice."""
        return self._buttons[code]

    def _clicked(self, _radio: QAbstractButton) -> None:
        self.edited.emit()


class _Inset(QWidget):
    """Keeps a hint in line with the words above it at every text size."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__()
        self._look = look
        layout = QVBoxLayout(self)
        layout.addWidget(text(words, "hint"))
        look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(self._look.px(_INDICATOR) + _EDGES, 0, 0, tokens.SPACE_4)
