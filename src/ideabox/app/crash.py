"""Faults of the program: a report of each, kept on this PC and never sent, that holds nothing of what people wrote.

A report says which kind of error it was and where in the program, never what the error said, since that may quote
anything. Places are given from the program's own folder on, so no path names a user.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
import sys
import threading
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

import ideabox
from ideabox.app import logbook
from ideabox.app.logbook import where

MOST = 20
"""Reports that are kept; the newest stay."""
_FRAMES, _SHOWN = 40, 6
_OF_MESSAGES = ("ideabox/app/crash.py", "ideabox/ui/qt_messages.py")
"""Through which a message of Qt comes here."""
_NATIVE, _RUNNING, _TOLD = "native.part", "running", "told"
_ENDED = "Fatal Python error"
_FRAME = re.compile(r'^\s*File "(?P<file>.*)", line (?P<line>\d+) in (?P<name>.+)$')
_HEAD = re.compile(r"^(Fatal Python error|Windows fatal exception): (?P<kind>[A-Za-z0-9 ]+)")
_THREAD = re.compile(r"^(Current t|T)hread 0x[0-9a-f]+")


class CrashReports:
    """The reports in a folder. Where it cannot be written, a fault goes unreported and nothing else happens."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()

    def texts(self) -> list[str]:
        """What the reports say, newest first."""
        found = []
        for path in sorted(self._paths(), reverse=True):
            with contextlib.suppress(OSError, UnicodeDecodeError):
                found.append(path.read_text(encoding="utf-8"))
        return found

    def forget(self) -> None:
        """Delete all reports."""
        for path in (*self._paths(), self._folder / _TOLD):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def have_news(self) -> bool:
        """Whether there are reports that were not there when this was last asked."""
        names = {path.name for path in self._paths()}
        told = self._folder / _TOLD
        try:
            before = set(told.read_text(encoding="ascii").split()) if told.exists() else set()
            if names != before:
                told.write_text("\n".join(sorted(names)), encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return False
        return bool(names - before)

    def note(self, error: BaseException) -> None:
        """Keep a report of a fault; of one that comes again and again, as in painting, only the first."""
        kinds = " from ".join(_kind(each) for each in _chain(error))
        frames = (
            f"  {where(frame.filename)}:{frame.lineno} {frame.name}"
            for each in _chain(error)
            for frame in reversed(traceback.extract_tb(each.__traceback__)[-_FRAMES:])
        )
        self._keep(f"fault: {kinds}", frames)

    def note_native(self, dump: str) -> None:
        """Keep a report of what `faulthandler` wrote when the process was ended by a fault below Python."""
        kind, frames = "crash", []
        for line in dump.splitlines():
            if head := _HEAD.match(line):
                kind = f"crash: {head['kind'].strip()}"
            elif frame := _FRAME.match(line):
                frames.append(f"  {where(frame['file'])}:{frame['line']} {frame['name']}")
            elif thread := _THREAD.match(line):
                frames.append(f" {thread[1]}hread")
        self._keep(kind, frames[: 4 * _FRAMES])

    def note_fatal(self, what: str, frames: Iterable[traceback.FrameSummary]) -> None:
        """Keep a report of what Qt is about to end the program for, and what that was at."""
        self._keep(f"crash: Qt {what}", (f"  {where(each.filename)}:{each.lineno} {each.name}" for each in frames))

    def note_unclean(self) -> None:
        """Keep a report that the program ended without having closed, as when the power fails."""
        self._keep("not closed: ended from outside, or the power failed", ())

    def _keep(self, head: str, frames: Iterable[str]) -> None:
        what = "\n".join((head, *frames))
        if what in self._seen:
            return
        self._seen.add(what)
        now = datetime.now(UTC)
        name = f"crash-{now:%Y%m%dT%H%M%S}-{os.urandom(3).hex()}.txt"
        text = "\n".join((f"at: {now:%Y-%m-%dT%H:%M:%SZ}", *versions(), what, ""))
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / name).write_text(text, encoding="utf-8")
            for old in sorted(self._paths())[:-MOST]:
                old.unlink(missing_ok=True)

    def _paths(self) -> list[Path]:
        try:
            return list(self._folder.glob("crash-*.txt"))
        except OSError:
            return []


class Watch:
    """Notices every fault while it is on: in each thread, where Python calls nobody, and below Python."""

    def __init__(self, folder: Path) -> None:
        self.reports = CrashReports(folder)
        self._folder = folder
        self._dump: TextIO | None = None
        self._said: set[tuple[str, str]] = set()
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        self._native, self._running = folder / _NATIVE, folder / _RUNNING
        sys.excepthook = self._raised
        threading.excepthook = self._raised_in_thread
        sys.unraisablehook = self._unraisable

    def begin_window(self) -> bool:
        """Look at how the last window ended, then watch over this one; returns whether there is news of a fault.

        Only one window runs on an installation, so a mark that is still there was left by one that did not close.
        """
        news = self._take_stock()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._running.write_text(str(os.getpid()), encoding="ascii")
            self._dump = self._native.open("w", encoding="utf-8")
            faulthandler.enable(self._dump)
        return news

    def closing(self) -> None:
        """The window closes as it should; where the system ends the session, nothing of ours may run after this."""
        with contextlib.suppress(OSError):
            self._running.unlink(missing_ok=True)

    def end_window(self) -> None:
        """The window has been closed and its work is done."""
        if self._dump is not None:
            faulthandler.disable()
            self._dump.close()
            self._dump = None
        self.closing()
        with contextlib.suppress(OSError):
            self._native.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._folder.rmdir()  # stays where there are reports

    def stop(self) -> None:
        """Watch no longer."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    def fault(self, error: BaseException) -> None:
        """Note a fault in the log, and keep a report."""
        logbook.fault(error)
        self.reports.note(error)

    def said_by_qt(self, severity: str, what: str) -> None:
        """Note a complaint of Qt, once each; of a fatal one, after which Qt ends the program, keep a report as well."""
        if (severity, what) in self._said:
            return
        self._said.add((severity, what))
        frames = [frame for frame in reversed(traceback.extract_stack()) if where(frame.filename) not in _OF_MESSAGES]
        logbook.said_by_qt(severity, what, frames[:_SHOWN])
        if severity == "fatal":
            self.reports.note_fatal(what, frames[:_FRAMES])
            faulthandler.disable()  # what comes now has been reported
            self.closing()

    def _take_stock(self) -> bool:
        """Make reports of what the last run left; whether there is any report that no window has told of yet."""
        try:
            was_running = self._running.exists()
            dump = self._native.read_text(encoding="utf-8", errors="replace") if self._native.exists() else ""
        except OSError:
            return False
        reported = self._running.stat().st_mtime if was_running else None
        if (was_running and dump.strip()) or _ENDED in dump:  # Windows writes of some faults that it then lives with
            self.reports.note_native(dump)
        elif was_running and not self._reported_since(reported):
            self.reports.note_unclean()
        return self.reports.have_news()

    def _reported_since(self, moment: float | None) -> bool:
        paths = self._folder.glob("crash-*.txt")
        return moment is not None and any(path.stat().st_mtime >= moment for path in paths)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self.fault(error)
        if sys.stderr is not None and sys.stderr.isatty():  # for whoever works on the program
            self._before[0](kind, error, trace)

    def _raised_in_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None and not isinstance(what.exc_value, SystemExit):
            self.fault(what.exc_value)

    def _unraisable(self, what: sys.UnraisableHookArgs) -> None:
        if what.exc_value is not None:
            self.fault(what.exc_value)


def versions() -> tuple[str, ...]:
    """What ran on what, without the names of PC and user."""
    import platform  # noqa: PLC0415 - not before there is something to report

    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return (f"ideabox: {ideabox.__version__}", f"python: {platform.python_version()}", f"system: {system}")


def _chain(error: BaseException) -> list[BaseException]:
    """An error, and those that led to it."""
    found: list[BaseException] = []
    at: BaseException | None = error
    while at is not None and at not in found and len(found) < 5:
        found.append(at)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return found


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
