"""What the ideas here come to: figures, and from each figure the ideas behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, timedelta
from typing import Any

from ideabox.domain import insights as rules
from ideabox.domain.insights import ENOUGH, Count, Figures, Scope, Worth
from ideabox.domain.problems import refuse
from ideabox.domain.regions import Regions
from ideabox.domain.reporting import Stop
from ideabox.domain.working_days import target_day
from ideabox.store import insights as counting
from ideabox.store import queries
from ideabox.store.database import Connection
from ideabox.store.queries import Behind, Filter
from ideabox.usecases.figures import Asked, Insights, Line, Month
from ideabox.usecases.session import Session


def insights(
    session: Session, asked: Asked, target: int, regions: Regions | None = None, stop: Stop | None = None
) -> Insights:
    """The figures of the ideas that are asked for; `target` is the working days to a first reply."""
    today = session.now().astimezone(UTC).date()
    with session.store.read(stop) as connection:
        scope = _scope(session, connection, asked, regions or Regions())
        counted = counting.Insights(connection)
        figures = counted.figures(scope, today, target)
        months = [rules.narrowed(scope, month) for month in rules.months(today)]
        progress = [counted.progress(month, today, target) for month in months]
    late = target_day(today, target)
    this_month, month_before = (
        Month(each.since or today, each.until or today, how, _behind(each, target, late))
        for each, how in zip(months, progress, strict=True)
    )
    by_status, by_skill, by_barrier, by_office = _lines(session, asked, scope, figures)
    return Insights(
        asked, today, target, figures.progress, _behind(scope, target, late),
        by_status, by_skill, by_barrier, by_office, this_month, month_before,
        figures.worth, _worth_behind(scope, figures.worth), counted.outside,
    )  # fmt: skip


def keep(session: Session) -> None:
    """Get ready for the next figures, where many ideas have come or changed since the last time."""
    with session.store.write() as connection:
        if counting.outside(connection) >= ENOUGH:
            counting.keep(connection)


def _scope(session: Session, connection: Connection, asked: Asked, regions: Regions) -> Scope:
    if asked.since and asked.until and asked.since > asked.until:
        refuse("period", "ends-before-it-begins", since=asked.since.isoformat(), until=asked.until.isoformat())
    offices: tuple[str, ...] | None = (asked.office,) if asked.office else None
    if asked.region:
        if asked.region not in regions.names:
            refuse("region", "not-known", region=asked.region, known=", ".join(regions.names))
        offices = regions.offices(asked.region, offices or queries.offices(connection))
    return Scope(asked.since, asked.until, offices, _areas(session, asked.framework), asked.status)


def _areas(session: Session, key: str) -> tuple[str, ...] | None:
    """The codes of a framework; None without one."""
    if not key:
        return None
    framework = session.skills.framework(key)
    if framework is None or framework.key != key:
        known = ", ".join(each.key for each in session.skills.frameworks)
        refuse("framework", "not-known", framework=key, known=known)
    return tuple(area.code for area in framework.areas)


def filter_of(scope: Scope, **narrower: Any) -> Filter:
    """The ideas of a scope that are counted; or, of these, those that more is said of."""
    ends = scope.until is not None and scope.until < date.max
    every = {
        "submitted_from": _begin(scope.since) if scope.since else "",
        "submitted_before": _begin(scope.until + timedelta(days=1)) if scope.until and ends else "",
        "offices": scope.offices,
        "skills": scope.skills,
        "counted": scope.status is None,
    }
    asked: dict[str, Any] = {"status": scope.status}
    asked |= {name: narrower.pop(name) for name in ("status", "skill", "barrier", "waiting_before") if name in narrower}
    return Filter(**asked, behind=Behind(**(every | narrower)))


def _begin(day: date) -> str:
    """The first moment of a day, as events write it."""
    return f"{day.isoformat()}T00:00:00.000Z"


def _behind(scope: Scope, target: int, late: date) -> dict[str, Filter]:
    """The ideas behind each count of `Progress`, by its name."""
    return {
        "ideas": filter_of(scope),
        "answered": filter_of(scope, answered=True),
        "in_time": filter_of(scope, answered_within=target),
        "late": filter_of(scope, answered_beyond=target),
        "overdue": filter_of(scope, answered=False, waiting_before=_begin(late)),
        "put_forward": filter_of(scope, decision="put-forward"),
        "done_here": filter_of(scope, decision="do-here"),
        "live": filter_of(scope, status="live"),
    }


def _worth_behind(scope: Scope, worth: Worth) -> dict[str, Filter]:
    return {
        "sized": filter_of(scope, sized=True),
        "unsized": filter_of(scope, sized=False),
        "measured": filter_of(scope, measured=True),
        **{each.name: filter_of(scope, comes_to=each.name) for each in worth.sums},
        **{f"channel {each.code}": filter_of(scope, channel=each.code) for each in worth.channels},
    }


def _lines(session: Session, asked: Asked, scope: Scope, figures: Figures) -> tuple[tuple[Line, ...], ...]:
    def lines(counts: Iterable[Count], behind: Callable[[str], Filter]) -> tuple[Line, ...]:
        return tuple(Line(each.code, each.ideas, behind(each.code)) for each in counts)

    areas = _areas(session, asked.framework)
    tagged = (each for each in figures.by_skill if areas is None or each.code in areas)
    return (
        lines(figures.by_status, lambda code: filter_of(scope, status=code, counted=False)),
        lines(tagged, lambda code: filter_of(scope, skill=code)),
        lines(figures.by_barrier, lambda code: filter_of(scope, barrier=code)),
        lines(figures.by_office, lambda code: filter_of(scope, offices=(code,))),
    )


def offices(session: Session, regions: Regions) -> list[str]:
    """Every office that has an idea here or lies in a region, in the order of the alphabet."""
    with session.store.read() as connection:
        return sorted({*queries.offices(connection), *regions.known})
