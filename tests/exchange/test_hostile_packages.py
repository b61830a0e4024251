"""Whatever a file holds, it is refused with a sentence and nothing changes, or all that it holds is taken."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ideabox.domain.problems import Refusal
from ideabox.usecases import importing, upkeep
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests import exchange
from tests.conftest import OpenSession
from tests.exchange import (
    Json,
    archive,
    contents,
    directory,
    event,
    history,
    jsonl,
    line,
    lines_in,
    manifest,
    patched,
    put,
    refused,
    uuid,
    whole_package,
)

EVENTS = {"events.jsonl": jsonl(history())}
GOOD = whole_package()


@pytest.fixture
def lead(open_session: OpenSession, tmp_path: Path) -> Session:
    """A digital lead who has ideas already, among them an older state of what is to come."""
    session = open_session("lead", role="lead")
    importing.import_file(session, put(tmp_path, exchange.package(history()[:4]), "older.ideabox.zip"), {})
    return session


def entries(data: bytes) -> tuple[bytes, bytes]:
    """The members of a ZIP, and its directory without its end."""
    end = data.rfind(b"PK\x05\x06")
    size, at = struct.unpack_from("<II", data, end + 12)
    return data[:at], data[at : at + size]


def with_directory(body: bytes, entries: bytes, count: int, comment: bytes = b"", before_end: bytes = b"") -> bytes:
    """A ZIP of these members with this directory."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(body), len(comment))
    return body + entries + before_end + end + comment


def nothing_but_a_name(name: bytes) -> bytes:
    """An entry of a ZIP's directory that takes as little room as one can."""
    return struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, *[0] * 8, len(name), *[0] * 6) + name


def zip64_end(size: int, count: int, at: int) -> bytes:
    """The end of a directory as ZIP64 has it, and where to find it."""
    end = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, at)
    return end + struct.pack("<4sLQL", b"PK\x06\x07", 0, at + size, 1)


# Not packages, and archives that are not whole


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-package"),
        (b"\0", "not-a-package"),
        (b"PK\x03\x04", "damaged"),
        (b"no archive at all" * 10_000, "not-a-package"),
        (b"%PDF-1.7\n" + GOOD, "not-a-package"),
        (b"PK\x05\x06" + bytes(18), "not-a-package"),
        (archive({"readme.txt": b"Holiday pictures"}), "not-a-package"),
        (archive({f"picture-{n}.png": b"" for n in range(90)} | {"manifest.json": b'{"name": "x"}'}), "not-a-package"),
        (archive({"events.jsonl": b"", "Manifest.json": b"{}"}), "not-a-package"),
    ],
    ids=["empty", "a byte", "a start", "no zip", "zip inside", "empty zip", "no manifest", "another's", "case"],
)
def test_a_file_that_is_no_package_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, data: bytes, code: str
) -> None:
    assert refused(lead, wording, put(tmp_path, data)).code == code


def test_a_folder_and_a_file_that_is_not_there_are_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    (tmp_path / "folder.ideabox.zip").mkdir()
    assert refused(lead, wording, tmp_path / "folder.ideabox.zip").code == "cannot-read"
    assert refused(lead, wording, tmp_path / "nowhere.ideabox.zip").code == "cannot-read"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files here")
def test_a_pipe_is_not_waited_for(lead: Session, wording: Wording, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ideabox.zip")
    assert refused(lead, wording, tmp_path / "pipe.ideabox.zip").code == "cannot-read"


def test_a_file_of_another_ending_is_refused_by_its_name(lead: Session, wording: Wording, tmp_path: Path) -> None:
    assert refused(lead, wording, put(tmp_path, GOOD, "ideas.docx")).code == "unknown-import"


def test_a_package_cut_off_anywhere_is_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    before = contents(lead)
    ends = [*range(0, len(GOOD), 11), *range(len(GOOD) - 60, len(GOOD))]
    for end in ends:
        with pytest.raises(Refusal) as caught:
            importing.import_file(lead, put(tmp_path, GOOD[:end]), {})
        assert caught.value.problems[0].code in ("damaged", "not-a-package"), end
        assert "Nothing has been imported" in wording.problem(caught.value.problems[0])
    assert contents(lead) == before
    assert len(ends) > 200


def test_bytes_left_out_or_put_in_are_found(lead: Session, wording: Wording, tmp_path: Path) -> None:
    middle = len(GOOD) // 2
    for data in (GOOD[:middle] + GOOD[middle + 1 :], GOOD[:middle] + b"\0" + GOOD[middle:], GOOD[:40] + GOOD[41:]):
        assert refused(lead, wording, put(tmp_path, data)).code == "damaged"


@pytest.mark.parametrize("name", ["events.jsonl", "ideas.csv", "READ ME.txt", "manifest.json"])
def test_a_byte_that_changed_in_any_member_is_found(lead: Session, wording: Wording, tmp_path: Path, name: str) -> None:
    members = {"ideas.csv": b"a" * 100, "READ ME.txt": b"b" * 100, **EVENTS}
    data = archive({**members, "manifest.json": manifest(members)}, zipfile.ZIP_STORED)
    at = directory(data)[name][1] + 30 + len(name) + 50
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    assert refused(lead, wording, put(tmp_path, changed)).code == "damaged"


@pytest.mark.parametrize(
    ("name", "form", "value", "where"),
    [
        ("events.jsonl", "<I", 1, {"entry": 16}),  # another checksum
        ("events.jsonl", "<I", 0x1000_0000, {"entry": 42}),  # beyond the end
        ("events.jsonl", "<I", 3, {"entry": 42}),  # no header there
        ("events.jsonl", "<I", 10, {"entry": 20}),  # fewer bytes than there are
        ("manifest.json", "<I", 10, {"entry": 24}),  # shorter than it is
        ("manifest.json", "<B", ord("M"), {"head": 30}),  # another name in its own header
        ("events.jsonl", "<H", 0x20, {"entry": 8}),  # a patch
        ("events.jsonl", "<H", 99, {"entry": 6}),  # of a later kind of ZIP
        ("events.jsonl", "<B", 0xFF, {"head": 30 + len("events.jsonl")}),  # no such deflated block
    ],
)
def test_an_archive_that_contradicts_itself_is_refused_as_damaged(
    lead: Session, wording: Wording, tmp_path: Path, name: str, form: str, value: int, where: dict[str, int]
) -> None:
    data = patched(GOOD, name, form, value, **where)
    assert data != GOOD
    assert refused(lead, wording, put(tmp_path, data)).code == "damaged"


# Members


@pytest.mark.parametrize(
    "name",
    [
        "../events.jsonl", "../../../../tmp/planted", "/etc/planted", "C:\\planted.txt", "\\\\server\\share\\planted",
        "folder/events.jsonl", "events.jsonl/", "./events.jsonl", "EVENTS.JSONL", "events.jsonl ", "notes.txt",
        "manifest.json.sig.exe", "évents.jsonl", "", "x" * 9_000,
    ],
)  # fmt: skip
def test_a_member_of_any_other_name_is_refused_and_never_becomes_a_file(
    lead: Session, wording: Wording, tmp_path: Path, name: str
) -> None:
    members = {**EVENTS, name: b"planted"}
    path = put(tmp_path / "in" / "deep", archive({**members, "manifest.json": manifest(members)}))
    before = sorted(tmp_path.rglob("*"))
    assert refused(lead, wording, path).code == "unlisted-member"
    assert sorted(tmp_path.rglob("*")) == before


def test_a_name_that_ends_early_for_some_readers_is_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    members = {**EVENTS, "ideas.csv?.exe": b""}
    data = archive({**members, "manifest.json": manifest(members)})
    data = data.replace(b"ideas.csv?.exe", b"ideas.csv\0.exe")
    assert refused(lead, wording, put(tmp_path, data)).code == "unlisted-member"


def test_a_link_is_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("ideas.csv")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    members = {**EVENTS, "ideas.csv": b"/etc/passwd"}
    data = archive([(link, b"/etc/passwd"), *EVENTS.items(), ("manifest.json", manifest(members))])
    assert refused(lead, wording, put(tmp_path, data)).code == "strange-member"


@pytest.mark.parametrize("name", ["events.jsonl", "manifest.json"])
def test_a_member_that_comes_twice_is_refused(lead: Session, wording: Wording, tmp_path: Path, name: str) -> None:
    members = {**EVENTS, "manifest.json": manifest(EVENTS)}
    data = archive([*members.items(), (name, members[name])])
    assert refused(lead, wording, put(tmp_path, data)).code == "strange-member"


@pytest.mark.parametrize("name", ["events.jsonl", "manifest.json", "READ ME.txt"])
def test_an_encrypted_member_is_refused(lead: Session, wording: Wording, tmp_path: Path, name: str) -> None:
    data = patched(GOOD, name, "<H", 1, entry=8, head=6)
    assert refused(lead, wording, put(tmp_path, data)).code == "strange-member"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_in_an_uncommon_way_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, method: int
) -> None:
    data = archive({**EVENTS, "manifest.json": manifest(EVENTS)}, method)
    assert refused(lead, wording, put(tmp_path, data)).code == "strange-member"


@pytest.mark.parametrize(
    ("there", "listed"),
    [
        (("events.jsonl", "ideas.csv"), ("events.jsonl",)),
        (("events.jsonl",), ("events.jsonl", "ideas.csv")),
        (("events.jsonl",), ()),
        (("ideas.csv",), ("ideas.csv",)),
        (("events.jsonl",), ("events.jsonl", "manifest.json")),
        (("events.jsonl",), ("events.jsonl", "../events.jsonl")),
    ],
)
def test_members_must_be_just_those_that_the_manifest_lists(
    lead: Session, wording: Wording, tmp_path: Path, there: tuple[str, ...], listed: tuple[str, ...]
) -> None:
    hashes = dict.fromkeys(listed, "0" * 64)
    members = dict.fromkeys(there, EVENTS["events.jsonl"])
    data = archive({**members, "manifest.json": manifest(EVENTS, sha256=hashes)})
    assert refused(lead, wording, put(tmp_path, data)).code == "members-differ"


@pytest.mark.parametrize("name", ["events.jsonl", "ideas.csv", "ideas.csv-metadata.json", "READ ME.txt"])
def test_a_member_exchanged_for_another_is_found_by_its_hash(
    lead: Session, wording: Wording, tmp_path: Path, name: str
) -> None:
    members = dict.fromkeys(("ideas.csv", "ideas.csv-metadata.json", "READ ME.txt"), b"as it was") | EVENTS
    said = manifest(members)
    members[name] = members[name][:-2] + b"?\n"
    problem = refused(lead, wording, put(tmp_path, archive({**members, "manifest.json": said})))
    assert (problem.code, problem.facts["member"]) == ("hash-differs", name)


@pytest.mark.parametrize("events", [0, 1, len(history()) - 1, len(history()) + 1, 10**9])
def test_a_wrong_count_of_events_is_refused(lead: Session, wording: Wording, tmp_path: Path, events: int) -> None:
    data = whole_package(counts={"ideas": 2, "events": events})
    assert refused(lead, wording, put(tmp_path, data)).code == "counts-differ"


def test_more_lines_than_there_is_room_for_events_are_refused_unread(
    lead: Session, wording: Wording, tmp_path: Path
) -> None:
    for count, code in ((5_000, "unusable-lines"), (3_000_000, "counts-differ")):
        members = {"events.jsonl": b"\n" * count}
        path = put(tmp_path, archive({**members, "manifest.json": manifest(members)}))
        assert refused(lead, wording, path).code == code


def test_the_shortest_events_are_not_too_many_for_their_room(lead: Session, tmp_path: Path) -> None:
    shortest = [
        line("x", number, idea=uuid(10_000 + number), by={"person": uuid(9)}, body={}) for number in range(5_300)
    ]
    assert len(shortest[0]) + 1 >= 200
    importing.import_file(lead, put(tmp_path, exchange.package(shortest)), {})
    assert set(shortest) < set(lines_in(lead))


@pytest.mark.long
def test_more_events_of_one_idea_than_can_be_true_are_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    events = [line("supported", 10_000 + number, by={"person": uuid(number)}) for number in range(100_001)]
    assert refused(lead, wording, put(tmp_path, exchange.package(events))).code == "too-many-events"


# Sizes


def test_an_archive_larger_than_any_package_is_refused_unread(lead: Session, wording: Wording, tmp_path: Path) -> None:
    path = put(tmp_path, GOOD)
    with path.open("r+b") as file:
        file.truncate(1024**3 + 1)  # sparse: it takes no room
    assert refused(lead, wording, path).code == "too-large"


@pytest.mark.parametrize(
    ("name", "size"),
    [("events.jsonl", 2**31), ("ideas.csv", 0xFFFF_FFFF), ("READ ME.txt", 2**20 + 1), ("manifest.json", 2**20 + 1)],
)
def test_a_member_that_declares_more_than_its_limit_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, name: str, size: int
) -> None:
    data = patched(GOOD, name, "<I", size, entry=24, head=22)
    assert refused(lead, wording, put(tmp_path, data)).code == "too-large"


def test_a_manifest_of_more_than_a_mebibyte_is_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    data = whole_package(padding="x" * 2**20)
    assert refused(lead, wording, put(tmp_path, data)).code == "too-large"


@pytest.mark.parametrize("claims_to_be_long", [False, True])
def test_a_little_archive_that_would_unpack_to_much_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, claims_to_be_long: bool
) -> None:
    members = {"events.jsonl": b"\n" * (65 * 1024**2)}
    data = archive({**members, "manifest.json": manifest(members)})
    assert len(data) < 100_000
    if claims_to_be_long:
        data = patched(data, "events.jsonl", "<I", 2**30, entry=20, head=18)
    assert refused(lead, wording, put(tmp_path, data)).code == "too-large"


def test_a_member_that_declares_less_than_it_unpacks_to_is_refused(
    lead: Session, wording: Wording, tmp_path: Path
) -> None:
    members = {"events.jsonl": b"\n" * (65 * 1024**2)}
    data = archive({**members, "manifest.json": manifest(members)})
    data = patched(data, "events.jsonl", "<I", 1_000, entry=24, head=22)
    assert refused(lead, wording, put(tmp_path, data)).code == "damaged"


def test_a_huge_directory_is_refused_before_it_is_read(lead: Session, wording: Wording, tmp_path: Path) -> None:
    body, known = entries(GOOD)
    more = b"".join(nothing_but_a_name(b"%08d" % number) for number in range(5_000))
    data = with_directory(body, known + more, 5_005)
    assert refused(lead, wording, put(tmp_path, data)).code == "not-a-package"


def test_a_zip64_archive_is_refused(lead: Session, wording: Wording, tmp_path: Path) -> None:
    body, known = entries(GOOD)
    zip64 = zip64_end(len(known), 5, len(body))
    data = with_directory(body, known, 5, before_end=zip64)
    assert zipfile.ZipFile(put(tmp_path, data)).testzip() is None, "another reader takes it"
    assert refused(lead, wording, put(tmp_path, data)).code == "not-a-package"


@pytest.mark.parametrize("comment", [b"", b"c", b"c" * 65_515, b"c" * 65_535])
def test_a_directory_that_is_hidden_behind_a_comment_is_found(
    lead: Session, wording: Wording, tmp_path: Path, comment: bytes
) -> None:
    body, known = entries(GOOD)
    more = b"".join(nothing_but_a_name(b"%08d" % number) for number in range(5_000))
    hidden = zip64_end(len(known) + len(more), 5_005, len(body))
    small = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 5, 5, 500, len(body), len(comment))
    path = put(tmp_path, body + known + more + hidden + small + comment)
    assert len(zipfile.ZipFile(path).namelist()) == 5_005, "another reader finds it"
    assert refused(lead, wording, path).code == "not-a-package"


@pytest.mark.parametrize("place", [2**63, 2**64 - 1, 2**63 - 1, 2**40])
def test_a_member_at_a_place_that_no_file_has_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, place: int
) -> None:
    body, known = entries(archive({"manifest.json": manifest(EVENTS), **EVENTS}))
    extra = struct.pack("<HHQ", 1, 8, place)
    name_end = 46 + len("manifest.json")
    entry = bytearray(known[:name_end] + extra + known[name_end:])
    struct.pack_into("<H", entry, 30, len(extra))
    struct.pack_into("<I", entry, 42, 0xFFFF_FFFF)
    assert refused(lead, wording, put(tmp_path, with_directory(body, bytes(entry), 2))).code == "damaged"


# The manifest


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "bad-manifest"),
        (b"not JSON", "bad-manifest"),
        (b"[]", "bad-manifest"),
        (b'"ideabox-package"', "bad-manifest"),
        (b"null", "bad-manifest"),
        (b"{}", "not-a-package"),
        (b'{"format": "other", "version": "1.0"}', "not-a-package"),
        (b'{"format": 1, "version": "1.0"}', "bad-manifest"),
        (b'{"format": "ideabox-package", "version": 1.0}', "bad-manifest"),
        (b'{"format": "ideabox-package", "version": "1.0"}', "bad-manifest"),
        (b"\xef\xbb\xbf" + manifest(EVENTS), "bad-manifest"),
        (manifest(EVENTS).decode().encode("utf-16"), "bad-manifest"),
        (manifest(EVENTS)[:-1], "bad-manifest"),
        (manifest(EVENTS) + b"{}", "bad-manifest"),
        (manifest(EVENTS, more="@").replace(b'"@"', b"[" * 100_000 + b"]" * 100_000), "bad-manifest"),
        (manifest(EVENTS, more="@").replace(b'"@"', b"[" * 400_000), "bad-manifest"),
        (manifest(EVENTS, more="@").replace(b"@", b"\xff"), "bad-manifest"),
        (manifest(EVENTS, more="@").replace(b"@", b"\\ud800"), "bad-manifest"),
        (manifest(EVENTS, counts="@").replace(b'"@"', b'{"ideas": NaN, "events": 12}'), "bad-manifest"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, said: bytes, code: str
) -> None:
    assert refused(lead, wording, put(tmp_path, archive({**EVENTS, "manifest.json": said}))).code == code


@pytest.mark.parametrize(
    "changes",
    [
        *({name: ...} for name in ("package", "kind", "created", "marking", "counts", "sha256", "version")),
        *({name: None} for name in ("package", "kind", "created", "marking", "counts", "sha256", "name", "to")),
        {"package": "one"},
        {"package": "ABCDEF00-0000-7000-8000-000000000000"},
        {"package": "{" + uuid(6) + "}"},
        {"from": {"store": "here"}},
        {"from": {"office": "Leeds"}},
        {"from": {"store": uuid(3), "office": "x" * 201}},
        {"from": "Leeds"},
        {"kind": "gossip"},
        {"kind": "x" * 500_000},
        {"created": 20261123},
        {"created": "x" * 201},
        {"marking": "x" * 201},
        {"name": "x" * 201},
        {"to": ["Leeds"]},
        {"counts": {"ideas": 2}},
        {"counts": {"ideas": 2, "events": 12.0}},
        {"counts": {"ideas": 2, "events": True}},
        {"counts": {"ideas": 2, "events": "12"}},
        {"counts": {"ideas": -1, "events": 12}},
        {"counts": {"ideas": 2, "events": 10**9 + 1}},
        {"counts": {"ideas": 2, "events": 10**30}},
        {"sha256": {"events.jsonl": None}},
        {"sha256": {"events.jsonl": "0" * 63}},
        {"sha256": {"events.jsonl": "A" * 64}},
        {"sha256": {"events.jsonl": "é" * 64}},
        {"version": "1"},
        {"version": "1.0.0"},
        {"version": "1.0\n"},
        {"version": "2.0\n"},
        {"version": "٢.0"},
        {"version": "-1.0"},
        {"version": "0.9"},
        {"version": "x" * 500_000},
    ],
)
def test_a_manifest_with_a_wrong_field_is_refused(
    lead: Session, wording: Wording, tmp_path: Path, changes: Json
) -> None:
    data = archive({**EVENTS, "manifest.json": manifest(EVENTS, **changes)})
    assert refused(lead, wording, put(tmp_path, data)).code == "bad-manifest"


@pytest.mark.parametrize("version", ["2.0", "2.1", "17.3", "9999.9999"])
@pytest.mark.parametrize("otherwise", [False, True])
def test_a_newer_major_version_is_refused_as_such_however_else_it_is(
    lead: Session, wording: Wording, tmp_path: Path, version: str, otherwise: bool
) -> None:
    data = whole_package(version=version)
    if otherwise:
        said = json.dumps({"format": "ideabox-package", "version": version, "hashes": ["sha512"]}).encode()
        data = archive({"events.cbor": b"\xa0", "pictures/one.png": b"", "manifest.json": said})
    problem = refused(lead, wording, put(tmp_path, data))
    assert problem.code == "newer-package"
    assert version in wording.problem(problem)


# Lines


def changed(old: bytes, new: bytes, **changes: Any) -> bytes:
    """A usable line with bytes in it that no writer of JSON would write."""
    made = line("commented", **changes)
    assert old in made
    return made.replace(old, new)


def extra(value: bytes) -> bytes:
    """A line with a member that no version knows."""
    return changed(b'"@"', value, more="@")


def unheard(value: bytes) -> bytes:
    """A line of a kind that no version knows."""
    return line("cuddled", body={"how": "@"}).replace(b'"@"', value)


def without(name: str) -> bytes:
    return json.dumps({key: value for key, value in event().items() if key != name}).encode()


def replaced(name: str, value: Any) -> bytes:
    return json.dumps(event() | {name: value}).encode()


UNUSABLE: dict[str, bytes] = {
    "empty": b"",
    "blank": b"   ",
    "no object": b"[]",
    "number": b"7",
    "null": b"null",
    "two": line() + b" " + line(),
    "cut off": line()[:-1],
    "byte order mark": b"\xef\xbb\xbf" + line(),
    "carriage return": line() + b"\r",
    "carriage return inside": changed(b'","', b'",\r"'),
    "too long": line("commented", more="x" * 300 * 1024),
    "one byte too long": line("commented", more="x" * (256 * 1024 + 1 - len(line("commented", more="")))),
    "deep": extra(b"[" * 32 + b"]" * 32),
    "deep object": unheard(b'{"a":' * 40 + b"1" + b"}" * 40),
    "very deep": extra(b"[" * 60_000 + b"]" * 60_000),
    "deep and open": extra(b"[" * 100_000),
    "bad text": extra(b'"\xff"'),
    "bad text in a name": changed(b'"@":1', b'"\xc3":1', **{"@": 1}),
    "surrogate bytes": extra(b'"\xed\xa0\x80"'),
    "half a pair": extra(b'"\\ud800"'),
    "other half": extra(b'"\\udc00 and more text"'),
    "half a pair and more": changed(b"York", b"\\ud83dYork"),
    "half in an unknown kind": unheard(b'"\\ud83d"'),
    "NUL": changed(b"York", b"Yo\\u0000rk"),
    "NUL nobody reads": extra(b'{"a":["\\\\\\u0000"]}'),
    "NUL in a name": changed(b'"@"', b'"\\u0000"', **{"@": 1}),
    "NUL in an unknown kind": unheard(b'"\\u0000"'),
    "NUL byte": changed(b"York", b"Yo\0rk"),
    "control": extra(b'"\x1b"'),
    "NaN": extra(b"NaN"),
    "NaN in an unknown kind": unheard(b"[1,NaN]"),
    "Infinity": extra(b"-Infinity"),
    "number out of range": unheard(b"1e999"),
    "clock 0": line(clock=0),
    "clock -1": line(clock=-1),
    "clock 2^31": line(clock=2**31),
    "clock 10^30": line(clock=10**30),
    "clock true": line(clock=True),
    "clock 1.5": line(clock=1.5),
    "clock 1.0": line(clock=1.0),
    "clock 1e0": changed(b'"clock":1', b'"clock":1e0'),
    "clock text": line(clock="1"),
    "clock null": line(clock=None),
    **{f"no {name}": without(name) for name in event()},
    **{f"{name} null": replaced(name, None) for name in event()},
    "id no UUID": line(id="first"),
    "id upper case": line(id="ABCDEF00-0000-7000-8000-000000000000"),
    "id in braces": line(id="{" + uuid(9) + "}"),
    "id without dashes": line(id=uuid(9).replace("-", "")),
    "id with line break": line(id=uuid(9) + "\n"),
    "idea no UUID": line(idea=""),
    "person no UUID": line(by={"person": "ann"}),
    "no person": line(by={"name": "Ann"}),
    "by text": line(by="Ann"),
    "name too long": line(by={"person": uuid(9), "name": "x" * 201}),
    "name null": line(by={"person": uuid(9), "name": None}),
    "at without zone": line(at="2026-11-23T09:30:00.000"),
    "at with offset": line(at="2026-11-23T09:30:00.000+00:00"),
    "at in seconds": line(at="2026-11-23T09:30:00Z"),
    "at no day": line(at="2026-02-30T09:30:00.000Z"),
    "at no time": line(at="2026-11-23T24:00:00.000Z"),
    "at year 0": line(at="0000-11-23T09:30:00.000Z"),
    "at other digits": line(at="２026-11-23T09:30:00.000Z"),  # noqa: RUF001 - that it is not the usual 2
    "at number": line(at=1_795_000_000),
    "kind empty": line("", body={}),
    "kind upper case": line("Submitted"),
    "kind too long": line("k" * 41),
    "kind with line break": line("cuddled\n"),
    "kind with digit": line("kind2"),
    "body array": line("commented", body=[]),
    "body text": line("cuddled", body="so"),
    "body of another kind": line("reviewed", body={"text": "x"}),
    "title too long": line(body={"title": "x" * 301, "problem": "", "proposal": ""}),
    "title number": line(body={"title": 5, "problem": "", "proposal": ""}),
    "title null": line("revised", body={"title": None}),
    "comment too long": line("commented", body={"text": "x" * 10_001}),
    "reason too long": line("reviewed", body={"decision": "ask", "reason": "x" * 4_001}),
    "decision unknown": line("reviewed", body={"decision": "perhaps", "reason": ""}),
    "phase unknown": line("progressed", body={"phase": "omega", "note": ""}),
    "31 skills": line("revised", body={"skills": [{"code": "A"}] * 31}),
    "skill without code": line("revised", body={"skills": [{"label": "A"}]}),
    "skill text": line("revised", body={"skills": ["EDS-COM"]}),
    "31 barriers": line("revised", body={"barriers": ["it"] * 31}),
    "barrier empty": line("revised", body={"barriers": [""]}),
    "count negative": line("sized", body={"times_a_month": -1}),
    "count too large": line("sized", body={"times_a_month": 1_000_000_001}),
    "count fraction": line("sized", body={"staff_minutes": 0.5}),
    "into no UUID": line("joined", body={"into": "there"}),
    "batch no UUID": line("batched", body={"batch": "B", "name": "B"}),
}
USABLE: dict[str, bytes] = {
    "as long as can be": line("commented", more="x" * (256 * 1024 - len(line("commented", more="")))),
    "as deep as can be": extra(b"[" * 31 + b"]" * 31),
    "brackets in text": line("commented", body={"text": "[{" * 4_000}),
    "highest clock": line(clock=2**31 - 1),
    "no more than a person": line(by={"person": uuid(9)}),
    "40 letters of kind": line("k" * 40),
    "a backslash before u0000": extra(b'"\\\\u0000"'),
    "a backslash before u0000 beside a huge number": extra(b'[1e999,"\\\\u0000"]'),
    "300 wide characters": line(body={"title": "😀" * 300, "problem": "", "proposal": ""}),
    "escaped pair": changed(b"York", b"\\ud83d\\ude00"),
    "an empty revision": line("revised", body={}),
    "first moment": line(at="0001-01-01T00:00:00.000Z"),
    "last moment": line(at="9999-12-31T23:59:59.999Z"),
    "leap day": line(at="2028-02-29T00:00:00.000Z"),
}


@pytest.mark.parametrize("strange", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_line_that_is_not_usable_refuses_the_whole_package_and_is_named(
    lead: Session, wording: Wording, tmp_path: Path, strange: bytes
) -> None:
    at_fault = strange.replace(uuid(100).encode(), uuid(999).encode())
    path = put(tmp_path, exchange.package([*history(), at_fault, line("commented", 998, clock=60)]))
    problem = refused(lead, wording, path)
    assert (problem.code, problem.facts["count"], problem.facts["line"]) == ("unusable-lines", 1, len(history()) + 1)


def test_the_rest_of_a_package_is_taken_if_that_is_asked_for_and_each_line_left_out_is_named(
    lead: Session, wording: Wording, tmp_path: Path
) -> None:
    good = [line("commented", 500 + clock, clock=clock) for clock in range(20, 20 + len(UNUSABLE))]
    lines = [each for pair in zip(good, UNUSABLE.values(), strict=True) for each in pair]
    path = put(tmp_path, exchange.package([*lines, *history()]))
    assert refused(lead, wording, path).facts["count"] == len(UNUSABLE)
    preview = importing.import_file(lead, path, {}, preview=True)
    imported = importing.import_file(lead, path, {}, skip_unusable=True)
    assert imported.not_taken == preview.not_taken
    assert [missing.number for missing in imported.not_taken] == list(range(2, 2 * len(UNUSABLE) + 1, 2))
    for missing in imported.not_taken:
        assert len(wording(f"not-taken.{missing.code}", **missing.facts)) > 10
    assert lines_in(lead) == sorted([*history(), *good])
    assert upkeep.check(lead).is_sound


@pytest.mark.parametrize("strange", USABLE.values(), ids=USABLE.keys())
def test_a_line_at_the_edge_of_what_is_usable_is_taken(lead: Session, tmp_path: Path, strange: bytes) -> None:
    importing.import_file(lead, put(tmp_path, exchange.package([*history()[1:], strange])), {})
    assert strange in lines_in(lead)
    assert upkeep.check(lead).is_sound


def test_a_sentence_about_a_line_stays_short_enough_to_read(lead: Session, wording: Wording, tmp_path: Path) -> None:
    endless = line("reviewed", body={"decision": "x" * 200_000, "reason": ""})
    assert refused(lead, wording, put(tmp_path, exchange.package([endless]))).code == "unusable-lines"


# Mutations of a package


ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**31 - 1, 2**63, 10**40, 1.5, 1e300, "", "x" * 400, "\0", "é\u202e",
    "1.0", "2.0", "erased", "submitted", "unheard-of", uuid(1), uuid(2), uuid(77), "2026-11-23T09:30:00.000Z",
    "9999-12-31T23:59:59.999Z", "2026-13-23T09:30:00.000Z", [], {}, [[]], [{}], {"": ""}, {"code": "X"}, ["it"],
    "put-forward",
)  # fmt: skip
RAW = (b"\0", b"\xff", b"\n", b"\r", b"\\u0000", b"\\ud800", b"NaN", b"{", b"]", b'"', b"\\", b"1e999", b" ", b",")
MARKS = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")
NUMBERS = (0, 1, 6, 0x21, 0x800, 0x7FFF, 0xFFFF)


def some_bytes(chance: random.Random, data: bytes) -> bytes:
    """The file with something done to it that a disk, a line or a person might do."""
    new = bytearray(data)
    at = chance.randrange(len(data))
    way = chance.randrange(7)
    if way == 0:
        for _ in range(chance.choice((1, 1, 2, 8))):
            new[chance.randrange(len(new))] ^= 1 << chance.randrange(8)
    elif way == 1:
        return data[:at]
    elif way == 2:
        del new[at : at + chance.choice((1, 4, 100))]
    elif way == 3:
        new[at:at] = chance.randbytes(chance.choice((1, 4, 100)))
    elif way == 4:
        mark = data.find(chance.choice(MARKS), at)
        struct.pack_into("<H", new, max(mark, 0) + 2 * chance.randrange(2, 11), chance.choice(NUMBERS))
    elif way == 5:
        length = chance.choice((4, 30, 200))
        new[at : at + length] = data[(start := chance.randrange(len(data))) : start + length]
    else:
        name = chance.choice((b"events.jsonl", b"ideas.csv", b"manifest.json", b"READ ME.txt"))
        return data.replace(name, chance.choice((name.upper(), name[::-1], b"events.jsonl".ljust(len(name), b"_"))))
    return bytes(new)


def some_members(chance: random.Random, data: bytes) -> bytes:
    """The same members, exchanged, renamed, left out, doubled, packed otherwise."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members: list[tuple[str, bytes]] = [(name, file.read(name)) for name in file.namelist()]
    one, other = chance.randrange(len(members)), chance.randrange(len(members))
    way = chance.randrange(5)
    if way == 0:
        (name, content), (other_name, other_content) = members[one], members[other]
        members[one], members[other] = (name, other_content), (other_name, content)
    elif way == 1:
        members[one] = (chance.choice(("manifest.json.sig", "../x", "x/", members[other][0])), members[one][1])
    elif way == 2:
        del members[one]
    elif way == 3:
        members.append(members[one])
    else:
        chance.shuffle(members)
    return archive(members, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))


def some_values(chance: random.Random, value: Any) -> Any:
    """The JSON value with something in it left out, added or otherwise."""
    if isinstance(value, dict) and value and chance.random() < 0.9:
        name = chance.choice(list(value))
        way = chance.randrange(6)
        if way == 0:
            return {key: kept for key, kept in value.items() if key != name}
        if way == 1:
            return value | {chance.choice(("later", "", "body", "clock")): chance.choice(ODD)}
        return value | {name: some_values(chance, value[name])}
    if isinstance(value, list) and value and chance.random() < 0.7:
        at = chance.randrange(len(value))
        return [*value[:at], some_values(chance, value[at]), *value[at:]]
    if isinstance(value, str) and chance.random() < 0.3:
        return value + chance.choice(("", "x", "\n", "\u0000", "😀" * 200))
    return chance.choice(ODD)


def some_line(chance: random.Random, usable: bytes) -> bytes:
    """The line as a careless or malicious writer might write it."""
    if chance.random() < 0.6:
        return json.dumps(some_values(chance, json.loads(usable)), ensure_ascii=chance.random() < 0.5).encode()
    at = chance.randrange(len(usable))
    return usable[:at] + chance.choice(RAW) + usable[at + chance.randrange(2) :]


def some_content(chance: random.Random) -> bytes:
    """A package whose hashes and counts are right, and what it holds perhaps not."""
    lines = history()
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(lines))
        way = chance.randrange(8)
        if way == 0 and len(lines) > 1:
            del lines[at]
        elif way == 1:
            lines.insert(at, chance.choice(lines))
        elif way == 2:
            chance.shuffle(lines)
        else:
            lines[at] = some_line(chance, chance.choice(history()))
    content = jsonl(lines)
    members = {"events.jsonl": content, "ideas.csv": b"", "READ ME.txt": b"OFFICIAL"}
    said = manifest(members)
    if chance.random() < 0.15:
        said = json.dumps(some_values(chance, json.loads(said))).encode()
    return archive({**members, "manifest.json": said})


def mutated(chance: random.Random, number: int) -> bytes:
    """A package that is no longer what it was; every other one has hashes and counts that are right."""
    if number % 2:
        return some_content(chance)
    return some_members(chance, GOOD) if chance.random() < 0.3 else some_bytes(chance, GOOD)


def taken_whole(session: Session, path: Path, before: dict[str, list[tuple[Any, ...]]]) -> None:
    """All that the package holds is in the store, with what was there before, and nothing else."""
    with zipfile.ZipFile(path) as file:
        held = file.read("events.jsonl").removesuffix(b"\n").split(b"\n")
    to_erase = {each for each in held if json.loads(each)["kind"] == "erased"}
    column = 5  # the line
    were = {row[column] for row in before["event"]}
    assert set(lines_in(session)) == were | ({each for each in held if each} - to_erase)


def survive(session: Session, wording: Wording, folder: Path, seed: int, count: int) -> Counter[str]:
    """Import mutations one after the other; returns how each ended."""
    outcomes: Counter[str] = Counter()
    chance = random.Random(seed)
    before = contents(session)
    for number in range(count):
        path = put(folder, mutated(chance, number), f"seed-{seed}-number-{number}.ideabox.zip")
        try:
            importing.import_file(session, path, {})
        except Refusal as refusal:
            for problem in refusal.problems:
                assert "Nothing has been imported" in wording.problem(problem)
            assert contents(session) == before, path.name
            outcomes[refusal.problems[0].code] += 1
        else:
            taken_whole(session, path, before)
            before = contents(session)
            outcomes["taken"] += 1
        path.unlink()
    assert upkeep.check(session).is_sound
    return outcomes


@pytest.mark.parametrize("seed", range(16))  # 640 mutations
def test_a_mutated_package_is_refused_with_nothing_changed_or_taken_whole(
    lead: Session, wording: Wording, tmp_path: Path, seed: int
) -> None:
    outcomes = survive(lead, wording, tmp_path / "in", seed, 40)
    assert outcomes["taken"] > 0
    assert outcomes["unusable-lines"] > 0
    assert outcomes["damaged"] > 0


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_100))  # 5,000 mutations
def test_no_mutated_package_of_very_many_is_taken_in_part(
    lead: Session, wording: Wording, tmp_path: Path, seed: int
) -> None:
    assert survive(lead, wording, tmp_path / "in", seed, 50).total() == 50
