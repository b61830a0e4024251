"""A team folder as it lies on a disk, somebody's or a server's: who writes where, and what is in it.

`FOLDER/ideabox/` holds a mark for each folder that it once was, a folder for each store with the files that this store
wrote, and one for ideas without a name. Every store writes and deletes files of its own alone, so there is nothing to
lock; a file that is in its place never changes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import time
from pathlib import Path
from typing import BinaryIO, NoReturn, cast

import msgspec

from ideabox.domain.ids import is_id
from ideabox.domain.problems import refuse
from ideabox.exchange import files
from ideabox.exchange.package import MAX_FILE

INSIDE = "ideabox"
NAMELESS = "nameless"
MARK_ENDING = ".team-folder.txt"
PACKAGE_ENDING = ".zip"
"""Of whatever may be a package; copies that synchronising programs make have other names before it."""
IN_MEMORY = 8 * 1024**2
"""Bytes of a file that is read; more than that is put on this PC's disk meanwhile, and gone with the program."""
STALE_SECONDS = 2 * 24 * 3600
"""After so long a file that is still being written is what is left of a program that was killed."""
_is_mark = re.compile(r"(.{36})" + re.escape(MARK_ENDING), re.DOTALL).fullmatch


class Seen(msgspec.Struct, frozen=True):
    """How a file looks from outside; a change is not to be missed, and what it means is not asked."""

    size: int
    modified: int


class Listing(msgspec.Struct, frozen=True):
    """The files that may be packages, by name with their folder before it, and the folders that could not be read."""

    files: dict[str, Seen]
    unread: frozenset[str] = frozenset()


class TeamFolder:
    """One look at a team folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.inside = path / INSIDE

    def marks(self) -> frozenset[str]:
        """The marks by which the folder is known; none if it has not been used yet. Refuses if it is not there."""
        try:
            if not self.path.is_dir():
                self._unreachable(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
            names = os.listdir(self.inside)  # noqa: PTH208 - as fast as can be, and names are all that is wanted
        except FileNotFoundError:
            return frozenset()
        except OSError as fault:
            self._unreachable(fault)
        found = (_is_mark(name) for name in names)
        return frozenset(match[1] for match in found if match and is_id(match[1]))

    def begin(self, mark: str, words: str) -> None:
        """Leave a mark, with a few words for people who come by. Two that begin at once leave two, and both count."""
        _make_for_all(self.inside)
        files.place_new(self.inside, mark, MARK_ENDING, lambda file: _write(file, words))

    def list(self) -> Listing:
        """Look at every file. Costs a few microseconds each where the system lists sizes along with names."""
        found: dict[str, Seen] = {}
        unread: set[str] = set()
        try:
            with os.scandir(self.inside) as writers:
                folders = [each.name for each in writers if not _is_hidden(each) and _is_folder(each)]
        except OSError as fault:
            self._unreachable(fault)
        for folder in folders:
            try:
                with os.scandir(self.inside / folder) as entries:
                    for entry in entries:
                        if entry.name.lower().endswith(PACKAGE_ENDING) and not _is_hidden(entry):
                            _see(entry, f"{folder}/{entry.name}", found)
            except OSError:
                unread.add(folder)
        return Listing(found, frozenset(unread))

    def look_at(self, name: str) -> Seen:
        """Look at one file that is there."""
        with files.plain_errors(self.path):
            stat = (self.inside / name).stat()
        return Seen(stat.st_size, stat.st_mtime_ns)

    def copy_of(self, name: str) -> BinaryIO:
        """A file's bytes as they are now, on this PC, so that a slow folder holds nothing else up; close it."""
        path = self.inside / name
        copy = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the caller closes it
        try:
            with path.open("rb") as file:
                while copy.tell() <= MAX_FILE and (block := file.read(1024 * 1024)):  # however fast it grows
                    copy.write(block)
        except OSError as fault:
            copy.close()
            self._cannot_read(path, fault.strerror or type(fault).__name__)
        except BaseException:
            copy.close()
            raise
        return copy

    def place_for(self, writer: str) -> Path:
        """The folder in which a store, or somebody without a name, writes."""
        folder = self.inside / writer
        _make_for_all(folder)
        return folder

    def remove(self, name: str) -> bool:
        """Delete a file of one's own; False if it is still there, held by whoever reads it, to be tried again later."""
        try:
            (self.inside / name).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def sweep(self, *writers: str) -> None:
        """Delete what killed programs left half written where these write."""
        for writer in writers:
            with contextlib.suppress(OSError), os.scandir(self.inside / writer) as entries:
                for entry in entries:
                    is_part = entry.name.startswith(files.PART_PREFIX) and entry.name.endswith(files.PART_ENDING)
                    if is_part and abs(time.time() - entry.stat().st_mtime) > STALE_SECONDS:
                        Path(entry.path).unlink()

    def _unreachable(self, fault: OSError) -> NoReturn:
        refuse("folder", "unreachable", path=str(self.path), detail=fault.strerror or type(fault).__name__)

    def _cannot_read(self, path: Path, detail: str) -> NoReturn:
        refuse("file", "cannot-read", name=path.name, detail=detail)


def _write(file: BinaryIO, words: str) -> None:
    file.write(words.replace("\n", "\r\n").encode())


def _see(entry: os.DirEntry[str], name: str, found: dict[str, Seen]) -> None:
    with contextlib.suppress(OSError, UnicodeEncodeError):  # gone meanwhile, or a name that is no text
        name.encode()
        if entry.is_file(follow_symlinks=False):
            stat = entry.stat(follow_symlinks=False)
            found[name] = Seen(stat.st_size, stat.st_mtime_ns)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    return entry.name.startswith(".")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        entry.name.encode()
        return entry.is_dir(follow_symlinks=False)
    except (OSError, UnicodeEncodeError):
        return False


def _make_for_all(folder: Path) -> None:
    """Make a folder that those may write to who may write beside it; on Windows that is so of itself."""
    with files.plain_errors(folder):
        if folder.is_dir():
            return
        folder.mkdir(exist_ok=True)
        if os.name == "posix":
            with contextlib.suppress(PermissionError):
                folder.chmod(folder.parent.stat().st_mode & 0o7777)
