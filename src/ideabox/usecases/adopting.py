"""Good examples: what went live elsewhere, and doing it here too."""

from __future__ import annotations

import msgspec

from ideabox.domain import rules
from ideabox.domain.events import Adopted
from ideabox.store import log, queries
from ideabox.store.queries import Filter, IdeaRow
from ideabox.usecases.recording import Changes, record
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

_LOOKED_AT = 300
"""How many of the newest ideas of an office, and of those that are live, are looked at."""


class Example(msgspec.Struct, frozen=True):
    """An idea that is live at another office, and which barriers and skills areas it shares with ideas of this one."""

    row: IdeaRow
    barriers: tuple[str, ...]
    skills: tuple[str, ...]


def adopt(session: Session, idea: str, note: str = "", *, confirmed: bool = False) -> Changes:
    """Say that this office does it too, and if there is something to say, how."""
    by = session.me.signature()
    return record(
        session, idea, Adopted(note.strip()), lambda it, _c: rules.may_adopt(it, by, note), confirmed=confirmed
    )


def examples(session: Session, most: int = 3, of: IdeaRow | None = None) -> list[Example]:
    """What is live at other offices and has barriers or skills areas in common with ideas here, the most alike first.

    What this office does already is not among them. `of`: in common with this idea, one of ours.
    """
    office = session.me.office
    with session.store.read() as connection:
        here = [of] if of else queries.page(connection, Filter(office=office), limit=_LOOKED_AT) if office else []
        barriers = {code for row in here for code in row.barriers}
        skills = {code for row in here for code in row.skills}
        live = queries.page(connection, Filter(status="live"), limit=_LOOKED_AT)
        alike = [
            Example(
                row,
                tuple(code for code in row.barriers if code in barriers),
                tuple(code for code in row.skills if code in skills),
            )
            for row in live
            if row.office != office
        ]
        ranked = sorted((each for each in alike if each.barriers or each.skills), key=lambda each: -_likeness(each))
        found: list[Example] = []
        for each in ranked:
            if len(found) < most:
                it, _history = log.idea_of(connection, each.row.id)
                if not rules.may_adopt(it, session.me.signature(), ""):
                    found.append(each)
        return found


def _likeness(example: Example) -> int:
    return 2 * len(example.barriers) + len(example.skills)


def to_share(row: IdeaRow, wording: Wording) -> str:
    """A short text that tells others of an idea that is live: what it was, where, and what came of it."""
    office = row.office or wording("none.office")
    said = wording("share.text", title=" ".join(row.title.split()), office=office, problem=_first(row.problem))
    return f"{said} {wording('share.note', note=row.note.strip())}" if row.note.strip() else said


def _first(text: str) -> str:
    """The first sentence or so of a text."""
    line = " ".join(text.split())
    end = line.find(". ")
    short = line[: end + 1] if 0 < end < _LONGEST else line
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1].rstrip()}\u2026"


_LONGEST = 240
