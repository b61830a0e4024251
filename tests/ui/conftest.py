"""Windows to drive by keyboard and mouse: the real parts, on real stores in the test's own folder."""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui.start import Running

OpenWorkplace = Callable[..., Workplace]


PATIENCE_MS = 30_000


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Waits longer than usual before it gives up, for machines that have other things to do."""
    qtbot.waitUntil = functools.partial(qtbot.waitUntil, timeout=PATIENCE_MS)  # type: ignore[method-assign]
    return qtbot


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[OpenWorkplace]:
    """Makes someone's installation: `workplace("ann", office="Leeds", role="manager")`; the same name is the same one.

    The same folder for two names is one PC with two users: `workplace("bob", folder="ann")`.
    """
    opened: list[Workplace] = []

    def open_one(
        name: str = "ann", office: str = "Leeds", role: str = "adviser", team: str = "", folder: str = ""
    ) -> Workplace:
        made = Workplace(tmp_path / (folder or name), user=name)
        made.change_profile(name=name.title(), office=office, role=role, team=team)
        opened.append(made)
        return made

    yield open_one
    for made in opened:
        made.close()


class OpenRunning:
    """Opens windows, and closes them as the program does when it ends.

    `open_running(workplace)` shows an empty window; `open_running(workplace, "log")` goes to a place as well. The
    `Running` that comes back has `window`, `bench` (with the desk), `look`, `runner` and `memory`.
    """

    def __init__(self, application: QApplication, qtbot: QtBot) -> None:
        self._application, self._qtbot = application, qtbot
        self._palette = QPalette(application.palette())
        self._style = application.style().objectName()
        self._font = application.font()
        self._open: list[Running] = []
        self._opened = 0

    def __call__(self, workplace: Workplace, place: str = "", subject: object = None) -> Running:
        running = Running(self._application, workplace)
        self._open.append(running)
        self._opened += 1
        running.window.show()
        running.window.activateWindow()
        if place:
            running.window.go(place, subject)
        self._qtbot.waitUntil(running.window.isActiveWindow)
        return running

    def close(self, running: Running) -> None:
        """Close this window and the store behind it; another one can then be opened on the same installation."""
        self._open.remove(running)
        running.window.close()
        running.stop()
        with contextlib.suppress(RuntimeError):
            self._application.aboutToQuit.disconnect(running.stop)
        running.memory.sync()
        running.bench.desk.close()
        for part in (running.window, running.bench, running.runner, running.look, running.guard):
            part.setParent(None)
            part.deleteLater()
        self.tidy()

    def close_all(self) -> None:
        """Close what is still open, and leave the application object as it was."""
        for running in list(self._open):
            self.close(running)
        application = self._application
        application.setStyleSheet("")
        application.setStyle(self._style)
        application.setPalette(self._palette)
        application.setFont(self._font)

    def tidy(self) -> None:
        """Delete what is to be deleted, and collect the garbage here, on the window's thread.

        Each window freezes what is there before it (see `GarbageGuard`), such as the windows before it.
        """
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if self._opened > 1:
            gc.unfreeze()
        gc.collect()


@pytest.fixture
def open_running(qapp: QApplication, qtbot: QtBot) -> Iterator[OpenRunning]:
    """Opens the real window on an installation, and closes all that were opened; see `OpenRunning`."""
    opener = OpenRunning(qapp, qtbot)
    yield opener
    opener.close_all()


@pytest.fixture(autouse=True)
def collected_here(qapp: QApplication) -> Iterator[None]:
    """Garbage is collected on the main thread alone, as in the program."""
    was_on = gc.isenabled()
    gc.disable()
    gc.freeze()  # what was there before the test; looking through it each time took a quarter of all the time
    yield
    gc.collect()
    if was_on:
        gc.enable()
