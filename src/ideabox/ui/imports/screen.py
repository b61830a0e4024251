"""Imports: drop files, see what would happen, take them in, and take an import back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ideabox.domain.insights import ENOUGH
from ideabox.domain.problems import Refusal
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.focus import holds_focus
from ideabox.ui.imports.card import FileCard
from ideabox.ui.imports.drop import DropZone
from ideabox.ui.imports.log import ImportLog
from ideabox.ui.imports.queue import Incoming, Queue, State
from ideabox.ui.imports.several import SeveralFiles
from ideabox.ui.insights.ready import keep_ready
from ideabox.ui.screen import Screen
from ideabox.usecases import importing
from ideabox.usecases.importing import UndoneRun
from ideabox.usecases.recording import Changes


class Imports(Screen):
    """Files come in here. Nothing changes before the person has seen what would."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "imports")
        self.queue = Queue(bench, self)
        self._said: tuple[Incoming, State] | None = None  # what has been read out
        self.drop = DropZone(bench.look, self.say)
        self.card = FileCard(bench, self.queue)
        self.several = SeveralFiles(bench, self.queue, self.card.saying)
        self.log = ImportLog(bench)
        for part in (self.drop, self.several, self.card, self.log):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.drop.files.connect(self.add_files)
        self.several.chosen.connect(self._choose)
        self.queue.changed.connect(self._show)
        self.queue.imported.connect(self._imported)
        self.card.wanted_undo.connect(self._undo_one)
        self.log.wanted_undo.connect(self.undo)

    def refresh(self) -> None:
        self.log.refresh()

    def first_control(self) -> QWidget | None:
        return self.drop.choose

    def show_subject(self, subject: object) -> None:
        if isinstance(subject, list):
            self.add_files([path for path in subject if isinstance(path, Path)])

    def add_files(self, paths: list[Path]) -> None:
        """Look at these files."""
        self.log.result.hide()
        first = self.queue.add(paths)
        if first is not None:
            self._choose(first)

    def _undo_one(self, run: int) -> None:
        self.undo((run,))

    def undo(self, runs: Sequence[int]) -> None:
        """Take imports back."""
        session, label = self.bench.session, self.say("imports.undoing")
        self.bench.act(
            lambda _task: importing.undo_and_name(session, runs), self._undone, self._not_undone, label=label
        )

    def _choose(self, incoming: Incoming) -> None:
        self.card.show_file(incoming)
        self.several.choose(incoming)

    def _show(self, incoming: Incoming | None) -> None:
        if incoming is None:
            files = self.queue.files
            current = self.card.file if self.card.file in files else next(iter(files), None)
            self.card.show_file(current)
            self.several.show_files(current)
            return
        self.several.show_file(incoming)
        if incoming is self.card.file:
            had_focus = holds_focus(self.card)
            self.card.show_file(incoming)
            self._say_where_it_stands(incoming, had_focus)

    def _say_where_it_stands(self, current: Incoming, had_focus: bool) -> None:
        is_news, self._said = self._said != (current, current.state), (current, current.state)
        if is_news and current.state in ("found", "unclear", "refused", "done", "stopped"):
            announce(self.card, f"{current.path.name}. {self.card.summary}", at_once=current.state == "refused")
        if current.state == "done" and had_focus:
            self.card.ideas.setFocus()

    def _imported(self, incoming: Incoming) -> None:
        """Go on to the next file that waits for the person, if this was the one they were at."""
        if incoming.found is not None and incoming.found.events >= ENOUGH:
            keep_ready(self.bench)
        if self.card.file is incoming:
            following = next((each for each in self.queue.files if each.state in ("found", "unclear")), None)
            if following is not None:
                self._choose(following)

    def _not_undone(self, refusal: Refusal) -> None:
        self.bench.refused(refusal)
        self.log.refresh()

    def _undone(self, undone: UndoneRun) -> None:
        self.log.show_undone(undone)
        for run in undone.runs:
            self.queue.undone(run)
        done = undone.undone
        self.bench.changed.emit(Changes(updated=frozenset(done.changed), removed=frozenset(done.removed)))
