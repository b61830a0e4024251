"""Good examples: what is live elsewhere is offered to offices that it suits, and each says once that it does it too."""

from __future__ import annotations

import pytest

from ideabox.domain.problems import Refusal
from ideabox.usecases import adopting, history, ideas, reading, reviewing
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession


def log(
    session: Session, title: str, *, live: bool = False, barriers: tuple[str, ...] = (), skills: tuple[str, ...] = ()
) -> str:
    made = ideas.submit(
        session, title=title, problem="It is slow. Every day.", proposal="b", barriers=barriers, skills=skills
    )
    idea = next(iter(made.new))
    if live:
        reviewing.progress(session, idea, "live", "Everywhere since May.")
    return idea


@pytest.fixture
def york(open_session: OpenSession) -> Session:
    return open_session("yorick", office="York", role="manager", folder="all")


@pytest.fixture
def leeds(open_session: OpenSession) -> Session:
    return open_session("lee", office="Leeds", role="manager", folder="all")


def titles(session: Session) -> list[str]:
    return [each.row.title for each in adopting.examples(session)]


def test_examples_are_live_elsewhere_and_share_a_barrier_or_a_skill_the_most_alike_first(
    york: Session, leeds: Session
) -> None:
    log(leeds, "Ours", barriers=("it", "time"), skills=("EDS-COM",))
    log(leeds, "Ours that is live", live=True, barriers=("it",))
    log(york, "Not live", barriers=("it",))
    log(york, "Of another kind", live=True, barriers=("money",))
    log(york, "A little alike", live=True, skills=("EDS-COM",))
    log(york, "Very much alike", live=True, barriers=("it", "time"))
    assert titles(leeds) == ["Very much alike", "A little alike"]
    (first, _second) = adopting.examples(leeds)
    assert (first.barriers, first.skills) == (("it", "time"), ())


def test_an_example_of_one_idea_has_something_in_common_with_that_one(york: Session, leeds: Session) -> None:
    ours = reading.show(leeds, log(leeds, "Ours", skills=("EDS-COM",))).row
    log(leeds, "Another of ours", barriers=("it",))
    log(york, "Like the other", live=True, barriers=("it",))
    assert adopting.examples(leeds, 1, ours) == []
    log(york, "Like this one", live=True, skills=("EDS-COM",))
    assert [each.row.title for each in adopting.examples(leeds, 1, ours)] == ["Like this one"]


def test_an_office_says_once_that_it_does_an_idea_too(york: Session, leeds: Session, wording: Wording) -> None:
    log(leeds, "Ours", barriers=("it",))
    idea = log(york, "Text reminders", live=True, barriers=("it",))
    adopting.adopt(leeds, idea, "On Mondays.")
    shown = reading.show(leeds, idea)
    assert [(each.by.office, each.note) for each in shown.idea.adoptions] == [("Leeds", "On Mondays.")]
    assert shown.row.status == "live"
    last = history.line_of(wording, shown.history[-1])
    assert (last.what, last.said) == ("does this too: Leeds", "On Mondays.")
    assert titles(leeds) == []
    with pytest.raises(Refusal, match="adopted-already"):
        adopting.adopt(leeds, idea)


def test_what_is_not_live_or_ones_own_cannot_be_done_too(york: Session, leeds: Session) -> None:
    with pytest.raises(Refusal, match="not-live"):
        adopting.adopt(leeds, log(york, "Not yet"))
    with pytest.raises(Refusal, match="own-office"):
        adopting.adopt(york, log(york, "Text reminders", live=True))
    with pytest.raises(Refusal, match="too-long"):
        adopting.adopt(leeds, log(york, "Text reminders", live=True), "x" * 4001)


def test_a_text_to_share_tells_what_it_was_where_and_what_came_of_it(york: Session, wording: Wording) -> None:
    idea = log(york, "Text\nreminders", live=True)
    assert adopting.to_share(reading.show(york, idea).row, wording) == (
        "\u2018Text reminders\u2019, an idea from York, is live. What it was about: It is slow."
        " What came of it: Everywhere since May."
    )
