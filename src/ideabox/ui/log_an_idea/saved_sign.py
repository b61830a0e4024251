"""Whether what was typed is safe: never more than is known."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLabel

from ideabox.domain.problems import Refusal
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.text import set_kind
from ideabox.usecases import history


class SavedSign:
    """Speaks in the corner of the screen. Only a failure is read out: what goes well is not worth an interruption."""

    def __init__(self, bench: Bench, label: QLabel) -> None:
        self._bench, self._say, self._label = bench, bench.say, label
        self._has_failed = False

    @property
    def words(self) -> str:
        return self._label.text()

    def clear(self) -> None:
        """There is nothing to save."""
        self._show("", "hint")

    def show_pending(self) -> None:
        """Something is not saved yet. Where saving has just failed, the reason stays until it works again."""
        if not self._has_failed:
            self._show(self._say("log.not-saved"), "hint")

    def show_saved(self, at: str) -> None:
        """All is on disk, since this moment."""
        self._has_failed = False
        moment, now = datetime.fromisoformat(at).astimezone(), self._bench.session.now().astimezone()
        if moment.date() == now.date():
            self._show(self._say("log.saved", time=f"{moment:%H:%M}"), "hint")
        else:
            self._show(self._say("log.saved-on", day=history.day(at)), "hint")

    def show_failed(self, refusal: Refusal) -> None:
        """It could not be saved, and why."""
        words = self._say("log.save-failed", why=self._bench.sentences(refusal))
        if not self._has_failed:
            announce(self._label, words, at_once=True)
        self._has_failed = True
        self._show(words, "error")

    def _show(self, words: str, kind: str) -> None:
        self._label.setText(words)
        if self._label.property("kind") != kind:
            set_kind(self._label, kind)
