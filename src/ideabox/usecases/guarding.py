"""Keeping personal data out of what is recorded here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ideabox.domain.events import Body
from ideabox.domain.privacy import Find, Guard
from ideabox.domain.problems import Problem, refuse_if
from ideabox.store import confirmed as store
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
    found = ((field, getattr(part, field, None)) for part in parts for field in FIELDS)
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
