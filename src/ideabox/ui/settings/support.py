"""A report for those who look after Ideabox: seen first, then saved where the person wants it. Nothing is sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskFolder, ask_folder
from ideabox.ui.widgets.text import text
from ideabox.usecases import supporting

_LINES = 14


class SupportSettings(QFrame):
    """What went wrong, and what helps to put it right."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.ask_folder: AskFolder = ask_folder
        self._bench, self._say = bench, bench.say
        self._parts: dict[str, str] = {}
        say = self._say
        self.crashes = text("")
        self.look = button(say("support.show"), self._look)
        self.save = button(say("support.save"), self._save)
        self.forget = button(say("support.forget"), self._forget)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setAccessibleName(say("support.report"))
        self.report.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for act in (self.look, self.save, self.forget):
            flow.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("support.heading"), "section"))
        layout.addWidget(text(say("support.meaning"), "hint"))
        for part in (self.crashes, self.report, acts):
            layout.addWidget(part)
        self._show({})

    def refresh(self) -> None:
        """Say how many reports of faults there are."""
        count = len(self._bench.desk.crashes.texts())
        self.crashes.setText(self._say("support.crashes", count=count) if count else self._say("support.no-crashes"))
        self.forget.setVisible(count > 0)

    def _show(self, parts: dict[str, str]) -> None:
        self._parts = parts
        self.report.setPlainText(supporting.as_text(parts))
        self.report.setVisible(bool(parts))
        self.save.setVisible(bool(parts))
        if parts:
            self.report.setFocus()
        self.refresh()

    def _look(self) -> None:
        desk = self._bench.desk

        def job(task: Task) -> dict[str, str]:
            return supporting.gather(desk, task.report)

        self._bench.act(job, self._show, label=self._say("cli.examining"), can_cancel=True)

    def _save(self) -> None:
        self.ask_folder(self, self._say("support.where-to"), Path.home(), self._write)

    def _write(self, folder: str) -> None:
        parts, session = self._parts, self._bench.session
        self._bench.act(lambda _task: supporting.write_new(session, Path(folder), parts), self._written)

    def _written(self, path: Path) -> None:
        self._bench.noticed.emit(self._say("support.saved", path=path), "", None)

    def _forget(self) -> None:
        self._bench.desk.crashes.forget()
        self.look.setFocus()
        self._show({})
        self._bench.noticed.emit(self._say("support.forgotten"), "", None)
