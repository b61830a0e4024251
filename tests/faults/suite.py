"""Very many faults, in everything that a person does, and a table of what came of them.

usage: python -m tests.faults.suite [--faults 2000] [--seed N] [--only NAME]

Exit status 1 if anything that was acknowledged is lost, or a database is not sound, or something went by halves or
without a sentence.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ideabox.domain.problems import Refusal
from ideabox.usecases import sending
from tests.faults.damage import BYTES, JOURNAL, NEWEST_GONE, Damaged, attempt_damage
from tests.faults.failing import ERRORS, KINDS, WAYS, Fault, Run, can_fail, failing, small_disk
from tests.faults.operations import LOST, OPERATIONS, UNSOUND, UNTOLD, Installation, Wrong, attempt, packed

HEADS = (
    "faults", "met", "killed", "refused", "went on", "did more", NEWEST_GONE, "lost", "unsound", "by halves", "untold",
)  # fmt: skip
CROWD, CROWDED = 3, "several at once"
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


def choose(chance: random.Random, calls: dict[str, int], *, can_fill: bool) -> Fault:
    """A fault among the calls that something makes when nothing fails; the rarer kinds as often as the others."""
    if chance.random() < 0.03:
        return Fault(clock=chance.choice(CLOCKS))
    if can_fill and chance.random() < 0.1:
        return Fault(room=chance.choice((0, chance.randrange(2**16), chance.randrange(2**20))))
    kind = chance.choice([each for each in KINDS if calls[each]])
    way = chance.choice(WAYS if kind == "write" else WAYS[:4])
    return Fault(kind, chance.randint(1, calls[kind]), chance.choice(ERRORS[kind]), way)


def try_faults(folder: Path, number: int, chance: random.Random, names: Sequence[str] = tuple(OPERATIONS)) -> Table:
    """Do things with so many faults; an installation on which something went wrong is replaced by a new one."""
    table = Table()
    places, can_fill = itertools.count(), False
    with contextlib.ExitStack() as stack:

        def installation() -> Installation:
            nonlocal can_fill
            here = folder / str(next(places))
            can_fill = stack.enter_context(small_disk(here / "place"))
            return Installation(here / "place", stack.enter_context(failing(here, here / "place")))

        at = installation()
        calm = {name: attempt(at, name) for name in names}
        for attempted in range(number):
            name = names[attempted % len(names)]
            fault = choose(chance, calm[name], can_fill=can_fill)
            try:
                attempt(at, name, fault)
                table.count(name, *_outcomes(at, fault))
            except (Wrong, Refusal) as wrong:
                what = wrong.what if isinstance(wrong, Wrong) else UNSOUND
                table.count(name, "faults", what)
                table.wrong.append(f"{name} ({fault}): {wrong}")
                at = installation()
    return table


def try_crowd(folder: Path, number: int, chance: random.Random, table: Table) -> None:
    """Several processes at once on one installation, some of which fail or die: what each acknowledged is there."""
    root = folder / "crowd"
    root.mkdir()
    with contextlib.ExitStack() as stack:
        runs = []
        for each in range(CROWD):
            own = folder / f"crowd-{each}"
            own.mkdir()
            runs.append(stack.enter_context(failing(own, root)))
        at = Installation(root, runs[0])
        seeds = [chance.randrange(2**32) for _ in runs]
        with ThreadPoolExecutor(CROWD) as pool:
            for rows, acknowledged in pool.map(
                lambda run, seed: _in_crowd(at, run, number // CROWD, seed), runs, seeds
            ):
                at.kept |= acknowledged
                for row in rows:
                    table.count(CROWDED, *row)
    try:
        at.examine()
        with at.at_work() as ann:
            sending.send(ann.session, at.out, ann.wording)
        if missing := at.kept - packed(at.out):
            raise Wrong(LOST, f"{len(missing)} ideas count as sent and are in no file")
    except (Wrong, Refusal) as wrong:
        table.count(CROWDED, wrong.what if isinstance(wrong, Wrong) else UNSOUND)
        table.wrong.append(f"{CROWDED}: {wrong}")


def try_damage(folder: Path, number: int, chance: random.Random, table: Table) -> None:
    """Damage databases and journals so many times, turn and turn about."""
    here = folder / "damaged"
    (here / "place").mkdir(parents=True)
    with failing(here, here / "place") as run:
        damaged = Damaged(Installation(here / "place", run))
        for attempted in range(number):
            name = (BYTES, JOURNAL)[attempted % 2]
            state = chance.getstate()
            try:
                table.count(name, *attempt_damage(damaged, name, chance))
            except Wrong as wrong:
                table.count(name, "faults", wrong.what)
                table.wrong.append(f"{name}, attempt {attempted} (state {hash(state)}): {wrong}")


def _in_crowd(at: Installation, run: Run, number: int, seed: int) -> tuple[list[list[str]], set[str]]:
    """One of several at once: what came of each attempt, and the ids that it printed."""
    chance, rows, acknowledged = random.Random(seed), [], set()
    commands = (("add", "--title", "T", "--problem", "P", "--proposal", "S"), ("send", "--to", str(at.out)), ("list",))
    for attempted in range(number):
        way, kind = chance.choice(("once", "killed before", "killed after")), chance.choice(("write", "sync", "rename"))
        fault = Fault(kind, chance.randint(1, 12), errno.EIO, way)
        ended, _calls = run(["--home", str(at.home), *commands[attempted % 3]], fault)
        if ended.out.endswith("\n") and attempted % 3 == 0:
            acknowledged.add(ended.out.strip())
        told = "Traceback" not in ended.err and "a fault of its own" not in ended.err
        outcome = {0: "went on", 1: "refused"}.get(ended.status, "killed")
        rows.append(["faults", "met", outcome] if told else ["faults", "met", UNTOLD])
    return rows, acknowledged


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
        chance = random.Random(seed)
        table = try_faults(Path(name), asked.faults, chance, names)
        if not asked.only:
            try_crowd(Path(name), asked.faults // 10, chance, table)
            try_damage(Path(name), asked.faults // 8, chance, table)
    print(f"seed {seed}, {time.monotonic() - began:.0f} s", table, *table.wrong, sep="\n")  # noqa: T201 - as above
    return 1 if table.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
