"""An estimate: what somebody thinks that an idea would save and cost, as far as they can say; it grows with the idea.

A small one says how often, how many minutes and from which channel to which. A sized one adds ranges, prices with
their sources, costs and how sure it is. A test says what could prove it wrong. An estimate carries the prices and the
correction that it was made with, so that it never changes when a department's do.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

Stage = Literal["idea", "discovery", "alpha", "beta", "live"]
CHANNELS = ("face-to-face", "phone", "post", "email", "online", "none")
"""How people and an office meet; `none` where they need not any more. Other words are kept and shown as they are."""
PRICES = ("cost_from", "cost_to", "staff_hour", "public_hour")
"""The fields of an estimate that hold a price, of which somebody may have one of their own."""
MOST_YEARS = 60
GRADES = range(1, 7)
"""How sure an estimate is, from 1, measured data of our own, to 6, one person's judgement."""
MEASURED = GRADES[0]

Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]
Pence = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
Small = Annotated[str, msgspec.Meta(max_length=100)]
Words = Annotated[str, msgspec.Meta(max_length=4_000)]
Source = Annotated[str, msgspec.Meta(max_length=300)]
Day = Annotated[str, msgspec.Meta(max_length=10)]
Whose = Literal["department", "person"]
"""Whose own a figure is: a department's, or that of the person who made the estimate, for it alone. It is not said of
one that was published for everybody.
"""


class Span(msgspec.Struct, frozen=True):
    """The lowest and the highest that a number may be; the number itself is the likely one."""

    low: Count
    high: Count


class Share(msgspec.Struct, frozen=True):
    """How many of a hundred contacts move to the other channel."""

    low: Percent
    likely: Percent
    high: Percent


class Cost(msgspec.Struct, frozen=True):
    """What something costs, in pence."""

    low: Pence
    likely: Pence
    high: Pence


class Price(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one of something costs, in pence, and where that figure is from. `dated`: the day or year it speaks of.

    `low` and `high`: what it may really be; an end that nobody has said is the price itself.
    """

    pence: Pence
    source: Source = ""
    dated: Day = ""
    whose: Whose | UnsetType = UNSET
    low: Pence | UnsetType = UNSET
    high: Pence | UnsetType = UNSET


class Rate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A discount rate in hundredths of a per cent, and where it is from."""

    basis_points: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    source: Source = ""
    dated: Day = ""
    whose: Whose | UnsetType = UNSET


class Correction(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many of a hundred are added to costs and taken off benefits for a grade, and where that figure is from."""

    percent: Percent
    source: Source = ""
    dated: Day = ""
    whose: Whose | UnsetType = UNSET


class Test(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the estimate could be proved wrong cheaply, and what came of trying."""

    assumption: Words = ""
    smallest: Words = ""
    stop_when: Words = ""
    found: Words = ""


class Sized(msgspec.Struct, frozen=True, omit_defaults=True):
    """One estimate at one stage. Minutes are those saved each time, by staff and by a member of the public."""

    stage: Stage = "idea"
    times_a_month: Count = 0
    staff_minutes: Count = 0
    public_minutes: Count = 0
    channel_from: Small = ""
    channel_to: Small = ""
    assumptions: Words = ""
    times_span: Span | UnsetType = UNSET
    staff_span: Span | UnsetType = UNSET
    public_span: Span | UnsetType = UNSET
    share: Share | UnsetType = UNSET
    cost_from: Price | UnsetType = UNSET
    """What a contact costs in the channel that it comes from, and in the one that it goes to."""
    cost_to: Price | UnsetType = UNSET
    staff_hour: Price | UnsetType = UNSET
    public_hour: Price | UnsetType = UNSET
    one_off: Cost | UnsetType = UNSET
    running: Cost | UnsetType = UNSET
    """A year."""
    is_cashable: bool = False
    """Whether spending falls by what is saved; else staff have the time for other work."""
    confidence: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0
    """A grade; 0 where nobody has given one."""
    correction: Correction | UnsetType = UNSET
    """For this grade. An estimate without one, made before they were carried, has that of `case.CORRECTED_BEFORE`."""
    years: Annotated[int, msgspec.Meta(ge=0, le=MOST_YEARS)] = 0
    discount: Rate | UnsetType = UNSET
    test: Test | UnsetType = UNSET
    is_actual: bool = False
    """Measured once the idea was live, not expected."""
