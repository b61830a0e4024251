"""The batches that were made here."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from ideabox.store import sqlite
from ideabox.store.schema import batch, batch_idea


class Batch(msgspec.Struct, frozen=True):
    """A named, dated set of reviewed ideas; `written_at` is None until its files are in place."""

    id: str
    name: str
    at: str
    marking: str
    written_at: str | None = None


def named(connection: sa.Connection, name: str) -> Batch | None:
    """The batch with this name, if there is one."""
    columns = [batch.c[field] for field in Batch.__struct_fields__]
    row = connection.execute(sa.select(*columns).where(batch.c.name == name)).one_or_none()
    return None if row is None else Batch(*row)


class Made(msgspec.Struct, frozen=True):
    """A batch as the log of batches shows it, with how many ideas were put into it."""

    batch: Batch
    ideas: int


def all_made(connection: sa.Connection) -> list[Made]:
    """Every batch that was made here, the last one first."""
    columns = [batch.c[field] for field in Batch.__struct_fields__]
    chosen = sa.func.count(batch_idea.c.idea).filter(batch_idea.c.chosen)
    joined = sa.select(*columns, chosen).outerjoin(batch_idea, batch_idea.c.batch == batch.c.id)
    rows = connection.execute(joined.group_by(batch.c.id).order_by(batch.c.at.desc(), batch.c.id.desc()))
    return [Made(Batch(*values), count) for *values, count in rows]


def record(connection: sa.Connection, made: Batch, ideas: Iterable[str]) -> None:
    """Write a new batch down, and the ideas that are in it."""
    connection.execute(sa.insert(batch).values(msgspec.structs.asdict(made)))
    connection.execute(sa.insert(batch_idea), [{"batch": made.id, "idea": of, "chosen": True} for of in ideas])


def ideas_in(connection: sa.Connection, identifier: str) -> list[str]:
    """The ideas that were put into a batch."""
    chosen = sa.select(batch_idea.c.idea).where(batch_idea.c.batch == identifier, batch_idea.c.chosen)
    return list(connection.scalars(chosen))


def mark_written(connection: sa.Connection, identifier: str, at: str, ideas: Iterable[str]) -> None:
    """Write down that the batch's files are in place, and all the ideas that are in them."""
    rows = [{"batch": identifier, "idea": of, "chosen": False} for of in ideas]
    sqlite.insert(connection, batch_idea, rows, missing=True)
    connection.execute(sa.update(batch).where(batch.c.id == identifier).values(written_at=at))
