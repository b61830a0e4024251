"""The page that is shown where the ideas cannot be opened: what is wrong, what is safe, what to do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ideabox.domain.problems import Problem, Refusal, is_damage
from ideabox.exchange.package import ENDING
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task, TaskRunner
from ideabox.ui.recovery.look_in import LookIn
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskFiles, ask_files
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.page import Page, card
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import safekeeping
from ideabox.usecases.desk import Desk
from ideabox.usecases.safekeeping import Recovered


class RecoveryPage(Page):
    """Offers to bring back what there is, and gives a plain account of what came back.

    It never begins by itself: the damaged file may be all there is, and somebody may want to copy it first.
    """

    opened = Signal()
    """The person wants to go on to their ideas."""
    left = Signal()
    """The person wants to leave it for now."""

    def __init__(self, desk: Desk, runner: TaskRunner, refusal: Refusal) -> None:
        say = desk.wording
        super().__init__(say("recovery.heading"))
        self._desk, self._runner, self._say = desk, runner, say
        self._task: Task | None = None
        self.ask_files: AskFiles = ask_files
        self.places: list[Path] = []
        """The packages to look in beside the backups and the team folder."""
        self.frame, self._words = card()
        self.frame.setMaximumWidth(tokens.FORM_WIDTH)
        self.recover = button(say("recovery.begin"), self._begin, "primary")
        self.add = button(say("recovery.add"), self._ask_for_files)
        self.look_in = LookIn(say)
        self.look_in.cleared.connect(self._forget_files)
        self.open = button(say("recovery.open"), self.opened.emit, "primary")
        self.again = button(say("recovery.again"), self.opened.emit)
        self.leave = button(say("recovery.leave"), self.left.emit)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(say("recovery.working"))
        self._acts = QWidget()
        flow = FlowLayout(self._acts, tokens.SPACE_12)
        for act in (self.recover, self.add, self.open, self.again, self.leave):
            flow.addWidget(act)
        for part in (self.frame, self.look_in, self.progress, self._acts):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._show_refusal(refusal)

    def _show_refusal(self, refusal: Refusal) -> None:
        say, can_recover = self._say, is_damage(refusal)
        lines = [say.problem(problem) for problem in refusal.problems]
        if can_recover:
            where = say("recovery.where", path=str(self._desk.kept.database))
            lines = [say("recovery.what"), say("recovery.safe"), say("recovery.will"), where]
        self._show(lines, self.recover if can_recover else self.again)

    def _show(self, lines: list[str], *acts: QWidget) -> None:
        empty(self._words)
        for number, line in enumerate(lines):
            self._words.addWidget(text(breakable(line), "body" if number < len(lines) - 1 or number == 0 else "hint"))
        for act in (self.recover, self.open, self.again):
            act.setVisible(act in acts)
        self.leave.setVisible(self.open not in acts)
        self.add.setVisible(self.recover in acts)
        self.look_in.show_files(self.places if self.recover in acts else [])
        self._acts.setEnabled(True)
        self.progress.hide()
        announce(self, " ".join(lines))
        if acts:
            acts[0].setFocus()

    def _begin(self) -> None:
        desk, places = self._desk, list(self.places)
        self._acts.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        self._task = self._runner.run(
            lambda task: safekeeping.recover(desk, places, task.report),
            self.show_account,
            self._show_refusal,
            label=self._say("recovery.working"),
        )
        self._runner.changed.connect(self._show_progress)

    def _ask_for_files(self) -> None:
        say = self._say
        self.ask_files(self, say("recovery.which"), say("recovery.packages", ending=f"*{ENDING}"), self._sort_out)

    def _sort_out(self, chosen: list[str]) -> None:
        paths = [path for path in map(Path, chosen) if path not in self.places]
        self._runner.run(lambda _task: safekeeping.sorted_out(paths), self._look_in_too, self._show_refusal)

    def _look_in_too(self, found: tuple[list[Path], list[Problem]]) -> None:
        usable, problems = found
        self.places += usable
        self.look_in.show_files(self.places, [self._say.problem(problem) for problem in problems])
        self.recover.setFocus()

    def _forget_files(self) -> None:
        self.places.clear()
        self.look_in.show_files([])
        self.add.setFocus()

    def _show_progress(self) -> None:
        if self._task is not None and self._task.total:
            self.progress.setRange(0, self._task.total)
            self.progress.setValue(self._task.done)

    def show_account(self, recovered: Recovered) -> None:
        """Say what came back."""
        self.heading.setText(self._say("recovery.account"))
        self._show(safekeeping.told(recovered, self._say), self.open)
