"""Work off the window's thread: plain functions, one runner, one queued signal."""

from __future__ import annotations

import queue
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import MethodType
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance
from shiboken6 import isValid

from ideabox.domain.problems import Refusal
from ideabox.domain.reporting import Cancelled, Stop

Lane = Literal["write", "read", "drafts", "aside", "folder"]
"""Work in one lane runs in the order it came; the lanes run beside each other. The last is for what may hang:
folders on other machines."""
_LEAVE_AFTER_SECONDS = 3.0
"""How long the end of the program waits for a folder that does not answer. What is under way there can be cut off."""
SHOW_AFTER_SECONDS = 0.6
POLL_MS = 100


class Task:
    """A job on its way. `report` is called by the job, everything else by the window's thread.

    A job hands `stop` to what it waits for, so that this ends at once when the task is cancelled.
    """

    def __init__(self, label: str, can_cancel: bool) -> None:
        self.label = label
        self.can_cancel = can_cancel
        self.started = time.monotonic()
        self.done, self.total = 0, 0
        self.stop = Stop()

    def report(self, done: int, total: int) -> None:
        """Say how much of how much is done; raises `Cancelled` once that was asked for."""
        self.done, self.total = done, total
        if self.stop.is_asked:
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop: at its next report, or by ending what it waits for."""
        self.stop.ask()

    @property
    def is_cancelled(self) -> bool:
        return self.stop.is_asked


class TaskRunner(QObject):
    """Runs jobs and brings their results back to the window's thread.

    A job is a plain function of its task. Its result goes to `done`, a `Refusal` to `failed`; anything else that it
    raises goes to the program's exception hook. Callbacks that are methods of an object are dropped when it is gone.
    """

    changed = Signal()
    """A task that takes long enough to be shown has begun, moved on or ended."""
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        lanes: tuple[Lane, ...] = ("write", "read", "drafts", "aside", "folder")
        self._pools = {lane: ThreadPoolExecutor(1, thread_name_prefix=f"ideabox-{lane}") for lane in lanes}
        self._results: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._running: dict[Task, Future[None]] = {}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._tell)

    def run(
        self,
        job: Callable[[Task], Any],
        done: Callable[[Any], None],
        failed: Callable[[Refusal], None],
        *,
        lane: Lane = "write",
        label: str = "",
        can_cancel: bool = False,
        stopped: Callable[[Task], None] | None = None,
    ) -> Task:
        """Begin a job; an empty label is never shown.

        `stopped` is called where the job gave up because it was cancelled. A job that was done before it noticed goes
        to `done` as ever, so that nothing that happened goes untold.
        """
        task = Task(label, can_cancel)
        finish, refuse = _weakly(done), _weakly(failed)
        stop = None if stopped is None else _weakly(stopped)

        def work() -> None:
            try:
                if task.is_cancelled:
                    raise Cancelled
                result = job(task)
            except Cancelled:
                outcome = None if stop is None else _call(stop, task)
            except Refusal as refusal:
                outcome = _call(refuse, refusal)
            except Exception as error:  # noqa: BLE001 - it is raised again on the window's thread
                outcome = _raise(error)
            else:
                outcome = _call(finish, result)
            self._results.put(lambda: self._end(task, outcome))
            _emit(self._arrived)

        self._running[task] = self._pools[lane].submit(work)
        if label and not self._poll.isActive():
            self._poll.start()
        return task

    def shown(self) -> list[Task]:
        """The tasks that have taken long enough to be shown."""
        now = time.monotonic()
        return [task for task in self._running if task.label and now - task.started > SHOW_AFTER_SECONDS]

    def is_running(self, task: Task | None) -> bool:
        """Whether a task is still on its way."""
        return task in self._running

    @property
    def is_busy(self) -> bool:
        return bool(self._running)

    def close(self) -> None:
        """Cancel what can be cancelled, wait for the rest, and let the threads go."""
        for task in self._running:
            if task.can_cancel:
                task.cancel()
        for lane, pool in self._pools.items():
            pool.shutdown(wait=lane != "folder")
        wait(self._running.values(), _LEAVE_AFTER_SECONDS)
        self._poll.stop()

    def _deliver(self) -> None:
        while not self._results.empty():
            self._results.get_nowait()()

    def _end(self, task: Task, outcome: Callable[[], None] | None) -> None:
        self._running.pop(task, None)
        self._tell()
        if not any(task.label for task in self._running):
            self._poll.stop()
        if outcome is not None:
            outcome()

    def _tell(self) -> None:
        self.changed.emit()


def _emit(signal: SignalInstance) -> None:
    try:
        signal.emit()
    except RuntimeError:  # the window went while the job ran
        return


def _call(target: Callable[[], Callable[[Any], None] | None], value: Any) -> Callable[[], None]:
    def call() -> None:
        callback = target()
        if callback is not None:
            callback(value)

    return call


def _raise(error: Exception) -> Callable[[], None]:
    def raise_again() -> None:
        raise error

    return raise_again


def _weakly(callback: Callable[[Any], None]) -> Callable[[], Callable[[Any], None] | None]:
    if not isinstance(callback, MethodType):
        return lambda: callback
    method = weakref.WeakMethod(callback)

    def living() -> Callable[[Any], None] | None:
        found = method()
        owner = getattr(found, "__self__", None)
        return None if isinstance(owner, QObject) and not isValid(owner) else found  # deleted by Qt, not yet by Python

    return living
