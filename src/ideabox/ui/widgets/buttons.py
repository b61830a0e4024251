"""Buttons, by what they are for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton

ButtonKind = Literal["primary", "secondary", "link", "chip", "fold", "place"]


def button(
    words: str,
    pressed: Callable[[], object] | None = None,
    kind: ButtonKind = "secondary",
    *,
    name: str = "",
    shortcut: str = "",
) -> QPushButton:
    """A button. `name` is for those who do not see what it stands beside; it must begin with the button's words.

    `pressed` must be a method of a living object: Qt holds methods weakly, but anything else for good.
    """
    made = QPushButton(words)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if name:
        made.setAccessibleName(name)
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    if kind in ("chip", "place"):
        made.setCheckable(True)
    if pressed is not None:
        made.clicked.connect(pressed)
    return made
