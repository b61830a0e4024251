"""What is different about ideas, field by field."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ideabox.store.queries import IdeaRow
from ideabox.usecases.wording import Wording

_FIELDS = (
    "title", "problem", "proposal", "helps", "skills", "barriers", "offered", "barrier_note", "status", "decision",
    "reason", "phase", "note",
)  # fmt: skip
_CODED = {"status": "status", "decision": "decision", "phase": "phase", "barriers": "barrier"}
"""Fields that hold codes, and what the wording of each code begins with."""


class Change(msgspec.Struct, frozen=True):
    """A field of an idea and what it holds before and after; several values are a tuple."""

    idea: str
    title: str
    field: str
    old: str | tuple[str, ...]
    new: str | tuple[str, ...]


def differences(before: Iterable[IdeaRow], after: Iterable[IdeaRow]) -> tuple[Change, ...]:
    """Each field that is different, idea by idea; an idea that is not on both sides has none."""
    old = {row.id: row for row in before}
    return tuple(
        Change(row.id, old[row.id].title, field, getattr(old[row.id], field), getattr(row, field))
        for row in after
        if row.id in old
        for field in _FIELDS
        if getattr(old[row.id], field) != getattr(row, field)
    )


def in_words(wording: Wording, field: str, value: str | tuple[str, ...]) -> str:
    """A field's value for people: codes in words, nothing as nothing said."""
    values = (value,) if isinstance(value, str) else value
    begin = _CODED.get(field, "")
    said = (wording.messages.get(f"{begin}.{each}", each) for each in values)
    return ", ".join(said) if any(each.strip() for each in values) else wording("none.text")
