"""A look at every place of the window, to know that this copy of the program can draw them."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from ideabox.domain.problems import refuse
from ideabox.ui.places import PLACES
from ideabox.ui.start import Running, application
from ideabox.usecases.desk import Desk

_PATIENCE_SECONDS = 20.0


def draw_every_place(desk: Desk) -> None:
    """Open the window at each place in turn; refuses if one stays blank, raises what goes wrong within it."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # without a screen Qt would end the program
    faults = _Faults()
    running = Running(application(), desk)
    try:
        running.window.show()
        for place in PLACES:
            running.window.go(place.code)
            _wait_until_read(running, place.code)
            faults.raise_first()
            screen = running.window.here
            if screen is None or _is_blank(screen):
                refuse("selftest", "blank", place=place.code)
    finally:
        running.window.close()
        running.stop()
        faults.stop()


class _Faults:
    """What is raised where Qt calls Python, which otherwise would only be printed."""

    def __init__(self) -> None:
        self._first: BaseException | None = None
        self._before = sys.excepthook
        sys.excepthook = self._take

    def raise_first(self) -> None:
        if self._first is not None:
            raise self._first

    def stop(self) -> None:
        sys.excepthook = self._before

    def _take(self, _kind: type[BaseException], fault: BaseException, _trace: TracebackType | None) -> None:
        self._first = self._first or fault


def _wait_until_read(running: Running, place: str) -> None:
    give_up = time.monotonic() + _PATIENCE_SECONDS
    QApplication.processEvents()
    while running.runner.is_busy:
        if time.monotonic() > give_up:
            refuse("selftest", "slow", place=place, seconds=round(_PATIENCE_SECONDS))
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    QApplication.processEvents()


def _is_blank(screen: QWidget) -> bool:
    image = screen.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colours = {image.pixel(x, y) for y in range(0, image.height(), 3) for x in range(0, image.width(), 3)}
    return len(colours) < 3
