"""Sizing an idea: its case, as it grows."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from ideabox.domain import rules
from ideabox.domain.case import Case, case_of
from ideabox.domain.estimates import Correction, Price, Rate, Sized, Stage, Test
from ideabox.domain.idea import Estimate, Idea
from ideabox.domain.rates import Known, Rates
from ideabox.usecases.recording import Changes, record
from ideabox.usecases.session import Session

_STAGE_OF: dict[str, Stage] = {"discovery": "discovery", "alpha": "alpha", "beta": "beta", "live": "live"}


class Dated(msgspec.Struct, frozen=True):
    """An estimate and what it comes to."""

    estimate: Estimate
    case: Case

    @property
    def found(self) -> str:
        """What its test found; empty where nobody has said."""
        test = self.estimate.sized.test
        return test.found if test is not UNSET else ""


class Series(msgspec.Struct, frozen=True):
    """How the case of an idea went: every estimate, oldest first."""

    estimates: tuple[Dated, ...]

    @property
    def latest(self) -> Dated | None:
        """The one that counts."""
        return self.estimates[-1] if self.estimates else None

    @property
    def found_before(self) -> list[Dated]:
        """The estimates before the latest that say what a test of theirs found, which no later one says again."""
        found: list[Dated] = []
        later = {each.found for each in self.estimates[-1:]}
        for each in reversed(self.estimates[:-1]):
            if each.found.strip() and each.found not in later:
                found.insert(0, each)
            later.add(each.found)
        return found

    @property
    def projected(self) -> Dated | None:
        """The last that was expected before anything was measured last, to be set against that."""
        actual = self.actual
        if actual is None:
            return None
        before = self.estimates[: self.estimates.index(actual)]
        return next((each for each in reversed(before) if not each.estimate.sized.is_actual), None)

    @property
    def actual(self) -> Dated | None:
        """The last that was measured."""
        measured = [each for each in self.estimates if each.estimate.sized.is_actual]
        return measured[-1] if measured else None


def size(session: Session, idea: str, sized: Sized) -> Changes:
    """Add an estimate; those before it remain."""
    return record(session, idea, sized, lambda it, _connection: rules.may_size(it, sized))


def series(it: Idea) -> Series:
    """The estimates of an idea with what they come to."""
    return Series(tuple(Dated(estimate, case_of(estimate.sized)) for estimate in it.estimates))


def stage_of(it: Idea) -> Stage:
    """The stage at which it would be estimated now."""
    return _STAGE_OF.get(it.progress.phase, "idea") if it.progress is not None else "idea"


def next_of(it: Idea) -> Sized:
    """What the next estimate begins with: what the last one said, at the stage of now.

    Once the idea has come to another stage, what was found by the test of the stage before stays with that estimate:
    the next one has a test of its own.
    """
    stage = stage_of(it)
    if not it.estimates:
        return Sized(stage)
    last = it.estimates[-1].sized
    test = last.test
    if test is not UNSET and stage != last.stage:
        test = msgspec.structs.replace(test, found="")
    return msgspec.structs.replace(last, stage=stage, is_actual=False, test=test if test != Test() else UNSET)


def comes_to(sized: Sized) -> Case | None:
    """What an estimate would come to once it is added; None where it would be refused, or saves nothing yet."""
    if rules.size_problems(sized):
        return None
    case = case_of(sized)
    saves = case.staff_minutes.high > 0 or case.public_minutes.high > 0 or case.saving is not None
    return case if saves else None


def small(sized: Sized) -> Sized:
    """The estimate without what makes it more than a small one: share, costs, grade, and the prices that it took."""
    return msgspec.structs.replace(
        sized, share=UNSET, one_off=UNSET, running=UNSET, confidence=0, correction=UNSET, cost_from=UNSET,
        cost_to=UNSET, staff_hour=UNSET, public_hour=UNSET, discount=UNSET,
    )  # fmt: skip


def priced(sized: Sized, rates: Rates, before: Sized, *, anew: bool = False) -> Sized:
    """The estimate with a price from those that are known for each that it needs, and with its grade's correction.

    It follows `before`, whose prices it has taken along and keeps; `anew` takes those that are known today in their
    place. A price of a person's own always stays. Prices of contacts are no prices of another channel, and a correction
    is none of another grade.
    """
    stale = {
        "cost_from": sized.channel_from != before.channel_from,
        "cost_to": sized.channel_to != before.channel_to,
        "correction": sized.confidence != before.confidence,
    }
    sized = msgspec.structs.replace(sized, **{name: UNSET for name, is_stale in stale.items() if is_stale})
    moves = sized.share is not UNSET

    def price(carried: Price | UnsetType, known: Known | None, is_needed: bool) -> Price | UnsetType:
        if carried is not UNSET and carried.whose == "person":
            return carried
        return _either(carried, rates.price(known), anew) if is_needed else UNSET

    return msgspec.structs.replace(
        sized,
        cost_from=price(sized.cost_from, rates.contact(sized.channel_from), moves),
        cost_to=price(sized.cost_to, rates.contact(sized.channel_to), moves),
        staff_hour=price(sized.staff_hour, rates.staff_hour, bool(sized.staff_minutes)),
        public_hour=price(sized.public_hour, rates.public_hour, bool(sized.public_minutes)),
        discount=_either(sized.discount, rates.rate, anew),
        correction=_either(sized.correction, rates.correction(sized.confidence), anew),
    )


_Taken = TypeVar("_Taken", Price, Rate, Correction)


def _either(carried: _Taken | UnsetType, known: _Taken | UnsetType, anew: bool) -> _Taken | UnsetType:
    """What an estimate carries or what is known, whichever there is; if there are both, what is known only `anew`."""
    if carried is UNSET or (anew and known is not UNSET):
        return known
    return carried
