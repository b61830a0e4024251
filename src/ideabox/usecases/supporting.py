"""What those who look after Ideabox need to help: shown to the person first, and written to a file of their choice.

It holds no idea, name, office, login or path. What may hold such things is counted or said with yes and no.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain.people import ROLES
from ideabox.domain.problems import Refusal
from ideabox.domain.reporting import Report, silent
from ideabox.exchange import files
from ideabox.store import health
from ideabox.store.schema import REVISIONS
from ideabox.usecases.desk import Desk
from ideabox.usecases.session import Session

_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}"
_PLACE = r"[\w.<>/ -]+:\d+ [\w<>.]+"
_KNOWN_LINE = re.compile(
    rf"{_MOMENT} (INFO [a-z-]+ ended with \d+ after \d+\.\d\d s"
    rf"|ERROR fault \w+ at {_PLACE}( < {_PLACE})*"
    rf"|(WARNING|ERROR|CRITICAL) qt [a-z][a-z0-9._-]*( Q[\w:~]+)? at (no place of the program|{_PLACE}( < {_PLACE})*))"
)
_LOG_LINES = 400


def gather(desk: Desk, report: Report = silent) -> dict[str, str]:
    """The parts of the report by the name of their file, as text. What cannot be read says so and why."""
    return {
        "versions.txt": _lines(desk.versions),
        "settings.txt": _lines(_settings(desk)),
        "database.txt": _lines(_database(desk, report)),
        "log.txt": _lines(_log(desk.kept.log)),
        "crashes.txt": "\n".join(desk.crashes.texts()),
    }


def as_text(parts: Mapping[str, str]) -> str:
    """All of it on one page."""
    return "\n".join(f"== {name} ==\n{text}" for name, text in parts.items())


def write(path: Path, parts: Mapping[str, str]) -> None:
    """Write just these parts as a ZIP."""
    files.replace(path, _packer(parts))


def write_new(session: Session, folder: Path, parts: Mapping[str, str]) -> Path:
    """Write these parts as a new ZIP in a folder; returns where it is."""
    return files.place_new(folder, f"ideabox-report-{session.now():%Y-%m-%d}", ".zip", _packer(parts))


def _packer(parts: Mapping[str, str]) -> Callable[[BinaryIO], None]:
    def pack(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, text)

    return pack


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _settings(desk: Desk) -> list[str]:
    try:
        me, preferences, policy = desk.profile, desk.preferences, desk.policy
    except Refusal as refusal:
        return [_refused(refusal)]
    known = {framework.key for framework in desk.skills.frameworks}
    return [
        f"role: {me.role if me.role in ROLES else 'another'}",
        f"office given: {_yes(me.office)}",
        f"team given: {_yes(me.team)}",
        f"framework: {preferences.framework if preferences.framework in known else 'another'}",
        f"days for an answer: {preferences.review_days}",
        f"without name: {_yes(preferences.without_name)}",
        f"only trusted senders: {_yes(preferences.only_trusted)}",
        f"team folder: {_yes(preferences.team_folder)}",
        f"locked by policy: {', '.join(policy.locked_keys) or 'nothing'}",
        f"policy gives: {', '.join(policy.default_keys) or 'nothing'}",
    ]


def _database(desk: Desk, report: Report) -> list[str]:
    try:
        kept = desk.kept.database.stat().st_size if desk.kept.database.exists() else 0
        found = health.examine(desk.session.store, report)
    except Refusal as refusal:
        return [_refused(refusal)]
    except OSError as fault:
        return [f"not read: {type(fault).__name__}"]
    return [
        f"schema: {REVISIONS[-1]}",
        f"bytes: {kept}",
        f"ideas: {found.ideas}",
        f"events: {found.events}",
        f"orphans: {found.orphans}",
        f"conflicts: {found.conflicts}",
        f"faults of the file: {len(found.faults)}",
        f"ideas out of step: {len(found.differences)}",
    ]


def _log(path: Path) -> list[str]:
    """The end of the log. A line of no form that the program writes is left out: nobody knows what it holds."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
    except OSError:
        return ["none"]
    return [line if _KNOWN_LINE.fullmatch(line) else "(a line of another form)" for line in lines]


def _refused(refusal: Refusal) -> str:
    """Why, as codes: the facts of a problem may name files."""
    return f"refused: {msgspec.json.encode([f'{each.field}.{each.code}' for each in refusal.problems]).decode()}"


def _yes(value: object) -> str:
    return "yes" if value else "no"
