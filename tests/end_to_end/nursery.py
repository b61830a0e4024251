"""The program as a process of its own for each command, forked from one that has it loaded (POSIX only).

Starting Python and loading the program takes most of the time of a command. What a command does, prints and returns is
the same either way; that it does so when it loads everything itself, the tests that use `start` prove.

usage: nursery.py      read requests, one JSON line each, and answer each with the status that its process ended with
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_LOADED = ("domain", "store", "exchange", "usecases", "cli", "app")
_LEFT = ("ideabox.store.migrations.", "ideabox.exchange.pictures")
"""What few commands load, and what finds its own files by the surroundings in which it is loaded."""


class Nursery:
    """A process that forks others. It lives until it is closed."""

    def __init__(self, surroundings: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=dict(surroundings),
            encoding="utf-8",
        )

    def run(self, arguments: Sequence[str], surroundings: Mapping[str, str], folder: Path) -> tuple[int, bytes, bytes]:
        """Run a command in these surroundings and this folder; returns its status and what it printed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with tempfile.TemporaryDirectory() as place:
            out, err = Path(place) / "out", Path(place) / "err"
            request = {
                "arguments": list(arguments), "surroundings": dict(surroundings), "folder": str(folder),
                "out": str(out), "err": str(err),
            }  # fmt: skip
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            return status, out.read_bytes(), err.read_bytes()

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()


def _load() -> None:
    import ideabox  # noqa: PLC0415

    for layer in _LOADED:
        name = f"ideabox.{layer}"
        for module in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            if not module.name.startswith(_LEFT):
                importlib.import_module(module.name)
    assert "PySide6" not in sys.modules, f"{ideabox.__name__} loads Qt only for a window"


def _serve() -> dict[str, Any] | None:
    """Answer requests; returns one in the process that is forked for it, and None at the end."""
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            return request
        _pid, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return None


def _become(request: Mapping[str, Any]) -> None:
    for stream, path in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
        file = os.open(path, os.O_RDONLY if stream == 0 else os.O_WRONLY | os.O_CREAT)
        os.dup2(file, stream)
        os.close(file)
    os.environ.clear()
    os.environ.update(request["surroundings"])
    os.chdir(request["folder"])
    sys.argv = ["ideabox", *request["arguments"]]


if __name__ == "__main__":
    _load()
    wanted = _serve()
    if wanted is not None:
        from ideabox.__main__ import main

        _become(wanted)
        sys.exit(main())
