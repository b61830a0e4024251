"""Which nameless person of an idea is the person at this PC. Known here alone; it never travels."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from ideabox.store import sqlite
from ideabox.store.schema import pseudonym


def mine(connection: sa.Connection, idea: str) -> str | None:
    """The person under which this PC's user had this idea without their name; None if they did not."""
    return connection.scalar(sa.select(pseudonym.c.person).where(pseudonym.c.idea == idea))


def all_mine(connection: sa.Connection) -> frozenset[str]:
    """The ideas that this PC's user had without their name."""
    return frozenset(connection.scalars(sa.select(pseudonym.c.idea)))


def persons(connection: sa.Connection) -> tuple[str, ...]:
    """The nameless persons that this PC's user is."""
    return tuple(connection.scalars(sa.select(pseudonym.c.person)))


def forget(connection: sa.Connection, persons: Iterable[str], random_id: Callable[[], str]) -> None:
    """Let go of the link to these nameless persons: nobody knows any more who they are.

    That these ideas were had here without a name stays known, so that they never leave with what tells of this PC.
    """
    for person in persons:
        of = sa.update(pseudonym).where(pseudonym.c.person == person)
        if connection.execute(of.values(person=random_id())).rowcount:
            sqlite.owe_forgetting(connection)


def remember(connection: sa.Connection, idea: str, person: str) -> None:
    """Keep the link, so that the author can still revise, withdraw and answer."""
    connection.execute(sa.insert(pseudonym).values(idea=idea, person=person))
