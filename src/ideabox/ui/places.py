"""The places of the window, and who needs which."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ideabox.ui.bench import Bench
    from ideabox.ui.screen import Screen


class Place(msgspec.Struct, frozen=True):
    """A place: its code, the module and class of its screen, its key, and the roles that it is for."""

    code: str
    module: str
    screen: str
    shortcut: str
    roles: tuple[str, ...]
    at_bottom: bool = False
    under: str = ""
    """The place that it belongs to, if it does not stand in the rail itself."""

    def open(self, bench: Bench) -> Screen:
        """Make its screen; the module is loaded only now, so that the window opens at once."""
        made: Screen = getattr(importlib.import_module(f"ideabox.ui.{self.module}"), self.screen)(bench)
        return made


_ALL = ("adviser", "manager", "lead")
PLACES = (
    Place("log", "log_an_idea.screen", "LogAnIdea", "Ctrl+N", _ALL),
    Place("mine", "my_ideas.screen", "MyIdeas", "Ctrl+M", _ALL),
    Place("all", "all_ideas.screen", "AllIdeas", "Ctrl+L", _ALL),
    Place("review", "review.screen", "Review", "Ctrl+R", ("manager", "lead")),
    Place("duplicates", "duplicates.screen", "Duplicates", "Ctrl+D", ("manager", "lead"), under="review"),
    Place("batches", "batches.screen", "Batches", "Ctrl+B", ("manager", "lead")),
    Place("imports", "imports.screen", "Imports", "Ctrl+I", _ALL),
    Place("insights", "insights.screen", "InsightsScreen", "Ctrl+G", ("manager", "lead")),
    Place("help", "help.screen", "Help", "F1", _ALL, at_bottom=True),
    Place("rights", "rights.screen", "Rights", "Ctrl+P", _ALL, under="settings"),
    Place("settings", "settings.screen", "Settings", "Ctrl+,", _ALL, at_bottom=True),
)
BY_CODE = {place.code: place for place in PLACES}


def places_of(role: str) -> tuple[Place, ...]:
    """The places that a role needs."""
    return tuple(place for place in PLACES if role in place.roles)


def first_of(role: str) -> str:
    """Where a role's day begins."""
    return {"manager": "review", "lead": "all"}.get(role, "log")
