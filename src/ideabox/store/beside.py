"""The files that stand beside a database, and how one of them takes the place of another."""

from __future__ import annotations

import contextlib
import errno
import os
from datetime import UTC, datetime
from pathlib import Path

from ideabox.domain.problems import refuse
from ideabox.store import sqlite

DAMAGED, RESTORED = "damaged", "before-restoring"
"""Why databases are set aside: they are damaged, or a backup takes their place."""
_REPLACED = (DAMAGED, RESTORED)


def backup_folder(database: Path) -> Path:
    """Where the backups of a database are."""
    return database.with_name(f"{database.stem}-backups")


def set_aside(database: Path, why: str, now: datetime) -> Path | None:
    """Rename a database with its journal, and change nothing in them; returns its new name, none if there was none.

    Refuses where another program has it open: what that wrote afterwards would go into the file that is set aside.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = database.with_name(f"{database.stem}.{why}-{stamp}{database.suffix}")
    moved = None
    if database.exists():
        if sqlite.is_open_elsewhere(database):
            refuse("database", "open-elsewhere", path=str(database))
        database.rename(aside)
        moved = aside
    for journal in (sqlite.journal, sqlite.rollback_journal):
        if journal(database).exists():  # one that stayed behind would be read into the next database
            journal(database).rename(journal(aside))
    sqlite.journal_index(database).unlink(missing_ok=True)  # SQLite makes it anew from the journal
    return moved


def take_place(made: Path, database: Path, why: str, now: datetime) -> Path | None:
    """Put a database that was made beside another, and closed, in its place; returns where the other is now, if any.

    Refuses one that is not whole without its journal: SQLite closes without a word where it could not move that in.
    """
    for journal in (sqlite.journal(made), sqlite.rollback_journal(made)):
        if journal.exists():
            if journal.stat().st_size:
                refuse("database", "disk-error", path=str(database), detail="the journal is not in the file")
            journal.unlink()
    sync(made)
    aside = set_aside(database, why, now)
    made.rename(database)
    sync(database.parent)
    return aside


def remove(database: Path) -> None:
    """Delete a database that was being made, with its journal, which would be read into the next of that name."""
    journals = (sqlite.journal, sqlite.rollback_journal, sqlite.journal_index)
    for file in (*(journal(database) for journal in journals), database):
        file.unlink(missing_ok=True)


def set_aside_for(database: Path, why: str) -> list[Path]:
    """The databases that stand beside this one since an upgrade, a recovery and the like, and their journals."""
    found = database.parent.glob(f"{database.stem}.{why}-*")
    journals = (sqlite.journal(database), sqlite.rollback_journal(database))
    endings = (database.suffix, *(journal.name.removeprefix(database.stem) for journal in journals))
    return sorted(file for file in found if file.name.endswith(endings))


def drafts_of(database: Path) -> Path:
    """Where the drafts are that belong to a database."""
    return database.with_name(f"{database.stem}-drafts.db")


def has_vanished(database: Path) -> bool:
    """Whether there is no database, or an empty file in its place, although there has been one here."""
    try:
        if database.stat().st_size:
            return False
    except OSError:
        pass
    if database.exists() and sqlite.journal(database).exists():  # so new that all of it is in the journal
        return False
    return any(backup_folder(database).glob("*.db")) or last_set_aside(database) is not None


def last_set_aside(database: Path) -> Path | None:
    """The database that stood here last, if it was set aside and nothing came in its place.

    Where that was cut short between the file and its journal, the journal follows.
    """
    found = [file for why in _REPLACED for file in set_aside_for(database, why) if file.suffix == database.suffix]
    if not found:
        return None
    last = max(found, key=lambda file: file.name.rsplit(".", 2)[-2].split("-", 1)[1].removeprefix("restoring-"))
    if not database.exists() and sqlite.journal(database).exists() and not sqlite.journal(last).exists():
        sqlite.journal(database).rename(sqlite.journal(last))
    return last


def sync(path: Path) -> None:
    """See that a file, or what a folder says of its files, is on disk."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.EBADF, errno.ENOTSUP):  # some file systems cannot
            raise
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)
