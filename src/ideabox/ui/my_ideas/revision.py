"""Changing an idea in place: the form it was written in, with what it says now."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ideabox.domain.idea import Idea
from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.drafting import DraftKeeper
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.idea_form import IdeaForm
from ideabox.ui.widgets.personal_data import PersonalDataCard
from ideabox.ui.widgets.scrolled import scrolled
from ideabox.ui.widgets.text import text
from ideabox.usecases import ideas
from ideabox.usecases.recording import Changes


def draft_id(idea: str) -> str:
    """The id of the draft in which an idea is being changed."""
    return f"revise:{idea}"


class RevisionForm(QWidget):
    """What is changed is kept as a draft until it is saved or discarded, wherever the person goes meanwhile."""

    edited = Signal(object)
    """The `Draft` as it is now."""
    ended = Signal(str)
    """The changes to this idea have been saved or discarded."""
    left = Signal()
    """The person goes back; the changes wait."""

    def __init__(self, bench: Bench, keeper: DraftKeeper) -> None:
        super().__init__()
        self._bench, self.say, self._keeper = bench, bench.say, keeper
        self._before = self._saving = Draft("")
        say = self.say
        self.form = IdeaForm(bench, asks_for_name=False)
        self.form.edited.connect(self._edited)
        self.save: QPushButton = button(say("mine.save"), self._save, "primary", shortcut="Ctrl+Return")
        self.back: QPushButton = button(say("mine.back"), self._leave)
        self.cancel: QPushButton = button(say("mine.cancel"), self._discard, "link")
        self.personal = PersonalDataCard(bench, self.form.texts, stands=False)
        self._acts = QWidget()
        flow = FlowLayout(self._acts, tokens.SPACE_12)
        for act in (self.save, self.back, self.cancel):
            flow.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(scrolled(text(say("mine.edit-heading"), "section"), self.form, self.personal), 1)
        layout.addWidget(self._acts)

    @property
    def idea(self) -> str:
        """The idea that is being changed."""
        return self._before.of

    def change(self, it: Idea, begun: Draft | None) -> None:
        """Change this idea, going on from what had been begun."""
        self._before = Draft(
            draft_id(it.id),
            it.title,
            it.problem,
            it.proposal,
            it.skills,
            tuple(it.barriers),
            it.helps,
            it.source,
            of=it.id,
            offered=it.offered,
            barrier_note=it.barrier_note,
        )
        self.form.show_draft(begun or self._before)
        self.personal.begin_anew()
        self.form.title.setFocus()

    def _edited(self) -> None:
        draft = self.form.read(self._before.id, self._before.of)
        self._keeper.keep(draft)
        self.edited.emit(draft)

    def _leave(self) -> None:
        self._keeper.flush()
        self.left.emit()

    def _discard(self) -> None:
        self._keeper.discard(self._before.id)
        self.ended.emit(self.idea)

    def _save(self) -> None:
        if not self._acts.isEnabled():
            return
        self.form.show_problems(())
        confirmed = self.personal.confirmed
        self._take_no_words(True)
        session, idea = self._bench.session, self.idea
        draft, before = self.form.read(self._before.id, idea), self._before
        self._saving = before
        codes = [tag.key for tag in draft.skills]

        def revise(_task: Task) -> Changes:
            return ideas.revise(
                session,
                idea,
                title=draft.title.strip(),
                problem=draft.problem.strip(),
                proposal=draft.proposal.strip(),
                skills=None if set(codes) == {tag.key for tag in before.skills} else codes,
                barriers=None if set(draft.barriers) == set(before.barriers) else draft.barriers,
                helps=draft.helps.strip(),
                offered=[tag.key for tag in draft.offered],
                barrier_note=draft.barrier_note.strip(),
                source=draft.source,
                confirmed=confirmed,
            )

        self._bench.act(revise, self._saved, self._refused)

    def _saved(self, changes: Changes) -> None:
        self._take_no_words(False)
        self._keeper.discard(self._saving.id)
        self.ended.emit(self._saving.of)
        self._bench.noticed.emit(self.say("mine.revised" if changes.updated else "mine.unchanged"), "", None)

    def _refused(self, refusal: Refusal) -> None:
        self._take_no_words(False)
        self.form.show_problems(refusal.problems)

    def _take_no_words(self, saving: bool) -> None:
        self.form.setEnabled(not saving)
        self._acts.setEnabled(not saving)
