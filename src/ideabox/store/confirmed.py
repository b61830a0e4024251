"""What somebody here has said to be fit to keep, though it looks like personal data, so that they are not asked again.

It is this store's own knowledge and holds no words, but a digest of each find: it is no event, and travels nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ideabox.store import sqlite
from ideabox.store.projection import chunks
from ideabox.store.schema import confirmed_find, event


def digests(connection: sa.Connection, idea: str) -> frozenset[str]:
    """What has been confirmed of this idea, as `Find.digest` has it."""
    found = connection.scalars(sa.select(confirmed_find.c.digest).where(confirmed_find.c.idea == idea))
    return frozenset(digest.hex() for digest in found)


def keep(connection: sa.Connection, idea: str, found: Iterable[str], at: str) -> None:
    """Remember that these were confirmed."""
    rows = [{"idea": idea, "digest": bytes.fromhex(digest), "at": at} for digest in dict.fromkeys(found)]
    sqlite.insert(connection, confirmed_find, rows, missing=True)


def forget_ideas(connection: sa.Connection, ideas: Iterable[str]) -> None:
    """Forget what was confirmed of these ideas."""
    for chunk in chunks(ideas):
        connection.execute(sa.delete(confirmed_find).where(confirmed_find.c.idea.in_(chunk)))


def forget_gone(connection: sa.Connection) -> None:
    """Forget what was confirmed of ideas that have no events here any more."""
    connection.execute(sa.delete(confirmed_find).where(confirmed_find.c.idea.not_in(sa.select(event.c.idea))))
