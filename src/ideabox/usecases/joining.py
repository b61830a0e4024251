"""Ideas that repeat each other: finding the one to join, joining several at once, and keeping apart what differs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from ideabox.domain import rules
from ideabox.domain.events import Body, Event, Joined, Separated, encode
from ideabox.domain.problems import refuse_if
from ideabox.store import apart, log, queries, similar
from ideabox.store.database import Connection
from ideabox.store.queries import Filter, IdeaRow
from ideabox.usecases.recording import Changes, next_event
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


def join_several(session: Session, ideas: Sequence[str], into: str) -> Changes:
    """Follow all of these ideas under the one that they repeat, or where one cannot be, none of them."""
    with session.store.write() as connection:
        target, _history = log.idea_of(connection, into)
        for idea in ideas:
            it, history = log.idea_of(connection, idea)
            place = queries.row(connection, into)
            refuse_if(rules.may_join(it, target, place.root if place is not None else into))
            _append(session, connection, idea, Joined(into), history)
    return Changes(updated=frozenset([*ideas, into]))


def separate_several(session: Session, ideas: Sequence[str]) -> Changes:
    """Let all of these ideas stand by themselves again, or where one cannot, none of them."""
    with session.store.write() as connection:
        for idea in ideas:
            it, history = log.idea_of(connection, idea)
            refuse_if(rules.may_separate(it))
            _append(session, connection, idea, Separated(), history)
    return Changes(updated=frozenset(ideas))


def keep_apart(session: Session, ideas: Sequence[str]) -> Changes:
    """Remember in this store that no two of these ideas are the same; they are not offered as duplicates again."""
    with session.store.write() as connection:
        for idea in ideas:
            it, _history = log.idea_of(connection, idea)
            refuse_if(rules.may_change(it))
        apart.keep(connection, itertools.combinations(ideas, 2))
    return Changes(updated=frozenset(ideas))


def offer_again(session: Session, ideas: Sequence[str]) -> Changes:
    """Forget that these ideas are not the same."""
    with session.store.write() as connection:
        apart.forget(connection, itertools.combinations(ideas, 2))
    return Changes(updated=frozenset(ideas))


def _append(session: Session, connection: Connection, idea: str, body: Body, history: list[Event]) -> None:
    happened = next_event(session, connection, idea, body, log.highest_clock(history))
    log.append(connection, [(happened, encode(happened))], "here", session.timestamp())
