"""Insights: filters at the top, then few figures, from each of which one goes to the ideas behind it."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.insights.card import FigureCard
from ideabox.ui.insights.filters import InsightFilters
from ideabox.ui.insights.ready import keep_ready
from ideabox.ui.insights.sheet import SheetCard
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.elsewhere import ElsewhereCard
from ideabox.ui.widgets.faces import Faces
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskSave, ask_save
from ideabox.ui.widgets.text import text
from ideabox.usecases import adopting, insight_files, insight_tables
from ideabox.usecases.adopting import Example
from ideabox.usecases.figures import Asked, Behind, Insights
from ideabox.usecases.insight_tables import Table


class Found(msgspec.Struct, frozen=True):
    """The figures, also as tables, of `which` ideas in words; offices and regions to ask for; and good examples."""

    insights: Insights
    tables: tuple[Table, ...]
    which: str
    offices: list[str]
    regions: tuple[str, ...]
    examples: list[Example]


KEEP_AFTER_MS = 3_000
"""What is shown is painted and drawn before the next figures are got ready: together they would hold the window up."""


class InsightsScreen(Screen):
    """What the ideas here come to."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "insights")
        say = bench.say
        self.ask_save: AskSave = ask_save
        self.found: Insights | None = None
        self._wanted: Asked | None = None
        self._counting: Task | None = None
        self._asked_here = False
        self._last_folder = Path.home()
        self.filters = InsightFilters(bench)
        self.filters.changed.connect(self._ask)
        self.which = text("", "hint")
        self.clear = button(say("insights.clear"), self._clear, "link")
        self.clear.hide()
        self.save_all = button(say("insights.save-all"), self._save_all)
        self.cards: dict[str, FigureCard] = {}
        self._to_make: list[Table] = []
        self._make = QTimer(self)
        self._make.timeout.connect(self._make_next)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._keep.timeout.connect(self._keep_ready)
        self._figures = QWidget()
        self._layout = QVBoxLayout(self._figures)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_16)
        self.faces = Faces(self._figures, say("insights.counting"))
        self.body.addWidget(self.filters)
        self.body.addWidget(self.which)
        self.body.addWidget(self._line())
        self.sheet = SheetCard(bench)
        self.body.addWidget(self.faces)
        self.elsewhere = ElsewhereCard(bench, self.say("elsewhere.hint"))
        self.elsewhere.wanted.connect(self._show_idea)
        self.body.addWidget(self.elsewhere)
        self.body.addWidget(self.sheet)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Count anew."""
        bench = self.bench
        asked = self._wanted = self.filters.asked(bench.session.now().astimezone(UTC).date())
        session, say, desk = bench.session, self.say, bench.desk

        def job(task: Task) -> Found:
            from ideabox.usecases import insights  # noqa: PLC0415 - the window does not wait for numpy

            regions = desk.regions
            found = insights.insights(session, asked, desk.preferences.review_days, regions, task.stop)
            tables = insight_tables.tables(session, found, say)
            which = insight_tables.scope_in_words(session, found, say)
            examples = adopting.examples(session)
            return Found(found, tables, which, insights.offices(session, regions), regions.names, examples)

        if self.found is None:
            self.faces.show_loading()
        if self._counting is not None:
            self._counting.cancel()
        counting = say("insights.counting")
        self._counting = bench.runner.run(
            job, self._show, self._refused, lane="read", label=counting, can_cancel=True, stopped=self._stopped
        )

    def first_control(self) -> QWidget | None:
        return self.filters.period.combo

    def _line(self) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line)
        for each in (self.save_all, self.clear):
            flow.addWidget(each)
        return line

    def _ask(self) -> None:
        self._asked_here = True
        self.refresh()

    def _clear(self) -> None:
        self.filters.clear()
        self.filters.period.combo.setFocus()

    def _show(self, answer: Found) -> None:
        found = answer.insights
        if found.asked != self._wanted:
            return  # something else has been asked for since
        self.found = found
        self.filters.set_places(answer.offices, answer.regions)
        self.sheet.office = found.asked.office
        self.sheet.setVisible(bool(found.by_status))
        self.elsewhere.show_examples(answer.examples)
        self.clear.setVisible(self.filters.is_set)
        ideas = self.say("insights.of-ideas", count=f"{found.progress.ideas:,}", which=answer.which)
        self.which.setText(ideas)
        self.save_all.setEnabled(bool(found.by_status))
        for card in self.cards.values():  # out of sight they would still take their room
            card.setVisible(bool(found.by_status))
        if found.by_status:
            self._show_tables(answer.tables)
            self.faces.show_full()
        elif self.filters.is_set:
            self.faces.show_empty(self.say("insights.none-found"), self.say("insights.clear"), self._clear)
        else:
            self.faces.show_empty(self.say("insights.empty"), self.say("place.imports"), self._import)
        if self._asked_here:
            self._asked_here = False
            announce(self.which, ideas)
        if found.is_worth_keeping:
            self._keep.start()

    def _keep_ready(self) -> None:
        keep_ready(self.bench)

    def _show_tables(self, tables: tuple[Table, ...]) -> None:
        """Show them in their cards; a card that is not there yet is made when the window has nothing else to do."""
        self._to_make = [table for table in tables if table.figure.code not in self.cards]
        for table in tables:
            if table not in self._to_make:
                self.cards[table.figure.code].show_table(table)
        if self._to_make:
            self._make.start()

    def _make_next(self) -> None:
        if not self._to_make:
            self._make.stop()
            return
        table = self._to_make.pop(0)
        made = self.cards[table.figure.code] = FigureCard(self.bench, table)
        made.wanted_ideas.connect(self._see)
        made.wanted_file.connect(self._save_one)
        self._layout.addWidget(made)

    def _stopped(self, task: Task) -> None:
        """Somebody has asked to stop, and not for something else."""
        if task is self._counting:
            self.faces.show_empty(self.say("insights.stopped"), self.say("all.again"), self._ask)

    def _refused(self, refusal: Refusal) -> None:
        self.faces.show_wrong(self.bench.sentences(refusal), self.say("all.again"), self._ask)

    def _see(self, behind: Behind) -> None:
        self.bench.go.emit("all", behind)

    def _show_idea(self, idea: str) -> None:
        self.bench.go.emit("all", idea)

    def _import(self) -> None:
        self.bench.go.emit("imports", None)

    def _save_all(self) -> None:
        self._save("", "insights", ("html", "ods", "csv"))

    def _save_one(self, code: str) -> None:
        drawn = ("png", "svg") if self.cards[code].figure.has_picture else ()
        self._save(code, code, (*drawn, "ods", "csv", "html"))

    def _save(self, code: str, name: str, endings: tuple[str, ...]) -> None:
        kinds = [f"{self.say(f'insights.kind-{ending}')} (*.{ending})" for ending in endings]
        start = self._last_folder / f"{name}.{endings[0]}"

        def chosen(path: str) -> None:
            self._write(Path(path), code)

        self.ask_save(self, self.say("insights.save-where"), start, kinds, chosen)

    def _write(self, path: Path, code: str) -> None:
        found, session, wording = self.found, self.bench.session, self.say
        if found is None:
            return
        self._last_folder = path.parent

        def job(_task: Task) -> Path:
            insight_files.write(session, found, path, wording, code)
            return path

        self.bench.act(job, self._written, label=self.say("insights.saving", name=path.name))

    def _written(self, path: Any) -> None:
        self.bench.noticed.emit(self.say("insights.saved", path=path), "", None)
