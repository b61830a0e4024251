"""The table of ideas, one row an idea: its columns, which every format has, and CSV with its CSVW metadata."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import IO, Any, Literal
from urllib.parse import quote

import msgspec


class Column(msgspec.Struct, frozen=True):
    """A column: its name for programs, its title and meaning for people, and its CSVW datatype.

    `width` is how wide a spreadsheet shows it, in characters.
    """

    name: str
    title: str
    datatype: Literal["string", "integer", "dateTime"]
    meaning: str
    several: bool = False
    width: int = 16


SEPARATOR = ";"
"""Between several values in one cell."""

COLUMNS = (
    Column("id", "Id", "string", "The idea's identifier, the same everywhere and for life", width=38),
    Column("title", "Title", "string", "The idea in one line", width=40),
    Column("problem", "What happens now", "string", "The problem as its author sees it", width=60),
    Column("proposal", "What would be better", "string", "What the author proposes", width=60),
    Column("status", "Status", "string", "The code of where the idea stands"),
    Column("office", "Office", "string", "The office of the person who had the idea", width=24),
    Column("author", "Author", "string", "The name that the author gave, if any", width=24),
    Column("skills", "Skills areas", "string", "Codes of digital-skills areas", several=True, width=24),
    Column("barriers", "Barriers", "string", "Codes of what stands in the way", several=True, width=24),
    Column("helps", "Who it helps", "string", "Who would be better off, in the author's words", width=40),
    Column("submitted", "Submitted", "dateTime", "When the idea was submitted, in UTC", width=24),
    Column("supporters", "Supporters", "integer", "Persons behind it and those joined with it, authors included"),
    Column("decision", "Decision", "string", "The code of the manager's last decision"),
    Column("reason", "Reason", "string", "The reason that was given for it", width=50),
    Column("reviewed", "Reviewed", "dateTime", "When it was given, in UTC", width=24),
    Column("phase", "Phase", "string", "The phase that the idea has reached, once it is under way"),
    Column("note", "Note", "string", "What the digital lead says of it", width=50),
    Column("joined_with", "Joined with", "string", "The idea that this one repeats and is followed under", width=38),
    Column("reference", "Reference", "string", "Its mark in the place it was brought from"),
    Column(
        "offered",
        "Skills offered",
        "string",
        "Codes of digital-skills areas that the author offers to help with",
        several=True,
        width=24,
    ),
    Column(
        "barrier_note",
        "More about what stands in the way",
        "string",
        "What stands in the way, in the author's words",
        width=50,
    ),
)

_DANGEROUS = "=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
_needs_quote = re.compile(f"'*[{_DANGEROUS}]").match
_has_quote = re.compile(f"'+[{_DANGEROUS}]").match
_NO_XML = "\\x00-\\x08\\x0b-\\x1f\ufffe\uffff"
_to_spell = re.compile(f"[{_NO_XML}]|_(?=x[0-9A-Fa-f]{{4}}[_{_NO_XML}])").sub


def guard(text: str) -> str:
    """The text with a quote before anything that a spreadsheet could run as a formula; `unguard` takes it away."""
    return f"'{text}" if _needs_quote(text) else text


def unguard(text: str) -> str:
    """What `guard` was given."""
    return text[1:] if _has_quote(text) else text


def write_csv(file: IO[str], rows: Iterable[Mapping[str, Any]], *, raw: bool = False) -> int:
    """Write rows by column name as RFC 4180 (the file must be open with `newline=""`); returns how many.

    The human copy guards its text cells; the raw copy has every value just as it is.
    """
    write = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    write([column.name for column in COLUMNS])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the count
        cells = (_cell(row[column.name]) for column in COLUMNS)
        write(list(cells) if raw else [guard(cell) for cell in cells])
    return count


def typed(column: Column, value: Any, *, raw: bool = False) -> str | int | datetime:
    """A value as a spreadsheet's cell: a number, a time in UTC without saying so, or a text, guarded unless `raw`."""
    if column.datatype == "integer":
        return int(value)
    text = _cell(value)
    if column.datatype == "dateTime":
        try:
            return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
        except (ValueError, OverflowError):  # none yet, or one that no calendar has
            pass
    return text if raw else guard(text)


def spell(text: str) -> str:
    """The text with each character that XML cannot hold, such as a bell, spelled out as `_x0007_`.

    It is the way of Office Open XML, where `_x005F_` is the underscore of a text that looks so by itself.
    """
    return _to_spell(lambda found: f"_x{ord(found[0]):04X}_", text)


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return SEPARATOR.join(value)
    return str(value)


def csvw_metadata(file_name: str, *, raw: bool = False) -> bytes:
    """The CSVW metadata (W3C Tabular Data) of a table of this shape in the file of this name beside it."""
    quoting = (
        "Text is as it was given."
        if raw
        else "A text that begins with zero or more apostrophes and then one of = + - @ TAB CR LF NUL or a full-width"
        " form of these has one more apostrophe before it, so that no spreadsheet runs it; take one away to have it as"
        " it was given."
    )
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": quote(file_name),
        "dc:title": "Ideas",
        "rdfs:comment": quoting,
        "dialect": {"encoding": "utf-8", "header": True, "quoteChar": '"', "doubleQuote": True, "delimiter": ","},
        "tableSchema": {"columns": [_csvw_column(column) for column in COLUMNS], "primaryKey": "id"},
    }
    return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"


def _csvw_column(column: Column) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "titles": [column.name, column.title],
        "dc:description": column.meaning,
        "datatype": column.datatype,
        "required": column.name == "id",
    }
    if column.several:
        described["separator"] = SEPARATOR
    return described
