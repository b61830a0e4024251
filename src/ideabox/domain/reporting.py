"""Telling how far long work has come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Report = Callable[[int, int], None]
"""Told how much of how much is done."""
T = TypeVar("T")
_OFTEN = 500


def silent(_done: int, _total: int) -> None:
    """Tells nobody."""


def counted(items: Iterable[T], total: int, report: Report) -> Iterator[T]:
    """The same items, reporting every now and then how many of `total` have gone by."""
    for number, item in enumerate(items, 1):
        if number % _OFTEN == 0:
            report(number, total)
        yield item
    report(total, total)
