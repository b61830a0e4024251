"""Review: what waits longest first; each idea answered with a reason, then the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Answer
from ideabox.store.queries import Filter, Sort
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.duplicates.link import DuplicatesLink
from ideabox.ui.models.ideas import RECORD
from ideabox.ui.review.kept import KeptAnswers
from ideabox.ui.review.pane import ReviewPane
from ideabox.ui.review.queue import QueueModel
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.faces import Faces
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.idea_list import IdeaList
from ideabox.ui.widgets.panes import Panes
from ideabox.ui.widgets.send_answers import SendAnswers
from ideabox.usecases import ideas, queue, reviewing
from ideabox.usecases.queue import Queue
from ideabox.usecases.reading import Shown

_WAITING: tuple[Filter, Sort] = (Filter(status="waiting"), "waiting")
_TWICE: tuple[Filter, Sort] = (Filter(decided_twice=True), "changed")


class Review(Screen):
    """A manager's answers, one idea after the other."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "review")
        say = bench.say
        self._subject = ""
        self._busy = self._decided = self._last = ""
        self._queue = Queue()
        self.kept = KeptAnswers(bench, self)
        self.model = QueueModel(bench, self)
        self.model.begun_answers = self.kept.answers
        self.list = IdeaList(self.model, bench.look, say("review.queue"), self.model.about, lines=2)
        self.pane = ReviewPane(bench, self)
        self.answers = SendAnswers(bench, self)
        self.duplicates = DuplicatesLink(bench)
        self.panes = Panes(bench, "review", self._left(), self.pane)
        self.faces = Faces(self.panes, say("list.loading"))
        self.waiting = button("", self._choose_list, "chip")
        self.twice = button("", self._choose_list, "chip")
        self._lists = self._list_chips()
        self.body.addWidget(self._lists)
        self.body.addWidget(self.faces, 1)
        self._connect()

    def _left(self) -> QWidget:
        left = QWidget()
        layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.duplicates, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.answers.button, alignment=Qt.AlignmentFlag.AlignLeft)
        return left

    def _list_chips(self) -> QWidget:
        group = QButtonGroup(self)
        row = QWidget()
        flow = FlowLayout(row)
        for chip in (self.waiting, self.twice):
            chip.setAutoExclusive(True)
            group.addButton(chip)
            flow.addWidget(chip)
        self.waiting.setChecked(True)
        row.hide()
        return row

    def _connect(self) -> None:
        self.model.begun.connect(self._begun)
        self.model.loaded.connect(self._loaded)
        self.model.failed.connect(self._failed)
        self.list.chosen.connect(self._chosen)
        self.list.activated_idea.connect(self._to_decisions)
        self.pane.shown.connect(self._idea_shown)
        self.pane.save_wanted.connect(self.save)
        self.pane.later_wanted.connect(self.keep_for_later)
        self.pane.form.edited.connect(self._edited)
        self.pane.form.join.chosen.connect(self._join)
        self.kept.changed.connect(self._show_begun)
        self.kept.arrived.connect(self._go_on_with_begun)

    def refresh(self) -> None:
        """Read the queue, and the idea that is shown, anew."""
        self.pane.one.show_again()
        self.model.show(*(_TWICE if self.twice.isChecked() else _WAITING))
        self.kept.read()
        self.bench.runner.run(self._read_queue, self._show_queue, self._leave, lane="read")

    def show_subject(self, subject: object) -> None:
        """Review an idea by its id, whether it waits for that or not."""
        if isinstance(subject, str) and subject:
            self._subject = subject
            self.faces.show_full()
            self.list.clearSelection()
            self.list.choose(subject)
            self.pane.one.show(subject)

    def leave(self) -> None:
        self.kept.save()

    def first_control(self) -> QWidget:
        return self.list

    def save(self) -> None:
        """Save the answer, and go on to the next idea."""
        form, idea = self.pane.form, self.pane.one.id
        if not idea or self._busy or form.answer.idea != idea:  # the answer on screen may still be the last idea's
            return
        faults = form.faults()
        form.show_errors(faults)
        decision = form.decision
        if faults or decision is None:
            return
        session, reason = self.bench.session, form.reason.value
        confirmed = form.personal.confirmed
        self._hold(idea, decision)
        self.bench.act(
            lambda _task: reviewing.review(session, idea, decision, reason, confirmed=confirmed),
            self._saved,
            self._refused,
            label=self.say("review.saving"),
        )

    def keep_for_later(self) -> None:
        """Keep the answer as it is, and go on to the next idea."""
        self.kept.save()
        self._last = ""
        self.bench.noticed.emit(self.say("review.kept"), "", None)
        self._go_on()

    def _join(self, into: str) -> None:
        idea, session = self.pane.one.id, self.bench.session
        if idea and not self._busy and self.pane.form.answer.idea == idea:
            self._hold(idea, "join")
            self.bench.act(lambda _task: ideas.join(session, idea, into), self._saved, self._refused)

    def _hold(self, idea: str, decision: str) -> None:
        self._busy, self._decided = idea, decision

    def _saved(self, _changes: object) -> None:
        idea, self._busy = self._busy, ""
        self._last = idea
        self.kept.forget(idea)
        if self._decided == "join":
            self.bench.noticed.emit(self.say("all.joined"), self.say("all.separate"), self._separate)
        else:
            words = self.say("review.saved", decision=self.say(f"decision.{self._decided}"))
            self.bench.noticed.emit(words, self.say("review.change"), self._change)
        if self.pane.one.id == idea:
            self._go_on()

    def _refused(self, refusal: Refusal) -> None:
        self._busy = ""
        self.pane.form.show_errors([(None, self.bench.sentences(refusal))])

    def _change(self) -> None:
        self.bench.go.emit("review", self._last)

    def _separate(self) -> None:
        idea, session = self._last, self.bench.session
        self.bench.act(lambda _task: ideas.separate(session, idea), self._separated)

    def _separated(self, _changes: object) -> None:
        self.bench.noticed.emit(self.say("all.separated"), "", None)

    def _go_on(self) -> None:
        """Choose the idea after this one, or the first if there is none after it."""
        self._subject = ""
        here = self.model.row_of(self.pane.one.id)
        following = 0 if here is None or here + 1 >= self.model.rowCount() else here + 1
        record = self.model.index(following, 0).data(RECORD) if self.model.rowCount() else None
        if record is None or record.id == self.pane.one.id:
            self.pane.clear()
        else:
            self.list.choose(record.id, record.pk)
            self._chosen(record.id)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_list(self) -> None:
        self._subject = ""
        self.faces.show_loading()
        self.refresh()

    def _begun(self) -> None:
        if self.model.rowCount():
            self.faces.show_full()
            self._choose_first()

    def _loaded(self, count: int) -> None:
        if count or self._subject:
            self.faces.show_full()
            self._choose_first()
            return
        self.pane.clear()
        if self.twice.isChecked():
            self.faces.show_empty(self.say("review.none-twice"), self.say("review.show-waiting"), self._show_waiting)
        elif self._last:
            self.faces.show_empty(self.say("review.all-answered"), self.say("all.send"), self.answers.send)
        else:
            self.faces.show_empty(self.say("review.none"), self.say("review.look-at-all"), self._look_at_all)

    def _choose_first(self) -> None:
        if self.list.current is None and not self._subject and self.model.rowCount():
            self.list.choose_row(0)

    def _failed(self, refusal: Refusal) -> None:
        self.faces.show_wrong(self.bench.sentences(refusal), self.say("all.again"), self._choose_list)

    def _chosen(self, idea: str) -> None:
        if not idea or idea == self.pane.one.id:
            return
        if self._subject and idea != self._subject:
            self._subject = ""
        self.kept.save()
        self.pane.one.show(idea)

    def _to_decisions(self, _idea: str) -> None:
        self.pane.form.decisions.first().setFocus()

    def _idea_shown(self, shown: Shown) -> None:
        """Go on with the answer that was begun; to decide again, with the one that was given."""
        row = shown.row
        if row.id == self.pane.form.answer.idea:
            return
        begun = self.kept.of(row.id)
        again = row.id == self._subject and row.decision != ""
        given = Answer(row.id, row.decision, row.reason) if again else Answer(row.id)
        self.pane.show_answer(begun or given)
        if row.id == self._subject:
            self.list.choose(row.id, row.pk)

    def _edited(self) -> None:
        if self.pane.form.answer.idea == self.pane.one.id:
            self.kept.note(self.pane.form.answer)

    def _show_begun(self) -> None:
        self.model.begun_answers = self.kept.answers
        self.list.viewport().update()

    def _go_on_with_begun(self) -> None:
        """The idea may have been shown before its answer, begun in an earlier window, had been read."""
        answer = self.pane.form.answer
        begun = self.kept.of(answer.idea)
        if begun is not None and answer.is_empty:
            self.pane.show_answer(begun)

    def _leave(self, _refusal: Refusal) -> None:
        """What cannot be read here cannot be read for the list either, which says so."""

    def _read_queue(self, _task: Task) -> Queue:
        return queue.queue(self.bench.session, self.bench.desk.preferences.review_days)

    def _show_queue(self, found: Queue) -> None:
        self._queue = found
        say = self.say
        self.aside.setText(say("review.aside", waiting=found.waiting, target=found.target, late=found.late))
        self.waiting.setText(say("review.list-waiting", count=found.waiting))
        self.twice.setText(say("review.list-twice", count=found.decided_twice))
        self._lists.setVisible(bool(found.decided_twice) or self.twice.isChecked())

    def _show_waiting(self) -> None:
        self.waiting.setChecked(True)
        self._choose_list()

    def _look_at_all(self) -> None:
        self.bench.go.emit("all", None)
