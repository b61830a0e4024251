"""A question that takes long, and that nobody waits for any more."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from ideabox.domain.reporting import Cancelled, Stop
from ideabox.store.database import Store
from ideabox.usecases.session import Session

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
MANY = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 5000) SELECT x FROM n"


@pytest.fixture
def reader() -> Iterator[ThreadPoolExecutor]:
    """A thread to read on."""
    with ThreadPoolExecutor(1) as pool:
        yield pool


def ask_endlessly(store: Store, stop: Stop, begun: threading.Event) -> None:
    with store.read(stop) as connection:
        begun.set()
        connection.exec_driver_sql(ENDLESS).scalar()


def test_a_question_ends_when_it_is_asked_to_and_the_next_is_answered(
    session: Session, reader: ThreadPoolExecutor
) -> None:
    for _again in range(6):  # more often than there are connections
        stop, begun = Stop(), threading.Event()
        asking = reader.submit(ask_endlessly, session.store, stop, begun)
        assert begun.wait(30)
        while not asking.done():  # the question itself may not have begun yet
            stop.ask()
        with pytest.raises(Cancelled):
            asking.result()
        with session.store.read() as connection:
            assert len(connection.exec_driver_sql(MANY).all()) == 5000


def test_a_question_is_not_asked_once_nobody_waits_for_it(session: Session) -> None:
    stop = Stop()
    stop.ask()
    with pytest.raises(Cancelled):
        ask_endlessly(session.store, stop, threading.Event())


def test_stopping_one_question_does_not_disturb_another(session: Session) -> None:
    earlier, later = Stop(), Stop()
    with session.store.read(earlier) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with session.store.read(later) as connection:
        answer = connection.exec_driver_sql(MANY)
        assert answer.fetchmany(10)
        earlier.ask()
        assert len(answer.all()) == 4990


def test_what_stops_of_itself_is_a_fault_and_not_a_wish(session: Session) -> None:
    with pytest.raises(Exception, match="interrupted"), session.store.read(Stop()) as connection:
        answer = connection.exec_driver_sql(MANY)
        assert answer.fetchmany(10)
        connection.connection.driver_connection.interrupt()  # type: ignore[union-attr]
        answer.all()
