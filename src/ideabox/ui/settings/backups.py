"""The backups: what they are, making one now, and bringing back what one has."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.store.backup import Backup, Content
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.ui.widgets.folders import AskFiles, ask_files
from ideabox.ui.widgets.question import Question
from ideabox.ui.widgets.text import text
from ideabox.usecases import safekeeping
from ideabox.usecases.recording import Changes
from ideabox.usecases.safekeeping import Restored


class BackupSettings(QFrame):
    """Bringing back asks for no confirmation: nothing that is here is lost by it, which is what it says.

    Putting a backup in the place of everything does.
    """

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self.ask_files: AskFiles = ask_files
        self._found: list[Backup] = []
        self._others: list[tuple[str, Path]] = []  # chosen from elsewhere, each with its words
        say = self._say
        self.none = text(say("backups.none"), "hint")
        self.now = button(say("backups.now"), self._make)
        self.which = ChoiceField("backup", say("backups.which"), [], say("backups.hint"))
        self.which.edited.connect(self._chosen)
        self.bring = button(say("backups.bring"), self._bring)
        self.other = button(say("backups.other"), self._ask_for_file, "link")
        self.replace = button(say("backups.replace"), self._ask)
        self.question = Question(say("backups.replace-heading"), say("backups.replace-yes"), say("backups.replace-no"))
        self.question.agreed.connect(self._replace)
        self._old = QWidget()
        column = QVBoxLayout(self._old)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_8)
        column.addWidget(self.which)
        column.addWidget(self.bring, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(tokens.SPACE_8)
        column.addWidget(text(say("backups.replace-hint"), "hint"))
        column.addWidget(self.replace, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.question)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(say("backups.heading"), "section"))
        layout.addWidget(text(say("backups.meaning")))
        layout.addWidget(self.none)
        layout.addWidget(self.now, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._old)
        layout.addWidget(self.other, alignment=Qt.AlignmentFlag.AlignLeft)
        self._show([])

    def refresh(self) -> None:
        """Look for backups anew."""
        database = self._bench.desk.kept.database
        self._bench.ask(lambda: safekeeping.backups(database), self._show)

    def _show(self, found: list[Backup]) -> None:
        self._found = found
        self.which.combo.clear()
        self.question.put_away()
        for words, path in self._others:
            self.which.combo.addItem(words, str(path))
        for each in found:
            size = f"{max(each.bytes / 1024 / 1024, 0.1):.1f} MB"
            self.which.combo.addItem(self._say("backups.one", day=safekeeping.day(each.at), size=size), str(each.path))
        self.none.setVisible(not found)
        self._old.setVisible(bool(found) or bool(self._others))

    def _chosen(self) -> None:
        self.question.put_away()

    def _ask_for_file(self) -> None:
        say = self._say
        self.ask_files(self, say("backups.other-which"), f"{say('backups.heading')} (*.db)", self._look_into)

    def _look_into(self, chosen: list[str]) -> None:
        if chosen:
            path = Path(chosen[0])
            self._bench.ask(lambda: (path, safekeeping.content(path)), self._add)

    def _add(self, answer: tuple[Path, Content]) -> None:
        path, content = answer
        words = self._say("backups.one-file", name=path.name, count=content.ideas)
        self._others.insert(0, (words, path))
        self._show(self._found)
        self.which.setFocus()

    def _make(self) -> None:
        bench = self._bench

        def make(_task: Task) -> Backup:
            return safekeeping.back_up(bench.session, bench.desk.drafts)

        bench.act(make, self._made, label=self._say("backups.making"))

    def _made(self, _made: Backup) -> None:
        self._bench.noticed.emit(self._say("backups.made"), "", None)
        self.refresh()

    def _bring(self) -> None:
        source, bench = Path(self.which.value), self._bench

        def bring(task: Task) -> Restored:
            return safekeeping.bring_back(bench.session, source, task.report)

        bench.act(bring, self._brought, label=self._say("backups.working"))

    def _ask(self) -> None:
        say = self._say
        which = say("backups.replace-which", which=self.which.combo.currentText())
        codes = ("backups.replace-since", "backups.replace-kept", "backups.replace-erased")
        self.question.ask([which, *map(say, codes)], self.replace)

    def _replace(self) -> None:
        self._bench.to_put_back.emit(Path(self.which.value))

    def _brought(self, restored: Restored) -> None:
        say = self._say
        words = say("backups.brought", count=restored.ideas) if restored.events else say("backups.nothing")
        if restored.events:
            self._bench.changed.emit(Changes())
        self._bench.noticed.emit(words, "", None)
