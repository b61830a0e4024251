"""The team folder: choosing it, what it means, how it stands, and what it asks of the person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskFolder, ask_folder
from ideabox.ui.widgets.text import breakable, text


class TeamFolderSettings(QFrame):
    """What is chosen counts at once."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.ask_folder: AskFolder = ask_folder
        self._folder, self._say = bench.team_folder, bench.say
        say = self._say
        self.path, self.status, self.wrong = text(""), text("", "label"), text("")
        self.choose = button(say("team.choose"), self._choose)
        self.exchange = button(say("team.exchange"), self._exchange)
        self.forget = button(say("team.forget"), self._forget, "link")
        self.erasures = text("")
        self.erase = button(say("team.erase"), self._erase)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for act in (self.choose, self.exchange, self.forget):
            flow.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(say("team.heading"), "section"))
        layout.addWidget(text(say("team.meaning")))
        layout.addWidget(text(say("team.who-sees"), "hint"))
        for part in (self.path, self.status, self.wrong):
            layout.addWidget(part)
        layout.addWidget(acts)
        layout.addWidget(self.erasures)
        layout.addWidget(self.erase, alignment=Qt.AlignmentFlag.AlignLeft)
        for act in (self.choose, self.forget):
            act.setEnabled("team_folder" not in bench.desk.policy.locked_keys)
        self._folder.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        folder, say = self._folder, self._say
        is_set = bool(folder.path)
        self.path.setText(breakable(folder.path))
        self.status.setText(folder.sentence)
        for part in (self.path, self.status, self.exchange, self.forget):
            part.setVisible(is_set)
        self.choose.setText(say("team.choose-another" if is_set else "team.choose"))
        self.wrong.setText("\n".join(breakable(line) for line in self._troubles()))
        self.wrong.setVisible(bool(self.wrong.text()))
        held_back = folder.last.held_back if folder.last is not None else 0
        self.erasures.setText(say("team.erasures", count=held_back))
        for each in (self.erasures, self.erase):
            each.setVisible(bool(held_back))

    def _troubles(self) -> list[str]:
        """What is wrong, in sentences."""
        folder, say = self._folder, self._say
        lines = [folder.status.words] if folder.status.words else []
        last = folder.last
        if last is not None and last.waiting:
            lines.append(say("team.waiting", count=last.waiting))
        if last is not None and last.kept_back:
            lines.append(say("sync.kept-back", count=last.kept_back))
        if last is not None and last.aside:
            lines.append(say("team.aside", count=last.aside))
            lines += [say.problem(problem) for problem in last.why_aside]
        return lines

    def _choose(self) -> None:
        start = Path(self._folder.path) if self._folder.path else Path.home()
        self.ask_folder(self, self._say("team.choose-caption"), start, self._folder.choose)

    def _exchange(self) -> None:
        self._folder.ask()

    def _forget(self) -> None:
        self.choose.setFocus()
        self._folder.choose("")

    def _erase(self) -> None:
        self.choose.setFocus()
        self._folder.ask(with_erasures=True)
