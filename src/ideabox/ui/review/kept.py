"""The answers that are being written: kept as the typing goes on, in the drafts' own file, until they are given."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ideabox.domain.problems import Refusal
from ideabox.store.drafts import Answer
from ideabox.ui.bench import Bench
from ideabox.usecases import queue

SAVE_AFTER_MS = 800
"""The longest that a change waits before it is being saved, however fast the typing goes on."""
AGAIN_AFTER_MS = 1_000


class KeptAnswers(QObject):
    """Answers by idea. Reads them when the store is read, writes them off the window's thread."""

    changed = Signal()
    arrived = Signal()
    """What was kept by an earlier window has been read."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self.answers: dict[str, Answer] = {}
        self._unsaved: Answer | None = None
        self._saving: Answer | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.save)

    def read(self) -> None:
        """Read what was kept, and let go of what was kept for ideas that are gone."""
        desk = self._bench.desk
        run = self._bench.runner.run
        run(lambda _task: queue.answers_kept(desk.session, desk.drafts), self._take, self._bench.refused, lane="drafts")

    def of(self, idea: str) -> Answer | None:
        """The answer that was begun to an idea."""
        return self.answers.get(idea)

    def note(self, answer: Answer) -> None:
        """An answer has changed; it is saved soon."""
        if self._unsaved is not None and self._unsaved.idea != answer.idea:
            self.save()
        if answer == self.of(answer.idea) or (answer.is_empty and answer.idea not in self.answers):
            return
        self._unsaved = answer
        self._set(answer)
        if not self._soon.isActive():
            self._soon.start(SAVE_AFTER_MS)

    def forget(self, idea: str) -> None:
        """Let go of an answer that has been given."""
        self.save()
        if idea in self.answers:
            self.note(Answer(idea))
            self.save()

    def save(self) -> None:
        """Write down what has not been written yet."""
        self._soon.stop()
        answer, self._unsaved = self._unsaved, None
        if answer is None:
            return
        self._saving = answer
        desk, run = self._bench.desk, self._bench.runner.run
        run(
            lambda _task: queue.keep_answer(desk.session, desk.drafts, answer),
            self._done,
            self._failed,
            lane="drafts",
        )

    def _take(self, answers: dict[str, Answer]) -> None:
        self.answers = answers | self.answers  # what is here is newer than what has been read
        self.changed.emit()
        self.arrived.emit()

    def _set(self, answer: Answer) -> None:
        if answer.is_empty:
            self.answers.pop(answer.idea, None)
        else:
            self.answers[answer.idea] = answer
        self.changed.emit()

    def _done(self, _nothing: object) -> None:
        """It is on disk."""

    def _failed(self, refusal: Refusal) -> None:
        """Say so, and try again unless there is a newer one to save."""
        if self._unsaved is None:
            self._unsaved = self._saving
            self._soon.start(AGAIN_AFTER_MS)
        self._bench.refused(refusal)
