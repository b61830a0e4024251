"""Taking a person's name off what they did, so that the idea stays and nobody can tell any more whose it was.

An `anonymised` event names other events of its idea by their ids, and says nothing of whose they are. In place of their
`by` comes a person who is made from that event's own random id: the same in every store, for that idea alone, and of no
use to find anybody. What such a line becomes depends on nothing but the line and the event, so stores that have both
have the same, whatever came first.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from ideabox.domain.events import Anonymised, Event, decode, with_signature
from ideabox.domain.people import By

IRREVOCABLE = ("anonymised", "erased")
"""The kinds that forget: they name nobody, are taken from elsewhere with consent only, and cannot be undone."""


NAMELESS_KINDS = ("submitted", "revised", "commented", "supported", "unsupported", "sized", "withdrawn")
"""What an author without a name does. More than that is not taken unsigned where only trusted senders are."""


def covered(events: Iterable[Event]) -> dict[str, str]:
    """The events of one idea that have lost their name, by id, and the person in whose name each stands instead.

    Where several `anonymised` events name one, the smallest person stands.
    """
    persons: dict[str, str] = {}
    for event in events:
        if isinstance(event.body, Anonymised):
            person = str(uuid.uuid5(uuid.UUID(event.id), "person"))
            for identifier in event.body.events:
                persons[identifier] = min(person, persons.get(identifier, person))
    return persons


def nameless(event: Event, persons: Mapping[str, str]) -> Event:
    """An event as it stands once these have lost their name: of who did it, the office alone remains."""
    person = None if event.kind in IRREVOCABLE else persons.get(event.id)
    return event if person is None else msgspec.structs.replace(event, by=_by(event, person))


def nameless_line(event: Event, line: bytes, persons: Mapping[str, str]) -> tuple[Event, bytes]:
    """The same, with its line; the body's bytes stay as they are, and members that nobody knows go."""
    after = nameless(event, persons)
    return (event, line) if after is event else (after, with_signature(line, after.by))


def standing(versions: Sequence[bytes]) -> bytes:
    """Which version of an event stands, of these lines whose SHA-256 grow: the first with a name or role, or the first.

    A store that was asked to take a name off, and has not agreed, still gets the lines of those who have. A name goes
    where an `anonymised` is taken, and not by the luck of two numbers.
    """
    signed = (line for line in versions if (by := decode(line).by).name or by.role)
    return versions[0] if len(versions) == 1 else next(signed, versions[0])


def _by(event: Event, person: str) -> By:
    return By(person, office=event.by.office)
