"""The skills frameworks that are known here, which one is in use, and adding one of the department's own."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.domain.skills import Framework
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import LineField
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskFile, ask_file
from ideabox.ui.widgets.grid import EvenGrid
from ideabox.ui.widgets.locked import lock_as_set
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import breakable, text

_HEADINGS = ("settings.framework-name", "settings.framework-use", "settings.framework-areas", "settings.framework-from")


class FrameworkSettings(QFrame):
    """A table of the frameworks; what is chosen or added counts at once.

    A CSV does not say whose areas it holds, so that a short name and a version are asked for.
    """

    chosen = Signal()
    """Another framework is in use, or there is one more."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.ask_file: AskFile = ask_file
        self._bench, self._say = bench, bench.say
        self._csv: Path | None = None
        say = self._say
        headings = [say(code) for code in _HEADINGS]
        self.table = Table(bench.look, say("settings.frameworks"), headings, wide=0, numbers={2}, most=8)
        self.table.chosen.connect(self._offer)
        self._damaged = text("")
        self.use = button(say("settings.framework-choose"), self._use)
        self.add = button(say("settings.framework-add"), self._ask)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for act in (self.use, self.add):
            flow.addWidget(act)
        changing = QWidget()
        lines = QVBoxLayout(changing)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(acts)
        lock_as_set(bench, "framework", changing)
        self.about = self._about()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("settings.frameworks"), "section"))
        layout.addWidget(text(say("settings.frameworks-hint"), "hint"))
        for part in (self.table, self._damaged, changing, self.about):
            layout.addWidget(part)

    def refresh(self) -> None:
        """Show which frameworks there are now."""
        say, desk = self._say, self._bench.desk
        self.table.show_rows(
            [
                (
                    each.label,
                    self._state(each),
                    str(len(each.areas)),
                    each.publisher or say("settings.framework-own"),
                )
                for each in desk.skills.frameworks
            ]
        )
        damaged = desk.damaged_frameworks
        self._damaged.setText(say("cli.skills-damaged", files=", ".join(damaged)))
        self._damaged.setVisible(bool(damaged))
        self._offer(self.table.row)

    def _state(self, framework: Framework) -> str:
        if self._used is not None and framework.key == self._used.key:
            return self._say("settings.framework-used")
        return "" if framework.offered else self._say("settings.framework-retired")

    def _about(self) -> QWidget:
        """What a CSV does not say by itself."""
        say = self._say
        self.scheme = LineField("scheme", say("settings.framework-scheme"), say("settings.framework-scheme-hint"))
        self.version = LineField("version", say("settings.framework-version"), say("settings.framework-version-hint"))
        self.keep = button(say("settings.framework-keep"), self._keep, "primary")
        self.leave = button(say("settings.framework-leave"), self._leave, "link")
        self._file = text("", "label")
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for act in (self.keep, self.leave):
            flow.addWidget(act)
        about = QWidget()
        layout = QVBoxLayout(about)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        grid = EvenGrid(self._bench.look)
        for field in (self.scheme, self.version):
            grid.add(field)
        for part in (self._file, grid, acts):
            layout.addWidget(part)
        about.hide()
        return about

    @property
    def _used(self) -> Framework | None:
        desk = self._bench.desk
        return desk.skills.framework(desk.preferences.framework)

    def _offer(self, row: int) -> None:
        known, used = self._bench.desk.skills.frameworks, self._used
        chosen = known[row] if 0 <= row < len(known) else None
        self.use.setVisible(chosen is not None and bool(chosen.offered) and (used is None or chosen.key != used.key))

    def _use(self) -> None:
        desk, row = self._bench.desk, self.table.row
        wanted = msgspec.structs.replace(desk.preferences, framework=desk.skills.frameworks[row].key)
        self.table.setFocus()
        self._bench.runner.run(
            lambda _task: desk.change_preferences(wanted), self._changed, self._bench.refused, lane="drafts"
        )

    def _changed(self, _nothing: None) -> None:
        self.refresh()
        self.chosen.emit()
        self._bench.noticed.emit(self._say("settings.saved"), "", None)

    def _ask(self) -> None:
        say = self._say
        kinds = f"{say('settings.framework-kinds')} (*.json *.csv)"
        self.ask_file(self, say("settings.framework-caption"), kinds, self._take)

    def _take(self, file: str) -> None:
        path = Path(file)
        if path.suffix.lower() != ".csv":
            self._bring(path)
        else:
            self._csv = path
            self._file.setText(breakable(self._say("settings.framework-file", name=path.name)))
            for field in (self.scheme, self.version):
                field.value = ""
                field.set_error("")
            self.about.show()
            self.scheme.edit.setFocus()

    def _keep(self) -> None:
        say = self._say
        for field, words in ((self.scheme, "settings.enter-scheme"), (self.version, "settings.enter-version")):
            field.set_error("" if field.value.strip() else say(words))
        wrong = next((field for field in (self.scheme, self.version) if field.error), None)
        if wrong is not None:
            wrong.edit.setFocus()
            announce(wrong, wrong.error)
        elif self._csv is not None:
            self._bring(self._csv, scheme=self.scheme.value.strip(), version=self.version.value.strip())

    def _leave(self) -> None:
        self._csv = None
        self.add.setFocus()
        self.about.hide()

    def _bring(self, path: Path, **about: str) -> None:
        desk = self._bench.desk
        self._bench.runner.run(
            lambda _task: desk.add_framework(path, **about), self._added, self._bench.refused, lane="drafts"
        )

    def _added(self, framework: Framework) -> None:
        self._leave()
        self.refresh()
        self.chosen.emit()
        said = self._say("settings.framework-added", framework=framework.label, count=len(framework.areas))
        self._bench.noticed.emit(said, "", None)
