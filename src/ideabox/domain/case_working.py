"""How the figures of a case come about, step by step, for whoever asks; the wording puts each step in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from ideabox.domain.case import MINUTES, MONTHS, Case, Range, annuity, exactly, total
from ideabox.domain.estimates import Correction, Price, Rate, Sized, Whose

_FACTOR = Decimal("0.0001")
"""To as many places as tables of discount factors have."""


class Money(msgspec.Struct, frozen=True):
    """An amount in pounds, among the facts of a step."""

    pounds: Decimal


class Origin(msgspec.Struct, frozen=True):
    """Where a price, a rate or a correction is from, and whose own it is, among the facts of a step."""

    source: str
    dated: str
    whose: Whose | UnsetType


class Named(msgspec.Struct, frozen=True):
    """A fact that `case.fact.CODE` of the wording says."""

    code: str


Fact = Decimal | Money | Price | Origin | Named | str
CORRECTED_BEFORE = Named("corrected-before")
"""Where the correction of an estimate is from that carries none."""


class Lack(msgspec.Struct, frozen=True):
    """A price that no figure can be made without: the field of the estimate, and for a contact its channel."""

    field: str
    channel: str = ""


class Step(msgspec.Struct, frozen=True):
    """One sum: `case.step.CODE` of the wording says it of the likely figures, and `result` is the range it comes to.

    `unit` is what the result is counted in: `times`, `hours`, `pounds`, `ratio` or `months`.
    """

    code: str
    facts: Mapping[str, Fact]
    result: Range
    unit: str


def working(sized: Sized, found: Case) -> list[Step]:
    """The steps to each of these figures of this estimate, in order."""
    return [*_time(sized, found), *_money(sized, found), *_appraisal(sized, found)]


def lacking(sized: Sized) -> list[Lack]:
    """The prices that this estimate would need for all of its money and does not have."""
    wanted: list[Lack] = []
    if sized.share is not UNSET:
        wanted += [Lack("cost_from", sized.channel_from), Lack("cost_to", sized.channel_to)]
    if sized.confidence and sized.staff_minutes:
        wanted.append(Lack("staff_hour"))
    if sized.confidence and sized.public_minutes:
        wanted.append(Lack("public_hour"))
    return [lack for lack in wanted if getattr(sized, lack.field) is UNSET]


def _time(sized: Sized, found: Case) -> Iterator[Step]:
    a_month = Decimal(sized.times_a_month)
    times = found.times.likely
    yield Step("times", {"a_month": a_month, "months": MONTHS}, found.times, "times")
    staying = {"times": times, "minutes": Decimal(sized.staff_minutes)}
    if found.channel is not None and sized.share is not UNSET:
        share = Decimal(sized.share.likely)
        yield Step("staff-hours-of-rest", staying | {"rest": 100 - share}, found.staff_minutes / MINUTES, "hours")
    else:
        yield Step("staff-hours", staying, found.staff_minutes / MINUTES, "hours")
    minutes = {"times": times, "minutes": Decimal(sized.public_minutes)}
    yield Step("public-hours", minutes, found.public_minutes / MINUTES, "hours")


def _money(sized: Sized, found: Case) -> Iterator[Step]:
    if found.channel is not None and sized.share is not UNSET:
        facts = {"times": found.times.likely, "share": Decimal(sized.share.likely)}
        yield Step("channel", facts | _prices(sized, "cost_from", "cost_to"), found.channel, "pounds")
    if found.staff is not None:
        hours = {"hours": found.staff_minutes.likely / MINUTES}
        yield Step("staff", hours | _prices(sized, "staff_hour"), found.staff, "pounds")
    correction: dict[str, Fact] = {
        "percent": found.correction * 100, "grade": Decimal(sized.confidence),
        "correction_source": CORRECTED_BEFORE if sized.correction is UNSET else _origin(sized.correction),
    }  # fmt: skip
    if found.saving is not None:
        code = "cashable" if found.cashable is not None else "non-cashable"
        saved = Money(total(part for part in (found.channel, found.staff) if part is not None).likely)
        yield Step(code, {"saved": saved} | correction, found.saving, "pounds")
    if found.public_value is not None:
        hours = {"hours": found.public_minutes.likely / MINUTES}
        yield Step("public-value", hours | _prices(sized, "public_hour") | correction, found.public_value, "pounds")


def _prices(sized: Sized, *names: str) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for name in names:
        price = getattr(sized, name)
        facts |= {name: price, f"{name}_source": _origin(price)}
    return facts


def _origin(of: Price | Rate | Correction) -> Origin:
    return Origin(of.source, of.dated, of.whose)


def _appraisal(sized: Sized, found: Case) -> Iterator[Step]:
    it, saving = found.appraisal, found.saving
    if it is None or saving is None or sized.discount is UNSET:
        return
    over: dict[str, Fact] = {
        "years": Decimal(it.years), "rate": it.rate * 100, "factor": str(annuity(it.rate, it.years).quantize(_FACTOR)),
        "rate_source": _origin(sized.discount),
    }  # fmt: skip
    costs = {"one_off": Money(found.one_off.likely), "running": Money(found.running.likely)}
    yield Step("costs", over | costs, it.costs, "pounds")
    yield Step("benefits", over | {"saving": Money(saving.likely)}, it.benefits, "pounds")
    present = {"benefits": Money(it.benefits.likely), "costs": Money(it.costs.likely)}
    yield Step("net", present, it.net, "pounds")
    if it.ratio is not None:
        yield Step("ratio", present, it.ratio, "ratio")
    if it.payback_months is not None:
        facts = costs | {"saving": Money(saving.likely)}
        yield Step("payback", facts, exactly(it.payback_months), "months")
