"""`ideabox sync`, as scripts and people use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome

ADD = ("add", "--title", "Text people", "--problem", "They forget", "--proposal", "Send a text")


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "S" / "Our team"
    folder.mkdir(parents=True)
    return folder


def test_an_idea_and_its_answer_travel_through_the_folder_that_is_set(
    home: Home, open_home: OpenHome, team: Path
) -> None:
    bob = open_home("bob", name="Bob", office="Leeds", role="manager")
    for each in (home, bob):
        assert f"Team folder: {team}" in each("profile", "--team-folder", team)
    idea = home(*ADD).strip()
    written = home.json("sync")["written"]
    assert [(each["ideas"], each["events"], each["anonymous"]) for each in written] == [(1, 1, False)]
    document = bob.json("sync")
    assert document["folder"] == str(team)
    assert [(each["new"], each["updated"], each["run"]) for each in document["taken"]] == [(1, 0, 1)]
    assert (document["written"], document["set_aside"], document["not_arrived"]) == ([], [], 0)
    bob("review", idea, "--decision", "do-here", "--reason", "Do it.")
    assert bob("sync").splitlines() == [
        "Taken from the team folder: new ideas 0, updated 0, from files: 0.",
        "Put into it: events 1, in files: 1.",
    ]
    assert "updated 1" in home("sync")
    assert home.status_of(idea) == "doing-here"
    assert home("profile", "--team-folder", "").count("Team folder") == 0


def test_a_folder_that_is_named_is_used_this_once(home: Home, team: Path) -> None:
    home(*ADD)
    assert "Put into it: events 1" in home("sync", team)
    assert "There is no team folder yet." in home.refused("sync")


def test_what_stands_in_the_way_is_one_sentence_and_nothing_is_lost(home: Home, team: Path) -> None:
    home(*ADD)
    said = home.refused("sync", team / "not there")
    assert said.startswith(f"The folder {team / 'not there'} cannot be reached (")
    assert "Your ideas are safe here" in said
    (team / "a file").write_text("in the way")
    assert "cannot be reached" in home.refused("sync", team / "a file")
    (team / "ideabox").write_text("in the way")
    assert "is not a folder" in home.refused("sync", team) or "cannot be reached" in home.refused("sync", team)
    (team / "ideabox").unlink()
    assert "Put into it: events 1" in home("sync", team)


def test_what_cannot_be_written_is_said_after_what_was_taken(home: Home, open_home: OpenHome, team: Path) -> None:
    bob = open_home("bob", office="Leeds")
    home(*ADD)
    home("sync", team)
    bob(*ADD)
    with bob.at_work() as session:
        (team / "ideabox" / session.store.identity()).write_text("in the way")
    done = bob.run("sync", team, "--json")
    assert done.status == 1
    assert [each["new"] for each in json.loads(done.out)["taken"]] == [1]
    assert "is not a folder" in done.err
    assert len(bob.listed()) == 2


def test_erasures_wait_for_consent(home: Home, open_home: OpenHome, team: Path) -> None:
    bob = open_home("bob", office="Leeds")
    idea = home(*ADD).strip()
    home("sync", team)
    bob("sync", team)
    home("erase", idea)
    home("sync", team)
    assert "--accept-erasures does it here too" in bob("sync", team)
    assert [each["id"] for each in bob.listed()] == [idea]
    assert bob.json("sync", team, "--accept-erasures")["taken"][0]["erased"] == [idea]
    assert bob.listed() == []


def test_files_of_strangers_wait_in_the_folder_until_their_sender_is_trusted(open_home: OpenHome, team: Path) -> None:
    ann, bob = open_home("ann", office="Leeds"), open_home("bob", office="Leeds", role="manager")
    ann("add", "--title", "Text people the day before", "--problem", "P", "--proposal", "S")
    ann("sync", team)
    bob("senders", "--only-trusted")
    assert "is signed by a sender that is not trusted here: Leeds" in bob("sync", team)
    assert bob.ideas() == []
    (ann_of_leeds,) = bob.json("senders")["senders"]
    assert ann_of_leeds["standing"] == "met"
    bob("senders", "--trust", ann_of_leeds["fingerprint"][:9])
    bob("sync", team)
    assert [idea["title"] for idea in bob.ideas()] == ["Text people the day before"]
