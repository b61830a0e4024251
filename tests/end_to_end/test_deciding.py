"""What managers and the digital lead decide: review and progress."""

from __future__ import annotations

from tests.end_to_end.command_line import Home
from tests.end_to_end.test_recording import logged


def test_each_decision_gives_an_idea_its_status_and_the_author_the_reason(home: Home) -> None:
    decisions = {
        "put-forward": "put-forward",
        "do-here": "doing-here",
        "ask": "asked",
        "not-now": "not-now",
        "decline": "declined",
    }
    with home.at_work() as session:
        made = {decision: logged(session, decision) for decision in decisions}
    for decision, idea in made.items():
        home("review", idea, "--decision", decision, "--reason", f"Because of {decision}")
    listed = {item["title"]: (item["status"], item["decision"], item["reason"]) for item in home.ideas()}
    assert listed == {decision: (status, decision, f"Because of {decision}") for decision, status in decisions.items()}


def test_a_decision_without_a_reason_is_refused(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Shorter queues")
    assert home.refused("review", idea, "--decision", "decline", "--reason", "  ").startswith(
        "Reason: enter some text."
    )
    assert "Missing option '--reason'" in home.wrong("review", idea, "--decision", "decline")
    assert "'maybe'" in home.wrong("review", idea, "--decision", "maybe", "--reason", "Why not")
    assert home.status_of(idea) == "waiting"


def test_each_phase_is_the_status_of_an_idea_and_its_note_reaches_the_author(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Shorter queues")
    for phase in ("beta", "live"):
        home("progress", idea, "--phase", phase, "--note", f"Now in {phase}")
    shown = home.json("show", idea)
    assert (shown["status"], shown["phase"], shown["note"]) == ("live", "live", "Now in live")
    assert [event["body"] for event in shown["history"][1:]] == [
        {"phase": phase, "note": f"Now in {phase}"} for phase in ("beta", "live")
    ]
    assert "its progress is what counts now" in home.refused("review", idea, "--decision", "ask", "--reason", "Well?")
    assert home.refused("progress", idea, "--phase", "live", "--note", "").startswith("Note: enter some text.")
