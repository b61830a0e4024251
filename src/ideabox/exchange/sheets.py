"""Other people's spreadsheets, as rows of text, whatever they are kept in."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec

from ideabox.domain.problems import refuse


class SheetRow(msgspec.Struct, frozen=True):
    """A row by its number in the sheet (the first row is 1) and its cells by column.

    `position` says how far through the sheet's `size` it ends.
    """

    number: int
    cells: dict[str, str]
    position: int
    fault: str = ""
    """What is wrong with the row as such: a code of the wording."""


class Sheet(Protocol):
    """A table in a file: its columns, and its rows to go through any number of times, of which it holds one at a time.

    `size` is in a measure of its own, for telling how far through it a row is.
    """

    @property
    def name(self) -> str: ...
    @property
    def sheet(self) -> str:
        """Which of several sheets it is; empty where a file has but one."""
        ...

    @property
    def size(self) -> int: ...
    @property
    def columns(self) -> tuple[str, ...]: ...

    def rows(self) -> Iterator[SheetRow]:
        """The rows below the header, but for empty ones."""
        ...


def plain_name(name: str) -> str:
    """A column's name for looking it up: whatever its case, its spaces, its apostrophes and the mark at its end."""
    return " ".join(name.replace("\u2019", "'").casefold().split()).rstrip(" ?:*.")


def take_columns(name: str, cells: Sequence[str]) -> tuple[str, ...]:
    """The names of the columns, as the header of this file has them; refuses a header that does not tell them apart."""
    columns = [cell.strip() for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if not columns:
        refuse("file", "no-header", name=name)
    names = [column.casefold() for column in columns]
    count = Counter(names)
    twice = next((column for column, each in zip(columns, names, strict=True) if count[each] > 1), None)
    if twice is not None:
        refuse("file", "column-twice", name=name, column=twice)
    return tuple(columns)


def row_of(number: int, columns: tuple[str, ...], cells: Sequence[str], position: int) -> SheetRow:
    """A row of these cells, filled up or cut to the columns, and marked if anything was cut."""
    width = len(columns)
    fault = "too-many-cells" if any(cell for cell in cells[width:]) else ""
    padded = [*cells[:width], *[""] * (width - len(cells))]
    return SheetRow(number, dict(zip(columns, padded, strict=True)), position, fault)


@contextlib.contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn what the file system says into a problem with a sentence."""
    try:
        yield
    except OSError as fault:
        refuse("file", "cannot-read", name=name, detail=fault.strerror or type(fault).__name__)
