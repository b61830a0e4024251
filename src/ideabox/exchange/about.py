"""What a file for people says of itself: on its cover sheet, or at the head of a report."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from ideabox.exchange.tables import guard


class About(msgspec.Struct, frozen=True):
    """A file's account of itself, in words. `facts` are labels with their values, the marking first.

    `words` gives the words for a value of a column, such as the name of a status for its code.
    """

    title: str
    marking: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    ideas: int
    say: Callable[..., str]
    words: Callable[[str, str], str]
    raw: bool = False
    """Whether cells that a spreadsheet could run as formulas are left as they are."""

    @property
    def heading(self) -> str:
        """The title under its marking, on one line."""
        return f"{self.marking}: {self.title}"

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The facts and the notes, each a label and a text that no spreadsheet runs."""
        notes = ((self.say("sheet.note"), note) for note in self.notes)
        return tuple((label, guard(text)) for label, text in (*self.facts, *notes))
