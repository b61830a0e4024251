"""Skills frameworks that a department brings, kept one file each beside the settings. None is ever deleted."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain.problems import Refusal, refuse
from ideabox.domain.skills import MOST_AREAS, Framework, load_framework
from ideabox.exchange import files

MAX_BYTES = 2 * 1024**2
_SEVERAL = ("hint", "group")


def own(folder: Path) -> list[Framework]:
    """The frameworks that are kept here, in the order of their names; a file that is damaged is passed over."""
    return [framework for _path, framework in _kept(folder) if framework is not None]


def damaged(folder: Path) -> list[str]:
    """The names of the files here that hold no framework."""
    return [path.name for path, framework in _kept(folder) if framework is None]


def _kept(folder: Path) -> list[tuple[Path, Framework | None]]:
    found: list[tuple[Path, Framework | None]] = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            framework = _read(path)
        except Refusal:
            found.append((path, None))
        else:
            found.append((path, None if framework.faults else framework))
    return found


def bring(source: Path, folder: Path, *, scheme: str = "", version: str = "", name: str = "") -> Framework:
    """Keep the framework of a file, in place of an earlier one of the same scheme and version.

    JSON as those that travel with the program, or CSV with the columns `code` and `name` and perhaps `name_cy`,
    `hint`, `group` and `retired`; what a CSV does not say of the whole, the other arguments do.
    """
    is_csv = source.suffix.lower() == ".csv"
    framework = _from_csv(source, scheme, version, name) if is_csv else _read(source)
    if framework.faults:
        refuse("framework", "unreadable", path=str(source), detail="; ".join(framework.faults)[:200])
    content = msgspec.json.format(msgspec.json.encode(framework)) + b"\n"

    def write(file: BinaryIO) -> None:
        file.write(content)

    mark = hashlib.sha256(framework.key.encode()).hexdigest()[:8]  # names that differ in signs alone stay apart
    files.replace(folder / f"{files.slug(framework.key) or 'framework'}-{mark}.json", write)
    return framework


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        refuse("framework", "unreadable", path=str(path), detail=fault.strerror or type(fault).__name__)
    if len(data) > MAX_BYTES:
        refuse("framework", "unreadable", path=str(path), detail=f"over {MAX_BYTES:,} bytes")
    return data


def _read(path: Path) -> Framework:
    try:
        return load_framework(_data(path))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        refuse("framework", "unreadable", path=str(path), detail=str(fault)[:200])


def _from_csv(path: Path, scheme: str, version: str, name: str) -> Framework:
    if not (scheme and version):
        refuse("framework", "no-scheme", path=str(path))
    areas: list[dict[str, object]] = []
    try:
        rows = csv.DictReader(io.StringIO(_data(path).decode("utf-8-sig"), newline=""), strict=True)
        columns = {column.strip().casefold() for column in rows.fieldnames or ()}
        if not columns >= {"code", "name"}:
            refuse("framework", "unreadable", path=str(path), detail="it needs the columns code and name")
        for row in rows:
            words = {
                key.strip().casefold(): (value or "").strip() for key, value in row.items() if isinstance(key, str)
            }
            if not any(words.values()):
                continue
            names = {
                language: words[column] for column, language in (("name", "en"), ("name_cy", "cy")) if words.get(column)
            }
            more = {field: {"en": words[field]} for field in _SEVERAL if words.get(field)}
            areas.append({"code": words.get("code", ""), "name": names, "retired": words.get("retired", ""), **more})
            if len(areas) > MOST_AREAS:
                break
        about = {"scheme": scheme, "version": version, "name": {"en": name or scheme}, "areas": areas}
        return msgspec.convert(about, Framework)
    except (msgspec.MsgspecError, UnicodeDecodeError, csv.Error) as fault:
        refuse("framework", "unreadable", path=str(path), detail=str(fault)[:200])
