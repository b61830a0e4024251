"""All ideas: search and filter at the top, the list at the left, the chosen idea at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter, IdeaRow
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.all_ideas.figure_notice import FigureNotice
from ideabox.ui.all_ideas.filters import FilterBar
from ideabox.ui.all_ideas.pane import IdeaPane
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.duplicates.link import DuplicatesLink
from ideabox.ui.models.ideas import IdeasModel
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.faces import Faces
from ideabox.ui.widgets.idea_list import IdeaList
from ideabox.ui.widgets.panes import Panes
from ideabox.ui.widgets.send_answers import SendAnswers
from ideabox.ui.widgets.text import text
from ideabox.usecases import reading, searching
from ideabox.usecases.figures import Behind
from ideabox.usecases.reading import Shown

_LOWEST = 300
"""What there is to see of an idea at least, in pixels at 100 % text."""

_PAINT_MS = 30
"""How long a window that has just been opened has to paint the list, before what stands beside it is made."""


class AllIdeas(Screen):
    """Every idea that is here."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "all")
        say = bench.say
        self._subject = ""
        self._asked_here = False
        self._guessing: Task | None = None
        self.filters = FilterBar(bench)
        self.count = text("", "hint")
        self.clear = button(say("all.clear"), self._clear, "link")
        self.clear.hide()
        self.model = IdeasModel(bench.session, bench.runner, say, self)
        self.list = IdeaList(self.model, bench.look, say("all.list"), self._about, lines=2)
        self.faces = Faces(self.list, say("list.loading"))
        self.pane = IdeaPane(bench)
        self.figure = FigureNotice(bench)
        self.answers = SendAnswers(bench, self)
        self.duplicates = DuplicatesLink(bench)
        self.panes = Panes(bench, "all-ideas", self._left(), self.pane, lowest=_LOWEST)
        self.body.addWidget(self.figure)
        self.body.addWidget(self.filters)
        self.body.addWidget(self.panes, 1)
        self.filters.changed.connect(self._ask)
        self.model.begun.connect(self._begun)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._failed)
        self.list.chosen.connect(self._chosen)
        self.pane.shown.connect(self._idea_shown)
        self.pane.wanted.connect(self._show_idea)
        bench.person_changed.connect(self._fit_person)
        self._fit_person()

    def refresh(self) -> None:
        """Read the list, the offices, the skills areas and the idea that is shown anew."""
        self.model.show(self.filters.wanted, self.filters.order)
        self.pane.one.show_again()
        self.bench.runner.run(self._read_choices, self._offer_choices, self._leave, lane="read")

    def show_subject(self, subject: object) -> None:
        """Show an idea by its id, whether the list has it or not; or just the ideas behind a figure."""
        if isinstance(subject, str) and subject:
            self._show_idea(subject)
        elif isinstance(subject, Behind):
            self.filters.narrow(subject.wanted)
            self.figure.show_figure(subject.words)

    def leave(self) -> None:
        self.pane.save()

    def first_control(self) -> QWidget:
        return self.filters.search.edit

    def _left(self) -> QWidget:
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        line = QHBoxLayout()
        line.addWidget(self.count, 1)
        line.addWidget(self.clear)
        layout.addLayout(line)
        layout.addWidget(self.faces, 1)
        layout.addWidget(self.duplicates, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.answers.button, alignment=Qt.AlignmentFlag.AlignLeft)
        return left

    def _fit_person(self) -> None:
        self.answers.button.setVisible(self.bench.session.me.role in ("manager", "lead"))

    def _about(self, row: IdeaRow) -> str:
        status, office = self.say(f"status.{row.status}"), row.office or self.say("none.office")
        if self.filters.order == "supporters":
            return self.say("all.about-support", status=status, count=row.supporters)
        return self.say("all.about", status=status, office=office)

    def _read_choices(self, _task: Task) -> tuple[list[str], list[str]]:
        return reading.offices(self.bench.session), reading.skills(self.bench.session)

    def _offer_choices(self, found: tuple[list[str], list[str]]) -> None:
        self.filters.set_choices(*found)

    def _leave(self, _refusal: Refusal) -> None:
        """What cannot be read here cannot be read for the list either, which says so."""

    def _ask(self) -> None:
        self._subject, self._asked_here = "", True
        if self._guessing is not None:
            self._guessing.cancel()
        self.faces.show_loading()
        self.model.show(self.filters.wanted, self.filters.order)

    def _begun(self) -> None:
        """The first ideas of another list: one of them is always shown beside it, once the list itself is painted."""
        self.faces.show_full()
        self._mark()
        self.count.setText(self.say("all.count-more", count=f"{self.model.rowCount():,}"))
        QTimer.singleShot(0 if self.list.is_painted else _PAINT_MS, self._choose_first)

    def _choose_first(self) -> None:
        if self.list.current is None and not self._subject and self.model.rowCount():
            self.list.choose_row(0)

    def _mark(self) -> None:
        """Mark what was sought, in the list and in the idea beside it."""
        sought = searching.meaning(self.bench.session, self.filters.search.value)
        self.list.mark(sought)
        self.pane.mark(sought)

    def _loaded(self, count: int) -> None:
        words = self.say("all.count", count=f"{count:,}")
        self.count.setText(words)
        self.clear.setVisible(self.filters.is_set)
        if count:
            self.faces.show_full()
        else:
            self._show_empty()
        if self._asked_here:
            self._asked_here = False
            announce(self.count, words)

    def _show_empty(self) -> None:
        if not self._subject:
            self.pane.clear()
        if self.filters.is_set:
            self.faces.show_empty(self.say("all.none-found"), self.say("all.clear"), self._clear)
            self._look_for_slips()
        else:
            self.faces.show_empty(self.say("all.empty"), self.say("place.log"), self._log)

    def _look_for_slips(self) -> None:
        """Offer what may have been meant by a search that found nothing; looked for once that has been said."""
        session, wanted = self.bench.session, self.filters.wanted
        if wanted.search:
            self._guessing = self.bench.runner.run(
                lambda task: (wanted, searching.instead(session, wanted, task.stop)),
                self._offer_instead,
                self._leave,
                lane="read",
                can_cancel=True,
            )

    def _offer_instead(self, answer: tuple[Filter, str | None]) -> None:
        wanted, meant = answer
        if meant is not None and wanted == self.filters.wanted and not self.model.rowCount():
            self.faces.offer(self.say("all.instead", search=meant), lambda: self._search_for(meant))

    def _search_for(self, words: str) -> None:
        self.filters.search.value = words
        self.filters.search.setFocus()
        self._ask()

    def _failed(self, refusal: Refusal) -> None:
        self.count.setText("")
        self.faces.show_wrong(self.bench.sentences(refusal), self.say("all.again"), self._ask)

    def _clear(self) -> None:
        self.figure.hide()
        self.filters.clear()
        self.filters.search.setFocus()

    def _log(self) -> None:
        self.bench.go.emit("log", None)

    def _chosen(self, idea: str) -> None:
        if idea and idea != self._subject:
            self._subject = ""
        if idea and (not self._subject or idea == self._subject) and idea != self.pane.one.id:
            self.pane.one.show(idea)

    def _show_idea(self, idea: str) -> None:
        self._subject = idea
        self.list.choose(idea)
        self.pane.one.show(idea)

    def _idea_shown(self, shown: Shown) -> None:
        row = shown.row
        if row.id == self._subject and (self.list.current is None or self.list.current.id != row.id):
            self.list.clearSelection()
            self.list.choose(row.id, row.pk)
