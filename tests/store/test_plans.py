"""The questions that are asked all the time are answered by an index, however large the store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, get_args

import pytest
import sqlalchemy as sa

from ideabox.domain.searching import Choice, Query, Term
from ideabox.store import answers, outbox, queries, shared, statements
from ideabox.store.queries import Filter, IdeaRow
from ideabox.store.statements import Order
from ideabox.usecases.session import Session

ID = "00000000-0000-7000-8000-000000000000"
LAST = IdeaRow(
    pk=9, id=ID, title="Title", problem="", proposal="", status="waiting", office="", author_name="", skills=(),
    barriers=(), offered=(), barrier_note="", helps="", source="me", reference="", submitted_at="2026",
    changed_at="2026", root=ID, supporters=1, comments=0, decision="", reason="", reviewed_at="", first_answer_at="",
    decided_twice=False, phase="", note="", seen_at="2026",
)  # fmt: skip
ORDERS: tuple[Order, ...] = get_args(Order)
FILTERS = {
    "none": Filter(),
    "a status": Filter(status="waiting"),
    "an office": Filter(office="Leeds"),
    "an office and a status": Filter(office="Leeds", status="waiting"),
    "a skill": Filter(skill="EDS-COM"),
    "a barrier": Filter(barrier="it"),
    "a skill and a barrier": Filter(skill="EDS-COM", barrier="it"),
    "authors": Filter(authors=(LAST.id,)),
    "words": Filter(search="two words"),
    "words and a status": Filter(search="two words", status="waiting"),
    "filter words": Filter(search=Query(choices=(Choice("status", ("live", "beta")), Choice("skill", ("EDS-COM",))))),
    "filters turned round": Filter(search=Query(choices=(Choice("status", ("live",), excluded=True),))),
    "a minus word": Filter(search=Query(excluded=(Term(("letter",)),))),
    "a day": Filter(search=Query(since=date(2026, 11, 1))),
}
QUESTIONS: dict[str, Callable[[sa.Connection], object]] = {
    "what is ready for a batch": queries.ready_for_batch,
    "what is ready, as a list": lambda connection: queries.keys(connection, Filter(ready=True), "oldest"),
    "what was decided twice": lambda connection: queries.page(connection, Filter(decided_twice=True), sort="changed"),
    "what was decided of what is ready": queries.ready_by_decision,
    "what is to be sent": lambda connection: outbox.to_send(connection, "Leeds"),
    "ideas by their keys": lambda connection: queries.by_keys(connection, [1, 2]),
    "ideas by their ids": lambda connection: queries.rows(connection, [LAST.id]),
    "the group of an idea": lambda connection: queries.group_of(connection, [LAST.id]),
    "how many wait": lambda connection: queries.count(connection, Filter(status="waiting")),
    "the offices": queries.offices,
    "the skills areas": queries.skills,
    "what is to be written to a team folder": lambda connection: shared.unshared(connection, 1).ideas,
    "the files of a team folder": lambda connection: shared.files(connection, 1),
    "a file of a team folder by its content": lambda connection: (shared.twin_of(connection, 1, bytes(32)),),
    "files that may tell of what is erased": lambda connection: shared.with_erased(connection, 1),
    "how much files hold": lambda connection: shared.counts(connection, [1, 2]),
    "answers to my ideas that came": lambda connection: answers.came_since(connection, [LAST.id], 0),
}


def plans(session: Session, question: Callable[[sa.Connection], object]) -> list[list[str]]:
    """How SQLite goes about each statement that a question takes."""
    asked: list[str] = []
    with session.store.read() as connection:
        driver: Any = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)
        answer = question(connection)
        if isinstance(answer, Iterable):
            list(answer)
        driver.set_trace_callback(None)
        assert asked
        return [
            [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
            for statement in asked
            if not statement.startswith(("PRAGMA", "--")) and "idea_fts_" not in statement  # the index's own
        ]


def scanned(plan: list[str]) -> list[str]:
    """The steps that look at everything there is, but for what the query itself has listed."""
    own = ("SCAN idea_fts", "SCAN json_each", "SCAN next", "SCAN named", "SCAN term", "SCAN there", "SCAN (subquery-")
    return [step for step in plan if step.startswith("SCAN") and " INDEX " not in step and not step.startswith(own)]


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_answers(session: Session, question: str) -> None:
    for plan in plans(session, QUESTIONS[question]):
        assert scanned(plan) == []


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("wanted", FILTERS)
def test_the_next_page_of_every_order_is_found_by_an_index(session: Session, wanted: str, order: Order) -> None:
    by_arrival = ["SCAN idea"] if order in {"newest", "oldest"} else []  # the order of the table itself
    first = plans(session, lambda connection: queries.page(connection, FILTERS[wanted], None, 50, order))
    after = plans(session, lambda connection: queries.page(connection, FILTERS[wanted], LAST, 50, order))
    for plan in (*first, *after):
        assert scanned(plan) in ([], by_arrival), plan


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("wanted", ["none", "a status", "an office", "a skill", "words"])
def test_many_ideas_are_never_sorted_for_a_page(
    session: Session, wanted: str, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "NARROW", -1)  # as if each of these filters left very many
    for plan in plans(session, lambda connection: queries.page(connection, FILTERS[wanted], LAST, 50, order)):
        assert not any("TEMP B-TREE" in step for step in plan), plan
