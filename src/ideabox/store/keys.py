"""Keys of events in this store: they say in which order events came, so none is ever used for another."""

from __future__ import annotations

import sqlalchemy as sa

from ideabox.store import sqlite
from ideabox.store.schema import event, installation


def last_key(connection: sa.Connection) -> int:
    """The highest key that any event has or had in this store."""
    ((here, gone),) = sqlite.ask(connection, "SELECT (SELECT max(pk) FROM event), (SELECT last_key FROM installation)")
    return max(here or 0, gone or 0)


def spend_keys(connection: sa.Connection) -> None:
    """Remember the highest key there is, before events go that may have it."""
    highest = sa.select(sa.func.coalesce(sa.func.max(event.c.pk), 0)).scalar_subquery()
    connection.execute(sa.update(installation).values(last_key=sa.func.max(installation.c.last_key, highest)))
