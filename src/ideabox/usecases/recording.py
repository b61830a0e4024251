"""Recording what happens to an idea: the one way in which this store adds events of its own."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ideabox.domain.estimates import Sized
from ideabox.domain.events import KIND_OF, MAX_CLOCK, Body, Commented, Event, Revised, Withdrawn, day, encode
from ideabox.domain.idea import Idea
from ideabox.domain.problems import Problem, refuse_if
from ideabox.store import log, pseudonyms
from ideabox.store.database import Connection
from ideabox.usecases import guarding
from ideabox.usecases.session import Session


class Changes(msgspec.Struct, frozen=True):
    """The ideas that a use case touched, for every view to decide whether to look again."""

    new: frozenset[str] = frozenset()
    updated: frozenset[str] = frozenset()
    removed: frozenset[str] = frozenset()


_AUTHORS_OWN = (Revised, Commented, Sized, Withdrawn)
"""What the author of a nameless idea does namelessly too; a decision is signed by whoever takes it."""


def record(
    session: Session,
    idea: str,
    body: Body,
    problems: Callable[[Idea, Connection], list[Problem]],
    *,
    confirmed: bool = False,
) -> Changes:
    """Record one event of an idea that is here, unless `problems` finds something in the way.

    Words that look like somebody's personal data are in the way too, unless they are `confirmed` now or were before.
    """
    with session.store.write() as connection:
        it, history = log.idea_of(connection, idea)
        refuse_if(problems(it, connection))
        guarding.check(session, connection, idea, body, confirmed=confirmed)
        happened = next_event(session, connection, idea, body, log.highest_clock(history))
        log.append(connection, [(happened, encode(happened))], "here", session.timestamp())
    return Changes(updated=frozenset([idea]))


def next_event(session: Session, connection: Connection, idea: str, body: Body, highest_clock: int) -> Event:
    """The event that follows what is known of an idea, signed by the person at this PC."""
    clock = min(highest_clock + 1, MAX_CLOCK)
    kind = KIND_OF[type(body)]
    nameless = pseudonyms.mine(connection, idea) if isinstance(body, _AUTHORS_OWN) else None
    if nameless is not None:
        by = session.me.pseudonym(nameless)
        return Event(session.random_id(), idea, clock, day(session.now()), by, kind, body)
    return Event(session.new_id(), idea, clock, session.timestamp(), session.me.signature(), kind, body)
