"""What may happen to an idea next.

Rules bind the one who writes, and ask about the idea alone, never about role: replay accepts whatever comes. Each
function returns the problems that stand in the way, none if it may happen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET

from ideabox.domain import events
from ideabox.domain.barriers import BARRIERS
from ideabox.domain.estimates import Sized
from ideabox.domain.events import Decision
from ideabox.domain.idea import Idea
from ideabox.domain.people import By
from ideabox.domain.problems import Problem

LIMITS = {
    "title": events.TITLE,
    "problem": events.TEXT,
    "proposal": events.TEXT,
    "text": events.TEXT,
    "helps": events.REASON,
    "barrier_note": events.REASON,
    "reason": events.REASON,
    "note": events.REASON,
    "name": 200,
    "office": 200,
    "team": 200,
    "reference": 200,
    "assumptions": events.REASON,
    "assumption": events.REASON,
    "smallest": events.REASON,
    "stop_when": events.REASON,
    "found": events.REASON,
}
"""The longest text that each field takes, in characters."""


def text_problems(field: str, text: str, required: bool = True) -> list[Problem]:
    """Whether a text can be kept in this field."""
    if required and not text.strip():
        return [Problem(field, "empty")]
    if len(text) > LIMITS[field]:
        return [Problem(field, "too-long", {"limit": LIMITS[field], "length": len(text)})]
    if "\0" in text:
        return [Problem(field, "nul")]
    try:
        text.encode()
    except UnicodeEncodeError:
        return [Problem(field, "not-text")]
    return []


def barrier_problems(barriers: Iterable[str]) -> list[Problem]:
    """Whether these are barriers that are known."""
    return [
        Problem("barriers", "unknown-barrier", {"code": code, "known": ", ".join(BARRIERS)})
        for code in barriers
        if code not in BARRIERS
    ]


def may_change(idea: Idea) -> list[Problem]:
    """Whether anything at all may happen to it."""
    if idea.status is None or idea.status == "erased":
        return [Problem("idea", "not-here" if idea.status is None else "erased", {"id": idea.id})]
    if idea.status == "withdrawn":
        return [Problem("idea", "withdrawn", {"title": idea.title})]
    return []


def may_support(idea: Idea, person: str) -> list[Problem]:
    """A person supports an idea once; its author stands behind it from the start."""
    if idea.author is not None and idea.author.person == person:
        return may_change(idea) or [Problem("idea", "own-idea", {"title": idea.title})]
    if person in idea.supporters:
        return may_change(idea) or [Problem("idea", "supported-already", {"title": idea.title})]
    return may_change(idea)


def may_unsupport(idea: Idea, person: str) -> list[Problem]:
    """Only support that was given can be taken back; an author withdraws instead."""
    if idea.author is not None and idea.author.person == person:
        return may_change(idea) or [Problem("idea", "own-idea", {"title": idea.title})]
    if person not in idea.supporters:
        return may_change(idea) or [Problem("idea", "not-supported", {"title": idea.title})]
    return may_change(idea)


def may_review(idea: Idea, decision: Decision, reason: str) -> list[Problem]:
    """Every decision needs a reason, and once work is under way its progress is what counts."""
    problems = may_change(idea)
    if not problems and idea.progress is not None:
        problems = [Problem("idea", "under-way", {"title": idea.title, "phase": idea.progress.phase})]
    if decision not in events.Decision.__args__:  # type: ignore[attr-defined]
        problems.append(Problem("decision", "unknown-decision", {"decision": decision}))
    return problems + text_problems("reason", reason)


def may_adopt(idea: Idea, by: By, note: str) -> list[Problem]:
    """What is live elsewhere can be done at another office too; each office says so once."""
    problems = may_change(idea)
    if not problems and idea.status != "live":
        problems = [Problem("idea", "not-live", {"title": idea.title})]
    if not problems and idea.office == by.office:
        problems = [Problem("idea", "own-office", {"title": idea.title})]
    if not problems and any((each.by.office or each.by.person) == (by.office or by.person) for each in idea.adoptions):
        problems = [Problem("idea", "adopted-already", {"title": idea.title, "office": by.office})]
    return problems + text_problems("note", note, required=False)


def may_size(idea: Idea, sized: Sized) -> list[Problem]:
    """An estimate says something, its numbers are in order, and money comes with a word on how sure it is.

    What is measured is an idea that is live, whatever stage the estimate says.
    """
    problems = may_change(idea) + size_problems(sized)
    is_live = idea.progress is not None and idea.progress.phase == "live"
    if sized.is_actual and sized.stage == "live" and not is_live:
        problems.append(Problem("stage", "actual-before-live"))
    return problems


def size_problems(sized: Sized) -> list[Problem]:
    """Whether this can be taken for an estimate."""
    problems = [
        *(Problem(field, "not-in-order") for field in _ranges_out_of_order(sized)),
        *text_problems("assumptions", sized.assumptions, required=False),
    ]
    if sized == Sized(stage=sized.stage):
        problems.append(Problem("times", "nothing-sized"))
    elif not sized.times_a_month:
        problems.append(Problem("times", "no-times"))
    if has_money(sized) and not sized.confidence:
        problems.append(Problem("confidence", "not-graded"))
    if sized.is_actual and sized.stage != "live":
        problems.append(Problem("stage", "actual-before-live"))
    if sized.test is not UNSET:
        for field in sized.test.__struct_fields__:
            problems += text_problems(field, getattr(sized.test, field), required=False)
    return problems


def has_money(sized: Sized) -> bool:
    """Whether anything in it is worth or costs money, so that it is more than a small estimate."""
    money = (
        sized.share, sized.cost_from, sized.cost_to, sized.staff_hour, sized.public_hour, sized.one_off, sized.running,
        sized.discount, sized.correction,
    )  # fmt: skip
    return any(part is not UNSET for part in money)


def _ranges_out_of_order(sized: Sized) -> Iterator[str]:
    around = (("times", "times_a_month"), ("staff", "staff_minutes"), ("public", "public_minutes"))
    for field, likely in around:
        span = getattr(sized, f"{field}_span")
        if span is not UNSET and not span.low <= getattr(sized, likely) <= span.high:
            yield field
    for field in ("share", "one_off", "running"):
        found = getattr(sized, field)
        if found is not UNSET and not found.low <= found.likely <= found.high:
            yield field


def may_batch(idea: Idea) -> list[Problem]:
    """A batch carries what has been answered."""
    problems = may_change(idea)
    if not problems and idea.review is None:
        problems = [Problem("idea", "not-reviewed", {"title": idea.title})]
    if not problems and idea.status == "asked":
        problems = [Problem("idea", "asked-back", {"title": idea.title})]
    return problems


def may_join(idea: Idea, into: Idea, root_of_into: str) -> list[Problem]:
    """An idea joins another that is shown here and does not itself lead back to it."""
    problems = may_change(idea) or may_change(into)
    if not problems and idea.id == into.id:
        problems = [Problem("into", "joins-itself", {"title": idea.title})]
    if not problems and root_of_into == idea.id:
        problems = [Problem("into", "joined-the-other-way", {"title": idea.title, "into": into.title})]
    if not problems and idea.joined_into == into.id:
        problems = [Problem("into", "joined-already", {"title": idea.title, "into": into.title})]
    return problems


def may_separate(idea: Idea) -> list[Problem]:
    """Only what was joined can be separated."""
    problems = may_change(idea)
    if not problems and idea.joined_into is None:
        problems = [Problem("idea", "not-joined", {"title": idea.title})]
    return problems
