"""A package holds what the store holds, says what it holds, and any program can read and write one."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ideabox.domain.barriers import BARRIERS
from ideabox.domain.problems import Refusal
from ideabox.exchange import package, tables
from ideabox.exchange.package import Counts, Cover, Package
from ideabox.usecases import batching, ideas, importing, reviewing, sending, upkeep
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests import exchange
from tests.conftest import OpenSession
from tests.exchange import (
    BODIES,
    IDEA,
    OTHER_IDEA,
    archive,
    contents,
    history,
    jsonl,
    line,
    lines_in,
    manifest,
    put,
    read,
    rows_in,
    uuid,
    whole_package,
)

ROWS = (
    "id", "title", "problem", "proposal", "status", "office", "author_name", "skills", "barriers", "helps",
    "submitted_at", "supporters", "decision", "reason", "reviewed_at", "phase", "note", "reference",
    "offered", "barrier_note",
)  # fmt: skip
"""What the table for people shows of an idea, but for what it was joined with."""


def submit(session: Session, title: str, **more: Any) -> str:
    return next(iter(ideas.submit(session, title, "It takes long.", "Make it short.", **more).new))


def import_all(session: Session, *paths: Path) -> None:
    for path in paths:
        importing.import_file(session, path, {})


@pytest.fixture
def adviser(open_session: OpenSession) -> Session:
    """An adviser with three ideas that are hard to write down."""
    session = open_session("ann")
    submit(session, "=1+1 is no formula", skills=["EDS-COM", "EDS-TRA"], barriers=["it", "money"])
    first = submit(session, "Two\r\nlines, a \"quote\" and 'another'; naïve 😀")
    ideas.revise(session, first, problem="'@once")
    ideas.comment(session, first, "A line\nbreak")
    submit(session, "\uff0bFull width", offered=["EDS-PRO", "EDS-SAF"], barrier_note="+The firewall")
    return session


@pytest.fixture
def manager(open_session: OpenSession, adviser: Session, wording: Wording, tmp_path: Path) -> Session:
    """Their manager, who has imported and answered them."""
    session = open_session("bob", role="manager")
    import_all(session, *(parcel.path for parcel in sending.send(adviser, tmp_path / "ann-to-bob", wording)))
    for (idea,) in rows_in(session, "id"):
        reviewing.review(session, _text(idea), "put-forward", "=Because “it takes long”.")
    return session


def _text(identifier: bytes) -> str:
    found = identifier.hex()
    return "-".join((found[:8], found[8:12], found[12:16], found[16:20], found[20:]))


def _as_rows(session: Session) -> list[dict[str, str]]:
    rows = []
    for values in rows_in(session, *ROWS):
        row = dict(zip(ROWS, values, strict=True))
        row["id"] = _text(row["id"])
        row |= {name: ";".join(json.loads(row[name])) for name in ("skills", "barriers", "offered")}
        row["author"] = row.pop("author_name")
        row["submitted"], row["reviewed"] = row.pop("submitted_at"), row.pop("reviewed_at")
        rows.append({name: str(value) for name, value in row.items()})
    return by_id(rows)


def by_id(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of a table in an order that does not depend on which of two moments was the earlier."""
    return sorted(
        ({name: text for name, text in row.items() if name != "joined_with"} for row in rows), key=lambda row: row["id"]
    )


# What is written


def test_a_sent_package_reads_with_standard_tools_as_what_the_store_holds(
    adviser: Session, wording: Wording, tmp_path: Path
) -> None:
    (parcel,) = sending.send(adviser, tmp_path / "out", wording)
    found = read(parcel.path)
    assert sorted(found.lines) == lines_in(adviser)
    assert by_id(found.rows) == _as_rows(adviser)
    assert found.manifest["kind"] == "submissions"
    assert found.manifest["from"] == {"store": adviser.store.identity(), "office": "Leeds"}
    assert found.manifest["marking"] == "OFFICIAL"
    assert found.manifest["counts"] == {"ideas": 3, "events": 5}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found.manifest["created"])
    assert found.manifest.keys() == {
        "format", "version", "package", "kind", "created", "marking", "counts", "sha256", "from"
    }  # fmt: skip


def test_a_batch_reads_with_standard_tools_as_what_the_store_holds(
    manager: Session, wording: Wording, tmp_path: Path
) -> None:
    exported = batching.batch(manager, "Größe & Co.", tmp_path / "out", wording, marking="OFFICIAL-SENSITIVE")
    found = read(exported.parcels[0].path)
    assert sorted(found.lines) == lines_in(manager)
    assert by_id(found.rows) == _as_rows(manager)
    assert [found.manifest[name] for name in ("kind", "name", "marking")] == [
        "batch", "Größe & Co.", "OFFICIAL-SENSITIVE"
    ]  # fmt: skip
    kinds = {event["kind"] for event in found.events}
    assert kinds == {"submitted", "revised", "commented", "reviewed", "batched"}
    batches = {event["body"]["batch"] for event in found.events if event["kind"] == "batched"}
    assert batches == {exported.batch.id}


def test_a_package_holds_the_whole_history_of_an_idea_however_little_is_new(
    manager: Session, wording: Wording, tmp_path: Path
) -> None:
    sending.send(manager, tmp_path / "first", wording)
    idea = _text(rows_in(manager, "id")[0][0])
    ideas.comment(manager, idea, "One thing more")
    (parcel,) = sending.send(manager, tmp_path / "second", wording)
    found = read(parcel.path)
    assert {event["idea"] for event in found.events} == {idea}
    assert [event["kind"] for event in found.events] == ["submitted", "reviewed", "commented"]


def test_the_events_of_an_idea_stand_together_in_their_order(
    open_session: OpenSession, wording: Wording, tmp_path: Path
) -> None:
    lead = open_session("lead", role="lead")
    shuffled = [
        line("commented", 303, clock=2, at="2026-11-23T09:30:00.000Z"),
        line("commented", 301, clock=3, at="2026-11-22T09:30:00.000Z"),
        line("submitted", 200, idea=OTHER_IDEA),
        line("commented", 302, clock=2, at="2026-11-23T09:30:00.000Z"),
        line("commented", 304, clock=2, at="2026-11-21T09:30:00.000Z"),
        line("submitted", 100),
    ]
    import_all(lead, put(tmp_path / "in", exchange.package(shuffled)))
    for idea in (IDEA, OTHER_IDEA):
        reviewing.review(lead, idea, "not-now", "Later")
    (parcel,) = sending.send(lead, tmp_path / "out", wording)
    found = read(parcel.path)
    assert len([idea for idea, _ in itertools.groupby(event["idea"] for event in found.events)]) == 2
    order = [event["id"] for event in found.events if event["idea"] == IDEA]
    assert order[:5] == [uuid(number) for number in (100, 304, 302, 303, 301)]


def test_members_are_the_six_of_the_specification_with_nothing_about_their_writer(
    manager: Session, wording: Wording, tmp_path: Path
) -> None:
    parcels = [*sending.send(manager, tmp_path, wording), *batching.batch(manager, "B", tmp_path, wording).parcels]
    for parcel in parcels:
        infos = read(parcel.path).infos
        assert [info.filename for info in infos] == [
            "events.jsonl", "ideas.csv", "ideas.csv-metadata.json", "READ ME.txt", "manifest.json"
        ]  # fmt: skip
        assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert {(info.compress_type, info.flag_bits & 1, info.extra, info.comment) for info in infos} == {
            (zipfile.ZIP_DEFLATED, 0, b"", b"")
        }
        assert {info.external_attr >> 16 & 0o777 for info in infos} == {0o644}


def test_the_read_me_begins_and_ends_with_the_marking_in_windows_lines(
    manager: Session, wording: Wording, tmp_path: Path
) -> None:
    exported = batching.batch(manager, "B", tmp_path, wording, marking="OFFICIAL-SENSITIVE")
    text = read(exported.parcels[0].path).members["READ ME.txt"].decode()
    assert text.startswith("OFFICIAL-SENSITIVE\r\n")
    assert text.endswith("\r\nOFFICIAL-SENSITIVE\r\n")
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    assert "Ideas: 3" in text
    assert "Leeds" in text


def test_a_file_is_named_after_its_sender_kind_and_day_and_never_written_over(
    adviser: Session, wording: Wording, tmp_path: Path
) -> None:
    paths = [sending.send(adviser, tmp_path / "out", wording, again=True)[0].path for _ in range(3)]
    assert len(set(paths)) == 3
    for path in paths:
        last = read(path).manifest["package"][-8:]
        assert re.fullmatch(rf"leeds-submissions-\d{{4}}-\d\d-\d\d-{last}\.ideabox\.zip", path.name)
    assert sorted((tmp_path / "out").iterdir()) == sorted(paths)


def test_each_office_gets_a_package_that_says_so(open_session: OpenSession, wording: Wording, tmp_path: Path) -> None:
    lead = open_session("lead", role="lead", office="Head office")
    york = line("submitted", 200, idea=OTHER_IDEA, by={"person": uuid(9), "office": "York"})
    import_all(lead, put(tmp_path / "in", exchange.package([line(), york])))
    for idea in (IDEA, OTHER_IDEA):
        reviewing.progress(lead, idea, "alpha", "It goes on")
    found = [read(parcel.path) for parcel in sending.send(lead, tmp_path / "out", wording, per_office=True)]
    assert {each.manifest["to"]: {event["idea"] for event in each.events} for each in found} == {
        "Leeds": {IDEA}, "York": {OTHER_IDEA}
    }  # fmt: skip
    assert {each.manifest["kind"] for each in found} == {"outcomes"}


def test_an_erased_idea_travels_as_its_erasure_alone(adviser: Session, wording: Wording, tmp_path: Path) -> None:
    erased = _text(rows_in(adviser, "id")[1][0])
    ideas.erase(adviser, erased)
    (parcel,) = sending.send(adviser, tmp_path / "out", wording)
    found = read(parcel.path)
    (event,) = [event for event in found.events if event["idea"] == erased]
    assert event["kind"] == "erased"
    assert "name" not in event["by"] or event["by"]["name"] == ""
    (row,) = [row for row in found.rows if row["id"] == erased]
    assert row["status"] == "erased"
    assert {row[name] for name in ("title", "problem", "proposal", "author", "office", "submitted")} == {""}
    assert not any("naïve".encode() in content for content in found.members.values())


# Packages without a name


def test_an_idea_without_a_name_travels_alone_and_names_neither_person_nor_store(
    adviser: Session, wording: Wording, tmp_path: Path
) -> None:
    idea = submit(adviser, "Said without a name", anonymous=True)
    ideas.revise(adviser, idea, problem="Said again")
    parcels = {parcel.anonymous: parcel for parcel in sending.send(adviser, tmp_path / "out", wording)}
    assert parcels.keys() == {True, False}
    found = read(parcels[True].path)
    assert {event["idea"] for event in found.events} == {idea}
    assert idea not in {event["idea"] for event in read(parcels[False].path).events}
    everything = b"\n".join([parcels[True].path.name.encode(), *found.members.values()])
    for revealing in (adviser.store.identity(), adviser.me.person, adviser.me.name):
        assert revealing.encode() not in everything
    assert "from" not in found.manifest
    assert found.manifest["created"].endswith("T00:00:00.000Z")
    assert {event["at"][10:] for event in found.events} == {"T00:00:00.000Z"}
    (by,) = {json.dumps(event["by"], sort_keys=True) for event in found.events}
    assert {name: text for name, text in json.loads(by).items() if name != "person" and text} == {"office": "Leeds"}
    identifiers = [found.manifest["package"], idea, *(event["id"] for event in found.events)]
    assert {identifier[14] for identifier in identifiers} == {"4"}, "a UUIDv7 tells the time"
    assert re.fullmatch(r"[0-9a-f-]{14}4[0-9a-f-]{21}\.ideabox\.zip", parcels[True].path.name)


def test_the_erasure_of_an_idea_without_a_name_tells_no_time_either(
    adviser: Session, wording: Wording, tmp_path: Path
) -> None:
    idea = submit(adviser, "Said without a name", anonymous=True)
    ideas.erase(adviser, idea)
    packages = [read(parcel.path) for parcel in sending.send(adviser, tmp_path / "out", wording)]
    (erasure,) = [event for found in packages for event in found.events if event["idea"] == idea]
    assert erasure["at"].endswith("T00:00:00.000Z")
    assert erasure["id"][14] == "4"


def test_a_package_without_a_sender_is_imported_like_any_other(
    adviser: Session, open_session: OpenSession, wording: Wording, tmp_path: Path
) -> None:
    idea = submit(adviser, "Said without a name", anonymous=True)
    manager = open_session("bob")
    for parcel in sending.send(adviser, tmp_path / "out", wording):
        import_all(manager, parcel.path)
    assert lines_in(manager) == lines_in(adviser)
    assert (idea, "Said without a name", "Leeds", "") in [
        (_text(of), *rest) for of, *rest in rows_in(manager, "id", "title", "office", "author_name")
    ]


# Packages that are read


def test_imported_events_are_the_senders_byte_for_byte(
    manager: Session, open_session: OpenSession, wording: Wording, tmp_path: Path
) -> None:
    exported = batching.batch(manager, "November", tmp_path, wording)
    lead = open_session("lead", role="lead")
    import_all(lead, exported.parcels[0].path)
    assert lines_in(lead) == lines_in(manager)
    assert _as_rows(lead) == _as_rows(manager)
    assert upkeep.check(lead).is_sound


def test_importing_again_adds_nothing(session: Session, tmp_path: Path) -> None:
    path = put(tmp_path, whole_package())
    first = importing.import_file(session, path, {})
    before = contents(session)
    second = importing.import_file(session, path, {})
    assert first.new == second.known == {IDEA, OTHER_IDEA}
    assert not first.known | second.new | second.updated
    assert second.events == 0
    after = contents(session)
    assert {name for name in after if after[name] != before[name]} == {"import_run", "run_event", "sqlite_sequence"}


def test_a_preview_says_what_the_import_does_and_changes_nothing(session: Session, tmp_path: Path) -> None:
    path = put(tmp_path, whole_package())
    before = contents(session)
    preview = importing.import_file(session, path, {}, preview=True)
    assert contents(session) == before
    imported = importing.import_file(session, path, {})
    assert preview.run is None
    assert preview.events == imported.events == len(history())
    assert (preview.new, preview.updated, preview.known) == (imported.new, imported.updated, imported.known)


def test_the_order_of_the_lines_makes_no_difference(open_session: OpenSession, tmp_path: Path) -> None:
    rows = []
    for number, lines in enumerate((history(), history()[::-1], history()[5:] + history()[:5])):
        session = open_session(f"store{number}")
        import_all(session, put(tmp_path, exchange.package(lines), f"{number}.ideabox.zip"))
        rows.append(sorted(rows_in(session, *ROWS, "joined_into", "root", "own_status", "changed_at", "comments")))
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 2


def test_a_manifest_and_events_are_package_enough(session: Session, tmp_path: Path) -> None:
    import_all(session, put(tmp_path, exchange.package(history())))
    assert lines_in(session) == sorted(history())


@pytest.mark.parametrize("members", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_may_be_stored_or_deflated_and_the_archive_may_have_a_comment(
    session: Session, tmp_path: Path, members: int
) -> None:
    events = {"events.jsonl": jsonl(history())}
    data = archive({"manifest.json": manifest(events), **events}, members, comment=b"PK\x06\x07 " * 100)
    import_all(session, put(tmp_path, data))
    assert lines_in(session) == sorted(history())


def test_a_package_may_be_written_as_a_stream(session: Session, tmp_path: Path) -> None:
    events = {"events.jsonl": jsonl(history())}

    class OneWay:
        def __init__(self) -> None:
            self.data = b""

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

        def flush(self) -> None:
            pass

    sink: Any = OneWay()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("events.jsonl", events["events.jsonl"])
        file.writestr("manifest.json", manifest(events))
        assert file.infolist()[0].flag_bits & 8, "sizes come after the data"
    import_all(session, put(tmp_path, sink.data))
    assert lines_in(session) == sorted(history())


def test_a_last_line_without_its_end_is_a_line(session: Session, tmp_path: Path) -> None:
    events = {"events.jsonl": jsonl(history())[:-1]}
    counts = {"ideas": 2, "events": len(history())}
    import_all(session, put(tmp_path, archive({**events, "manifest.json": manifest(events, counts=counts)})))
    assert lines_in(session) == sorted(history())


def test_a_package_without_events_is_imported_as_nothing(session: Session, tmp_path: Path) -> None:
    imported = importing.import_file(session, put(tmp_path, exchange.package([])), {})
    assert imported.new == set()
    assert imported.events == 0


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.9999"])
def test_every_minor_version_is_read_and_fields_that_it_adds_are_ignored(
    session: Session, tmp_path: Path, version: str
) -> None:
    more: dict[str, Any] = {"colour": ["green"], "from": {"store": uuid(3), "office": "Leeds", "floor": 2}}
    data = whole_package(version=version, counts={"ideas": 2, "events": len(history()), "people": 3}, **more)
    path = put(tmp_path, data)
    with Package(path) as opened:
        assert opened.manifest.version == version
    import_all(session, path)
    assert lines_in(session) == sorted(history())


def test_what_people_read_is_never_what_is_imported(session: Session, tmp_path: Path) -> None:
    more = {"ideas.csv": b"\xff\xfe\0 not even text", "READ ME.txt": b"\x80", "ideas.csv-metadata.json": b"{{{"}
    import_all(session, put(tmp_path, exchange.package(history(), more)))
    assert lines_in(session) == sorted(history())


STRANGE = (
    rb'{"kind":"cuddled" , "body":{"how":[1.50,{"much":1e3}],"\u00e9":"\ud83d\ude00"},"clock":50,"id":"'
    + uuid(900).encode()
    + rb'","later":{"a":[null,true]},"at":"2026-11-24T09:30:00.000Z","idea":"'
    + IDEA.encode()
    + rb'","by":{"mood":"fine","person":"'
    + uuid(9).encode()
    + rb'"}} '
)
"""An event of a later version's kind, in another's spelling."""
OTHER_SUBMITTED = f'"idea":"{OTHER_IDEA}"'.encode()


@pytest.mark.parametrize(
    "strange",
    [
        STRANGE,
        STRANGE.replace(b"cuddled", b"supported"),
        line("commented", 901, clock=50, body={"text": "Hm", "language": "cy"}, seal="a\\u0041b", weight=1.0),
        b"\t " + line("reviewed", 902, clock=50).replace(b'":', b'" :\t'),
    ],
    ids=["unknown kind", "known kind", "unknown members", "spaces"],
)
def test_what_a_version_does_not_know_travels_on_byte_for_byte(
    open_session: OpenSession, wording: Wording, tmp_path: Path, strange: bytes
) -> None:
    first, second = open_session("first"), open_session("second")
    import_all(first, put(tmp_path, exchange.package([*history(), strange])))
    assert strange in lines_in(first)
    ideas.comment(first, IDEA, "To be sent")
    (parcel,) = sending.send(first, tmp_path / "on", wording)
    assert strange in read(parcel.path).lines
    import_all(second, parcel.path)
    assert lines_in(second) == [each for each in lines_in(first) if OTHER_SUBMITTED not in each]


def test_a_kind_that_is_not_known_leaves_the_idea_as_it_is(open_session: OpenSession, tmp_path: Path) -> None:
    with_it, without = open_session("with"), open_session("without")
    import_all(with_it, put(tmp_path, exchange.package([*history(), STRANGE]), "with.zip"))
    import_all(without, put(tmp_path, exchange.package(history()), "without.zip"))
    assert rows_in(with_it, *ROWS, "changed_at") == rows_in(without, *ROWS, "changed_at")


def test_later_events_follow_the_highest_clock_even_of_kinds_that_are_not_known(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    import_all(session, put(tmp_path, exchange.package([*history(), STRANGE])))
    ideas.comment(session, IDEA, "After the strange one")
    (parcel,) = sending.send(session, tmp_path / "out", wording)
    (comment,) = [event for event in read(parcel.path).events if event["body"].get("text") == "After the strange one"]
    assert comment["clock"] == 51


def test_an_event_in_two_versions_stands_by_the_smallest_hash_whichever_came_first(
    open_session: OpenSession, wording: Wording, tmp_path: Path
) -> None:
    versions = [line("submitted", 100, body=BODIES["submitted"] | {"title": title}) for title in ("One", "Two")]
    paths = [put(tmp_path, exchange.package([each]), f"{n}.ideabox.zip") for n, each in enumerate(versions)]
    smallest = min(versions, key=lambda each: hashlib.sha256(each).digest())
    for name, order in (("forth", paths), ("back", paths[::-1])):
        session = open_session(name)
        importing.import_file(session, order[0], {})
        assert importing.import_file(session, order[1], {}).conflicts == {IDEA}
        assert rows_in(session, "title") == [(json.loads(smallest)["body"]["title"],)]
        ideas.comment(session, IDEA, "To be sent")
        (parcel,) = sending.send(session, tmp_path / name, wording)
        assert [each for each in read(parcel.path).lines if b'"submitted"' in each] == [smallest]


def test_an_erasure_from_elsewhere_waits_for_consent(session: Session, tmp_path: Path) -> None:
    import_all(session, put(tmp_path, whole_package()))
    path = put(tmp_path, exchange.package([line("erased", 300, clock=40)]), "erasure.ideabox.zip")
    imported = importing.import_file(session, path, {})
    assert imported.held_back == {IDEA}
    assert not imported.erased
    assert lines_in(session) == sorted(history())
    imported = importing.import_file(session, path, {}, with_erasures=True)
    assert imported.erased == {IDEA}
    assert not imported.held_back
    kept = [each for each in lines_in(session) if IDEA.encode() in each]
    assert kept == [line("erased", 300, clock=40)]


def test_an_old_package_does_not_bring_an_erased_idea_back(session: Session, tmp_path: Path) -> None:
    old = put(tmp_path, whole_package())
    import_all(session, old)
    ideas.erase(session, IDEA)
    late = put(tmp_path, exchange.package([line("commented", 301, clock=30)]), "late.ideabox.zip")
    import_all(session, old, late)
    assert not [each for each in lines_in(session) if IDEA.encode() in each and b'"kind":"erased"' not in each]
    assert (IDEA, "erased", "") in [(_text(of), *rest) for of, *rest in rows_in(session, "id", "status", "title")]


def test_events_without_their_submission_are_kept_and_shown_once_it_comes(session: Session, tmp_path: Path) -> None:
    submitted, *later = history()[:3]
    import_all(session, put(tmp_path, exchange.package(later), "later.ideabox.zip"))
    assert rows_in(session, "id") == []
    assert upkeep.check(session).orphans == 1
    import_all(session, put(tmp_path, exchange.package([submitted]), "first.ideabox.zip"))
    assert rows_in(session, "title", "comments") == [("Show the queue at the door", 1)]


# Writing as such


def _ideas(count: int) -> Iterator[tuple[list[bytes], dict[str, Any]]]:
    for number in range(count):
        yield [line("submitted", number, idea=uuid(5_000 + number))], _row(number)


def _row(number: int) -> dict[str, Any]:
    return {column.name: "" for column in tables.COLUMNS} | {"id": uuid(5_000 + number), "supporters": 1}


def test_writing_says_where_it_is_and_what_it_holds(tmp_path: Path) -> None:
    cover = Cover(uuid(1), "batch", "2026-11-23T10:00:00.000Z", name="B", office="York")
    told: list[Counts] = []

    def read_me(counts: Counts) -> str:
        told.append(counts)
        return "Two\nlines\n"

    path, counts = package.write(tmp_path / "new" / "folder", "name", cover, _ideas(7), read_me)
    assert path == tmp_path / "new" / "folder" / "name.ideabox.zip"
    assert [(each.ideas, each.events) for each in (counts, *told)] == [(7, 7), (7, 7)]
    found = read(path)
    assert found.members["READ ME.txt"] == b"Two\r\nlines\r\n"
    assert [event["idea"] for event in found.events] == [row["id"] for row in found.rows]
    assert {name: found.manifest[name] for name in ("package", "kind", "name", "to")} == {
        "package": uuid(1), "kind": "batch", "name": "B", "to": "York"
    }  # fmt: skip
    assert "from" not in found.manifest


def test_a_package_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[list[bytes], dict[str, Any]]]:
        yield from _ideas(3)
        raise LookupError("the database went away")

    with pytest.raises(LookupError):
        package.write(
            tmp_path, "name", Cover(uuid(1), "batch", "2026-11-23T00:00:00.000Z"), failing(), lambda _counts: ""
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
@pytest.mark.timeout(600)
def test_more_than_a_package_can_hold_is_refused_and_leaves_nothing(tmp_path: Path, wording: Wording) -> None:
    huge = b" " * (64 * 1024**2)
    with pytest.raises(Refusal) as caught:
        package.write(
            tmp_path,
            "name",
            Cover(uuid(1), "batch", "2026-11-23T00:00:00.000Z"),
            (([huge], _row(n)) for n in range(40)),
            lambda _counts: "",
        )
    assert "several batches" in wording.problem(caught.value.problems[0])
    assert list(tmp_path.iterdir()) == []


def test_ideas_that_deflate_uncommonly_well_still_make_a_package_that_can_be_read(
    session: Session, open_session: OpenSession, wording: Wording, tmp_path: Path
) -> None:
    for _ in range(60):
        ideas.submit(session, "Blank forms", " -" * 5_000, "😀" * 10_000)
    (parcel,) = sending.send(session, tmp_path / "out", wording)
    manager = open_session("bob")
    import_all(manager, parcel.path)
    assert lines_in(manager) == lines_in(session)


@pytest.mark.parametrize("letter", ["\x01", "\x02", "😀", '"', "\\"])
def test_the_longest_idea_that_can_be_logged_can_travel(
    session: Session, open_session: OpenSession, wording: Wording, tmp_path: Path, letter: str
) -> None:
    every_skill = [area.code for framework in session.skills.frameworks for area in framework.areas][:30]
    idea = next(iter(ideas.submit(session, letter * 300, letter * 10_000, letter * 10_000, every_skill, BARRIERS).new))
    ideas.revise(session, idea, title=letter * 299, problem=letter * 9_999, proposal=letter * 9_999)
    (parcel,) = sending.send(session, tmp_path / "out", wording)
    manager = open_session("bob")
    import_all(manager, parcel.path)
    assert lines_in(manager) == lines_in(session)
    assert rows_in(manager, "title", "problem") == [(letter * 299, letter * 9_999)]
