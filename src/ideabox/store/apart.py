"""Pairs of ideas of which somebody here has said that they are not the same, so that they are not offered again.

It is this store's own knowledge: it is no event, and travels nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ideabox.store import sqlite
from ideabox.store.projection import chunks
from ideabox.store.schema import apart, event

Pair = tuple[str, str]
"""Two ids, in either order."""


def pairs(connection: sa.Connection) -> frozenset[Pair]:
    """Every pair, the id first that comes first."""
    return frozenset((one, other) for one, other in connection.execute(sa.select(apart.c.one, apart.c.other)))


def keep(connection: sa.Connection, different: Iterable[Pair]) -> None:
    """Remember these pairs."""
    sqlite.insert(connection, apart, [{"one": min(pair), "other": max(pair)} for pair in different], missing=True)


def forget(connection: sa.Connection, different: Iterable[Pair]) -> None:
    """Let these pairs be offered again."""
    both = sa.and_(apart.c.one == sa.bindparam("low"), apart.c.other == sa.bindparam("high"))
    values = [{"low": min(pair), "high": max(pair)} for pair in different]
    if values:
        connection.execute(sa.delete(apart).where(both), values)


def forget_ideas(connection: sa.Connection, ideas: Iterable[str]) -> None:
    """Forget what was said of these ideas."""
    for chunk in chunks(ideas):
        connection.execute(sa.delete(apart).where(sa.or_(apart.c.one.in_(chunk), apart.c.other.in_(chunk))))


def forget_gone(connection: sa.Connection) -> None:
    """Forget what was said of ideas that have no events here any more."""
    here = sa.select(event.c.idea)
    connection.execute(sa.delete(apart).where(sa.or_(apart.c.one.not_in(here), apart.c.other.not_in(here))))
