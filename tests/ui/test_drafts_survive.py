"""Nothing that was typed more than two seconds ago is lost, even where the program is killed in the middle of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.store.drafts import Answer, Draft, Drafts
from ideabox.ui.log_an_idea.screen import LogAnIdea
from tests.ui.conftest import OpenRunning

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed otherwise there")
LOST_AT_MOST_SECONDS = 2.0

LETTERS_IN_A_FIELD = 9
FIELDS = {"log": ("title", "problem", "proposal"), "review": ("reason",), "all": ("reply",)}
"""The fields of each place that are typed in, by their names in what is kept of them."""

TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from ideabox.app.workplace import Workplace
from ideabox.ui.start import Running, application
from ideabox.usecases import ideas

home, place, pause_ms, most, in_a_field = Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:])
app = application()
workplace = Workplace(home, user="ann")
workplace.change_profile(name="Ann", office="Leeds", role="manager")
if place != "log":
    ideas.submit(workplace.session, "Name the printers", "Nobody knows which.", "A name on each.")
running = Running(app, workplace)
running.window.show()
running.window.go(place)
here = running.window.here
typed = 0

def fields_there():
    if place == "log":
        return [here.form.title, here.form.problem, here.form.proposal]
    if place == "review":
        return [here.pane.form.reason] if here.pane.form.answer.idea else []
    return [here.pane.offers.comment.field] if here.pane.detail.shown is not None else []

def type_on():
    global typed
    fields = fields_there()
    if typed < most and fields:
        QTest.keyClicks(fields[typed // in_a_field % len(fields)].edit, chr(ord("a") + typed % 26))
        typed += 1
        print(typed, time.monotonic(), flush=True)

timer = QTimer()
timer.timeout.connect(type_on)
timer.start(pause_ms)
app.exec()
"""


class Typist:
    """A person typing in a process of its own. Each line that it writes is how many letters there are, and when."""

    def __init__(self, home: Path, place: str, pause_ms: int, most: int = 10_000) -> None:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
        numbers = (pause_ms, most, LETTERS_IN_A_FIELD)
        self._process = subprocess.Popen(
            [sys.executable, "-c", TYPIST, str(home), place, *map(str, numbers)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.typed: list[tuple[int, float]] = []

    def type_until(self, letters: int) -> None:
        """Go on until so many letters have been typed."""
        assert self._process.stdout is not None
        while not self.typed or self.typed[-1][0] < letters:
            line = self._process.stdout.readline()
            assert line, "the window closed by itself"
            self._note(line)

    def kill(self) -> float:
        """End it without a chance to save; returns when that was."""
        self._process.kill()
        moment = time.monotonic()
        rest, _errors = self._process.communicate(timeout=30)
        for line in rest.splitlines():
            self._note(line)
        assert self._process.returncode == -signal.SIGKILL
        return moment

    def typed_by(self, moment: float) -> int:
        """How many letters there were at a moment."""
        return max((count for count, at in self.typed if at <= moment), default=0)

    def _note(self, line: str) -> None:
        count, moment = line.split()
        self.typed.append((int(count), float(moment)))


def after(place: str, letters: int) -> tuple[str, ...]:
    """What the fields of a place hold once so many letters have been typed."""
    fields = FIELDS[place]
    words = ["" for _field in fields]
    for number in range(letters):
        words[number // LETTERS_IN_A_FIELD % len(fields)] += chr(ord("a") + number % 26)
    return tuple(words)


def saved(home: Path, place: str) -> tuple[str, ...]:
    """What is on disk of the fields of a place."""
    drafts = Drafts(home / "ideabox-drafts.db")
    try:
        kept: list[Draft] | list[Answer] = drafts.answers() if place == "review" else drafts.all()
    finally:
        drafts.close()
    assert len(kept) <= 1
    return tuple(getattr(kept[0], field) for field in FIELDS[place]) if kept else after(place, 0)


def test_what_was_typed_two_seconds_before_a_kill_is_there_at_the_next_start(
    tmp_path: Path, open_running: OpenRunning, qtbot: QtBot
) -> None:
    typist = Typist(tmp_path, "log", pause_ms=20, most=12)
    typist.type_until(12)
    time.sleep(max(0.0, typist.typed[-1][1] + LOST_AT_MOST_SECONDS - time.monotonic()))
    typist.kill()
    running = open_running(Workplace(tmp_path, user="ann"), "log")
    screen = running.window.here
    assert isinstance(screen, LogAnIdea)
    form = screen.form
    qtbot.waitUntil(lambda: (form.title.value, form.problem.value, form.proposal.value) == after("log", 12))


@pytest.mark.parametrize("place", FIELDS)
@pytest.mark.parametrize("letters", [55, pytest.param(73, marks=pytest.mark.long)])
def test_typing_without_a_pause_is_saved_all_the_same_but_for_the_last_two_seconds(
    tmp_path: Path, place: str, letters: int
) -> None:
    typist = Typist(tmp_path, place, pause_ms=50)
    typist.type_until(letters)
    killed = typist.kill()
    least = typist.typed_by(killed - LOST_AT_MOST_SECONDS)
    assert least > 0
    assert saved(tmp_path, place) in [after(place, count) for count in range(least, typist.typed[-1][0] + 2)]
