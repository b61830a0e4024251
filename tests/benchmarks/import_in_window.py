"""How long an import holds up the window's thread: `python -m tests.benchmarks.import_in_window [--rows N] [--kind K]`.

Opens the real window, imports a file of so many ideas at Imports, and lets a timer of 1 ms beat meanwhile. For looking
at the file and for taking it in it prints the longest time between two beats, how much of that the window's thread
worked itself (the rest it waited, for Python's lock or for a processor), and how many beats came late. Budget: 50 ms.
A process of its own, which has nothing to do but to beat as well, shows how late the machine itself made beats at the
same time. Then it does the same again, stops at a random moment, and shows that nothing is left behind.
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
import msgspec
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ideabox.app.workplace import Workplace
from ideabox.domain.events import Submitted
from ideabox.store import queries
from ideabox.store.queries import Filter
from ideabox.ui.imports.queue import Incoming
from ideabox.ui.imports.screen import Imports
from ideabox.ui.start import Running, application
from ideabox.usecases import parcels, upkeep
from tests.benchmarks.many_ideas import ManyIdeas, home_with
from tests.ui.stories import everything

BUDGET_MS = 50.0
PATIENCE_SECONDS = 900.0


class Gap(msgspec.Struct, order=True):
    """The time between two beats, in milliseconds, and how long the window's thread worked in it."""

    long: float = 0.0
    worked: float = 0.0


class Metronome:
    """A process that beats every millisecond, and says how late its beats came: the machine's own delays."""

    def __init__(self) -> None:
        self._late: multiprocessing.Queue[list[float]] = _apart.Queue()
        self._beats, self._stop = _apart.Event(), _apart.Event()
        self._process = _apart.Process(target=_beat, args=(self._beats, self._stop, self._late), daemon=True)
        self._process.start()
        self._beats.wait(PATIENCE_SECONDS)

    def stop(self) -> list[float]:
        """The gaps between its beats in milliseconds, longest first."""
        self._stop.set()
        gaps = self._late.get()
        self._process.join()
        return gaps


_apart = multiprocessing.get_context("spawn")


def _beat(beats: Event, stop: Event, late: multiprocessing.Queue[list[float]]) -> None:
    beats.set()
    gaps, before = [], time.perf_counter()
    while not stop.is_set():
        time.sleep(0.001)
        now = time.perf_counter()
        gaps.append((now - before) * 1000)
        before = now
    late.put(sorted(gaps, reverse=True)[:1000])


class Heart:
    """Beats every millisecond while the window's thread lets it."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self.gaps: list[Gap] = []

    def start(self) -> None:
        self.gaps = []
        self._machine = Metronome()
        self._before, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self, what: str) -> None:
        """Print how long the window, and the machine beside it, was held up at most since the start."""
        self._timer.stop()
        print_gaps(what, sorted(self.gaps, reverse=True), self._machine.stop())

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps.append(Gap((now - self._before) * 1000, (worked - self._worked) * 1000))
        self._before, self._worked = now, worked


class Trial:
    """The real window on an installation of its own, at Imports."""

    def __init__(self, home: Path) -> None:
        self.workplace = Workplace(home, user="lead")
        self.workplace.change_profile(name="Priya Nair", office="Leeds Park Place", role="lead")
        self.running = Running(application(), self.workplace)
        self.running.window.show()
        self.running.window.go("imports")
        self.heart = Heart()
        screen = self.running.window.here
        if not isinstance(screen, Imports):
            raise TypeError(screen)
        self.screen = screen
        self.wait(lambda: not self.running.runner.is_busy)

    def look_at(self, file: Path) -> Incoming:
        """Add the file, and wait until the window says what is in it."""
        self.heart.start()
        incoming = self.screen.queue.add([file])
        if incoming is None:
            raise ValueError(file)
        self.wait(lambda: incoming.state not in ("waiting", "looking"))
        self.heart.stop("looking at it")
        return incoming

    def take(self, incoming: Incoming) -> None:
        """Import it to the end."""
        self.heart.start()
        self.screen.queue.take(incoming)
        self.wait(lambda: incoming.state != "importing" and not self.running.runner.is_busy)
        self.heart.stop("taking it in")
        if incoming.state != "done":
            raise RuntimeError(incoming.state, incoming.problem)

    def take_until(self, incoming: Incoming, seconds: float) -> None:
        """Begin to import it, and ask it to stop after so long."""
        self.heart.start()
        self.screen.queue.take(incoming)
        stop_at = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > stop_at or incoming.state != "importing")
        for task in self.running.runner.shown():
            task.cancel()
        asked = time.monotonic()
        self.wait(lambda: incoming.state != "importing" and not self.running.runner.is_busy)
        self.heart.stop(f"stopped after {seconds:.1f} s")
        print(f"  it stopped {time.monotonic() - asked:.2f} s after it was asked to; it says: {incoming.state}")

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window live until this holds."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not until():
            if time.monotonic() > give_up:
                raise TimeoutError
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def end(self) -> None:
        """Close the window and the store."""
        self.running.window.close()
        self.running.stop()
        self.workplace.close()


def print_gaps(what: str, gaps: list[Gap], machine: list[float]) -> None:
    """Print how long the window was held up at most, and the process beside it that did nothing else."""
    late = sum(gap.long > BUDGET_MS for gap in gaps)
    longest = ", ".join(f"{gap.long:.0f} ms (worked {gap.worked:.0f})" for gap in gaps[:5])
    seconds = sum(gap.long for gap in gaps) / 1000
    print(f"{what}, {seconds:.1f} s: longest {longest}; over {BUDGET_MS:.0f} ms: {late} of {len(gaps)} beats")
    late = sum(gap > BUDGET_MS for gap in machine)
    print(
        f"  the machine by itself: {', '.join(f'{gap:.0f} ms' for gap in machine[:5])}; over {BUDGET_MS:.0f} ms: {late}"
    )


def csv_of(place: Path, workplace: Workplace, rows: int) -> Path:
    """A spreadsheet of so many ideas."""
    path = place / "ideas.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("title", "problem", "proposal", "office"))
        for event, _line in ManyIdeas(workplace.skills, rows).lines():
            if isinstance(event.body, Submitted):
                writer.writerow((event.body.title, event.body.problem, event.body.proposal, event.by.office))
    return path


def package_of(place: Path, rows: int) -> Path:
    """A package of so many ideas."""
    sender = Workplace(home_with(place, rows), user="lead")
    with sender.session.store.read() as connection:
        ideas = [row.id for row in queries.pages(connection, Filter(), None)]
        (place / "sent").mkdir()
        parcel = parcels.pack(sender.session, connection, place / "sent", ideas, "batch", sender.wording)
    sender.close()
    return parcel.path


def main() -> int:
    """Measure an import and one that is stopped; exit status 1 if something was left behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kind", choices=("csv", "package"), default="csv")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options = parser.parse_args()
    print(f"{options.rows:,} ideas as {options.kind}; seed {options.seed}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        trial = Trial(place / "stopped")
        is_csv = options.kind == "csv"
        file = csv_of(place, trial.workplace, options.rows) if is_csv else package_of(place, options.rows)
        incoming = trial.look_at(file)
        before = everything(trial.workplace.session)
        trial.take_until(incoming, random.Random(options.seed).uniform(0.8, options.rows / 12_500))
        left_behind = incoming.state != "done" and everything(trial.workplace.session) != before
        sound = upkeep.check(trial.workplace.session).is_sound
        print(f"  nothing left behind: {not left_behind}; the database is sound: {sound}")
        trial.end()
        trial = Trial(place / "whole")
        trial.take(trial.look_at(file))
        trial.end()
    return int(left_behind or not sound)


if __name__ == "__main__":
    sys.exit(main())
