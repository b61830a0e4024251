"""The ring around what has the keyboard: the same everywhere, and visible on every background."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from shiboken6 import isValid

from ideabox.ui import tokens
from ideabox.ui.style import Look

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest}


def holds_focus(widget: QWidget) -> bool:
    """Whether the keyboard is in a widget or in anything within it."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever a widget stands in so that all of it is to be seen, once it has its place."""

    def scroll() -> None:
        area = widget.parentWidget()
        while area is not None:
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(widget)
            area = area.parentWidget()

    QTimer.singleShot(0, widget, scroll)


class FocusRing(QWidget):
    """Lies over the window, takes no clicks, and follows the focus: a dark edge and a bright band within it."""

    def __init__(self, application: QApplication, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._look = look
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._window = window
        application.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._look.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = 0.0
        for width, colour in ((tokens.FOCUS_EDGE, colours.focus_edge), (tokens.FOCUS_WIDTH, colours.focus)):
            pen = QPen(QColor(colour), width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            half = inset + width / 2
            frame = self.rect().toRectF().adjusted(half, half, -half, -half)
            painter.drawRoundedRect(frame, tokens.RADIUS_BUTTON, tokens.RADIUS_BUTTON)
            inset += width
        painter.end()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        window = self._window
        if new is not None and new.window() is window and new.focusPolicy() != Qt.FocusPolicy.NoFocus:
            step: QWidget | None = new
            while step is not None and step is not window:
                step.installEventFilter(self)
                self._watched.append(step)
                step = step.parentWidget()
            QTimer.singleShot(0, self, self._bring_into_sight)
        self._place()

    def _bring_into_sight(self) -> None:
        """Scroll to what has the keyboard, if none of it is to be seen: Qt does so for the Tab key alone."""
        widget = self._watched[0] if self._watched and isValid(self._watched[0]) else None
        if widget is None or not widget.isVisible() or not widget.visibleRegion().isEmpty():
            return
        for area in self._watched:
            if isValid(area) and isinstance(area, QScrollArea):
                area.ensureWidgetVisible(widget)
        self._place()

    def _place(self) -> None:
        if not self._watched or not self._watched[0].isVisible():
            self.hide()
            return
        widget, window = self._watched[0], self._window
        seen = widget.visibleRegion().boundingRect()
        if seen.isEmpty():
            self.hide()
            return
        frame = QRect(widget.mapTo(window, QPoint(0, 0)) + seen.topLeft(), seen.size())
        out = tokens.FOCUS_EDGE + tokens.FOCUS_WIDTH
        self.setGeometry(frame.adjusted(-out, -out, out, out))
        self.raise_()
        self.show()
