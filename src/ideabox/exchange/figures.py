"""Figures on their way to people: small tables with a title, of which most can be drawn as a picture."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import BinaryIO, Literal

import msgspec

from ideabox.exchange.tables import guard, spell

Value = str | int | float | None
Drawn = Literal["bars", "pairs", "ranges", ""]
"""As bars; as two bars a row; as ranges with their most likely value; not at all."""


class Row(msgspec.Struct, frozen=True):
    """A row: its values, and the same in words. `drawn` are the numbers that a picture shows of it, none if none."""

    values: tuple[Value, ...]
    words: tuple[str, ...]
    drawn: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """What the row is about."""
        return self.words[0]


class Figure(msgspec.Struct, frozen=True):
    """A table under headings. `code` is its name for programs, `note` what must be said of it.

    `label` is the column whose words stand beside each bar; `series` names the two bars of pairs.
    """

    code: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    drawn_as: Drawn = "bars"
    label: int = 1
    series: tuple[str, ...] = ()

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.drawn_as) and any(any(row.drawn) for row in self.rows)


def write_csv(file: BinaryIO, figures: Sequence[Figure]) -> None:
    """Write one figure as its table; several as one table of theirs, with the title of each before its rows."""
    text = io.StringIO(newline="")
    write = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    if len(figures) == 1:
        write([guard(each) for each in figures[0].headings])
    for figure in figures:
        if len(figures) > 1:
            write([guard(each) for each in (figure.title, *figure.headings)])
        for row in figure.rows:
            cells = [_cell(value) for value in row.values]
            write(cells if len(figures) == 1 else [guard(figure.title), *cells])
    file.write(b"\xef\xbb\xbf" + text.getvalue().encode())


def write_ods(file: BinaryIO, figures: Sequence[Figure], about: Sequence[tuple[str, str]], cover: str) -> None:
    """Write a sheet for each figure, after one called `cover` that says what they are of."""
    from odfdo import Document, Table  # noqa: PLC0415 - slow to load, and seldom needed

    document = Document("spreadsheet")
    document.body.clear()
    sheets: list[tuple[str, list[Sequence[Value]]]] = [(cover, [(label, spell(value)) for label, value in about])]
    for figure in figures:
        notes: list[Sequence[Value]] = [(spell(figure.note),)] if figure.note else []
        rows = [[spell(v) if isinstance(v, str) else v for v in row.values] for row in figure.rows]
        sheets.append((figure.title, [(figure.title,), *notes, figure.headings, *rows]))
    for name, rows_of in sheets:
        table = Table(name)
        for number, row in enumerate(rows_of):
            table.set_row_values(number, list(row))
        document.body.append(table)
    whole = io.BytesIO()
    document.save(whole)
    file.write(whole.getvalue())


def _cell(value: Value) -> str:
    """A value as CSV has it: numbers as they are, texts so that no spreadsheet runs them."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value) if isinstance(value, int) else guard(value)
