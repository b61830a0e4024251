"""Finding the idea that another one repeats."""

from __future__ import annotations

import re

from ideabox.store import queries, similar
from ideabox.store.database import Connection
from ideabox.store.queries import Filter, IdeaRow
from ideabox.usecases.session import Session

MOST = 5
_ID = re.compile(r"[0-9a-f]{8}[0-9a-f-]*", re.IGNORECASE)
_GONE = ("withdrawn", "erased")


def targets(session: Session, idea: str, typed: str) -> list[IdeaRow]:
    """A few ideas that this one may join: by words, by an id, or where nothing is typed those with like words."""
    typed = typed.strip()
    with session.store.read() as connection:
        it = queries.row(connection, idea)
        if _ID.fullmatch(typed):
            one = queries.row(connection, queries.find(connection, typed))
            found = [one] if one is not None else []
        elif typed:
            found = queries.page(connection, Filter(search=typed), limit=MOST * 4)
        else:
            found = _alike(session, connection, it) if it is not None else []
    open_to_it = (row for row in found if row.status not in _GONE and idea not in (row.root, row.id))
    return list(open_to_it)[:MOST]


def _alike(session: Session, connection: Connection, it: IdeaRow) -> list[IdeaRow]:
    alike = similar.find(connection, it.title, f"{it.problem}\n{it.proposal}", MOST * 2, terms=session.terms)
    return [found.row for found in alike]
