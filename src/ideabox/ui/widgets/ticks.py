"""Boxes to tick in a group, as many as apply."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ideabox.ui.style import Look
from ideabox.ui.widgets.choices import TickBox
from ideabox.ui.widgets.group import Group


class Ticks(Group):
    """Real check boxes by code, in the order given; screen readers miss unticking in lists of any other kind."""

    edited = Signal()

    def __init__(self, look: Look, legend: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(legend)
        self._boxes = {code: TickBox(look, words) for code, words in choices}
        for box in self._boxes.values():
            box.clicked.connect(self._clicked)
            self.inside.addWidget(box)

    @property
    def value(self) -> tuple[str, ...]:
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    @value.setter
    def value(self, codes: Sequence[str]) -> None:
        for code, box in self._boxes.items():
            box.setChecked(code in codes)

    def box(self, code: str) -> TickBox:
        """The box of one code."""
        return self._boxes[code]

    def _clicked(self, _ticked: bool) -> None:
        self.edited.emit()
