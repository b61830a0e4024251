"""Pictures of every place, to look at: `python -m tests.ui.tour OUT_DIR`.

Light and dark at 100 % and 200 %, high contrast at 100 %; full with sample ideas, and empty at 100 %.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QPushButton

from ideabox.app.workplace import Workplace
from ideabox.ui.first_run.screen import FirstRun
from ideabox.ui.places import PLACES
from ideabox.ui.start import Running, application
from ideabox.ui.style import Choice
from tests.ui.sample import lived_in

LOOKS: tuple[tuple[Choice, int], ...] = (
    ("light", 100), ("dark", 100), ("contrast", 100), ("light", 200), ("dark", 200),
)  # fmt: skip
SIZE, SMALLEST = (1280, 800), (1024, 700)
PATIENCE_SECONDS = 20.0


class Tour:
    """Goes through one installation's window and takes pictures."""

    def __init__(self, workplace: Workplace, folder: Path, kind: str) -> None:
        self._folder, self._kind = folder, kind
        self._running = Running(application(), workplace)
        self._running.window.resize(*SIZE)
        self._running.window.show()

    def take(self, theme: Choice, percent: int) -> Iterator[Path]:
        """A picture of every place in one look, and of the form that is unfolded and at fault."""
        running = self._running
        running.look.set(theme, percent)
        for place in PLACES:
            running.window.go(place.code)
            yield self._picture(f"{place.code}-{self._kind}", theme, percent)
        running.window.go("log")
        self._press("fold")
        yield self._picture(f"log-{self._kind}-unfolded", theme, percent)
        if self._kind == "empty":
            self._press("primary")
            yield self._picture("log-with-errors", theme, percent)
        self._press("fold")

    def first_run(self, theme: Choice, percent: int) -> Path:
        """A picture of the first run."""
        self._running.look.set(theme, percent)
        self._running.window.begin_with(FirstRun(self._running.bench))
        return self._picture("first", theme, percent)

    def narrow(self) -> Iterator[Path]:
        """Every place in the smallest window, at both text sizes."""
        self._running.window.resize(*SMALLEST)
        for percent in (100, 200):
            self._running.look.set("light", percent)
            for place in PLACES:
                self._running.window.go(place.code)
                yield self._picture(f"{place.code}-smallest", "light", percent)
        self._running.window.resize(*SIZE)

    def end(self) -> None:
        """Close the window."""
        self._running.window.close()
        self._running.stop()

    def _press(self, kind: str) -> None:
        screen = self._running.window.here
        for button in screen.findChildren(QPushButton) if screen is not None else ():
            if button.property("kind") == kind and button.isVisible():
                button.click()
        self._settle()

    def _picture(self, name: str, theme: Choice, percent: int) -> Path:
        self._settle()
        path = self._folder / f"{name}-{theme}-{percent}.png"
        self._running.window.grab().save(str(path))
        return path

    def _settle(self) -> None:
        """Wait until nothing is being read and everything has been laid out."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        quiet = 0
        while quiet < 5 and time.monotonic() < give_up:
            QApplication.processEvents()
            quiet = 0 if self._running.runner.is_busy else quiet + 1
            time.sleep(0.02)


def main() -> int:
    """Take all the pictures; prints where each is."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        full = lived_in(Path(place) / "full")
        empty = Workplace(Path(place) / "empty", user="sam")
        empty.change_profile(name="Sam Field", office="Leeds Park Place", role="lead")
        for workplace, kind in ((full, "full"), (empty, "empty")):
            tour = Tour(workplace, folder, kind)
            for theme, percent in LOOKS if kind == "full" else LOOKS[:2]:
                for path in tour.take(theme, percent):
                    print(path)
            for path in tour.narrow() if kind == "full" else ():
                print(path)
            for theme, percent in LOOKS if kind == "empty" else ():
                print(tour.first_run(theme, percent))
            tour.end()
            workplace.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
