"""The small case: five fields, and in words what they come to while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ideabox.domain.estimates import CHANNELS, Sized
from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.widgets.fields import ChoiceField, Field, LineField
from ideabox.ui.widgets.text import text
from ideabox.usecases import case_form, case_words, sizing
from ideabox.usecases.wording import Wording


class SmallForm(QWidget):
    """How often, how many minutes, from which channel to which.

    `saved` says what would be saved, where these fields are part of a larger form; alone they are a first estimate.
    """

    edited = Signal()

    def __init__(self, say: Wording, saved: Callable[[], Sized | None] | None = None) -> None:
        super().__init__()
        self._say = say
        self._saved = saved or (lambda: case_form.first_of(self.typed))
        self.times = LineField("times", say("case.form.times"), say("case.form.times-hint"))
        self.staff = LineField("staff", say("case.form.staff"), say("case.form.minutes-hint"))
        self.public = LineField("public", say("case.form.public"), say("case.form.minutes-hint"))
        channels = [("", say("case.form.no-channel")), *((code, say(f"channel.{code}")) for code in CHANNELS)]
        self.channel_from = ChoiceField("from", say("case.form.from"), channels[:-1])
        self.channel_to = ChoiceField("to", say("case.form.to"), channels)
        self.result = text("", "label")
        self.summary = ""
        """The same in a few words."""
        self.fields: tuple[LineField | ChoiceField, ...] = (
            self.times, self.staff, self.public, self.channel_from, self.channel_to,
        )  # fmt: skip
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_16)
        grid.setVerticalSpacing(tokens.SPACE_12)
        places = ((0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1))
        for field, place in zip(self.fields, places, strict=True):
            grid.addWidget(field, *place)
            field.edited.connect(self._edited)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addLayout(grid)
        layout.addWidget(self.result)
        self.result.hide()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, without those that are empty."""
        return {field.name: field.value for field in self.fields if field.value}

    def show_typed(self, typed: Mapping[str, str]) -> None:
        """Show these texts in place of what stands in the fields."""
        for field in self.fields:
            field.value = typed.get(field.name, "")
            field.set_error("")
        self.show_result()

    def show_result(self) -> None:
        """Say what saving this would come to; nothing while it would be no estimate."""
        words = self.summary = ""
        try:
            sized = self._saved()
        except Refusal:
            sized = None
        case = sizing.comes_to(sized) if sized is not None else None
        if case is not None:
            words, self.summary = case_words.in_short(self._say, case), case_words.briefly(self._say, case)
        self.result.setText(words)
        self.result.setVisible(bool(words))

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by the names that problems call them."""
        return {field.name: field for field in self.fields}

    def _edited(self) -> None:
        self.show_result()
        self.edited.emit()
