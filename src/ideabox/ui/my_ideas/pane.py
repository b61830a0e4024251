"""The idea that is chosen: where it stands, what its author can do, and what it says."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.drafting import DraftKeeper
from ideabox.ui.focus import bring_into_sight
from ideabox.ui.my_ideas import reply, revision, words
from ideabox.ui.my_ideas.reply import ReplyForm
from ideabox.ui.my_ideas.revision import RevisionForm
from ideabox.ui.my_ideas.standing import StandingCard
from ideabox.ui.my_ideas.withdrawal import Withdrawal
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.elsewhere import ElsewhereCard
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.idea_detail import IdeaDetail
from ideabox.ui.widgets.reading import ReadingArea
from ideabox.ui.widgets.stack import Stack
from ideabox.usecases import adopting, mine, reading
from ideabox.usecases.adopting import Example
from ideabox.usecases.mine import Mine
from ideabox.usecases.reading import Shown

_SETTLED = ("live", "joined", "withdrawn", "erased")
"""An idea of these statuses needs no example any more."""


class MyIdeaPane(Stack):
    """Reads one idea in the background, the newest question winning; a form that is open is never taken away."""

    shown = Signal(object)
    """The idea that is shown now, a `Shown`."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__()
        self._bench, self.say = bench, bench.say
        self.idea = ""
        """The id of the idea that is shown, or is being read."""
        self.drafts: dict[str, Draft] = {}
        """The changes and replies that are being written."""
        self._known, self._shown = Mine(), None
        self._now: Shown | None = None
        self._asked = 0
        self._reading: Task | None = None
        self.keeper = DraftKeeper(bench, parent)
        self.standing = StandingCard(bench)
        self.reply = ReplyForm(bench, self.keeper)
        self.withdrawal = Withdrawal(bench)
        self.revision = RevisionForm(bench, self.keeper)
        self.elsewhere = ElsewhereCard(bench, self.say("elsewhere.of-mine"))
        self.elsewhere.wanted.connect(self._see)
        self.detail = IdeaDetail(self.say, bench.look, brief=True)
        self.edit: QPushButton = button(self.say("mine.edit"), self._edit)
        self.withdraw: QPushButton = button(self.say("mine.withdraw"), self._withdraw, "link")
        self._acts = QWidget()
        self.area = ReadingArea(self._column(), self.say("mine.idea"))
        self._nothing = QWidget()
        for page in (self._nothing, self.area, self.revision):
            self.addWidget(page)
        for form in (self.reply, self.revision):
            form.edited.connect(self._begun)
        self.reply.given.connect(self._replied)
        self.revision.ended.connect(self._revised)
        self.revision.left.connect(self._read_on)
        self.withdrawal.answered.connect(self._decided)

    def show_id(self, idea: str) -> None:
        """Show this idea."""
        if self._reading is not None:
            self._reading.cancel()
        if idea != self.idea:
            self.keeper.flush()
            self.withdrawal.hide()
        self.idea = idea
        self._asked += 1
        number, session = self._asked, self._bench.session

        def read(_task: Task) -> tuple[int, Shown, list[Example]]:
            shown = reading.show(session, idea)
            settled = shown.row.status in _SETTLED
            return number, shown, [] if settled else adopting.examples(session, 1, shown.row)

        self._reading = self._bench.runner.run(read, self._take, self._gone, lane="read")

    def show_again(self) -> None:
        """Read the idea that is shown anew."""
        if self.idea:
            self.show_id(self.idea)

    def know(self, known: Mine) -> None:
        """This is known about my ideas now."""
        self._known = known

    def clear(self) -> None:
        """Show no idea."""
        self.idea, self._now = "", None
        self._asked += 1
        self.setCurrentWidget(self._nothing)

    def _column(self) -> QWidget:
        flow = FlowLayout(self._acts, tokens.SPACE_12)
        flow.addWidget(self.edit)
        flow.addWidget(self.withdraw)
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_16)
        for part in (self.standing, self.reply, self.withdrawal, self.detail, self.elsewhere):
            layout.addWidget(part)
        self.detail.foot.addWidget(self._acts)
        layout.addStretch(1)
        return column

    def _take(self, answer: tuple[int, Shown, list[Example]]) -> None:
        number, shown, examples = answer
        if number != self._asked:
            return
        other = self._now is None or self._now.row.id != shown.row.id
        self._now = shown
        row = shown.row
        standing = mine.standing(self._bench.session, row, self._known)
        self.standing.show_idea(shown, standing, is_new=words.is_news(row, self._known))
        self.detail.show_idea(_without_standing(shown))
        self.elsewhere.show_examples(examples)
        self.reply.setVisible(row.status == "asked")
        self.reply.show_for(row.id, self.drafts.get(reply.draft_id(row.id)))
        self._acts.setVisible(row.status not in ("withdrawn", "erased"))
        self._name_edit()
        if other or self.currentWidget() is self._nothing:
            self.area.show_top()
            self.setCurrentWidget(self.area)
        self.shown.emit(shown)

    def _see(self, idea: str) -> None:
        self._bench.go.emit("all", idea)

    def _gone(self, refusal: Refusal) -> None:
        self.clear()
        self._bench.refused(refusal)

    def _name_edit(self) -> None:
        begun = revision.draft_id(self.idea) in self.drafts
        self.edit.setText(self.say("mine.edit-on" if begun else "mine.edit"))

    def _begun(self, draft: Draft) -> None:
        self.drafts[draft.id] = draft

    def _edit(self) -> None:
        if self._now is not None:
            self.withdrawal.hide()
            self.setCurrentWidget(self.revision)
            self.revision.change(self._now.idea, self.drafts.get(revision.draft_id(self.idea)))

    def _revised(self, idea: str) -> None:
        self.drafts.pop(revision.draft_id(idea), None)
        self._read_on()

    def _read_on(self) -> None:
        if self.currentWidget() is self.revision:
            self.setCurrentWidget(self.area)
            self.edit.setFocus()
        self._name_edit()

    def _replied(self, idea: str) -> None:
        self.drafts.pop(reply.draft_id(idea), None)
        self.edit.setFocus()

    def _withdraw(self) -> None:
        self.withdrawal.ask(self.idea)
        bring_into_sight(self.withdrawal)

    def _decided(self) -> None:
        self.withdraw.setFocus()


def _without_standing(shown: Shown) -> Shown:
    """An idea as it was logged: its state and its answer are in the card above."""
    row = msgspec.structs.replace(shown.row, status="waiting", note="", reason="", decided_twice=False)
    return Shown(row, shown.idea, shown.history)
