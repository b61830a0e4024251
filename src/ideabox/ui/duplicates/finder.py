"""Looks for likely duplicates in the background, for every screen that tells of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ideabox.domain.problems import Refusal
from ideabox.ui.background import Task
from ideabox.usecases import similar
from ideabox.usecases.similar import Cluster

if TYPE_CHECKING:
    from ideabox.ui.bench import Bench

_Found = tuple[int, list[Cluster]]


class Finder(QObject):
    """What was found last, and whether that still holds. One look at a time, in a lane of its own; the newest wins."""

    changed = Signal()
    """There is something new to know: groups were found, or those that were do not hold any more."""
    failed = Signal(Refusal)
    stopped = Signal()
    """The person did not want to wait."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._number = 0
        self._looking: Task | None = None
        self.groups: list[Cluster] = []
        self.is_known = False
        bench.changed.connect(self._forget)

    def look(self, label: str = "") -> None:
        """Look anew. With a label it is shown, and can be stopped, once it takes long."""
        if self._looking is not None:
            self._looking.cancel()
        self._number += 1
        self._looking = self._bench.runner.run(
            self._job(self._number),
            self._take,
            self._fail,
            lane="aside",
            label=label,
            can_cancel=True,
            stopped=self._stop,
        )

    def look_if_needed(self) -> None:
        """Look quietly, unless it is known already or being looked for."""
        if not self.is_known and self._looking is None:
            self.look()

    def _job(self, number: int) -> Callable[[Task], _Found]:
        session = self._bench.session
        return lambda task: (number, similar.clusters(session, waiting=False, report=task.report))

    def _take(self, found: _Found) -> None:
        number, groups = found
        if number == self._number:
            self._looking = None
            self.groups, self.is_known = groups, True
            self.changed.emit()

    def _fail(self, refusal: Refusal) -> None:
        self._looking = None
        self.failed.emit(refusal)

    def _stop(self, task: Task) -> None:
        if task is self._looking:
            self._looking = None
            self.stopped.emit()

    def _forget(self, _changes: object) -> None:
        self.is_known = False
        self.changed.emit()
