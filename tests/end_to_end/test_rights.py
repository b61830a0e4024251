"""What is held of a person: handed over, and erased in every store it reached; and nothing kept for too long."""

from __future__ import annotations

import contextlib
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ideabox.app.workplace import Workplace
from ideabox.domain.events import decode
from ideabox.domain.problems import Refusal
from ideabox.store import log
from ideabox.store.drafts import Answer, Draft
from ideabox.usecases import anonymising, ideas, importing, reading, reviewing, rights, safekeeping, sending
from ideabox.usecases.policy import Policy, Values
from ideabox.usecases.session import Session
from tests.conftest import OpenSession
from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged


@pytest.fixture
def morgan(open_home: OpenHome) -> Home:
    """A manager, to whose store ideas and answers are brought."""
    return open_home("morgan", name="Morgan Lee", office="Leeds", role="manager")


def test_a_persons_data_can_be_read_without_ideabox_and_holds_nobody_elses_words(
    home: Home, morgan: Home, tmp_path: Path
) -> None:
    with home.at_work() as session:
        own = logged(session, "Label <b>the</b> printers")
        nameless = next(iter(ideas.submit(session, "Nameless", "P", "S", anonymous=True).new))
    with morgan.at_work() as session:
        theirs, other = logged(session, "Morgan's own"), logged(session, "Not Ann's")
    morgan("send", "--to", tmp_path / "down")
    home("import", *sorted((tmp_path / "down").iterdir()))
    home("comment", theirs, "--text", "A remark of Ann's")
    file = tmp_path / "ann.zip"
    home("person", "export", "ANN ARCHER", file)
    with zipfile.ZipFile(file) as archive:
        page, document = archive.read("person.html").decode(), json.loads(archive.read("person.json"))
    assert {each["id"] for each in document["ideas"]} == {own, nameless, theirs}
    assert other not in page
    (said,) = [each for each in document["ideas"] if each["id"] == theirs]
    assert [(each["kind"], each["body"]) for each in said["done"]] == [("commented", {"text": "A remark of Ann's"})]
    assert "A remark of Ann&#x27;s" in page
    assert "Label &lt;b&gt;the&lt;/b&gt; printers" in page
    assert page.startswith("<!doctype html>")
    assert "OFFICIAL" in page


def test_a_person_who_is_not_known_or_not_the_only_one_is_refused(home: Home, open_home: OpenHome) -> None:
    twin = open_home("twin", name="Ann Archer", office="York", role="adviser")
    with home.at_work() as session:
        logged(session, "One")
        mine = session.me.person
    with twin.at_work() as session:
        two = logged(session, "Two")
        other = session.me.person
    twin("send", "--to", home.folder / "out")
    home("import", next((home.folder / "out").iterdir()))
    assert "anybody called Nobody" in home.refused("person", "erase", "Nobody")
    said = home.refused("person", "export", "Ann Archer", home.folder / "x.zip")
    assert mine in said
    assert other in said
    assert two in home("person", "erase", other)


def test_a_persons_erasure_says_what_it_would_erase_and_reaches_the_stores_that_take_it(
    home: Home, morgan: Home, tmp_path: Path
) -> None:
    with home.at_work() as session:
        one, two = logged(session, "Xylophage one"), logged(session, "Xylophage two")
    home("send", "--to", tmp_path / "up")
    morgan("import", next((tmp_path / "up").iterdir()))
    kept = home("person", "erase", "Ann Archer")
    assert one in kept
    assert two in kept
    assert len(home.listed()) == 2
    assert "Ideas erased here: 2" in home("person", "erase", "Ann Archer", "--apply")
    assert home.listed() == []
    assert b"Xylophage" not in home.database.read_bytes()
    home("send", "--to", tmp_path / "erasures")
    with workplace_of(morgan) as at_morgans:
        at_morgans.drafts.keep_answer(Answer(one, "ask", "Xylophage?"), at_morgans.session.timestamp())
        at_morgans.drafts.save(Draft("d1", title="Morgan's own"), at_morgans.session.timestamp())
    morgan("import", "--accept-erasures", *sorted((tmp_path / "erasures").iterdir()))
    assert morgan.listed() == []
    assert not [file for file in morgan.path.rglob("*") if file.is_file() and b"Xylophage" in file.read_bytes()]
    with workplace_of(morgan) as at_morgans:
        assert [draft.id for draft in at_morgans.drafts.all()] == ["d1"]
    morgan("import", next((tmp_path / "up").iterdir()))  # the old package does not bring them back
    assert morgan.listed() == []
    assert "anybody called Ann Archer" in morgan.refused("person", "erase", "Ann Archer")


@contextlib.contextmanager
def workplace_of(home: Home) -> Iterator[Workplace]:
    """The same installation in this process, with its drafts."""
    with contextlib.closing(Workplace(home.path, user=home.user)) as workplace:
        yield workplace


def test_a_persons_erasure_takes_what_is_being_written_at_their_pc_and_of_others_what_is_about_their_ideas(
    home: Home, morgan: Home, tmp_path: Path
) -> None:
    with workplace_of(home) as at_anns:
        session, drafts = at_anns.session, at_anns.drafts
        one = logged(session, "One")
        drafts.save(Draft("d1", title="Xylophage draft"), session.timestamp())
        drafts.keep_answer(Answer(one, "ask", "Xylophage answer"), session.timestamp())
        safekeeping.back_up(session, drafts)
        rights.write(session, tmp_path / "ann.zip", rights.find(session, "ann archer", drafts=drafts), at_anns.wording)
        (parcel,) = sending.send(session, tmp_path / "up", at_anns.wording)
    with workplace_of(morgan) as at_morgans:
        session, drafts = at_morgans.session, at_morgans.drafts
        importing.import_file(session, parcel.path, {})
        drafts.save(Draft("d2", title="Morgan's"), session.timestamp())
        drafts.save(Draft("d3", of=one, reply="A quotation of Ann's"), session.timestamp())
        held = rights.find(session, "Ann Archer", drafts=drafts)
        assert (held.begun, rights.erase(session, held, drafts=drafts).drafts) == (0, 1)
        assert [draft.id for draft in drafts.all()] == ["d2"]
    with zipfile.ZipFile(tmp_path / "ann.zip") as archive:
        page = archive.read("person.html").decode()
    assert "Xylophage draft" in page
    assert "Xylophage answer" in page
    said = home("person", "erase", "Ann Archer", "--apply")
    assert "answers deleted on this PC: 2" in said
    assert "Ideas erased here: 1" in said
    assert [path for path in home.path.rglob("*") if path.is_file() and b"Xylophage" in path.read_bytes()] == []


def test_whoever_has_only_drafts_is_found_and_their_drafts_erased(home: Home) -> None:
    with workplace_of(home) as workplace:
        session, drafts = workplace.session, workplace.drafts
        drafts.save(Draft("d1", title="Not sent"), session.timestamp())
        (met,) = rights.people(session, "arch", drafts=drafts)
        held = rights.find(session, met.person, drafts=drafts)
        assert (met.name, held.begun, held.counts) == ("Ann Archer", 1, {})
        assert rights.erase(session, held, drafts=drafts).drafts == 1
        assert drafts.all() == []
        assert rights.people(session, "arch", drafts=drafts) == []


def test_people_are_found_by_a_part_of_their_name_and_nothing_is_erased_that_was_not_seen(
    open_session: OpenSession,
) -> None:
    session, other = open_session("ann"), open_session("joanna", folder="ann", office="York")
    one, _two = logged(session, "One"), ideas.submit(session, "Two", "P", "S", anonymous=True)
    ideas.comment(other, one, "Said by Joanna")
    found = rights.people(session, " ANN ")
    assert [(met.name, met.office, met.ideas) for met in found] == [("Ann", "Leeds", 2), ("Joanna", "York", 1)]
    held = rights.find(session, found[0].person)
    assert held.counts == {"submitted": 2}
    logged(session, "Three")
    with pytest.raises(Refusal, match="person: more-now"):
        rights.erase(session, held)
    assert rights.find(session, found[1].person).own == frozenset()
    assert rights.people(session, "Bob") == []


def test_a_leavers_name_goes_here_and_where_that_is_taken_and_their_ideas_stay(
    home: Home, morgan: Home, tmp_path: Path
) -> None:
    with home.at_work() as session:
        one = logged(session, "Label the printers")
        person = session.me.person
    home("send", "--to", tmp_path / "up")
    morgan("import", *sorted((tmp_path / "up").iterdir()))
    morgan("review", one, "--decision", "do-here", "--reason", "Well seen")
    assert one in morgan("person", "anonymise", "Ann Archer")
    assert morgan.json("show", one)["history"][0]["by"]["name"] == "Ann Archer"
    assert "Ideas that have lost the name here: 1" in morgan("person", "anonymise", "Ann Archer", "--apply")
    morgan("send", "--to", tmp_path / "down")
    (sent,) = (tmp_path / "down").iterdir()
    with zipfile.ZipFile(sent) as archive:
        events = archive.read("events.jsonl").decode() + archive.read("ideas.csv").decode()
    assert "Ann Archer" not in events
    assert person not in events
    assert "asks to take a name off: 1" in home("import", sent)
    assert home.json("show", one)["history"][0]["by"]["name"] == "Ann Archer"
    home("import", "--accept-erasures", sent)
    for each in (home, morgan):
        assert each.status_of(one) == "doing-here"
        first = each.json("show", one)["history"][0]["by"]
        assert (first["name"], first["office"]) == ("", "Leeds")
        assert b"Ann Archer" not in each.database.read_bytes()
        assert "anybody called Ann Archer" in each.refused("person", "anonymise", "Ann Archer")
        assert "All is well" in each("check")


def test_whoever_leaves_this_pc_is_not_linked_any_more_to_what_they_had_without_their_name(home: Home) -> None:
    with home.at_work() as session:
        logged(session, "Signed")
        nameless = next(iter(ideas.submit(session, "Nameless", "P", "S", anonymous=True).new))
        held = rights.find(session, session.me.person)
        assert nameless in held.events
        anonymising.anonymise(session, held)
        with pytest.raises(Refusal, match="not-met"):
            rights.find(session, session.me.person)
        assert [happened.kind for happened in reading.show(session, nameless).history] == ["submitted"]


def test_a_leavers_name_goes_from_what_came_since_it_was_looked_at_and_they_remain_one_person(
    open_session: OpenSession,
) -> None:
    session, ann = open_session("max", role="manager"), open_session("ann", folder="max")
    idea = logged(ann, "Label the printers")
    held = rights.find(session, ann.me.person)
    with session.store.read() as connection:
        (line,) = log.all_lines(connection)
    person = ann.me.person
    spelt = line.replace(person.encode(), f"\\u{ord(person[0]):04x}{person[1:]}".encode())  # as JSON may have it
    come = [
        each.replace(decode(line).id.encode(), f"{number:08x}{decode(line).id[8:]}".encode())
        for number, each in enumerate([spelt, *[line] * 600])
    ]
    with session.store.write() as connection:
        log.append(connection, [(decode(each), each) for each in come], "package", session.timestamp())
    anonymising.anonymise(session, held)
    history = reading.show(session, idea).history
    authors = {happened.by.person for happened in history if happened.kind == "submitted"}
    assert (len(history), len(authors), person in authors) == (603, 1, False)
    with pytest.raises(Refusal, match="not-met"):
        rights.find(session, person)


def closed(session: Session, title: str, *, days_ago: int) -> str:
    """An idea that was declined so many days ago."""
    now, session.now = session.now, lambda: datetime.now(UTC) - timedelta(days=days_ago)
    idea = logged(session, title)
    reviewing.review(session, idea, "decline", "Another team does this")
    session.now = now
    return idea


def test_ideas_are_listed_once_their_time_is_over_and_not_while_they_are_open_or_held(
    open_session: OpenSession,
) -> None:
    session = open_session("ann", role="manager")
    with pytest.raises(Refusal, match="retention: not-set"):
        rights.overdue(session)
    older, old = closed(session, "Older", days_ago=3000), closed(session, "Old", days_ago=1200)
    held = closed(session, "Held", days_ago=1200)
    closed(session, "Young", days_ago=1000)
    now, session.now = session.now, lambda: datetime.now(UTC) - timedelta(days=3000)
    still_open = logged(session, "Open")
    session.now = now
    session.policy = Policy(locked=Values(retention_years=3, hold={held: "A complaint is open"}))
    found = rights.overdue(session)
    assert [row.id for row in found.due] == [older, old]
    assert [(row.id, reason) for row, reason in found.kept] == [(held, "A complaint is open")]
    assert rights.erase_overdue(session, found.due).changes.updated == {older, old}
    assert rights.overdue(session).due == []
    assert rights.find(session, session.me.person).events.keys() >= {held, still_open}
