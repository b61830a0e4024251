"""The real command line as a process that tells how far it has come, so that it can be killed there.

usage: victim.py run PHASES ARGUMENT...    run one command; PHASES is the file that it tells its phases to
       victim.py nursery                   read requests, one JSON line each, and fork a process for each (POSIX only)

Phases are told one a line, each with the moment when it began. The program itself is not changed: SQLAlchemy says what
is happening.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy import event as listening

from ideabox.__main__ import main

STARTED = "started"
WRITING = "writing"
"""The first statement that writes has been executed, and the commit has not begun."""
COMMITTING = "committing"
COMMITTED = "committed"
"""The commit has returned; the answer may not have been printed yet, nor the journal put away."""
ENDED = "ended"
_WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "REPLACE")


class Teller:
    """Tells the phases of this process. A line that was told outlives the process."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._writing = False
        self.tell(STARTED)

    def tell(self, phase: str) -> None:
        os.write(self._file, f"{phase} {time.monotonic_ns()}\n".encode())

    def listen(self) -> None:
        """From now on tell what happens to any database."""
        listening.listen(sa.Engine, "after_cursor_execute", self._executed)
        listening.listen(sa.Engine, "commit", self._committing)
        listening.listen(sa.Engine, "rollback", self._rolled_back)
        listening.listen(sa.Pool, "checkin", self._let_go)

    def _executed(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not self._writing and statement.lstrip().upper().startswith(_WRITES):
            self._writing = True
            self.tell(WRITING)

    def _committing(self, _connection: Any) -> None:
        if self._writing:
            self.tell(COMMITTING)

    def _rolled_back(self, _connection: Any) -> None:
        if self._writing:
            self._writing = False
            self.tell(STARTED)

    def _let_go(self, *_connection: Any) -> None:
        if self._writing:
            self._writing = False
            self.tell(COMMITTED)


def run(phases: Path, arguments: list[str]) -> int:
    """Run a command and tell its phases."""
    teller = Teller(phases)
    teller.listen()
    sys.argv = ["ideabox", *arguments]
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    teller.tell(ENDED)
    return status


def nursery() -> None:
    """Have everything loaded, and fork a process for each request; its id is told first, its status when asked."""
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        child = os.fork()
        if child == 0:
            _be_born(request)
        _say(child)
        sys.stdin.readline()
        _pid, status = os.waitpid(child, 0)
        _say(os.waitstatus_to_exitcode(status))


def _say(value: int) -> None:
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()


def _be_born(request: dict[str, Any]) -> NoReturn:
    status = 70
    try:
        for stream, path in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
            file = os.open(path, os.O_RDONLY if stream == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, stream)
            os.close(file)
        status = run(Path(request["phases"]), request["arguments"])
    finally:
        os._exit(status)


if __name__ == "__main__":
    if sys.argv[1] == "nursery":
        nursery()
    else:
        sys.exit(run(Path(sys.argv[2]), sys.argv[3:]))
