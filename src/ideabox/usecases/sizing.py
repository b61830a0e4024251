"""Sizing an idea: its case, as it grows."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from ideabox.domain import rules
from ideabox.domain.case import Case, case_of
from ideabox.domain.estimates import Price, Sized, Stage
from ideabox.domain.idea import Estimate, Idea
from ideabox.domain.rates import Known, Rates
from ideabox.usecases.recording import Changes, record
from ideabox.usecases.session import Session

_STAGE_OF: dict[str, Stage] = {"discovery": "discovery", "alpha": "alpha", "beta": "beta", "live": "live"}


class Dated(msgspec.Struct, frozen=True):
    """An estimate and what it comes to."""

    estimate: Estimate
    case: Case


class Series(msgspec.Struct, frozen=True):
    """How the case of an idea went: every estimate, oldest first."""

    estimates: tuple[Dated, ...]

    @property
    def latest(self) -> Dated | None:
        """The one that counts."""
        return self.estimates[-1] if self.estimates else None

    @property
    def projected(self) -> Dated | None:
        """The last that was expected, to be set against what was measured."""
        expected = [each for each in self.estimates if not each.estimate.sized.is_actual]
        return expected[-1] if expected else None

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
    """What the next estimate begins with: what the last one said, at the stage of now, without what was found."""
    stage = stage_of(it)
    if not it.estimates:
        return Sized(stage)
    last = it.estimates[-1].sized
    return msgspec.structs.replace(last, stage=stage, is_actual=False)


def priced(sized: Sized, rates: Rates, before: Sized) -> Sized:
    """The estimate with a price from those that are known for each that it needs and does not have.

    It follows `before`, whose prices of contacts it has taken along: they are no prices of another channel.
    """
    if sized.channel_from != before.channel_from:
        sized = msgspec.structs.replace(sized, cost_from=UNSET)
    if sized.channel_to != before.channel_to:
        sized = msgspec.structs.replace(sized, cost_to=UNSET)

    def known(price: Price | UnsetType, found: Known | None, is_needed: bool) -> Price | UnsetType:
        return found.price if price is UNSET and found is not None and is_needed else price

    moves = sized.share is not UNSET
    discount = rates.discount
    return msgspec.structs.replace(
        sized,
        cost_from=known(sized.cost_from, rates.contact(sized.channel_from), moves),
        cost_to=known(sized.cost_to, rates.contact(sized.channel_to), moves),
        staff_hour=known(sized.staff_hour, rates.staff_hour, bool(sized.staff_minutes)),
        public_hour=known(sized.public_hour, rates.public_hour, bool(sized.public_minutes)),
        discount=discount.rate if sized.discount is UNSET and discount is not None else sized.discount,
    )
