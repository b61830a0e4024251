"""Putting files in their place so that they are whole or not there, and never over another."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ideabox.domain.problems import refuse

_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]").fullmatch  # names that Windows keeps for devices
PART_PREFIX, PART_ENDING = ".ideabox-", ".part"
"""Of files that are being written, and of what is left where a program was killed in writing one."""
_RETRY_SECONDS = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8)
"""Virus scanners and synchronising folders hold a new file on Windows for a moment."""


def place_new(
    folder: Path, name: str, ending: str, write: Callable[[BinaryIO], None], dated: datetime | None = None
) -> Path:
    """Write a new file `name + ending`, or `name-2 + ending` and so on where that exists; returns where it is.

    `dated` is the moment that its date shall tell in place of the one at which it was written.
    """
    with plain_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _temporary(folder, write) as temporary:
            if dated is not None:
                os.utime(temporary, (dated.timestamp(), dated.timestamp()))
            for number in range(1, 10_000):
                target = folder / (f"{name}{ending}" if number == 1 else f"{name}-{number}{ending}")
                with contextlib.suppress(FileExistsError):
                    _patiently(functools.partial(_rename_without_replacing, temporary, target))
                    _sync_folder(folder)
                    return target
    refuse("folder", "name-taken", path=str(folder / name))


def replace(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file that a person named, in place of what was there only once the new one is whole."""
    with plain_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        with _temporary(target.parent, write) as temporary:
            _patiently(lambda: temporary.replace(target))
            _sync_folder(target.parent)


def place_private(target: Path, content: bytes) -> None:
    """Write a new file that only its user can read; raises `FileExistsError` where there is one already.

    On Windows a file has the rights of its folder: the user's own, under their profile.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(target.parent, lambda file: file.write(content), is_private=True) as temporary:
        _patiently(functools.partial(_rename_without_replacing, temporary, target))
        _sync_folder(target.parent)


def slug(text: str) -> str:
    """A name as part of a file name that every system takes: lower case, dashes, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{short}-file" if _RESERVED(short) else short


@contextlib.contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what the file system says into a problem with a sentence."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            refuse("folder", "disk-full", path=str(path))
        if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            refuse("folder", "not-allowed", path=str(path))
        if fault.errno in (errno.EEXIST, errno.ENOTDIR):
            refuse("folder", "not-a-folder", path=str(path))
        refuse("folder", "failed", path=str(path), detail=fault.strerror or type(fault).__name__)


@contextlib.contextmanager
def _temporary(folder: Path, write: Callable[[BinaryIO], object], *, is_private: bool = False) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=PART_PREFIX, suffix=PART_ENDING, dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if not is_private:
            _open_to_readers(path)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _open_to_readers(path: Path) -> None:
    """Temporary files are private; what is put in place has the rights that new files have here."""
    if os.name == "posix":
        path.chmod(0o666 & ~_MASK)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


_MASK = _mask()
"""Asked once, since asking clears it for a moment, in every thread."""


def _rename_without_replacing(source: Path, target: Path) -> None:
    if os.name == "nt":
        source.rename(target)  # refuses on Windows where the target exists
        return
    try:
        os.link(source, target)
    except OSError as fault:
        if fault.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK):
            raise
        if target.exists():  # a file system without links: the next best
            raise FileExistsError(errno.EEXIST, "exists", str(target)) from None
        source.rename(target)


def _patiently(act: Callable[[], object]) -> None:
    for seconds in _RETRY_SECONDS if os.name == "nt" else ():
        try:
            act()
            return
        except PermissionError:
            time.sleep(seconds)
    act()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as fault:  # some network file systems cannot
            if fault.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)
