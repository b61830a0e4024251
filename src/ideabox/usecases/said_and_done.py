"""You said, we did: what an office's ideas came to, on a sheet for its team meeting."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from pathlib import Path

from ideabox.domain.idea import Status
from ideabox.exchange import files, package
from ideabox.exchange.said_sheet import Item, Part
from ideabox.store import queries
from ideabox.store.queries import Behind, Filter, IdeaRow
from ideabox.usecases import history, insight_tables
from ideabox.usecases.insight_files import about_figures
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

_PARTS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("did", ("live", "doing-here")),
    ("doing", ("discovery", "alpha", "beta")),
    ("passed-on", ("put-forward", "with-lead")),
    ("asked", ("asked",)),
    ("not", ("not-now", "declined", "stopped")),
    ("waiting", ("waiting",)),
)
"""The parts of the sheet by their codes, in order, with the statuses of the ideas that belong there."""
USUAL_DAYS = 91


def write(
    session: Session,
    path: Path,
    wording: Wording,
    *,
    office: str = "",
    since: date | None = None,
    until: date | None = None,
    with_names: bool = False,
) -> int:
    """Write the sheet of an office, this one unless another is named; returns how many ideas are on it.

    On it are the ideas to which something happened in the period, by days of UTC: the last three months unless said.
    Authors are named only if that is asked for, and only those who gave their name.
    """
    today = session.now().astimezone(UTC).date()
    office = office or session.me.office
    since, until = since or today - timedelta(days=USUAL_DAYS), until or today
    parts = _parts(session, wording, office, since, until, with_names=with_names)
    period = wording("said.period", since=insight_tables.day(since), until=insight_tables.day(until))
    which = wording("said.which", office=office or wording("none.office"), period=period)

    from ideabox.exchange import said_sheet  # noqa: PLC0415 - libraries for a file are loaded when it is wanted

    about = about_figures(session, wording, package.MARKING, which, "said.title")
    files.replace(path, lambda file: said_sheet.write(file, about, parts))
    return sum(len(part.items) for part in parts)


def _parts(
    session: Session, wording: Wording, office: str, since: date, until: date, *, with_names: bool
) -> list[Part]:
    wanted = Filter(behind=Behind(offices=(office,), counted=True))
    first, last = since.isoformat(), until.isoformat()
    with session.store.read() as connection:
        rows = [
            row for row in queries.pages(connection, wanted, sort="changed") if first <= row.changed_at[:10] <= last
        ]
    return [
        Part(
            wording(f"said.part-{code}"),
            tuple(_item(row, wording, with_names=with_names) for row in rows if row.status in statuses),
        )
        for code, statuses in _PARTS
        if any(row.status in statuses for row in rows)
    ]


def _item(row: IdeaRow, wording: Wording, *, with_names: bool) -> Item:
    said = row.note if row.phase else row.reason
    return Item(
        " ".join(row.title.split()) or wording("none.title"),
        row.proposal,
        row.author_name if with_names else "",
        wording(f"status.{row.status}"),
        said,
        history.day(row.changed_at),
    )
