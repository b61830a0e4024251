"""Whether somebody has had this idea already."""

from __future__ import annotations

import msgspec

from ideabox.domain.idea import Status, replay
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.store import apart, log, pseudonyms, queries
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
    likeness: float = 0.0
    """How like mine it is, from 0 to 1."""


class Member(msgspec.Struct, frozen=True):
    """One idea of a cluster, and the persons behind it: its author, those who support it, and those of ideas joined."""

    row: IdeaRow
    people: frozenset[str]


class Cluster(msgspec.Struct, frozen=True):
    """Ideas that are likely to be one, the best to keep first, and the words that they share."""

    members: tuple[Member, ...]
    words: tuple[str, ...]


def similar(session: Session, title: str, problem: str = "", proposal: str = "") -> list[Similar]:
    """The few ideas most like one that says this."""
    with session.store.read() as connection:
        found = alike.find(connection, title, f"{problem}\n{proposal}", MOST, terms=session.terms)
        return [_to_me(session, connection, each.row, each.words, each.likeness) for each in found]


def clusters(session: Session, *, waiting: bool, report: Report = silent) -> list[Cluster]:
    """Groups of ideas that are likely to be one, those of the most ideas first.

    They are looked for among the newest that wait for review, or of all that are open. Ideas of which somebody here has
    said that they are not the same are in no group both. First of each group is the one that others had best join: the
    one with the most support, of these the oldest.
    """
    statuses: tuple[Status, ...] = ("waiting",) if waiting else OPEN
    with session.store.read() as connection:
        different = apart.pairs(connection)
        found = alike.clusters(connection, statuses, different, report=report, terms=session.terms)
        groups = [_with_people(connection, each) for each in found]
    return sorted(groups, key=lambda group: -len(group.members))


def _with_people(connection: Connection, found: alike.Cluster) -> Cluster:
    members = []
    for row in sorted(found.rows, key=lambda row: (-row.supporters, row.submitted_at, row.pk)):
        followed = log.events_of(connection, queries.group_of(connection, [row.id]))
        ideas = (replay(of, history) for of, history in followed.items())
        members.append(Member(row, frozenset(person for it in ideas for person in it.supporters)))
    return Cluster(tuple(members), found.words)


def again(session: Session, idea: str) -> Similar:
    """One of them as it is now."""
    with session.store.read() as connection:
        row = queries.row(connection, idea)
        if row is None:
            refuse("idea", "not-here", id=idea)
        return _to_me(session, connection, row)


def _to_me(
    session: Session, connection: Connection, row: IdeaRow, words: tuple[str, ...] = (), likeness: float = 0.0
) -> Similar:
    """What this idea is to the person at this PC."""
    it, _history = log.idea_of(connection, row.id)
    me = {session.me.person, pseudonyms.mine(connection, row.id)}
    is_mine = it.author is not None and it.author.person in me
    return Similar(row, is_mine, not me.isdisjoint(it.supporters), words, likeness)
