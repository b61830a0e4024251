"""What can be had from a damaged database: every event that is still whole in it, wherever in the file it lies.

An event's row holds its exact bytes beside their SHA-256, so each proves by itself that it came back as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa

from ideabox.domain.anonymity import IRREVOCABLE
from ideabox.domain.events import Event, Unusable, decode, is_timestamp
from ideabox.domain.ids import from_bytes, is_id
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.store import beside, log, projection, sqlite
from ideabox.store.database import Store
from ideabox.store.drafts import Answer, Draft, Drafts
from ideabox.store.log import Kept
from ideabox.store.schema import NOTHING
from ideabox.store.sqlite_file import DatabaseFile, Record

OTHER_TABLES = ("sender", "source_row", "batch", "batch_idea", "pseudonym", "apart", "unwanted_event")
"""What a store knows beside its events. What it knows of a team folder is not among it: it reads the folder anew, as a
copied database does."""
RUN_TABLES = ("import_run", "run_event")
"""What is needed to undo imports: it speaks of events by their keys, so it comes only along with those."""
_LISTED = 15
"""A row of the table of ideas has at least so many columns after its texts, in every schema that there has been."""
_ORIGINS = ("here", "sheet", "package")
Packages = Iterable[tuple[str, bool, Iterable[tuple[Event, bytes]]]]
"""Packages that events may come back from: the name, whether all of it is wanted or only what is known to be missing,
and the events with their exact bytes."""


class Came(msgspec.Struct, frozen=True):
    """What one place brought: ideas that are whole with it and were not before, and events."""

    source: str
    ideas: int
    events: int


class Account(msgspec.Struct, frozen=True):
    """What a recovery came to. `aside` is the damaged database, as it was, if there was one.

    `ideas` counts those of which anything is known, `whole` those that came back from the damaged database itself,
    `came` what each other place brought, in the order in which they were asked. Of `incomplete` ideas some of the
    history that is known to have been is missing; of `lost` ones the idea itself. `events_lost` are known to have been
    and were found nowhere. What was in pages of which nothing is left is not known to have been.
    """

    aside: Path | None
    ideas: int
    whole: int
    came: tuple[Came, ...]
    incomplete: int
    lost: int
    events: int
    events_lost: int


def whole_events(path: Path, report: Report = silent) -> list[Kept]:
    """Every event that is whole in a database file, by its key; the file is not changed."""
    found = (_event(key, record) for key, record in DatabaseFile(path).rows(report))
    return sorted((kept for kept in found if kept is not None), key=lambda kept: kept.pk)


def recover(
    database: Path,
    new_id: Callable[[], str],
    backups: Iterable[Path],
    packages: Packages,
    now: datetime,
    report: Report = silent,
) -> Account:
    """Make a new database of what is left of a damaged one, of its backups and of packages, in its place.

    The damaged one is renamed, with its journal, once the new one is whole and on disk; nothing in it is changed. If
    anything goes wrong before, everything is as it was. Refuses a file that may be anybody's and holds no event.
    """
    made = database.with_name(f"{database.stem}.recovering{database.suffix}")
    beside.remove(made)
    left = database
    if beside.has_vanished(database):  # as when it was being set aside, and that was cut short
        left = beside.last_set_aside(database) or database
    try:
        with Store(made, new_id) as store:
            account = _gather(store, left, backups, packages, report)
        if not account.events and DatabaseFile(left).is_of_another(sqlite.APPLICATION_ID):
            refuse("database", "nothing-left", path=str(database))
        aside = beside.take_place(made, database, beside.DAMAGED, now)
    finally:
        beside.remove(made)
    Store(database, new_id).close()  # under an id of its own, and with what an erasure still owes
    return msgspec.structs.replace(account, aside=aside)


def _gather(store: Store, database: Path, backups: Iterable[Path], packages: Packages, report: Report) -> Account:
    with store.write() as connection:
        gathering = _Gathering(connection, _known(database), _known_ideas(database))
        damaged = gathering.take(database.name, whole_events(database, report))
        bring_other_tables(connection, database, with_runs=True)
        came = []
        for path in backups:
            is_first = gathering.is_empty
            came.append(gathering.take(path.name, whole_events(path, report)))
            bring_other_tables(connection, path, with_runs=is_first)
        for name, is_all, lines in packages:
            rows = (_as_kept(happened, line) for happened, line in lines)
            came.append(gathering.take(name, (row for row in rows if gathering.wants(row, is_all=is_all))))
        log.forget_again(connection)
        projection.rebuild(connection, report)
        return gathering.account(damaged, came)


class _Gathering:
    """Events on their way into a new database, and the account of where they came from."""

    def __init__(self, connection: sa.Connection, known: set[tuple[str, str, bytes]], ideas: Iterable[str]) -> None:
        self._connection, self._indexed = connection, known
        self._known: dict[str, set[str]] = {idea: set() for idea in ideas}
        for idea, identifier, _digest in known:
            self._known.setdefault(idea, set()).add(identifier)
        self._here: dict[str, set[str]] = {}
        self._begun: set[str] = set()
        """Ideas whose submission is here, or that are erased."""
        self._taken: set[tuple[str, str, bytes]] = set()
        self._whole: set[str] = set()

    def take(self, source: str, rows: Iterable[Kept]) -> Came:
        events = log.take_back(self._connection, self._new(rows))
        for idea, ids in self._here.items():
            self._known.setdefault(idea, set()).update(ids)
        whole = {idea for idea in self._begun if self._known[idea] <= self._here[idea]}
        gained = whole - self._whole
        self._whole = whole
        return Came(source, len(gained), events)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has come yet."""
        return not self._taken

    def wants(self, kept: Kept, *, is_all: bool) -> bool:
        """Whether an event of a package is taken: just this, to the byte, was here and is missing, or all is wanted.

        What forgets is taken only if it was here: nobody is asked about it now.
        """
        name = (kept.idea, kept.id, kept.digest)
        return (name in self._indexed and name not in self._taken) or (is_all and kept.kind not in IRREVOCABLE)

    def account(self, damaged: Came, came: list[Came]) -> Account:
        lost = sum(idea not in self._begun for idea in self._known)
        return Account(
            aside=None,
            ideas=len(self._known),
            whole=damaged.ideas,
            came=tuple(each for each in came if each.events),
            incomplete=len(self._begun - self._whole),
            lost=lost,
            events=sum(map(len, self._here.values())),
            events_lost=sum(len(ids - self._here.get(idea, set())) for idea, ids in self._known.items()),
        )

    def _new(self, rows: Iterable[Kept]) -> Iterator[Kept]:
        for kept in rows:
            name = (kept.idea, kept.id, kept.digest)
            if name in self._taken:
                continue
            self._taken.add(name)
            self._here.setdefault(kept.idea, set()).add(kept.id)
            if kept.kind in ("submitted", "erased"):
                self._begun.add(kept.idea)
            yield kept


def _known(database: Path) -> set[tuple[str, str, bytes]]:
    """The events that a damaged file's index speaks of: idea, id and SHA-256, whether they are still there or not."""
    known = set()
    for record in DatabaseFile(database).entries():
        match record:
            case [bytes(idea), bytes(identifier), bytes(digest), int()] if (
                len(idea) == len(identifier) == 16 and len(digest) == 32
            ):
                known.add((from_bytes(idea), from_bytes(identifier), digest))
    return known


def _known_ideas(database: Path) -> Iterator[str]:
    """The ideas that lists still show: they lie in other pages than their events, and tell of some that are lost."""
    for _key, record in DatabaseFile(database).rows():
        match record:
            case [None, bytes(idea), str(), str(), str(), str(), *rest] if len(idea) == 16 and len(rest) >= _LISTED:
                yield from_bytes(idea)


def _event(key: int, record: Record) -> Kept | None:
    """The event in a row, if that is what it is and nothing in it has changed."""
    match record:
        case [None, bytes(idea), bytes(identifier), bytes(digest), str(kind), bytes() | None as line, str(origin),
              int(sent), str(seen_at)] if len(idea) == len(identifier) == 16 and len(digest) == 32:  # fmt: skip
            pass
        case _:
            return None
    kept = Kept(key, from_bytes(idea), from_bytes(identifier), digest, kind, line, origin, bool(sent), seen_at)
    if origin not in _ORIGINS or not is_timestamp(seen_at) or not (is_id(kept.idea) and is_id(kept.id)):
        return None
    if line is None:
        return kept if digest == NOTHING else None
    if hashlib.sha256(line).digest() != digest:
        return None
    try:
        happened = decode(line)
    except Unusable:
        return None
    return kept if (happened.idea, happened.id, happened.kind) == (kept.idea, kept.id, kind) else None


def _as_kept(happened: Event, line: bytes) -> Kept:
    digest = hashlib.sha256(line).digest()
    return Kept(0, happened.idea, happened.id, digest, happened.kind, line, "package", sent=True, seen_at=happened.at)


def bring_other_tables(connection: sa.Connection, database: Path, *, with_runs: bool) -> None:
    """Take over what a file knows beside its events, from a copy, so that the file itself stays as it is."""
    if not database.is_file():
        return
    copy = database.with_name(f"{database.stem}.reading{database.suffix}")
    beside.remove(copy)
    try:
        shutil.copyfile(database, copy)
        for journal in (sqlite.journal, sqlite.rollback_journal):
            if journal(database).is_file():
                shutil.copyfile(journal(database), journal(copy))
        sqlite.bring_readable(connection, copy, (*(RUN_TABLES if with_runs else ()), *OTHER_TABLES))
    finally:
        beside.remove(copy)


def drafts_in(path: Path) -> Iterator[tuple[Draft | Answer, str]]:
    """Every draft and answer that is whole in a drafts file, and when it was saved; the file is not changed."""
    for _key, record in DatabaseFile(path).rows():
        match record:
            case [str(), str(at), bytes(content)] if is_timestamp(at):
                with contextlib.suppress(msgspec.MsgspecError):
                    yield msgspec.json.decode(content, type=Answer), at
                with contextlib.suppress(msgspec.MsgspecError):
                    yield msgspec.json.decode(content, type=Draft), at


def recover_drafts(path: Path, backups: Iterable[Path], now: datetime) -> int:
    """Put a new drafts file in the place of a damaged one, which is set aside; returns how many drafts are in it.

    A backup is asked only if nothing is left in the file itself: what it has may have been sent since.
    """
    found = list(drafts_in(path))
    for backup in backups:
        found = found or list(drafts_in(backup))
    made = path.with_name(f"{path.stem}.recovering{path.suffix}")
    beside.remove(made)
    drafts = Drafts(made)
    try:
        for kept, at in sorted(found, key=lambda each: each[1]):
            if isinstance(kept, Draft):
                drafts.save(kept, at)
            else:
                drafts.keep_answer(kept, at)
    finally:
        drafts.close()
    beside.take_place(made, path, beside.DAMAGED, now)
    return len(found)
