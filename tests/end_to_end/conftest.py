"""Installations to run the command line on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.command_line import Home

OpenHome = Callable[..., Home]
LOGGED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO [a-z-]+ ended with \d after \d+\.\d\d s")


@pytest.fixture
def open_home(tmp_path: Path) -> Iterator[OpenHome]:
    """Makes an installation with a person at it: `open_home("morgan", office="Leeds", role="manager")`.

    Whatever a test does, the log says which command ended how and when, and not a word of what people wrote.
    """

    def make(user: str = "ann", **profile: str) -> Home:
        return Home(tmp_path / user, user, **profile)

    yield make
    for log in tmp_path.rglob("ideabox.log"):
        for line in log.read_text(encoding="utf-8").splitlines():
            assert LOGGED.fullmatch(line), f"{log}: {line}"


@pytest.fixture
def home(open_home: OpenHome) -> Home:
    """An adviser in Leeds, with nothing logged yet."""
    return open_home("ann", name="Ann Archer", office="Leeds", team="Blue", role="adviser")
