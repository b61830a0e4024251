"""Whether somebody has had this idea already."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from ideabox.domain.idea import Status
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.store import log, pseudonyms, queries
from ideabox.store import similar as alike
from ideabox.store.database import Connection
from ideabox.store.queries import IdeaRow
from ideabox.usecases.session import Session

MOST = 5
OPEN: tuple[Status, ...] = (
    "waiting", "asked", "put-forward", "with-lead", "doing-here", "discovery", "alpha", "beta",
)  # fmt: skip
"""Of ideas with these statuses more is to come."""


class Similar(msgspec.Struct, frozen=True):
    """An idea like the one that is being written, and whether it is my own or has my support.

    `words` are those of mine that it shares, the most telling first.
    """

    row: IdeaRow
    is_mine: bool = False
    is_supported: bool = False
    words: tuple[str, ...] = ()


def similar(session: Session, title: str, problem: str = "", proposal: str = "") -> list[Similar]:
    """The few ideas most like one that says this."""
    with session.store.read() as connection:
        found = alike.find(connection, title, f"{problem}\n{proposal}", MOST, terms=session.terms)
        return [_to_me(session, connection, each.row, each.words) for each in found]


def clusters(
    session: Session, *, waiting: bool, apart: Collection[tuple[str, str]] = (), report: Report = silent
) -> list[list[IdeaRow]]:
    """Groups of ideas that are likely to be one, among the newest that wait for review, or of all that are open.

    Pairs of ids in `apart` are those of which somebody has said that they are not alike.
    """
    statuses: tuple[Status, ...] = ("waiting",) if waiting else OPEN
    with session.store.read() as connection:
        return alike.clusters(connection, statuses, apart, report=report, terms=session.terms)


def again(session: Session, idea: str) -> Similar:
    """One of them as it is now."""
    with session.store.read() as connection:
        row = queries.row(connection, idea)
        if row is None:
            refuse("idea", "not-here", id=idea)
        return _to_me(session, connection, row)


def _to_me(session: Session, connection: Connection, row: IdeaRow, words: tuple[str, ...] = ()) -> Similar:
    """What this idea is to the person at this PC."""
    it, _history = log.idea_of(connection, row.id)
    me = {session.me.person, pseudonyms.mine(connection, row.id)}
    is_mine = it.author is not None and it.author.person in me
    return Similar(row, is_mine, not me.isdisjoint(it.supporters), words)
