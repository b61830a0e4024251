"""A case as commands print it."""

from __future__ import annotations

from typing import Any

import msgspec

from ideabox.cli import output
from ideabox.domain.case import MINUTES, Range, pence, rounded
from ideabox.domain.case_working import lacking
from ideabox.usecases import case_words, history
from ideabox.usecases.sizing import Dated, Series
from ideabox.usecases.wording import Wording


def show(wording: Wording, series: Series, *, working: bool = False) -> None:
    """Print a case: the two savings side by side, how they came about if that is wanted, and the estimates before."""
    latest = series.latest
    if latest is None:
        output.say(wording("case.none"))
        return
    output.say(_headline(wording, latest))
    output.say(f"  {case_words.in_short(wording, latest.case)}")
    sized = latest.estimate.sized
    for name, amount in (*case_words.savings(wording, latest.case), *case_words.appraised(wording, latest.case)):
        output.say(f"  {name}: {amount}")
    for sentence in case_words.lacks(wording, sized):
        output.say(f"  {output.line(sentence)}")
    if sized.confidence:
        output.say(f"  {wording('field.confidence')}: {wording(f'confidence.{sized.confidence}')}")
    for name, text in case_words.texts(sized):
        output.say(f"  {wording(f'field.{name}')}\n{output.block(text, '    ')}")
    if working:
        output.say(wording("cli.case-working"))
        for name, text in case_words.steps(wording, sized, latest.case):
            output.say(f"  {name}:\n    {output.line(text)}")
    if len(series.estimates) > 1:
        _show_earlier(wording, series)


def _show_earlier(wording: Wording, series: Series) -> None:
    """Print every estimate in a line, and what the tests of earlier ones found."""
    output.say(wording("cli.case-series"))
    for each in series.estimates:
        output.say(f"  {_headline(wording, each)}: {case_words.in_line(wording, each.case)}")
    for each in series.found_before:
        name = wording("case.found-at", stage=wording(f"stage.{each.estimate.sized.stage}"))
        output.say(f"  {name}\n{output.block(each.found, '    ')}")


def _headline(wording: Wording, dated: Dated) -> str:
    it = dated.estimate
    who = output.line(it.by.name) or wording("none.name")
    stage = wording(f"stage.{it.sized.stage}")
    headline = wording("case.latest", stage=stage, day=history.day(it.at), who=who)
    return wording("case.measured-when", day=headline) if it.sized.is_actual else headline


def as_dict(series: Series) -> dict[str, Any]:
    """A case in JSON: each estimate as it was made, and what it comes to. There is no sum of the savings."""
    return {
        "estimates": [
            {"at": each.estimate.at, "by": each.estimate.by.name, **msgspec.to_builtins(each.estimate.sized)}
            | {"comes_to": _figures(each)}
            for each in series.estimates
        ]
    }


def _figures(dated: Dated) -> dict[str, Any]:
    case, it = dated.case, dated.case.appraisal
    hours = {"staff_hours": case.staff_minutes / MINUTES, "public_hours": case.public_minutes / MINUTES}
    amounts = {"cashable": case.cashable, "non_cashable": case.non_cashable, "public_value": case.public_value}
    found: dict[str, Any] = {name: _numbers(figure) for name, figure in hours.items()}
    found |= {f"{name}_pence": _pence(figure) for name, figure in amounts.items()}
    found["no_price_for"] = [lack.field for lack in lacking(dated.estimate.sized)]
    if it is not None:
        found |= {
            "years": it.years,
            "net_present_value_pence": _pence(it.net),
            "costs_pence": _pence(it.costs),
            "benefit_cost_ratio": _numbers(it.ratio),
            "payback_months": None if it.payback_months is None else float(rounded(it.payback_months, 1)),
        }
    return found


def _numbers(found: Range | None) -> dict[str, float] | None:
    if found is None:
        return None
    return {end: float(rounded(getattr(found, end), 2)) for end in ("low", "likely", "high")}


def _pence(found: Range | None) -> dict[str, int] | None:
    return None if found is None else {end: pence(getattr(found, end)) for end in ("low", "likely", "high")}
