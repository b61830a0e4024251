"""Installations, and the program run on them as a separate process."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ideabox.app.workplace import Workplace
from ideabox.store.queries import Filter
from ideabox.usecases import reading
from ideabox.usecases.json_form import as_dict
from ideabox.usecases.session import Session
from tests.end_to_end.nursery import Nursery

PROGRAM = (sys.executable, "-W", "error", "-m", "ideabox")
PATIENCE_SECONDS = 90


class Done(msgspec.Struct, frozen=True):
    """How a process ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document that it must be; raises on anything before, after or instead."""
        return json.loads(self.out)


def environment(folder: Path, user: str, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The surroundings of a plain script: no locale, no Python settings, its user's own folder."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "LC_", "XDG_")) and name not in ("LANGUAGE", "COLUMNS", "TERM")
    }
    places = dict.fromkeys(("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP"), str(folder))
    return kept | places | {"LANG": "C", "LOGNAME": user} | dict(more or {})


def start(arguments: Sequence[str | Path], folder: Path, user: str = "ann") -> subprocess.Popen[bytes]:
    """Start the program and do not wait for it."""
    return subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(folder, user),
        cwd=folder,
    )


def ended(process: subprocess.Popen[bytes]) -> Done:
    """Wait for a process, and look at what no command may ever do: ask, or show a traceback."""
    try:
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return _checked(process.returncode, out, err)


def _checked(status: int, out: bytes, err: bytes) -> Done:
    done = Done(status, out.decode().replace("\r\n", "\n"), err.decode().replace("\r\n", "\n"))
    assert "Traceback" not in done.err, done.err
    assert "a fault of its own" not in done.err, done.err
    return done


@functools.cache
def _nursery() -> Nursery:
    """The one of this test process."""
    made = Nursery(environment(Path.cwd(), "nobody"))
    atexit.register(made.close)
    return made


class Home:
    """One installation, in a folder of its own, and a person at it.

    Calling it runs a command that must succeed; `refused` and `wrong` run ones that must not.
    """

    def __init__(self, path: Path, user: str, **profile: str) -> None:
        self.path, self.user = path, user
        self.folder = path.parent
        if profile:
            with self._workplace() as workplace:
                workplace.change_profile(**profile)

    @property
    def database(self) -> Path:
        return self.path / "ideabox.db"

    @property
    def log(self) -> str:
        return (self.path / "ideabox.log").read_text(encoding="utf-8")

    def run(self, *arguments: str | Path) -> Done:
        """Run a command, whatever comes of it."""
        given = ["--home", str(self.path), *map(str, arguments)]
        if not hasattr(os, "fork"):
            return ended(start(given, self.folder, self.user))
        return _checked(*_nursery().run(given, environment(self.folder, self.user), self.folder))

    def __call__(self, *arguments: str | Path) -> str:
        """Run a command that succeeds without a word on standard error; returns what it printed."""
        done = self.run(*arguments)
        assert (done.status, done.err) == (0, ""), done
        return done.out

    def json(self, *arguments: str | Path) -> Any:
        """Run a command with --json that succeeds; returns its document."""
        return json.loads(self(*arguments, "--json"))

    def refused(self, *arguments: str | Path) -> str:
        """Run a command that cannot be done for a known reason; returns the sentence that says so."""
        done = self.run(*arguments)
        assert (done.status, done.out) == (1, ""), done
        assert done.err.endswith(".\n"), done.err
        assert len(done.err.splitlines()) == 1, done.err
        return done.err.strip()

    def wrong(self, *arguments: str | Path) -> str:
        """Run a command that is not one; returns what is said about how to use it."""
        done = self.run(*arguments)
        assert (done.status, done.out) == (2, ""), done
        assert "Usage: ideabox" in done.err, done.err
        return done.err

    def listed(self, *options: str) -> list[dict[str, Any]]:
        """The ideas that `list --json` shows."""
        return list(self.json("list", *options)["ideas"])

    def ideas(self) -> list[dict[str, Any]]:
        """The same ideas, asked for in this process, which takes less time."""
        with self.at_work() as session, reading.listing(session, Filter()) as found:
            return list(json.loads(msgspec.json.encode([as_dict(row) for row in found.rows])))

    def status_of(self, idea: str) -> str:
        """Where an idea stands, asked for in this process."""
        with self.at_work() as session:
            return reading.show(session, idea).row.status

    @contextlib.contextmanager
    def at_work(self) -> Iterator[Session]:
        """The same person at the same installation in this process, to prepare much in little time."""
        with self._workplace() as workplace:
            yield workplace.session

    @contextlib.contextmanager
    def _workplace(self) -> Iterator[Workplace]:
        workplace = Workplace(self.path, user=self.user)
        try:
            yield workplace
        finally:
            workplace.close()
