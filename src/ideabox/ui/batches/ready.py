"""The ideas that are ready for a batch."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter, IdeaRow
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.models.ideas import IdeasModel
from ideabox.ui.widgets.faces import Faces
from ideabox.ui.widgets.idea_list import IdeaList
from ideabox.ui.widgets.text import text
from ideabox.usecases import history

_MOST = 7
"""How many ideas are in sight at once."""


class ReadyIdeas(QWidget):
    """A list of them, the longest here first; Enter goes to an idea."""

    counted = Signal(int)

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        self.model = IdeasModel(bench.session, bench.runner, bench.say, self)
        self.list = IdeaList(self.model, bench.look, bench.say("batches.ready"), self._about, lines=2)
        self.list.activated_idea.connect(self._open)
        self.faces = Faces(self.list, bench.say("list.loading"))
        self.heading = text(bench.say("batches.ready"), "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self.heading)
        layout.addWidget(self.faces)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._failed)
        bench.look.changed.connect(self._fit)

    def refresh(self) -> None:
        """Read them anew."""
        self.faces.show_loading()
        self.model.show(Filter(ready=True), "oldest")

    def _about(self, row: IdeaRow) -> str:
        return self._say(
            "batches.about",
            decision=self._say.messages.get(f"decision.{row.decision}", row.decision),
            office=row.office or self._say("none.office"),
            day=history.day(row.reviewed_at),
        )

    def _loaded(self, count: int) -> None:
        if count:
            self.faces.show_full()
        else:
            self.faces.show_empty(self._say("batches.none-ready"), self._say("batches.go-to-review"), self._review)
        self._fit()
        self.counted.emit(count)

    def _fit(self) -> None:
        count = self.model.rowCount()
        if count:
            rows = min(count, _MOST) * self.list.verticalHeader().defaultSectionSize()
            self.faces.setFixedHeight(rows + 2 * self.list.frameWidth())
        else:
            self.faces.setMinimumHeight(0)
            self.faces.setMaximumHeight(16_777_215)

    def _failed(self, refusal: Refusal) -> None:
        self.faces.show_wrong(self._bench.sentences(refusal), self._say("batches.read-again"), self.refresh)

    def _open(self, idea: str) -> None:
        self._bench.go.emit("all", idea)

    def _review(self) -> None:
        self._bench.go.emit("review", None)
