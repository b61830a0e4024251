"""Keeping what is being typed."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.usecases.desk import Desk
from ideabox.usecases.session import Session

SAVE_AFTER_MS = 500
"""The longest that a change waits before it is being saved, however fast the typing goes on."""
AGAIN_AFTER_MS = 1_000


class Shelf:
    """Where drafts are put. Any thread may do so: what was put later is never overwritten by what came earlier."""

    def __init__(self, desk: Desk, session: Session) -> None:
        self._desk, self._session = desk, session
        self._lock = threading.Lock()
        self._last: dict[str, int] = {}

    def put(self, number: int, draft: Draft) -> str:
        """Keep a draft, or let go of it if nothing is left in it; returns when that was, once it is on disk."""
        at = self._session.timestamp()
        with self._lock:
            if self._is_next(number, draft.id):
                if draft.is_empty:
                    self._desk.drafts.discard(draft.id)
                else:
                    self._desk.drafts.save(draft, at)
                self._last[draft.id] = number
        return at

    def drop(self, number: int, identifier: str) -> None:
        """Let go of a draft."""
        with self._lock:
            if self._is_next(number, identifier):
                self._last[identifier] = number  # whatever comes of this, nothing older may bring it back
                self._desk.drafts.discard(identifier)

    def _is_next(self, number: int, identifier: str) -> bool:
        return number > self._last.get(identifier, 0)


class DraftKeeper(QObject):
    """Saves drafts within a second of each change, and at once when attention goes elsewhere or the session ends."""

    pending = Signal()
    """Something is not saved yet."""
    saved = Signal(str)
    """All of it is on disk, since this moment."""
    failed = Signal(object)
    """It could not be saved: a `Refusal`. It will be tried again."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = bench.runner
        self._shelf = Shelf(bench.desk, bench.session)
        self._number = 0
        self._unsaved: dict[str, tuple[int, Draft]] = {}
        self._under_way: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)
        application = QCoreApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._look_away)
            application.commitDataRequest.connect(self.flush_now)

    @property
    def is_pending(self) -> bool:
        """Whether something is not on disk yet."""
        return bool(self._unsaved)

    def keep(self, draft: Draft) -> None:
        """Take a draft as it stands now."""
        self._number += 1
        self._unsaved[draft.id] = (self._number, draft)
        self.pending.emit()
        if not self._timer.isActive():
            self._timer.start(SAVE_AFTER_MS)

    def flush(self) -> None:
        """Begin to save what is not being saved yet."""
        self._timer.stop()
        for number, draft in self._unsaved.values():
            if self._under_way.get(draft.id, 0) < number:
                self._under_way[draft.id] = number
                self._runner.run(_putting(self._shelf, number, draft), self._put, self._failed, lane="drafts")

    def flush_now(self) -> None:
        """Save on the spot: the session may be over as soon as this returns."""
        for number, draft in list(self._unsaved.values()):
            try:
                self._put((number, draft, self._shelf.put(number, draft)))
            except Refusal as refusal:
                self._failed(refusal)

    def discard(self, identifier: str) -> None:
        """Let go of a draft that is not wanted any more."""
        drop = self.dropping(identifier)

        def job(_task: Task) -> None:
            drop()

        self._runner.run(job, self._dropped, self._failed, lane="drafts")

    def dropping(self, identifier: str) -> Callable[[], None]:
        """A function that lets go of a draft, for a job; what it holds now is not saved any more."""
        self._unsaved.pop(identifier, None)
        self._number += 1
        number, shelf = self._number, self._shelf
        return lambda: shelf.drop(number, identifier)

    def _put(self, answer: tuple[int, Draft, str]) -> None:
        number, draft, at = answer
        if self._unsaved.get(draft.id, (0, draft))[0] == number:
            del self._unsaved[draft.id]
        if not self._unsaved:
            self.saved.emit(at)

    def _failed(self, refusal: Refusal) -> None:
        self._under_way.clear()
        if self._unsaved:
            self._timer.start(AGAIN_AFTER_MS)
        self.failed.emit(refusal)

    def _dropped(self, _nothing: None) -> None:
        return

    def _look_away(self) -> None:
        self.flush()


def _putting(shelf: Shelf, number: int, draft: Draft) -> Callable[[Task], tuple[int, Draft, str]]:
    def put(_task: Task) -> tuple[int, Draft, str]:
        return number, draft, shelf.put(number, draft)

    return put
