"""Which ideas are wanted, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from ideabox.domain.barriers import BARRIERS
from ideabox.domain.idea import STATUSES, Status
from ideabox.store.queries import Filter, Sort
from ideabox.ui import tokens
from ideabox.ui.all_ideas.skill_choices import skill_choices
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.fields import ChoiceField, LineField
from ideabox.ui.widgets.fold import Fold
from ideabox.ui.widgets.grid import EvenGrid

PAUSE_MS = 150
_CHOICE = 118
"""The least width of one choice, at 100 % text."""
_BESIDE, _FOLDED = 900, 560
"""The widths from which the choices stand beside the search box, and below which they are folded away."""
_WORDS = 6
"""How many characters of its words a choice shows at least."""
SORTS: dict[Sort, str] = {
    "newest": "all.sort-newest",
    "best": "all.sort-best",
    "oldest": "all.sort-oldest",
    "changed": "all.sort-changed",
    "supporters": "all.sort-supporters",
    "title": "all.sort-title",
    "waiting": "all.sort-waiting",
}


class FilterBar(QWidget):
    """The search box and the choices; in little room the choices are folded away."""

    changed = Signal()
    """Other ideas are wanted: at once after a choice, a moment after the last key in the search box."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._look, self._say = bench, bench.look, bench.say
        self._figure: Filter | None = None
        say = bench.say
        self.search = LineField("search", say("all.search"))
        self.search.edited.connect(self._type)
        self.status = self._choice("status", [(s, say(f"status.{s}")) for s in STATUSES if s != "erased"])
        self.skill = self._choice("skill", [])
        self.office = self._choice("office", [])
        self.barrier = self._choice("barrier", [(code, say(f"barrier.{code}")) for code in BARRIERS])
        self.sort = ChoiceField("sort", say("all.sort"), [(code, say(words)) for code, words in SORTS.items()])
        self.choices = (self.status, self.skill, self.office, self.barrier, self.sort)
        grid = EvenGrid(bench.look, _CHOICE)
        for field in self.choices:
            field.edited.connect(self._choose)
            _keep_narrow(field.combo)
            grid.add(field)
        self.fold = Fold(bench.look, say, say("all.filters"), grid)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_12)
        self._layout.addWidget(self.search, 2)
        self._layout.addWidget(self.fold, 5)
        self._folds = True
        self.set_choices([], [])

    @property
    def wanted(self) -> Filter:
        """Which ideas are wanted."""
        status: Status | None = next((s for s in get_args(Status) if s == self.status.value), None)
        chosen = Filter(
            search=self.search.value,
            status=status,
            skill=self.skill.value,
            office=self.office.value,
            barrier=self.barrier.value,
        )
        if self._figure is None:
            return chosen
        held = {name: getattr(chosen, name) or getattr(self._figure, name) for name in ("skill", "barrier")}
        return msgspec.structs.replace(
            chosen, **held, waiting_before=self._figure.waiting_before, behind=self._figure.behind
        )

    def narrow(self, figure: Filter) -> None:
        """Want just the ideas behind a figure; the choices show what of it they can, and can be changed from there."""
        self.search.value = ""
        self.office.value = figure.office
        self.status.value = figure.status or ""
        for field, code in ((self.skill, figure.skill), (self.barrier, figure.barrier)):
            field.value = code
        held = {field.name: "" for field in (self.skill, self.barrier) if field.value}
        self._figure = msgspec.structs.replace(figure, **held)
        self._choose()

    @property
    def order(self) -> Sort:
        """In which order they are wanted."""
        return next((code for code in SORTS if code == self.sort.value), "newest")

    @property
    def is_set(self) -> bool:
        """Whether not all ideas are wanted."""
        return self.wanted != Filter(search=self.search.value if not self.search.value.strip() else "")

    @property
    def is_pausing(self) -> bool:
        """Whether a moment is still to go by before what was typed is asked for."""
        return self._pause.isActive()

    def clear(self) -> None:
        """Want all ideas again; the order stays."""
        self._figure = None
        self.search.value = ""
        for field in self.choices[:-1]:
            field.value = ""
        self._choose()

    def set_choices(self, offices: Sequence[str], tagged: Sequence[str]) -> None:
        """Offer these offices, and the skills areas in use and these; what is chosen stays chosen."""
        desk = self._bench.desk
        self._offer(self.office, [(office, office) for office in offices])
        self._offer(self.skill, skill_choices(desk.skills, desk.preferences.framework, tagged, self._say))

    def _offer(self, field: ChoiceField, choices: Sequence[tuple[str, str]]) -> None:
        combo, chosen = field.combo, field.value
        wanted = [("", self._say("all.any")), *choices]
        if wanted == [(str(combo.itemData(row)), combo.itemText(row)) for row in range(combo.count())]:
            return
        words = combo.currentText()
        combo.clear()
        for code, each in wanted:
            combo.addItem(each, code)
        if combo.findData(chosen) < 0:
            combo.addItem(words, chosen)
        field.value = chosen
        _keep_narrow(combo)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _choice(self, name: str, choices: list[tuple[str, str]]) -> ChoiceField:
        words = {
            "status": "all.status",
            "skill": "all.skill",
            "office": "all.office",
            "barrier": "all.barrier",
        }[name]
        return ChoiceField(name, self._say(words), [("", self._say("all.any")), *choices])

    def _type(self) -> None:
        self._pause.start()

    def _choose(self) -> None:
        self._pause.stop()
        chosen = sum(bool(field.value) for field in self.choices[:-1])
        self.fold.set_summary(self._say("all.filters-set", count=chosen) if chosen else "")
        self.changed.emit()

    def _arrange(self) -> None:
        """The choices stand beside the search box, else below it, else folded away below it."""
        px, width = self._look.px, self.width()
        beside, folds = width >= px(_BESIDE), width < px(_FOLDED)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._layout.setDirection(across if beside else down)
        if folds != self._folds:
            self._folds = folds
            self.fold.header.setVisible(folds)
            # With a heading out of sight for its proxy, Tab would not leave the search box.
            self.fold.setFocusProxy(self.fold.header if folds else None)  # type: ignore[arg-type]
            self.fold.is_open = not folds


def _keep_narrow(combo: QComboBox) -> None:
    """Let a choice be narrower than its longest words, which its list still shows whole."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(_WORDS)
    metrics = combo.fontMetrics()
    widest = max((metrics.horizontalAdvance(combo.itemText(row)) for row in range(combo.count())), default=0)
    combo.view().setMinimumWidth(widest + tokens.SPACE_48)
