"""How long a long list holds up the window's thread: `python -m tests.benchmarks.long_list [--ideas N]`.

Opens the real window on so many ideas and works in All ideas: opens it, jumps to the end, drags the scroll bar, pages
through, types a search, sorts, adds support. For each it prints how long until it was all there, the longest time for
which the window could not have answered a key, and the most work that its thread did in one go. Budget: 50 ms.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ideabox.app.workplace import Workplace
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.start import Running, application
from tests.benchmarks.many_ideas import home_with

AFTERWARDS_SECONDS = 0.2


class Pulse:
    """Beats whenever the window's thread is free, and remembers the longest time that it was not.

    `longest` is by the clock on the wall, and grows where other programs want the processor; `work` is what the thread
    itself did.
    """

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)
        self.start()

    def start(self) -> None:
        """Begin to count."""
        self._last, self.longest = time.perf_counter(), 0.0
        self._worked, self.work = time.thread_time(), 0.0

    def _beat(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.work, self._worked = max(self.work, worked - self._worked), worked


class Session:
    """A window at All ideas, and what is done in it."""

    def __init__(self, app: QApplication, home: Path) -> None:
        self.app = app
        self.workplace = Workplace(home, user="lead")
        self.running = Running(app, self.workplace)
        self.running.window.resize(1280, 800)
        self.running.window.show()
        self.pulse = Pulse()
        self.busy_until(self.idle)
        screen = self.running.window.screen_at("all")
        assert isinstance(screen, AllIdeas)
        self.screen = screen

    def idle(self) -> bool:
        return not self.running.runner.is_busy

    def busy_until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.app.processEvents()

    def measure(self, what: str, act: Callable[[], object], there: Callable[[], bool]) -> None:
        """Do something, and print how it went."""
        self.pulse.start()
        started = time.perf_counter()
        act()
        self.busy_until(there)
        took = time.perf_counter() - started
        ends = time.perf_counter() + AFTERWARDS_SECONDS
        self.busy_until(lambda: time.perf_counter() > ends and self.idle())
        figures = (took, self.pulse.longest, self.pulse.work)
        print(f"{what:<24}" + "".join(f"{figure * 1000:>11.1f} ms" for figure in figures))

    def run(self) -> None:
        """Everything, in order."""
        screen, model, bar = self.screen, self.screen.model, self.screen.list.verticalScrollBar()
        print(" " * 24 + "".join(f"{heading:>14}" for heading in ("all there", "held up", "own work")))
        self.measure("first rows", lambda: self.running.window.go("all"), lambda: model.rowCount() > 0)
        self.measure("the whole list", screen.refresh, lambda: bool(screen.count.text()) and self.idle())
        print(screen.count.text())
        last = model.rowCount() - 1
        self.measure("jump to the end", screen.list.scrollToBottom, lambda: model.index(last, 0).data() != "…")
        self.measure("choose the last", lambda: screen.list.choose_row(last), self.idle)
        self.measure("drag the scroll bar", lambda: self._each(range(0, bar.maximum(), bar.maximum() // 80)), self.idle)
        self.measure("page down 40 times", self._page_down, self.idle)
        self.measure("type a search", self._type, lambda: self.idle() and not screen.filters.is_pausing)
        print(screen.count.text())
        self.measure("clear it", screen.filters.clear, self.idle)
        self.measure("sort by support", lambda: self._sort("supporters"), self.idle)
        self.measure("add support", screen.pane.offers.support.click, self.idle)
        self.running.window.close()
        self.running.stop()
        self.workplace.close()

    def _each(self, values: range) -> None:
        for value in values:
            self.screen.list.verticalScrollBar().setValue(value)
            self.app.processEvents()

    def _page_down(self) -> None:
        for _time in range(40):
            QTest.keyClick(self.screen.list, Qt.Key.Key_PageDown)
            self.app.processEvents()

    def _type(self) -> None:
        for letter in "appointment":
            QTest.keyClicks(self.screen.filters.search.edit, letter)
            ends = time.perf_counter() + 0.08
            self.busy_until(lambda at=ends: time.perf_counter() > at)  # type: ignore[misc]

    def _sort(self, code: str) -> None:
        self.screen.filters.sort.value = code
        self.screen.filters.changed.emit()


def main() -> int:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ideas", type=int, default=100_000)
    parser.add_argument(
        "--in", dest="folder", type=Path, help="keep the installation here, or use the one that is here"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as throw_away:
        home = home_with(arguments.folder or Path(throw_away), arguments.ideas)
        Session(application(), home).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
