"""Reading an SQLite file without SQLite, page by page: what is left of one that SQLite itself cannot read any more.

The format is that of https://sqlite.org/fileformat.html. Nothing here trusts what it reads: a page is taken for what it
says that it is, and whoever calls decides by the content whether a record is what it was looking for.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ideabox.domain.reporting import Report, silent

Value = int | float | str | bytes | None
Record = list[Value]
"""The columns of a row or of an index entry, as they were stored."""

_MAGIC = b"SQLite format 3\0"
_SIZES = (4096, 512, 1024, 2048, 8192, 16384, 32768, 65536)
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INNER = 0x0D, 0x0A, 0x02
_WIDTHS = (0, 1, 2, 3, 4, 6, 8)
"""Bytes of an integer by its type in a record's header."""
_LONGEST = 64 * 1024 * 1024
"""Bytes of one record: more would be a length that was never written."""
_OFTEN = 256


class DatabaseFile:
    """The pages of a database file, those in its write-ahead log over those that they replace.

    The files are read and never changed. A page that is not there is an empty one.
    """

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes() if path.is_file() else b""
        log = path.with_name(f"{path.name}-wal")
        written = log.read_bytes() if log.is_file() else b""
        self.page_size = _page_size(self._bytes, written)
        self._newer = _committed(written, self.page_size)
        self.pages = max(len(self._bytes) // self.page_size, max(self._newer, default=0))

    def is_of_another(self, application: int) -> bool:
        """Whether there is something in the file, and it does not say that it is this application's."""
        return bool(self._bytes) and self._page(1)[68:72] != application.to_bytes(4)

    def rows(self, report: Report = silent) -> Iterator[tuple[int, Record]]:
        """Every row of every table with row ids, with its row id; broken ones are passed over."""
        for number in range(1, self.pages + 1):
            if number % _OFTEN == 0:
                report(number, self.pages)
            page, start = self._page(number), 100 if number == 1 else 0
            if len(page) > start and page[start] == _TABLE_LEAF:
                for cell in _cells(page, start, 8):
                    row = self._row(page, cell)
                    if row is not None:
                        yield row
        report(self.pages, self.pages)

    def entries(self) -> Iterator[Record]:
        """Every entry of every index and of every table without row ids."""
        for number in range(1, self.pages + 1):
            page, start = self._page(number), 100 if number == 1 else 0
            if len(page) > start and page[start] in (_INDEX_LEAF, _INDEX_INNER):
                is_leaf = page[start] == _INDEX_LEAF
                for cell in _cells(page, start, 8 if is_leaf else 12):
                    record = self._entry(page, cell if is_leaf else cell + 4)
                    if record is not None:
                        yield record

    def _page(self, number: int) -> bytes:
        if number in self._newer:
            return self._newer[number]
        return self._bytes[(number - 1) * self.page_size : number * self.page_size]

    def _row(self, page: bytes, cell: int) -> tuple[int, Record] | None:
        try:
            length, at = _varint(page, cell)
            row_id, at = _varint(page, at)
            payload = self._payload(page, at, length, most=self.page_size - 35)
            return row_id, _record(payload)
        except (IndexError, ValueError, struct.error):
            return None

    def _entry(self, page: bytes, cell: int) -> Record | None:
        try:
            length, at = _varint(page, cell)
            return _record(self._payload(page, at, length, most=(self.page_size - 12) * 64 // 255 - 23))
        except (IndexError, ValueError, struct.error):
            return None

    def _payload(self, page: bytes, at: int, length: int, most: int) -> bytes:
        """A record's bytes, those in overflow pages with them; `most` is how many a page keeps for itself."""
        if not 0 < length <= _LONGEST:
            raise ValueError("not a length")
        if length <= most:
            return page[at : at + length]
        least = (self.page_size - 12) * 32 // 255 - 23
        here = least + (length - least) % (self.page_size - 4)
        here = here if here <= most else least
        parts, left = [page[at : at + here]], length - here
        (following,) = struct.unpack_from(">I", page, at + here)
        seen: set[int] = set()
        while left > 0:
            if following in seen or not 0 < following <= self.pages:
                raise ValueError("the rest of the record is gone")
            seen.add(following)
            overflow = self._page(following)
            (following,) = struct.unpack_from(">I", overflow, 0)
            parts.append(overflow[4 : 4 + left])
            left -= self.page_size - 4
        return b"".join(parts)


def _page_size(content: bytes, log: bytes) -> int:
    """As the header says, else as the log says, else the usual."""
    said = struct.unpack_from(">H", content, 16)[0] if content[:16] == _MAGIC else 0
    if not said and len(log) >= 32:
        (said,) = struct.unpack_from(">I", log, 8)
    said = 65536 if said == 1 else said
    return said if said in _SIZES else _SIZES[0]


def _committed(log: bytes, page_size: int) -> dict[int, bytes]:
    """The newest content of each page in a write-ahead log, as of its last commit."""
    newest: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    if len(log) < 32:
        return newest
    salts = log[16:24]
    for at in range(32, len(log) - page_size - 23, page_size + 24):
        number, size_after = struct.unpack_from(">II", log, at)
        if log[at + 8 : at + 16] != salts:
            break
        pending[number] = log[at + 24 : at + 24 + page_size]
        if size_after:
            newest.update(pending)
            pending.clear()
            newest = {page: content for page, content in newest.items() if page <= size_after}
    return newest


def _cells(page: bytes, start: int, header: int) -> Iterator[int]:
    """Where the cells of a page begin."""
    (count,) = struct.unpack_from(">H", page, start + 3)
    for number in range(min(count, (len(page) - start - header) // 2)):
        (cell,) = struct.unpack_from(">H", page, start + header + 2 * number)
        if start + header <= cell < len(page):
            yield cell


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for number in range(9):
        byte = content[at + number]
        if number == 8:
            return (value << 8) | byte, at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + number + 1
    raise AssertionError


def _record(payload: bytes) -> Record:
    """The columns of a record. Raises what Python raises where it is not one."""
    end, at = _varint(payload, 0)
    if end > len(payload):
        raise ValueError("not a record")
    content, values = end, Record()
    while at < end:
        kind, at = _varint(payload, at)
        size = _size(kind)
        piece = payload[content : content + size]
        if len(piece) != size:
            raise ValueError("cut short")
        content += size
        values.append(_value(kind, piece))
    return values


def _size(kind: int) -> int:
    if kind < len(_WIDTHS):
        return _WIDTHS[kind]
    if kind in (8, 9):
        return 0
    if kind in (10, 11):
        raise ValueError("not a type")
    return 8 if kind == 7 else (kind - 12) // 2


def _value(kind: int, piece: bytes) -> Value:
    if kind >= 12:
        return piece.decode() if kind % 2 else piece
    if kind == 0:
        return None
    if kind == 7:
        return float(struct.unpack(">d", piece)[0])
    return kind - 8 if kind >= 8 else int.from_bytes(piece, signed=True)
