"""Leavers made anonymous: their ideas stay, and nobody can tell any more that they were theirs."""

from __future__ import annotations

from ideabox.domain.events import MAX_CLOCK, Anonymised, Event, day, encode
from ideabox.domain.people import By
from ideabox.domain.reporting import Report, counted, silent
from ideabox.store import log, pseudonyms
from ideabox.store.projection import chunks
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
    rights.require_seen(session, held, report)
    with session.store.write() as connection:
        nameless = pseudonyms.persons(connection)
        lines = []
        for idea, events in counted(held.events.items(), len(held.events), report):
            named = [happened.id for happened in events if happened.by.person not in nameless]
            clock = log.highest_clock(log.idea_of(connection, idea)[1])
            for some in chunks(named):
                clock = min(clock + 1, MAX_CLOCK)
                by = By(session.random_id(), office=session.me.office)
                body = Anonymised(tuple(some))
                event = Event(session.random_id(), idea, clock, day(session.now()), by, "anonymised", body)
                lines.append((event, encode(event)))
        log.append(connection, lines, "here", session.timestamp())
        pseudonyms.forget(connection, held.persons)
    session.store.forget_deleted()
    return Changes(updated=frozenset(held.events))
