"""What the person has said of the columns of spreadsheets, kept beside the settings."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain.problems import Refusal
from ideabox.exchange import files

MOST = 100
"""Sets of columns that are kept; those last said stay."""


class Layout(msgspec.Struct, frozen=True):
    """The names of the columns, and the column of each field."""

    columns: tuple[str, ...]
    mapping: dict[str, str]


class KeptLayouts:
    """A convenience: where it cannot be read or written, nothing is remembered, and that is all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mapping_for(self, columns: Sequence[str]) -> dict[str, str]:
        """The column of each field, as it was the last time; empty for columns that have not been seen."""
        return next((each.mapping for each in self._all() if each.columns == tuple(columns)), {})

    def remember(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Keep what was said of these columns."""
        said = Layout(tuple(columns), dict(mapping))
        kept = [said, *(each for each in self._all() if each.columns != said.columns)][:MOST]
        content = msgspec.json.format(msgspec.json.encode(kept)) + b"\n"

        def write(file: BinaryIO) -> None:
            file.write(content)

        with contextlib.suppress(Refusal):
            files.replace(self._path, write)

    def _all(self) -> list[Layout]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=list[Layout])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return []
