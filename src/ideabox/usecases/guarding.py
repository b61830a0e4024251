"""Keeping personal data out of what is recorded here, and of what leaves.

What a text was found to hold as it was written has been replaced or confirmed. What came from a spreadsheet, or was
written before there was a check, is looked at when it would leave this PC. What others sent was theirs to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ideabox.domain.estimates import PRICES, Price
from ideabox.domain.events import Body, decode
from ideabox.domain.privacy import Find, Guard
from ideabox.domain.problems import Problem, refuse, refuse_if
from ideabox.store import confirmed as store
from ideabox.store import log, runs
from ideabox.store.database import Connection
from ideabox.usecases.session import Session

FIELDS = (
    "title", "problem", "proposal", "helps", "barrier_note", "text", "reason", "note", "assumptions",
    "assumption", "smallest", "stop_when", "found",
)  # fmt: skip
"""The texts that a body can hold, by the names of its fields and of the forms'."""


def texts_of(body: object) -> dict[str, str]:
    """What a person wrote in this body, by field."""
    parts = (body, getattr(body, "test", None))  # of an estimate, how it could be proved wrong
    found = [(field, getattr(part, field, None)) for part in parts for field in FIELDS]
    prices = [(field, getattr(body, field, None)) for field in PRICES]
    found += [(field, price.source) for field, price in prices if isinstance(price, Price) and price.whose == "person"]
    return {field: text for field, text in found if isinstance(text, str) and text}


def strong(guard: Guard, texts: Mapping[str, str]) -> Iterator[tuple[str, Find]]:
    """The strong finds in these texts, with their field."""
    return ((field, find) for field, text in texts.items() for find in guard.find_strong(text))


def weak_kinds(guard: Guard, texts: Iterable[str]) -> list[str]:
    """The kinds of what only may be personal data, each once."""
    return list(dict.fromkeys(find.kind for text in texts for find in guard.find(text) if find.level == "weak"))


def check(session: Session, connection: Connection, idea: str, body: Body, *, confirmed: bool) -> None:
    """Refuse a body whose texts hold strong finds, unless these are confirmed now or were for this idea before.

    What is confirmed now is remembered, by digest. The refusal names kind, field and place, never the words.
    """
    texts = texts_of(body)
    found = [(field, find, find.digest(texts[field], idea)) for field, find in strong(session.guard, texts)]
    if not found:
        return
    if confirmed:
        store.keep(connection, idea, (digest for _field, _find, digest in found), session.timestamp())
        return
    known = store.digests(connection, idea)
    refuse_if(
        [
            Problem(field, "personal-data", {"personal": find.kind, "at": find.start + 1})
            for field, find, digest in found
            if digest not in known
        ]
    )


NAMED = 5
"""How many ideas that may not leave are named."""
MOST_SEEN = 20_000
"""Events of an import that a preview looks at: more would make it wait longer than the import itself."""


def unconfirmed(session: Session, connection: Connection, ideas: Iterable[str]) -> dict[str, set[str]]:
    """Of these ideas those that hold strong finds that nobody here has confirmed, each with the finds' digests.

    Only what was recorded here counts, spreadsheets' rows among it, with every text that its history keeps.
    """
    found: dict[str, set[str]] = {}
    for idea, line in log.recorded_lines(connection, ideas):
        texts = texts_of(decode(line).body)
        digests = {find.digest(texts[field], idea) for field, find in strong(session.guard, texts)}
        if digests:
            found.setdefault(idea, set()).update(digests)
    left = {idea: digests - store.digests(connection, idea) for idea, digests in found.items()}
    return {idea: digests for idea, digests in left.items() if digests}


def kinds_in_run(session: Session, connection: Connection, run: int) -> dict[str, int]:
    """How many ideas of an import hold a strong find of each kind, the most first; of its first `MOST_SEEN` events."""
    ideas: dict[str, set[str]] = {}
    for idea, line in runs.lines_of(connection, run, MOST_SEEN):
        for _field, find in strong(session.guard, texts_of(decode(line).body)):
            ideas.setdefault(find.kind, set()).add(idea)
    return {kind: len(found) for kind, found in sorted(ideas.items(), key=lambda each: (-len(each[1]), each[0]))}


def let_leave(session: Session, ideas: Iterable[str], *, confirmed: bool) -> None:
    """Refuse that these ideas leave while any holds what looks like personal data, unless that is confirmed now."""
    with session.store.read() as connection:
        found = unconfirmed(session, connection, ideas)
    if not found:
        return
    if not confirmed:
        named = sorted(found)
        refuse("idea", "personal-data-leaving", count=len(named), ids=", ".join(named[:NAMED]))
    with session.store.write() as connection:
        for idea, digests in found.items():
            store.keep(connection, idea, sorted(digests), session.timestamp())
