"""Where the chosen idea stands: its state, who has it, since when, and the reason that was given."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.domain.idea import Progress, Review
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.my_ideas.words import heading, who_has_it
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.text import divider, text
from ideabox.usecases import history
from ideabox.usecases.mine import Standing
from ideabox.usecases.reading import Shown


class StandingCard(QFrame):
    """Answers what an author asks first."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self.say = bench, bench.say
        self._root = ""
        self.state, self.who, self.since = text("", "section"), text(""), text("", "hint")
        self.new = text(self.say("mine.new-answer"), "tag-good")
        self._line = divider()
        self._by, self.reason = text("", "label"), text("")
        self.see: QPushButton = button(self.say("mine.see-joined"), self._see, "link")
        top = QWidget()
        flow = FlowLayout(top)
        flow.addWidget(self.state)
        flow.addWidget(self.new)
        self.state.setWordWrap(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        for part in (top, self.who, self.see, self.since, self._line, self._by, self.reason):
            layout.addWidget(part)

    def show_idea(self, shown: Shown, standing: Standing, *, is_new: bool) -> None:
        """Show where this idea stands."""
        row, say = shown.row, self.say
        self._root = row.root
        self.state.setText(heading(say, row, standing))
        self.new.setVisible(is_new)
        self.who.setText(who_has_it(say, row, standing))
        self.see.setVisible(row.status == "joined")
        self.since.setVisible(standing.days is not None)
        if standing.days:
            self.since.setText(say("mine.since", day=history.day(standing.since), count=standing.days))
        else:
            self.since.setText(say("mine.since-today"))
        answer: Progress | Review | None = shown.idea.progress or shown.idea.review
        for part in (self._line, self._by, self.reason):
            part.setVisible(answer is not None)
        if answer is not None:
            asked = row.status == "asked"
            who = answer.by.name or say("none.name")
            self._by.setText(say("mine.asked" if asked else "mine.said", who=who, day=history.day(answer.at)))
            self.reason.setText(answer.note if isinstance(answer, Progress) else answer.reason)

    def _see(self) -> None:
        self._bench.go.emit("all", self._root)
