"""An idea is the replay of its events: what each kind does to it, and that anything whatever can be replayed."""

from __future__ import annotations

import random
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.estimates import Sized
from ideabox.domain.events import (
    BODIES,
    MAX_CLOCK,
    Batched,
    Body,
    Commented,
    Decision,
    Erased,
    Event,
    Joined,
    Phase,
    Progressed,
    Reviewed,
    Revised,
    Separated,
    Submitted,
    Supported,
    Unsupported,
    Withdrawn,
)
from ideabox.domain.idea import STATUSES, Comment, Estimate, Idea, InBatch, Progress, Review, replay
from ideabox.domain.people import By
from ideabox.domain.skills import SkillTag
from tests.domain.making import ANN, BOB, CEM, DAYS, DEE, IDEA, SUBMITTED, event, told, unheard_of, uuid
from tests.properties import histories

ASK = Reviewed("ask", "How often?")
FORWARD = Reviewed("put-forward", "Good")
DECLINE = Reviewed("decline", "We have one")


def after(*bodies: Body | tuple[Body, By]) -> Idea:
    """The idea that was submitted by Ann, and to which then these things happened."""
    return replay(IDEA, told(SUBMITTED, *bodies))


# Every kind.


def test_no_events_make_an_idea_without_a_status() -> None:
    assert replay(IDEA, []) == Idea(IDEA)


def test_a_submission_makes_an_idea_that_waits() -> None:
    tags = (SkillTag("COM"),)
    body = Submitted("Title", "Problem", "Proposal", tags, ("it",), "Everyone", "public", "R7")
    assert replay(IDEA, told((body, BOB))) == Idea(
        IDEA, "waiting", "Title", "Problem", "Proposal", tags, ("it",), "Everyone", "public", "R7",
        author=BOB, submitted_at=DAYS[1], changed_at=DAYS[1], supporters=frozenset({BOB.person}),
    )  # fmt: skip


def test_the_office_of_an_idea_is_its_authors() -> None:
    assert after((Reviewed("not-now", "Later"), CEM)).office == "Leeds"
    assert Idea(IDEA).office == ""


def test_a_revision_changes_its_fields_and_no_others() -> None:
    it = after(Revised(title="A big kettle", barriers=("money",)))
    assert (it.title, it.problem, it.proposal, it.barriers) == ("A big kettle", "There is none", "Buy one", ("money",))
    assert it.changed_at == DAYS[2]
    assert it.submitted_at == DAYS[1]


def test_of_each_field_the_last_writer_wins() -> None:
    it = after((Revised(title="One", problem="P1"), BOB), (Revised(title="Two"), CEM), Revised(problem="P2", skills=()))
    assert (it.title, it.problem, it.skills) == ("Two", "P2", ())


def test_a_revision_can_empty_a_field() -> None:
    assert replay(IDEA, told(Submitted("T", "P", "S", barriers=("it",)), Revised(barriers=(), title=""))).barriers == ()


def test_comments_are_kept_in_order() -> None:
    it = after((Commented("Why?"), BOB), Commented("Because"))
    assert it.comments == (Comment(DAYS[2], BOB, "Why?"), Comment(DAYS[3], ANN, "Because"))


def test_support_is_counted_once_a_person_with_the_author_from_the_start() -> None:
    it = after((Supported(), BOB), (Supported(), BOB), (Supported(), CEM), Supported())
    assert it.supporters == {ANN.person, BOB.person, CEM.person}


def test_support_can_be_taken_back_and_given_again_but_an_authors_stays() -> None:
    assert after((Supported(), BOB), (Unsupported(), BOB)).supporters == {ANN.person}
    assert after((Supported(), BOB), (Unsupported(), BOB), (Supported(), BOB)).supporters == {ANN.person, BOB.person}
    assert after((Unsupported(), BOB), Unsupported()).supporters == {ANN.person}


AFTER_DECISION = {
    "put-forward": "put-forward", "do-here": "doing-here", "ask": "asked", "not-now": "not-now", "decline": "declined",
}  # fmt: skip


@pytest.mark.parametrize("decision", get_args(Decision))
def test_a_decision_gives_its_status_and_its_reason(decision: Decision) -> None:
    it = after((Reviewed(decision, "Because"), BOB))
    assert it.status == AFTER_DECISION[decision]
    assert it.review == Review(DAYS[2], BOB, decision, "Because")


def test_the_first_answer_is_the_first_decision_or_progress() -> None:
    assert after(Commented("?"), (ASK, BOB), (DECLINE, BOB)).first_answer_at == DAYS[3]
    assert after((Progressed("alpha", "Begun"), DEE), (FORWARD, BOB)).first_answer_at == DAYS[2]
    assert after(Commented("?")).first_answer_at == ""


def test_estimates_are_a_series() -> None:
    small, larger = Sized("idea", 1), Sized("beta", 50, 3)
    it = after((small, BOB), (larger, DEE))
    assert it.estimates == (Estimate(DAYS[2], BOB, small), Estimate(DAYS[3], DEE, larger))


def test_what_was_put_forward_is_with_the_lead_once_it_is_in_a_batch() -> None:
    it = after((FORWARD, BOB), (Batched(uuid(5), "May"), BOB))
    assert (it.status, it.batch) == ("with-lead", InBatch(DAYS[3], uuid(5), "May"))
    assert after((FORWARD, BOB), (Batched(uuid(5), "May"), BOB), (FORWARD, BOB)).status == "put-forward"
    assert after((DECLINE, BOB), (Batched(uuid(5), "May"), BOB)).status == "declined"
    assert after((Batched(uuid(5), "May"), BOB)).status == "waiting"


def test_an_idea_is_ready_for_a_batch_when_it_has_an_answer_that_no_batch_carried() -> None:
    batched = (Batched(uuid(5), "May"), BOB)
    assert not after().is_ready
    assert after((DECLINE, BOB)).is_ready
    assert not after((ASK, BOB)).is_ready
    assert not after((ASK, BOB), Commented("Daily")).is_ready
    assert not after((FORWARD, BOB), batched).is_ready
    assert after((FORWARD, BOB), batched, (DECLINE, BOB)).is_ready
    assert not after((FORWARD, BOB), Withdrawn()).is_ready


@pytest.mark.parametrize("phase", get_args(Phase))
def test_progress_gives_its_phase(phase: Phase) -> None:
    it = after((FORWARD, BOB), (Progressed(phase, "Note"), DEE))
    assert (it.status, it.progress) == (phase, Progress(DAYS[3], DEE, phase, "Note"))


def test_the_latest_of_joined_and_separated_stands() -> None:
    assert after(Joined(uuid(1))).joined_into == uuid(1)
    assert after(Joined(uuid(1)), Joined(uuid(2))).joined_into == uuid(2)
    assert after(Joined(uuid(1)), Separated()).joined_into is None
    assert after(Separated(), Joined(uuid(1))).joined_into == uuid(1)


def test_an_idea_that_is_joined_keeps_a_status_of_its_own() -> None:
    assert after((DECLINE, BOB), Joined(uuid(1))).status == "declined"


def test_an_unheard_of_kind_changes_nothing_that_is_shown() -> None:
    without = told(SUBMITTED, Commented("?"))
    assert replay(IDEA, [*without, unheard_of(3)]) == replay(IDEA, without)
    assert replay(IDEA, [unheard_of(1)]) == Idea(IDEA)


# Strength.


def test_withdrawn_is_stronger_than_progressed_and_that_than_reviewed_whatever_their_order() -> None:
    strengths: list[tuple[Body, str]] = [
        (SUBMITTED, "waiting"), (DECLINE, "declined"), (Progressed("beta", ""), "beta"), (Withdrawn(), "withdrawn"),
        (Erased(), "erased"),
    ]  # fmt: skip
    for strength in range(len(strengths)):
        bodies = [body for body, _status in strengths[: strength + 1]]
        assert replay(IDEA, told(*bodies)).status == strengths[strength][1]
        assert replay(IDEA, told(*reversed(bodies))).status == strengths[strength][1]


def test_within_a_kind_the_last_in_order_stands() -> None:
    assert after((FORWARD, BOB), (DECLINE, BOB)).status == "declined"
    assert after((Progressed("live", ""), DEE), (Progressed("stopped", ""), DEE)).status == "stopped"


def test_an_erased_idea_has_nothing_but_its_id_and_its_status() -> None:
    assert after((DECLINE, BOB), Joined(uuid(1)), Erased(), Commented("Still here")) == Idea(IDEA, "erased")
    assert replay(IDEA, told(Erased())) == Idea(IDEA, "erased")


# Asking, and the author's return.


@pytest.mark.parametrize("answer", [Commented("Daily"), Revised(problem="Daily")])
def test_after_ask_the_authors_comment_or_revision_brings_it_back_to_waiting(answer: Body) -> None:
    assert after((ASK, BOB)).status == "asked"
    it = after((ASK, BOB), answer)
    assert it.status == "waiting"
    assert it.review is not None
    assert it.review.decision == "ask"


def test_what_others_say_and_what_the_author_said_before_does_not_bring_it_back() -> None:
    assert after((ASK, BOB), (Commented("I wonder too"), CEM)).status == "asked"
    assert after((ASK, BOB), (Revised(title="Better"), BOB)).status == "asked"
    assert after(Commented("Daily"), (ASK, BOB)).status == "asked"
    assert after((ASK, BOB), Supported(), Sized()).status == "asked"


def test_asked_again_it_is_back_with_its_author() -> None:
    assert after((ASK, BOB), Commented("Daily"), (ASK, BOB)).status == "asked"
    assert after((ASK, BOB), Commented("Daily"), (FORWARD, BOB)).status == "put-forward"


def test_an_author_who_decides_on_the_own_idea_does_not_bring_it_back() -> None:
    assert after(ASK).status == "asked"
    assert after(ASK, Commented("Daily")).status == "waiting"


# Two managers.


def test_two_managers_who_decide_differently_with_nothing_said_between_decided_twice() -> None:
    it = after((FORWARD, BOB), (DECLINE, CEM))
    assert it.decided_twice
    assert it.status == "declined"


def test_it_is_not_twice_when_they_agree_or_one_changes_their_mind_or_something_was_said() -> None:
    assert not after((FORWARD, BOB), (Reviewed("put-forward", "Yes!"), CEM)).decided_twice
    assert not after((FORWARD, BOB), (DECLINE, BOB)).decided_twice
    assert not after((FORWARD, BOB), (Commented("Not here"), CEM), (DECLINE, CEM)).decided_twice
    assert not after((FORWARD, BOB), Revised(title="More"), (DECLINE, CEM)).decided_twice


def test_support_or_a_batch_between_is_nothing_said() -> None:
    assert after((FORWARD, BOB), Supported(), (Batched(uuid(5), ""), BOB), (DECLINE, CEM)).decided_twice


def test_it_lasts_until_one_of_them_decides_again() -> None:
    assert after((FORWARD, BOB), (DECLINE, CEM), Commented("Well?")).decided_twice
    assert not after((FORWARD, BOB), (DECLINE, CEM), (DECLINE, BOB)).decided_twice
    assert not after((FORWARD, BOB), (DECLINE, CEM), (FORWARD, BOB)).decided_twice
    assert not after((FORWARD, BOB), (DECLINE, CEM), (FORWARD, CEM)).decided_twice
    assert after((FORWARD, BOB), (DECLINE, CEM), (FORWARD, DEE)).decided_twice


def test_after_they_settled_it_a_third_can_contradict_again() -> None:
    it = after((FORWARD, BOB), (DECLINE, CEM), (DECLINE, BOB), (FORWARD, DEE))
    assert it.decided_twice
    assert it.status == "put-forward"


# Orphans and doubles.


def test_an_orphan_shows_nothing_but_where_it_was_joined() -> None:
    events = [event(2, Commented("?")), event(3, DECLINE, BOB), event(4, Supported(), CEM), event(5, Withdrawn())]
    assert replay(IDEA, events) == Idea(IDEA)
    assert replay(IDEA, [*events, event(6, Joined(uuid(1)))]) == Idea(IDEA, joined_into=uuid(1))


def test_an_orphan_whose_submission_arrives_is_whole() -> None:
    later = [event(2, Commented("?")), event(3, DECLINE, BOB)]
    assert replay(IDEA, [*later, event(1, SUBMITTED)]) == after(Commented("?"), (DECLINE, BOB))


def test_of_two_submissions_the_first_in_order_stands() -> None:
    first = event(1, SUBMITTED, at=DAYS[1], number=7)
    later = event(1, Submitted("Other", "Other", "Other"), BOB, at=DAYS[2], number=3)
    for events in ([first, later], [later, first]):
        it = replay(IDEA, events)
        assert (it.title, it.author, it.submitted_at) == ("A kettle", ANN, DAYS[1])
        assert it.supporters == {ANN.person}


def test_what_a_wrong_clock_puts_before_the_submission_is_said_of_the_idea_all_the_same() -> None:
    it = replay(IDEA, [event(1, Revised(title="Better")), event(2, SUBMITTED)])
    assert (it.title, it.problem) == ("Better", "There is none")


# Order.


def test_events_stand_by_clock_and_not_by_wall_clock() -> None:
    behind = event(3, Revised(title="Last"), at=DAYS[0])
    assert replay(IDEA, [event(1, SUBMITTED), event(2, Revised(title="First"), at=DAYS[20]), behind]).title == "Last"


def test_at_equal_clocks_time_and_then_id_decides() -> None:
    def revised(title: str, at: str, number: int) -> Event:
        return event(2, Revised(title=title), at=at, number=number)

    by_time = [event(1, SUBMITTED), revised("Later", DAYS[3], 1), revised("Earlier", DAYS[2], 2)]
    assert replay(IDEA, by_time).title == "Later"
    by_id = [event(1, SUBMITTED), revised("Smaller", DAYS[2], 1), revised("Larger", DAYS[2], 2)]
    assert replay(IDEA, by_id).title == "Larger"
    assert replay(IDEA, reversed(by_id)).title == "Larger"


def test_at_the_cap_time_and_id_decide() -> None:
    def at_cap(title: str, at: str) -> Event:
        return msgspec.structs.replace(event(2, Revised(title=title), at=at, number=int(at[8:10])), clock=MAX_CLOCK)

    assert replay(IDEA, [event(1, SUBMITTED), at_cap("Later", DAYS[9]), at_cap("Earlier", DAYS[8])]).title == "Later"


def test_a_clock_of_ten_comes_after_a_clock_of_nine() -> None:
    assert (
        replay(IDEA, [event(10, Revised(title="10")), event(9, Revised(title="9")), event(1, SUBMITTED)]).title == "10"
    )


# Parts that are missing.


def test_parts_that_an_idea_came_without_are_named() -> None:
    assert replay(IDEA, told(Submitted("T", " \n", ""))).missing == ("problem", "proposal")
    assert after().missing == ()
    assert replay(IDEA, []).missing == replay(IDEA, told(Erased())).missing == ()


# Whatever comes.


_any_event = histories.lines(st.sampled_from(list(histories.BODIES)), st.just(IDEA)).map(lambda each: each.event)
_any_events = st.lists(_any_event, max_size=25, unique_by=lambda each: each.id)


@given(_any_events, st.randoms(use_true_random=False))
def test_any_events_make_the_same_idea_in_any_order(events: list[Event], chance: random.Random) -> None:
    it = replay(IDEA, events)
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert replay(IDEA, shuffled) == it
    assert replay(IDEA, iter(events)) == it


@given(_any_events)
def test_any_idea_has_a_status_exactly_if_it_was_submitted_or_erased(events: list[Event]) -> None:
    it = replay(IDEA, events)
    kinds = {each.kind for each in events}
    assert (it.status in STATUSES) == bool(kinds & {"submitted", "erased"})
    assert (it.status == "erased") == ("erased" in kinds)
    assert it.status != "joined"
    if it.author is not None:
        assert it.author.person in it.supporters


_wild = st.builds(
    Event,
    id=st.uuids().map(str), idea=st.just(IDEA), clock=st.integers(), at=st.text(max_size=5),
    by=st.builds(By, st.text(max_size=3)), kind=st.sampled_from([*BODIES, "unheard-of"]),
    body=st.none() | st.sampled_from([SUBMITTED, Revised(), Commented(""), ASK, FORWARD, Withdrawn(), Joined("")]),
)  # fmt: skip


@given(st.lists(_wild, max_size=12, unique_by=lambda each: each.id), st.randoms(use_true_random=False))
def test_even_events_that_no_line_could_hold_are_replayed(events: list[Event], chance: random.Random) -> None:
    it = replay(IDEA, events)
    chance.shuffle(events)
    assert replay(IDEA, events) == it
