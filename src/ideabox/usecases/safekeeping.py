"""Keeping ideas safe: backups, bringing back what one has, and recovering a damaged database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from ideabox.domain.anonymity import IRREVOCABLE
from ideabox.domain.events import Event, Unusable, decode
from ideabox.domain.problems import Problem, Refusal, is_damage, refuse
from ideabox.domain.reporting import Report, silent
from ideabox.exchange import files
from ideabox.exchange.package import ENDING, Package
from ideabox.store import backup, beside, health, log, projection, salvage, sqlite
from ideabox.store.backup import Backup, Content
from ideabox.store.database import Store
from ideabox.store.drafts import Drafts
from ideabox.store.keys import last_key
from ideabox.store.salvage import Account, Came
from ideabox.usecases.desk import Desk
from ideabox.usecases.session import Session, new_id, utc_now
from ideabox.usecases.wording import Wording

_MOST_PACKAGES = 2_000


class Restored(msgspec.Struct, frozen=True):
    """What a restoring came to. `aside` is where the database is that was replaced, if one was."""

    events: int
    """Events that had not been here."""
    ideas: int
    """Ideas that there are now."""
    aside: Path | None = None


class Recovered(msgspec.Struct, frozen=True):
    """What a recovery came to; None for what was not damaged. `drafts` counts what is being written."""

    account: Account | None
    drafts: int | None


def back_up(session: Session, drafts: Drafts | None) -> Backup:
    """Take a backup beside the database."""
    return backup.back_up(session.store, drafts, session.now())


def back_up_to(session: Session, target: Path) -> Content:
    """Write a backup to a file that a person named; what is there is replaced once the new one is whole."""
    if target.exists() and target.samefile(session.store.path):
        refuse("backup", "is-the-database", path=str(target))
    with files.plain_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    return backup.copy_to(session.store, target)


def look_after(session: Session, drafts: Drafts | None) -> Backup | None:
    """What is to be done once a day: prove that the database is sound, and take a backup if anything has changed.

    Refuses, as damaged, a database that is not sound, before any good backup makes room for a copy of it.
    """
    if not backup.is_due(session.store.path, session.now()):
        return None
    health.look_through(session.store)
    return back_up(session, drafts)


def backups(database: Path) -> list[Backup]:
    """The backups beside a database, newest first."""
    return backup.backups(database)


def content(path: Path) -> Content:
    """What a backup holds, once it has been looked through; refuses one that is not whole.

    That is no word about the database, which may be as sound as ever.
    """
    try:
        return backup.examine(path)
    except Refusal as refusal:
        for problem in refusal.problems:
            if problem.field == "database" and problem.code == "not-a-database":
                refuse("backup", "not-ours", path=str(path))
        if is_damage(refusal):
            refuse("backup", "damaged", path=str(path))
        raise


def restore(desk: Desk, source: Path, *, replace: bool, report: Report = silent) -> Restored:
    """Bring back what a backup has, or put it in the place of the database."""
    if not replace:
        return bring_back(desk.session, source, report)
    desk.close()
    return put_back(desk.kept.database, source, report)


def bring_back(session: Session, source: Path, report: Report = silent) -> Restored:
    """Bring back all that a backup has and this database has not; nothing that is here is lost or changed.

    What has been erased since stays erased.
    """
    content(source)
    with files.plain_errors(session.store.path.parent), session.store.write() as connection:
        is_empty = not last_key(connection)
        events = log.take_back(connection, salvage.whole_events(source, report))
        salvage.bring_other_tables(connection, source, with_runs=is_empty)
        log.forget_again(connection)
        if events:
            projection.rebuild(connection, report)
        owes = sqlite.owes_forgetting(connection)
    if owes:
        session.store.forget_deleted()
    with session.store.read() as connection:
        return Restored(events, health.shown(connection))


def put_back(database: Path, source: Path, report: Report = silent) -> Restored:
    """Put a backup in the place of the database, as it was then.

    The database that is there is set aside, untouched. Only what has been erased since does not come back. No other
    program may have the database open, nor may this one.
    """
    content(source)
    now = utc_now()
    made = database.with_name(f"{database.stem}.restoring{database.suffix}")
    with files.plain_errors(database.parent):
        database.parent.mkdir(parents=True, exist_ok=True)
        forgetting = [
            kept for kept in salvage.whole_events(database) if kept.kind in IRREVOCABLE and kept.line is not None
        ]
        beside.remove(made)
        try:
            made.write_bytes(source.read_bytes())
            for journal in (sqlite.journal, sqlite.rollback_journal):
                if journal(source).is_file():  # of a database that was set aside after the program was killed
                    journal(made).write_bytes(journal(source).read_bytes())
            with Store(made, _new_id) as store:
                with store.write() as connection:
                    log.take_back(connection, forgetting)
                    if log.forget_again(connection):
                        projection.rebuild(connection, report)
                    owes = sqlite.owes_forgetting(connection)
                if owes:
                    store.forget_deleted()
                with store.read() as connection:
                    restored = Restored(0, health.shown(connection))
            aside = beside.take_place(made, database, beside.RESTORED, now)
        finally:
            beside.remove(made)
    Store(database, _new_id).close()
    return msgspec.structs.replace(restored, aside=aside)


def recover(desk: Desk, places: Sequence[Path] = (), report: Report = silent) -> Recovered:
    """Bring back what can be had of a damaged database: from itself, its backups, the team folder, and these places.

    `places` are packages, or folders that hold some. The database must not be open. Refuses where nothing is damaged,
    and where nothing at all would come back.
    """
    database, now = desk.kept.database, utc_now()
    found = backup.backups(database)
    account = drafts = None
    with files.plain_errors(database.parent):
        if not _is_sound(database):
            copies = [each.path for each in found]
            packages = _packages(places, desk.preferences.team_folder)
            account = salvage.recover(database, _new_id, copies, packages, now, report)
        if not _are_sound(desk.kept.drafts):
            drafts = salvage.recover_drafts(desk.kept.drafts, [each.drafts for each in found if each.drafts], now)
    if account is None and drafts is None:
        refuse("database", "sound", path=str(database))
    return Recovered(account, drafts)


def sorted_out(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """Which of these files are packages that can be looked in for a recovery, and what is wrong with the others."""
    usable: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            with Package(path):
                usable.append(path)
        except Refusal as refusal:
            problems += refusal.problems
    return usable, problems


def told(recovered: Recovered, say: Wording) -> list[str]:
    """A plain account of a recovery, a sentence each."""
    account, sentences = recovered.account, []
    if account is not None:
        sentences.append(say("recovered.ideas", count=account.ideas, whole=account.whole))
        sentences += [_told_of(came, say) for came in account.came]
        if account.incomplete:
            sentences.append(say("recovered.incomplete", count=account.incomplete))
        if account.lost:
            sentences.append(say("recovered.lost", count=account.lost))
        if not (account.incomplete or account.lost):
            sentences.append(say("recovered.nothing-missing"))
    if recovered.drafts is not None:
        sentences.append(say("recovered.drafts", count=recovered.drafts))
    if account is not None and account.aside is not None:
        sentences.append(say("recovered.aside", path=str(account.aside)))
    return sentences


def _told_of(came: Came, say: Wording) -> str:
    at = backup.moment_of(came.source)
    if at is None:
        return say("recovered.from", source=came.source, count=came.ideas)
    return say("recovered.from-backup", day=day(at), count=came.ideas)


def day(at: datetime) -> str:
    """When a backup was taken, by the clock on the wall."""
    local = at.astimezone()
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def _new_id() -> str:
    return new_id(utc_now())


def _is_sound(database: Path) -> bool:
    try:
        with Store(database, _new_id) as store:
            return not health.file_faults(store)
    except Refusal as refusal:
        if is_damage(refusal):
            return False
        raise


def _are_sound(drafts: Path) -> bool:
    if not drafts.exists():
        return True
    try:
        opened = Drafts(drafts)
        try:
            opened.examine()
        finally:
            opened.close()
    except Refusal as refusal:
        if is_damage(refusal):
            return False
        raise
    return True


def _packages(places: Iterable[Path], team_folder: str) -> Iterator[tuple[str, bool, Iterator[tuple[Event, bytes]]]]:
    for place, is_all in [*((place, True) for place in places), *([(Path(team_folder), False)] if team_folder else [])]:
        found = [place] if place.is_file() else sorted(place.rglob(f"*{ENDING}"))[:_MOST_PACKAGES]
        for path in found:
            yield path.name, is_all, _events(path)


def _events(path: Path) -> Iterator[tuple[Event, bytes]]:
    """What a package holds that can be used; nothing of one that is not whole."""
    with contextlib.suppress(Refusal), Package(path) as package:
        for _number, line in package.lines():
            with contextlib.suppress(Unusable):
                yield decode(line), line
