"""Ideas as tables for people and for other programs."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, counted, silent
from ideabox.exchange import files, tables
from ideabox.store import queries
from ideabox.store.database import Connection
from ideabox.store.projection import chunks
from ideabox.store.queries import Filter, IdeaRow
from ideabox.usecases.parcels import table_row
from ideabox.usecases.session import Session


def export(session: Session, path: Path, wanted: Filter, *, raw: bool = False, report: Report = silent) -> int:
    """Write the ideas that match as a CSV with its CSVW metadata beside it; returns how many.

    The copy for people guards cells that a spreadsheet could run as formulas; `raw` leaves them as they are.
    """
    if path.suffix.lower() != ".csv":
        refuse("file", "unknown-ending", name=path.name, known=".csv")
    count = 0
    with session.store.read() as connection:

        def write(file: BinaryIO) -> None:
            nonlocal count
            rows = queries.pages(connection, wanted)
            count = _write(file, counted(rows, queries.count(connection, wanted), report), raw)

        files.replace(path, write)
    _describe(path, raw=raw)
    return count


def write_copies(connection: Connection, folder: Path, name: str, ideas: Iterable[str]) -> list[Path]:
    """Write these ideas as the human copy of the table, with its metadata, to a new file; returns both paths."""

    def write(file: BinaryIO) -> None:
        _write(file, (row for chunk in chunks(ideas) for row in queries.rows(connection, chunk)), raw=False)

    path = files.place_new(folder, name, ".csv", write)
    return [path, _describe(path, raw=False)]


def _describe(path: Path, *, raw: bool) -> Path:
    """Write a table's CSVW metadata beside it, where its readers look for it."""
    content = tables.csvw_metadata(path.name, raw=raw)
    beside = path.with_name(path.name + "-metadata.json")

    def write(file: BinaryIO) -> None:
        file.write(content)

    files.replace(beside, write)
    return beside


def _write(file: BinaryIO, rows: Iterable[IdeaRow], raw: bool) -> int:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    count = tables.write_csv(text, map(table_row, rows), raw=raw)
    text.flush()
    text.detach()
    return count
