"""Ideas that are hard to write down, and what a file for people is to say of them."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import python_calamine as calamine

from ideabox.exchange.tables import COLUMNS
from ideabox.usecases import ideas, reviewing
from ideabox.usecases.session import Session
from tests.exchange import rows_in, unguarded

NAMES = [column.name for column in COLUMNS]
TITLES = [column.title for column in COLUMNS]
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet program might run, or let another begin."""
HARD = (
    "=1+1", "'=1+1", "+44 20 7946 0000", "-1", "@SUM(A1)", "\uff1dA1",
    '=HYPERLINK("https://ideabox.example","x")', "=cmd|' /C calc'!A0",
    "'", "''", '"', '""', "1234567890123456789", "0012", "1e5", "TRUE", "23/11/2026", "https://ideabox.example/a?b=c#d",
    "  two  spaces  at both ends  ",
    "a\nb", "a\n\nb", "a\r\nb", "a\rb", "\ttab", "a\tb", "a\n  b", "bell \x07", "\x1b[31mred",
    "_x0041_", "_x0041_x0042_", "_x005F_", "_x0041\x07",
    "<b>&amp;</b>", "]]>", "<script>alert(1)</script>", "emoji 😀👩‍👩‍👧",
    "Cymraeg: ŵ ŷ â ô", "\u202eback", "nbsp\u00a0end\u2028line", "del \x7f \x85", "e\u0301",
)  # fmt: skip
"""Texts that some program takes for something else, or loses."""
LONGEST = "😀" * 9_999 + "x"
"""As long as a text may be, in characters; twice that as Excel counts."""


def fill(session: Session) -> None:
    """Log an idea for each hard text, with every field used somewhere."""
    for number, text in enumerate(HARD):
        ideas.submit(
            session, f"{text} {number}", text, f"{number}: {text}", ["EDS-COM", "EDS-F"], ["it"], helps=text,
            offered=["EDS-PRO", "EDS-SAF"] * (number % 2), barrier_note=text,
        )  # fmt: skip
    first = next(iter(ideas.submit(session, "Reviewed", LONGEST, "-a\r\nb").new))
    reviewing.review(session, first, "put-forward", "+Because")
    reviewing.progress(session, first, "alpha", "\nSoon")
    ideas.join(session, next(iter(ideas.submit(session, "The same", "a", "b").new)), first)


def as_given(session: Session) -> list[dict[str, Any]]:
    """What each column is to say, newest arrival first, read from the database without the program's own queries."""
    wanted = (
        "hex(id)", "title", "problem", "proposal", "status", "office", "author_name", "skills", "barriers", "helps",
        "submitted_at", "supporters", "decision", "reason", "reviewed_at", "phase", "note",
        "CASE WHEN root = id THEN '' ELSE hex(root) END", "reference", "offered", "barrier_note",
    )  # fmt: skip
    rows = []
    for values in rows_in(session, *wanted):
        row = dict(zip(NAMES, values, strict=True))
        for name in ("skills", "barriers", "offered"):
            row[name] = ";".join(json.loads(row[name]))
        for name in ("id", "joined_with"):
            row[name] = re.sub("(.{8})(.{4})(.{4})(.{4})(.{12})", r"\1-\2-\3-\4-\5", row[name].lower())
        rows.append(row)
    return rows[::-1]


def unspelled(text: str) -> str:
    """A text whose characters were spelled out, as it was given, by the rule on the cover sheet."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)


def as_stored(row: dict[str, Any], is_spelled: bool, is_guarded: bool = True) -> dict[str, Any]:
    """A row as a reader of spreadsheets finds it, as the store has it: with the documented quoting undone."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, datetime):
            made[name] = value.isoformat(timespec="milliseconds") + "Z"
        elif isinstance(value, (int, float)):
            made[name] = int(value)
        else:
            text = unspelled(value) if is_spelled else value
            made[name] = unguarded(text) if is_guarded else text
    return made


def read_with_calamine(path: Path, sheet: str = "Ideas") -> list[list[Any]]:
    """Every row of a sheet, as calamine reads it."""
    with calamine.CalamineWorkbook.from_path(path) as book:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
