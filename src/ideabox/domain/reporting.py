"""Telling how far long work has come, and ending it."""

from __future__ import annotations

import contextlib
import threading
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


class LetGo(Exception):  # noqa: N818 - a way out, not an error
    """Ends a transaction with nothing kept, as is meant: it says nothing of the program nor of its files."""


class Cancelled(LetGo):
    """Raised in work that somebody has asked to stop."""


class Stop:
    """How work is asked to stop by another thread, even where it waits for something that never looks up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._end: Callable[[], object] | None = None
        self.is_asked = False

    def ask(self) -> None:
        """Ask the work to stop, and end what it waits for."""
        with self._lock:
            self.is_asked = True
            if self._end is not None:
                self._end()

    @contextlib.contextmanager
    def ends(self, end: Callable[[], object]) -> Iterator[None]:
        """While this lasts, `end` ends what is waited for; it is never called afterwards."""
        with self._lock:
            if self.is_asked:
                raise Cancelled
            self._end = end
        try:
            yield
        finally:
            with self._lock:
                self._end = None
