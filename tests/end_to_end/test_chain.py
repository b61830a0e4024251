"""The main job from end to end: adviser, manager, digital lead, and back, with a file for every step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ideabox.usecases import importing, reviewing, sending
from ideabox.usecases.wording import Wording
from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged


def sent(home: Home, folder: Path, *options: str) -> list[dict[str, Any]]:
    """Send everything; returns what was written."""
    return list(home.json("send", "--to", folder, *options)["packages"])


def take_in(home: Home, packages: list[dict[str, Any]]) -> dict[str, int]:
    """Import packages; returns the sums of what they brought."""
    imports = home.json("import", *(package["file"] for package in packages))["imports"]
    return {count: sum(each[count] for each in imports) for count in ("new", "updated", "known")}


def by_id(home: Home) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in home.listed()}


def test_an_adviser_learns_from_the_lead_by_way_of_the_manager_what_became_of_an_idea(
    open_home: OpenHome, tmp_path: Path
) -> None:
    adviser = open_home("ann", name="Ann Archer", office="Leeds")
    manager = open_home("morgan", name="Morgan Ellis", office="Leeds", role="manager")
    lead = open_home("priya", name="Priya Nair", role="lead")
    folders = [tmp_path / name for name in ("to manager", "to lead", "to office", "to adviser", "nowhere")]

    queues, forms = (
        adviser("add", "--title", title, "--problem", "P", "--proposal", "S").strip()
        for title in ("Shorter queues", "Fewer forms")
    )
    submissions = sent(adviser, folders[0])
    assert take_in(manager, submissions) == {"new": 2, "updated": 0, "known": 0}
    assert take_in(manager, submissions) == {"new": 0, "updated": 0, "known": 2}

    manager("review", queues, "--decision", "put-forward", "--reason", "Every day counts")
    manager("review", forms, "--decision", "decline", "--reason", "The law asks for them")
    batch = manager.json("batch", "--name", "Leeds, November", "--to", folders[1])
    assert sorted(batch["ideas"]) == sorted([queues, forms])
    assert take_in(lead, batch["packages"]) == {"new": 2, "updated": 0, "known": 0}
    assert by_id(lead) == by_id(manager)
    assert {item["id"]: item["status"] for item in lead.ideas()} == {queues: "with-lead", forms: "declined"}

    lead("progress", queues, "--phase", "beta", "--note", "Six offices are trying it")
    outcomes = sent(lead, folders[2], "--per-office")
    assert [(package["kind"], package["office"], package["ideas"]) for package in outcomes] == [
        ("outcomes", "Leeds", [queues])
    ]
    assert take_in(manager, outcomes) == {"new": 0, "updated": 1, "known": 0}

    passed_on = sent(manager, folders[3])
    assert {of for package in passed_on for of in package["ideas"]} == {queues, forms}
    assert take_in(adviser, passed_on) == {"new": 0, "updated": 2, "known": 0}
    answered = by_id(adviser)
    assert answered == by_id(manager)
    assert (answered[queues]["status"], answered[queues]["note"]) == ("beta", "Six offices are trying it")
    assert (answered[forms]["status"], answered[forms]["reason"]) == ("declined", "The law asks for them")

    told = adviser("show", queues)
    assert "Priya Nair: reported: Beta\n      Six offices are trying it\n" in told
    assert "Morgan Ellis: decided: Put forward\n      Every day counts\n" in told
    for home in (adviser, manager, lead):
        assert sent(home, folders[4]) == [], "everyone has passed on what there is, so nothing goes round in circles"


def test_the_manager_passes_on_an_outcome_that_comes_after_the_answers_were_sent(
    open_home: OpenHome, tmp_path: Path, wording: Wording
) -> None:
    adviser = open_home("ann", office="Leeds")
    manager = open_home("morgan", office="Leeds", role="manager")
    lead = open_home("priya", role="lead")
    with adviser.at_work() as session:
        idea = logged(session, "Shorter queues")
        (submission,) = sending.send(session, tmp_path, wording)
    with manager.at_work() as session:
        importing.import_file(session, submission.path, {})
        reviewing.review(session, idea, "put-forward", "Good")
    batch = manager.json("batch", "--name", "N", "--to", tmp_path)
    answers = sent(manager, tmp_path)
    assert [package["kind"] for package in answers] == ["answers"]

    take_in(lead, batch["packages"])
    lead("progress", idea, "--phase", "live", "--note", "Everywhere from May")
    take_in(manager, sent(lead, tmp_path))
    (passed_on,) = sent(manager, tmp_path)
    assert (passed_on["kind"], passed_on["ideas"]) == ("outcomes", [idea])
    take_in(adviser, [*answers, passed_on])
    assert adviser.status_of(idea) == "live"
    assert sent(manager, tmp_path) == []
