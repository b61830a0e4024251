"""Ideas like one that is being written."""

from __future__ import annotations

from ideabox.store import similar
from ideabox.usecases import ideas
from ideabox.usecases.session import Session


def found(session: Session, title: str, limit: int = 4) -> list[str]:
    with session.store.read() as connection:
        return [row.title for row in similar.find(connection, title, limit)]


def log(session: Session, title: str, problem: str = "p") -> str:
    return next(iter(ideas.submit(session, title, problem, "s").new))


def test_ideas_with_all_the_words_come_first_and_alone(session: Session) -> None:
    log(session, "Text reminders before interviews")
    log(session, "Text the printers")
    assert found(session, "text reminder") == ["Text reminders before interviews"]


def test_where_none_has_all_the_words_those_with_most_of_them_come_first(session: Session) -> None:
    log(session, "Reminders by letter", "They come after the appointment")
    log(session, "Text reminders before the appointment")
    log(session, "Name the printers")
    titles = found(session, "An appointment reminder by text, the evening before, in Welsh")
    assert titles == ["Text reminders before the appointment", "Reminders by letter"]


def test_words_that_are_everywhere_find_nothing(session: Session) -> None:
    log(session, "The people with the printers")
    assert found(session, "the people with") == []
    assert found(session, '"*( NEAR') == []


def test_no_more_than_asked_for_and_the_newest_of_equals(session: Session) -> None:
    for number in range(6):
        log(session, f"Text reminders {number}")
    assert found(session, "reminders", 3) == ["Text reminders 5", "Text reminders 4", "Text reminders 3"]


def test_withdrawn_ideas_and_those_joined_with_another_that_is_shown_are_left_out(session: Session) -> None:
    stays, gone, joined = (log(session, f"Text reminders {name}") for name in ("one", "two", "three"))
    ideas.withdraw(session, gone)
    ideas.join(session, joined, stays)
    assert found(session, "reminders") == ["Text reminders one"]
