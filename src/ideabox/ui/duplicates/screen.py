"""Likely duplicates: the groups at the top, the chosen one below."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.duplicates.group import GroupCard
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.faces import Faces
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text
from ideabox.usecases import joining
from ideabox.usecases.similar import Cluster


class Duplicates(Screen):
    """A work list: each group is joined, kept apart, or left for another day."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "duplicates")
        say = bench.say
        self._finder = bench.duplicates
        self._groups: list[Cluster] = []
        self._shown: Cluster | None = None
        self._joined: list[str] = []
        self._apart: list[str] = []
        headings = [say(code) for code in ("duplicates.col-idea", "duplicates.col-ideas", "duplicates.col-people")]
        self.table = Table(bench.look, say("duplicates.list"), headings, numbers=(1, 2), most=6)
        self.group = GroupCard(bench)
        full = QWidget()
        layout = QVBoxLayout(full)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(self.table)
        layout.addWidget(self.group)
        layout.addStretch(1)
        self.faces = Faces(full, say("duplicates.looking"))
        self.body.addWidget(text(say("duplicates.lead")))
        self.body.addWidget(self.faces, 1)
        self.table.chosen.connect(self._chosen)
        self.group.join_wanted.connect(self._join)
        self.group.apart_wanted.connect(self._keep_apart)
        self._finder.changed.connect(self._found)
        self._finder.failed.connect(self._failed)
        self._finder.stopped.connect(self._stopped)

    def refresh(self) -> None:
        """Look for groups anew; those that were found stay in sight until then."""
        if not self._groups:
            self.faces.show_loading()
        self._finder.look(self.say("duplicates.looking"))

    def first_control(self) -> QWidget:
        return self.table

    def _found(self) -> None:
        if not self._finder.is_known:
            return
        self._groups = self._finder.groups
        self.aside.setText(self.say("duplicates.count", count=len(self._groups)))
        if self._groups:
            self.table.show_rows([self._row(group) for group in self._groups], chosen=self.table.row)
            self.group.show()
            self.faces.show_full()
        else:
            self.group.hide()
            self.faces.show_empty(self.say("duplicates.none"), self.say("duplicates.again"), self._again)

    def _failed(self, refusal: Refusal) -> None:
        self._groups = []
        self.group.hide()
        self.aside.setText("")
        self.faces.show_wrong(self.bench.sentences(refusal), self.say("all.again"), self._again)

    def _stopped(self) -> None:
        if not self._groups:
            self.faces.show_empty(self.say("duplicates.stopped"), self.say("duplicates.again"), self._again)
        self.group.set_busy(False)

    def _again(self) -> None:
        self.table.setFocus()
        self.refresh()

    def _row(self, group: Cluster) -> tuple[str, ...]:
        first = group.members[0].row
        people = frozenset().union(*(member.people for member in group.members))
        title = " ".join(first.title.split()) or self.say("none.title")
        return title, str(len(group.members)), str(len(people))

    def _chosen(self, row: int) -> None:
        if 0 <= row < len(self._groups):
            group = self._groups[row]
            if group is not self._shown:
                self._shown = group
                self.group.show_group(group)

    def _join(self, keep: str, ideas: list[str]) -> None:
        session, self._joined = self.bench.session, ideas
        self.bench.act(lambda _task: joining.join_several(session, ideas, keep), self._done_joining, self._refused)

    def _done_joining(self, _changes: object) -> None:
        words = self.say("duplicates.joined", count=len(self._joined))
        self.bench.noticed.emit(words, self.say("duplicates.separate"), self._separate)
        self.table.setFocus()

    def _separate(self) -> None:
        session, ideas = self.bench.session, self._joined
        self.bench.act(lambda _task: joining.separate_several(session, ideas), self._separated)

    def _separated(self, _changes: object) -> None:
        self.bench.noticed.emit(self.say("duplicates.separated"), "", None)

    def _keep_apart(self, ideas: list[str]) -> None:
        session, self._apart = self.bench.session, ideas
        self.bench.act(lambda _task: joining.keep_apart(session, ideas), self._done_apart, self._refused)

    def _done_apart(self, _changes: object) -> None:
        self.bench.noticed.emit(self.say("duplicates.kept-apart"), self.say("duplicates.offer"), self._offer_again)
        self.table.setFocus()

    def _offer_again(self) -> None:
        session, ideas = self.bench.session, self._apart
        self.bench.act(lambda _task: joining.offer_again(session, ideas), self._offered)

    def _offered(self, _changes: object) -> None:
        self.bench.noticed.emit(self.say("duplicates.offered"), "", None)

    def _refused(self, refusal: Refusal) -> None:
        self.group.show_wrong(self.bench.sentences(refusal))
