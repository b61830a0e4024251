"""Reading other people's spreadsheets, as rows of text."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ideabox.domain.problems import refuse

MAX_BYTES = 512 * 1024 * 1024


class SheetRow(msgspec.Struct, frozen=True):
    """A row by its number in the sheet (the header is row 1) and its cells by column.

    `position` says how far through the sheet's `size` it ends.
    """

    number: int
    cells: dict[str, str]
    position: int
    fault: str = ""
    """What is wrong with the row as such: a code of the wording."""


class Sheet:
    """A CSV file: its columns, and its rows to go through any number of times.

    Takes commas, LF or CRLF, quoted line breaks, and UTF-8 or UTF-16 with a byte order mark, or UTF-8 without, or the
    Windows-1252 that older programs write.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._text, self.encoding = _decoded(path)
        self.size = len(self._text)
        self.columns = self._header()

    def rows(self) -> Iterator[SheetRow]:
        """The rows below the header, but for empty ones."""
        width = len(self.columns)
        for number, cells, position in self._records():
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            fault = "too-many-cells" if any(cell for cell in cells[width:]) else ""
            padded = [*cells[:width], *[""] * (width - len(cells))]
            yield SheetRow(number, dict(zip(self.columns, padded, strict=True)), position, fault)

    def _header(self) -> tuple[str, ...]:
        _number, cells, _position = next(self._records(), (1, [], 0))
        columns = tuple(cell.strip() for cell in cells)
        while columns and not columns[-1]:
            columns = columns[:-1]
        if not columns:
            refuse("file", "no-header", name=self.name)
        twice = next((column for column in columns if columns.count(column) > 1), None)
        if twice is not None:
            refuse("file", "column-twice", name=self.name, column=twice)
        return columns

    def _records(self) -> Iterator[tuple[int, list[str], int]]:
        number = 0
        text = io.StringIO(self._text, newline="")
        try:
            for number, cells in enumerate(csv.reader(text), 1):
                yield number, cells, text.tell()
        except csv.Error as fault:
            refuse("file", "not-csv", name=self.name, row=number + 1, detail=str(fault))


def _decoded(path: Path) -> tuple[str, str]:
    try:
        if path.stat().st_size > MAX_BYTES:
            refuse("file", "too-large", name=path.name, limit=MAX_BYTES)
        data = path.read_bytes()
    except OSError as fault:
        refuse("file", "cannot-read", name=path.name, detail=fault.strerror or type(fault).__name__)
    marks = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
    encodings = [encoding for mark, encoding in marks.items() if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    refuse("file", "not-csv-text", name=path.name)
