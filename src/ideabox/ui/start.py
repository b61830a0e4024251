"""Opening the window."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ideabox.domain.problems import Refusal, refuse
from ideabox.ui.background import TaskRunner
from ideabox.ui.bench import Bench
from ideabox.ui.garbage import GarbageGuard
from ideabox.ui.qt_messages import Listener, noted
from ideabox.ui.single import SingleInstance
from ideabox.ui.style import CHOICES, DRAWN_BY_FUSION, SIZES, Choice, Look
from ideabox.ui.window import MainWindow
from ideabox.usecases.desk import Desk

SWITCH_SECONDS = 0.001
"""How long work in the background may hold Python's lock while the window wants it; five times that is the usual."""


class Watch(Listener, Protocol):
    """Watches over a window; see `app.crash`. `begin_window` says whether there is news of a fault."""

    def begin_window(self) -> bool: ...
    def closing(self) -> None: ...
    def end_window(self) -> None: ...


class Running:
    """The parts of a running window, held together until it closes."""

    def __init__(self, application: QApplication, desk: Desk) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        self.application = application
        self.guard = GarbageGuard(application)
        self.memory = QSettings(str(desk.window_memory), QSettings.Format.IniFormat)
        self.look = Look(application, *_look_of(self.memory))
        self.runner = TaskRunner(application)
        self.bench = Bench(desk, self.look, self.runner, application)
        self.window = MainWindow(application, self.bench, self.memory)
        self.damage: Refusal | None = None
        self.source: Path | None = None
        """The backup that is to take the place of the database, if the person wants that."""
        self.window.to_recover.connect(self.recover)
        self.bench.to_put_back.connect(self.put_back)
        application.aboutToQuit.connect(self.stop)

    def tell_of_fault(self) -> None:
        """Offer what is known of a fault."""
        say = self.bench.say
        self.bench.noticed.emit(say("support.news"), say("support.look"), self._look_at_fault)

    def _look_at_fault(self) -> None:
        if not self.window.is_first_run:
            self.window.go("settings", "support")

    def begin(self, files: Sequence[Path], new: bool) -> None:
        """Show the window where the person wants to be."""
        if self.bench.desk.is_new:
            from ideabox.ui.first_run.screen import FirstRun  # noqa: PLC0415 - needed once in a lifetime

            self.window.begin_with(FirstRun(self.bench))
        elif new:
            self.window.go("log")
        else:
            self.window.go_to_the_last_place()
        self.window.open_files(files)
        self.window.show()
        self.bench.team_folder.begin()
        self.bench.caretaker.begin()

    def stop(self) -> None:
        """Keep what is not kept yet, and let the threads go before the store does."""
        if self.window.here is not None:
            self.window.here.leave()
        self.bench.team_folder.end()
        self.bench.caretaker.end()
        self.runner.close()

    def recover(self, refusal: Refusal) -> None:
        """End, so that what is damaged can be set aside."""
        self.damage = refusal
        self.window.close()

    def put_back(self, source: Path) -> None:
        """End, so that a backup can take the place of the database."""
        self.source = source
        self.window.close()

    def let_go(self) -> None:
        """Leave nothing behind, so that another window can open in this process."""
        self.application.aboutToQuit.disconnect(self.stop)
        self.stop()
        self.memory.sync()
        self.bench.desk.close()
        for part in (self.window, self.bench, self.runner, self.look, self.guard):
            part.setParent(None)
            part.deleteLater()


def application() -> QApplication:
    """The one application object, with Ideabox's name and icon."""
    made = QApplication.instance()
    if made is None:
        _require_a_screen()
        made = QApplication([*sys.argv[:1], "-style", "Fusion"])
        made.setProperty(DRAWN_BY_FUSION, True)
    if not isinstance(made, QApplication):
        raise TypeError("another kind of Qt application is running already")
    made.setApplicationName("ideabox")
    made.setApplicationDisplayName("Ideabox")
    QGuiApplication.setDesktopFileName("ideabox")
    return made


def _require_a_screen() -> None:
    """Qt would end the program without a word of ours."""
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        refuse("window", "no-screen")


def open_window(desk: Desk, files: Sequence[Path] = (), new: bool = False, watch: Watch | None = None) -> int:
    """Open the window and work until it is closed; a window that is open already takes the files instead."""
    with contextlib.nullcontext() if watch is None else noted(watch):
        return _open(desk, files, new, watch)


def _open(desk: Desk, files: Sequence[Path], new: bool, watch: Watch | None) -> int:
    made = application()
    made.setWindowIcon(QIcon(str(desk.resources / "icons" / "ideabox.svg")))
    single = SingleInstance(desk.window_memory.with_suffix(".lock"))
    if not single.is_first:
        if not single.hand_over(files, new):
            refuse("window", "not-answering")
        return 0
    news = watch is not None and watch.begin_window()
    if watch is not None:
        made.aboutToQuit.connect(watch.closing)
    try:
        status, begin = 0, True
        while begin:
            status, begin = _work(made, desk, single, files, new, news=news)
            files, new, news = (), False, False
        return status
    finally:
        if watch is not None:
            watch.end_window()
        single.close()


def _work(
    made: QApplication, desk: Desk, single: SingleInstance, files: Sequence[Path], new: bool, *, news: bool
) -> tuple[int, bool]:
    """Work in one window until it is closed; returns the exit status, and whether to begin again with another.

    Where the ideas cannot be opened, or turn out to be damaged, there is a window that says so in place of this one.
    `news`: a fault of an earlier window is to be told.
    """
    try:
        desk.session.store.identity()  # opened before anything else is made
    except Refusal as refusal:
        return _explain(made, desk, refusal)
    running = Running(made, desk)
    single.handed.connect(running.window.take)
    running.begin(files, new)
    if news:
        running.tell_of_fault()
    status = made.exec()
    damage, source = running.damage, running.source
    if damage is None and source is None:
        return status, False
    running.let_go()
    if damage is not None:
        return _explain(made, desk, damage)
    return status, source is not None and _put_back(made, desk, source)


def _explain(made: QApplication, desk: Desk, refusal: Refusal) -> tuple[int, bool]:
    from ideabox.ui.recovery.window import RecoveryWindow  # noqa: PLC0415 - seldom needed

    desk.close()
    memory = QSettings(str(desk.window_memory), QSettings.Format.IniFormat)
    window = RecoveryWindow(made, desk, Look(made, *_look_of(memory)), refusal)
    is_to_open = window.wait()
    window.deleteLater()
    return 1, is_to_open


def _put_back(made: QApplication, desk: Desk, source: Path) -> bool:
    """Put a backup in the place of the database; returns whether to go on to the ideas."""
    from ideabox.ui.recovery.window import ReplacingWindow  # noqa: PLC0415 - seldom wanted

    memory = QSettings(str(desk.window_memory), QSettings.Format.IniFormat)
    window = ReplacingWindow(made, desk, Look(made, *_look_of(memory)), source)
    is_to_open = window.wait()
    window.deleteLater()
    return is_to_open


def _look_of(memory: QSettings) -> tuple[Choice, int]:
    wanted = str(memory.value("look/theme", "system"))
    choice = next((known for known in CHOICES if known == wanted), CHOICES[0])
    try:
        percent = int(str(memory.value("look/size", 100)))
    except ValueError:
        percent = 100
    return choice, (percent if percent in SIZES else 100)
