"""Who packages come from: the keys that have been met, and whether the person here trusts them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from ideabox.store.projection import chunks
from ideabox.store.schema import event, import_run, run_event, sender

Trust = Literal["met", "trusted", "refused"]
"""`met`: it has been seen, and nobody has decided about it."""


class Sender(msgspec.Struct, frozen=True):
    """A key in hexadecimal digits, with the store and office that its first package named."""

    key: str
    store: str | None
    office: str
    first_seen_at: str
    trust: Trust


_COLUMNS = [sender.c[name] for name in Sender.__struct_fields__]


def get(connection: sa.Connection, key: str) -> Sender | None:
    """What is known of a key."""
    row = connection.execute(sa.select(*_COLUMNS).where(sender.c.key == bytes.fromhex(key))).one_or_none()
    return None if row is None else _record(row)


def known(connection: sa.Connection) -> list[Sender]:
    """Every key that has been met, the newest first."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(sender.c.first_seen_at.desc(), sender.c.key))
    return [_record(row) for row in rows]


def others_of(connection: sa.Connection, store: str, key: str) -> list[Sender]:
    """Other keys with which the same store has signed."""
    same = sa.select(*_COLUMNS).where(sender.c.store == store, sender.c.key != bytes.fromhex(key))
    return [_record(row) for row in connection.execute(same.order_by(sender.c.first_seen_at, sender.c.key))]


def meet(connection: sa.Connection, met: Sender) -> None:
    """Write a sender down, unless it has been met before."""
    if get(connection, met.key) is None:
        connection.execute(sa.insert(sender).values(msgspec.structs.asdict(met) | {"key": bytes.fromhex(met.key)}))


def decide(connection: sa.Connection, key: str, trust: Trust) -> None:
    """Write down whether a sender that has been met is trusted."""
    connection.execute(sa.update(sender).where(sender.c.key == bytes.fromhex(key)).values(trust=trust))


def vouchers(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, set[str]]:
    """By event, the keys of those who signed a package that brought it; events of nobody are not among them."""
    found: dict[str, set[str]] = {}
    for chunk in chunks(ideas):
        rows = connection.execute(
            sa.select(event.c.id, import_run.c.signer)
            .join(run_event, run_event.c.event == event.c.pk)
            .join(import_run, import_run.c.id == run_event.c.run)
            .where(event.c.idea.in_(chunk), import_run.c.signer.is_not(None), import_run.c.undone_at.is_(None))
        )
        for identifier, key in rows:
            found.setdefault(identifier, set()).add(key.hex())
    return found


def _record(row: sa.Row[Any]) -> Sender:
    return Sender(row.key.hex(), row.store, row.office, row.first_seen_at, row.trust)
