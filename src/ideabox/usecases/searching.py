"""What somebody means by what they type into a search box."""

from __future__ import annotations

import msgspec

from ideabox.domain import searching
from ideabox.domain.searching import Query
from ideabox.store import pseudonyms
from ideabox.store.database import Connection
from ideabox.store.queries import Filter
from ideabox.usecases.session import Session


def meaning(session: Session, typed: str) -> Query:
    """What was typed means, filter words among it."""
    return searching.parse(typed, session.names, session.now().astimezone().date())


def understood(session: Session, connection: Connection, wanted: Filter) -> Filter:
    """The same ideas, asked for by what their search means to this person today."""
    if not isinstance(wanted.search, str) or not wanted.search:
        return wanted
    query = meaning(session, wanted.search)
    choices = tuple(
        msgspec.structs.replace(choice, values=mine(session, connection)) if choice.kind == "by" else choice
        for choice in query.choices
    )
    return msgspec.structs.replace(wanted, search=msgspec.structs.replace(query, choices=choices))


def mine(session: Session, connection: Connection) -> tuple[str, ...]:
    """The persons that I am: under my name, and for each idea that I logged without it."""
    return (session.me.person, *pseudonyms.persons(connection))
