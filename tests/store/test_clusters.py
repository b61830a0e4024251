"""Groups of ideas that are likely to be one, as a manager or a lead is shown them."""

from __future__ import annotations

import pytest

from ideabox.usecases import ideas, reviewing, similar
from ideabox.usecases.session import Session
from tests.store.test_similar import log, office


class Stopped(Exception):  # noqa: N818 - it is no error
    """Stands for a person who does not want to wait."""


def clusters(session: Session, *, waiting: bool = True, apart: tuple[tuple[str, str], ...] = ()) -> list[set[str]]:
    return [{row.id for row in group} for group in similar.clusters(session, waiting=waiting, apart=apart)]


def three_reminders(session: Session) -> list[str]:
    return [
        log(session, "Text reminders before appointments", "People miss appointments", "Send a text the day before"),
        log(session, "Remind people of appointments by text", "They forget appointments", "A text the day before"),
        log(session, "Appointment reminders by text message", "Appointments are missed", "Text people the day before"),
    ]


def test_ideas_that_say_the_same_are_one_cluster_and_others_none(session: Session) -> None:
    office(session)
    label = log(session, "Label the printers by room", "Letters come out on the wrong floor", "A list and a label")
    reminders = three_reminders(session)
    titles = [{row.title for row in group} for group in similar.clusters(session, waiting=True)]
    assert titles == [
        {
            "Send text reminders before the first appointment",
            "Text reminders before appointments",
            "Remind people of appointments by text",
            "Appointment reminders by text message",
        },
        {"Name the printers by their room", "Label the printers by room"},
    ]
    assert {label, *reminders} <= set().union(*clusters(session))


def test_ideas_of_which_somebody_has_said_that_they_differ_are_not_put_together(session: Session) -> None:
    one, two, three = three_reminders(session)
    assert clusters(session, apart=((two, one), (one, three), (three, two))) == []
    assert clusters(session, apart=((three, one), (three, two))) == [{one, two}]


def test_ideas_that_are_joined_withdrawn_or_answered_are_left_out(session: Session) -> None:
    one, two, three = three_reminders(session)
    ideas.join(session, three, one)
    assert clusters(session) == [{one, two}]
    reviewing.review(session, one, "put-forward", "Many have asked")
    assert clusters(session) == []
    assert clusters(session, waiting=False) == [{one, two}]
    reviewing.review(session, two, "decline", "It is done")
    assert clusters(session, waiting=False) == []


def test_it_tells_how_far_it_has_come_and_stops_when_told_to(session: Session) -> None:
    three_reminders(session)
    told: list[tuple[int, int]] = []
    similar.clusters(session, waiting=True, report=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        similar.clusters(session, waiting=True, report=stop)


def test_an_empty_store_has_none(session: Session) -> None:
    assert clusters(session) == []
