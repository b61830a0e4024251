"""Ideas as a report for people: one HTML page that needs nothing else, reads aloud well and prints well."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import jinja2
from markupsafe import Markup

from ideabox.exchange import tables
from ideabox.exchange.about import About
from ideabox.exchange.language import language_of
from ideabox.exchange.tables import COLUMNS, Column

PAGE_LANGUAGE = "en"
_PAGES = Path(__file__).parent
_LISTED = ("title", "status", "office", "submitted", "supporters")
_PARTS = 1_000
"""Pieces of the page that are written together."""
_PLAIN = re.compile(r"[^A-Z0-9 -]").sub

Rows = Callable[[], Iterable[Mapping[str, Any]]]


def write(file: BinaryIO, about: About, rows: Rows) -> int:
    """Write the page; returns how many ideas it tells of. The rows are gone through twice: for the list, then for each.

    Codes are given in words. Whatever stands in the ideas is text, and never part of the page.
    """
    count = 0

    def counted() -> Iterable[Mapping[str, Any]]:
        nonlocal count
        for count, row in enumerate(rows(), 1):  # noqa: B007 - the last number is the count
            yield row

    def cell(column: Column, row: Mapping[str, Any]) -> str:
        return _shown_cell(about, column, row[column.name])

    page = template("report.html")
    by_name = {column.name: column for column in COLUMNS}
    stream = page.stream(
        **frame(about, skip_to="ideas", skip=about.say("report.skip")),
        listed=[by_name[name] for name in _LISTED],
        columns=COLUMNS,
        rows=counted,
        cell=cell,
        lang=language_attribute,
    )
    stream.enable_buffering(_PARTS)
    file.writelines(part.encode() for part in stream)
    return count


def template(name: str) -> jinja2.Template:
    """A page that is kept beside this module; whatever it is given is text, and never part of the page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = tables.spell
    return environment.get_template(name)


def frame(about: About, *, skip_to: str, skip: str) -> dict[str, Any]:
    """What every page says of itself, and where its first link leads."""
    return {
        "about": about,
        "facts": (*about.facts, *((about.say("sheet.note"), note) for note in about.notes)),
        "say": about.say,
        "page_marking": _PLAIN("", about.marking),
        "skip_to": skip_to,
        "skip": skip,
    }


def _shown_cell(about: About, column: Column, value: Any) -> str | Markup:
    parts = value if column.several else [str(value)]
    words = f"{tables.SEPARATOR} ".join(about.words(column.name, part) for part in parts)
    if not words.strip():
        return Markup('<span class="none">{}</span>').format(about.say("report.none"))
    typed = tables.typed(column, value, raw=True)
    if isinstance(typed, datetime):
        return f"{typed.day} {typed:%B} {typed.year}, {typed:%H:%M}"
    return tables.spell(words)


def language_attribute(text: Any) -> Markup:
    """Marks a text that is in another language than the page, so that it is read aloud in its own."""
    language = language_of(text) if isinstance(text, str) else PAGE_LANGUAGE
    return Markup("") if language == PAGE_LANGUAGE else Markup(' lang="{}"').format(language)
