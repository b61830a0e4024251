"""What is held of a person: handed over, and erased in every store it reached; and nothing kept for too long."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ideabox.domain.problems import Refusal
from ideabox.usecases import ideas, reviewing, rights
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
    morgan("import", "--accept-erasures", *sorted((tmp_path / "erasures").iterdir()))
    assert morgan.listed() == []
    assert b"Xylophage" not in morgan.database.read_bytes()
    morgan("import", next((tmp_path / "up").iterdir()))  # the old package does not bring them back
    assert morgan.listed() == []
    assert "anybody called Ann Archer" in morgan.refused("person", "erase", "Ann Archer")


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
    session.policy = Policy(locked=Values(retention_years=3, hold=(held,)))
    rows = rights.overdue(session)
    assert [row.id for row in rows] == [older, old]
    assert rights.erase_overdue(session, rows).updated == {older, old}
    assert rights.overdue(session) == []
    assert rights.find(session, session.me.person).events.keys() >= {held, still_open}
