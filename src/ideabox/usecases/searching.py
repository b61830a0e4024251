"""What somebody means by what they type into a search box."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from ideabox.domain import searching
from ideabox.domain.reporting import Stop
from ideabox.domain.searching import Query
from ideabox.domain.word_forms import WORD, folded
from ideabox.store import pseudonyms, queries
from ideabox.store.database import Connection
from ideabox.store.queries import Filter
from ideabox.usecases.session import Session

if TYPE_CHECKING:
    from ideabox.store.spelling import Change

_MOST_TRIED = 6
"""So many searches are tried for one that finds something."""


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


def instead(session: Session, wanted: Filter, stop: Stop | None = None) -> str | None:
    """What somebody may have meant to type whose search finds nothing: one that finds something; None if unknown."""
    from ideabox.store import spelling  # noqa: PLC0415 - seldom needed, and slow to load

    typed = wanted.search
    if not isinstance(typed, str):
        return None
    with session.store.read(stop) as connection:
        query = meaning(session, typed)
        for changes in itertools.islice(spelling.changes(connection, query), _MOST_TRIED):
            meant = _with(changes, typed)
            again = msgspec.structs.replace(wanted, search=meant)
            if meant != typed and queries.page(connection, understood(session, connection, again), limit=1):
                return meant
    return None


def _with(changes: Iterable[Change], typed: str) -> str:
    """What was typed, with these changes and otherwise as it is."""
    for change in changes:
        found = list(WORD.finditer(typed))
        words = [folded(each[0]) for each in found]
        length = len(change.typed)
        at = next((n for n in range(len(words)) if tuple(words[n : n + length]) == change.typed), None)
        if at is not None:
            typed = typed[: found[at].start()] + " ".join(change.meant) + typed[found[at + length - 1].end() :]
    return typed


def mine(session: Session, connection: Connection) -> tuple[str, ...]:
    """The persons that I am: under my name, and for each idea that I logged without it."""
    return (session.me.person, *pseudonyms.persons(connection))
