"""The business case: the sums of one estimate, in decimal money.

Two savings stand side by side and are never added up: public money (where spending falls, or staff have time for
other work) and the public's own time. Formulas and figures follow the Green Book and the guidance on cost-benefit
analysis for local partnerships (HM Treasury, April 2014).

No minute counts twice. Contacts that move to another channel count by what a contact costs there and here, which has
staff's time in it; minutes of staff count for the contacts that stay. Each end of a range is made of the worst or the
best ends of what it comes from, so ranges are wide rather than narrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal

import msgspec
from msgspec import UNSET, UnsetType

from ideabox.domain.estimates import Cost, Price, Sized, Span

CORRECTED_BEFORE = dict(enumerate((0, 5, 10, 15, 25, 40), 1))
"""Per cent by grade, for estimates that carry no correction: all had these before any carried its own. They stay as
they are, so that those estimates come to what they came to when they were made; new ones take theirs from `rates`.
"""
UNGRADED = CORRECTED_BEFORE[6]
"""An estimate without a grade is corrected as one person's judgement."""
USUAL_YEARS = 3
MONTHS = Decimal(12)
MINUTES = Decimal(60)
"""Of an hour."""
MOST_WHOLE = 2**53
"""A figure beyond this, which no real estimate comes near, counts as this much where figures are added up."""
_PENCE = _HUNDRED = Decimal(100)
_WIDE = Context(prec=100)


class Range(msgspec.Struct, frozen=True):
    """The low, the likely and the high end of a figure, in this order of size."""

    low: Decimal
    likely: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.likely + other.likely, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.likely - other.likely, self.high - other.low)

    def __mul__(self, other: Range | Decimal) -> Range:
        if isinstance(other, Decimal):
            other = exactly(other)
        ends = [mine * its for mine in (self.low, self.high) for its in (other.low, other.high)]
        return Range(min(ends), self.likely * other.likely, max(ends))

    def __truediv__(self, other: Range | Decimal) -> Range:
        """By a figure or a range of which no part is nought or less."""
        if isinstance(other, Decimal):
            other = exactly(other)
        ends = [mine / its for mine in (self.low, self.high) for its in (other.low, other.high)]
        return Range(min(ends), self.likely / other.likely, max(ends))


def exactly(value: Decimal) -> Range:
    """A figure that is known."""
    return Range(value, value, value)


NOTHING = exactly(Decimal())
ALL = exactly(Decimal(1))


class Appraisal(msgspec.Struct, frozen=True):
    """Benefits to public money set against costs over some years, in pounds of today.

    `net` is the net present value, `ratio` the benefit-cost ratio: None where it may cost nothing. `payback_months` is
    None unless spending falls, by more than the running cost.
    """

    years: int
    rate: Decimal
    costs: Range
    benefits: Range
    net: Range
    ratio: Range | None
    payback_months: Decimal | None


class Case(msgspec.Struct, frozen=True):
    """What an estimate comes to in a year. Money is in pounds, None where no price says what to make of it.

    Of `cashable` and `non_cashable` one is None: what is saved is one or the other. Both, and `public_value`, are
    corrected for how sure the estimate is; times and minutes are as estimated.
    """

    times: Range
    moving: Range | None
    """How many of these times move to another channel; None where that is not said."""
    staff_minutes: Range
    """Of the contacts that stay in their channel, where moving contacts count by their cost."""
    public_minutes: Range
    channel: Range | None
    """Saved by contacts that move to another channel, before correction."""
    staff: Range | None
    """Saved by minutes of staff, before correction."""
    correction: Decimal
    cashable: Range | None
    non_cashable: Range | None
    public_value: Range | None
    one_off: Range
    running: Range
    """Costs, corrected."""
    appraisal: Appraisal | None

    @property
    def saving(self) -> Range | None:
        """Of public money a year, whichever kind it is."""
        return self.cashable if self.cashable is not None else self.non_cashable


def case_of(sized: Sized) -> Case:
    """What an estimate comes to. Total: whatever was decoded has figures."""
    times = _around(sized.times_a_month, sized.times_span) * MONTHS
    share, difference = _share(sized), _difference(sized)
    channel, staying = None, ALL
    if share is not None and difference is not None:
        channel, staying = times * share * difference, ALL - share
    staff_minutes = times * _around(sized.staff_minutes, sized.staff_span) * staying
    public_minutes = times * _around(sized.public_minutes, sized.public_span)
    staff = _valued(staff_minutes, sized.staff_hour)
    value = _valued(public_minutes, sized.public_hour)

    correction = Decimal(percent_of(sized)) / _HUNDRED
    parts = [part for part in (channel, staff) if part is not None]
    saving = corrected_benefit(total(parts), correction) if parts else None
    one_off, running = (
        corrected_cost(_pounds(cost), correction) if cost is not UNSET else NOTHING
        for cost in (sized.one_off, sized.running)
    )
    years = sized.years or USUAL_YEARS
    return Case(
        times=times,
        moving=times * share if share is not None else None,
        staff_minutes=staff_minutes,
        public_minutes=public_minutes,
        channel=channel,
        staff=staff,
        correction=correction,
        cashable=saving if sized.is_cashable else None,
        non_cashable=None if sized.is_cashable else saving,
        public_value=corrected_benefit(value, correction) if value is not None else None,
        one_off=one_off,
        running=running,
        appraisal=(
            appraise(saving, one_off, running, years, Decimal(sized.discount.basis_points) / 10_000, sized.is_cashable)
            if saving is not None and sized.discount is not UNSET
            else None
        ),
    )


def percent_of(sized: Sized) -> int:
    """How many of a hundred this estimate's benefits lose and its costs gain."""
    carried = sized.correction
    return carried.percent if carried is not UNSET else CORRECTED_BEFORE.get(sized.confidence, UNGRADED)


def appraise(benefit: Range, one_off: Range, running: Range, years: int, rate: Decimal, is_cashable: bool) -> Appraisal:
    """Set a yearly benefit, in years 1 to `years`, against a cost in year 0 and a yearly one, discounted at `rate`."""
    factor = annuity(rate, years)
    costs, benefits = one_off + running * factor, benefit * factor
    yearly = benefit.likely - running.likely
    return Appraisal(
        years=years,
        rate=rate,
        costs=costs,
        benefits=benefits,
        net=benefits - costs,
        ratio=benefits / costs if costs.low > 0 else None,
        payback_months=one_off.likely / (yearly / MONTHS) if is_cashable and yearly > 0 else None,
    )


def annuity(rate: Decimal, years: int) -> Decimal:
    """What one pound a year is worth today, at the ends of years 1 to `years`: the sum of 1 / (1 + rate) ** year."""
    return sum((1 / (1 + rate) ** year for year in range(1, years + 1)), Decimal())


def corrected_benefit(benefit: Range, share: Decimal) -> Range:
    """A benefit less this share of it; what is really a loss becomes a greater one."""
    low, likely, high = (end - abs(end) * share for end in (benefit.low, benefit.likely, benefit.high))
    return Range(low, likely, high)


def corrected_cost(cost: Range, share: Decimal) -> Range:
    """A cost and this share of it."""
    return cost * (1 + share)


def total(parts: Iterable[Range]) -> Range:
    """Figures of one kind added up; never figures of different kinds."""
    found = NOTHING
    for part in parts:
        found += part
    return found


def priced(price: Price) -> Range:
    """A price in pounds, as wide as what it may really be."""
    ends = (end for end in (price.low, price.high) if end is not UNSET)
    return _in_order(price.pence, *ends) / _PENCE


def pence(pounds: Decimal) -> int:
    """Pounds to the nearest penny, half a penny away from nought."""
    return whole(pounds * _PENCE)


def rounded(figure: Decimal, places: int) -> Decimal:
    """A figure to so many places after the point, half away from nought, however great it is."""
    return figure.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP", _WIDE)


def whole(figure: Decimal) -> int:
    """A figure to the nearest whole number, half away from nought."""
    return int(figure.to_integral_value("ROUND_HALF_UP"))


def _around(likely: int, span: Span | UnsetType) -> Range:
    return _in_order(likely, *((span.low, span.high) if span is not UNSET else ()))


def _in_order(likely: int, *others: int) -> Range:
    """These numbers as a range, whatever their order: an estimate from elsewhere may have it wrong."""
    every = (likely, *others)
    return Range(Decimal(min(every)), Decimal(likely), Decimal(max(every)))


def _share(sized: Sized) -> Range | None:
    share = sized.share
    return _in_order(share.likely, share.low, share.high) / _HUNDRED if share is not UNSET else None


def _difference(sized: Sized) -> Range | None:
    """What a contact costs less in the other channel, where it is known of both."""
    if sized.cost_from is UNSET or sized.cost_to is UNSET:
        return None
    return priced(sized.cost_from) - priced(sized.cost_to)


def _valued(minutes: Range, hour: Price | UnsetType) -> Range | None:
    return minutes * priced(hour) / MINUTES if hour is not UNSET else None


def _pounds(cost: Cost) -> Range:
    return _in_order(cost.likely, cost.low, cost.high) / _PENCE
