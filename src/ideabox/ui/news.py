"""Telling the person quietly, once, that there is an answer to an idea of theirs, however it came."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings

from ideabox.ui.bench import Bench
from ideabox.usecases import mine
from ideabox.usecases.mine import News

_TOLD = "mine/told"
_VISITED = "mine/visited"
"""Where the last visit to My ideas left off: what was seen there is no news."""


class NewsOfMine(QObject):
    """Remembers what has been told, over restarts too."""

    def __init__(self, bench: Bench, memory: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._memory = bench, memory
        self._is_at_them = False

    def look(self, *, is_at_them: bool) -> None:
        """See whether anything has come; whoever is at My ideas sees it there."""
        self._is_at_them = is_at_them
        session, since = self._bench.session, max(self._kept(_TOLD), self._kept(_VISITED))
        self._bench.ask(lambda: mine.news(session, since), self._tell)

    def _tell(self, news: News) -> None:
        if not news.titles or news.until <= self._kept(_TOLD):
            return
        self._memory.setValue(_TOLD, news.until)
        if self._is_at_them:
            return
        say = self._bench.say
        words = say("news.answers", count=len(news.titles), title=news.titles[0] or say("none.title"))
        self._bench.noticed.emit(words, say("news.see"), self._see)

    def _see(self) -> None:
        self._bench.go.emit("mine", None)

    def _kept(self, name: str) -> int:
        kept = str(self._memory.value(name, ""))
        return int(kept) if kept.isdecimal() else 0
