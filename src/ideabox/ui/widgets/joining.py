"""Choosing the idea that another one repeats."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.queries import IdeaRow
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import LineField
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.text import divider, text
from ideabox.usecases import joining

PAUSE_MS = 150

_Answer = tuple[int, bool, list[IdeaRow]]


class JoinPanel(QFrame):
    """Ideas like the one it is for; others by the words that are typed, or by an id that is pasted."""

    chosen = Signal(str)
    """The id of the idea to join."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self._idea = ""
        self._asked = 0
        self._reading: Task | None = None
        self.buttons: list[QPushButton] = []
        self.search = LineField("into", self._say("join.search"), self._say("join.hint"))
        self.search.edited.connect(self._type)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self.search)
        self._heading = text("", "hint")
        layout.addWidget(self._heading)
        self._found = QVBoxLayout()
        self._found.setSpacing(tokens.SPACE_8)
        layout.addLayout(self._found)
        self.setFocusProxy(self.search)

    def show_for(self, idea: str) -> None:
        """Offer what this idea may join."""
        self._idea = idea
        self.search.value = ""
        self._show([])
        self._ask()

    def _type(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        self._asked += 1
        number, session, idea, typed = self._asked, self._bench.session, self._idea, self.search.value

        def read(_task: Task) -> _Answer:
            return number, bool(typed.strip()), joining.targets(session, idea, typed)

        self._reading = self._bench.runner.run(read, self._take, self._none, lane="read")

    def _take(self, answer: _Answer) -> None:
        number, by_words, rows = answer
        if number != self._asked:
            return
        self._show(rows)
        if rows:
            words = self._say("join.found" if by_words else "join.similar")
        else:
            words = self._say("join.none" if by_words else "join.no-similar")
        self._heading.setText(words)
        if by_words:
            announce(self, f"{words} {len(rows)}" if rows else words)

    def _none(self, refusal: Refusal) -> None:
        if any(problem.field != "idea" for problem in refusal.problems):
            self._bench.refused(refusal)
        self._take((self._asked, True, []))

    def _show(self, rows: list[IdeaRow]) -> None:
        empty(self._found)
        self.buttons = []
        self._heading.setText("")
        for row in rows:
            self._found.addWidget(divider())
            self._found.addWidget(self._row(row))

    def _row(self, row: IdeaRow) -> QWidget:
        say = self._say
        title = " ".join(row.title.split()) or say("none.title")
        place = QWidget()
        across = QHBoxLayout(place)
        across.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text(title, "label"))
        office = row.office or say("none.office")
        words.addWidget(text(say("join.about", office=office, status=say(f"status.{row.status}")), "hint"))
        across.addLayout(words, 1)
        act = say("join.this")
        made = button(act, self._choose, "link", name=f"{act}: {title}")
        made.setProperty("idea", row.id)
        self.buttons.append(made)
        across.addWidget(made, alignment=Qt.AlignmentFlag.AlignTop)
        return place

    def _choose(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("idea")))
