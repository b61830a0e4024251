"""The queue as its list has it: each idea with the working days that it has waited."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject

from ideabox.store.queries import IdeaRow
from ideabox.ui.bench import Bench
from ideabox.ui.models.ideas import IdeasModel
from ideabox.usecases import queue


class QueueModel(IdeasModel):
    """Ideas to review. `begun_answers` holds the ids of those whose answer is being written."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(bench.session, bench.runner, bench.say, parent)
        self._bench, self._say = bench, bench.say
        self.begun_answers: Collection[str] = ()

    def about(self, row: IdeaRow) -> str:
        """The line below an idea's title."""
        session, say = self._bench.session, self._say
        office = row.office or say("none.office")
        if row.status == "waiting":
            days = queue.days_waiting(row, queue.today(session))
            words = say("review.about" if days else "review.about-today", count=days, office=office)
        else:
            words = say("review.about-decided", status=say(f"status.{row.status}"), office=office)
        return say("review.about-begun", about=words) if row.id in self.begun_answers else words

    def sentence(self, record: IdeaRow, title: str) -> str:
        return f"{title}. {self.about(record)}"
