"""Reading other people's spreadsheets, as rows of text."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ideabox.domain.problems import refuse

MAX_BYTES = 512 * 1024 * 1024
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


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
    """A CSV file: its columns, and its rows to go through any number of times, of which it holds one at a time.

    Takes commas, LF or CRLF, quoted line breaks, and UTF-8 or UTF-16 with a byte order mark, or UTF-8 without, or the
    Windows-1252 that older programs write.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path
        with self._plain_errors():
            found = path.stat()
            if stat.S_ISFIFO(found.st_mode):  # which would be waited for
                refuse("file", "cannot-read", name=self.name, detail="it is a pipe")
            self.size = found.st_size
            if self.size > MAX_BYTES:
                refuse("file", "too-large", name=self.name, limit=MAX_BYTES)
            self._encoding = self._find_encoding()
            self.columns = self._header()

    def rows(self) -> Iterator[SheetRow]:
        """The rows below the header, but for empty ones."""
        width = len(self.columns)
        with self._plain_errors():
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
        if any("\0" in column for column in columns):  # such as UTF-16 without its mark
            refuse("file", "not-csv-text", name=self.name)
        names = [column.casefold() for column in columns]
        twice = next((column for column, name in zip(columns, names, strict=True) if names.count(name) > 1), None)
        if twice is not None:
            refuse("file", "column-twice", name=self.name, column=twice)
        return columns

    def _records(self) -> Iterator[tuple[int, list[str], int]]:
        """Every record with its number and how many bytes of the file have been read by then."""
        number = 0
        with self._path.open("rb") as file, io.TextIOWrapper(file, self._encoding, newline="") as text:
            try:
                for number, cells in enumerate(csv.reader(text, strict=True), 1):
                    yield number, cells, file.tell()
            except csv.Error as fault:
                refuse("file", "not-csv", name=self.name, row=number + 1, detail=str(fault))

    def _find_encoding(self) -> str:
        with self._path.open("rb") as file:
            start = file.read(4)
            marked = next((encoding for mark, encoding in _MARKS.items() if start.startswith(mark)), None)
            for encoding in (marked,) if marked else ("utf-8", "cp1252"):
                file.seek(0)
                decoder = codecs.getincrementaldecoder(encoding)()
                with contextlib.suppress(UnicodeDecodeError):
                    while block := file.read(1024 * 1024):
                        decoder.decode(block)
                    decoder.decode(b"", final=True)
                    return encoding
        refuse("file", "not-csv-text", name=self.name)

    @contextlib.contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            refuse("file", "cannot-read", name=self.name, detail=fault.strerror or type(fault).__name__)
