"""Where my own ideas stand, and who has them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ideabox.domain.working_days import working_days
from ideabox.store import answers, outbox, queries
from ideabox.store.drafts import Draft, Drafts
from ideabox.store.queries import IdeaRow
from ideabox.usecases import reading
from ideabox.usecases.session import Session

Holder = Literal["here", "me", "manager", "queue", "team", "lead", "nobody"]
"""Who has an idea now: nobody else yet, its author again, the manager, the queue on this very PC, those who do it at
the office, the digital lead, or nobody any more."""

_HOLDERS: dict[str, Holder] = {
    "asked": "me",
    "put-forward": "manager",
    "with-lead": "lead",
    "doing-here": "team",
    "discovery": "lead",
    "alpha": "lead",
    "beta": "lead",
}
_GONE = ("withdrawn", "erased")


class Mine(msgspec.Struct, frozen=True):
    """What there is to know about my ideas beside the ideas themselves.

    `authors` are the persons that I am; `only_here` has never left this PC; `answered` has an answer that came after
    the last look at them; `to_send` is how many ideas have something to send, others' among them; `until` is where
    this look leaves off.
    """

    authors: tuple[str, ...] = ()
    only_here: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    to_send: int = 0
    until: int = 0


class Standing(msgspec.Struct, frozen=True):
    """Who has an idea, since which moment, and how many working days that is; none where it waits for nothing."""

    holder: Holder
    since: str = ""
    days: int | None = None


def mine(session: Session, since: int) -> Mine:
    """What there is to know about my ideas; `since` is where the last look at them left off."""
    authors = reading.mine(session)
    with session.store.read() as connection:
        return Mine(
            authors,
            answers.only_here(connection, authors),
            answers.answered_since(connection, authors, since),
            len(outbox.to_send(connection, session.me.office)),
            answers.newest(connection),
        )


class News(msgspec.Struct, frozen=True):
    """Answers to my ideas that others sent since the last look: the ideas' titles, and where this look leaves off."""

    titles: tuple[str, ...]
    until: int


def news(session: Session, since: int) -> News:
    """What has come back to me; `since` is where the last look left off."""
    authors = reading.mine(session)
    with session.store.read() as connection:
        return News(tuple(answers.came_since(connection, authors, since)), answers.newest(connection))


def standing(session: Session, row: IdeaRow, known: Mine) -> Standing:
    """Who has this idea of mine now, and since when."""
    reviews_here = session.me.role != "adviser"
    if row.status == "waiting":
        holder: Holder = "queue" if reviews_here else "here" if row.id in known.only_here else "manager"
    else:
        holder = _HOLDERS.get(row.status, "nobody")
    if holder == "nobody":
        return Standing(holder)
    since = _since(row)
    return Standing(holder, since, working_days(_day(since), session.now().astimezone().date()))


def _since(row: IdeaRow) -> str:
    """The moment from which it has been where it is."""
    if row.status == "waiting":
        return row.waiting_since if not row.reviewed_at else row.changed_at
    if row.status in ("discovery", "alpha", "beta"):
        return row.changed_at
    return row.reviewed_at or row.waiting_since


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()


def begun(session: Session, drafts: Drafts) -> dict[str, Draft]:
    """The changes and replies to ideas that are being written, by draft; those of ideas that are gone are let go of."""
    kept = [draft for draft in drafts.all() if draft.of]
    with session.store.read() as connection:
        there = {row.id for row in queries.rows(connection, [d.of for d in kept]) if row.status not in _GONE}
    for draft in kept:
        if draft.of not in there:
            drafts.discard(draft.id)
    return {draft.id: draft for draft in kept if draft.of in there}
