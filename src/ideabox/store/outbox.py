"""What is still to be handed on, and what has been."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from ideabox.store.projection import chunks
from ideabox.store.schema import ANSWERS, RECORDED, event, idea, shared_event


def to_send(connection: sa.Connection, office: str, again: bool = False) -> list[str]:
    """The ideas with something to hand on, oldest arrival first.

    That is what was recorded here (a spreadsheet's ideas too), and answers that came from elsewhere to ideas of my
    office that did not begin here. `again` asks also for what was sent before.
    """
    unsent = sa.true() if again else ~event.c.sent
    in_folder = sa.exists().where(shared_event.c.event == event.c.pk)  # where the whole office has it from
    unknown = sa.true() if again else sa.and_(~event.c.sent, ~in_folder)
    recorded = sa.select(event.c.idea).where(RECORDED, unsent)
    wanted = [sa.select(idea.c.pk, idea.c.id).where(idea.c.id.in_(recorded))]
    if office:
        own = event.alias("own")
        began_here = sa.exists().where(own.c.idea == idea.c.id, own.c.kind == "submitted", own.c.origin != "package")
        answered = sa.select(idea.c.pk, idea.c.id).join(event, event.c.idea == idea.c.id)
        wanted.append(answered.where(idea.c.office == office, event.c.kind.in_(ANSWERS), unknown, ~began_here))
    return [of for _pk, of in connection.execute(sa.union(*wanted).order_by("pk"))]


def recorded_kinds(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, set[str]]:
    """The kinds of events that were recorded here, or are answers, by idea."""
    kinds: dict[str, set[str]] = {}
    for chunk in chunks(ideas):
        rows = connection.execute(
            sa.select(event.c.idea, event.c.kind)
            .where(event.c.idea.in_(chunk), sa.or_(RECORDED, event.c.kind.in_(ANSWERS)))
            .distinct()
        )
        for of, kind in rows:
            kinds.setdefault(of, set()).add(kind)
    return kinds


def mark_sent(connection: sa.Connection, keys: Iterable[int]) -> None:
    """Write down that these events have left in a file that is in its place."""
    for chunk in chunks(keys):
        connection.execute(sa.update(event).where(event.c.pk.in_(chunk)).values(sent=True))
