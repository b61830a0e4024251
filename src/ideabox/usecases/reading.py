"""Looking ideas up."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator, Sequence

import msgspec

from ideabox.domain.events import Event
from ideabox.domain.idea import Idea
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, Stop, silent
from ideabox.store import log, queries
from ideabox.store.queries import Filter, IdeaRow, Sort
from ideabox.usecases import searching
from ideabox.usecases.session import Session


class Shown(msgspec.Struct, frozen=True):
    """One idea: as lists show it, as its events make it, and the events in order."""

    row: IdeaRow
    idea: Idea
    history: tuple[Event, ...]


class Listing(msgspec.Struct, frozen=True):
    """How many ideas match, and the ideas themselves to go through once."""

    total: int
    rows: Iterator[IdeaRow]


def find(session: Session, typed: str) -> str:
    """The id of the idea that a person means by an id or the beginning of one."""
    with session.store.read() as connection:
        return queries.find(connection, typed)


def show(session: Session, idea: str) -> Shown:
    """One idea with its history."""
    with session.store.read() as connection:
        row = queries.row(connection, idea)
        if row is None:
            refuse("idea", "not-here", id=idea)
        it, history = log.idea_of(connection, idea)
        return Shown(row, it, tuple(history))


@contextlib.contextmanager
def listing(session: Session, wanted: Filter, limit: int | None = None, sort: Sort = "newest") -> Iterator[Listing]:
    """The ideas that match, all from one moment of the store."""
    with session.store.read() as connection:
        wanted = searching.understood(session, connection, wanted)
        yield Listing(queries.count(connection, wanted), queries.pages(connection, wanted, limit, sort))


def first(session: Session, wanted: Filter, sort: Sort, most: int, stop: Stop | None = None) -> list[IdeaRow]:
    """The first ideas that match, at most so many of them: there at once, however long the list is."""
    with session.store.read(stop) as connection:
        wanted = searching.understood(session, connection, wanted)
        return list(queries.pages(connection, wanted, most, sort))


def keys(session: Session, wanted: Filter, sort: Sort, report: Report = silent, stop: Stop | None = None) -> array[int]:
    """The keys of all ideas that match, in order."""
    with session.store.read(stop) as connection:
        return queries.keys(connection, searching.understood(session, connection, wanted), sort, report)


def by_keys(session: Session, keys: Sequence[int], stop: Stop | None = None) -> list[IdeaRow | None]:
    """The ideas with these keys, in their order; None in the place of one that has gone."""
    with session.store.read(stop) as connection:
        found = queries.by_keys(connection, keys)
    return [found.get(key) for key in keys]


def mine(session: Session) -> tuple[str, ...]:
    """The persons that I am: under my name, and for each idea that I logged without it."""
    with session.store.read() as connection:
        return searching.mine(session, connection)


def counts(session: Session) -> dict[str, int]:
    """What the places have waiting: `mine`, `review` and `batch`."""
    authors = mine(session)
    with session.store.read() as connection:
        return {
            "mine": queries.count(connection, Filter(authors=authors)),
            "review": queries.count(connection, Filter(status="waiting")),
            "batch": queries.count_ready(connection),
        }


def offices(session: Session) -> list[str]:
    """Every office that has an idea here."""
    with session.store.read() as connection:
        return queries.offices(connection)


def skills(session: Session) -> list[str]:
    """The key of every skills area that an idea here is tagged with, of whatever framework."""
    with session.store.read() as connection:
        return queries.skills(connection)
