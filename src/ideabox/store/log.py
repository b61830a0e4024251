"""The log of events: how they come in, and how they are read back. `append` is the only way in."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa

from ideabox.domain.anonymity import NAMELESS_KINDS, covered, nameless_line
from ideabox.domain.events import Event, decode
from ideabox.domain.idea import Idea, replay
from ideabox.domain.ids import from_bytes, to_bytes
from ideabox.store import anonymised, apart, confirmed, projection, sqlite
from ideabox.store.keys import last_key, spend_keys
from ideabox.store.projection import Arrival
from ideabox.store.schema import NOTHING, RECORDED, event, run_event
from ideabox.store.sqlite import CHUNK, marks

Origin = Literal["here", "sheet", "package"]
"""How an event came: recorded here, from a spreadsheet imported here, or in a package from another store."""


_LAST = "~"
"""Comes after every id."""


class Kept(msgspec.Struct, frozen=True):
    """An event as a database of this store's keeps it: a row of the table, its ids as text."""

    pk: int
    idea: str
    id: str
    digest: bytes
    kind: str
    line: bytes | None
    origin: str
    sent: bool
    seen_at: str


class Appended(msgspec.Struct):
    """What an append came to, by idea."""

    new: set[str] = msgspec.field(default_factory=set)
    updated: set[str] = msgspec.field(default_factory=set)
    known: set[str] = msgspec.field(default_factory=set)
    """Ideas for which there was nothing new."""
    erased: set[str] = msgspec.field(default_factory=set)
    events: int = 0
    """Events that were not here before."""
    anonymised: set[str] = msgspec.field(default_factory=set)
    """Ideas that lost somebody's name."""
    conflicts: set[str] = msgspec.field(default_factory=set)
    """Ideas with an event that came again with other content; `anonymity.standing` says which stands."""


def append(
    connection: sa.Connection,
    lines: Iterable[tuple[Event, bytes]],
    origin: Origin,
    seen_at: str,
    run: int | None = None,
) -> Appended:
    """Take events in, by set union, and bring the ideas they touch up to date.

    `lines` holds each event with its exact bytes. Nothing that is here already is changed, unless an erasure comes:
    then what the idea's other events say goes; or somebody's name is taken off. Works in chunks, so memory does not
    grow with the number of lines.
    """
    intake = _Intake(connection, origin, seen_at, run)
    iterator = iter(lines)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        intake.take(chunk)
    return intake.finish()


class _Intake:
    """Events on their way in.

    However the lines lie, each idea is looked up once, and projected once when it first comes by and once at the end
    if more came later: the work grows with the number of lines and not with its square.
    """

    def __init__(self, connection: sa.Connection, origin: Origin, seen_at: str, run: int | None) -> None:
        self._connection, self._origin, self._seen_at, self._run = connection, origin, seen_at, run
        self._appended = Appended()
        self._next_pk = last_key(connection) + 1
        self._passed: set[str] = set()
        self._here: set[str] = set()
        self._erased: set[str] = set()
        self._again: set[str] = set()
        self._persons: dict[str, dict[str, str]] = {}

    def take(self, chunk: Sequence[tuple[Event, bytes]]) -> None:
        ideas = {happened.idea for happened, _line in chunk}
        self._look_up(ideas - self._passed)
        chunk = self._without_names(chunk)
        arrivals, rows, brought = self._sort(chunk)
        sqlite.insert(self._connection, event, rows)
        if self._run is not None:
            links = [{"event": pk, "run": self._run} for pk in brought]
            sqlite.insert(self._connection, run_event, links, missing=True)
        self._erase({happened.idea for happened, _line in chunk if happened.kind == "erased"})
        lost = {happened.idea for happened, _line in chunk if happened.kind == "anonymised"}
        self._appended.anonymised |= lost.intersection(arrivals) - self._erased
        self._appended.events += len(rows)
        self._appended.known |= ideas
        self._project(arrivals)
        self._passed |= ideas

    def finish(self) -> Appended:
        appended = self._appended
        appended.new |= projection.refresh(self._connection, self._again)
        appended.updated -= appended.new
        appended.known -= appended.new | appended.updated
        return appended

    def _look_up(self, ideas: Iterable[str]) -> None:
        """Learn which of these ideas are here, which are erased, and which have lost a name."""
        wanted = [*map(to_bytes, ideas)]
        columns = "idea, max(kind = 'erased'), max(kind = 'anonymised')"
        known = f"SELECT {columns} FROM event WHERE idea IN ({marks(wanted)}) GROUP BY idea"  # noqa: S608
        nameless = []
        for identifier, is_erased, is_anonymised in sqlite.ask(self._connection, known, wanted):
            idea = from_bytes(identifier)
            self._here.add(idea)
            if is_erased:
                self._erased.add(idea)
            elif is_anonymised:
                nameless.append(idea)
        self._persons |= anonymised.persons(self._connection, nameless)

    def _without_names(self, chunk: Sequence[tuple[Event, bytes]]) -> Sequence[tuple[Event, bytes]]:
        """The lines as they are kept: where a name has been taken off, or is by one of them, they come without it.

        What is here already of the same events loses it now, so that both are known to be one.
        """
        lost: dict[str, dict[str, str]] = {}
        for happened, _line in chunk:
            if happened.kind != "anonymised" or happened.idea in self._erased:
                continue
            known = self._persons.setdefault(happened.idea, {})
            for identifier, person in covered([happened]).items():
                if person < known.get(identifier, _LAST):
                    known[identifier] = lost.setdefault(happened.idea, {})[identifier] = person
        self._again |= anonymised.take_names_off(self._connection, lost)
        if not self._persons:
            return chunk
        return [nameless_line(happened, line, self._persons.get(happened.idea, {})) for happened, line in chunk]

    def _sort(
        self, chunk: Sequence[tuple[Event, bytes]]
    ) -> tuple[dict[str, Arrival], list[dict[str, object]], list[int]]:
        """What of the lines is new, by idea and as rows; and the keys of all their events."""
        twins = self._twins({(happened.idea, happened.id) for happened, _line in chunk})
        arrivals: dict[str, Arrival] = {}
        rows: list[dict[str, object]] = []
        brought: list[int] = []
        for happened, line in chunk:
            gone = happened.idea in self._erased and happened.kind != "erased"
            digest = NOTHING if gone else hashlib.sha256(line).digest()
            versions = twins.setdefault((happened.idea, happened.id), {})
            pk = versions.get(digest)
            if pk is None:
                pk, self._next_pk = self._next_pk, self._next_pk + 1
                if versions:
                    self._appended.conflicts.add(happened.idea)
                versions[digest] = pk
                is_first = happened.idea not in self._here
                arrivals.setdefault(happened.idea, Arrival(pk, is_first)).events.append(happened)
                rows.append(
                    {
                        "pk": pk, "idea": happened.idea, "id": happened.id, "digest": digest, "kind": happened.kind,
                        "line": None if gone else line, "origin": self._origin, "sent": False, "seen_at": self._seen_at,
                    }
                )  # fmt: skip
            brought.append(pk)
        self._here |= arrivals.keys()
        return arrivals, rows, brought

    def _twins(self, events: set[tuple[str, str]]) -> dict[tuple[str, str], dict[bytes, int]]:
        """The versions of these events that are here: their keys by digest."""
        versions: dict[tuple[str, str], dict[bytes, int]] = {}
        if not self._here:
            return versions
        wanted = [to_bytes(part) for each in events if each[0] in self._here for part in each]
        pairs = ", ".join(["(?, ?)"] * (len(wanted) // 2))
        known = f"SELECT idea, id, digest, pk FROM event WHERE (idea, id) IN (VALUES {pairs})"  # noqa: S608
        for idea, identifier, digest, pk in sqlite.ask(self._connection, known, wanted) if wanted else ():
            versions.setdefault((from_bytes(idea), from_bytes(identifier)), {})[digest] = pk
        return versions

    def _erase(self, ideas: set[str]) -> None:
        for idea in ideas - self._erased:
            _strip(self._connection, idea)
            self._appended.erased.add(idea)
        apart.forget_ideas(self._connection, ideas - self._erased)
        confirmed.forget_ideas(self._connection, ideas - self._erased)
        self._erased |= ideas

    def _project(self, arrivals: dict[str, Arrival]) -> None:
        now = {idea: arrival for idea, arrival in arrivals.items() if idea not in self._passed}
        self._again |= arrivals.keys() - now.keys()
        created = projection.project(self._connection, now, self._seen_at)
        self._appended.new |= created
        self._appended.updated |= arrivals.keys() - created


def take_back(connection: sa.Connection, rows: Iterable[Kept]) -> int:
    """Take in events that this store once had, with all that it knew of them; returns how many were not here.

    Their keys are their old ones where these lie beyond all that are here, so that they keep their order. Neither the
    projection nor erasures are brought up to date: `forget_again` and `projection.rebuild` come afterwards.
    """
    next_key, late = last_key(connection) + 1, list[dict[str, object]]()
    before = sqlite.changes(connection)
    persons = anonymised.persons(connection, anonymised.all_ideas(connection))
    iterator = (msgspec.structs.asdict(_without_name(row, persons)) for row in rows)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        in_order = []
        for row in chunk:
            if row["pk"] < next_key:
                late.append(row)
            else:
                next_key = row["pk"] + 1
                in_order.append(row)
        sqlite.insert(connection, event, in_order, missing=True)
    for number, row in enumerate(late):
        row["pk"] = next_key + number
    sqlite.insert(connection, event, late, missing=True)
    return sqlite.changes(connection) - before


def _without_name(row: Kept, persons: anonymised.Persons) -> Kept:
    if row.line is None or row.idea not in persons:
        return row
    _happened, line = nameless_line(decode(row.line), row.line, persons[row.idea])
    return msgspec.structs.replace(row, line=line, digest=hashlib.sha256(line).digest())


def forget_again(connection: sa.Connection) -> set[str]:
    """Forget what events say whose idea has been erased, and the names that have been taken off, whatever came first.

    Returns the ideas concerned.
    """
    erased = sa.select(event.c.idea).where(event.c.kind == "erased")
    telling = sa.select(event.c.idea).where(event.c.kind != "erased", event.c.line.is_not(None))
    ideas = set(connection.scalars(telling.where(event.c.idea.in_(erased)).distinct()))
    for idea in ideas:
        _strip(connection, idea)
    apart.forget_ideas(connection, ideas)
    persons = anonymised.persons(connection, anonymised.all_ideas(connection))
    return ideas | anonymised.take_names_off(connection, persons)


def _strip(connection: sa.Connection, idea: str) -> None:
    """Forget what an idea's events say and who said it; that they were, and of what kind, remains."""
    spend_keys(connection)
    others = sa.and_(event.c.idea == idea, event.c.kind != "erased")
    first_of_each = sa.select(sa.func.min(event.c.pk)).where(others).group_by(event.c.id)
    connection.execute(sa.delete(event).where(others, event.c.pk.not_in(first_of_each)))
    connection.execute(sa.update(event).where(others).values(line=None, digest=NOTHING))
    sqlite.owe_forgetting(connection)


def standing_lines(connection: sa.Connection, ideas: Iterable[str]) -> Iterator[tuple[str, list[bytes]]]:
    """For each of these ideas that has any, the lines of its events that stand, in no particular order."""
    for chunk in projection.chunks(ideas):
        lines = projection.standing(connection, event.c.idea.in_(chunk))
        for idea in chunk:
            if idea in lines:
                yield idea, lines[idea]


def all_lines(connection: sa.Connection) -> Iterator[bytes]:
    """The lines of all events, whichever of two versions stands, in the order of their arrival."""
    return iter(connection.scalars(sa.select(event.c.line).where(event.c.line.is_not(None)).order_by(event.c.pk)))


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


def known(connection: sa.Connection, idea: str, events: Iterable[str]) -> set[str]:
    """Which of these events of an idea are here in any version, by id."""
    here = sa.select(event.c.id).where(event.c.idea == idea)
    return {
        identifier
        for chunk in projection.chunks(events)
        for identifier in connection.scalars(here.where(event.c.id.in_(chunk)))
    }


def recorded(connection: sa.Connection, idea: str) -> list[str]:
    """The ids of an idea's events that were recorded in this store."""
    return list(connection.scalars(sa.select(event.c.id).where(event.c.idea == idea, RECORDED)))


def recorded_lines(connection: sa.Connection, ideas: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The lines of these ideas' events that were recorded in this store, a spreadsheet's too, with their idea."""
    wanted = sa.select(event.c.idea, event.c.line).where(RECORDED, event.c.line.is_not(None))
    for chunk in projection.chunks(ideas):
        for idea, line in connection.execute(wanted.where(event.c.idea.in_(chunk))):
            yield str(idea), line


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


def has_lost_names_since(connection: sa.Connection, ideas: Collection[str], key: int) -> bool:
    """Whether any of these ideas has lost somebody's name by an event that came after the one of this key."""
    taken_off = sa.select(event.c.idea).where(event.c.pk > key, event.c.kind == "anonymised")
    return any(idea in ideas for idea in connection.scalars(taken_off))


def keys_of(connection: sa.Connection, ideas: Iterable[str]) -> list[int]:
    """The keys in this store of all events of these ideas."""
    return [
        pk
        for chunk in projection.chunks(ideas)
        for pk in connection.scalars(sa.select(event.c.pk).where(event.c.idea.in_(chunk)))
    ]


def signed_here(connection: sa.Connection, idea: str, keys: Collection[int]) -> list[int]:
    """Which of these events of an idea without a name were recorded here by people who gave theirs."""
    own = sa.select(event.c.pk, event.c.line).where(event.c.idea == idea, event.c.origin == "here")
    lines = connection.execute(own.where(event.c.line.is_not(None)))
    return [pk for pk, line in lines if pk in keys and _is_signed(decode(line))]


def _is_signed(happened: Event) -> bool:
    """Whether it is for somebody with a name to hand it on: what no author without one does is not believed otherwise.

    So it stays when the name of whoever did it has been taken off. An erasure says nothing, and needs no name.
    """
    return bool(happened.by.name) or happened.kind not in (*NAMELESS_KINDS, "erased")


def altered(connection: sa.Connection) -> int:
    """How many events are not the bytes that were kept of them, by their digest: the disk has changed them."""
    rows = sqlite.ask(connection, "SELECT line, digest FROM event WHERE line IS NOT NULL")
    return sum(hashlib.sha256(line).digest() != digest for line, digest in rows)


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
