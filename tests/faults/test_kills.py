"""A process killed at any moment loses nothing that it had acknowledged, and leaves nothing by halves."""

from __future__ import annotations

import csv
import faulthandler
import functools
import itertools
import json
import os
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ideabox.app.workplace import Workplace
from ideabox.usecases import importing, sending
from ideabox.usecases.wording import Wording
from tests.faults import victim
from tests.faults.killing import PHASES, Ended, Running, Start, Tally, forking, kill_in, quickest, spawning

ROWS = 2_000
"""Of the longest texts, so many are more than the store keeps in memory before it writes to its journal."""
JOURNAL_BYTES = 2 * 1024 * 1024
ADD = ("add", "--title", "Added", "--problem", "P", "--proposal", "S")
WORDS = ("queue", "form", "letter", "printer", "appointment", "journal", "caller", "evidence", "payment", "interpreter")


def write_sheet(path: Path, office: str, rows: int, texts: Iterator[tuple[str, str]]) -> Path:
    """A spreadsheet of ideas, every one with the name of its office in its title too."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(["title", "problem", "proposal", "office"])
        for number, (problem, proposal) in zip(range(rows), texts, strict=False):
            write([f"{office} {number}", problem, proposal, office])
    return path


def short_texts() -> Iterator[tuple[str, str]]:
    while True:
        yield " ".join(random.choices(WORDS, k=30)), " ".join(random.choices(WORDS, k=30))


def long_texts() -> Iterator[tuple[str, str]]:
    """As long as texts can be, of the same few words, so that it is not the index that takes the time."""
    while True:
        yield f"{'x' * 99} " * 99 + str(random.random()), f"{'y' * 99} " * 99 + str(random.random())


class Installation:
    """An installation on which things are done and killed, and what is known to be in it."""

    def __init__(self, folder: Path, start: Start, wording: Wording, rows: int = ROWS) -> None:
        self.folder, self.home = folder, folder / "home"
        self._start, self._wording, self._rows = start, wording, rows
        self.kept: set[str] = set()
        self.last_run = 0
        self._calm: dict[str, Ended] = {}
        self.do("profile", "--office", "Here")
        self.add()

    @functools.cached_property
    def _sheet(self) -> Path:
        return write_sheet(self.folder / "sheet.csv", "Sheet", self._rows, short_texts())

    @functools.cached_property
    def _long_sheet(self) -> Path:
        return write_sheet(self.folder / "long.csv", "Long", self._rows, long_texts())

    @functools.cached_property
    def _package(self) -> Path:
        sheet = write_sheet(self.folder / "parcel.csv", "Parcel", self._rows, short_texts())
        sender = Workplace(self.folder / "sender", user="bob")
        try:
            importing.import_file(sender.session, sheet, {})
            (parcel,) = sending.send(sender.session, self.folder, self._wording)
        finally:
            sender.close()
        return parcel.path

    def _import(self, what: str) -> tuple[str, Path]:
        """Whose ideas an import brings, and the file."""
        match what:
            case "import of a spreadsheet":
                return "Sheet", self._sheet
            case "import of a package":
                return "Parcel", self._package
            case _:
                return "Long", self._long_sheet

    def begin(self, *arguments: str) -> Running:
        """Start a command on it."""
        return self._start(["--home", str(self.home), *arguments])

    def do(self, *arguments: str) -> Ended:
        """Run a command that nobody kills, and that succeeds."""
        ended = self.begin(*arguments).end()
        assert (ended.status, ended.err) == (0, ""), ended
        return ended

    def json(self, *arguments: str) -> Any:
        return json.loads(self.do(*arguments, "--json").out)

    def add(self) -> Ended:
        """Log an idea in peace."""
        ended = self.do(*ADD)
        self.kept.add(ended.out.strip())
        return ended

    def there(self, office: str) -> int:
        """How many ideas of an office are listed, and found by its name."""
        return int(self.json("list", "--limit", "0", "--office", office, "--search", office)["total"])

    def examine(self, imported: int) -> None:
        """See that it is sound, and that it holds what is known to be in it and `imported` more, and nothing else."""
        assert {item["id"] for item in self.json("list", "--office", "Here")["ideas"]} == self.kept
        count = len(self.kept) + imported
        checked = self.do("check").out
        assert checked.startswith(f"Ideas: {count}. Events: {count}. "), checked
        assert "All is well" in checked

    def calm(self, what: str) -> Ended:
        """How it goes when nobody kills it; an import is undone afterwards."""
        if what not in self._calm:
            if what == "add":
                self._calm[what] = self.add()
            else:
                _office, path = self._import(what)
                self._calm[what] = self.do("import", str(path), "--json")
                (imported,) = json.loads(self._calm[what].out)["imports"]
                assert (imported["new"], imported["run"]) == (self._rows, self.last_run + 1)
                self._undo()
        return self._calm[what]

    def _undo(self) -> None:
        self.last_run += 1
        self.do("undo-import", str(self.last_run))

    def kill(self, what: str, aim: str | None) -> Ended:
        """Do something, kill it in the phase that is aimed at, and see that the installation is as it must be."""
        calm = self.calm(what)
        if what == "add":
            ended = kill_in(self.begin(*ADD), aim, calm)
            self._verify_add(ended)
        else:
            ended = kill_in(self.begin("import", str(self._import(what)[1]), "--json"), aim, calm)
            self._verify_import(what, ended)
        return ended

    def kill_once_the_journal_grows(self) -> Ended:
        """Kill the import of so much text that some of it is on the disk before the commit."""
        running = self.begin("import", str(self._long_sheet), "--json")
        running.wait_until(lambda: self._journal_bytes() >= JOURNAL_BYTES)
        running.kill()
        ended = running.end()
        assert self._journal_bytes() >= JOURNAL_BYTES, ended
        self._verify_import("import of long texts", ended)
        return ended

    def _journal_bytes(self) -> int:
        return max((path.stat().st_size for path in self.home.glob("ideabox.db-[wj]*")), default=0)

    def _verify_add(self, ended: Ended) -> None:
        acknowledged = ids_in(ended.out)
        self.kept |= acknowledged
        listed = {item["id"] for item in self.json("list", "--office", "Here")["ideas"]}
        assert self.kept <= listed
        came = listed - self.kept
        assert len(came | acknowledged) in expected(ended, bool(acknowledged), 1)
        self.kept |= came
        self.examine(0)

    def _verify_import(self, what: str, ended: Ended) -> None:
        office, _path = self._import(what)
        imports = json.loads(ended.out)["imports"] if ended.out.endswith("}\n") else []
        assert [(each["new"], each["run"]) for each in imports] in ([], [(self._rows, self.last_run + 1)])
        there = self.there(office)
        assert there in expected(ended, bool(imports), self._rows)
        self.examine(there)
        if there:
            self._undo()
        else:
            self.add()


def ids_in(printed: str) -> set[str]:
    """The ids that `add` printed, lines and all."""
    return set(re.findall(r"^([0-9a-f-]{36})\n", printed))


def expected(ended: Ended, acknowledged: bool, all_of_it: int) -> set[int]:
    """How much of something may be there after this end."""
    if acknowledged or ended.phase in (victim.COMMITTED, victim.ENDED):
        return {all_of_it}
    if ended.phase in (victim.STARTED, victim.WRITING):
        return {0}
    return {0, all_of_it}


@pytest.fixture
def installation(tmp_path: Path, wording: Wording) -> Iterator[Installation]:
    """An installation whose commands start in the quickest way that this system has."""
    with quickest()(tmp_path) as start:
        yield Installation(tmp_path, start, wording)


def test_a_victim_tells_its_phases_in_order(installation: Installation) -> None:
    assert [phase for phase, _moment in installation.calm("add").told] == [*PHASES, victim.ENDED]
    assert [phase for phase, _moment in installation.do("list", "--json").told] == [victim.STARTED, victim.ENDED]


@pytest.mark.parametrize("what", ["add", "import of a spreadsheet", "import of a package"])
def test_whatever_is_killed_is_wholly_there_or_wholly_absent(installation: Installation, what: str) -> None:
    tally = Tally()
    for aim in itertools.islice(itertools.cycle([*PHASES[1:], None]), 12):
        ended = installation.kill(what, aim)
        tally.count(what, ended)
        assert ended.status == (-9 if ended.was_killed else 0) or os.name == "nt"
        if tally.landed() >= 4:
            break
    assert tally.landed() >= 4, tally.table()


def test_what_was_on_the_disk_before_the_commit_is_gone_after_a_kill(installation: Installation) -> None:
    ended = installation.kill_once_the_journal_grows()
    assert ended.phase == victim.WRITING


def test_a_kill_of_a_process_that_loads_everything_itself_leaves_nothing_by_halves(
    tmp_path: Path, wording: Wording
) -> None:
    with spawning(tmp_path) as start:
        installation = Installation(tmp_path, start, wording, rows=500)
        assert installation.kill("import of a spreadsheet", victim.WRITING).phase != victim.STARTED


@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes too long where every process has to load everything")
def test_a_kill_while_an_installation_is_made_does_not_stand_in_its_way(tmp_path: Path) -> None:
    with forking(tmp_path) as start:
        calm = start(["--home", str(tmp_path / "calm"), *ADD]).end()
        kills = []
        for number in range(12):
            home = str(tmp_path / str(number))
            ended = kill_in(start(["--home", home, *ADD]), None, calm)
            kills.append(ended.was_killed)
            after = [start(["--home", home, *command]).end() for command in (ADD, ("check",), ("list", "--json"))]
            assert [(each.status, each.err) for each in after] == [(0, "")] * 3
            listed = {item["id"] for item in json.loads(after[2].out)["ideas"]}
            assert ids_in(ended.out) | ids_in(after[0].out) <= listed
            assert len(listed) <= 2
    assert sum(kills) >= 6


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="takes too long where every process has to load everything")
def test_two_hundred_kills_lose_nothing(installation: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes long, but it does not hang
    tally = Tally()
    whats = itertools.cycle(["import of a spreadsheet", "import of a package"] * 2 + ["add"])
    aims = (None, None, None, victim.WRITING, victim.COMMITTING, victim.COMMITTED)
    for number in range(1, 400):
        if number % 25 == 0:
            tally.count("import of long texts", installation.kill_once_the_journal_grows())
        else:
            what = next(whats)
            tally.count(what, installation.kill(what, random.choice(aims)))
        if tally.landed() >= 200:
            break
    with capsys.disabled():
        sys.stderr.write(f"\n{tally.table()}\n")
    assert tally.landed() >= 200
    assert tally.landed(victim.WRITING) * 3 >= tally.landed(), "at least a third between the first write and the commit"
    assert all(tally.landed(phase) for phase in PHASES), "some in every phase"
