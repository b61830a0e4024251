"""Bytes that change by themselves, in the database or in its journal: noticed, and brought back.

Of the database everything must come back, since there is a backup: `check` either finds the damage, and recovering or
rebuilding mends it, or nothing that anybody can read has changed. A journal has no double: SQLite drops what follows
the first damaged part of it, and what only stood there is gone. That is counted, in a column of its own.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from ideabox.domain.problems import Refusal
from ideabox.usecases import ideas, safekeeping
from tests.faults.failing import CALM
from tests.faults.operations import LOST, UNSOUND, Installation, Wrong

BYTES, JOURNAL = "changed bytes", "damaged journal"
IDEAS = 25
NEWEST_GONE = "newest gone"
Damage = Callable[[bytes, random.Random], bytes]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 8, 64))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _zeroed(data: bytes, chance: random.Random) -> bytes:
    start, length = chance.randrange(len(data)), chance.choice((16, 512, 4096, 32_768))
    return (data[:start] + bytes(length) + data[start + length :])[: len(data)]


def _followed(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(chance.choice((1, 4096)))


DAMAGES: tuple[Damage, ...] = (_flipped, _cut, _zeroed, _followed)


class Damaged:
    """An installation with a backup, whose database or journal is damaged again and again."""

    def __init__(self, at: Installation) -> None:
        self.at = at
        for number in range(IDEAS):
            at.add(f"Idea {number}", f"Words of the idea {number}, " * 20)
        with at.at_work() as ann:
            safekeeping.back_up(ann.session, None)
        self.database = at.home / "ideabox.db"
        self._good = self.database.read_bytes()
        self._listed = self._list()
        if self._listed is None:
            raise Wrong(UNSOUND, "before anything was damaged")

    def change_bytes(self, chance: random.Random) -> list[str]:
        """Damage the database, and mend it; returns the columns of the table that this counts in."""
        self._put(chance.choice(DAMAGES)(self._good, chance))
        try:
            self.at.run(("list",), CALM)
            checked, _calls = self.at.run(("check",), CALM)
            if checked.status == 0:
                if self._list() != self._listed:
                    raise Wrong(LOST, "words that changed, and check did not see it")
                return ["faults", "met", "went on"]
            self._mend(checked.err)
            if self._list() != self._listed:
                raise Wrong(LOST, "something that did not come back as it was")
            self.at.examine()
        finally:
            self._put(self._good)
        return ["faults", "met", "refused"]

    def damage_journal(self, chance: random.Random) -> list[str]:
        """Damage the journal of a program that was killed; what the database itself holds is there all the same."""
        home = self.at.place / "killed"
        shutil.rmtree(home, ignore_errors=True)
        with self.at.at_work() as ann:
            newest = {next(iter(ideas.submit(ann.session, f"New {number}", "p", "q").new)) for number in range(3)}
            shutil.copytree(self.at.home, home)
        self._put(self._good)
        journal = home / "ideabox.db-wal"
        journal.write_bytes(chance.choice(DAMAGES)(journal.read_bytes(), chance))
        self.at.run(("list",), CALM, home)
        checked, _calls = self.at.run(("check",), CALM, home)
        if checked.status:
            self._mend(checked.err, home)
        there = self.at.there(home)
        if missing := self.at.kept - there:
            raise Wrong(LOST, f"{len(missing)} ideas that the database itself held")
        self.at.examine(home)
        return ["faults", "met", "refused" if checked.status else "went on", *([NEWEST_GONE] if newest - there else [])]

    def _mend(self, said: str, home: Path | None = None) -> None:
        command = ("rebuild",) if "`ideabox rebuild`" in said else ("recover",)
        mended, _calls = self.at.run(command, CALM, home)
        if mended.status != 0 and command == ("recover",):
            mended, _calls = self.at.run(("rebuild",), CALM, home)
        if mended.status != 0:
            raise Wrong(UNSOUND, f"{command[0]} did not mend it: {mended.err}")
        checked, _calls = self.at.run(("check",), CALM, home)
        if checked.status != 0:
            raise Wrong(UNSOUND, f"after {command[0]}: {checked.out} {checked.err}")

    def _put(self, content: bytes) -> None:
        """Have this and nothing else for a database."""
        for path in self.at.home.glob("ideabox.db-*"):
            path.unlink()
        for path in [*self.at.home.glob("ideabox.damaged-*"), *self.at.home.glob("ideabox.before-*")]:
            path.unlink()
        self.database.write_bytes(content)

    def _list(self) -> str | None:
        ended, _calls = self.at.run(("list", "--json"), CALM)
        if ended.status != 0:
            return None
        return json.dumps(sorted(json.loads(ended.out)["ideas"], key=lambda idea: str(idea["id"])))


def attempt_damage(damaged: Damaged, name: str, chance: random.Random) -> list[str]:
    """Damage it once in one of the two ways; a refusal where there should be none is a fault of the database."""
    try:
        return damaged.change_bytes(chance) if name == BYTES else damaged.damage_journal(chance)
    except Refusal as refusal:
        raise Wrong(UNSOUND, str(refusal)) from None
