"""Very many hostile files, in families, each imported for real; `python -m tests.exchange.hostile_files` is one worker.

A worker is a process of its own for one family, so that its peak memory is that family's. A workbook is read by the
program's reading function in a process that serves many workbooks, since starting one for each would take most of the
time; the families named `whole` take the whole path.
"""

from __future__ import annotations

import io
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ideabox.app.resources import resources
from ideabox.domain.ids import person_id
from ideabox.domain.people import Profile
from ideabox.domain.problems import Refusal, refuse
from ideabox.domain.reporting import Report
from ideabox.domain.skills import Skills, load_framework
from ideabox.exchange.workbook_reader import Request
from ideabox.exchange.workbooks import WorkbookSheet
from ideabox.store.database import Store
from ideabox.usecases import importing, upkeep
from ideabox.usecases.importing import Imported
from ideabox.usecases.session import Session, new_id, utc_now
from ideabox.usecases.wording import load_wording
from tests import exchange
from tests.exchange import IDEA, archive, contents, history, jsonl, line, lines_in, manifest, put, uuid
from tests.exchange.test_hostile_packages import (
    GOOD,
    entries,
    some_bytes,
    some_line,
    some_members,
    some_values,
    with_directory,
    zip64_end,
)
from tests.exchange.test_signatures import KEY, OTHER_KEY, signature
from tests.exchange.test_workbooks_in import HEADER, LOCKED, OLE, PLAIN, ROWS, as_csv, with_member, with_repeats

MOST_ROWS = 300
"""Events in the store after which a worker goes on with a new copy of it."""
LONGEST_SENTENCE = 1_500
CASE_SECONDS = 20
"""For a workbook in a shared reader that is ready; the program itself gives one two minutes."""
SERVER = Path(__file__).with_name("workbook_server.py")
MEMORY = 2 * 1024**3
"""Address space that a worker may use; one that needs more fails."""

Make = Callable[[random.Random], bytes]
EVENTS = {"events.jsonl": jsonl(history())}
SAID = manifest(EVENTS)


def packed(events: bytes, said: bytes, signed: bytes | None = None) -> bytes:
    members = {"events.jsonl": events, "manifest.json": said}
    return archive(members | ({} if signed is None else {"manifest.json.sig": signed}))


def some_lines(chance: random.Random) -> list[bytes]:
    lines = history()
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(lines))
        lines[at] = some_line(chance, chance.choice(history()))
    return lines


def other_manifest(chance: random.Random) -> bytes:
    if chance.random() < 0.7:
        return json.dumps(some_values(chance, json.loads(SAID))).encode()
    return some_bytes(chance, SAID)


def manifests(chance: random.Random) -> bytes:
    return packed(EVENTS["events.jsonl"], other_manifest(chance))


def events(chance: random.Random) -> bytes:
    content = jsonl(some_lines(chance))
    return packed(content, manifest({"events.jsonl": content}))


def events_signed_by_an_attacker(chance: random.Random) -> bytes:
    content = jsonl(some_lines(chance))
    said = manifest({"events.jsonl": content}, version=chance.choice(("1.0", "1.1")))
    return packed(content, said, signature(said, chance.choice((KEY, OTHER_KEY))))


def right_signature_over_other_content(chance: random.Random) -> bytes:
    """Somebody's signature is kept, and what it was made over is exchanged; another's manifest is never the same."""
    right = signature(SAID)
    content = jsonl([*history(), line("commented", chance.randrange(1_000, 10**6), clock=90)])
    if chance.random() < 0.5:
        return packed(content, SAID, right)
    said = manifest({"events.jsonl": content}, name=str(chance.random()))
    return packed(content, said, right)


def bad_signatures(chance: random.Random) -> bytes:
    right: dict[str, Any] = json.loads(signature(SAID))
    other = json.loads(signature(SAID, OTHER_KEY))
    way = chance.randrange(6)
    if way == 0:
        made = json.dumps(right | {"key": other["key"]}).encode()
    elif way == 1:
        made = json.dumps(right | {"signature": other["signature"]}).encode()
    elif way == 2:
        made = json.dumps(some_values(chance, right)).encode()
    elif way == 3:
        made = json.dumps(right | {"key": chance.choice(("00", "01", "ff")) + "00" * 31}).encode()
    elif way == 4:
        made = chance.choice((b"", b"[" * 50_000, b"\xff", b'{"algorithm":"none"}', b"x" * 2 * 1024**2))
    else:
        made = some_bytes(chance, json.dumps(right).encode())
    return packed(EVENTS["events.jsonl"], SAID, made)


def stripped_signatures(chance: random.Random) -> bytes:
    lines = [*history(), line("commented", chance.randrange(1_000, 10**6), clock=90)]
    content = jsonl(lines)
    return packed(content, manifest({"events.jsonl": content}))


def zip_tricks(chance: random.Random) -> bytes:
    body, directory = entries(GOOD)
    count = directory.count(b"PK\x01\x02")
    odd = chance.choice(
        (
            "../events.jsonl",
            "/etc/planted",
            "C:\\planted",
            "..\\planted",
            "events.json\u217c",
            "Events.jsonl",
            "events.jsonl\u200b",
            "e\u0301vents.jsonl",
            "\u0435vents.jsonl",
            "CON",
            "events.jsonl:stream",
            "a/../events.jsonl",
        )
    )
    link = zipfile.ZipInfo("ideas.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    bomb = b"\0" * chance.choice((70, 90)) * 1024**2
    ways: list[Callable[[], bytes]] = [
        lambda: archive({**EVENTS, odd: b"x", "manifest.json": manifest({**EVENTS, odd: b"x"})}),
        lambda: archive([(link, b"/etc/passwd"), *EVENTS.items(), ("manifest.json", SAID)]),
        lambda: archive(
            [*EVENTS.items(), ("manifest.json", SAID), chance.choice((*EVENTS.items(), ("manifest.json", SAID)))]
        ),
        lambda: archive({**EVENTS, "manifest.json": SAID}, comment=chance.randbytes(chance.choice((1, 300, 65_535)))),
        lambda: archive({**EVENTS, "manifest.json": SAID}, comment=b"PK\x05\x06" + bytes(18)),
        lambda: GOOD + chance.randbytes(chance.choice((1, 22, 70_000))),
        lambda: chance.randbytes(chance.choice((1, 30))) + GOOD,
        lambda: GOOD + GOOD,
        lambda: archive({**EVENTS, "manifest.json": SAID})[:-22] + GOOD,
        lambda: with_directory(body, directory, chance.choice((0, count - 1, count + 1, 65_535))),
        lambda: with_directory(body, directory, count, before_end=zip64_end(len(directory), count, len(body))),
        lambda: with_directory(body, directory + directory, 2 * count),
        lambda: overlapping(chance),
        lambda: archive({"events.jsonl": GOOD, "manifest.json": manifest({"events.jsonl": GOOD})}),
        lambda: archive({"inner.ideabox.zip": GOOD, **EVENTS, "manifest.json": SAID}),
        lambda: archive({"events.jsonl": bomb, "manifest.json": manifest({"events.jsonl": bomb})}),
        lambda: archive({**EVENTS, "manifest.json": SAID + b" " * chance.choice((1024**2, 5 * 1024**2))}),
        lambda: archive({**EVENTS, "manifest.json": SAID}, chance.choice((zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))),
        lambda: archive({**EVENTS, "manifest.json": manifest(EVENTS, sha256={odd: "0" * 64})}),
        lambda: streamed(chance),
    ]
    weights = [1] * len(ways)
    return chance.choices(ways, [0.1 if at == 15 else 1 for at, _ in enumerate(weights)])[0]()


def overlapping(chance: random.Random) -> bytes:
    """Two entries of the directory that speak of the same bytes, or of some of each other's."""
    new = bytearray(GOOD)
    found = exchange.directory(GOOD)
    one, other = chance.sample(sorted(found), 2)
    struct.pack_into("<I", new, found[one][0] + 42, found[other][1] + chance.choice((0, 1, 30)))
    return bytes(new)


class _Stream(io.RawIOBase):
    """What cannot be sought in, so that sizes follow the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def streamed(chance: random.Random) -> bytes:
    """Members with data descriptors, whole or not."""
    out = _Stream()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in {**EVENTS, "manifest.json": SAID}.items():
            made.writestr(zipfile.ZipInfo(name), content)
    data = bytes(out.data)
    return data if chance.random() < 0.3 else some_bytes(chance, data)


def odd_events(chance: random.Random) -> bytes:
    """Lines that nobody's program would write."""
    number = chance.randrange(1_000, 10**6)
    usable = line("commented", number, clock=50)
    raw = chance.choice(
        (
            b"1e400",
            b"-1e400",
            b"-0",
            b"-0.0",
            b"1e-400",
            b"9" * 5_000,
            b"0x10",
            b"01",
            b'"\\ud800"',
            b'"\\udfff\\ud800"',
            b'"\\u0000"',
            b"[" * 5_000,
            b"[" * 200_000,
            b'{"a":' * 3_000,
            b"NaN",
            b'"\xff\xfe"',
            b'"' + b"x" * 300_000 + b'"',
        )
    )
    ways: list[Callable[[], list[bytes]]] = [
        lambda: [usable.replace(b'"clock":50', b'"clock":' + raw)],
        lambda: [usable.replace(b'"body":{', b'"body":{"more":' + raw + b",")],
        lambda: [usable[:-1] + b',"clock":51}'],
        lambda: [usable.decode().encode(chance.choice(("utf-16", "utf-16-le", "utf-8-sig", "utf-32")))],
        lambda: [line("submitted", number, clock=1), line("submitted", number + 1, clock=chance.choice((1, 2)))],
        lambda: [line("commented", number, idea=uuid(500), clock=3)],  # of an idea that was erased here
        lambda: [line("submitted", number, idea=uuid(500)), line("erased", number + 1, idea=uuid(500), clock=9)],
        lambda: [line("commented", 101, clock=60), usable],  # another event's id
        lambda: [usable, usable.replace(b"York", b"Hull")],  # one id, two contents
        lambda: [line("joined", number, idea=uuid(1), body={"into": IDEA})],  # into itself
        lambda: [line("supported", number + n, clock=n + 1, by={"person": uuid(n)}) for n in range(1_000)],
        lambda: [b"", usable, b"\r", usable + b"\r"],
        lambda: [line("commented", number, at=chance.choice(("9999-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z")))],
    ]
    lines = [*(history() if chance.random() < 0.5 else ()), *chance.choice(ways)()]
    content = jsonl(lines)
    return packed(content, manifest({"events.jsonl": content}))


CSV = as_csv({"Ideas": [HEADER, *ROWS, *[(f"R{n}", f"Idea {n}", "=1+1", "naïve") for n in range(9)]]})
CSV_RAW = (b"\0", b'"', b'""', b"\r", b"\n", b",", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1a", b"\xe2\x80\xa8")


def csv_bytes(chance: random.Random) -> bytes:
    data = some_text(chance, CSV) if chance.random() < 0.5 else some_flips(chance, CSV)
    return data.decode("utf-8", "replace").encode("utf-16") if chance.random() < 0.1 else data


def some_text(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.choice((1, 2, 6))):
        at = chance.randrange(len(data))
        data = data[:at] + chance.choice(CSV_RAW) + data[at + chance.randrange(3) :]
    return data


def some_flips(chance: random.Random, data: bytes) -> bytes:
    new = bytearray(data)
    at = chance.randrange(len(new))
    way = chance.randrange(4)
    if way == 0:
        for _ in range(chance.choice((1, 4, 30))):
            new[chance.randrange(len(new))] ^= 1 << chance.randrange(8)
    elif way == 1:
        del new[at:]
    elif way == 2:
        new[at:at] = chance.randbytes(chance.choice((1, 20, 400)))
    else:
        del new[at : at + chance.choice((1, 8, 60))]
    return bytes(new)


def csv_tricks(chance: random.Random) -> bytes:
    head = b"Title,Problem\n"
    size = chance.choice((1, 2, 10)) * 1024**2
    ways: list[tuple[int, Callable[[], bytes]]] = [
        (1, lambda: head + b'One,"' + b"x" * size + b'"\n'),
        (1, lambda: head + b"One," + b"x" * size + b"\n"),
        (1, lambda: head + b'One,"' + b"\n" * size),
        (1, lambda: b",".join(b"C%d" % n for n in range(chance.choice((10_000, 100_000)))) + b"\nx\n"),
        (1, lambda: b"Title" + b"," * 100_000 + b"\nOne\n"),
        (1, lambda: head + b"," * size + b"\n"),
        (4, lambda: head + b'One,"never closed\nTwo,b\n'),
        (
            4,
            lambda: (
                (head + b"One,a\n").decode().encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037")))
            ),
        ),
        (4, lambda: b"\xff\xfe" + head),
        (4, lambda: b"\xfe\xff\xd8\x00" + head),
        (4, lambda: head + b"One,\0\nTwo,b\n"),
        (
            4,
            lambda: chance.choice(
                (b"", b"\n", b"\0", b"\xef\xbb\xbf", b'"', b",,,", b"\x1a", GOOD, PLAIN["xlsx"], OLE)
            ),
        ),
        (4, lambda: b"Title,title\nOne,Two\n"),
        (2, lambda: b"T" * 200_000 + b"," + b"T" * 200_000 + b"\nOne,Two\n"),
        (2, lambda: b"Submitted,Title\n" + chance.choice((b"9" * 5_000, b"31/02/2026", b"-1", b"1e400")) + b",One\n"),
        (4, lambda: head + b"One\x85,\xa0\xad\n" + "\u202e,\ufeff\n".encode()),
    ]
    return chance.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()


XML = {
    "ods": ("content.xml", "styles.xml", "META-INF/manifest.xml"),
    "xlsx": (
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
    ),
}
XML_RAW = (
    b"<",
    b"&",
    b"&x;",
    b"&#0;",
    b"&#xD800;",
    b"&#x110000;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\0",
    b"\xff",
    b'"',
    b"</a>",
    b"<a>" * 500,
    b'="99999999999999999999"',
    b"-1",
    b"1e400",
    b"NaN",
    b"XFE1048577",
    b"ZZZZZZZZ99999999999",
)


def member_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name) if name in file.namelist() else b"<x/>"


def in_xml(ending: str) -> Make:
    def make(chance: random.Random) -> bytes:
        name = chance.choice((XML[ending][0], *XML[ending]))
        content = member_of(PLAIN[ending], name)
        way = chance.random()
        if way < 0.4:
            content = some_flips(chance, content)
        elif way < 0.7:
            at = chance.randrange(len(content))
            content = content[:at] + chance.choice(XML_RAW) + content[at + chance.randrange(2) :]
        else:
            digits = [at for at in range(len(content)) if content[at : at + 1].isdigit()]
            at = chance.choice(digits or [0])
            content = (
                content[:at] + str(chance.choice((-1, 0, 2**31, 2**32, 2**64, 10**30))).encode() + content[at + 1 :]
            )
        return with_member(PLAIN[ending], name, content)

    return make


def in_bytes(ending: str) -> Make:
    return lambda chance: some_flips(chance, PLAIN[ending])


LAUGHS = (
    b"<!DOCTYPE x [<!ENTITY a '"
    + b"ha" * 50
    + b"'>"
    + b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"<!ENTITY file SYSTEM 'file:///etc/passwd'><!ENTITY net SYSTEM 'http://127.0.0.1:9/'>]>"
)


def workbook_tricks(ending: str) -> Make:
    def make(chance: random.Random) -> bytes:
        plain, main = PLAIN[ending], XML[ending][0]
        content = member_of(plain, main)
        start, mark, rest = content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
        entity = chance.choice((b"&j;", b"&file;", b"&net;", b"&a;"))
        odd = chance.choice(("../planted", "/tmp/planted", "C:\\planted", "..\\..\\planted", "xl/../../planted", main))
        ways: list[Callable[[], bytes]] = [
            lambda: with_member(plain, main, start + mark + LAUGHS + rest.replace(b"One", entity)),
            lambda: with_member(plain, XML[ending][-1], LAUGHS + b"<x>" + entity + b"</x>"),
            lambda: doubled(plain, odd),
            lambda: linked(plain, main),
            lambda: with_member(plain, chance.choice(("xl/vbaProject.bin", "Basic/x.xml")), b"x"),
            lambda: with_member(plain, "META-INF/manifest.xml", LOCKED),
            lambda: exchange.patched(plain, main, "<H", 1, entry=8, head=6),
            lambda: exchange.patched(plain, main, "<I", chance.choice((0, 1, 2**31, 2**32 - 1)), entry=24),
            lambda: exchange.patched(plain, main, "<I", chance.choice((0, 1, 2**31, 2**32 - 1)), entry=20),
            lambda: PLAIN["ods" if ending == "xlsx" else "xlsx"],
            lambda: GOOD,
            lambda: plain + plain,
            lambda: chance.randbytes(40) + plain,
            lambda: with_member(plain, main, b"<a>" * chance.choice((1_000, 300_000))),
            lambda: with_member(plain, main, content.replace(b"One", b"x" * chance.choice((40_000, 5_000_000)))),
            lambda: huge(chance, ending),
        ]
        return chance.choice(ways)()

    return make


def doubled(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members: list[tuple[str | zipfile.ZipInfo, bytes]] = [(each, file.read(each)) for each in file.namelist()]
    return archive([*members, (name, b"planted")])


def linked(data: bytes, name: str) -> bytes:
    link = zipfile.ZipInfo(name)
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members: list[tuple[str | zipfile.ZipInfo, bytes]] = [
            (each, file.read(each)) for each in file.namelist() if each != name
        ]
    return archive([*members, (link, b"/etc/passwd")])


def huge(chance: random.Random, ending: str) -> bytes:
    """Few bytes that say there are very many cells, or very much text."""
    if ending == "ods":
        return with_repeats(*chance.choice(((1, 2_000_000_000), (500, 4_000), (1_048_576, 16_384), (2**31, 1))))
    main = XML["xlsx"][0]
    content = member_of(PLAIN["xlsx"], main)
    return chance.choice(
        (
            lambda: with_member(PLAIN["xlsx"], main, content.replace(b'ref="A1:D3"', b'ref="A1:XFD1048576"')),
            lambda: with_member(PLAIN["xlsx"], main, content.replace(b'r="D3"', b'r="XFD1048576"')),
            lambda: with_member(
                PLAIN["xlsx"],
                "xl/sharedStrings.xml",
                b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4294967295"'
                b' uniqueCount="4294967295">' + b"<si><t>x</t></si>" * 100_000 + b"</sst>",
            ),
        )
    )()


PACKAGE_ENDING = "ideabox.zip"
FAMILIES: dict[str, tuple[str, int, Make]] = {
    "package: bytes": (PACKAGE_ENDING, 2_200, lambda chance: some_bytes(chance, GOOD)),
    "package: members": (PACKAGE_ENDING, 900, lambda chance: some_members(chance, GOOD)),
    "package: manifest": (PACKAGE_ENDING, 1_500, manifests),
    "package: events": (PACKAGE_ENDING, 2_300, events),
    "package: signed by an attacker": (PACKAGE_ENDING, 1_300, events_signed_by_an_attacker),
    "package: right signature, other content": (PACKAGE_ENDING, 800, right_signature_over_other_content),
    "package: bad signatures": (PACKAGE_ENDING, 800, bad_signatures),
    "package: signature stripped": (PACKAGE_ENDING, 300, stripped_signatures),
    "package: ZIP tricks": (PACKAGE_ENDING, 900, zip_tricks),
    "package: odd events": (PACKAGE_ENDING, 900, odd_events),
    "CSV: bytes": ("csv", 2_600, csv_bytes),
    "CSV: tricks": ("csv", 300, csv_tricks),
    "ODS: bytes": ("ods", 1_000, in_bytes("ods")),
    "ODS: XML": ("ods", 1_400, in_xml("ods")),
    "ODS: tricks": ("ods", 150, workbook_tricks("ods")),
    "XLSX: bytes": ("xlsx", 1_000, in_bytes("xlsx")),
    "XLSX: XML": ("xlsx", 1_400, in_xml("xlsx")),
    "XLSX: tricks": ("xlsx", 150, workbook_tricks("xlsx")),
    "ODS: whole path": ("ods", 50, workbook_tricks("ods")),
    "XLSX: whole path": ("xlsx", 50, workbook_tricks("xlsx")),
}
"""Of each family the ending of its files, how many there are in the full run, and how one is made."""
MUST_BE_REFUSED = {"package: right signature, other content"}


class Outcome(msgspec.Struct):
    """How the cases of a family, or some of them, ended."""

    family: str
    cases: int = 0
    refused: int = 0
    taken: int = 0
    wrong: list[str] = []
    codes: dict[str, int] = {}
    slowest: float = 0.0
    """Seconds."""
    peak: int = 0
    """Bytes that the importing process took at most."""
    reader_peak: int = 0
    """Bytes that a process reading workbooks took at most."""


class Reader:
    """A process that reads workbooks one after the other, and is replaced once one has brought it down."""

    def __init__(self) -> None:
        self.peak = 0
        self._served = 0
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, sheet: WorkbookSheet, request: Request, folder: Path, _report: Report) -> None:
        asked, rows = folder / "request.json", folder / "rows"
        asked.write_bytes(msgspec.json.encode(request))
        if self._process is None or self._served >= 150:  # its time is bounded over all that it reads
            self.close()
            self._process = subprocess.Popen(
                [sys.executable, str(SERVER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._served = 0
            assert self._process.stdout is not None
            assert self._process.stdout.readline() == b"ready\n"
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        self._served += 1
        timer = threading.Timer(CASE_SECONDS, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps([str(asked), str(rows)]).encode() + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        finally:
            timer.cancel()
        status, peak = json.loads(answer) if answer else (1, 0)
        self.peak = max(self.peak, peak)
        if status != 0:
            self.close()
            refuse("file", "brings-reader-down", name=sheet.name)

    def close(self) -> None:
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            process.communicate()


def peak_memory(children: bool = False) -> int:
    """Bytes; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415

    return resource.getrusage(resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF).ru_maxrss * 1024


class Worker:
    """Imports the files of one family into a store of its own and looks at everything they could have touched."""

    def __init__(self, root: Path, family: str, seed: int) -> None:
        self.ending, _count, self.make = FAMILIES[family]
        self.outcome = Outcome(family)
        self.seed = seed
        self._root, self._copies = root, 0
        self._wording = load_wording(path.read_bytes() for path in sorted((resources() / "i18n" / "en").glob("*.json")))
        self._skills = Skills(
            load_framework(path.read_bytes()) for path in sorted((resources() / "skills").glob("*.json"))
        )
        for name in ("temporary", "in"):
            (root / name).mkdir(parents=True)
        tempfile.tempdir = str(root / "temporary")
        self.session = self._new_session()

    def _new_session(self) -> Session:
        """A digital lead who has ideas already, among them an older state of what is to come, and one erased."""
        self._copies += 1
        store = Store(self._root / f"store-{self._copies}" / "ideabox.db", lambda: new_id(utc_now()))
        session = Session(store, Profile(person_id("Department", "lead"), "Lead", "Leeds", "", "lead"), self._skills)
        erased = [line("submitted", 900, idea=uuid(500)), line("erased", 901, idea=uuid(500), clock=2)]
        path = put(self._root / "in", exchange.package([*history()[:4], *erased]))
        importing.import_file(session, path, {}, with_erasures=True)
        path.unlink()
        self._before = contents(session)
        return session

    def run(self, first: int, count: int) -> Outcome:
        reader = Reader()
        if "whole path" not in self.outcome.family:
            WorkbookSheet._run = lambda *args: reader.read(*args)  # type: ignore[method-assign]  # noqa: PLW0108
        for number in range(first, first + count):
            self._case(number)
            if len(self._before["event"]) > MOST_ROWS:
                self._check()
                self.session.store.close()
                self.session = self._new_session()
        self._check()
        reader.close()
        self.session.store.close()
        self._no_child_is_left()
        self.outcome.peak = peak_memory()
        through = peak_memory(children=True) if "whole path" in self.outcome.family else 0
        self.outcome.reader_peak = max(reader.peak, through)
        return self.outcome

    def _case(self, number: int) -> None:
        data = self.make(random.Random(f"{self.seed} {self.outcome.family} {number}"))
        path = put(self._root / "in", data, f"case-{number}.{self.ending}")
        there = self._files()
        started = time.monotonic()
        try:
            self._import(path)
        except Exception as fault:  # noqa: BLE001 - that is what is looked for
            self.outcome.wrong.append(f"case {number}: {type(fault).__name__}: {str(fault)[:300]}")
            self._before = contents(self.session)
        self.outcome.slowest = max(self.outcome.slowest, time.monotonic() - started)
        self.outcome.cases += 1
        if self._files() != there:
            self.outcome.wrong.append(f"case {number}: files were left: {sorted(self._files() ^ there)[:3]}")
        path.unlink()

    def _import(self, path: Path) -> None:
        promised: Imported | None = None
        try:
            promised = importing.import_file(self.session, path, {}, preview=True)
        except Refusal as refusal:
            self._refused(refusal)
        assert contents(self.session) == self._before, "a preview changed something"
        try:
            done = importing.import_file(self.session, path, {})
        except Refusal as refusal:
            self._refused(refusal)
            assert contents(self.session) == self._before, "taken in part"
            self.outcome.refused += 1
            code = refusal.problems[0].code
            self.outcome.codes[code] = self.outcome.codes.get(code, 0) + 1
            return
        assert self.outcome.family not in MUST_BE_REFUSED, "taken"
        if self.outcome.family == "package: bad signatures":
            assert _is_signed(path), "taken, though the signature is not one"
        assert promised is not None, "taken, though the preview was refused"
        for name in ("new", "updated", "known", "erased", "held_back", "conflicts", "not_taken"):
            assert len(getattr(done, name)) == len(getattr(promised, name)), f"another number of {name}"
        assert done.events == promised.events, "another number of events"
        after = contents(self.session)
        assert len(after["event"]) == len(self._before["event"]) + done.events, "not all events are there"
        if self.ending == PACKAGE_ENDING:
            self._whole(path)
        self._before = after
        self.outcome.taken += 1

    def _whole(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            held = {each for each in file.read("events.jsonl").split(b"\n") if each}
        gone = {uuid(500)}
        wanted = {
            each
            for each in held
            if (of := json.loads(each, parse_int=str))["kind"] != "erased" and of["idea"] not in gone
        }
        assert wanted <= set(lines_in(self.session)), "not all lines are there"

    def _refused(self, refusal: Refusal) -> None:
        for problem in refusal.problems:
            sentence = self._wording.problem(problem)
            assert "Nothing has been imported" in sentence, sentence[:200]
            assert len(sentence) <= LONGEST_SENTENCE, f"a sentence of {len(sentence)} characters: {problem.code}"

    def _check(self) -> None:
        if not upkeep.check(self.session).is_sound:
            self.outcome.wrong.append("the store is not sound")

    def _files(self) -> set[str]:
        return {
            str(path.relative_to(self._root))
            for path in self._root.rglob("*")
            if not path.name.endswith(("-wal", "-shm"))
        }

    def _no_child_is_left(self) -> None:
        if hasattr(os, "waitpid"):
            try:
                os.waitpid(-1, getattr(os, "WNOHANG", 0))
            except ChildProcessError:
                return
            self.outcome.wrong.append("a process was left")


def _is_signed(path: Path) -> bool:
    """Whether the signature of a package verifies, found without the program: a mutation may have left it right."""
    with zipfile.ZipFile(path) as file:
        said, member = file.read("manifest.json"), json.loads(file.read("manifest.json.sig"))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(member["key"]))
    try:
        key.verify(bytes.fromhex(member["signature"]), said)
    except InvalidSignature:
        return False
    return True


def work(family: str, seed: int, first: int, count: int, root: Path) -> Outcome:
    """Run a worker for some cases of a family in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "tests.exchange.hostile_files",
        family,
        str(seed),
        str(first),
        str(count),
        str(root),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        return Outcome(family, wrong=[done.stderr.decode(errors="replace")[-2_000:] or f"status {done.returncode}"])
    return msgspec.json.decode(done.stdout, type=Outcome)


def table(outcomes: list[Outcome]) -> str:
    """What the cases of each family came to, as text."""
    lines = [
        f"{'family':42}{'cases':>7}{'refused':>9}{'taken':>7}{'wrong':>7}{'slowest s':>11}{'peak MB':>9}{'reader MB':>11}"  # noqa: E501
    ]
    for family in FAMILIES:
        of = [each for each in outcomes if each.family == family]
        if of:
            lines.append(
                f"{family:42}{sum(o.cases for o in of):7}{sum(o.refused for o in of):9}{sum(o.taken for o in of):7}"
                f"{sum(len(o.wrong) for o in of):7}{max(o.slowest for o in of):11.2f}"
                f"{max(o.peak for o in of) / 1e6:9.0f}{max(o.reader_peak for o in of) / 1e6:11.0f}"
            )
    codes: Counter[str] = Counter()
    for each in outcomes:
        codes.update(each.codes)
    total = f"{'all':42}{sum(o.cases for o in outcomes):7}{sum(o.refused for o in outcomes):9}{sum(o.taken for o in outcomes):7}"  # noqa: E501
    return "\n".join([*lines, total, "refused as: " + ", ".join(f"{code} {n}" for code, n in codes.most_common())])


def main() -> None:
    family, seed, first, count, root = sys.argv[1:]
    if sys.platform != "win32":
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    outcome = Worker(Path(root), family, int(seed)).run(int(first), int(count))
    sys.stdout.buffer.write(msgspec.json.encode(outcome))


if __name__ == "__main__":
    main()
