"""The manager's queue: how long ideas wait, which are late, and the answers that are being written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.ids import person_id
from ideabox.domain.working_days import target_day, working_days
from ideabox.store.drafts import Answer, Drafts
from ideabox.store.queries import Filter
from ideabox.usecases import ideas, joining, queue, reading, reviewing
from ideabox.usecases.session import Session

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def at(session: Session, moment: datetime, name: str = "") -> Session:
    """The same store at another moment, with another person at the PC if one is named."""
    me = session.me
    if name:
        me = msgspec.structs.replace(me, person=person_id("Department", name), name=name)
    return Session(session.store, me, session.skills, lambda: moment)


def logged(session: Session, title: str, moment: datetime | None = None) -> str:
    """The id of an idea that somebody else has just logged, or did at that moment."""
    author = at(session, moment or session.now(), "Farida")
    (idea,) = ideas.submit(author, title, "It is slow.", "Make it fast.").new
    return idea


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, date(2026, 11, 21), 0),
        (FRIDAY, date(2026, 11, 22), 0),
        (FRIDAY, MONDAY, 1),
        (date(2026, 11, 21), MONDAY, 1),
        (MONDAY, date(2026, 11, 27), 4),
        (MONDAY, date(2026, 11, 30), 5),
        (MONDAY, date(2027, 11, 23), 261),
        (MONDAY, FRIDAY, 0),
    ],
)
def test_working_days_are_those_from_monday_to_friday_after_the_first_day(start: date, end: date, days: int) -> None:
    assert working_days(start, end) == days


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 2_000))
def test_working_days_are_what_counting_them_comes_to(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    counted = sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, length + 1))
    assert working_days(start, end) == counted


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 365), st.integers(0, 600))
def test_what_waits_since_before_the_target_day_is_late_and_nothing_else(today: date, target: int, ago: int) -> None:
    since = today - timedelta(days=ago)
    assert (since < target_day(today, target)) == (working_days(since, today) > target)


def test_the_queue_counts_what_waits_and_what_is_late(session: Session) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    manager = at(session, now)
    for title, days in (("Today", 0), ("On the target day", 7), ("Late", 8), ("Very late", 300)):
        logged(session, title, now - timedelta(days=days))
    counted = queue.queue(manager, 5)
    assert (counted.waiting, counted.late, counted.decided_twice) == (4, 2, 0)
    assert queue.queue(manager, 300).late == 0


def test_an_idea_decided_twice_is_found_until_one_of_the_two_decides_again_or_work_begins(session: Session) -> None:
    first, second = logged(session, "Disputed"), logged(session, "Disputed and begun")
    jo, sam = (at(session, session.now(), name) for name in ("Jo", "Sam"))
    for idea in (first, second):
        reviewing.review(jo, idea, "put-forward", "Good.")
        reviewing.review(sam, idea, "not-now", "Later.")
    assert queue.queue(session, 5).decided_twice == 2
    reviewing.progress(jo, second, "discovery", "We have begun.")
    assert [row.id for row in reading.first(session, Filter(decided_twice=True), "changed", 10)] == [first]
    reviewing.review(jo, first, "not-now", "Sam is right.")
    assert queue.queue(session, 5).decided_twice == 0


def test_an_answer_that_was_begun_is_there_again_after_a_new_start(session: Session, tmp_path: Path) -> None:
    idea = logged(session, "Faster")
    path = tmp_path / "drafts.db"
    first = Drafts(path)
    queue.keep_answer(session, first, Answer(idea, "ask", "Tell me more about"))
    first.close()
    again = Drafts(path)
    assert queue.answers_kept(session, again) == {idea: Answer(idea, "ask", "Tell me more about")}
    assert again.all() == []
    queue.keep_answer(session, again, Answer(idea))
    assert again.answers() == []
    again.close()


def test_an_answer_to_an_erased_idea_is_let_go_of(session: Session, tmp_path: Path) -> None:
    idea = logged(session, "Nobody's business")
    drafts = Drafts(tmp_path / "drafts.db")
    queue.keep_answer(session, drafts, Answer(idea, "decline", "What you wrote about"))
    ideas.erase(session, idea)
    assert queue.answers_kept(session, drafts) == {}
    assert drafts.answers() == []
    drafts.close()


def test_what_an_idea_may_join_is_found_by_words_by_id_and_by_likeness(session: Session) -> None:
    idea = logged(session, "Text people before an appointment")
    alike = logged(session, "Text people the day before their appointment")
    other = logged(session, "Name the printers")
    gone = logged(session, "Printers that speak")
    ideas.withdraw(session, gone)
    assert [row.id for row in joining.targets(session, idea, "")] == [alike]
    assert [row.id for row in joining.targets(session, idea, "printers")] == [other]
    assert [row.id for row in joining.targets(session, idea, f" {other.upper()} ")] == [other]
    assert joining.targets(session, idea, idea) == []
    ideas.join(session, alike, idea)
    assert joining.targets(session, idea, alike) == []
