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
from ideabox.store.drafts import Drafts
from ideabox.ui.log_an_idea.screen import LogAnIdea
from tests.ui.conftest import OpenRunning

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed otherwise there")
LOST_AT_MOST_SECONDS = 2.0

TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from ideabox.app.workplace import Workplace
from ideabox.ui.start import Running, application

home, pause_ms, most = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
app = application()
workplace = Workplace(home, user="ann")
workplace.change_profile(name="Ann", office="Leeds")
running = Running(app, workplace)
running.window.show()
running.window.go("log")
typed = 0

def type_on():
    global typed
    if typed < most:
        QTest.keyClicks(running.window.here.form.title.edit, "x")
        typed += 1
        print(typed, time.monotonic(), flush=True)

timer = QTimer()
timer.timeout.connect(type_on)
timer.start(pause_ms)
app.exec()
"""


class Typist:
    """A person typing in a process of its own. Each line that it writes is how many letters there are, and when."""

    def __init__(self, home: Path, pause_ms: int, most: int) -> None:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", TYPIST, str(home), str(pause_ms), str(most)],
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
            count, moment = line.split()
            self.typed.append((int(count), float(moment)))

    def kill(self) -> float:
        """End it without a chance to save; returns when that was."""
        self._process.kill()
        moment = time.monotonic()
        rest, _errors = self._process.communicate(timeout=30)
        self.typed += [(int(line.split()[0]), float(line.split()[1])) for line in rest.splitlines() if " " in line]
        assert self._process.returncode == -signal.SIGKILL
        return moment


def saved_title(home: Path) -> str:
    drafts = Drafts(home / "ideabox-drafts.db")
    try:
        return next((draft.title for draft in drafts.all()), "")
    finally:
        drafts.close()


def test_what_was_typed_two_seconds_before_a_kill_is_there_at_the_next_start(
    tmp_path: Path, open_running: OpenRunning, qtbot: QtBot
) -> None:
    typist = Typist(tmp_path, pause_ms=20, most=12)
    typist.type_until(12)
    time.sleep(max(0.0, typist.typed[-1][1] + LOST_AT_MOST_SECONDS - time.monotonic()))
    typist.kill()
    workplace = Workplace(tmp_path, user="ann")
    running = open_running(workplace, "log")
    screen = running.window.here
    assert isinstance(screen, LogAnIdea)
    qtbot.waitUntil(lambda: screen.form.title.value == "x" * 12)


@pytest.mark.parametrize("letters", [55, 80])
def test_typing_without_a_pause_is_saved_all_the_same(tmp_path: Path, letters: int) -> None:
    typist = Typist(tmp_path, pause_ms=50, most=10_000)
    typist.type_until(letters)
    killed = typist.kill()
    safe = max((count for count, moment in typist.typed if moment <= killed - LOST_AT_MOST_SECONDS), default=0)
    assert safe > 0
    assert len(saved_title(tmp_path)) >= safe
