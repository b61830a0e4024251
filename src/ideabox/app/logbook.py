"""The log file: what the program did and how long it took, never what people wrote or who they are."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path

import ideabox

_log = logging.getLogger("ideabox")
_log.propagate = False
_log.addHandler(logging.NullHandler())  # without any handler, faults would be written to standard error
_MAX_BYTES, _KEPT = 512 * 1024, 3


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log file that fails in silence: a full disk must not become a traceback under what a person is doing."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        pass

    def close(self) -> None:
        with contextlib.suppress(OSError):
            super().close()


def start(path: Path) -> None:
    """Begin to log to this file. Where that cannot be, the program works on without."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)


def stop() -> None:
    """Let go of the log file."""
    for handler in list(_log.handlers):
        if isinstance(handler, logging.FileHandler):
            _log.removeHandler(handler)
            handler.close()


def fault(error: BaseException) -> None:
    """Note a fault of the program: its kind and where it was, but no values, since they may hold what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    _log.error("fault %s at %s", type(error).__name__, _places(reversed(frames[-12:])))


def said_by_qt(severity: str, what: str, frames: Iterable[traceback.FrameSummary]) -> None:
    """Note a complaint of Qt: which, and what the program was at, the innermost frame first. Its words are not told."""
    level = {"warning": logging.WARNING, "critical": logging.ERROR}.get(severity, logging.CRITICAL)
    _log.log(level, "qt %s at %s", what, _places(frames) or "no place of the program")


def _places(frames: Iterable[traceback.FrameSummary]) -> str:
    return " < ".join(f"{where(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def where(file: str) -> str:
    """A source file from the folder of its package on; of one that is in none, nothing but that it is elsewhere."""
    import sysconfig  # noqa: PLC0415 - not before there is something to say

    path = Path(file)
    if getattr(sys, "frozen", False) and not path.is_absolute():  # a frozen program knows its sources by these alone
        return path.as_posix()
    with contextlib.suppress(ValueError):
        return path.relative_to(Path(ideabox.__file__).parent.parent).as_posix()
    for name in ("site-packages", "dist-packages"):
        if name in path.parts:
            return "/".join(path.parts[path.parts.index(name) + 1 :])
    with contextlib.suppress(ValueError):
        return path.relative_to(sysconfig.get_path("stdlib")).as_posix()
    return file if file.startswith("<frozen ") else "elsewhere"


def done(command: str, status: int, seconds: float) -> None:
    """Note that a command ended."""
    _log.info("%s ended with %d after %.2f s", command, status, seconds)
