"""You said, we did: the sheet for a team meeting, of the office that is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.choices import TickBox
from ideabox.ui.widgets.folders import AskSave, ask_save
from ideabox.ui.widgets.text import text


class SheetCard(QFrame):
    """Says what the sheet is, and saves it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        say = self._say = bench.say
        self._bench = bench
        self.ask_save: AskSave = ask_save
        self.office = ""
        """The office that it is of; this person's own if it is empty."""
        self.names = TickBox(bench.look, say("said.names"))
        self.save = button(say("said.save"), self._save, name=f"{say('said.save')}: {say('said.title')}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(say("said.title"), "section"))
        layout.addWidget(text(say("said.card"), "hint"))
        layout.addWidget(self.names)
        layout.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignLeft)

    def _save(self) -> None:
        start = Path.home() / "you-said-we-did.html"
        kinds = [f"{self._say('insights.kind-html')} (*.html)"]
        self.ask_save(self, self._say("insights.save-where"), start, kinds, self._write)

    def _write(self, chosen: str) -> None:
        session, wording, path = self._bench.session, self._say, Path(chosen)
        office, with_names = self.office, self.names.isChecked()

        def job(_task: Task) -> tuple[Path, int]:
            from ideabox.usecases import said_and_done  # noqa: PLC0415 - seldom wanted

            return path, said_and_done.write(session, path, wording, office=office, with_names=with_names)

        self._bench.act(job, self._saved, label=self._say("insights.saving", name=path.name))

    def _saved(self, answer: tuple[Path, int]) -> None:
        path, count = answer
        self._bench.noticed.emit(self._say("said.saved", path=path, count=count), "", None)
