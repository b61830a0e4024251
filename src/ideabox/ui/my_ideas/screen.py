"""My ideas: what became of each, at the left in a list, at the right in full."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft
from ideabox.store.queries import Filter, IdeaRow
from ideabox.ui.bench import Bench
from ideabox.ui.models.ideas import IdeasModel
from ideabox.ui.my_ideas import words
from ideabox.ui.my_ideas.pane import MyIdeaPane
from ideabox.ui.my_ideas.sending import SendBar
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.faces import Faces
from ideabox.ui.widgets.idea_list import IdeaList
from ideabox.ui.widgets.panes import Panes
from ideabox.usecases import mine
from ideabox.usecases.mine import Mine
from ideabox.usecases.reading import Shown

_VISITED = "mine/visited"
_LOWEST = 300


class MyIdeas(Screen):
    """An answer that came since the last visit is marked until the next one."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "mine")
        self._memory = QSettings(str(bench.desk.window_memory), QSettings.Format.IniFormat, self)
        self._since = self._last_look()
        self._known, self._subject = Mine(), ""
        self.sending = SendBar(bench, self._memory)
        self.model = _MyIdeasModel(self)
        self.list = IdeaList(self.model, bench.look, self.say("mine.list"), self.about, lines=2)
        self.pane = MyIdeaPane(bench, self)
        self.panes = Panes(bench, "my-ideas", self.list, self.pane, lowest=_LOWEST)
        self.faces = Faces(self.panes, self.say("mine.loading"))
        self.body.addWidget(self.sending)
        self.body.addWidget(self.faces, 1)
        self.sending.sent.connect(self.refresh)
        self.model.begun.connect(self._begun)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._failed)
        self.list.chosen.connect(self._chosen)
        self.pane.shown.connect(self._idea_shown)
        desk = bench.desk
        bench.runner.run(
            lambda _task: mine.begun(desk.session, desk.drafts), self._take_drafts, bench.refused, lane="drafts"
        )

    def refresh(self) -> None:
        """Read anew who I am, what I have not seen, and the list."""
        session, since = self.bench.session, self._since
        self.faces.show_loading()
        self.bench.runner.run(lambda _task: mine.mine(session, since), self._take, self._failed, lane="read")

    def arrive(self, subject: object) -> None:
        self._since = self._last_look()
        self.is_stale = True  # what was new at the last visit is not new any more
        super().arrive(subject)

    def show_subject(self, subject: object) -> None:
        if isinstance(subject, str) and subject:
            self._subject = subject
            self.list.choose(subject)
            self.pane.show_id(subject)

    def leave(self) -> None:
        self.pane.keeper.flush()
        if self._known.until:
            self._memory.setValue(_VISITED, self._known.until)

    def first_control(self) -> QWidget:
        return self.list

    def about(self, row: IdeaRow) -> str:
        """The line below an idea's title."""
        standing = mine.standing(self.bench.session, row, self._known)
        return words.line(self.say, row, standing, is_new=words.is_news(row, self._known))

    def _last_look(self) -> int:
        kept = str(self._memory.value(_VISITED, ""))
        return int(kept) if kept.isdecimal() else 0

    def _take_drafts(self, begun: dict[str, Draft]) -> None:
        self.pane.drafts = begun | self.pane.drafts  # what is here is newer than what has been read
        self.pane.show_again()

    def _take(self, known: Mine) -> None:
        self._known = known
        self.pane.know(known)
        self.sending.show_count(known.to_send)
        new = len(known.answered)
        self.aside.setText(self.say("mine.new-answers", count=new) if new else "")
        self.model.show(Filter(authors=known.authors), "changed")
        self.pane.show_again()

    def _begun(self) -> None:
        if self.model.rowCount():
            self.faces.show_full()
        if self.list.current is None and not self._subject:
            self.list.choose_row(0)

    def _loaded(self, count: int) -> None:
        self.sending.setVisible(bool(count) or bool(self._known.to_send))
        if count:
            self.faces.show_full()
        else:
            self.pane.clear()
            self.faces.show_empty(self.say("mine.empty"), self.say("place.log"), self._log)

    def _failed(self, refusal: Refusal) -> None:
        self.faces.show_wrong(self.bench.sentences(refusal), self.say("mine.again"), self.refresh)

    def _log(self) -> None:
        self.bench.go.emit("log", None)

    def _chosen(self, idea: str) -> None:
        if idea and idea != self._subject:
            self._subject = ""
        if idea and idea != self.pane.idea:
            self.pane.show_id(idea)

    def _idea_shown(self, shown: Shown) -> None:
        if shown.row.id == self._subject:
            self.list.clearSelection()
            self.list.choose(shown.row.id, shown.row.pk)


class _MyIdeasModel(IdeasModel):
    """Reads out who has each idea in place of its office, which is mine anyway."""

    def __init__(self, screen: MyIdeas) -> None:
        bench = screen.bench
        super().__init__(bench.session, bench.runner, bench.say, screen)
        self._say = bench.say

    def sentence(self, record: IdeaRow, title: str) -> str:
        screen = self.parent()
        about = screen.about(record) if isinstance(screen, MyIdeas) else ""
        return self._say("mine.row", title=title, about=about)
