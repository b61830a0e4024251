"""A list and what is chosen in it: side by side where there is room, one above the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSettings, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.scrolled import Scrolled

_ROOM = 640
"""The width, at 100 % text, from which both stand side by side."""
_LIST = 320
_NARROWEST, _LOWEST = 240, 230


class Panes(QSplitter):
    """The person can move the border between the two; where it was is kept under `code` between starts.

    Side by side they go no lower than the second's least height, `lowest` if it has none of its own: the page scrolls
    instead. One above the other, what is to be read or filled in is there as a whole: bars beside each other confuse.
    """

    def __init__(self, bench: Bench, code: str, first: QWidget, second: QWidget, *, lowest: int = 0) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._look, self._code, self._lowest = bench.look, code, lowest
        self._memory = QSettings(str(bench.desk.window_memory), QSettings.Format.IniFormat, self)
        self._first, self._second = first, second
        self.setChildrenCollapsible(False)
        self.setHandleWidth(tokens.SPACE_24)
        self.addWidget(first)
        self.addWidget(second)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._keep)
        bench.look.changed.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())  # more is given where there is room

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_whole()  # what the second consists of may be made later
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= self._look.px(_ROOM)
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if wanted != self.orientation():
            self.setOrientation(wanted)
            self._fit()
        elif not self._share():
            self._divide()

    def _fit(self) -> None:
        px, first, second = self._look.px, self._first, self._second
        across = self.orientation() == Qt.Orientation.Horizontal
        first.setMinimumSize(px(_NARROWEST) if across else 0, px(_LOWEST))
        second.setMinimumWidth(px(_LIST) if across else 0)
        if self._lowest:
            second.setMinimumHeight(px(self._lowest) if across else 0)
        self._make_whole()
        self._divide()

    def _make_whole(self) -> None:
        is_whole = self.orientation() == Qt.Orientation.Vertical
        for area in self._second.findChildren(Scrolled):
            if area.is_whole != is_whole:
                area.set_whole(is_whole)

    def _divide(self) -> None:
        """Where the person wants the border; else the list has a third, if that is wide enough for it and no wider."""
        px, across = self._look.px, self.orientation() == Qt.Orientation.Horizontal
        whole = self.width() if across else self.height()
        usual = max(px(_NARROWEST), min(px(_LIST), whole // 3)) if across else px(_LOWEST)
        self.setSizes(self._share() or [usual, max(1, whole - usual)])

    def _share(self) -> list[int]:
        kept = self._memory.value(self._key())
        try:
            share = [int(str(each)) for each in kept] if isinstance(kept, list) else []
        except ValueError:
            share = []
        return share if len(share) == 2 else []

    def _keep(self, _position: int, _index: int) -> None:
        self._memory.setValue(self._key(), self.sizes())

    def _key(self) -> str:
        return f"{self._code}/{'across' if self.orientation() == Qt.Orientation.Horizontal else 'down'}"
