"""Figures as records: what is asked for, what comes of it, and which ideas are behind it.

Apart from `insights`, which loads what counts, so that neither the window nor a list has to wait for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from ideabox.domain.idea import Status
from ideabox.domain.insights import ENOUGH, Progress, Worth
from ideabox.store.queries import Filter


class Behind(msgspec.Struct, frozen=True):
    """The ideas behind a count, and what they are in words."""

    wanted: Filter
    words: str


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of which ideas somebody wants figures. Empty asks for all."""

    since: date | None = None
    """Submitted on this day of UTC or later."""
    until: date | None = None
    """Submitted on this day of UTC or before."""
    office: str = ""
    region: str = ""
    framework: str = ""
    """Tagged with an area of this skills framework, by its key; only its areas are then counted."""
    status: Status | None = None


class Line(msgspec.Struct, frozen=True):
    """A count and the ideas that it counts."""

    code: str
    ideas: int
    behind: Filter


class Month(msgspec.Struct, frozen=True):
    """The days of a month that are compared, and what the ideas submitted on them come to."""

    since: date
    until: date
    progress: Progress
    behind: dict[str, Filter]


class Insights(msgspec.Struct, frozen=True):
    """All figures, as of `today` and with a target in working days.

    `behind` has the filter of each count of `progress`. `outside`: how many ideas had to be read one by one;
    see `keep`.
    """

    asked: Asked
    today: date
    target: int
    progress: Progress
    behind: dict[str, Filter]
    by_status: tuple[Line, ...]
    by_skill: tuple[Line, ...]
    by_barrier: tuple[Line, ...]
    by_office: tuple[Line, ...]
    this_month: Month
    month_before: Month
    worth: Worth
    worth_behind: dict[str, Filter]
    """The ideas behind each sum by its name, each channel as `channel CODE`, and `sized`, `unsized`, `measured`."""
    outside: int = 0

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the next figures would come noticeably faster after `keep`."""
        return self.outside >= ENOUGH


def as_dict(found: Insights) -> dict[str, Any]:
    """The figures as JSON has them: counts by name, shares from 0 to 1, days as numbers."""

    def counts(lines: Iterable[Line]) -> list[dict[str, Any]]:
        return [{"code": line.code, "ideas": line.ideas} for line in lines]

    def month(of: Month) -> dict[str, Any]:
        return {"since": of.since.isoformat(), "until": of.until.isoformat(), **_progress(of.progress)}

    return {
        "asked": msgspec.to_builtins(found.asked),
        "counted_on": found.today.isoformat(),
        "target_days": found.target,
        **_progress(found.progress),
        "by_status": counts(found.by_status),
        "by_skill": counts(found.by_skill),
        "by_barrier": counts(found.by_barrier),
        "by_office": counts(found.by_office),
        "this_month": month(found.this_month),
        "month_before": month(found.month_before),
        "worth_a_year": _worth(found),
    }


def _progress(how: Progress) -> dict[str, Any]:
    shares = {f"share_{name}": how.share(getattr(how, name)) for name in ("put_forward", "done_here", "live")}
    counts: dict[str, Any] = msgspec.to_builtins(how)
    return counts | {"answered": how.answered, "share_in_time": how.share_in_time} | shares


def _worth(found: Insights) -> dict[str, Any]:
    """Money in pence and time in minutes, a year; each of the sums stands for itself."""
    worth: dict[str, Any] = msgspec.to_builtins(found.worth)
    sums = {each["name"]: each for each in worth.pop("sums")}
    for name, each in sums.items():
        each.pop("name")
        each["unit"] = "minutes" if name.endswith("minutes") else "pence"
    return {"not_sized": found.progress.ideas - found.worth.sized} | worth | {"sums": sums}
