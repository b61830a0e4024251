"""Small forms about the idea that is shown. What is typed for an idea is kept until it is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.domain.events import Phase
from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.all_ideas.kept_words import KeptWords
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.ui.widgets.growing import GrowingField
from ideabox.ui.widgets.personal_data import PersonalDataCard
from ideabox.ui.widgets.text import text
from ideabox.usecases import adopting, ideas, reviewing
from ideabox.usecases.reading import Shown
from ideabox.usecases.recording import Changes
from ideabox.usecases.session import Session


class CommentForm(QWidget):
    """Says something about the idea."""

    def __init__(self, bench: Bench, kept: KeptWords) -> None:
        super().__init__()
        self._bench, self._say, self._kept = bench, bench.say, kept
        self._idea, self._sending = "", ""
        self.errors = ErrorSummary(self._say("form.errors"))
        self.field = GrowingField("text", self._say("all.comment"), self._say("all.comment-hint"), lines=2)
        self.field.edited.connect(self._edited)
        self._kept.arrived.connect(self._show_kept)
        self.save = button(self._say("all.add-comment"), self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self.errors)
        layout.addWidget(self.field)
        self.personal = PersonalDataCard(bench, [self.field], stands=False, key="")
        layout.addWidget(self.personal)
        layout.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_for(self, shown: Shown) -> None:
        """Be about this idea."""
        if shown.row.id == self._idea:
            return
        self._idea = shown.row.id
        self._show_kept()
        self.personal.begin_anew()
        self._complain("")

    def _show_kept(self) -> None:
        self.field.value = self._kept.of("comment", self._idea)

    def _edited(self) -> None:
        self._kept.note("comment", self._idea, self.field.value)

    def _save(self) -> None:
        words = self.field.value
        if not words.strip():
            self._complain(self._say("all.enter-comment"))
            return
        self._complain("")
        session, idea = self._bench.session, self._idea
        self._sending, confirmed = idea, self.personal.confirmed
        self._bench.act(
            lambda _task: ideas.comment(session, idea, words, confirmed=confirmed), self._saved, self._refused
        )

    def _saved(self, _changes: object) -> None:
        if self._sending == self._idea:
            self.field.value = ""
        self._kept.forget("comment", self._sending)
        self._bench.noticed.emit(self._say("all.commented"), "", None)

    def _refused(self, refusal: Refusal) -> None:
        self._complain(self._bench.sentences(refusal))

    def _complain(self, message: str) -> None:
        self.field.set_error(message)
        self.errors.show_errors([(self.field, message)] if message else [])


class NoteForm(QFrame):
    """Records something with a note. `key` names what is kept of it, and `said` is the message once it is recorded."""

    saved = Signal()

    def __init__(self, bench: Bench, kept: KeptWords, key: str, note: GrowingField, save: str, said: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say, self._kept, self._key, self._said = bench, bench.say, kept, key, said
        self._idea, self._sending = "", ""
        self.errors = ErrorSummary(bench.say("form.errors"))
        self.note = note
        self.note.edited.connect(self._edited)
        kept.arrived.connect(self._show_kept)
        self.personal = PersonalDataCard(bench, [note], stands=False, key="")
        self.save = button(save, self._save, "primary")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        self._layout.setSpacing(tokens.SPACE_12)
        for part in (self.errors, self.note, self.personal):
            self._layout.addWidget(part)
        self._layout.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignLeft)

    def show_for(self, shown: Shown) -> None:
        """Be about this idea."""
        if shown.row.id == self._idea:
            return
        self._idea = shown.row.id
        self._show_kept()
        self.personal.begin_anew()
        self._complain("")

    def _record(self, session: Session, idea: str, words: str, confirmed: bool) -> Callable[[Task], Changes]:
        """What records it, in the background."""
        raise NotImplementedError

    def _show_kept(self) -> None:
        self.note.value = self._kept.of(self._key, self._idea)

    def _edited(self) -> None:
        self._kept.note(self._key, self._idea, self.note.value)

    def _save(self) -> None:
        self._complain("")
        self._sending = self._idea
        record = self._record(self._bench.session, self._idea, self.note.value, self.personal.confirmed)
        self._bench.act(record, self._saved, self._refused)

    def _saved(self, _changes: object) -> None:
        if self._sending == self._idea:
            self.note.value = ""
            self.saved.emit()
        self._kept.forget(self._key, self._sending)
        self._bench.noticed.emit(self._said, "", None)

    def _refused(self, refusal: Refusal) -> None:
        self._complain(self._bench.sentences(refusal))

    def _complain(self, message: str) -> None:
        self.note.set_error(message)
        self.errors.show_errors([(self.note, message)] if message else [])


class ProgressForm(NoteForm):
    """Reports how far the idea has come; with just one phase to report, it does not ask which."""

    def __init__(self, bench: Bench, kept: KeptWords, phases: Sequence[Phase]) -> None:
        say = bench.say
        note = GrowingField("note", say("all.note"), say("all.note-hint"), lines=3)
        save = say("all.save-done" if len(phases) == 1 else "all.save-progress")
        super().__init__(bench, kept, "note", note, save, say("all.progressed"))
        self._phases = tuple(phases)
        self.phase = ChoiceField("phase", say("all.phase"), [(phase, say(f"phase.{phase}")) for phase in phases])
        self._layout.insertWidget(1, self.phase)
        self._layout.addWidget(text(say("all.leaves-later"), "hint"))
        self.phase.setVisible(len(phases) > 1)

    def show_for(self, shown: Shown) -> None:
        """Be about this idea, and suggest the phase that comes next."""
        if shown.row.id != self._idea:
            self.phase.value = self._next(shown.row.phase)
        super().show_for(shown)

    def _next(self, phase: str) -> str:
        """The phase after this one."""
        order = [each for each in self._phases if each != "stopped"]
        reached = next((number for number, each in enumerate(order) if each == phase), -1)
        return order[min(reached + 1, len(order) - 1)]

    def _save(self) -> None:
        if self.note.value.strip():
            super()._save()
        else:
            self._complain(self._say("all.enter-note"))

    def _record(self, session: Session, idea: str, words: str, confirmed: bool) -> Callable[[Task], Changes]:
        phase = next(each for each in self._phases if each == self.phase.value)
        return lambda _task: reviewing.progress(session, idea, phase, words, confirmed=confirmed)


class AdoptForm(NoteForm):
    """Says that this office does the idea too, and if the person wants to, how."""

    def __init__(self, bench: Bench, kept: KeptWords) -> None:
        say = bench.say
        note = GrowingField("note", say("all.adopt-note"), say("all.adopt-note-hint"), lines=2)
        super().__init__(bench, kept, "adopt", note, say("all.save-adoption"), say("all.adopted"))

    def _record(self, session: Session, idea: str, words: str, confirmed: bool) -> Callable[[Task], Changes]:
        return lambda _task: adopting.adopt(session, idea, words, confirmed=confirmed)
