"""What may happen to an idea next: each rule that is broken names its field and says what is wrong."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ideabox.domain import rules
from ideabox.domain.barriers import BARRIERS
from ideabox.domain.events import (
    Batched,
    Body,
    Commented,
    Decision,
    Erased,
    Joined,
    Progressed,
    Reviewed,
    Supported,
    Withdrawn,
)
from ideabox.domain.idea import Idea, replay
from ideabox.domain.people import By
from ideabox.domain.problems import Problem, Refusal, refuse, refuse_if
from tests.domain.making import ANN, BOB, CEM, DEE, IDEA, SUBMITTED, told, uuid


def after(*bodies: Body | tuple[Body, By]) -> Idea:
    """Ann's idea after these things."""
    return replay(IDEA, told(SUBMITTED, *bodies))


def codes(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in problems]


WAITING = after()
NOT_HERE, ERASED, WITHDRAWN = replay(IDEA, []), after(Erased()), after(Withdrawn())
REVIEWED = after((Reviewed("put-forward", "Good"), BOB))
ASKED = after((Reviewed("ask", "Why?"), BOB))
LIVE = after((Progressed("live", "Done"), DEE))
OTHER = Idea(uuid(2), "waiting", "Other")


# Texts.


def test_a_text_is_needed_unless_it_is_not() -> None:
    for text in ("", " ", "\n\t", "\u2003"):
        assert codes(rules.text_problems("title", text)) == [("title", "empty")]
        assert rules.text_problems("title", text, required=False) == []


@pytest.mark.parametrize(("field", "limit"), rules.LIMITS.items())
def test_a_text_is_as_long_as_its_field_takes(field: str, limit: int) -> None:
    assert rules.text_problems(field, "é" * limit) == []
    too_long = rules.text_problems(field, "é" * (limit + 1))
    assert too_long == [Problem(field, "too-long", {"limit": limit, "length": limit + 1})]


def test_a_text_is_text() -> None:
    assert codes(rules.text_problems("problem", "a\0b")) == [("problem", "nul")]
    assert codes(rules.text_problems("problem", "a\ud800b")) == [("problem", "not-text")]
    assert rules.text_problems("problem", "a\r\n\tb \U0001f600") == []


def test_barriers_are_those_that_are_known() -> None:
    assert rules.barrier_problems(BARRIERS) == []
    found = rules.barrier_problems(["it", "weather", "IT"])
    assert codes(found) == [("barriers", "unknown-barrier")] * 2
    assert [problem.facts["code"] for problem in found] == ["weather", "IT"]
    assert found[0].facts["known"] == ", ".join(BARRIERS)


# What stops everything.


EVERYTHING: dict[str, Callable[[Idea], list[Problem]]] = {
    "change": rules.may_change,
    "support": lambda it: rules.may_support(it, CEM.person),
    "unsupport": lambda it: rules.may_unsupport(it, CEM.person),
    "review": lambda it: rules.may_review(it, "decline", "No"),
    "batch": rules.may_batch,
    "join": lambda it: rules.may_join(it, OTHER, OTHER.id),
    "be joined into": lambda it: rules.may_join(OTHER, it, it.id),
    "separate": rules.may_separate,
}


@pytest.mark.parametrize("what", EVERYTHING)
def test_nothing_happens_to_what_is_not_here_or_erased_or_withdrawn(what: str) -> None:
    may = EVERYTHING[what]
    assert may(NOT_HERE) == [Problem("idea", "not-here", {"id": IDEA})]
    assert may(ERASED) == [Problem("idea", "erased", {"id": IDEA})]
    assert may(WITHDRAWN) == [Problem("idea", "withdrawn", {"title": "A kettle"})]


def test_anyone_may_comment_on_an_idea_in_any_other_state() -> None:
    for it in (WAITING, REVIEWED, ASKED, LIVE, after(Joined(OTHER.id))):
        assert rules.may_change(it) == []


# Support.


def test_a_person_supports_an_idea_once() -> None:
    assert rules.may_support(WAITING, BOB.person) == []
    assert codes(rules.may_support(after((Supported(), BOB)), BOB.person)) == [("idea", "supported-already")]


def test_an_author_stands_behind_the_own_idea_from_the_start() -> None:
    assert codes(rules.may_support(WAITING, ANN.person)) == [("idea", "own-idea")]
    assert codes(rules.may_unsupport(WAITING, ANN.person)) == [("idea", "own-idea")]


def test_only_support_that_was_given_is_taken_back() -> None:
    assert codes(rules.may_unsupport(WAITING, BOB.person)) == [("idea", "not-supported")]
    assert rules.may_unsupport(after((Supported(), BOB)), BOB.person) == []


def test_an_authors_withdrawn_idea_is_withdrawn_before_it_is_their_own() -> None:
    assert codes(rules.may_support(WITHDRAWN, ANN.person)) == [("idea", "withdrawn")]
    assert codes(rules.may_unsupport(WITHDRAWN, ANN.person)) == [("idea", "withdrawn")]


# Review.


@pytest.mark.parametrize("decision", ["put-forward", "do-here", "ask", "not-now", "decline"])
def test_every_decision_needs_a_reason(decision: Decision) -> None:
    assert rules.may_review(WAITING, decision, "Because") == []
    assert codes(rules.may_review(WAITING, decision, " ")) == [("reason", "empty")]


def test_a_decision_is_one_that_is_known() -> None:
    assert rules.may_review(WAITING, "perhaps", "Because") == [  # type: ignore[arg-type]
        Problem("decision", "unknown-decision", {"decision": "perhaps"})
    ]


def test_what_was_decided_can_be_decided_again_by_anyone() -> None:
    assert rules.may_review(REVIEWED, "decline", "On second thoughts") == []


def test_once_work_is_under_way_its_progress_is_what_counts() -> None:
    problem = Problem("idea", "under-way", {"title": "A kettle", "phase": "live"})
    assert rules.may_review(LIVE, "decline", "No") == [problem]


def test_all_that_is_wrong_with_a_review_is_told_at_once() -> None:
    found = rules.may_review(LIVE, "perhaps", "")  # type: ignore[arg-type]
    assert codes(found) == [("idea", "under-way"), ("decision", "unknown-decision"), ("reason", "empty")]


# Batches.


def test_a_batch_carries_what_has_been_answered() -> None:
    assert codes(rules.may_batch(WAITING)) == [("idea", "not-reviewed")]
    assert codes(rules.may_batch(ASKED)) == [("idea", "asked-back")]
    assert rules.may_batch(REVIEWED) == []


def test_a_batch_may_carry_it_again() -> None:
    assert rules.may_batch(after((Reviewed("decline", "No"), BOB), (Batched(uuid(1), "May"), BOB))) == []


def test_a_batch_carries_work_that_is_under_way_too() -> None:
    assert rules.may_batch(after((Reviewed("do-here", "Yes"), BOB), (Progressed("live", "Done"), BOB))) == []


# Joins.


def test_an_idea_joins_another() -> None:
    assert rules.may_join(WAITING, OTHER, OTHER.id) == []


def test_an_idea_does_not_join_itself() -> None:
    assert codes(rules.may_join(WAITING, WAITING, WAITING.id)) == [("into", "joins-itself")]


def test_an_idea_does_not_join_what_is_joined_with_it() -> None:
    found = rules.may_join(WAITING, OTHER, root_of_into=WAITING.id)
    assert found == [Problem("into", "joined-the-other-way", {"title": "A kettle", "into": "Other"})]


def test_an_idea_joins_the_same_one_once_but_may_move_to_another() -> None:
    joined = after(Joined(OTHER.id))
    assert codes(rules.may_join(joined, OTHER, OTHER.id)) == [("into", "joined-already")]
    assert rules.may_join(joined, Idea(uuid(3), "waiting"), uuid(3)) == []


def test_only_what_was_joined_is_separated() -> None:
    assert codes(rules.may_separate(WAITING)) == [("idea", "not-joined")]
    assert rules.may_separate(after(Joined(OTHER.id))) == []


def test_a_comment_from_the_author_opens_an_asked_idea_for_review_but_not_for_a_batch() -> None:
    answered = after((Reviewed("ask", "Why?"), BOB), Commented("Because"))
    assert rules.may_review(answered, "put-forward", "Good") == []


# Refusing.


def test_a_refusal_carries_all_problems() -> None:
    problems = [Problem("title", "empty"), Problem("problem", "too-long", {"limit": 1})]
    with pytest.raises(Refusal, match="title: empty, problem: too-long") as refused:
        refuse_if(problems)
    assert refused.value.problems == tuple(problems)
    refuse_if([])


def test_a_single_problem_is_refused_with_its_facts() -> None:
    with pytest.raises(Refusal) as refused:
        refuse("idea", "not-here", id="x")
    assert refused.value.problems == (Problem("idea", "not-here", {"id": "x"}),)
