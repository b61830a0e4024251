"""Log an idea: write it down in a minute, and lose nothing on the way."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Draft, Kept
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.drafting import DraftKeeper
from ideabox.ui.log_an_idea.drafts import DraftSwitcher
from ideabox.ui.log_an_idea.saved_sign import SavedSign
from ideabox.ui.log_an_idea.similar_card import SimilarCard
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.beside import Beside
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.idea_form import IdeaForm
from ideabox.ui.widgets.personal_data import PersonalDataCard
from ideabox.ui.widgets.scrolled import scrolled
from ideabox.ui.widgets.text import divider, text
from ideabox.usecases import case_form, ideas
from ideabox.usecases.recording import Changes
from ideabox.usecases.similar import Similar


class LogAnIdea(Screen):
    """A form that keeps itself, with what has been logged like it beside it."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "log", scrolls=False)
        self._draft = Draft("")
        self._discarded = self._sent = self._draft
        self._logged = ""
        self._has_drafts = False
        self.keeper = DraftKeeper(bench, self)
        self.keeper.pending.connect(self._pending)
        self.keeper.saved.connect(self._saved)
        self.keeper.failed.connect(self._save_failed)
        self.sign = SavedSign(bench, self.aside)
        self.drafts = DraftSwitcher(bench.session, self.say)
        self.drafts.chosen.connect(self._switch)
        self.form = IdeaForm(bench, sizes=True)
        self.form.edited.connect(self._edited)
        self.similar = SimilarCard(bench)
        self.similar.found.connect(self._suggest)
        self.personal = PersonalDataCard(bench, self.form.texts, stands=True)
        self.send = button(self.say("log.send"), self._send, "primary", shortcut="Ctrl+Return")
        self.keep = button(self.say("log.keep"), self._keep)
        self.discard = button(self.say("log.discard"), self._discard, "link")
        self._writing = self._main_column()
        self._buttons = self._button_row()
        columns = Beside(bench.look, self._writing, self._side_column())
        self.body.setSpacing(0)
        self._area = scrolled(columns, gutter=tokens.PAGE_MARGIN)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._buttons)
        self._begin_anew()

    def refresh(self) -> None:
        self.similar.look()
        if not self._has_drafts:
            desk = self.bench.desk
            self.bench.runner.run(
                lambda _task: desk.drafts.kept(), self._take_drafts, self.bench.refused, lane="drafts"
            )

    def arrive(self, subject: object) -> None:
        self.form.offer_skills((*self._draft.skills, *self._draft.offered))
        super().arrive(subject)

    def leave(self) -> None:
        self.keeper.flush()

    def first_control(self) -> QWidget | None:
        return self.form.title

    def _main_column(self) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(self.drafts)
        layout.addWidget(self.form)
        layout.addWidget(text(self.say("log.send-hint"), "hint"))
        layout.addStretch(1)
        return column

    def _button_row(self) -> QWidget:
        """Always in sight, however long the form is; the line shows that what is above it goes on."""
        foot, row = QWidget(), QWidget()
        flow = FlowLayout(row, tokens.SPACE_12)
        for each in (self.send, self.keep, self.discard):
            flow.addWidget(each)
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(0, 0, tokens.PAGE_MARGIN, tokens.SPACE_24)
        layout.setSpacing(tokens.SPACE_12)
        for part in (divider(), row):
            layout.addWidget(part)
        return foot

    def _side_column(self) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(self.similar)
        layout.addWidget(self.personal)
        layout.addStretch(1)
        return column

    # Drafts

    def _begin_anew(self) -> None:
        """Show an empty form."""
        without_name = self.bench.desk.preferences.without_name
        self._show(Draft(self.bench.session.new_id(), anonymous=without_name), "")

    def _show(self, draft: Draft, at: str) -> None:
        self._draft = draft
        self.form.show_draft(draft)
        self.personal.begin_anew()
        self._area.show_top()
        self.similar.look_for(draft)
        if at:
            self.sign.show_saved(at)
        else:
            self.sign.clear()
        self._mark()

    def _mark(self) -> None:
        self.drafts.show_current(self._draft.id)
        self._allow()

    def _allow(self) -> None:
        """An empty form is neither kept nor discarded."""
        for act in (self.keep, self.discard):
            act.setEnabled(not self._draft.is_empty)

    def _take_drafts(self, kept: list[Kept]) -> None:
        self._has_drafts = True
        self.drafts.take([each for each in kept if not each.draft.of])
        newest = self.drafts.newest
        if newest is not None and self._draft.is_empty:
            self._show(newest.draft, newest.at)
        else:
            self._mark()

    def _edited(self) -> None:
        was_empty = self._draft.is_empty
        self._draft = self.form.read(self._draft.id)
        self.similar.look_for(self._draft)
        if not (was_empty and self._draft.is_empty):
            self.keeper.keep(self._draft)
        self._allow()

    def _suggest(self, found: list[Similar]) -> None:
        """Suggest skills areas by the words that are typed, and by how ideas like this one were tagged."""
        offered = self.form.areas
        alike = [(each.likeness, [area for area in each.row.skills if area in offered]) for each in found]
        text_of = f"{self._draft.problem}\n{self._draft.proposal}"
        self.form.suggest(self.bench.desk.suggester.suggest(self._draft.title, text_of, alike))

    def _pending(self) -> None:
        self.sign.show_pending()

    def _saved(self, at: str) -> None:
        self.drafts.put(self._draft, at)
        if self._draft.is_empty:
            self.sign.clear()
        else:
            self.sign.show_saved(at)
        self.drafts.show_current(self._draft.id)

    def _save_failed(self, refusal: Refusal) -> None:
        self.sign.show_failed(refusal)

    def _switch(self, identifier: str) -> None:
        kept = self.drafts.kept(identifier)
        if kept is None or identifier == self._draft.id:
            return
        self._put_aside()
        self._show(kept.draft, kept.at)

    def _put_aside(self) -> None:
        """Let the present draft wait among the others."""
        if not self._draft.is_empty:
            self.drafts.put(self._draft, self.bench.session.timestamp())
        self.keeper.flush()

    def _keep(self) -> None:
        self._put_aside()
        self._begin_anew()
        self.bench.noticed.emit(self.say("log.kept"), "", None)
        self._start_writing()

    def _discard(self) -> None:
        self._discarded = self._draft
        self.drafts.drop(self._draft.id)
        self.keeper.discard(self._draft.id)
        self._begin_anew()
        self.bench.noticed.emit(self.say("log.discarded"), self.say("log.undo"), self._undo_discard)
        self._start_writing()

    def _undo_discard(self) -> None:
        self._put_aside()
        self._show(self._discarded, "")
        self.keeper.keep(self._draft)
        self.bench.go.emit("log", None)

    # Sending

    def _send(self) -> None:
        if not self._writing.isEnabled():
            return
        self._sent = draft = self.form.read(self._draft.id)
        self.form.show_problems(())
        confirmed = self.personal.confirmed
        self._take_no_words(True)
        self.keeper.flush()
        session, drop = self.bench.session, self.keeper.dropping(draft.id)

        try:
            sized = case_form.first_of(draft.size)
        except Refusal as refusal:
            self._refused(refusal)
            return

        def submit(_task: Task) -> Changes:
            codes = [tag.key for tag in draft.skills]
            changes = ideas.submit(
                session,
                draft.title.strip(),
                draft.problem.strip(),
                draft.proposal.strip(),
                codes,
                draft.barriers,
                helps=draft.helps.strip(),
                offered=[tag.key for tag in draft.offered],
                barrier_note=draft.barrier_note.strip(),
                source=draft.source,
                anonymous=draft.anonymous,
                sized=sized,
                confirmed=confirmed,
            )
            with contextlib.suppress(Refusal):  # the idea is safe; a draft that cannot be let go of stays where it is
                drop()
            return changes

        self.bench.act(submit, self._submitted, self._refused, label=self.say("log.sending"))

    def _take_no_words(self, sending: bool) -> None:
        self._writing.setEnabled(not sending)
        self._buttons.setEnabled(not sending)

    def _submitted(self, changes: Changes) -> None:
        self._logged = next(iter(changes.new))
        self.drafts.drop(self._sent.id)
        self._take_no_words(False)
        self._begin_anew()
        waits_here = self.bench.session.me.role != "adviser"
        words = self.say("log.logged-here" if waits_here else "log.logged")
        self.bench.noticed.emit(words, self.say("log.show-it"), self._show_logged)
        self._start_writing()

    def _refused(self, refusal: Refusal) -> None:
        self._take_no_words(False)
        self._edited()
        self.form.show_problems(refusal.problems)
        self.personal.look()

    def _show_logged(self) -> None:
        self.bench.go.emit("mine", self._logged)

    def _start_writing(self) -> None:
        if self.isVisible():
            self.form.title.setFocus(Qt.FocusReason.OtherFocusReason)
