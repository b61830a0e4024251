"""Where an idea is sized: a form that is made when somebody first wants it, since it is large and seldom wanted."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.all_ideas.kept_words import KeptWords
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.fields import Field
from ideabox.usecases.reading import Shown

if TYPE_CHECKING:
    from ideabox.ui.case.estimate_form import EstimateForm


class SizePanel(QFrame):
    """A card for the form of an estimate."""

    saved = Signal()

    def __init__(self, bench: Bench, kept: KeptWords) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._kept = bench, kept
        self._shown: Shown | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)

    @cached_property
    def form(self) -> EstimateForm:
        """The form itself."""
        from ideabox.ui.case.estimate_form import EstimateForm  # noqa: PLC0415 - not before it is wanted

        made = EstimateForm(self._bench, self._kept)
        made.saved.connect(self.saved)
        self._layout.addWidget(made)
        if self._shown is not None:
            made.show_for(self._shown)
        return made

    @property
    def first(self) -> Field:
        """Where sizing begins."""
        return self.form.small.times

    def show_for(self, shown: Shown) -> None:
        """Be about this idea."""
        self._shown = shown
        if "form" in self.__dict__:
            self.form.show_for(shown)
