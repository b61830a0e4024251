"""Finding a person among those who are known here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import LineField
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text
from ideabox.usecases import rights
from ideabox.usecases.rights import Held, Met

_HEADINGS = ("rights.col-name", "rights.col-office", "rights.col-ideas")


class FindPerson(QFrame):
    """Nobody is listed before somebody asks for them by name. It begins with whoever is at this PC."""

    found = Signal(object, object)
    """A `Met`, and the `Held` of them."""
    begun = Signal()
    """It is being looked for somebody else."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self._people: list[Met] = []
        self._task: Task | None = None
        say = self._say
        self.name = LineField("name", say("rights.name"), say("rights.name-hint"))
        self.name.value = bench.desk.profile.name
        self.name.edit.returnPressed.connect(self._find)
        self.look = button(say("rights.find"), self._find, "primary")
        self.said = text("")
        self.table = Table(bench.look, say("rights.people"), [say(code) for code in _HEADINGS], numbers=(2,), most=6)
        self.see = button(say("rights.see"), self._see)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("rights.heading"), "section"))
        layout.addWidget(text(say("rights.meaning")))
        layout.addWidget(self.name)
        layout.addWidget(self.look, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.said)
        layout.addWidget(self.table)
        layout.addWidget(self.see, alignment=Qt.AlignmentFlag.AlignLeft)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Show nobody."""
        self._people = []
        self.table.show_rows([])
        for part in (self.said, self.table, self.see):
            part.hide()

    def _find(self) -> None:
        typed = self.name.value.strip()
        self.name.set_error("" if typed else self._say("rights.enter-name"))
        self.begin_anew()
        self.begun.emit()
        if not typed:
            self.name.setFocus()
            return
        desk = self._bench.desk
        self._look(lambda task: rights.people(desk.session, typed, task.report, desk.drafts), self._show)

    def _show(self, people: list[Met]) -> None:
        say, self._people = self._say, people
        self.said.setText(say("rights.found", count=len(people)) if people else say("rights.nobody"))
        self.said.show()
        announce(self, self.said.text())
        self.table.show_rows([(met.name, met.office or say("none.office"), str(met.ideas)) for met in people])
        for part in (self.table, self.see):
            part.setVisible(bool(people))
        if len(people) == 1:
            self._see()
        elif people:
            self.table.setFocus()

    def _see(self) -> None:
        if not 0 <= self.table.row < len(self._people):
            return
        desk, met = self._bench.desk, self._people[self.table.row]
        self.begun.emit()
        self._look(lambda task: (met, rights.find(desk.session, met.person, task.report, desk.drafts)), self._show_held)

    def _show_held(self, answer: tuple[Met, Held]) -> None:
        self.found.emit(*answer)

    def _look(self, job: Callable[[Task], Any], done: Callable[[Any], None]) -> None:
        """Look through all that is here, beside what others read and write; what was looked for before is dropped."""
        if self._task is not None:
            self._task.cancel()
        bench, label = self._bench, self._say("rights.looking")
        self._task = bench.runner.run(job, done, bench.refused, lane="aside", label=label, can_cancel=True)
