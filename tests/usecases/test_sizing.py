"""An idea can be sized as it is logged, in one step; what a nameless author estimates is as nameless."""

from __future__ import annotations

import pytest

from ideabox.domain.estimates import Cost, Sized
from ideabox.domain.problems import Refusal
from ideabox.usecases import ideas, reading, sizing
from ideabox.usecases.session import Session

SMALL = Sized("idea", 60, 15, 30, "phone", "online")


def test_an_idea_and_its_first_estimate_are_recorded_together(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", sized=SMALL).new
    shown = reading.show(session, idea)
    assert [event.kind for event in shown.history] == ["submitted", "sized"]
    assert shown.idea.estimates[0].sized == SMALL


def test_an_estimate_that_cannot_be_taken_keeps_the_idea_from_being_logged_by_halves(session: Session) -> None:
    with pytest.raises(Refusal) as refused:
        ideas.submit(session, "T", "p", "q", sized=Sized("idea", 5, one_off=Cost(1, 2, 3)))
    assert [problem.code for problem in refused.value.problems] == ["not-graded"]
    assert reading.counts(session)["review"] == 0


def test_what_a_nameless_author_estimates_names_nobody(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", anonymous=True, sized=SMALL).new
    sizing.size(session, idea, Sized("idea", 70, 15))
    shown = reading.show(session, idea)
    assert {event.by.name for event in shown.history} == {""}
    assert len({event.by.person for event in shown.history}) == 1
    assert all(event.at.endswith("T00:00:00.000Z") for event in shown.history)


def test_the_next_estimate_begins_with_the_last_one_at_the_stage_of_now(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", sized=SMALL).new
    it = reading.show(session, idea).idea
    assert sizing.next_of(it) == SMALL
    assert sizing.stage_of(it) == "idea"
