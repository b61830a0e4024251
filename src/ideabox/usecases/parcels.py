"""Packing ideas: which go into which package, and what the package tells its readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from ideabox.domain.events import day, decode
from ideabox.domain.reporting import Report, counted, silent
from ideabox.exchange import files, package
from ideabox.exchange.package import Counts, Cover, Kind, Placed, Sender, Sign
from ideabox.store import log, pseudonyms, queries, shared
from ideabox.store.database import Connection
from ideabox.store.projection import chunks
from ideabox.store.queries import IdeaRow
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording


class Parcel(msgspec.Struct, frozen=True):
    """A package that was written. `office` is whom it is for, if it is for one; `events` are this store's keys."""

    path: Path
    kind: Kind
    ideas: tuple[str, ...]
    anonymous: bool = False
    office: str = ""
    events: tuple[int, ...] = ()


def apart(connection: Connection, ideas: Iterable[str]) -> tuple[list[str], list[str]]:
    """The ideas that may travel together, and those that were logged here without a name and so travel alone."""
    nameless = pseudonyms.all_mine(connection)
    ideas = list(ideas)
    return [idea for idea in ideas if idea not in nameless], [idea for idea in ideas if idea in nameless]


def kind_of(kinds: set[str]) -> Kind:
    """What a package brings, by the weightiest of the kinds of events recorded here that are in it."""
    if "progressed" in kinds:
        return "outcomes"
    if kinds & {"reviewed", "joined", "separated"}:
        return "answers"
    return "submissions"


def pack(
    session: Session,
    connection: Connection,
    folder: Path,
    ideas: list[str],
    kind: Kind,
    wording: Wording,
    *,
    name: str = "",
    office: str = "",
    marking: str | None = None,
    file_name: str = "",
    report: Report = silent,
) -> Parcel:
    """Write one package with the whole known history of these ideas, under a name that says what it is or this one."""
    identifier = session.new_id()
    cover = Cover(
        identifier,
        kind,
        session.timestamp(),
        session.policy.marking(marking),
        Sender(session.store.identity(), session.me.office),
        name,
        office,
    )
    start = files.slug(name or office or session.me.office) or "ideabox"
    file_name = file_name or f"{start}-{kind}-{session.now():%Y-%m-%d}-{identifier[-8:]}"
    return _write(session, connection, folder, file_name, cover, ideas, wording, report)


def pack_alone(
    session: Session, connection: Connection, folder: Path, idea: str, kind: Kind, wording: Wording
) -> Parcel:
    """Write a package for one idea that was logged without a name: no store, no sender, no time of day."""
    cover = Cover(session.random_id(), kind, day(session.now()), session.policy.marking())
    return _write(session, connection, folder, session.random_id(), cover, [idea], wording, silent)


def pack_bare(
    session: Session,
    connection: Connection,
    folder: Path,
    file_name: str,
    events: Mapping[str, Iterable[int]],
    kind: Kind,
    *,
    nameless: bool = False,
) -> Placed:
    """Write a package of just these events, by idea, for other stores and not for people."""
    lines = (_in_order(lines) for _idea, lines in shared.lines_of(connection, events))
    if nameless:
        cover = Cover(session.random_id(), kind, day(session.now()), session.policy.marking())
    else:
        sender = Sender(session.store.identity(), session.me.office)
        cover = Cover(session.new_id(), kind, session.timestamp(), session.policy.marking(), sender)
    return package.write_bare(folder, file_name, cover, lines, _sign(session, cover))


def _sign(session: Session, cover: Cover) -> Sign | None:
    """How a package is signed: not at all where nobody is to be named, or where there is no key."""
    return session.key.sign if session.key is not None and cover.sender is not None else None


def _write(
    session: Session,
    connection: Connection,
    folder: Path,
    file_name: str,
    cover: Cover,
    ideas: list[str],
    wording: Wording,
    report: Report,
) -> Parcel:
    def read_me(counts: Counts) -> str:
        sender = wording("package.from-nobody") if cover.sender is None else session.me.office or wording("none.office")
        return wording(
            "package.read-me",
            kind=wording(f"package.kind.{cover.kind}"),
            marking=cover.marking,
            sender=sender,
            day=cover.created[:10],
            ideas=counts.ideas,
        )

    packed = counted(histories(connection, ideas), len(ideas), report)
    path, _counts = package.write(folder, file_name, cover, packed, read_me, _sign(session, cover))
    keys = tuple(log.keys_of(connection, ideas))
    return Parcel(path, cover.kind, tuple(ideas), cover.sender is None, cover.office, keys)


def histories(connection: Connection, ideas: Iterable[str]) -> Iterator[tuple[list[bytes], dict[str, Any]]]:
    """For each idea that is shown here, its events' lines in order and its row for people."""
    for chunk in chunks(ideas):
        lines = dict(log.standing_lines(connection, chunk))
        rows = {row.id: row for row in queries.rows(connection, chunk)}
        for idea in chunk:
            if idea in lines and idea in rows:
                yield _in_order(lines[idea]), table_row(rows[idea])


def _in_order(lines: list[bytes]) -> list[bytes]:
    return lines if len(lines) == 1 else sorted(lines, key=lambda line: decode(line).order)


def table_row(row: IdeaRow) -> dict[str, Any]:
    """An idea as a row of the table for people, by the names of `exchange.tables.COLUMNS`."""
    return {
        "id": row.id,
        "title": row.title,
        "problem": row.problem,
        "proposal": row.proposal,
        "status": row.status,
        "office": row.office,
        "author": row.author_name,
        "skills": row.skills,
        "barriers": row.barriers,
        "helps": row.helps,
        "submitted": row.submitted_at,
        "supporters": row.supporters,
        "decision": row.decision,
        "reason": row.reason,
        "reviewed": row.reviewed_at,
        "phase": row.phase,
        "note": row.note,
        "joined_with": row.root if row.root != row.id else "",
        "reference": row.reference,
        "offered": row.offered,
        "barrier_note": row.barrier_note,
    }
