"""The way to the likely duplicates from other screens."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QPushButton

from ideabox.ui.bench import Bench
from ideabox.ui.places import BY_CODE

LOOK_AFTER_MS = 20_000
"""How long its screen is in sight before it looks: nothing that the person came for waits for this."""


class DuplicatesLink(QPushButton):
    """Says how many groups there are, once that is known. It looks by itself when the person has settled in."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self._bench, self._finder = bench, bench.duplicates
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LOOK_AFTER_MS)
        self._later.timeout.connect(self._finder.look_if_needed)
        self._finder.changed.connect(self._tell)
        self.clicked.connect(self._go)
        bench.person_changed.connect(self._fit_person)
        self._tell()
        if not self._is_for_this_person:
            self.hide()  # but not shown before it is in its place: it would be a window of its own

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._later.stop()

    @property
    def _is_for_this_person(self) -> bool:
        return self._bench.session.me.role in BY_CODE["duplicates"].roles

    def _fit_person(self) -> None:
        self.setVisible(self._is_for_this_person)

    def _tell(self) -> None:
        say, finder = self._bench.say, self._finder
        known = say("duplicates.link-count", count=len(finder.groups)) if finder.is_known else ""
        self.setText(known or say("place.duplicates"))
        if not finder.is_known and self.isVisible():
            self._later.start()

    def _go(self) -> None:
        self._bench.go.emit("duplicates", None)
