"""Two PCs exchange through one folder without a pause and are killed at any moment: nothing is lost or doubled."""

from __future__ import annotations

import faulthandler
import itertools
import json
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ideabox.exchange.package import Package
from ideabox.exchange.team_folder import INSIDE
from ideabox.store import outbox
from tests.end_to_end.command_line import Home
from tests.faults import victim
from tests.faults.killing import Ended, Start, Tally, kill_in, quickest
from tests.faults.test_kills import ids_in

PAUSES = (0.0, 0.0, 0.02)
AIMS = (None, None, victim.WRITING, victim.COMMITTING, victim.COMMITTED, victim.COMMITTED)
"""Files are written after the commit that announces them, and noted in the next."""


class Desk:
    """A PC at which ideas are logged and the folder is exchanged with, again and again."""

    def __init__(self, home: Path, folder: Path, start: Start) -> None:
        self.home, self._folder, self._start = home, folder, start
        self.tally = Tally()
        self.acknowledged: set[str] = set()
        self._numbers = itertools.count()
        self._calm = {what: self._in_peace(what) for what in ("add", "add without a name", "sync")}

    def _command(self, what: str) -> list[str]:
        home = ["--home", str(self.home)]
        if what == "sync":
            return [*home, "sync", str(self._folder)]
        title = f"{self.home.name} {next(self._numbers)}"
        add = [*home, "add", "--title", title, "--problem", "P", "--proposal", "S"]
        return add if what == "add" else [*add, "--anonymous"]

    def _in_peace(self, what: str) -> Ended:
        ended = self._start(self._command(what)).end()
        assert (ended.status, ended.err) == (0, ""), ended
        self.acknowledged |= ids_in(ended.out)
        return ended

    def work_until(self, stop: float) -> None:
        """Log ideas and exchange until this moment; two of three times it is killed on the way."""
        whats = ("sync", "sync", "sync", "add", "add", "add without a name")
        while time.monotonic() < stop:
            what = random.choice(whats)
            if random.random() < 0.33:
                self._in_peace(what)
            else:
                ended = kill_in(self._start(self._command(what)), random.choice(AIMS), self._calm[what])
                self.tally.count(what, ended)
                self.acknowledged |= ids_in(ended.out)
            time.sleep(random.choice(PAUSES))

    def sync(self) -> None:
        """Exchange, and nobody kills it."""
        self._in_peace("sync")

    def ideas(self) -> dict[str, str]:
        """What is listed, by id, as its title."""
        ended = self._start(["--home", str(self.home), "list", "--json"]).end()
        return {item["id"]: item["title"] for item in json.loads(ended.out)["ideas"]}

    def checked(self) -> str:
        return self._start(["--home", str(self.home), "check"]).end().out


def _two_exchange(folder: Path, seconds: float) -> str:
    """Let two PCs work for so long under kills, and see that both have everything, once; returns the kills."""
    shared = folder / "team"
    shared.mkdir()
    for name in ("a", "b"):
        (folder / name).mkdir()
    with quickest()(folder / "a") as one, quickest()(folder / "b") as other, ThreadPoolExecutor(2) as threads:
        desks = [Desk(folder / "a" / "home a", shared, one), Desk(folder / "b" / "home b", shared, other)]
        stop = time.monotonic() + seconds
        for worked in [threads.submit(desk.work_until, stop) for desk in desks]:
            worked.result()
        for desk in (*desks, *desks):
            desk.sync()
        first, second = (desk.ideas() for desk in desks)
        assert first == second
        assert desks[0].acknowledged | desks[1].acknowledged <= first.keys()
        assert len(set(first.values())) == len(first), "no idea is there twice"
        for desk in desks:
            assert desk.checked().startswith(f"Ideas: {len(first)}. Events: {len(first)}. ")
            assert "All is well" in desk.checked()
    _the_folder_is_sound(shared, first)
    for desk in desks:
        with Home(desk.home, "ann").at_work() as session, session.store.read() as connection:
            assert outbox.to_send(connection, "") == [], "all that was recorded here counts as sent"
    landed = sum(desk.tally.landed() for desk in desks)
    assert landed >= min(4, seconds), "they were killed"
    return "\n".join([*(desk.tally.table() for desk in desks), f"ideas: {len(first)}, files: {len(files_in(shared))}"])


def files_in(shared: Path) -> list[Path]:
    return sorted((shared / INSIDE).rglob("*.zip"))


def _the_folder_is_sound(shared: Path, ideas: dict[str, str]) -> None:
    """Every file is whole, and the folder alone would bring everything to a newcomer."""
    lines: set[bytes] = set()
    for path in files_in(shared):
        with Package(path) as package:
            lines.update(line for _number, line in package.lines())
    assert {json.loads(line)["idea"] for line in lines} == set(ideas)
    assert len(lines) == len(ideas)


def test_two_that_exchange_and_are_killed_for_some_seconds_lose_and_double_nothing(tmp_path: Path) -> None:
    _two_exchange(tmp_path, 5 if hasattr(os, "fork") else 20)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_two_that_exchange_and_are_killed_for_a_minute_lose_and_double_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes long, but it does not hang
    table = _two_exchange(tmp_path, 60)
    with capsys.disabled():
        sys.stderr.write(f"\n{table}\n")
