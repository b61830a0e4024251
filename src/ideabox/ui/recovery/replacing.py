"""The page that is shown while a backup is put in the place of the database, and that says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import TaskRunner
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.page import Page, card
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import safekeeping
from ideabox.usecases.desk import Desk
from ideabox.usecases.safekeeping import Restored


class ReplacingPage(Page):
    """The person has agreed to it before. Whatever comes of it, they go on from here to the ideas that there are."""

    opened = Signal()
    """The person wants to go on to their ideas."""

    def __init__(self, desk: Desk, runner: TaskRunner, source: Path) -> None:
        self._desk, self._runner, self._say, self._source = desk, runner, desk.wording, source
        say = self._say
        super().__init__(say("replacing.working"))
        self.frame, self._words = card()
        self.frame.setMaximumWidth(tokens.FORM_WIDTH)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(say("replacing.working"))
        self.open = button(say("recovery.open"), self.opened.emit, "primary")
        for part in (self.frame, self.progress):
            self.body.addWidget(part)
        self.body.addWidget(self.open, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.frame.hide()
        self.open.hide()

    def begin(self) -> None:
        """Put it in place."""
        database, source = self._desk.kept.database, self._source
        self._runner.run(
            lambda task: safekeeping.put_back(database, source, task.report), self.show_result, self._show_refusal
        )

    def show_result(self, restored: Restored) -> None:
        """Say that it is in place."""
        lines = [self._say("replacing.ideas", count=restored.ideas)]
        if restored.aside is not None:
            lines.append(self._say("replacing.aside", path=restored.aside))
        self._show(self._say("replacing.done"), lines)

    def _show_refusal(self, refusal: Refusal) -> None:
        self._show(self._say("replacing.not-done"), [self._say.problem(problem) for problem in refusal.problems])

    def _show(self, heading: str, lines: Sequence[str]) -> None:
        self.heading.setText(heading)
        self.window().setWindowTitle(f"{heading} - {self._say('app.name')}")
        empty(self._words)
        for line in lines:
            self._words.addWidget(text(breakable(line)))
        self.progress.hide()
        self.frame.show()
        self.open.show()
        announce(self, " ".join((heading, *lines)))
        self.open.setFocus()
