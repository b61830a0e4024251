"""The pages of the help: which there are for a role, and what they say."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ideabox.domain.people import ROLES
from ideabox.ui.places import places_of

SHORTCUTS = "shortcuts"
"""The page that is made from the shortcuts as they are."""
_AFTER = ("case", "team-folder", SHORTCUTS, "privacy", "about", "administrators", "threats")


class HelpPage(msgspec.Struct, frozen=True):
    """A page by its code: that of a role or a place, or one of its own. `text` is Markdown."""

    code: str
    title: str
    text: str


def pages_for(role: str, resources: Path) -> list[HelpPage]:
    """The pages in the order of the list: my role, my places, what everybody may ask, the other roles."""
    places = [place.code for place in places_of(role)]
    others = [each for each in ROLES if each != role]
    made = (_read(resources / "help" / f"{code}.md") for code in (role, *places, *_AFTER, *others))
    return [page for page in made if page is not None]


def _read(path: Path) -> HelpPage | None:
    """A page; its first line is its title. None where a place has none."""
    try:
        words = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return HelpPage(path.stem, words.partition("\n")[0].removeprefix("# ").strip(), words)
