"""What authors have not seen yet, and what has not left."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ideabox.store.schema import ANSWERS, RECORDED, event, idea


def newest(connection: sa.Connection) -> int:
    """The key of the event that reached this store last: where a look at it leaves off."""
    return connection.scalar(sa.select(sa.func.max(event.c.pk))) or 0


def answered_since(connection: sa.Connection, authors: Sequence[str], key: int) -> frozenset[str]:
    """The ideas of these persons with an answer that reached this store after the event with this key."""
    kinds = (*ANSWERS, "joined")
    statement = (
        sa.select(idea.c.id)
        .join(event, event.c.idea == idea.c.id)
        .where(idea.c.author.in_(authors), event.c.kind.in_(kinds), event.c.pk > key)
    )
    return frozenset(connection.scalars(statement.distinct()))


def came_since(connection: sa.Connection, authors: Sequence[str], key: int) -> list[str]:
    """The titles of ideas of these persons with an answer that others sent after the event with this key."""
    kinds = (*ANSWERS, "joined")
    statement = (
        sa.select(idea.c.title)
        .join(event, event.c.idea == idea.c.id)
        .where(idea.c.author.in_(authors), event.c.kind.in_(kinds), event.c.origin == "package", event.c.pk > key)
        .group_by(idea.c.pk)
        .order_by(sa.func.max(event.c.pk).desc())
    )
    return list(connection.scalars(statement))


def only_here(connection: sa.Connection, authors: Sequence[str]) -> frozenset[str]:
    """The ideas of these persons that have never left this store."""
    statement = (
        sa.select(idea.c.id)
        .join(event, event.c.idea == idea.c.id)
        .where(idea.c.author.in_(authors), event.c.kind == "submitted", RECORDED, ~event.c.sent)
    )
    return frozenset(connection.scalars(statement))
