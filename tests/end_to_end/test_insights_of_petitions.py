"""Figures of some thousand real texts, decided about and sized at random, are those of a plain recount."""

from __future__ import annotations

import random
from datetime import date

import pytest

from ideabox.domain.estimates import Price, Sized
from ideabox.domain.events import Decision
from ideabox.domain.insights import Scope
from ideabox.store import insights as counting
from ideabox.usecases import importing, recording, reviewing
from ideabox.usecases.session import Session
from tests.conftest import OpenSession
from tests.end_to_end.test_real_petitions import PETITIONS
from tests.store.test_insights import TODAY, recount

pytestmark = [pytest.mark.skipif(not PETITIONS.exists(), reason=f"{PETITIONS.name} is not at hand"), pytest.mark.long]
MAP = {"title": "title", "problem": "problem", "proposal": "suggestion", "office": "department"}
DECISIONS: tuple[Decision, ...] = ("put-forward", "do-here", "ask", "not-now", "decline")


def happen(session: Session, ideas: list[str], chance: random.Random) -> None:
    """Decide about some of the ideas, and size some."""
    for idea in chance.sample(ideas, 150):
        reviewing.review(session, idea, chance.choice(DECISIONS), "Because.")
    for idea in chance.sample(ideas, 150):
        price, channel = Price(chance.randrange(5_000)), chance.choice(("phone", ""))
        sized = Sized(
            times_a_month=chance.randrange(100), staff_minutes=chance.randrange(60), staff_hour=price,
            is_cashable=chance.random() < 0.5, is_actual=chance.random() < 0.3, channel_from=channel,
        )  # fmt: skip
        recording.record(session, idea, sized, lambda _it, _connection: [])


def test_figures_of_real_texts_are_those_of_a_plain_recount(open_session: OpenSession) -> None:
    session = open_session("morgan", role="manager")
    importing.import_file(session, PETITIONS, MAP)
    chance = random.Random(7)
    with session.store.read() as connection:
        ideas = [of for (of,) in connection.exec_driver_sql("SELECT lower(hex(id)) FROM idea ORDER BY pk")]
        offices = [of for (of,) in connection.exec_driver_sql("SELECT DISTINCT office FROM idea ORDER BY office")]
    ideas = [f"{of[:8]}-{of[8:12]}-{of[12:16]}-{of[16:20]}-{of[20:]}" for of in ideas]
    scopes = Scope(), Scope(offices=tuple(offices[:3])), Scope(status="put-forward"), Scope(date(2026, 1, 1))
    for _round in range(2):
        happen(session, ideas, chance)
        for keeps in (False, True):
            with session.store.write() as connection:
                if keeps:
                    counting.keep(connection)
                counted = counting.Insights(connection)
                for scope in scopes:
                    assert counted.figures(scope, TODAY, 5) == recount(connection, scope, 5)
                assert list(counting.differences(connection)) == []
