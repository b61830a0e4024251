"""Where an idea of mine stands, in words."""

from __future__ import annotations

from ideabox.domain.idea import Status
from ideabox.store.queries import IdeaRow
from ideabox.usecases.mine import Holder, Mine, Standing
from ideabox.usecases.wording import Wording

_STATES: dict[Holder, str] = {
    "here": "mine.at-here",
    "me": "mine.at-me",
    "manager": "mine.at-manager",
    "queue": "mine.at-queue",
}
_WAITING: dict[Holder, str] = {
    "here": "mine.who-here",
    "manager": "mine.who-manager",
    "queue": "mine.who-queue",
}
_WHO: dict[Status, str] = {
    "asked": "mine.who-me",
    "put-forward": "mine.who-put-forward",
    "with-lead": "mine.who-with-lead",
    "doing-here": "mine.who-doing-here",
    "discovery": "mine.who-discovery",
    "alpha": "mine.who-alpha",
    "beta": "mine.who-beta",
    "live": "mine.who-live",
    "stopped": "mine.who-stopped",
    "not-now": "mine.who-not-now",
    "declined": "mine.who-declined",
    "joined": "mine.who-joined",
    "withdrawn": "mine.who-withdrawn",
}


def is_news(row: IdeaRow, known: Mine) -> bool:
    """Whether it has an answer that its author has neither seen nor replied to."""
    return row.id in known.answered and row.status != "waiting"


def state(say: Wording, row: IdeaRow, standing: Standing) -> str:
    """Its state in two or three words."""
    if row.status in ("waiting", "asked"):
        return say(_STATES[standing.holder])
    return say(f"status.{row.status}")


def heading(say: Wording, row: IdeaRow, standing: Standing) -> str:
    """Its state above the sentence that says who has it."""
    return (
        say("mine.waiting") if standing.holder == "manager" and row.status == "waiting" else state(say, row, standing)
    )


def who_has_it(say: Wording, row: IdeaRow, standing: Standing) -> str:
    """Who has it now, and what happens next."""
    code = _WHO.get(row.status) if row.status != "waiting" else _WAITING[standing.holder]
    return say(code) if code is not None else ""


def line(say: Wording, row: IdeaRow, standing: Standing, *, is_new: bool) -> str:
    """Its line in the list: new first, since that is what its author looks for."""
    words = state(say, row, standing)
    if is_new:
        return say("mine.line-new", state=words)
    if standing.days is None:
        return words
    since = say("mine.days", count=standing.days) if standing.days else say("mine.today")
    return say("mine.line", state=words, since=since)
