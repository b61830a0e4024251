"""Packages made and read with nothing but the standard library, as another department would make and read them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import struct
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ideabox.domain.problems import Problem, Refusal
from ideabox.usecases import importing
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

Json = dict[str, Any]


def uuid(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012x}"


IDEA, OTHER_IDEA, STORE, PACKAGE, ANN, BOB, BATCH = map(uuid, range(1, 8))
BODIES: dict[str, Json] = {
    "submitted": {
        "title": "Show the queue",
        "problem": "People ask how long it takes.",
        "proposal": "A screen “at the door”.",
        "skills": [{"code": "EDS-COM", "scheme": "EDS", "version": "2018", "label": "Communicating"}],
        "barriers": ["it", "money"],
        "helps": "Everybody who waits",
        "source": "colleague",
        "reference": "R-1",
    },
    "revised": {"title": "Show the queue at the door", "barriers": []},
    "commented": {"text": "Seen in York. 👍"},
    "supported": {},
    "unsupported": {},
    "reviewed": {"decision": "put-forward", "reason": "Your screen “at the door” is what people ask for."},
    "sized": {
        "stage": "alpha",
        "times_a_month": 60,
        "staff_minutes": 15,
        "channel_from": "phone",
        "times_span": {"low": 40, "high": 80},
        "share": {"low": 10, "likely": 30, "high": 50},
        "cost_from": {"pence": 283, "source": "A benchmark", "dated": "2012-05-29"},
        "one_off": {"low": 0, "likely": 400000, "high": 900000},
        "confidence": 5,
        "discount": {"basis_points": 350},
        "test": {"assumption": "People have a phone"},
    },
    "batched": {"batch": BATCH, "name": "November"},
    "progressed": {"phase": "discovery", "note": "We begin in Leeds."},
    "adopted": {"note": "We do it on Mondays."},
    "joined": {"into": OTHER_IDEA},
    "separated": {},
    "withdrawn": {},
    "anonymised": {"events": ["01900000-0000-7000-8000-0000000003e7"]},
    "erased": {},
}
"""A usable body of each kind."""


def event(kind: str = "submitted", number: int = 100, **changes: Any) -> Json:
    """A usable event as JSON has it; a change to `...` leaves the member out."""
    made = {
        "id": uuid(number),
        "idea": IDEA,
        "clock": 1,
        "at": "2026-11-23T09:30:00.000Z",
        "by": {"person": ANN, "name": "Ann", "role": "adviser", "office": "Leeds"},
        "kind": kind,
        "body": BODIES.get(kind, {}),
    }
    return {name: value for name, value in (made | changes).items() if value is not ...}


def line(kind: str = "submitted", number: int = 100, **changes: Any) -> bytes:
    """A usable event as a line, without its line end."""
    return json.dumps(event(kind, number, **changes), ensure_ascii=False, separators=(",", ":")).encode()


def history() -> list[bytes]:
    """An idea to which everything has happened that still lets it be shown, and another."""
    kinds = [kind for kind in BODIES if kind not in ("anonymised", "erased", "withdrawn")]
    lines = [line(kind, 100 + clock, clock=clock) for clock, kind in enumerate(kinds, 1)]
    return [*lines, line("submitted", 200, idea=OTHER_IDEA), line("supported", 201, idea=OTHER_IDEA, clock=2)]


def jsonl(lines: Iterable[bytes]) -> bytes:
    return b"".join(each + b"\n" for each in lines)


def manifest(members: Mapping[str, bytes], **changes: Any) -> bytes:
    """The manifest that these members need; a change to `...` leaves the field out."""
    fields = {
        "format": "ideabox-package",
        "version": "1.0",
        "package": PACKAGE,
        "kind": "submissions",
        "created": "2026-11-23T10:00:00.000Z",
        "marking": "OFFICIAL",
        "counts": {"ideas": 2, "events": members["events.jsonl"].count(b"\n")},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in members.items()},
        "from": {"store": STORE, "office": "Leeds"},
    }
    return json.dumps({name: value for name, value in (fields | changes).items() if value is not ...}).encode()


def archive(
    members: Mapping[str, bytes] | Sequence[tuple[str | zipfile.ZipInfo, bytes]],
    compression: int = zipfile.ZIP_DEFLATED,
    comment: bytes = b"",
) -> bytes:
    """A ZIP of these members, however odd they are, the same bytes at any time."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w") as made:
        warnings.simplefilter("ignore")  # about names that come twice
        made.comment = comment
        for name, content in members.items() if isinstance(members, Mapping) else members:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            info.compress_type = compression
            made.writestr(info, content)
    return file.getvalue()


def package(lines: Iterable[bytes], more: Mapping[str, bytes] | None = None, **changes: Any) -> bytes:
    """A package of these lines, with changes to its manifest."""
    members = {"events.jsonl": jsonl(lines)} | dict(more or {})
    return archive({**members, "manifest.json": manifest(members, **changes)})


def whole_package(**changes: Any) -> bytes:
    """A package with every member."""
    more = {
        "ideas.csv": b'"id","title"\r\n"1","Show the queue"\r\n',
        "ideas.csv-metadata.json": b"{}",
        "READ ME.txt": b"OFFICIAL\r\n",
    }
    return package(history(), more, **changes)


def directory(data: bytes) -> dict[str, tuple[int, int]]:
    """Where a ZIP's members have their entries in its directory and their own headers."""
    end = data.rfind(b"PK\x05\x06")
    count, _size, at = struct.unpack_from("<HII", data, end + 10)
    found = {}
    for _ in range(count):
        lengths = struct.unpack_from("<HHH", data, at + 28)
        name = data[at + 46 : at + 46 + lengths[0]].decode()
        found[name] = (at, struct.unpack_from("<I", data, at + 42)[0])
        at += 46 + sum(lengths)
    return found


def patched(
    data: bytes, name: str, form: str, value: int, *, entry: int | None = None, head: int | None = None
) -> bytes:
    """The ZIP with a number overwritten in a member's entry in the directory, in its own header, or in both."""
    new = bytearray(data)
    in_directory, of_its_own = directory(data)[name]
    if entry is not None:
        struct.pack_into(form, new, in_directory + entry, value)
    if head is not None:
        struct.pack_into(form, new, of_its_own + head, value)
    return bytes(new)


class Read(NamedTuple):
    """A package as an independent reader finds it."""

    manifest: Json
    members: dict[str, bytes]
    infos: list[zipfile.ZipInfo]
    lines: list[bytes]
    events: list[Json]
    rows: list[dict[str, str]]


def read(path: Path) -> Read:
    """Read a package by its specification, checking what a reader checks."""
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        infos = file.infolist()
        members = {info.filename: file.read(info) for info in infos}
    said = json.loads(members["manifest.json"])
    assert (said["format"], said["version"].split(".")[0]) == ("ideabox-package", "1")
    digests = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in members.items()
        if name not in ("manifest.json", "manifest.json.sig")
    }
    assert said["sha256"] == digests
    lines = members["events.jsonl"].split(b"\n")
    assert lines.pop() == b""
    assert said["counts"]["events"] == len(lines)
    table = io.StringIO(members["ideas.csv"].decode(), newline="")
    rows = [{name: unguarded(cell) for name, cell in row.items()} for row in csv.DictReader(table, strict=True)]
    assert said["counts"]["ideas"] == len(rows)
    return Read(said, members, infos, lines, [json.loads(each) for each in lines], rows)


def unguarded(cell: str) -> str:
    """A cell of the table for people as it was given, by the rule in the specification."""
    return cell[1:] if re.match("'+[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]", cell) else cell


def contents(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a store, but for the index that is made from them."""
    with session.store.read() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars()
        tables = [name for name in names if not name.startswith("idea_fts")]
        return {
            name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=repr) for name in tables
        }


def lines_in(session: Session) -> list[bytes]:
    """The exact bytes of the events in a store."""
    with session.store.read() as connection:
        return sorted(connection.exec_driver_sql("SELECT line FROM event WHERE line IS NOT NULL").scalars())


def rows_in(session: Session, *columns: str) -> list[tuple[Any, ...]]:
    """Columns of the ideas in a store, in the order of arrival."""
    with session.store.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT {', '.join(columns)} FROM idea ORDER BY pk")]


def put(folder: Path, data: bytes, name: str = "from-elsewhere.ideabox.zip") -> Path:
    """A file with this content."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def refused(
    session: Session, wording: Wording, path: Path, mapping: Mapping[str, str] | None = None, sheet: str = ""
) -> Problem:
    """What an import is refused for: with a sentence a person can read, and with nothing changed."""
    before = contents(session)
    with pytest.raises(Refusal) as caught:
        importing.import_file(session, path, mapping or {}, sheet=sheet)
    (problem,) = caught.value.problems
    sentence = wording.problem(problem)
    assert "Nothing has been imported" in sentence
    assert len(sentence) < 1_500, "no sentence to be read"
    assert contents(session) == before
    return problem
