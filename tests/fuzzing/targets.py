"""What is fuzzed: each target takes any bytes, gives them to a reader as a file's content, and checks what must hold.

A reader may refuse with a sentence; anything else that it raises is a crash. Bytes that must carry hashes or be packed
are so by the target, since no mutation would come past those.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import msgspec

from ideabox.domain.events import MAX_LINE, Event, Unusable, decode, encode
from ideabox.domain.groups import resolve
from ideabox.domain.idea import Idea, replay
from ideabox.domain.problems import Refusal
from ideabox.exchange import workbook_reader
from ideabox.exchange.csv_sheets import CsvSheet
from ideabox.exchange.package import ENDING, Package
from ideabox.usecases.columns import USUAL_NAMES, usual_columns
from tests.exchange import IDEA, archive, event, history, jsonl, line, manifest, whole_package
from tests.exchange.test_workbooks_in import HEADER, ROWS, as_csv, ods, xlsx


def package(data: bytes) -> bool:
    """A package, as it came."""
    return _read_package(data)


def package_events(data: bytes) -> bool:
    """The events of a package that is otherwise in order."""
    members = {"events.jsonl": data}
    count = data.count(b"\n") + (not data.endswith(b"\n"))
    return _read_package(archive({**members, "manifest.json": manifest(members, counts={"ideas": 1, "events": count})}))


def package_manifest(data: bytes) -> bool:
    """The manifest of a package, and after a NUL its signature."""
    said, _nul, signature = data.partition(b"\0")
    members = {"events.jsonl": jsonl(history()), "manifest.json": said}
    return _read_package(archive(members | ({"manifest.json.sig": signature} if signature else {})))


def events(data: bytes) -> bool:
    """Lines that may be events: what is usable is written again as it was read, and makes an idea in any order."""
    found = []
    for text in data.split(b"\n"):
        try:
            found.append(decode(text))
        except Unusable:
            continue
    for each in found:
        if each.body is not None:
            assert decode(encode(each)) == each
    by_idea: dict[str, list[Event]] = {}
    for each in found:
        by_idea.setdefault(each.idea, []).append(each)
    ideas: dict[str, Idea] = {}
    for of, its in by_idea.items():
        different = list({each.id: each for each in its}.values())
        ideas[of] = replay(of, different)
        assert replay(of, reversed(different)) == ideas[of]
        assert ideas[of].status is not None or not ideas[of].title
        msgspec.json.encode(ideas[of])
    joined = {of: idea.joined_into for of, idea in ideas.items() if idea.joined_into is not None}
    roots = resolve(joined)
    assert all(roots[of] == roots[into] for of, into in joined.items())
    return bool(found)


def csv(data: bytes) -> bool:
    """A CSV."""
    path = _folder() / "fuzzed.csv"
    path.write_bytes(data)
    try:
        sheet = CsvSheet(path)
        usual_columns(sheet.columns)
        for row in sheet.rows():
            assert tuple(row.cells) == sheet.columns
            assert row.number > 1
    except Refusal:
        return False
    return True


def workbook(data: bytes) -> bool:
    """An ODS or XLSX, as it came."""
    return _read_workbook(data)


def ods_content(data: bytes) -> bool:
    """The content of an ODS that is otherwise in order."""
    return _read_workbook(_with_member(_ods(), "content.xml", data))


def xlsx_sheet(data: bytes) -> bool:
    """The sheet of an XLSX that is otherwise in order."""
    return _read_workbook(_with_member(_xlsx(), "xl/worksheets/sheet1.xml", data))


Target = Callable[[bytes], bool]
TARGETS: dict[str, Target] = {
    target.__name__: target
    for target in (package, package_events, package_manifest, events, csv, workbook, ods_content, xlsx_sheet)
}
"""Each returns whether the bytes were taken, and raises if something is not as it must be."""


@cache
def seeds() -> dict[str, list[bytes]]:
    """For each target bytes that are taken, to begin with."""
    good = jsonl(history())
    said = manifest({"events.jsonl": good})
    table = as_csv({"Ideas": [HEADER, *ROWS]})
    return {
        "package": [whole_package(), archive({"events.jsonl": good, "manifest.json": said})],
        "package_events": [good, jsonl([line()])],
        "package_manifest": [said],
        "events": [
            good,
            jsonl([line(), line("erased", 300, clock=2), line("joined", 301, body={"into": IDEA})]),
            jsonl([line(), line("anonymised", 302, clock=2, body={"events": [event()["id"]]})]),
        ],
        "csv": [table, table.decode().encode("utf-16"), b'title\tproblem\r\n"a\nb",c\r\n'],
        "workbook": [_ods(), _xlsx()],
        "ods_content": [_member(_ods(), "content.xml")],
        "xlsx_sheet": [_member(_xlsx(), "xl/worksheets/sheet1.xml")],
    }


WORDS = {
    "package": ("PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "events.jsonl", "manifest.json", "manifest.json.sig"),
    "package_events": tuple(json.loads(line())),
    "package_manifest": ("sha256", "counts", "version", "1.9", "from", "marking"),
    "events": (
        "submitted",
        "revised",
        "joined",
        "into",
        "erased",
        "anonymised",
        "clock",
        "\\u0000",
        "\\ud800",
        "2147483647",
    ),
    "csv": ('""', '"\r\n', "\x00", "title", "\ufeff", ";"),
    "workbook": ("mimetype", "content.xml", "xl/workbook.xml", "META-INF/manifest.xml", "vbaProject.bin"),
    "ods_content": ("table:number-rows-repeated", "table:number-columns-repeated", "1048576", "<!ENTITY"),
    "xlsx_sheet": ("inlineStr", '<c r="XFD1048576" t="s"><v>', "<row r=", "dimension", "<!ENTITY"),
}
"""Words that a mutation may put in."""


def _read_package(data: bytes) -> bool:
    try:
        with Package(Path(f"fuzzed{ENDING}"), io.BytesIO(data)) as opened:
            for _number, text in opened.lines():
                assert len(text) <= MAX_LINE + 2
                decode(text)
    except Refusal:
        return False
    except Unusable:
        return False
    return True


def _read_workbook(data: bytes) -> bool:
    """Within the limits that its own process has, but for memory and time, which are the fuzzer's here."""
    folder = _folder()
    path, out = folder / ("fuzzed.ods" if b"mimetype" in data[:60] else "fuzzed.xlsx"), folder / "rows"
    path.write_bytes(data)
    names = [list(each) for each in USUAL_NAMES.values()]
    request = workbook_reader.Request(str(path), names, "", 0, 0)
    try:
        found = workbook_reader.read(request, out)
    except BaseException as fault:
        if type(fault).__name__ != "PanicException":
            raise
        return False  # the library gives up, which ends its process, and the file is refused
    with out.open("rb") as file:
        assert msgspec.json.decode(file.readline(), type=workbook_reader.Found) == found
        for text in file:
            number, *cells = msgspec.json.decode(text, type=list[str])
            assert int(number) > found.header_row
            assert all("\n" not in number for _cell in cells)
    return not found.fault


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="ideabox-fuzzing-"))


@cache
def _ods() -> bytes:
    return ods({"Ideas": [HEADER, *ROWS]})


@cache
def _xlsx() -> bytes:
    return xlsx({"Ideas": [HEADER, *ROWS]})


def _member(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        return opened.read(name)


def _with_member(book: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        members = {each: content if each == name else opened.read(each) for each in opened.namelist()}
    return archive(members, zipfile.ZIP_STORED)
