"""The files on their way in: each looked at first, then taken in when the person says so, one after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec
from PySide6.QtCore import QObject, Signal

from ideabox.domain.problems import Refusal
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.usecases import importing, trusting
from ideabox.usecases.importing import Glimpse, Imported
from ideabox.usecases.recording import Changes

State = Literal["waiting", "looking", "found", "unclear", "refused", "importing", "done", "stopped", "undone"]
"""`unclear`: a spreadsheet that does not say which column is the title."""


class Incoming:
    """One file, and what the person wants of it. `glimpse` and `mapping` are a spreadsheet's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_sheet = importing.is_sheet(path)
        self.state: State = "waiting"
        self.glimpse: Glimpse | None = None
        self.mapping: dict[str, str] = {}
        self.erase = False
        self.skip = False
        self.trust = False
        self.found: Imported | None = None
        self.problem = ""
        self.wishes = 0  # counts the person's changes of mind

    @property
    def needs_choice(self) -> bool:
        """Whether lines of a package are not usable and the person has not said to do without them."""
        return bool(self.found and self.found.not_taken and not self.is_sheet and not self.skip)

    @property
    def is_all_here(self) -> bool:
        """Whether nothing in it is new."""
        return self.found is not None and not self.found.events and not self.found.needs_consent

    @property
    def is_ready(self) -> bool:
        """Whether it could be imported as it is, and something would come of it."""
        return self.state == "found" and not self.needs_choice and not self.is_all_here


class _Outcome(msgspec.Struct):
    incoming: Incoming
    wishes: int
    mapping: dict[str, str]
    glimpse: Glimpse | None = None
    imported: Imported | None = None
    refusal: Refusal | None = None


class Queue(QObject):
    """Does one thing at a time, in the order in which it was asked for."""

    changed = Signal(object)
    """An `Incoming` whose state is another now; None where files came or went."""
    imported = Signal(object)
    """An `Incoming` that has been imported."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self.files: list[Incoming] = []
        self._asked: deque[tuple[Incoming, Literal["look", "take"]]] = deque()
        self._at: Incoming | None = None
        self._task: Task | None = None

    @property
    def is_busy(self) -> bool:
        return self._at is not None

    def add(self, paths: Sequence[Path]) -> Incoming | None:
        """Look at these files; returns the first of them. One that is here already is looked at anew."""
        wanted = dict.fromkeys(paths)
        if self._at is not None:
            wanted.pop(self._at.path, None)
        added = [Incoming(path) for path in wanted]
        self.files = [each for each in self.files if each.path not in wanted] + added
        self._asked.extend((incoming, "look") for incoming in added)
        self.changed.emit(None)
        self._step()
        return next(iter(added), None)

    def look(self, incoming: Incoming) -> None:
        """Look at a file anew, as the person wants it now."""
        incoming.wishes += 1
        incoming.state = "waiting"
        if incoming is self._at and self._task is not None:
            self._task.cancel()
        self._asked.append((incoming, "look"))
        self.changed.emit(incoming)
        self._step()

    def take(self, incoming: Incoming) -> None:
        """Import a file that is ready."""
        self._take([incoming])

    def take_all(self) -> None:
        """Import every file that is ready."""
        self._take(self.files)

    def remove(self, incoming: Incoming) -> None:
        """Leave a file out; one that is being imported stays."""
        if incoming in self.files and incoming.state != "importing":
            self.files.remove(incoming)
            if incoming is self._at and self._task is not None:
                self._task.cancel()
            self.changed.emit(None)

    def clear(self) -> None:
        """Put all files away but those that are being imported."""
        self.files = [each for each in self.files if each.state == "importing"]
        if self._at is not None and self._at not in self.files and self._task is not None:
            self._task.cancel()
        self.changed.emit(None)

    def undone(self, run: int) -> None:
        """A run has been taken back: what was imported by it says so."""
        for incoming in self.files:
            if incoming.state == "done" and incoming.found is not None and incoming.found.run == run:
                incoming.state = "undone"
                self.changed.emit(incoming)

    def _take(self, files: Sequence[Incoming]) -> None:
        ready = [incoming for incoming in files if incoming.is_ready]
        for incoming in ready:
            incoming.state = "importing"
            self._asked.append((incoming, "take"))
        self.changed.emit(ready[0] if len(ready) == 1 else None)
        self._step()

    def _step(self) -> None:
        while self._at is None and self._asked:
            incoming, what = self._asked.popleft()
            if incoming not in self.files:
                continue
            if what == "look" and incoming.state == "waiting":
                self._begin(incoming, "looking", "imports.looking")
            elif what == "take" and incoming.state == "importing":
                self._begin(incoming, "importing", "imports.importing")

    def _begin(self, incoming: Incoming, state: State, label: str) -> None:
        session, layouts = self._bench.session, self._bench.desk.layouts
        self._at, incoming.state, incoming.problem = incoming, state, ""
        path, is_preview = incoming.path, state == "looking"
        erase, skip = incoming.erase and not is_preview, incoming.skip and not is_preview
        voucher = incoming.found.voucher if incoming.found is not None else None
        trusted = voucher.sender if voucher is not None and incoming.trust and not is_preview else None
        only_trusted = self._bench.desk.preferences.only_trusted
        outcome = _Outcome(incoming, incoming.wishes, dict(incoming.mapping), incoming.glimpse)

        def job(task: Task) -> _Outcome:
            try:
                if incoming.is_sheet and outcome.glimpse is None:
                    outcome.glimpse = importing.glimpse(path, layouts=layouts, report=task.report)
                    outcome.mapping = dict(outcome.glimpse.guessed)
                if incoming.is_sheet and "title" not in outcome.mapping:
                    return outcome
                if trusted is not None:
                    trusting.decide(session, trusted, "trusted")
                outcome.imported = importing.import_file(
                    session, path, outcome.mapping, preview=is_preview, with_erasures=erase, skip_unusable=skip,
                    only_trusted=only_trusted, layouts=layouts, report=task.report,
                )  # fmt: skip
            except Refusal as refusal:
                outcome.refusal = refusal
            return outcome

        words = self._bench.say(label, file=path.name)
        self._task = self._bench.act(job, self._ended, label=words, can_cancel=True, stopped=self._stopped)
        self.changed.emit(incoming)

    def _ended(self, outcome: _Outcome) -> None:
        incoming = outcome.incoming
        self._at = self._task = None
        was_import = incoming.state == "importing"
        if incoming.glimpse is None:
            incoming.glimpse, incoming.mapping = outcome.glimpse, outcome.mapping
        if was_import or outcome.wishes == incoming.wishes:
            self._settle(outcome, was_import)
        if was_import and outcome.imported is not None:
            done = outcome.imported
            self._bench.changed.emit(Changes(new=done.new, updated=done.updated | done.erased))
            self.imported.emit(incoming)
        self.changed.emit(incoming)
        self._step()

    def _settle(self, outcome: _Outcome, was_import: bool) -> None:
        incoming = outcome.incoming
        if outcome.refusal is not None:
            incoming.state, incoming.problem = "refused", self._bench.sentences(outcome.refusal)
        elif outcome.imported is None:
            incoming.state = "unclear"
        else:
            incoming.state, incoming.found = "done" if was_import else "found", outcome.imported

    def _stopped(self, _task: Task) -> None:
        incoming, self._at, self._task = self._at, None, None
        if incoming is not None and incoming.state in ("looking", "importing"):
            incoming.state = "stopped"
            self.changed.emit(incoming)
        self._step()
