"""The idea that is chosen: read in full, with what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.ui.all_ideas.actions import Actions
from ideabox.ui.bench import Bench
from ideabox.ui.models.one_idea import OneIdea
from ideabox.ui.widgets.idea_detail import IdeaDetail
from ideabox.ui.widgets.reading import ReadingArea
from ideabox.usecases import reading
from ideabox.usecases.reading import Shown
from ideabox.usecases.session import Session


class IdeaPane(QWidget):
    """Shows one idea by its id."""

    shown = Signal(object)
    """The idea that is shown now, a `Shown`."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.one = OneIdea(bench, _read, self)
        self.detail = IdeaDetail(bench.say)
        self.offers = Actions(bench)
        self.detail.foot.addWidget(self.offers)
        self.area = ReadingArea(self.detail, bench.say("all.idea"))
        self.area.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area, 1)
        self.one.arrived.connect(self._show)
        self.one.gone.connect(self.area.hide)

    def clear(self) -> None:
        """Show no idea."""
        self.one.clear()
        self.area.hide()

    def _show(self, answer: tuple[Shown, tuple[str, ...]]) -> None:
        shown, mine = answer
        other = self.detail.shown is None or self.detail.shown.row.id != shown.row.id
        self.detail.show_idea(shown)
        self.offers.show_for(shown, mine)
        self.area.show()
        if other:
            self.area.show_top()
        self.shown.emit(shown)


def _read(session: Session, idea: str) -> tuple[Shown, tuple[str, ...]]:
    return reading.show(session, idea), reading.mine(session)
