"""The real command line as a process that tells how far it has come, so that it can be killed there.

usage: victim.py run PHASES ARGUMENT...    run one command; PHASES is the file that it tells its phases to
       victim.py nursery                   read requests, one JSON line each, and fork a process for each (POSIX only)

Phases are told one a line, each with the moment when it began. The program itself is not changed: SQLAlchemy says what
is happening.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy import event as listening

from ideabox.__main__ import main
from ideabox.domain.events import timestamp
from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft, Drafts

STARTED = "started"
WRITING = "writing"
"""The first statement that writes has been executed, and the commit has not begun."""
COMMITTING = "committing"
COMMITTED = "committed"
"""The commit has returned; the answer may not have been printed yet, nor the journal put away."""
ENDED = "ended"
KEEP_DRAFT = "keep-draft"
"""In place of a command: keep a draft in the file that follows, by the title that follows."""
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
        status = run_with_fault(request) if "fault" in request else run(Path(request["phases"]), request["arguments"])
    finally:
        os._exit(status)


def run_with_fault(request: dict[str, Any]) -> int:
    """Run a command in which a system call fails, and tell how many calls there were; see `failing.py`."""
    preloaded = ctypes.CDLL(None)
    fault = request["fault"]
    preloaded.ideabox_shift_clock(ctypes.c_long(fault["clock"]))
    number = ctypes.c_long(fault["number"])
    preloaded.ideabox_arm(request["root"].encode(), fault["kind"], number, fault["error"], fault["way"])
    try:
        if request["arguments"][0] == KEEP_DRAFT:
            return _keep_draft(*request["arguments"][1:])
        return run(Path(request["phases"]), request["arguments"])
    finally:
        counts = (ctypes.c_long * fault["kinds"])()
        preloaded.ideabox_counts(counts)
        Path(request["calls"]).write_text(json.dumps(list(counts)), "ascii")


def _keep_draft(path: str, title: str) -> int:
    """What the window does at every pause; prints the title once it is kept."""
    try:
        drafts = Drafts(Path(path))
        drafts.save(Draft(id=title, title=title), timestamp(datetime.now(UTC)))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal.problems[0].code}.\n")
        return 1
    sys.stdout.write(f"{title}\n")
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "nursery":
        nursery()
    else:
        sys.exit(run(Path(sys.argv[2]), sys.argv[3:]))
