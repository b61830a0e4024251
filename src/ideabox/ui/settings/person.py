"""Who is at this PC, and how they like to work."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.ui.widgets.locked import lock_as_set
from ideabox.ui.widgets.profile_form import ProfileForm
from ideabox.ui.widgets.text import text

_DAYS = (1, 2, 3, 5, 10, 15, 20, 30)


class PersonSettings(QFrame):
    """A form with its own button: what is typed counts once it is saved."""

    refused = Signal(object)
    """What stands in the way of saving: fields, each with a message; an empty list once nothing does."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self.form = ProfileForm(bench)
        days = sorted({*_DAYS, bench.desk.preferences.review_days})
        choices = [(str(each), str(each)) for each in days]
        self.days = ChoiceField("review_days", self._say("settings.days"), choices, self._say("settings.days-hint"))
        lock_as_set(bench, "review_days", self.days)
        self.save = button(self._say("settings.save"), self._save, "primary")
        self.saved = text("", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(text(self._say("settings.you"), "section"))
        layout.addWidget(self.form)
        layout.addWidget(self.days)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_16)
        row.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self.saved, 1)
        layout.addLayout(row)

    def show_person(self) -> None:
        """Show what has been saved."""
        desk = self._bench.desk
        self.form.show_person(desk.profile, desk.preferences)
        self.days.value = str(desk.preferences.review_days)
        self.saved.setText("")
        self.form.show_refusal(None)

    def show_framework(self) -> None:
        """Show which skills framework is in use now; whatever else has been typed stays."""
        self.form.show_framework(self._bench.desk.preferences)

    def _save(self) -> None:
        desk, profile = self._bench.desk, self.form.profile
        wanted = self.form.preferences(desk.preferences)
        wanted = msgspec.structs.replace(wanted, review_days=int(self.days.value))

        def keep() -> None:
            desk.change_profile(**profile)
            desk.change_preferences(wanted)

        self.save.setEnabled(False)
        self._bench.runner.run(lambda _task: keep(), self._done, self._failed, lane="drafts")

    def _done(self, _nothing: None) -> None:
        self.save.setEnabled(True)
        self.save.setFocus()
        self.refused.emit(self.form.show_refusal(None))
        self.saved.setText(self._say("settings.saved"))
        announce(self, self.saved.text())
        self._bench.person_changed.emit()

    def _failed(self, refusal: Refusal) -> None:
        self.save.setEnabled(True)
        self.saved.setText("")
        self.refused.emit(self.form.show_refusal(refusal))
