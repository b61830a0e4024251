"""Looking ideas up."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import msgspec

from ideabox.domain.events import Event
from ideabox.domain.idea import Idea
from ideabox.domain.problems import refuse
from ideabox.store import log, queries
from ideabox.store.queries import Filter, IdeaRow
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
def listing(session: Session, wanted: Filter, limit: int | None = None) -> Iterator[Listing]:
    """The ideas that match, newest arrival first, all from one moment of the store."""
    with session.store.read() as connection:
        yield Listing(queries.count(connection, wanted), queries.pages(connection, wanted, limit))
