"""The design tokens: every colour, size and space that the window uses. Sizes are in pixels at 100 % text."""

from __future__ import annotations

import msgspec


class Colours(msgspec.Struct, frozen=True):
    """One theme's colours, as #rrggbb.

    `edge` outlines controls; `line` only divides; `handle` is what scroll bars are moved by.
    """

    canvas: str
    surface: str
    rail: str
    text: str
    secondary: str
    line: str
    edge: str
    accent: str
    on_accent: str
    tint: str
    notice: str
    notice_edge: str
    good: str
    good_tint: str
    bad: str
    bad_tint: str
    focus: str
    focus_edge: str
    handle: str


LIGHT = Colours(
    canvas="#f5f6f8",
    surface="#ffffff",
    rail="#eceff3",
    text="#0b0c0c",
    secondary="#505a5f",
    line="#d5dae0",
    edge="#505a5f",
    accent="#1d70b8",
    on_accent="#ffffff",
    tint="#e8f1fa",
    notice="#fff4d6",
    notice_edge="#d9a400",
    good="#0f7a52",
    good_tint="#e3f3ec",
    bad="#a92e2e",
    bad_tint="#fbe9e9",
    focus="#ffdd00",
    focus_edge="#0b0c0c",
    handle="#858d96",
)

DARK = Colours(
    canvas="#14181d",
    surface="#1c2229",
    rail="#101418",
    text="#f1f4f7",
    secondary="#b4bdc7",
    line="#37414c",
    edge="#b4bdc7",
    accent="#6cb0f2",
    on_accent="#08131f",
    tint="#1d3550",
    notice="#3a3010",
    notice_edge="#e3b341",
    good="#6fd3a5",
    good_tint="#16372a",
    bad="#f19999",
    bad_tint="#3d1d1f",
    focus="#ffdd00",
    focus_edge="#0b0c0c",
    handle="#6d7884",
)

BODY, HINT, SECTION, TITLE = 14, 13, 16, 26
"""Type: text, hints and dates, headings of sections, the heading of a page."""

SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_24, SPACE_32, SPACE_48 = 4, 8, 12, 16, 24, 32, 48
PAGE_MARGIN = SPACE_32
RAIL_WIDTH = 216
FORM_WIDTH = 640
"""The widest that a column of text or fields becomes: about 75 characters."""
SIDE_WIDTH = 386
CONTROL_HEIGHT = 38
SCROLL_BAR = 12
"""Its width at every text size: it is not read."""
ROW_HEIGHT = 60
RADIUS_FIELD, RADIUS_BUTTON, RADIUS_CARD = 4, 6, 8
FOCUS_WIDTH, FOCUS_EDGE = 3, 2
