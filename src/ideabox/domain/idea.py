"""An idea is the replay of its events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from ideabox.domain import events as kinds
from ideabox.domain.anonymity import covered, nameless
from ideabox.domain.estimates import Sized
from ideabox.domain.events import Decision, Event, Phase, Source
from ideabox.domain.people import By
from ideabox.domain.skills import SkillTag

Status = Literal[
    "waiting", "asked", "put-forward", "with-lead", "doing-here", "discovery", "alpha", "beta", "live", "stopped",
    "not-now", "declined", "joined", "withdrawn", "erased",
]  # fmt: skip
STATUSES: tuple[Status, ...] = Status.__args__  # type: ignore[attr-defined]

_AFTER_DECISION: dict[Decision, Status] = {
    "put-forward": "put-forward",
    "do-here": "doing-here",
    "ask": "asked",
    "not-now": "not-now",
    "decline": "declined",
}


class Comment(msgspec.Struct, frozen=True):
    """What someone said of an idea."""

    at: str
    by: By
    text: str


class Review(msgspec.Struct, frozen=True):
    """What someone decided, and why."""

    at: str
    by: By
    decision: Decision
    reason: str


class Progress(msgspec.Struct, frozen=True):
    """How far it has come."""

    at: str
    by: By
    phase: Phase
    note: str


class Adoption(msgspec.Struct, frozen=True):
    """Who does it too, at their own office."""

    at: str
    by: By
    note: str


class Estimate(msgspec.Struct, frozen=True):
    """What someone thought it would bring."""

    at: str
    by: By
    sized: Sized


class InBatch(msgspec.Struct, frozen=True):
    """The batch that carried it last."""

    at: str
    batch: str
    name: str


class Idea(msgspec.Struct, frozen=True):
    """What an idea's events come to.

    `status` is None for an orphan: something happened to it, but its submission has not arrived. An erased idea has
    nothing but its id and its status. `status` speaks of the idea by itself; `joined_into` says where it was joined,
    and `groups.resolve` whether that holds.
    """

    id: str
    status: Status | None = None
    title: str = ""
    problem: str = ""
    proposal: str = ""
    skills: tuple[SkillTag, ...] = ()
    barriers: tuple[str, ...] = ()
    helps: str = ""
    source: Source = "me"
    reference: str = ""
    offered: tuple[SkillTag, ...] = ()
    """Skills that its author offers to help with; `skills` are those that it asks for."""
    barrier_note: str = ""
    author: By | None = None
    submitted_at: str = ""
    changed_at: str = ""
    supporters: frozenset[str] = frozenset()
    """Persons who stand behind it, its author included."""
    comments: tuple[Comment, ...] = ()
    review: Review | None = None
    first_answer_at: str = ""
    decided_twice: bool = False
    """Two people decided differently, nothing was said between, and neither has decided again."""
    progress: Progress | None = None
    estimates: tuple[Estimate, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    """One for each office, the first; offices that gave no name count as persons."""
    batch: InBatch | None = None
    batched_since_review: bool = False
    joined_into: str | None = None

    @property
    def office(self) -> str:
        """The office of the person who had the idea."""
        return self.author.office if self.author is not None else ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that its form asks for and that it came without."""
        if self.status in (None, "erased"):
            return ()
        return tuple(part for part in ("title", "problem", "proposal") if not getattr(self, part).strip())

    @property
    def is_ready(self) -> bool:
        """Whether it has an answer that no batch has carried: reviewed, not asked back, not batched since."""
        return (
            self.review is not None
            and self.review.decision != "ask"
            and not self.batched_since_review
            and self.status not in ("withdrawn", "erased")
        )


def replay(idea: str, events: Iterable[Event]) -> Idea:
    """The idea that these events make, whatever their order.

    Total: any events whatever make an idea. Each event is expected once; events of other ideas are not for this call.
    """
    in_order = sorted(events, key=_order)
    kinds_of_it = {event.kind for event in in_order}
    if "erased" in kinds_of_it:
        return Idea(idea, "erased")
    if "anonymised" in kinds_of_it:
        persons = covered(in_order)
        in_order = [nameless(event, persons) for event in in_order]
    fold = _Fold()
    for event in in_order:
        step = _STEPS.get(type(event.body))
        if step is not None:
            step(fold, event, event.body)
            fold.changed_at = event.at
    return fold.idea(idea)


def _order(event: Event) -> tuple[int, str, str]:
    return (event.clock, event.at, event.id)


class _Fold:
    """An idea in the making: what the events so far come to."""

    __slots__ = (
        "adoptions", "author", "back_with_author", "batch", "batched_since_review", "changed_at", "comments",
        "decided_twice", "estimates", "fields", "first_answer_at", "joined_into", "progress", "review", "rivals",
        "submitted_at", "supporters", "uncontested", "withdrawn",
    )  # fmt: skip

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.author: By | None = None
        self.submitted_at = self.changed_at = self.first_answer_at = ""
        self.supporters: dict[str, None] = {}
        self.comments: list[Comment] = []
        self.estimates: list[Estimate] = []
        self.adoptions: dict[str, Adoption] = {}
        self.review: Review | None = None
        self.uncontested = True
        """Something was said since the last decision, or there is none: the next one contradicts nobody."""
        self.rivals: tuple[str, ...] = ()
        self.back_with_author = self.decided_twice = self.batched_since_review = self.withdrawn = False
        self.progress: Progress | None = None
        self.batch: InBatch | None = None
        self.joined_into: str | None = None

    def idea(self, idea: str) -> Idea:
        fields = self.fields
        supporters = frozenset(self.supporters)
        if self.author is None:  # an orphan: kept, but nothing of it is shown
            return Idea(idea, joined_into=self.joined_into)
        return Idea(
            idea,
            self.status(),
            author=self.author,
            submitted_at=self.submitted_at,
            changed_at=self.changed_at,
            supporters=supporters | {self.author.person},
            comments=tuple(self.comments),
            review=self.review,
            first_answer_at=self.first_answer_at,
            decided_twice=self.decided_twice,
            progress=self.progress,
            estimates=tuple(self.estimates),
            adoptions=tuple(self.adoptions.values()),
            batch=self.batch,
            batched_since_review=self.batched_since_review,
            joined_into=self.joined_into,
            **fields,
        )

    def status(self) -> Status:
        """By strength: withdrawn, progressed, reviewed, submitted; joins are resolved among all ideas, later."""
        if self.withdrawn:
            return "withdrawn"
        if self.progress is not None:
            return self.progress.phase
        if self.review is None or (self.review.decision == "ask" and not self.back_with_author):
            return "waiting"
        if self.review.decision == "put-forward" and self.batched_since_review:
            return "with-lead"
        return _AFTER_DECISION[self.review.decision]


def _submitted(fold: _Fold, event: Event, body: kinds.Submitted) -> None:
    if fold.author is not None:  # of two the first in order stands
        return
    fold.author, fold.submitted_at = event.by, event.at
    # What came before in order, by a wrong clock, was said of this idea all the same: a revision there still wins.
    fold.fields = {field: getattr(body, field) for field in body.__struct_fields__} | fold.fields


def _revised(fold: _Fold, event: Event, body: kinds.Revised) -> None:
    for field in body.__struct_fields__:
        value = getattr(body, field)
        if value is not msgspec.UNSET:
            fold.fields[field] = value
    _said(fold, event)


def _commented(fold: _Fold, event: Event, body: kinds.Commented) -> None:
    fold.comments.append(Comment(event.at, event.by, body.text))
    _said(fold, event)


def _said(fold: _Fold, event: Event) -> None:
    fold.uncontested = True
    if fold.author is not None and event.by.person == fold.author.person:
        fold.back_with_author = False


def _supported(fold: _Fold, event: Event, _body: kinds.Supported) -> None:
    fold.supporters[event.by.person] = None


def _unsupported(fold: _Fold, event: Event, _body: kinds.Unsupported) -> None:
    fold.supporters.pop(event.by.person, None)


def _reviewed(fold: _Fold, event: Event, body: kinds.Reviewed) -> None:
    last, person = fold.review, event.by.person
    if fold.decided_twice and person in fold.rivals:
        fold.decided_twice = False
    elif last is not None and not fold.uncontested and last.by.person != person and last.decision != body.decision:
        fold.decided_twice, fold.rivals = True, (last.by.person, person)
    fold.review = Review(event.at, event.by, body.decision, body.reason)
    fold.uncontested = False
    fold.back_with_author = body.decision == "ask"
    fold.batched_since_review = False
    fold.first_answer_at = fold.first_answer_at or event.at


def _sized(fold: _Fold, event: Event, body: Sized) -> None:
    fold.estimates.append(Estimate(event.at, event.by, body))


def _adopted(fold: _Fold, event: Event, body: kinds.Adopted) -> None:
    fold.adoptions.setdefault(event.by.office or event.by.person, Adoption(event.at, event.by, body.note))


def _batched(fold: _Fold, event: Event, body: kinds.Batched) -> None:
    fold.batch = InBatch(event.at, body.batch, body.name)
    fold.batched_since_review = True


def _progressed(fold: _Fold, event: Event, body: kinds.Progressed) -> None:
    fold.progress = Progress(event.at, event.by, body.phase, body.note)
    fold.first_answer_at = fold.first_answer_at or event.at


def _joined(fold: _Fold, _event: Event, body: kinds.Joined) -> None:
    fold.joined_into = body.into


def _separated(fold: _Fold, _event: Event, _body: kinds.Separated) -> None:
    fold.joined_into = None


def _withdrawn(fold: _Fold, _event: Event, _body: kinds.Withdrawn) -> None:
    fold.withdrawn = True


_STEPS: dict[type, Callable[[_Fold, Event, Any], None]] = {
    kinds.Submitted: _submitted,
    kinds.Revised: _revised,
    kinds.Commented: _commented,
    kinds.Supported: _supported,
    kinds.Unsupported: _unsupported,
    kinds.Reviewed: _reviewed,
    Sized: _sized,
    kinds.Batched: _batched,
    kinds.Progressed: _progressed,
    kinds.Adopted: _adopted,
    kinds.Joined: _joined,
    kinds.Separated: _separated,
    kinds.Withdrawn: _withdrawn,
}
