"""What every screen is."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ideabox.ui.bench import Bench
from ideabox.ui.widgets.page import Page
from ideabox.usecases.recording import Changes


class Screen(Page):
    """A page at a place. It reads anew when it is shown after something has changed, and not while it is hidden."""

    def __init__(self, bench: Bench, code: str, *, scrolls: bool = True) -> None:
        super().__init__(bench.say(f"place.{code}"), scrolls=scrolls)
        self.bench, self.say = bench, bench.say
        self.code = code
        self.is_stale = True
        self._soon = QTimer(self)  # goes with the screen, unlike a shot that is on its way
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._read_anew)
        bench.changed.connect(self._changed)

    def refresh(self) -> None:
        """Read anew what the screen shows. Called on the window's thread; reads in the background."""

    def arrive(self, subject: object) -> None:
        """The person has come here, with something to show or None."""
        if self.is_stale:
            self.is_stale = False
            self.refresh()
        self.show_subject(subject)

    def show_subject(self, subject: object) -> None:
        """Show what the person came for, such as an idea by its id; None for nothing in particular."""

    def leave(self) -> None:
        """The person goes elsewhere, or the window closes: keep what is not kept yet."""

    def first_control(self) -> QWidget | None:
        """What the keyboard begins with here; None for the first that takes it."""
        return None

    def _changed(self, _changes: Changes) -> None:
        if self.isVisible():
            self._soon.start()
        else:
            self.is_stale = True

    def _read_anew(self) -> None:
        self.refresh()
