"""What is being written about ideas in small forms: kept as drafts while it is typed, until it is said."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ideabox.store.drafts import Draft
from ideabox.ui.bench import Bench
from ideabox.ui.drafting import DraftKeeper
from ideabox.usecases import mine


class KeptWords(QObject):
    """The words in each form for each idea; `form` is a short name that is kept with them."""

    arrived = Signal()
    """What was kept by an earlier window has been read."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._keeper = DraftKeeper(bench, self)
        self._keeper.failed.connect(bench.refused)
        self._words: dict[str, str] = {}
        desk = bench.desk
        bench.runner.run(lambda _task: mine.begun(desk.session, desk.drafts), self._take, bench.refused, lane="drafts")

    def of(self, form: str, idea: str) -> str:
        """What has been written."""
        return self._words.get(_name(form, idea), "")

    def note(self, form: str, idea: str, words: str) -> None:
        """It reads like this now."""
        name = _name(form, idea)
        self._words[name] = words
        self._keeper.keep(Draft(name, of=idea, reply=words))

    def forget(self, form: str, idea: str) -> None:
        """It has been said."""
        name = _name(form, idea)
        if self._words.pop(name, ""):
            self._keeper.discard(name)

    def save(self) -> None:
        """Begin to save what is not saved yet."""
        self._keeper.flush()

    def _take(self, drafts: dict[str, Draft]) -> None:
        self._words = {name: draft.reply for name, draft in drafts.items()} | self._words
        self.arrived.emit()


def _name(form: str, idea: str) -> str:
    return f"{form}:{idea}"
