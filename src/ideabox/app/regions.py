"""In which region each office lies, as the department said, kept beside the settings."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain.problems import refuse
from ideabox.domain.regions import Regions
from ideabox.exchange import files
from ideabox.exchange.csv_sheets import CsvSheet
from ideabox.exchange.sheets import plain_name

_COLUMNS = ("office", "region")


def load(path: Path) -> Regions:
    """What is kept; nothing where there is no such file, or none that can be read."""
    return Regions(_kept(path))


def add(path: Path, table: Path) -> int:
    """Take in a CSV file with the columns office and region; returns how many offices it named."""
    sheet = CsvSheet(table)
    columns = {plain_name(column): column for column in sheet.columns}
    if not columns.keys() >= set(_COLUMNS):
        refuse("offices", "no-columns", name=table.name, known=", ".join(sheet.columns))
    office, region = (columns[name] for name in _COLUMNS)
    said = {row.cells[office].strip(): row.cells[region].strip() for row in sheet.rows()}
    content = msgspec.json.format(msgspec.json.encode(_kept(path) | said)) + b"\n"

    def write(file: BinaryIO) -> None:
        file.write(content)

    files.replace(path, write)
    return len(said)


def _kept(path: Path) -> dict[str, str]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}
