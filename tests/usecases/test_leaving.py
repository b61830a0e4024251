"""What looks like personal data does not leave this PC unless it was confirmed, however it came to be here."""

from __future__ import annotations

from pathlib import Path

import pytest

from ideabox.app.resources import resources
from ideabox.domain.privacy import Guard, load_patterns
from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter
from ideabox.usecases import batching, exporting, guarding, ideas, importing, reading, reviewing, sending, syncing
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession
from tests.exchange import put
from tests.usecases.test_guarding import MAIL

SHEET = f"title,problem,proposal\nOne,Slow,Faster\nTwo,Ask {MAIL} to ring,Faster\n".encode()


@pytest.fixture
def leeds(open_session: OpenSession, tmp_path: Path) -> Session:
    """An office whose spreadsheet has been imported, one row of which holds what looks like personal data."""
    ann = open_session("ann", office="Leeds")
    patterns = load_patterns((resources() / "privacy" / "united-kingdom.json").read_bytes()).patterns
    session = Session(ann.store, ann.me, ann.skills, guard=lambda: Guard(patterns))
    importing.import_file(session, put(tmp_path, SHEET, "sheet.csv"), {})
    return session


def refused(session: Session, folder: Path, wording: Wording) -> str:
    with pytest.raises(Refusal) as caught:
        sending.send(session, folder, wording)
    assert [problem.code for problem in caught.value.problems] == ["personal-data-leaving"]
    return wording.problem(caught.value.problems[0])


def test_nothing_is_sent_until_it_is_confirmed_and_then_nobody_is_asked_again(
    leeds: Session, tmp_path: Path, wording: Wording
) -> None:
    sentence = refused(leeds, tmp_path / "out", wording)
    assert "Ideas that seem to hold personal data: 1" in sentence
    assert MAIL not in sentence
    assert not (tmp_path / "out").exists()
    (parcel,) = sending.send(leeds, tmp_path / "out", wording, confirmed=True)
    assert parcel.path.exists()
    assert len(sending.send(leeds, tmp_path / "out", wording, again=True)) == 1


def test_an_idea_that_was_changed_since_still_tells_it_in_its_history(
    leeds: Session, tmp_path: Path, wording: Wording
) -> None:
    with pytest.raises(Refusal):
        sending.send(leeds, tmp_path / "out", wording)
    with reading.listing(leeds, Filter(search="Two")) as found:
        (row,) = found.rows
    ideas.revise(leeds, row.id, problem="Ask a claimant to ring")
    refused(leeds, tmp_path / "out", wording)


def test_a_preview_says_how_many_ideas_seem_to_hold_what(leeds: Session, tmp_path: Path) -> None:
    sheet = put(tmp_path, SHEET.replace(b"Two", b"Three"), "other.csv")
    assert importing.import_file(leeds, sheet, {}, preview=True).personal == {"email": 1}
    assert importing.import_file(leeds, sheet, {}).personal == {}


def test_a_batch_waits_too_and_records_nothing_before(leeds: Session, tmp_path: Path, wording: Wording) -> None:
    with reading.listing(leeds, Filter()) as found:
        for row in list(found.rows):
            reviewing.review(leeds, row.id, "put-forward", "Because")
    with pytest.raises(Refusal):
        batching.batch(leeds, "B", tmp_path / "out", wording)
    assert batching.all_made(leeds) == []
    assert batching.batch(leeds, "B", tmp_path / "out", wording, confirmed=True).parcels


@pytest.mark.parametrize("name", ["ideas.csv", "ideas.jsonl", "ideas.ideabox.zip"])
def test_an_export_waits_for_what_it_would_hold_and_for_nothing_else(
    leeds: Session, tmp_path: Path, wording: Wording, name: str
) -> None:
    path = tmp_path / "out" / name
    with pytest.raises(Refusal):
        exporting.export(leeds, path, Filter(), wording)
    assert not path.exists()
    assert exporting.export(leeds, path, Filter(search="One"), wording).ideas == 1
    assert exporting.export(leeds, tmp_path / f"all-{name}", Filter(), wording, confirmed=True).ideas == 2


def test_a_team_folder_gets_the_others_and_the_rest_once_it_was_confirmed(
    leeds: Session, tmp_path: Path, wording: Wording
) -> None:
    team = tmp_path / "team"
    team.mkdir()
    synced = syncing.sync(leeds, team, wording, chosen=True)
    assert (synced.kept_back, [each.ideas for each in synced.written]) == (1, [1])
    assert syncing.sync(leeds, team, wording).kept_back == 1
    sending.send(leeds, tmp_path / "out", wording, confirmed=True)
    synced = syncing.sync(leeds, team, wording)
    assert (synced.kept_back, [each.ideas for each in synced.written]) == (0, [1])


def test_what_others_sent_is_passed_on(
    leeds: Session, open_session: OpenSession, tmp_path: Path, wording: Wording
) -> None:
    (parcel,) = sending.send(leeds, tmp_path / "out", wording, confirmed=True)
    lead = open_session("lea", role="lead")
    importing.import_file(lead, parcel.path, {})
    with lead.store.read() as connection:
        assert guarding.unconfirmed(lead, connection, parcel.ideas) == {}
