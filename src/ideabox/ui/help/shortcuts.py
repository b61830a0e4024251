"""The keyboard shortcuts as they are, found in the window itself."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ideabox.ui.places import places_of
from ideabox.ui.screen import Screen
from ideabox.usecases.wording import Wording

_ALWAYS = (
    ("help.key-tab", "help.does-tab"),
    ("help.key-shift-tab", "help.does-shift-tab"),
    ("help.key-space", "help.does-space"),
    ("help.key-enter", "help.does-enter"),
    ("help.key-arrows", "help.does-arrows"),
)


class Keys(msgspec.Struct, frozen=True):
    """Keys, and what they do."""

    keys: str
    does: str


def as_markdown(say: Wording, window: QWidget, role: str, heading: str) -> str:
    """The whole page: the places, what works everywhere, and what works at each place that has keys of its own."""
    lines = [f"# {heading}", "", say("help.keys-lead"), "", f"## {say('help.keys-places')}", ""]
    lines += [
        _line(_native(QKeySequence(place.shortcut)), say(f"place.{place.code}"))
        for place in places_of(role)
        if place.shortcut
    ]
    lines += ["", f"## {say('help.keys-everywhere')}", ""]
    lines += [_line(each.keys, each.does) for each in _of_window(window)]
    lines += [_line(say(keys), say(does)) for keys, does in _ALWAYS]
    codes = [place.code for place in places_of(role)]
    screens = {screen.code: screen for screen in window.findChildren(Screen) if screen.code in codes}
    for code in codes:
        found = list(_of_screen(screens[code])) if code in screens else []
        if found:
            lines += ["", f"## {say(f'place.{code}')}", "", *(_line(each.keys, each.does) for each in found)]
    return "\n".join(lines) + "\n"


def _of_window(window: QWidget) -> Iterator[Keys]:
    """Shortcuts of the window itself. `whatsThis` says what a shortcut without a button does."""
    for shortcut in window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if shortcut.whatsThis():
            yield Keys(_together(shortcut.keys()), shortcut.whatsThis())


def _of_screen(screen: Screen) -> Iterator[Keys]:
    for button in screen.findChildren(QPushButton):
        if not button.shortcut().isEmpty():
            yield Keys(_together([button.shortcut()]), button.text())
    for shortcut in screen.findChildren(QShortcut):
        if shortcut.whatsThis():
            yield Keys(_together(shortcut.keys()), shortcut.whatsThis())


def _together(keys: list[QKeySequence]) -> str:
    return ", ".join(dict.fromkeys(map(_native, keys)))


def _native(keys: QKeySequence) -> str:
    """As it stands on the keyboard; the two Enter keys count as one."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def _line(keys: str, does: str) -> str:
    return f"- **{keys}** {does}"
