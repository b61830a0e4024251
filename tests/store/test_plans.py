"""The questions that are asked all the time are answered by an index, however large the store."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy import event as listening

from ideabox.store import outbox, queries
from ideabox.store.queries import Filter
from ideabox.usecases.session import Session

QUESTIONS: dict[str, Callable[[sa.Connection], object]] = {
    "the newest ideas": lambda connection: queries.page(connection, Filter()),
    "the next ideas with a status": lambda connection: queries.page(connection, Filter(status="waiting"), before=9),
    "an office's ideas": lambda connection: queries.page(connection, Filter(office="Leeds")),
    "ideas tagged with a skill": lambda connection: queries.page(connection, Filter(skill="EDS-COM")),
    "ideas with some words": lambda connection: queries.page(connection, Filter(search="two words"), before=9),
    "what is ready for a batch": queries.ready_for_batch,
    "what is ready, as a list": lambda connection: queries.keys(connection, Filter(ready=True), "oldest"),
    "what was decided of what is ready": queries.ready_by_decision,
    "what is to be sent": lambda connection: outbox.to_send(connection, "Leeds"),
    "ideas by their ids": lambda connection: queries.rows(connection, ["0" * 8 + "-0000-7000-8000-" + "0" * 12]),
    "the group of an idea": lambda connection: queries.group_of(connection, ["0" * 8 + "-0000-7000-8000-" + "0" * 12]),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_index_answers(session: Session, question: str) -> None:
    statements: list[tuple[str, tuple[object, ...]]] = []
    with session.store.read() as connection:

        @listening.listens_for(connection, "before_cursor_execute")
        def remember(
            _connection: object, _cursor: object, statement: str, parameters: tuple[object, ...], *_rest: object
        ) -> None:
            statements.append((statement, parameters))

        list(QUESTIONS[question](connection) or ())  # type: ignore[call-overload]
        for statement, parameters in statements[:]:
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            scans = [step for step in plan if step.startswith("SCAN") and " INDEX " not in step]
            in_order_of_arrival = ["SCAN idea"] if question == "the newest ideas" else []
            assert [step for step in scans if not step.startswith("SCAN idea_fts")] == in_order_of_arrival, statement
