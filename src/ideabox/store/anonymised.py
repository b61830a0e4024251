"""Ideas of which somebody's name has been taken off: their events are kept, and handed on, without it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from ideabox.domain.anonymity import IRREVOCABLE, covered, nameless_line
from ideabox.domain.events import Event, decode
from ideabox.store import shared, sqlite
from ideabox.store.keys import spend_keys
from ideabox.store.projection import chunks
from ideabox.store.schema import RECORDED, event, run_event, shared_event

Persons = Mapping[str, Mapping[str, str]]
"""By idea, the events that lost their name and the person in whose name each stands."""

_telling = sa.select(event.c.idea, event.c.line).where(event.c.kind == "anonymised", event.c.line.is_not(None))


def persons(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, dict[str, str]]:
    """Of these ideas, who stands for whom; nothing of ideas that have lost no name.

    Of an `anonymised` that came in two versions both count: what either took off is gone.
    """
    found: dict[str, list[Event]] = {}
    for chunk in chunks(ideas):
        for of, line in connection.execute(_telling.where(event.c.idea.in_(chunk))):
            found.setdefault(of, []).append(decode(line))
    return {of: covered(events) for of, events in found.items()}


def all_ideas(connection: sa.Connection) -> list[str]:
    """The ideas that have lost a name."""
    return list(connection.scalars(sa.select(_telling.subquery().c.idea).distinct()))


def take_names_off(connection: sa.Connection, persons: Persons) -> set[str]:
    """Rewrite what is kept of these events; returns the ideas in which a name still stood.

    Files of a team folder that were written here and say the name are given up, so that the next exchange writes them
    anew. The projection is not brought up to date.
    """
    changed: set[str] = set()
    named = sa.select(event).where(event.c.line.is_not(None), event.c.kind.not_in(IRREVOCABLE)).order_by(event.c.pk)
    for of, stand in persons.items():
        for chunk in chunks(stand):
            told = named.where(event.c.idea == of, event.c.id.in_(chunk))
            for row in map(dict, connection.execute(told).mappings().all()):
                _happened, line = nameless_line(decode(row["line"]), row["line"], stand)
                if line != row["line"]:
                    shared.give_up_files_of(connection, row["pk"])
                    _put(connection, row, line)
                    changed.add(of)
    if changed:
        sqlite.owe_forgetting(connection)
    return changed


def _put(connection: sa.Connection, row: dict[str, Any], line: bytes) -> None:
    """Put a line in the place of another; where it is here already, the two rows become one."""
    digest = hashlib.sha256(line).digest()
    same = sa.and_(event.c.idea == row["idea"], event.c.id == row["id"], event.c.digest == digest)
    twin = connection.scalar(sa.select(event.c.pk).where(same))
    if twin is not None:
        kept, gone = sorted((row["pk"], twin))
        _merge(connection, kept, gone)
        row = {"pk": kept}
    connection.execute(sa.update(event).where(event.c.pk == row["pk"]).values(line=line, digest=digest))


def _merge(connection: sa.Connection, kept: int, gone: int) -> None:
    """Let one row have all that is known of another, which goes."""
    for table, other in ((run_event, run_event.c.run), (shared_event, shared_event.c.file)):
        links = sa.select(sa.literal(kept), other).where(table.c.event == gone)
        connection.execute(sa.insert(table).prefix_with("OR IGNORE").from_select(["event", other.name], links))
    own = sa.select(event.c.origin, event.c.sent).where(event.c.pk == gone, RECORDED)
    recorded = connection.execute(own).one_or_none()
    spend_keys(connection)
    connection.execute(sa.delete(event).where(event.c.pk == gone))
    if recorded is not None:
        unrecorded = sa.and_(event.c.pk == kept, ~RECORDED)
        connection.execute(sa.update(event).where(unrecorded).values(origin=recorded.origin, sent=recorded.sent))
