"""Backups: whole copies of the database beside it, each proved to open before it counts, and how long they stay."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from ideabox.domain.problems import refuse
from ideabox.store import beside, form, sqlite
from ideabox.store.beside import backup_folder, sync
from ideabox.store.database import Store
from ideabox.store.drafts import Drafts

DAYS, WEEKS = 7, 4
"""Kept are the newest backup of each of the last seven days that have one, and of each of the last four weeks."""
PART = ".part"
_STAMP = "%Y%m%d-%H%M%S"
_stamped = re.compile(r".*-(\d{8}-\d{6})\.db", re.DOTALL).fullmatch


class Backup(msgspec.Struct, frozen=True):
    """One backup. `at`: when it was taken; `drafts`: the copy of the drafts beside it, if there were any."""

    path: Path
    at: datetime
    bytes: int
    drafts: Path | None = None


class Content(msgspec.Struct, frozen=True):
    """What a file holds that has been opened and examined."""

    ideas: int
    events: int


def backups(database: Path) -> list[Backup]:
    """The backups of a database that lie beside it, newest first."""
    found = []
    for path in backup_folder(database).glob("*.db"):
        at = moment_of(path.name)
        if at is None:
            continue
        with contextlib.suppress(OSError):  # it has just gone
            drafts = beside.drafts_of(path)
            found.append(Backup(path, at, path.stat().st_size, drafts if drafts.is_file() else None))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def moment_of(name: str) -> datetime | None:
    """When the backup of this name was taken; None if it is not one of those that are made by themselves."""
    stamp = _stamped(name)
    with contextlib.suppress(ValueError):
        return None if stamp is None else datetime.strptime(stamp[1], _STAMP).replace(tzinfo=UTC)
    return None


def is_due(database: Path, now: datetime) -> bool:
    """Whether something has changed since the last backup, and that is not of today.

    A backup that claims to be from the future, as after a clock was put right, holds nobody up.
    """
    taken = next((backup for backup in backups(database) if backup.at <= now), None)
    if taken is None:
        return True
    with contextlib.suppress(OSError):
        if taken.at.date() == now.astimezone(UTC).date():
            return False
        changed = max(file.stat().st_mtime for file in (database, sqlite.journal(database)) if file.exists())
        return changed > taken.path.stat().st_mtime
    return True


def back_up(store: Store, drafts: Drafts | None, now: datetime) -> Backup:
    """Take a backup, prove that it opens, and let those go that need not stay."""
    folder = backup_folder(store.path)
    stamp = now.astimezone(UTC).strftime(_STAMP)
    target = folder / f"{store.path.stem}-{stamp}.db"
    copy_to(store, target)
    if drafts is not None:
        _place(beside.drafts_of(target), drafts.copy_to)
    else:  # one of the same second may have been here
        beside.drafts_of(target).unlink(missing_ok=True)
    made = next(backup for backup in backups(store.path) if backup.path == target)
    tidy(store.path, made)
    return made


def copy_to(store: Store, target: Path) -> Content:
    """Write a whole copy of the store to a file that a person named; returns what it holds."""
    content: list[Content] = []

    def copy(part: Path) -> None:
        with store.read() as connection:
            sqlite.copy_connection(connection, part)
        content.append(examine(part))

    _place(target, copy)
    return content[0]


def examine(path: Path) -> Content:
    """Open a backup and look through it; refuses one that is not whole or not Ideabox's."""
    if not path.is_file():
        refuse("backup", "missing", path=str(path))
    with form.plain_errors(path, form.create):
        counted = sqlite.examined(path)
    if counted is None:
        refuse("backup", "not-ours", path=str(path))
    return Content(*counted)


def tidy(database: Path, made: Backup) -> None:
    """Delete the backups that need not stay, and what is left of ones that were never finished."""
    found = backups(database)
    staying = kept(backup.at for backup in found) | {made.at}
    with contextlib.suppress(OSError):  # one that cannot be deleted now goes the next time
        for backup in found:
            if backup.at not in staying:
                delete(backup)
        for part in backup_folder(database).glob(f"*{PART}*"):
            part.unlink()


def delete(backup: Backup) -> None:
    """Delete a backup and its drafts."""
    if backup.drafts is not None:
        backup.drafts.unlink(missing_ok=True)
    backup.path.unlink(missing_ok=True)


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Which backups stay, of those taken at these moments."""
    newest = sorted(moments, reverse=True)
    days = {moment.date(): moment for moment in reversed(newest)}
    weeks = {_monday(moment): moment for moment in reversed(newest)}
    return {*_last(days.values(), DAYS), *_last(weeks.values(), WEEKS)}


def renew(store: Store, now: datetime) -> None:
    """Take one fresh backup in the place of all there are, which may tell of ideas that have been erased since."""
    before = backups(store.path)
    if not before:
        return
    fresh = back_up(store, None, now)
    for backup in before:
        if backup.path != fresh.path:
            delete(backup)


def _monday(moment: datetime) -> datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def _last(moments: Collection[datetime], most: int) -> list[datetime]:
    return sorted(moments, reverse=True)[:most]


def _place(target: Path, copy: Callable[[Path], None]) -> None:
    """Make a copy beside its place, see that it is on disk, and only then give it its name."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}{PART}")
        beside.remove(part)
        try:
            copy(part)
            sync(part)
            part.replace(target)
        finally:
            with contextlib.suppress(OSError):
                beside.remove(part)
        sync(target.parent)
    except OSError as fault:
        refuse("backup", "failed", path=str(target), detail=fault.strerror or type(fault).__name__)
