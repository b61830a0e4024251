"""The log of events: how they come in, and how they are read back. `append` is the only way in."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from ideabox.domain.events import Event, decode
from ideabox.domain.idea import Idea, replay
from ideabox.store import projection, sqlite
from ideabox.store.projection import Arrival
from ideabox.store.schema import NOTHING, event, run_event
from ideabox.store.sqlite import CHUNK

Origin = Literal["here", "sheet", "package"]
"""How an event came: recorded here, from a spreadsheet imported here, or in a package from another store."""


class Appended(msgspec.Struct):
    """What an append came to, by idea."""

    new: set[str] = msgspec.field(default_factory=set)
    updated: set[str] = msgspec.field(default_factory=set)
    known: set[str] = msgspec.field(default_factory=set)
    """Ideas for which there was nothing new."""
    erased: set[str] = msgspec.field(default_factory=set)
    events: int = 0
    """Events that were not here before."""
    conflicts: set[str] = msgspec.field(default_factory=set)
    """Ideas with an event that came again with other content; the smallest SHA-256 stands."""


class _Row(msgspec.Struct):
    pk: int
    id: str
    digest: bytes
    kind: str


def append(
    connection: sa.Connection,
    lines: Iterable[tuple[Event, bytes]],
    origin: Origin,
    seen_at: str,
    run: int | None = None,
) -> Appended:
    """Take events in, by set union, and bring the ideas they touch up to date.

    `lines` holds each event with its exact bytes. Nothing that is here already is changed, unless an erasure comes:
    then what the idea's other events say goes. Works in chunks, so memory does not grow with the number of lines.
    """
    appended = Appended()
    next_pk = (connection.scalar(sa.select(sa.func.max(event.c.pk))) or 0) + 1
    iterator = iter(lines)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        next_pk = _append_chunk(connection, chunk, origin, seen_at, run, appended, next_pk)
    appended.updated -= appended.new
    appended.known -= appended.new | appended.updated
    return appended


def _append_chunk(
    connection: sa.Connection,
    chunk: Sequence[tuple[Event, bytes]],
    origin: Origin,
    seen_at: str,
    run: int | None,
    appended: Appended,
    next_pk: int,
) -> int:
    ideas = {happened.idea for happened, _line in chunk}
    here = _rows_of(connection, ideas)
    to_erase = {happened.idea for happened, _line in chunk if happened.kind == "erased"}
    erased_before = {idea for idea, rows in here.items() if any(row.kind == "erased" for row in rows)}
    rows: list[dict[str, object]] = []
    brought: list[int] = []
    arrivals: dict[str, Arrival] = {}
    for happened, line in chunk:
        gone = happened.idea in erased_before and happened.kind != "erased"
        digest = NOTHING if gone else hashlib.sha256(line).digest()
        known = here.setdefault(happened.idea, [])
        twins = [row for row in known if row.id == happened.id]
        same = next((row for row in twins if row.digest in (digest, NOTHING)), None)
        if same is not None:
            brought.append(same.pk)
            continue
        if twins:
            appended.conflicts.add(happened.idea)
        row = _Row(next_pk, happened.id, digest, happened.kind)
        next_pk += 1
        arrival = arrivals.setdefault(happened.idea, Arrival(first_pk=row.pk, is_first=not known))
        arrival.events.append(happened)
        known.append(row)
        brought.append(row.pk)
        rows.append(
            {
                "pk": row.pk, "idea": happened.idea, "id": happened.id, "digest": digest, "kind": happened.kind,
                "line": None if gone else line, "origin": origin, "sent": False, "seen_at": seen_at,
            }
        )  # fmt: skip
    sqlite.insert(connection, event, rows)
    if run is not None:
        sqlite.insert(connection, run_event, [{"event": pk, "run": run} for pk in brought], missing=True)
    newly_erased = to_erase - erased_before
    for idea in newly_erased:
        _strip(connection, idea)
    appended.events += len(rows)
    appended.erased |= newly_erased
    created = projection.project(connection, arrivals, seen_at)
    appended.new |= created
    appended.updated |= arrivals.keys() - created
    appended.known |= ideas - arrivals.keys()
    return next_pk


def _rows_of(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, list[_Row]]:
    rows: dict[str, list[_Row]] = {}
    wanted = sa.select(event.c.idea, event.c.pk, event.c.id, event.c.digest, event.c.kind)
    for idea, *values in connection.execute(wanted.where(event.c.idea.in_(ideas))):
        rows.setdefault(idea, []).append(_Row(*values))
    return rows


def _strip(connection: sa.Connection, idea: str) -> None:
    """Forget what an idea's events say and who said it; that they were, and of what kind, remains."""
    others = sa.and_(event.c.idea == idea, event.c.kind != "erased")
    first_of_each = sa.select(sa.func.min(event.c.pk)).where(others).group_by(event.c.id)
    connection.execute(sa.delete(event).where(others, event.c.pk.not_in(first_of_each)))
    connection.execute(sa.update(event).where(others).values(line=None, digest=NOTHING))


def standing_lines(connection: sa.Connection, ideas: Iterable[str]) -> Iterator[tuple[str, list[bytes]]]:
    """For each of these ideas that has any, the lines of its events that stand, in no particular order."""
    for chunk in projection.chunks(ideas):
        lines = projection.standing(connection, event.c.idea.in_(chunk))
        for idea in chunk:
            if idea in lines:
                yield idea, lines[idea]


def events_of(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, list[Event]]:
    """The events that stand of each of these ideas, in order."""
    return {
        idea: sorted(map(decode, lines), key=lambda happened: happened.order)
        for idea, lines in standing_lines(connection, ideas)
    }


def idea_of(connection: sa.Connection, idea: str) -> tuple[Idea, list[Event]]:
    """One idea with its history, read from the log itself; an idea without status if it is not here."""
    history = events_of(connection, [idea]).get(idea, [])
    return replay(idea, history), history


def sources(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, list[tuple[int, Event]]]:
    """What spreadsheets have said of each of these ideas: the events with their keys in this store, in order."""
    wanted = sa.select(event.c.idea, event.c.pk, event.c.line).where(
        event.c.origin == "sheet", event.c.line.is_not(None)
    )
    found: dict[str, list[tuple[int, Event]]] = {}
    for chunk in projection.chunks(ideas):
        for idea, pk, line in connection.execute(wanted.where(event.c.idea.in_(chunk))):
            found.setdefault(idea, []).append((pk, decode(line)))
    return {idea: sorted(events, key=lambda each: each[1].order) for idea, events in found.items()}


def highest_clock(history: Iterable[Event]) -> int:
    """The highest clock that is known for an idea; 0 for one that is just beginning."""
    return max((happened.clock for happened in history), default=0)


def keys_of(connection: sa.Connection, ideas: Iterable[str]) -> list[int]:
    """The keys in this store of all events of these ideas."""
    return [
        pk
        for chunk in projection.chunks(ideas)
        for pk in connection.scalars(sa.select(event.c.pk).where(event.c.idea.in_(chunk)))
    ]


def counts(connection: sa.Connection) -> Mapping[str, int]:
    """How much the log holds: `ideas` with any event, `events`, and `conflicts` (events that came in two versions)."""
    twice = sa.select(event.c.idea).group_by(event.c.idea, event.c.id).having(sa.func.count() > 1).subquery()
    ideas, events, conflicts = connection.execute(
        sa.select(
            sa.select(sa.func.count(event.c.idea.distinct())).scalar_subquery(),
            sa.select(sa.func.count()).select_from(event).scalar_subquery(),
            sa.select(sa.func.count()).select_from(twice).scalar_subquery(),
        )
    ).one()
    return {"ideas": ideas, "events": events, "conflicts": conflicts}
