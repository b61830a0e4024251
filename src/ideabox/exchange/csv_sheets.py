"""Reading CSV."""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import stat
from collections.abc import Iterator
from pathlib import Path

from ideabox.domain.problems import refuse
from ideabox.exchange.sheets import SheetRow, plain_errors, row_of, take_columns

MAX_BYTES = 512 * 1024 * 1024
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class CsvSheet:
    """A CSV file: its columns, and its rows to go through any number of times, of which it holds one at a time.

    Takes commas, LF or CRLF, quoted line breaks, and UTF-8 or UTF-16 with a byte order mark, or UTF-8 without, or the
    Windows-1252 that older programs write.
    """

    def __init__(self, path: Path) -> None:
        self.name, self.sheet = path.name, ""
        self._path = path
        with plain_errors(self.name):
            found = path.stat()
            if stat.S_ISFIFO(found.st_mode):  # which would be waited for
                refuse("file", "cannot-read", name=self.name, detail="it is a pipe")
            self.size = found.st_size
            if self.size > MAX_BYTES:
                refuse("file", "too-large", name=self.name, limit=MAX_BYTES)
            self._encoding = self._find_encoding()
            _number, cells, _position = next(self._records(), (1, [], 0))
            if any("\0" in cell for cell in cells):  # such as UTF-16 without its mark
                refuse("file", "not-csv-text", name=self.name)
            self.columns = take_columns(self.name, cells)

    def rows(self) -> Iterator[SheetRow]:
        """The rows below the header, but for empty ones."""
        with plain_errors(self.name):
            for number, cells, position in self._records():
                if number > 1 and any(cell.strip() for cell in cells):
                    yield row_of(number, self.columns, cells, position)

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
