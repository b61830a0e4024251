"""The idea that is chosen: read in full, with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui.all_ideas.actions import Actions
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.idea_detail import IdeaDetail
from ideabox.ui.widgets.reading import ReadingArea
from ideabox.usecases import reading
from ideabox.usecases.reading import Shown

_Answer = tuple[int, Shown, tuple[str, ...]]


class IdeaPane(QWidget):
    """Shows one idea by its id, read in the background; the newest question wins."""

    shown = Signal(object)
    """The idea that is shown now, a `Shown`."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self.idea = ""
        """The id of the idea that is shown, or is being read."""
        self._asked = 0
        self._reading: Task | None = None
        self.detail = IdeaDetail(bench.say)
        self.offers = Actions(bench)
        self.detail.foot.addWidget(self.offers)
        self.area = ReadingArea(self.detail, bench.say("all.idea"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area, 1)
        self.clear()

    def clear(self) -> None:
        """Show no idea."""
        self.idea = ""
        self._asked += 1
        self.area.hide()

    def show_id(self, idea: str) -> None:
        """Show this idea."""
        if self._reading is not None:
            self._reading.cancel()
        self.idea = idea
        self._asked += 1
        number, session = self._asked, self._bench.session

        def read(_task: Task) -> _Answer:
            return number, reading.show(session, idea), reading.mine(session)

        self._reading = self._bench.runner.run(read, self._take, self._gone, lane="read")

    def show_again(self) -> None:
        """Read the idea that is shown anew."""
        if self.idea:
            self.show_id(self.idea)

    def _take(self, answer: _Answer) -> None:
        number, shown, mine = answer
        if number != self._asked:
            return
        other = self.detail.shown is None or self.detail.shown.row.id != shown.row.id
        self.detail.show_idea(shown)
        self.offers.show_for(shown, mine)
        self.area.show()
        if other:
            self.area.show_top()
        self.shown.emit(shown)

    def _gone(self, refusal: Refusal) -> None:
        self.clear()
        self._bench.refused(refusal)
