"""Groups of ideas that are likely to be one, as a manager or a lead is shown them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ideabox.domain.problems import Refusal
from ideabox.store import apart, queries
from ideabox.usecases import ideas, importing, joining, reviewing, sending, similar
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession
from tests.store.test_similar import log, office


class Stopped(Exception):  # noqa: N818 - it is no error
    """Stands for a person who does not want to wait."""


def clusters(session: Session, *, waiting: bool = True) -> list[set[str]]:
    return [{each.row.id for each in group.members} for group in similar.clusters(session, waiting=waiting)]


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
    titles = [{each.row.title for each in group.members} for group in similar.clusters(session, waiting=True)]
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
    joining.keep_apart(session, [three, one])
    joining.keep_apart(session, [two, three])
    assert clusters(session) == [{one, two}]
    joining.keep_apart(session, [one, two])
    assert clusters(session) == []
    joining.offer_again(session, [three, two, one])
    assert clusters(session) == [{one, two, three}]


def test_two_that_differ_are_in_no_group_both_however_alike_a_third_is(session: Session) -> None:
    one, two, three = three_reminders(session)
    joining.keep_apart(session, [one, three])
    assert [len(group) for group in clusters(session)] == [2]
    assert not any({one, three} <= group for group in clusters(session))
    assert two in clusters(session)[0]


def test_what_was_said_of_an_idea_goes_with_its_erasure(session: Session) -> None:
    one, two, three = three_reminders(session)
    joining.keep_apart(session, [one, two, three])
    ideas.erase(session, two)
    with session.store.read() as connection:
        assert apart.pairs(connection) == {(min(one, three), max(one, three))}


def test_what_was_said_of_an_idea_goes_with_the_import_that_brought_it(
    session: Session, open_session: OpenSession, tmp_path: Path, wording: Wording
) -> None:
    one, two, _three = three_reminders(session)
    other = open_session("bob")
    theirs = log(other, "Text reminders ahead of appointments", "People miss appointments", "Send a text a day before")
    (parcel,) = sending.send(other, tmp_path / "sent", wording)
    run = importing.import_file(session, parcel.path, {}).run
    assert run is not None
    joining.keep_apart(session, [one, theirs, two])
    importing.undo_import(session, run)
    with session.store.read() as connection:
        assert apart.pairs(connection) == {(min(one, two), max(one, two))}


def test_several_are_joined_at_once_and_separated_at_once(session: Session, open_session: OpenSession) -> None:
    one, two, three = three_reminders(session)
    joining.join_several(session, [two, three], one)
    with session.store.read() as connection:
        assert {row.status for row in queries.rows(connection, [two, three])} == {"joined"}
        assert {row.root for row in queries.rows(connection, [one, two, three])} == {one}
    assert clusters(session) == []
    joining.separate_several(session, [two, three])
    assert clusters(session) == [{one, two, three}]


def test_where_one_of_several_cannot_join_none_does(session: Session) -> None:
    one, two, three = three_reminders(session)
    ideas.withdraw(session, three)
    with pytest.raises(Refusal):
        joining.join_several(session, [two, three], one)
    with session.store.read() as connection:
        assert [row.status for row in queries.rows(connection, [one, two])] == ["waiting", "waiting"]
    joining.join_several(session, [two], one)
    with pytest.raises(Refusal):
        joining.separate_several(session, [two, one])
    with session.store.read() as connection:
        assert [row.status for row in queries.rows(connection, [two])] == ["joined"]


def test_the_first_of_a_group_has_the_most_support_and_people_are_counted_once(
    session: Session, open_session: OpenSession
) -> None:
    one, two, three = three_reminders(session)
    me = session.me
    session.me = open_session("bob").me
    ideas.support(session, three)
    ideas.support(session, two)
    session.me = open_session("cat").me
    ideas.support(session, three)
    session.me = me
    (group,) = similar.clusters(session, waiting=True)
    assert [each.row.id for each in group.members] == [three, two, one]
    assert [len(each.people) for each in group.members] == [3, 2, 1]
    assert len(frozenset().union(*(each.people for each in group.members))) == 3
    assert {"appointment", "text"} <= {word.lower().removesuffix("s") for word in group.words}


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
