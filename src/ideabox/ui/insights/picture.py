"""A figure's picture, drawn off the window's thread for the width, the text size and the theme that there are."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ideabox.exchange.figures import Figure
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.usecases.wording import Wording

_AGAIN_MS = 150
"""Until a picture is drawn: by then what stands beside it has been made, and its width has come to rest."""
_NARROWEST = 260
"""The least width of a picture, at 100 % text."""


class PictureView(QLabel):
    """Shows the picture; to assistive technology it says that the table beside it holds the same."""

    drawn = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        self._figure: Figure | None = None
        self._asked: object = None
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(bench.look.px(_NARROWEST))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AGAIN_MS)
        self._soon.timeout.connect(self._draw)
        bench.look.changed.connect(self._look_changed)

    def show_figure(self, figure: Figure) -> None:
        """Draw this figure; what was there stays until it is."""
        self._figure = figure
        self.setAccessibleName(_name(figure, self._say))
        self._soon.start()

    def sizeHint(self) -> QSize:
        return QSize(self._bench.look.px(_NARROWEST), max(self.height(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._soon.start()

    def _look_changed(self) -> None:
        self.setMinimumWidth(self._bench.look.px(_NARROWEST))
        self._soon.start()

    def _draw(self) -> None:
        figure, look = self._figure, self._bench.look
        if figure is None or not figure.has_picture or not self.isVisible():
            return
        colours, width, dots = look.colours, self.width(), self.devicePixelRatioF()
        text = look.px(tokens.HINT)
        asked = (figure, colours, width, text, dots)
        if asked == self._asked:
            return
        self._asked = asked

        def job() -> tuple[object, bytes]:
            from ideabox.exchange import pictures  # noqa: PLC0415 - slow to load, and not before the first picture

            palette = pictures.Palette(colours.text, colours.secondary, colours.surface, colours.accent, colours.line)
            return asked, pictures.draw(figure, "png", palette, pictures.Size(width, text, dots))

        self._bench.runner.run(lambda _task: job(), self._show, self._bench.refused, lane="aside")

    def _show(self, answer: tuple[object, bytes]) -> None:
        asked, drawn = answer
        if asked != self._asked:
            return
        pixmap = QPixmap()
        pixmap.loadFromData(drawn, "PNG")
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self.setPixmap(pixmap)
        self.setFixedHeight(round(pixmap.deviceIndependentSize().height()))
        self.drawn.emit()


def _name(figure: Figure, say: Wording) -> str:
    return say("insights.picture-name", title=figure.title)
