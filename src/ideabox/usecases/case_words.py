"""A case in words: amounts, ranges, the two savings side by side, and how each figure comes about."""

from __future__ import annotations

from decimal import Decimal

from msgspec import UNSET

from ideabox.domain.case import MINUTES, Case, Range, exactly, priced, rounded
from ideabox.domain.case_working import Fact, Money, Named, Origin, Step, lacking, working
from ideabox.domain.estimates import CHANNELS, Correction, Price, Rate, Sized
from ideabox.usecases.wording import Wording

MONEY = ("cashable", "non-cashable", "public-value")
"""The kinds of money, which stand beside each other and are never added up."""


def money(pounds: Decimal) -> str:
    """£4,932 or £1.50: pence only where there is less than £100, or where they matter."""
    shown = rounded(pounds, 2 if abs(pounds) < 100 else 0)
    sign = "-" if shown < 0 else ""
    amount = abs(shown)
    return f"{sign}£{amount:,.2f}" if amount != amount.to_integral_value() else f"{sign}£{amount:,.0f}"


def number(figure: Decimal) -> str:
    """1,234 or 2.5: as many places as a person reads."""
    if abs(figure) >= 100 or figure == figure.to_integral_value():
        return f"{figure.to_integral_value('ROUND_HALF_UP'):,.0f}"
    return f"{rounded(figure, 1).normalize():,f}"


def ratio(figure: Decimal) -> str:
    """2.03: with the hundredths that tell a good case from a bare one."""
    return f"{rounded(figure, 2):,f}"


def figure(wording: Wording, found: Range, unit: str) -> str:
    """A range in words: the likely end, and the others where they differ. `unit`: see `case_working.Step`."""
    return wording(f"case.unit.{unit}", figure=ends(wording, found, unit))


def ends(wording: Wording, found: Range, unit: str) -> str:
    """The same without what it is counted in."""
    in_words = {"pounds": money, "ratio": ratio}.get(unit, number)
    low, likely, high = (in_words(end) for end in (found.low, found.likely, found.high))
    return likely if low == high else wording("case.range", likely=likely, low=low, high=high)


def in_short(wording: Wording, case: Case) -> str:
    """What a case comes to in a year, in one sentence: time, or money where contacts that move leave no time."""
    hours = _hours(wording, case)
    if hours or case.saving is None:
        return hours or wording("case.short.nothing")
    name = "cashable" if case.cashable is not None else "non-cashable"
    return wording("case.short.money", name=wording(f"case.{name}"), amount=figure(wording, case.saving, "pounds"))


def _hours(wording: Wording, case: Case) -> str:
    staff, public = case.staff_minutes / MINUTES, case.public_minutes / MINUTES
    parts = [
        wording(f"case.short.{name}", hours=figure(wording, hours, "hours"))
        for name, hours in (("staff", staff), ("public", public))
        if hours.high > 0
    ]
    return wording("case.short", what=wording("case.short.and").join(parts)) if parts else ""


def briefly(wording: Wording, case: Case) -> str:
    """The likely hours of a year in a few words."""
    staff, public = (number(minutes.likely / MINUTES) for minutes in (case.staff_minutes, case.public_minutes))
    return wording("case.short.summary", staff=staff, public=public)


def savings(wording: Wording, case: Case) -> list[tuple[str, str]]:
    """The savings of a year, each with its name, side by side: there is no sum of them."""
    found: list[tuple[str, str]] = []
    for name, amount in (("cashable", case.cashable), ("non-cashable", case.non_cashable)):
        if amount is not None:
            found.append((wording(f"case.{name}"), figure(wording, amount, "pounds")))
    found.append((wording("case.staff-hours"), figure(wording, case.staff_minutes / MINUTES, "hours")))
    found.append((wording("case.public-hours"), figure(wording, case.public_minutes / MINUTES, "hours")))
    if case.public_value is not None:
        found.append((wording("case.public-value"), figure(wording, case.public_value, "pounds")))
    return found


def amounts(case: Case) -> dict[str, Range]:
    """What a case has of each kind of money, by its code."""
    found = dict(zip(MONEY, (case.cashable, case.non_cashable, case.public_value), strict=True))
    return {name: amount for name, amount in found.items() if amount is not None}


def hours_compared(wording: Wording, case: Case) -> dict[str, str]:
    """The hours of a year by short names, for a table in which estimates stand beside each other."""
    hours_of = {"staff-hours": case.staff_minutes / MINUTES, "public-hours": case.public_minutes / MINUTES}
    return {wording(f"case.brief.{name}"): ends(wording, hours, "hours") for name, hours in hours_of.items()}


def money_compared(wording: Wording, case: Case) -> dict[str, str]:
    """The same of its money, each kind by itself; empty where no price says what to make of it."""
    return {wording(f"case.brief.{name}"): ends(wording, found, "pounds") for name, found in amounts(case).items()}


def appraised(wording: Wording, case: Case) -> list[tuple[str, str]]:
    """Benefits to public money against costs; where there are none, what it costs."""
    it = case.appraisal
    if it is None:
        costs = (("one-off", case.one_off), ("running", case.running))
        return [(wording(f"case.{name}"), figure(wording, cost, "pounds")) for name, cost in costs if cost.high > 0]
    years = number(Decimal(it.years))
    found = [
        (
            wording("case.net" if case.cashable is not None else "case.net-of-time", years=years),
            figure(wording, it.net, "pounds"),
        ),
        (wording("case.costs", years=years), figure(wording, it.costs, "pounds")),
    ]
    if it.ratio is not None:
        found.append((wording("case.ratio"), figure(wording, it.ratio, "ratio")))
    if it.payback_months is not None:
        found.append((wording("case.payback"), figure(wording, exactly(it.payback_months), "months")))
    return found


def lacks(wording: Wording, sized: Sized) -> list[str]:
    """Why an estimate has no figure in money where it might have one, and what to do about it, in sentences."""
    found: list[str] = []
    for lack in lacking(sized):
        if not lack.field.startswith("cost_"):
            found.append(wording(f"case.lack.{lack.field}"))
        elif lack.channel:
            found.append(wording("case.lack.channel", channel=channel(wording, lack.channel)))
        else:
            found.append(wording(f"case.lack.{lack.field}"))
    return list(dict.fromkeys(found))


def channel(wording: Wording, code: str) -> str:
    """A channel in words; one that is not known here by the word that it came with."""
    return wording(f"channel.{code}") if code in CHANNELS else code


def in_line(wording: Wording, case: Case) -> str:
    """What a case comes to in a year, in one line: the time, and each kind of money by its name."""
    money_of = [
        wording("case.short.money", name=wording(f"case.brief.{name}"), amount=figure(wording, found, "pounds"))
        for name, found in amounts(case).items()
    ]
    hours = [each for each in (_hours(wording, case),) if each]
    return " ".join((*hours, *money_of)) or wording("case.short.nothing")


def source(wording: Wording, of: Price | Rate | Correction | Origin) -> str:
    """Where a figure is from, of when, and whose own it is, so that no own price is taken for a published one."""
    words = ", ".join(each for each in (of.source, of.dated) if each) or wording("case.no-source")
    return words if of.whose is UNSET else f"{words}; {wording(f'case.whose.{of.whose}')}"


def rate(wording: Wording, of: Price | Rate | Correction) -> str:
    """A price, a rate or a correction as an amount, and what a price may really be."""
    match of:
        case Price():
            it = priced(of)
            low, likely, high = map(money, (it.low, it.likely, it.high))
            return likely if it.low == it.high else wording("case.price-range", likely=likely, low=low, high=high)
        case Rate(basis_points=points):
            return f"{number(Decimal(points) / 100)}%"
    return f"{of.percent}%"


def texts(sized: Sized) -> list[tuple[str, str]]:
    """What an estimate says in sentences, by field: what it rests on, and how it could be proved wrong."""
    said = [("assumptions", sized.assumptions)]
    if sized.test is not UNSET:
        said += [(name, getattr(sized.test, name)) for name in sized.test.__struct_fields__]
    return [(name, words) for name, words in said if words.strip()]


def steps(wording: Wording, sized: Sized, case: Case) -> list[tuple[str, str]]:
    """How each figure comes about: what it is, and the sum in words and numbers."""
    return [
        (wording(f"case.step.{step.code}.name"), f"{_sum(wording, step)} = {figure(wording, step.result, step.unit)}")
        for step in working(sized, case)
    ]


def _sum(wording: Wording, step: Step) -> str:
    facts = {name: _fact(wording, fact) for name, fact in step.facts.items()}
    return wording(f"case.step.{step.code}", **facts)


def _fact(wording: Wording, fact: Fact) -> str:
    match fact:
        case Money(pounds=pounds):
            return money(pounds)
        case Price():
            return rate(wording, fact)
        case Origin():
            return source(wording, fact)
        case Named(code=code):
            return wording(f"case.fact.{code}")
        case Decimal():
            return number(fact)
    return fact
