"""The page of keyboard shortcuts. A test holds it to the shortcuts that the window really has."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from ideabox.ui.places import places_of
from ideabox.usecases.wording import Wording

EVERYWHERE = (("Ctrl+F", "help.find"), ("F5", "team.exchange"))
BY_PLACE: dict[str, tuple[tuple[str, str], ...]] = {
    "log": (("Ctrl+Return", "log.send"), ("Ctrl+T", "log.take-suggested"), ("F8", "privacy.replace-next")),
    "mine": (("Ctrl+Return", "mine.save"), ("Ctrl+Return", "mine.reply-send"), ("F8", "privacy.replace-next")),
    "review": (
        ("1", "review.put-forward"),
        ("2", "review.do-here"),
        ("3", "review.ask"),
        ("4", "review.not-now"),
        ("5", "review.decline"),
        ("6", "review.join"),
        ("Ctrl+Return", "review.save"),
        ("F8", "privacy.replace-next"),
    ),
}
"""The keys of each place and what they do; while typing, numbers need Alt as well."""
_ALWAYS = (
    ("help.key-tab", "help.does-tab"),
    ("help.key-shift-tab", "help.does-shift-tab"),
    ("help.key-space", "help.does-space"),
    ("help.key-enter", "help.does-enter"),
    ("help.key-arrows", "help.does-arrows"),
)


def as_markdown(say: Wording, role: str, heading: str) -> str:
    """The whole page: the places, what works everywhere, and what works at each place that has keys of its own."""
    places = places_of(role)
    lines = [f"# {heading}", "", say("help.keys-lead"), "", f"## {say('help.keys-places')}", ""]
    lines += [_line(native(place.shortcut), say(f"place.{place.code}")) for place in places if place.shortcut]
    lines += ["", f"## {say('help.keys-everywhere')}", ""]
    lines += [_line(native(keys), say(code)) for keys, code in EVERYWHERE]
    lines += [_line(say(keys), say(does)) for keys, does in _ALWAYS]
    for place in places:
        if place.code in BY_PLACE:
            found = [_line(native(keys), say(code)) for keys, code in BY_PLACE[place.code]]
            lines += ["", f"## {say(f'place.{place.code}')}", "", *found]
            if any(keys.isdigit() for keys, _code in BY_PLACE[place.code]):
                lines += ["", say("help.keys-alt")]
    return "\n".join(lines) + "\n"


def native(keys: str) -> str:
    """As it stands on the keyboard; the two Enter keys count as one."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def _line(keys: str, does: str) -> str:
    return f"- **{keys}** {does}"
