"""`ideabox size` and `ideabox rates`: what an idea would save and cost, and the prices that say so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
from msgspec import UNSET, UnsetType

from ideabox.cli import cases, output
from ideabox.cli.desk import pass_desk
from ideabox.cli.ideas import idea_argument
from ideabox.domain.estimates import CHANNELS, MEASURED, Cost, Price, Share, Sized, Span, Stage, Test
from ideabox.domain.idea import Idea
from ideabox.domain.problems import Refusal, refuse
from ideabox.domain.rates import Known, KnownCorrections, KnownRate
from ideabox.usecases import case_form, case_words, reading, sizing
from ideabox.usecases.desk import Desk
from ideabox.usecases.wording import Wording


class _Ends(msgspec.Struct, frozen=True):
    """A number as typed, `60`, or with what it may be around it, `40/60/80`; in whole units."""

    low: int
    likely: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.low == self.likely == self.high


class _Number(click.ParamType[_Ends]):
    """Takes `_Ends`, each times `units`."""

    name = "number"

    def __init__(self, units: int = 1) -> None:
        self._units = units

    def convert(self, value: Any, parameter: click.Parameter | None, _context: Any) -> _Ends:
        if isinstance(value, _Ends):
            return value
        parts = str(value).split("/")
        field = str(parameter.name) if parameter is not None else self.name
        try:
            whole = [case_form.read_figure(field, part, self._units) for part in parts]
        except Refusal as refusal:
            if any(problem.code == "not-a-number" for problem in refusal.problems):
                whole = []
            else:
                raise
        if len(whole) not in (1, 3) or not all(part.strip(" £%,") for part in parts):
            refuse("number", "not-a-range", typed=str(value)[:60])
        return _Ends(whole[0], whole[len(whole) // 2], whole[-1])


NUMBER, MONEY = _Number(), _Number(case_form.PENCE)


@click.command("size")
@idea_argument()
@click.option("--times", type=NUMBER, metavar="N", help="How often a month; LOW/LIKELY/HIGH for a range.")
@click.option("--staff-minutes", "staff", type=NUMBER, metavar="N", help="Minutes of staff time saved each time.")
@click.option(
    "--public-minutes", "public", type=NUMBER, metavar="N", help="Minutes of the public's time saved, each time."
)
@click.option("--from", "channel_from", type=click.Choice(CHANNELS), help="The channel that is used now.")
@click.option("--to", "channel_to", type=click.Choice(CHANNELS), help="The channel that would be used.")
@click.option("--share", type=NUMBER, metavar="PERCENT", help="How many of a hundred contacts move to it.")
@click.option("--confidence", type=click.IntRange(1, 6), help="How sure, from 1 (measured) to 6; adds prices.")
@click.option("--staff-hour", type=MONEY, metavar="POUNDS", help="What an hour of staff costs, if not the price known.")
@click.option("--staff-hour-source", default="", metavar="TEXT", help="Where that is from.")
@click.option("--todays-prices", is_flag=True, help="Take today's prices, not those of the estimate before.")
@click.option("--small", "is_small", is_flag=True, help="Without money again: no share, costs, grade or prices.")
@click.option("--one-off", type=MONEY, metavar="POUNDS", help="What it costs once.")
@click.option("--running", type=MONEY, metavar="POUNDS", help="What it costs a year.")
@click.option("--cashable/--not-cashable", "is_cashable", default=None, help="Whether spending really falls.")
@click.option("--years", type=click.IntRange(1, 60), help="Over how many years.")
@click.option("--stage", type=click.Choice(get_args(Stage)), help="The stage, if not that of now.")
@click.option("--actual", "is_actual", is_flag=True, help="Measured, now that it is live.")
@click.option("--assumptions", metavar="TEXT", help="What this rests on.")
@click.option("--riskiest", "assumption", metavar="TEXT", help="The riskiest assumption.")
@click.option("--test", "smallest", metavar="TEXT", help="The smallest test of it.")
@click.option("--stop-when", metavar="TEXT", help="When to stop.")
@click.option("--found", metavar="TEXT", help="What was found.")
@click.option("--working", is_flag=True, help="Show how each figure comes about.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def size(desk: Desk, /, idea: str, working: bool, as_json: bool, **said: Any) -> None:
    """Estimate what an idea would save; without figures, show its case. What is not said stays as it was estimated."""
    found = reading.find(desk.session, idea)
    if any(value not in (None, False, "") for value in said.values()):
        before = reading.show(desk.session, found).idea
        sizing.size(desk.session, found, _estimate(desk, before, said))
        if not as_json:
            output.note(desk.wording("cli.sized"))
    series = sizing.series(reading.show(desk.session, found).idea)
    if as_json:
        output.document(cases.as_dict(series))
        return
    cases.show(desk.wording, series, working=working)


def _estimate(desk: Desk, it: Idea, said: dict[str, Any]) -> Sized:
    before = sizing.next_of(it)
    if said["is_small"]:
        before = sizing.small(before)
    made = msgspec.structs.replace(before, **_changes(said), test=_test(before, said))
    if said["is_actual"] and said["confidence"] is None and made.confidence:
        made = msgspec.structs.replace(made, confidence=MEASURED)
    if not made.confidence:
        return made
    kept, anew = (sizing.priced(made, desk.rates, before, anew=anew) for anew in (False, True))
    if said["todays_prices"]:
        return anew
    if kept != anew:
        output.note(desk.wording("cli.prices-of-before"))
    return kept


def _changes(said: dict[str, Any]) -> dict[str, Any]:
    """What is said of the figures, by the fields of an estimate."""
    changes: dict[str, Any] = {
        name: said[name]
        for name in ("channel_from", "channel_to", "confidence", "is_cashable", "years", "stage", "assumptions")
        if said[name] is not None
    }
    changes["is_actual"] = said["is_actual"]
    for option, likely in (("times", "times_a_month"), ("staff", "staff_minutes"), ("public", "public_minutes")):
        if (ends := said[option]) is not None:
            changes |= {likely: ends.likely, f"{option}_span": UNSET if ends.is_exact else Span(ends.low, ends.high)}
    if (share := said["share"]) is not None:
        if share.high > 100:
            refuse("share", "over-hundred")
        changes["share"] = Share(share.low, share.likely, share.high)
    for name in ("one_off", "running"):
        if (ends := said[name]) is not None:
            changes[name] = Cost(ends.low, ends.likely, ends.high)
    if said["staff_hour"] is not None:
        changes["staff_hour"] = _own_price(said["staff_hour"], said["staff_hour_source"].strip())
    return changes


def _test(before: Sized, said: dict[str, Any]) -> Test | UnsetType:
    """How it could be proved wrong: what is said of it now, and else what was said before."""
    test = {name: said[name] for name in ("assumption", "smallest", "stop_when", "found") if said[name] is not None}
    if not test:
        return before.test
    return msgspec.structs.replace(before.test if before.test is not UNSET else Test(), **test)


def _own_price(ends: _Ends, source: str) -> Price:
    if not ends.is_exact:
        refuse("staff_hour", "not-one-price")
    if not source:
        refuse("staff_hour", "no-source")
    if len(source) > (limit := case_form.LONGEST["source"]):
        refuse("staff_hour", "source-too-long", limit=limit, length=len(source))
    return Price(ends.likely, source, whose="person")


@click.command("rates")
@click.option("--add", type=click.Path(path_type=Path), metavar="FILE", help="Your department's own prices, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def rates(desk: Desk, add: Path | None, as_json: bool) -> None:
    """Show the prices that estimates are made with and where each is from; bring your department's own."""
    known = desk.add_rates(add) if add is not None else desk.rates
    if as_json:
        output.document({"published": known.published, "own": known.own})
        return
    say = desk.wording

    def line(name: str, found: Known | KnownRate | KnownCorrections, amount: str) -> None:
        whose = say("cli.rates-own" if known.is_own(found) else "cli.rates-published")
        source = ", ".join(output.line(part) for part in (found.source, found.dated) if part)
        output.say(say("cli.rates-line", name=name, amount=amount, source=source, whose=whose))
        if found.note:
            output.say(output.block(found.note))

    for channel in CHANNELS:
        if (contact := known.contact(channel)) is not None:
            line(say(f"channel.{channel}"), contact, _amount(say, contact))
    for name, hour in (("staff", known.staff_hour), ("public", known.public_hour)):
        if hour is not None:
            line(say(f"cli.rates-hour-{name}"), hour, _amount(say, hour))
    if (discount := known.discount) is not None:
        line(say("cli.rates-discount"), discount, f"{case_words.number(Decimal(discount.basis_points) / 100)}%")
    if (corrections := known.corrections) is not None:
        line(say("cli.rates-corrections"), corrections, ", ".join(f"{percent}%" for percent in corrections.percents))


def _amount(wording: Wording, found: Known) -> str:
    return case_words.rate(wording, Price(found.pence, low=found.low, high=found.high))


COMMANDS = (size, rates)
