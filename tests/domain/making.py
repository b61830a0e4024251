"""Events for tests, one line each."""

from __future__ import annotations

from typing import Any

from ideabox.domain.events import KIND_OF, Body, Event, Submitted
from ideabox.domain.people import By

IDEA = "01900000-0000-7000-8001-000000000001"


def uuid(number: int) -> str:
    """An id whose order is that of the numbers."""
    return f"01900000-0000-7000-8000-{number:012x}"


ANN = By(uuid(0xA), "Ann", "adviser", "Leeds")
BOB = By(uuid(0xB), "Bob", "manager", "Leeds")
CEM = By(uuid(0xC), "Cem", "manager", "York")
DEE = By(uuid(0xD), "Dee", "lead", "London")
DAYS = [f"2026-03-{day:02}T09:00:00.000Z" for day in range(1, 31)]
SUBMITTED = Submitted("A kettle", "There is none", "Buy one")


def event(clock: int, body: Body, by: By = ANN, *, at: str | None = None, number: int | None = None) -> Event:
    """What happened at this clock; at a later time, and with a larger id, the larger the clock is."""
    return Event(
        uuid(1000 + clock if number is None else number), IDEA, clock, at or DAYS[clock], by, KIND_OF[type(body)], body
    )


def unheard_of(clock: int, by: By = ANN, *, number: int | None = None) -> Event:
    """An event of a kind that this version does not know."""
    return Event(uuid(1000 + clock if number is None else number), IDEA, clock, DAYS[clock], by, "unheard-of", None)


def told(*bodies: Body | tuple[Body, By]) -> list[Event]:
    """These things one after the other, by Ann unless it says by whom; the first is at clock 1."""
    with_whom: list[tuple[Any, By]] = [body if isinstance(body, tuple) else (body, ANN) for body in bodies]
    return [event(clock, body, by) for clock, (body, by) in enumerate(with_whom, start=1)]
