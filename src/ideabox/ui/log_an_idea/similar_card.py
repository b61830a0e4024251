"""Ideas like the one that is being written, found while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.text import divider, set_status, status_tag, text
from ideabox.usecases import ideas
from ideabox.usecases.recording import Changes
from ideabox.usecases.similar import Similar, again, similar

PAUSE_MS = 300
FEWEST = 3
"""Letters of a title before it says anything."""
SHARED = 3
"""How many of the words that an idea shares are shown."""


class SimilarCard(QFrame):
    """Looks once the typing pauses; an answer to an older question is never shown."""

    found = Signal(object)
    """What has been found now: a list of `Similar`."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self.say = bench, bench.say
        self._written, self._number = ("", "", ""), 0
        self._asking: Task | None = None
        self.rows: list[SimilarRow] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(self.say("log.similar"), "section"))
        self.hint = text(self.say("log.similar-before"), "hint")
        layout.addWidget(self.hint)
        self._found = QVBoxLayout()
        self._found.setSpacing(tokens.SPACE_8)
        layout.addLayout(self._found)

    def look_for(self, draft: Draft) -> None:
        """This is what is written now."""
        wanted = (" ".join(draft.title.split()), draft.problem, draft.proposal)
        if wanted != self._written:
            self._written = wanted
            self._timer.start()

    def look(self) -> None:
        """Look for ideas like what is written now."""
        self._timer.stop()
        self._number += 1
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        if len(self._written[0]) < FEWEST:
            self._show([], self.say("log.similar-before"))
            self.found.emit([])
            return
        number, session, written = self._number, self._bench.session, self._written

        def question() -> tuple[int, list[Similar]]:
            return number, similar(session, *written)

        self._asking = self._bench.ask(question, self._take)

    def _take(self, answer: tuple[int, list[Similar]]) -> None:
        number, found = answer
        if number != self._number:
            return
        self._asking = None
        self.found.emit(found)
        before = {row.idea for row in self.rows}
        self._show(found, self.say("log.similar-hint" if found else "log.similar-none"))
        if found and not before.issuperset(each.row.id for each in found):
            announce(self, self.say("log.similar-found", count=len(found)))

    def _show(self, found: list[Similar], hint: str) -> None:
        self.hint.setText(hint)
        if [row.idea for row in self.rows] == [each.row.id for each in found]:
            for row, each in zip(self.rows, found, strict=True):
                row.show_idea(each)
                row.show_why(each.words)
            return
        empty(self._found)
        self.rows = [SimilarRow(self._bench, each) for each in found]
        for row in self.rows:
            self._found.addWidget(row)


class SimilarRow(QWidget):
    """One of them, with its state, and a way to stand behind it instead of writing it again."""

    def __init__(self, bench: Bench, found: Similar) -> None:
        super().__init__()
        self._bench, self.say = bench, bench.say
        self.idea = found.row.id
        self._title = text("", "label")
        self.about = text("", "hint")
        self.why = text("", "hint")
        self._tag = status_tag(found.row.status, "")
        self._read: QPushButton = button(self.say("log.read"), self._go, "link")
        self.support: QPushButton = button(self.say("log.support"), self._support, "link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_4)
        for widget in (divider(), self._title, self.about, self.why):
            layout.addWidget(widget)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for act in (self._tag, self._read, self.support):
            flow.addWidget(act)
        layout.addWidget(acts)
        self.show_idea(found)
        self.show_why(found.words)

    def show_why(self, words: tuple[str, ...]) -> None:
        """Say why it is here: the most telling of the words that it shares."""
        self.why.setText(self.say("log.similar-words", words=", ".join(words[:SHARED])))

    def show_idea(self, found: Similar) -> None:
        """Show the idea as it is now."""
        row, say = found.row, self.say
        title = " ".join(row.title.split()) or say("none.title")
        self._words = title
        self._title.setText(title)
        self.about.setText(say("log.similar-about", office=row.office or say("none.office"), count=row.supporters))
        set_status(self._tag, row.status, say(f"status.{row.status}"))
        self._read.setAccessibleName(say("log.read-what", title=title))
        stands_by = found.is_mine or found.is_supported
        words = say("log.yours") if found.is_mine else say("log.supported") if stands_by else say("log.support")
        self.support.setText(words)
        self.support.setAccessibleName(words if stands_by else say("log.support-what", title=title))
        self.support.setEnabled(not stands_by)

    def _go(self) -> None:
        self._bench.go.emit("all", self.idea)

    def _support(self) -> None:
        self.support.setEnabled(False)
        session, idea = self._bench.session, self.idea

        def support(_task: Task) -> Changes:
            return ideas.support(session, idea)

        self._bench.act(support, self._supported, self._refused)

    def _supported(self, _changes: Changes) -> None:
        self._look_again(self._tell)

    def _refused(self, refusal: Refusal) -> None:
        self._bench.refused(refusal)
        self._look_again(self.show_idea)

    def _look_again(self, done: Callable[[Similar], None]) -> None:
        session, idea = self._bench.session, self.idea
        self._bench.ask(lambda: again(session, idea), done)

    def _tell(self, found: Similar) -> None:
        self.show_idea(found)
        announce(self, self.say("log.supported-what", title=self._words, count=found.row.supporters))
