"""Leavers made anonymous: their ideas stay, and nobody can tell any more that they were theirs."""

from __future__ import annotations

from ideabox.domain.events import MAX_CLOCK, MAX_COVERED, Anonymised, Event, day, encode
from ideabox.domain.people import By
from ideabox.domain.reporting import Report, counted, silent
from ideabox.store import log, pseudonyms
from ideabox.usecases import rights
from ideabox.usecases.recording import Changes
from ideabox.usecases.rights import Held
from ideabox.usecases.session import Session


def anonymise(session: Session, held: Held, report: Report = silent) -> Changes:
    """Take a person's name off all that they did, here and wherever that arrives. It cannot be undone.

    Who did what stands in the name of a person who is made up for each idea, and in that of the office. What they did
    without their name has none to lose; but nobody at this PC knows any more that it was they. The events name nobody:
    who asked for it is nobody's business. Refuses, as an erasure does, where more ideas are theirs by now.
    """
    now = rights.require_seen(session, held, report)
    with session.store.write() as connection:
        signed_as = {*now.persons}.difference(pseudonyms.persons(connection))
        lines = []
        for idea, events in counted(now.events.items(), len(now.events), report):
            history = log.idea_of(connection, idea)[1]  # something more of theirs may have come just now
            theirs = [*dict.fromkeys(each.id for each in (*events, *history) if each.by.person in signed_as)]
            clock = log.highest_clock(history)
            for start in range(0, len(theirs), MAX_COVERED):
                clock = min(clock + 1, MAX_CLOCK)
                by = By(session.random_id(), office=session.me.office)
                body = Anonymised(tuple(theirs[start : start + MAX_COVERED]))
                event = Event(session.random_id(), idea, clock, day(session.now()), by, "anonymised", body)
                lines.append((event, encode(event)))
        log.append(connection, lines, "here", session.timestamp())
        pseudonyms.forget(connection, now.persons, session.random_id)
    session.store.forget_deleted()
    return Changes(updated=frozenset(now.events))
