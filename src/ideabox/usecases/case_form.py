"""An estimate as people type it: texts by field, and what they say as an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

import msgspec
from msgspec import UNSET

from ideabox.domain.estimates import Cost, Price, Share, Sized, Span, Stage, Test
from ideabox.domain.problems import Problem, Refusal
from ideabox.domain.rates import Rates
from ideabox.usecases.sizing import priced

SMALL = ("times", "staff", "public", "from", "to")
"""The fields of a small estimate."""
_AROUND = {"times": "times_a_month", "staff": "staff_minutes", "public": "public_minutes"}
_COSTS = ("one_off", "running")
_TEXTS = ("assumption", "smallest", "stop_when", "found")
_PENCE, _MOST = 100, Decimal(10) ** 9
Typed = Mapping[str, str]


def sized_of(typed: Typed, before: Sized, rates: Rates) -> Sized | None:
    """What is typed as an estimate that follows `before`; None if nothing is. Refuses what is no number, by field.

    An estimate that says how sure it is takes the prices along that are known.
    """
    if not any(words.strip() for words in typed.values()):
        return None
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
        changes[field] = Cost(*reading.ends(field, _PENCE)) if reading.has(field) else UNSET
    if reading.has("staff_hour"):
        changes["staff_hour"] = Price(reading.number("staff_hour", _PENCE), typed.get("staff_hour_source", "")[:300])
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
    if reading.problems:
        raise Refusal(*reading.problems)
    made = msgspec.structs.replace(before, **changes)
    return priced(made, rates, before) if made.confidence else made


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
            typed |= _three(field, cost, _PENCE)
    if sized.staff_hour is not UNSET:
        typed |= {"staff_hour": _money(sized.staff_hour.pence), "staff_hour_source": sized.staff_hour.source}
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

    def number(self, field: str, units: int, most: Decimal = _MOST) -> int:
        """A whole number of these units, 0 where nothing is typed."""
        words = self._typed.get(field, "").replace(",", "").strip().strip("£%").strip()
        if not words:
            return 0
        try:
            number = Decimal(words)
        except InvalidOperation:
            number = Decimal("NaN")
        if not (number.is_finite() and 0 <= number <= most):
            name = field.removesuffix("_low").removesuffix("_high")
            self.problems.append(Problem(name, "not-a-number", {"most": f"{most:,}"}))
            return 0
        return int((number * units).to_integral_value("ROUND_HALF_UP"))

    def ends(self, field: str, units: int, most: Decimal = _MOST) -> tuple[int, int, int]:
        """Low, likely and high; an end that is not typed is the likely one."""
        likely = self.number(field, units, most)
        low, high = (
            self.number(name, units, most) if self._typed.get(name, "").strip() else likely
            for name in (f"{field}_low", f"{field}_high")
        )
        return low, likely, high


def _number(value: int) -> str:
    return str(value) if value else ""


def _money(pence: int) -> str:
    return f"{Decimal(pence) / _PENCE:f}"


def _three(field: str, ends: Share | Cost, units: int) -> dict[str, str]:
    low, likely, high = (f"{Decimal(end) / units:f}" for end in (ends.low, ends.likely, ends.high))
    return {f"{field}_low": low, field: likely, f"{field}_high": high}
