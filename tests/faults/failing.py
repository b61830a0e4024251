"""Commands in which a system call fails: the shim that makes it, and the process that runs them one after another."""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from tests.end_to_end.command_line import environment
from tests.faults.killing import PROGRAM, Ended

KINDS = ("write", "sync", "rename", "open", "truncate", "unlink", "read")
WAYS = ("once", "from now on", "killed before", "killed after", "half", "half, then killed")
"""Numbered as in `failing_calls.c`."""
ERRORS = {
    "write": (errno.ENOSPC, errno.EIO, errno.EDQUOT),
    "sync": (errno.EIO, errno.ENOSPC),
    "rename": (errno.EACCES, errno.EIO, errno.ENOSPC),
    "open": (errno.EACCES, errno.EMFILE, errno.ENOSPC, errno.EROFS, errno.EIO),
    "truncate": (errno.EIO,),
    "unlink": (errno.EACCES, errno.EIO),
    "read": (errno.EIO,),
}
"""What each kind of call can come back with: a full disk, a quota, an error of the disk, rights that changed."""


class Fault(msgspec.Struct, frozen=True):
    """The call that fails: of which kind, the how-manieth, with which error and in which way.

    `clock`: seconds that the wall clock is ahead. `room`: bytes that are left on the disk, if it is nearly full.
    """

    kind: str = ""
    number: int = 0
    error: int = 0
    way: str = "once"
    clock: int = 0
    room: int | None = None

    def __str__(self) -> str:
        if self.room is not None:
            return f"{self.room} bytes left on the disk"
        if not self.kind:
            return f"clock {self.clock:+} s"
        return f"{self.kind} {self.number}, {errno.errorcode[self.error]}, {self.way}"

    @property
    def kills(self) -> bool:
        """Whether the process dies of it."""
        return "killed" in self.way


SMALL_DISK = 64 * 1024**2
CALM = Fault()
"""Nothing fails."""
Run = Callable[[Sequence[str], Fault], tuple[Ended, dict[str, int]]]
"""Runs a command with a fault; returns how it ended and, unless it was killed, how many calls of each kind it made."""


def can_fail() -> bool:
    """Whether this system can make calls fail: Linux with a C compiler."""
    return sys.platform == "linux" and shutil.which("cc") is not None and sysconfig.get_config_var("Py_DEBUG") != 1


@functools.cache
def shim(folder: Path) -> Path:
    """The shim, compiled into this folder."""
    made = folder / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True, capture_output=True)
    return made


@contextlib.contextmanager
def small_disk(at: Path) -> Iterator[bool]:
    """A small disk of its own at this place; False where this system does not allow it, and there is none."""
    at.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(at)]
    made = os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", "--lazy", str(at)], check=True)


@contextlib.contextmanager
def nearly_full(disk: Path, room: int) -> Iterator[None]:
    """While this lasts, the disk at this place has so much room left."""
    free = shutil.disk_usage(disk).free
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(free - room, 1))
    try:
        yield
    finally:
        filler.unlink()


@contextlib.contextmanager
def failing(folder: Path, root: Path) -> Iterator[Run]:
    """Run commands in which calls on files below `root` fail; what they print is kept in `folder`."""
    numbers = itertools.count()
    with subprocess.Popen(
        [*PROGRAM, "nursery"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(folder, "ann", {"LD_PRELOAD": str(shim(folder))}),
        encoding="utf-8",
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        to_nursery, from_nursery = nursery.stdin, nursery.stdout

        def ask(line: str) -> int:
            to_nursery.write(f"{line}\n")
            to_nursery.flush()
            return int(from_nursery.readline())

        def run(arguments: Sequence[str], fault: Fault) -> tuple[Ended, dict[str, int]]:
            number = next(numbers)
            files = {name: folder / f"failing-{number}.{name}" for name in ("phases", "out", "err", "calls")}
            request = {name: str(path) for name, path in files.items()} | {
                "arguments": list(arguments),
                "root": str(root),
                "fault": {
                    "kind": KINDS.index(fault.kind) if fault.kind else -1,
                    "kinds": len(KINDS),
                    "number": fault.number,
                    "error": fault.error,
                    "way": WAYS.index(fault.way),
                    "clock": fault.clock,
                },
            }
            ask(json.dumps(request))
            status = ask("wait")
            out, err = (files[name].read_text("utf-8") for name in ("out", "err"))
            calls = json.loads(files["calls"].read_text("ascii")) if files["calls"].exists() else []
            for path in files.values():
                path.unlink(missing_ok=True)
            return Ended(status, out, err, ()), dict(zip(KINDS, calls, strict=False))

        assert os.environ.get("LD_PRELOAD") is None
        yield run
