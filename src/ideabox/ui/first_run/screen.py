"""The first run: one calm page, and then straight to work."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.beside import Beside
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.page import card
from ideabox.ui.widgets.profile_form import ProfileForm
from ideabox.ui.widgets.text import divider, text

_WAY = (
    ("first.log", "first.log-words"),
    ("first.answer", "first.answer-words"),
    ("first.forward", "first.forward-words"),
    ("first.back", "first.back-words"),
)


class FirstRun(Screen):
    """Asks who is here. It never stands in the way: who skips it is asked again at the next start."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "first")
        self.errors = ErrorSummary(self.say("form.errors"))
        self.form = ProfileForm(bench)
        self.start = button(self.say("first.start"), self._start, "primary")
        self.skip = button(self.say("first.skip"), self._skip)
        main = QWidget()
        column = QVBoxLayout(main)
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
        column.addStretch(1)
        self.body.addWidget(Beside(bench.look, main, self._what_becomes_of_it()))
        self.body.addStretch(1)
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

    def _what_becomes_of_it(self) -> QWidget:
        """The way of an idea, so that it is clear what the answers are for."""
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        frame, inside = card()
        inside.addWidget(text(self.say("first.way"), "section"))
        for heading, words in _WAY:
            inside.addSpacing(tokens.SPACE_4)
            inside.addWidget(text(self.say(heading), "label"))
            inside.addWidget(text(self.say(words), "hint"))
        inside.addSpacing(tokens.SPACE_4)
        inside.addWidget(divider())
        inside.addWidget(text(self.say("first.local"), "hint"))
        column.addWidget(frame)
        column.addStretch(1)
        return side
