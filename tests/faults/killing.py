"""Starting victims, killing them at a moment of one's choice, and seeing how far they had come."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from tests.end_to_end.command_line import environment
from tests.faults import victim

PROGRAM = (sys.executable, "-W", "error", victim.__file__)
PHASES = (victim.STARTED, victim.WRITING, victim.COMMITTING, victim.COMMITTED)
"""Where a process can be killed."""
PATIENCE_SECONDS = 60


class Handle(Protocol):
    """A process that was started."""

    def kill(self) -> None: ...
    def wait(self) -> int: ...


class Running:
    """A victim at work, and what it has told and printed so far."""

    def __init__(self, handle: Handle, files: Path) -> None:
        self._handle, self._files = handle, files

    def told(self) -> list[tuple[str, int]]:
        """The phases it has told, with the moment when each began; a torn last line is left out."""
        try:
            lines = self._files.with_suffix(".phases").read_text("ascii").split("\n")[:-1]
        except FileNotFoundError:
            return []
        return [(phase, int(moment)) for phase, moment in (line.split() for line in lines)]

    def wait_for(self, phase: str) -> None:
        """Wait until it has come to a phase, or to its end."""
        self.wait_until(lambda: phase in (each for each, _moment in self.told()))

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so, or until it has come to its end."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not condition() and victim.ENDED not in (each for each, _moment in self.told()):
            assert time.monotonic() < give_up, f"it came no farther than {self.told()}"
            time.sleep(0.0005)

    def kill(self) -> None:
        """Kill it, without a chance to do anything more; nothing happens if it has ended."""
        self._handle.kill()

    def end(self) -> Ended:
        """Wait for its end."""
        status = self._handle.wait()
        out, err = (self._files.with_suffix(suffix).read_text("utf-8") for suffix in (".out", ".err"))
        return Ended(status, out, err, tuple(self.told()))


class Ended(msgspec.Struct, frozen=True):
    """How a victim ended."""

    status: int
    out: str
    err: str
    told: tuple[tuple[str, int], ...]

    @property
    def was_killed(self) -> bool:
        return not self.told or self.told[-1][0] != victim.ENDED

    @property
    def phase(self) -> str:
        """The last phase that it told: where it was killed."""
        return self.told[-1][0] if self.told else victim.STARTED

    @property
    def seconds(self) -> dict[str, float]:
        """How long each phase took."""
        return {phase: (end - start) / 1e9 for (phase, start), (_next, end) in itertools.pairwise(self.told)}


Start = Callable[[Sequence[str]], Running]
"""Starts a command as a victim."""


@contextlib.contextmanager
def spawning(folder: Path) -> Iterator[Start]:
    """Victims that are new processes from the beginning: slow to start, on every system."""
    numbers = itertools.count()

    def start(arguments: Sequence[str]) -> Running:
        files = folder / f"spawned-{next(numbers)}"
        with files.with_suffix(".out").open("wb") as out, files.with_suffix(".err").open("wb") as err:
            process = subprocess.Popen(
                [*PROGRAM, "run", str(files.with_suffix(".phases")), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env=environment(folder, "ann"),
            )
        return Running(process, files)

    yield start


class _Forked:
    """A child of the nursery, which keeps the child's id from being used again until it is waited for."""

    def __init__(self, ask: Callable[[str], int], request: str) -> None:
        self._ask = ask
        self._id = ask(request)

    def kill(self) -> None:
        os.kill(self._id, signal.SIGKILL)

    def wait(self) -> int:
        return self._ask("wait")


@contextlib.contextmanager
def forking(folder: Path) -> Iterator[Start]:
    """Victims that are forked from a process which has the program loaded: started in a moment, on POSIX only."""
    numbers = itertools.count()
    with subprocess.Popen(
        [*PROGRAM, "nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(folder, "ann"),
        encoding="utf-8",
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        to_nursery, from_nursery = nursery.stdin, nursery.stdout

        def ask(line: str) -> int:
            to_nursery.write(f"{line}\n")
            to_nursery.flush()
            return int(from_nursery.readline())

        def start(arguments: Sequence[str]) -> Running:
            files = folder / f"forked-{next(numbers)}"
            names = {name: str(files.with_suffix(f".{name}")) for name in ("phases", "out", "err")}
            return Running(_Forked(ask, json.dumps(names | {"arguments": list(arguments)})), files)

        yield start


def quickest() -> Callable[[Path], contextlib.AbstractContextManager[Start]]:
    """The quickest way to start victims on this system."""
    return forking if hasattr(os, "fork") else spawning


def kill_in(running: Running, aim: str | None, calm: Ended) -> Ended:
    """Kill a victim at a random moment of a phase, or of all its life, which lasts about as long as a calm one's."""
    if aim is None:
        seconds = 1.1 * (calm.told[-1][1] - calm.told[0][1]) / 1e9
        running.wait_for(victim.STARTED)
    else:
        seconds = calm.seconds[aim]
        running.wait_for(aim)
    time.sleep(random.uniform(0, seconds))
    running.kill()
    return running.end()


class Tally:
    """How many kills landed where, by what the victim was doing."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[str, int]] = {}

    def count(self, what: str, ended: Ended) -> None:
        counts = self._counts.setdefault(what, dict.fromkeys((*PHASES, victim.ENDED), 0))
        counts[ended.phase] += 1

    def landed(self, *phases: str) -> int:
        """How many kills landed in these phases, or in any."""
        return sum(counts[phase] for counts in self._counts.values() for phase in phases or PHASES)

    def table(self) -> str:
        """The kills as a table."""
        heads = ("before the first write", "first write to commit", "in the commit", "after the commit", "too late")
        rows: list[tuple[Any, ...]] = [("killed", *heads)]
        rows += [(what, *counts.values()) for what, counts in self._counts.items()]
        rows.append(("all", *(self.landed(phase) for phase in (*PHASES, victim.ENDED))))
        first = max(len(str(row[0])) for row in rows)
        widths = [first, *map(len, heads)]
        return "\n".join("  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
