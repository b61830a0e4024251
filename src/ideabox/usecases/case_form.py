"""An estimate as people type it: texts by field, and what they say as an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, InvalidOperation
from typing import Any, get_args

import msgspec
from msgspec import UNSET, UnsetType

from ideabox.domain.estimates import PRICES, Correction, Cost, Price, Rate, Share, Sized, Span, Stage, Test
from ideabox.domain.problems import Problem, Refusal, refuse
from ideabox.domain.rates import Rates
from ideabox.usecases.sizing import priced, small

SMALL = ("times", "staff", "public", "from", "to")
"""The fields of a small estimate."""
LONGEST = {"source": 300, "dated": 10}
"""What is said of a price of one's own, typed as `NAME_source` and `NAME_dated` beside `NAME`, and its characters."""
_AROUND = {"times": "times_a_month", "staff": "staff_minutes", "public": "public_minutes"}
_COSTS = ("one_off", "running")
_TEXTS = ("assumption", "smallest", "stop_when", "found")
PENCE, MOST = 100, Decimal(10) ** 9
"""Pence of a pound, and the greatest figure that is taken."""
Typed = Mapping[str, str]


class Offered(msgspec.Struct, frozen=True):
    """A price, a rate or a correction that an estimate takes if nobody has typed another one.

    `today` is the one that is known today, where the estimate before has carried another one along.
    """

    name: str
    taken: Price | Rate | Correction | UnsetType
    today: Price | Rate | Correction | UnsetType

    def chosen(self, *, anew: bool) -> Price | Rate | Correction | UnsetType:
        """The one that is taken: with `anew` the one of today."""
        return self.today if anew and self.today is not UNSET else self.taken


def first_of(typed: Typed) -> Sized | None:
    """What is typed with an idea that is new, as its first estimate; None if nothing is."""
    return sized_of(typed, Sized(), Rates(()))


def sized_of(typed: Typed, before: Sized, rates: Rates) -> Sized | None:
    """What is typed as an estimate that follows `before`; None if nothing is. Refuses what cannot be kept, by field.

    An estimate that says how sure it is takes the prices along that are known: those of `before`, unless today's are
    wanted. One that says no more than a small estimate does takes none, whatever `before` was.
    """
    if not any(words.strip() for words in typed.values()):
        return None
    sized, problems = _read(typed, before, rates)
    if problems:
        raise Refusal(*problems)
    return sized


def offered(typed: Typed, before: Sized, rates: Rates) -> list[Offered]:
    """What the estimate that is typed would take of prices, rate and correction, whatever is wrong with the rest of it.

    None without a grade, and no price that nothing in it needs; what it needs and nobody knows is `UNSET`.
    """
    unpriced = {key: words for key, words in typed.items() if key != "today" and not key.startswith(PRICES)}
    taken, _problems = _read(unpriced, before, rates)
    today, _problems = _read(unpriced | {"today": "yes"}, before, rates)
    if not taken.confidence:
        return []
    moves = taken.share is not UNSET
    is_needed = dict(zip(PRICES, (moves, moves, bool(taken.staff_minutes), bool(taken.public_minutes)), strict=True))
    wanted = (*(name for name in PRICES if is_needed[name]), "discount", "correction")
    found = ((name, getattr(taken, name), getattr(today, name)) for name in wanted)
    return [Offered(name, mine, now if now != mine else UNSET) for name, mine, now in found]


def read_figure(field: str, words: str, units: int, most: Decimal = MOST) -> int:
    """A figure as a whole number of these units; 0 where nothing is typed. Refuses what is no number, and parts of one.

    `units` is 1, or `PENCE` for pounds. What cannot be kept as it was typed is never rounded without a word.
    """
    words = words.replace(",", "").strip().strip("£%").strip()
    if not words:
        return 0
    try:
        number = Decimal(words)
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and 0 <= number <= most):
        refuse(field, "not-a-number", most=f"{most:,}")
    amount = Context(prec=len(words) + len(str(units))).multiply(number, units)
    is_whole = amount == amount.to_integral_value() and bool(amount) == bool(number)
    if not is_whole and units == PENCE:
        refuse(field, "not-pence")
    if not is_whole:
        refuse(field, "not-whole")
    return int(amount)


def _read(typed: Typed, before: Sized, rates: Rates) -> tuple[Sized, list[Problem]]:
    """The estimate as far as it can be read, and what cannot."""
    reading = _Reading(typed)
    changes: dict[str, Any] = {"assumptions": typed.get("assumptions", "").strip()}
    for field, name in _AROUND.items():
        low, likely, high = reading.ends(field, 1)
        changes |= {name: likely, f"{field}_span": Span(low, high) if (low, high) != (likely, likely) else UNSET}
    changes["channel_from"], changes["channel_to"] = typed.get("from", ""), typed.get("to", "")
    if reading.has("share"):
        low, likely, high = reading.ends("share", 1, most=Decimal(100))
        changes["share"] = Share(low, likely, high)
    else:
        changes["share"] = UNSET
    for field in _COSTS:
        changes[field] = Cost(*reading.ends(field, PENCE)) if reading.has(field) else UNSET
    confidence, years = typed.get("confidence", ""), reading.number("years", 1, most=Decimal(60))
    changes |= {
        "confidence": int(confidence) if confidence in "123456" and confidence else 0,
        "years": years,
        "is_cashable": typed.get("cashable") == "yes",
        "is_actual": typed.get("actual") == "yes",
    }
    said = {field: typed.get(field, "").strip() for field in _TEXTS}
    changes["test"] = Test(**said) if any(said.values()) else UNSET
    if (stage := typed.get("stage")) in get_args(Stage):
        changes["stage"] = stage
    changes |= {name: UNSET for name in PRICES if _is_own(getattr(before, name))}  # or it is typed again
    made = msgspec.structs.replace(before, **changes)
    own = {name: price for name in PRICES if (price := reading.price(name)) is not None}
    if made.confidence:
        made = priced(made, rates, before, anew=typed.get("today") == "yes")
    elif not own and all(part is UNSET for part in (made.share, made.one_off, made.running)):
        made = small(made)
    return msgspec.structs.replace(made, **own), reading.problems


def typed_of(sized: Sized) -> dict[str, str]:
    """An estimate as it would have been typed; fields that say nothing are left out."""
    typed: dict[str, str] = {"from": sized.channel_from, "to": sized.channel_to, "assumptions": sized.assumptions}
    for field, name in _AROUND.items():
        typed[field] = _number(getattr(sized, name))
        if (span := getattr(sized, f"{field}_span")) is not UNSET:
            typed |= {f"{field}_low": str(span.low), f"{field}_high": str(span.high)}
    if sized.share is not UNSET:
        typed |= _three("share", sized.share, 1)
    for field in _COSTS:
        if (cost := getattr(sized, field)) is not UNSET:
            typed |= _three(field, cost, PENCE)
    for name in PRICES:
        price = getattr(sized, name)
        if _is_own(price):
            typed |= {name: _money(price.pence), f"{name}_source": price.source, f"{name}_dated": price.dated}
    typed |= {
        "confidence": str(sized.confidence or ""),
        "years": _number(sized.years),
        "cashable": "yes" if sized.is_cashable else "",
    }
    if sized.test is not UNSET:
        typed |= {field: getattr(sized.test, field) for field in _TEXTS}
    return {field: words for field, words in typed.items() if words}


class _Reading:
    """Reads numbers out of what is typed, and remembers which are none."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self.problems: list[Problem] = []

    def has(self, field: str) -> bool:
        return any(self._typed.get(name, "").strip() for name in (f"{field}_low", field, f"{field}_high"))

    def number(self, field: str, units: int, most: Decimal = MOST) -> int:
        """A whole number of these units, 0 where nothing is typed or it is none."""
        try:
            return read_figure(_named(field), self._typed.get(field, ""), units, most)
        except Refusal as refusal:
            self.problems += refusal.problems
            return 0

    def price(self, name: str) -> Price | None:
        """A price of the person's own, who says where it is from; None if none is typed."""
        words = {part: self._typed.get(f"{name}_{part}", "").strip() for part in LONGEST}
        if not self._typed.get(name, "").strip():
            if any(words.values()):
                self.problems.append(Problem(name, "no-price"))
            return None
        pence = self.number(name, PENCE)
        if not words["source"]:
            self.problems.append(Problem(name, "no-source"))
        too_long = [part for part, limit in LONGEST.items() if len(words[part]) > limit]
        for part in too_long:
            limit, length = LONGEST[part], len(words[part])
            self.problems.append(Problem(name, "too-long", {"limit": limit, "length": length}))
        return None if too_long else Price(pence, words["source"], words["dated"], "person")

    def ends(self, field: str, units: int, most: Decimal = MOST) -> tuple[int, int, int]:
        """Low, likely and high; an end that is not typed is the likely one."""
        likely = self.number(field, units, most)
        low, high = (
            self.number(name, units, most) if self._typed.get(name, "").strip() else likely
            for name in (f"{field}_low", f"{field}_high")
        )
        return low, likely, high


def _named(field: str) -> str:
    """The field that this line belongs to."""
    return field.removesuffix("_low").removesuffix("_high")


def _is_own(price: Price | UnsetType) -> bool:
    return price is not UNSET and price.whose == "person"


def _number(value: int) -> str:
    return str(value) if value else ""


def _money(pence: int) -> str:
    return f"{Decimal(pence) / PENCE:.2f}".removesuffix(".00")


def _three(field: str, ends: Share | Cost, units: int) -> dict[str, str]:
    low, likely, high = (f"{Decimal(end) / units:f}" for end in (ends.low, ends.likely, ends.high))
    return {f"{field}_low": low, field: likely, f"{field}_high": high}
