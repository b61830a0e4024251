"""Of which ideas figures are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.idea import STATUSES, Status
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.ui.widgets.grid import EvenGrid
from ideabox.usecases.figures import Asked

_CHOICE = 150
"""The least width of one choice, at 100 % text."""
PERIODS = ("any", "this-month", "last-month", "three-months", "year")


class InsightFilters(QWidget):
    """The choices; regions only where the department has said which office lies where."""

    changed = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._say = say = bench.say
        self.period = self._choice("period", [(code, say(f"insights.period-{code}")) for code in PERIODS])
        self.office = self._choice("office", [])
        self.region = self._choice("region", [])
        self.framework = self._choice("framework", _frameworks(bench))
        self.status = self._choice("status", [(s, say(f"status.{s}")) for s in STATUSES if s != "erased"])
        grid = EvenGrid(bench.look, _CHOICE)
        for field in (self.period, self.office, self.framework, self.status, self.region):
            field.edited.connect(self.changed)
            field.combo.setSizeAdjustPolicy(field.combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.combo.setMinimumContentsLength(8)
            grid.add(field)
        self.region.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(grid)

    def asked(self, today: date) -> Asked:
        """What is chosen, with the period as days."""
        since, until = period(self.period.value, today)
        status: Status | None = next((s for s in get_args(Status) if s == self.status.value), None)
        return Asked(since, until, self.office.value, self.region.value, self.framework.value, status)

    @property
    def is_set(self) -> bool:
        """Whether not all ideas are asked for."""
        fields = (self.office, self.region, self.framework, self.status)
        return self.period.value != "any" or any(field.value for field in fields)

    def clear(self) -> None:
        """Ask for all ideas."""
        for field in (self.period, self.office, self.region, self.framework, self.status):
            field.combo.setCurrentIndex(0)
        self.changed.emit()

    def set_places(self, offices: Sequence[str], regions: Sequence[str]) -> None:
        """Offer these offices and regions, and the frameworks that are known now.

        What is chosen stays chosen while it is there.
        """
        places = ((self.office, [(each, each) for each in offices]), (self.region, [(each, each) for each in regions]))
        for field, known in (*places, (self.framework, _frameworks(self._bench))):
            combo, chosen = field.combo, field.value
            if known != [(str(combo.itemData(row)), combo.itemText(row)) for row in range(1, combo.count())]:
                combo.clear()
                combo.addItem(self._say("all.any"), "")
                for code, words in known:
                    combo.addItem(words, code)
                field.value = chosen
        self.region.setVisible(bool(regions))

    def _choice(self, name: str, choices: list[tuple[str, str]]) -> ChoiceField:
        first = [] if name == "period" else [("", self._say("all.any"))]
        return ChoiceField(name, self._say(f"insights.filter-{name}"), [*first, *choices])


def _frameworks(bench: Bench) -> list[tuple[str, str]]:
    return [(each.key, each.label) for each in bench.session.skills.frameworks]


def period(code: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a period; None where it has no end."""
    this = today.replace(day=1)
    last = this - timedelta(days=1)
    match code:
        case "this-month":
            return this, None
        case "last-month":
            return last.replace(day=1), last
        case "three-months":
            return today - timedelta(days=91), None
        case "year":
            return today - timedelta(days=364), None
        case _:
            return None, None
