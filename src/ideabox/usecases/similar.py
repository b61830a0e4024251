"""Whether somebody has had this idea already."""

from __future__ import annotations

import msgspec

from ideabox.domain.problems import refuse
from ideabox.store import log, pseudonyms, queries
from ideabox.store import similar as alike
from ideabox.store.database import Connection
from ideabox.store.queries import IdeaRow
from ideabox.usecases.session import Session

MOST = 4


class Similar(msgspec.Struct, frozen=True):
    """An idea like the one that is being written, and whether it is my own or has my support."""

    row: IdeaRow
    is_mine: bool = False
    is_supported: bool = False


def similar(session: Session, title: str) -> list[Similar]:
    """A few ideas whose words are those of this title."""
    with session.store.read() as connection:
        return [_to_me(session, connection, row) for row in alike.find(connection, title, MOST)]


def again(session: Session, idea: str) -> Similar:
    """One of them as it is now."""
    with session.store.read() as connection:
        row = queries.row(connection, idea)
        if row is None:
            refuse("idea", "not-here", id=idea)
        return _to_me(session, connection, row)


def _to_me(session: Session, connection: Connection, row: IdeaRow) -> Similar:
    """What this idea is to the person at this PC."""
    it, _history = log.idea_of(connection, row.id)
    me = {session.me.person, pseudonyms.mine(connection, row.id)}
    is_mine = it.author is not None and it.author.person in me
    return Similar(row, is_mine, not me.isdisjoint(it.supporters))
