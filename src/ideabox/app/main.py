"""Starting: what the command line asks for, and what to say when it cannot be done."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence

from ideabox.app import logbook
from ideabox.app.crash import Watch
from ideabox.app.workplace import Workplace
from ideabox.cli.main import Outcome, call


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit status: 0 done, 1 a known problem, 2 wrong usage."""
    _prepare_streams()
    started = time.monotonic()
    gc.freeze()  # what has been imported stays; without this an import spends a tenth of its time looking through it
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    watches: list[Watch] = []

    def opened(workplace: Workplace) -> None:
        _opened(workplace)
        workplace.watch = Watch(workplace.places.crashes)
        watches.append(workplace.watch)

    def fault(error: BaseException) -> None:
        for watch in watches:
            watch.fault(error)

    outcome: Outcome = call(arguments, Workplace, opened, fault)
    logbook.done(outcome.command, outcome.status, time.monotonic() - started)
    for watch in watches:
        watch.stop()
    logbook.stop()
    return outcome.status


def _opened(workplace: Workplace) -> None:
    logbook.start(workplace.places.log)
    # Where Matplotlib, if a picture is wanted, keeps its list of fonts: with our own files, and not in the user's home.
    os.environ.setdefault("MPLCONFIGDIR", str(workplace.places.database.with_name("fonts")))


def _prepare_streams() -> None:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed, or a program without a console: what is printed goes nowhere
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty():  # whatever the system's code page is, files and pipes get UTF-8
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
