"""The idea that is chosen: read in full, with what can be done with it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.searching import Query
from ideabox.ui.bench import Bench
from ideabox.ui.models.one_idea import OneIdea
from ideabox.ui.widgets.reading import ReadingArea
from ideabox.usecases import reading
from ideabox.usecases.reading import Shown
from ideabox.usecases.session import Session

if TYPE_CHECKING:
    from ideabox.ui.all_ideas.actions import Actions
    from ideabox.ui.widgets.idea_detail import IdeaDetail


class IdeaPane(QWidget):
    """Shows one idea by its id.

    What it consists of is made with the first idea, so that the list is there before; and what can be done with it in
    turns of its own after that, so that nothing holds up the window for long.
    """

    shown = Signal(object)
    """The idea that is shown now, a `Shown`."""
    wanted = Signal(str)
    """The person wants to see another idea, by its id."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._sought = Query()
        self._answer: tuple[Shown, tuple[str, ...]] | None = None
        self.one = OneIdea(bench, _read, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.one.arrived.connect(self._show)
        self.one.gone.connect(self._hide)

    @cached_property
    def detail(self) -> IdeaDetail:
        """The idea itself."""
        from ideabox.ui.widgets.idea_detail import IdeaDetail  # noqa: PLC0415 - not before the first idea

        made = IdeaDetail(self._bench.say, self._bench.look)
        made.mark(self._sought)
        return made

    @cached_property
    def offers(self) -> Actions:
        """What can be done with it."""
        from ideabox.ui.all_ideas.actions import Actions  # noqa: PLC0415 - as above

        made = Actions(self._bench)
        made.wanted.connect(self.wanted)
        if self._answer is not None:
            made.show_for(*self._answer)
        self.detail.foot.addWidget(made)
        made.show()  # a layout that is in sight would show it a turn later
        return made

    @cached_property
    def area(self) -> ReadingArea:
        """Where it is read."""
        made = ReadingArea(self.detail, self._bench.say("all.idea"))
        self._layout.addWidget(made, 1)
        return made

    def clear(self) -> None:
        """Show no idea."""
        self.one.clear()
        self._hide()

    def mark(self, sought: Query) -> None:
        """Mark what was sought in the idea that is shown, and in those to come."""
        self._sought = sought
        if "detail" in self.__dict__:
            self.detail.mark(sought)

    def save(self) -> None:
        """Begin to save what is being written about the idea."""
        if "offers" in self.__dict__:
            self.offers.kept.save()

    def _hide(self) -> None:
        if "area" in self.__dict__:
            self.area.hide()

    def _show(self, answer: tuple[Shown, tuple[str, ...]]) -> None:
        self._answer = answer
        shown, _mine = answer
        other = self.detail.shown is None or self.detail.shown.row.id != shown.row.id
        self.detail.show_idea(shown)
        if "offers" in self.__dict__:
            self.offers.show_for(*answer)
        else:
            QTimer.singleShot(0, self, self._load_offers)
        self.area.show()
        if other:
            self.area.show_top()
        self.shown.emit(shown)

    def _load_offers(self) -> None:
        import ideabox.ui.all_ideas.actions  # noqa: F401, PLC0415 - in one turn, so that the next need only make them

        QTimer.singleShot(0, self, lambda: self.offers)


def _read(session: Session, idea: str) -> tuple[Shown, tuple[str, ...]]:
    return reading.show(session, idea), reading.mine(session)
