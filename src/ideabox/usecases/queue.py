"""The manager's queue: what waits for a review, since when, and the answers that are being written."""

from __future__ import annotations

from datetime import date, datetime, time

import msgspec

from ideabox.domain.events import timestamp
from ideabox.domain.working_days import target_day, working_days
from ideabox.store import queries
from ideabox.store.drafts import Answer, Drafts
from ideabox.store.queries import Filter, IdeaRow
from ideabox.usecases.session import Session


class Queue(msgspec.Struct, frozen=True):
    """How many ideas wait, how many of them longer than the target, and on how many two people differ."""

    waiting: int = 0
    late: int = 0
    decided_twice: int = 0
    target: int = 5


def queue(session: Session, target: int) -> Queue:
    """What there is to review, with a target in working days from the day an idea was sent to its first answer."""
    first = datetime.combine(target_day(today(session), target), time()).astimezone()
    with session.store.read() as connection:
        return Queue(
            queries.count(connection, Filter(status="waiting")),
            queries.count(connection, Filter(status="waiting", waiting_before=timestamp(first))),
            queries.count(connection, Filter(decided_twice=True)),
            target,
        )


def today(session: Session) -> date:
    """This day, by this PC's clock."""
    return session.now().astimezone().date()


def days_waiting(row: IdeaRow, day: date) -> int:
    """The working days that an idea has waited by this day."""
    return working_days(datetime.fromisoformat(row.waiting_since).astimezone().date(), day)


def answers_kept(session: Session, drafts: Drafts) -> dict[str, Answer]:
    """The answers that are being written, by idea; those to ideas that are gone, or have been erased, are let go of."""
    kept = {answer.idea: answer for answer in drafts.answers()}
    with session.store.read() as connection:
        here = {row.id for row in queries.rows(connection, list(kept)) if row.status not in ("erased", "withdrawn")}
    for idea in kept.keys() - here:
        drafts.discard_answer(idea)
    return {idea: answer for idea, answer in kept.items() if idea in here}


def keep_answer(session: Session, drafts: Drafts, answer: Answer) -> None:
    """Keep an answer that is being written; one with nothing in it is let go of."""
    if answer.is_empty:
        drafts.discard_answer(answer.idea)
    else:
        drafts.keep_answer(answer, session.timestamp())
