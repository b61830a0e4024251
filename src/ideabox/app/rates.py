"""The department's own prices, kept beside the settings."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain.problems import refuse
from ideabox.domain.rates import RatesFile, load_rates
from ideabox.exchange import files

MAX_BYTES = 1024**2


def own(path: Path) -> list[RatesFile]:
    """What is kept here; nothing where there is nothing."""
    return [_read(path)] if path.exists() else []


def bring(source: Path, path: Path) -> None:
    """Keep the prices of a file, once they have been found in order."""
    content = msgspec.json.format(msgspec.json.encode(_read(source))) + b"\n"

    def write(file: BinaryIO) -> None:
        file.write(content)

    files.replace(path, write)


def _read(path: Path) -> RatesFile:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        refuse("rates", "unreadable", path=str(path), detail=fault.strerror or type(fault).__name__)
    if len(data) > MAX_BYTES:
        refuse("rates", "unreadable", path=str(path), detail=f"over {MAX_BYTES:,} bytes")
    try:
        return load_rates(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        refuse("rates", "unreadable", path=str(path), detail=str(fault)[:200])
