"""Very many faults, in everything that a person does, and a table of what came of them.

usage: python -m tests.faults.suite [--faults 2000] [--seed N] [--only NAME]

Exit status 1 if anything that was acknowledged is lost, or a database is not sound, or something went by halves or
without a sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ideabox.domain.problems import Refusal
from tests.faults.failing import ERRORS, KINDS, WAYS, Fault, can_fail, failing
from tests.faults.operations import OPERATIONS, UNSOUND, Installation, Wrong, attempt

HEADS = ("faults", "met", "killed", "refused", "went on", "did more", "lost", "unsound", "by halves", "untold")
CLOCKS = (-(2**30), -86_400, 3_600, 2**31)
"""Seconds by which a wall clock is wrong: decades slow, a day slow, an hour fast, in the next century."""


class Table:
    """What came of the faults, by what was being done."""

    def __init__(self) -> None:
        self._rows: dict[str, Counter[str]] = {}
        self.wrong: list[str] = []

    def count(self, name: str, *what: str) -> None:
        self._rows.setdefault(name, Counter()).update(what)

    @property
    def faults(self) -> int:
        """How many faults there were."""
        return sum(row["faults"] for row in self._rows.values())

    def __str__(self) -> str:
        first = max(map(len, (*self._rows, "all")))
        lines = ["  ".join([" " * first, *HEADS])]
        for name, row in [*self._rows.items(), ("all", sum(self._rows.values(), Counter()))]:
            cells = [f"{row[head]:>{len(head)}}" for head in HEADS]
            lines.append("  ".join([f"{name:<{first}}", *cells]))
        return "\n".join(lines)


def choose(chance: random.Random, calls: dict[str, int]) -> Fault:
    """A fault among the calls that something makes when nothing fails; the rarer kinds as often as the others."""
    if chance.random() < 0.03:
        return Fault(clock=chance.choice(CLOCKS))
    kind = chance.choice([each for each in KINDS if calls[each]])
    way = chance.choice(WAYS if kind == "write" else WAYS[:4])
    return Fault(kind, chance.randint(1, calls[kind]), chance.choice(ERRORS[kind]), way)


def try_faults(folder: Path, number: int, chance: random.Random, names: Sequence[str] = tuple(OPERATIONS)) -> Table:
    """Do things with so many faults; an installation on which something went wrong is replaced by a new one."""
    table = Table()
    places = itertools.count()
    with contextlib.ExitStack() as stack:

        def installation() -> Installation:
            here = folder / str(next(places))
            here.mkdir()
            return Installation(here / "place", stack.enter_context(failing(here, here / "place")))

        at = installation()
        calm = {name: attempt(at, name) for name in names}
        for attempted in range(number):
            name = names[attempted % len(names)]
            fault = choose(chance, calm[name])
            try:
                attempt(at, name, fault)
                table.count(name, *_outcomes(at, fault))
            except (Wrong, Refusal) as wrong:
                what = wrong.what if isinstance(wrong, Wrong) else UNSOUND
                table.count(name, "faults", what)
                table.wrong.append(f"{name} ({fault}): {wrong}")
                at = installation()
    return table


def _outcomes(at: Installation, fault: Fault) -> list[str]:
    """The columns that an attempt without anything wrong counts in."""
    status = at.ended.status
    ended = {0: "went on", 1: "refused"}.get(status, "killed")
    is_met = status != 0 or not fault.kind or at.calls[fault.kind] >= fault.number
    return ["faults", ended, *(["met"] if is_met else []), *(["did more"] if at.did_more else [])]


def main(arguments: Sequence[str]) -> int:
    """Run it; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--faults", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", choices=tuple(OPERATIONS))
    asked = parser.parse_args(arguments)
    if not can_fail():
        print("Calls can be made to fail on Linux with a C compiler only.")  # noqa: T201 - a command of the tests
        return 1
    seed = asked.seed if asked.seed is not None else random.randrange(10**6)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        names = (asked.only,) if asked.only else tuple(OPERATIONS)
        table = try_faults(Path(name), asked.faults, random.Random(seed), names)
    print(f"seed {seed}, {time.monotonic() - began:.0f} s", table, *table.wrong, sep="\n")  # noqa: T201 - as above
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
