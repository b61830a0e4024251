"""The first run: one calm page, and then straight to work."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.profile_form import ProfileForm
from ideabox.ui.widgets.text import text


class FirstRun(Screen):
    """Asks who is here. It never stands in the way: who skips it is asked again at the next start."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "first")
        self.errors = ErrorSummary(self.say("form.errors"))
        self.form = ProfileForm(bench)
        self.start = button(self.say("first.start"), self._start, "primary")
        self.skip = button(self.say("first.skip"), self._skip)
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_16)
        column.addWidget(text(self.say("first.lead")))
        column.addWidget(self.errors)
        column.addWidget(self.form)
        actions = QWidget()
        flow = FlowLayout(actions)
        flow.addWidget(self.start)
        flow.addWidget(self.skip)
        column.addWidget(actions)
        column.addWidget(text(self.say("first.local"), "hint"))
        self.body.addWidget(self._column)
        self.body.addStretch(1)
        bench.look.changed.connect(self._resize)
        self._resize()
        self.form.show_person(bench.desk.profile, bench.desk.preferences)

    def first_control(self) -> QWidget | None:
        return self.form.name

    def _start(self) -> None:
        desk, profile = self.bench.desk, self.form.profile
        preferences = self.form.preferences(desk.preferences)

        def keep() -> None:
            desk.change_profile(**profile)
            desk.change_preferences(preferences)

        self.bench.runner.run(lambda _task: keep(), self._kept, self._refused, lane="drafts")

    def _kept(self, _nothing: None) -> None:
        self.bench.begun.emit()

    def _refused(self, refusal: Refusal) -> None:
        self.errors.show_errors(self.form.show_refusal(refusal))

    def _skip(self) -> None:
        self.bench.begun.emit()

    def _resize(self) -> None:
        self._column.setMaximumWidth(self.bench.look.px(tokens.FORM_WIDTH))
