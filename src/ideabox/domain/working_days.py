"""Working days, as people count how long they have waited."""

from __future__ import annotations

from datetime import date, timedelta

_WORKING, _WEEK = 5, 7


def working_days(start: date, end: date) -> int:
    """The days from Monday to Friday after `start`, up to and with `end`; public holidays are not known here."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, _WEEK)
    last = (end - timedelta(days=each) for each in range(rest))
    return weeks * _WORKING + sum(day.weekday() < _WORKING for day in last)


def target_day(today: date, days: int) -> date:
    """The first day from which no more than so many working days have passed; what waits since before it is late."""
    weeks, rest = divmod(days, _WORKING)
    day = today - timedelta(weeks=weeks)
    while working_days(day - timedelta(days=1), today) <= weeks * _WORKING + rest:
        day -= timedelta(days=1)
    return day
