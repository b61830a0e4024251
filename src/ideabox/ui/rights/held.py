"""What is held of one person: counted, handed over as a file, kept without their name, or erased."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.exchange import files
from ideabox.store.queries import IdeaRow
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskSave, ask_save
from ideabox.ui.widgets.question import Question
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import anonymising, rights
from ideabox.usecases.recording import Changes
from ideabox.usecases.rights import Erasure, Held, Met

_KINDS = ("rights.col-what", "rights.col-count")
_IDEAS = ("rights.col-idea", "rights.col-status", "rights.col-author")


class HeldCard(QFrame):
    """Shows it in numbers and idea by idea, since an erasure takes whole ideas, whoever else spoke in them."""

    erased = Signal(object)
    """An `Erasure`: it has been done."""
    anonymised = Signal(object)
    """`Changes`: the name is off these ideas."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self.ask_save: AskSave = ask_save
        self._met, self._held = Met("", "", "", 0), Held((), {}, {})
        say = self._say
        self._heading, self._lead = text("", "section"), text("")
        self.kinds = Table(bench.look, say("rights.kinds"), [say(code) for code in _KINDS], numbers=(1,), most=15)
        self.ideas = Table(bench.look, say("rights.ideas"), [say(code) for code in _IDEAS], most=8)
        self.export = button(say("rights.export"), self._ask_where)
        self.erase = button(say("rights.erase"), self._ask)
        self.anonymise = button(say("rights.anonymise"), self._ask_to_anonymise)
        self.question = Question("", "", say("rights.erase-no"))
        self.question.agreed.connect(self._erase)
        self.leaving = Question("", "", say("rights.anonymise-no"))
        self.leaving.agreed.connect(self._anonymise)
        self._acts = QWidget()
        flow = FlowLayout(self._acts, tokens.SPACE_12)
        for act in (self.export, self.anonymise, self.erase):
            flow.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        for part in (self._heading, self._lead, self.kinds, self.ideas):
            layout.addWidget(part)
        layout.addWidget(text(say("rights.export-hint"), "hint"))
        layout.addWidget(text(say("rights.anonymise-hint"), "hint"))
        layout.addWidget(self._acts)
        layout.addWidget(self.question)
        layout.addWidget(self.leaving)
        self.hide()

    def show_held(self, met: Met, held: Held) -> None:
        """Show what is held of this person."""
        self._met, self._held = met, held
        say = self._say
        self._heading.setText(breakable(say("rights.of", name=met.name, office=met.office or say("none.office"))))
        self._lead.setText(say("rights.part", count=len(held.events), own=len(held.own)))
        counts = [(say(f"held.{kind}"), str(count)) for kind, count in held.counts.items()]
        if held.begun:
            counts.append((say("held.drafts"), str(held.begun)))
        self.kinds.show_rows(counts)
        self.ideas.show_rows([self._row(idea) for idea in held.events])
        self.ideas.setVisible(bool(held.events))
        self.anonymise.setEnabled(bool(held.events))
        self.question.put_away()
        self.leaving.put_away()
        self.show()

    def _row(self, idea: str) -> tuple[str, ...]:
        row = self._held.rows.get(idea)
        say = self._say
        if row is None:  # its submission has not arrived
            return (say("none.title"), "", "")
        return (title_of(say("none.title"), row), say(f"status.{row.status}"), row.author_name or say("none.name"))

    def _ask_where(self) -> None:
        start = Path.home() / f"{files.slug(self._met.name) or 'person'}-{self._bench.session.now():%Y-%m-%d}.zip"
        self.ask_save(
            self, self._say("rights.export-where"), start, [f"{self._say('rights.zip')} (*.zip)"], self._write
        )

    def _write(self, chosen: str) -> None:
        session, say, held, path = self._bench.session, self._say, self._held, Path(chosen)

        def write(_task: Task) -> Path:
            rights.write(session, path, held, say)
            return path

        self._bench.act(write, self._written, label=say("rights.exporting"))

    def _written(self, path: Path) -> None:
        self._bench.noticed.emit(self._say("rights.exported", path=path), "", None)

    def _ask_to_anonymise(self) -> None:
        self.question.put_away()
        say, name, count = self._say, self._met.name, len(self._held.events)
        lines = [say("rights.means-nameless", count=count, name=name), say("rights.means-tells")]
        lines += [say("rights.means-unsent"), say("rights.means-backups"), say("rights.means-for-good")]
        heading, yes = say("rights.anonymise-heading", name=name), say("rights.anonymise-yes", count=count)
        self.leaving.ask(lines, self.anonymise, heading=heading, yes=yes)

    def _anonymise(self) -> None:
        session, held = self._bench.session, self._held
        self._acts.setEnabled(False)
        self._bench.act(
            lambda task: anonymising.anonymise(session, held, task.report),
            self._anonymised,
            self._failed,
            label=self._say("rights.anonymising"),
        )

    def _anonymised(self, changes: Changes) -> None:
        self._acts.setEnabled(True)
        self.hide()
        self.anonymised.emit(changes)

    def _ask(self) -> None:
        self.leaving.put_away()
        say, held, name = self._say, self._held, self._met.name
        count, others = len(held.events), len(held.events) - len(held.own)
        lines = [say("rights.means", count=count, name=name)] if count else []
        if others:
            lines.append(say("rights.means-others", count=others))
        if held.begun:
            lines.append(say("rights.means-drafts", count=held.begun))
        lines += [say("rights.means-sent"), say("rights.means-backups"), say("rights.means-for-good")]
        heading, yes = say("rights.erase-heading", name=name), say("rights.erase-yes", count=count)
        self.question.ask(lines, self.erase, heading=heading, yes=yes if count else say("rights.erase-drafts-yes"))

    def _erase(self) -> None:
        desk, held = self._bench.desk, self._held
        self._acts.setEnabled(False)
        self._bench.act(
            lambda task: rights.erase(desk.session, held, task.report, desk.drafts),
            self._erased,
            self._failed,
            label=self._say("rights.erasing"),
        )

    def _erased(self, erasure: Erasure) -> None:
        self._acts.setEnabled(True)
        self.hide()
        self.erased.emit(erasure)

    def _failed(self, refusal: Refusal) -> None:
        self._acts.setEnabled(True)
        self._bench.refused(refusal)


def title_of(otherwise: str, row: IdeaRow) -> str:
    """An idea's title on one line."""
    return " ".join(row.title.split()) or otherwise
