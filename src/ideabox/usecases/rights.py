"""What a person may ask of those who hold data about them, and keeping nothing for longer than is needed."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from ideabox.domain import ids
from ideabox.domain.events import Event, decode, timestamp
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, counted, silent
from ideabox.exchange import files
from ideabox.store import log, pseudonyms, queries
from ideabox.store.projection import chunks
from ideabox.store.queries import IdeaRow
from ideabox.usecases import history, ideas
from ideabox.usecases.recording import Changes
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;max-width:45em;margin:2em auto;padding:0 1em}"
    "dt{font-weight:bold;margin-top:1em}dd{margin:0;white-space:pre-wrap}"
)
CLOSED = ("live", "stopped", "declined", "withdrawn")
"""The statuses after which nothing more is to be expected."""


class Held(msgspec.Struct, frozen=True):
    """What this store holds of a person: what they did, by idea, and the ideas that they touched, as they are now.

    `persons` are the ids they signed with: their own, and for whoever is at this PC those of the ideas that they
    logged here without their name.
    """

    persons: tuple[str, ...]
    events: dict[str, list[Event]]
    rows: dict[str, IdeaRow]


def find(session: Session, typed: str, report: Report = silent) -> Held:
    """What is held of a person, by their id or by the name that they sign with, whatever its letters' case.

    Refuses where nobody is known by that name, or more than one person: they must be told apart by id.
    """
    name = typed.strip().casefold()
    with session.store.read() as connection:
        wanted = {name} if ids.is_id(name) else _called(session, name, report)
        if not wanted:
            refuse("person", "not-met", typed=typed)
        if len(wanted) > 1:
            refuse("person", "ambiguous", typed=typed, known=", ".join(sorted(wanted)))
        if session.me.person in wanted:
            wanted |= set(pseudonyms.persons(connection))
        events: dict[str, list[Event]] = {}
        total = log.counts(connection)["events"]
        for line in counted(log.all_lines(connection), total, report):
            if any(each.encode() in line for each in wanted) and (happened := decode(line)).by.person in wanted:
                events.setdefault(happened.idea, []).append(happened)
        if not events:
            refuse("person", "not-met", typed=typed)
        rows = {row.id: row for chunk in chunks(events) for row in queries.rows(connection, chunk)}
    for each in events.values():
        each.sort(key=lambda happened: happened.order)
    return Held(tuple(sorted(wanted)), events, rows)


def write(session: Session, path: Path, held: Held, wording: Wording) -> None:
    """Write what is held of a person as a ZIP: a page to read in any browser, and the same for programs as JSON."""
    session.policy.require_place(path)
    parts: dict[str, str | bytes] = {
        "person.html": _page(session, held, wording),
        "person.json": msgspec.json.format(msgspec.json.encode(_document(held))),
    }

    def pack(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    files.replace(path, pack)


def erase(session: Session, held: Held, report: Report = silent) -> Changes:
    """Erase every idea that a person touched, here and wherever the erasure arrives. It cannot be undone."""
    return ideas.erase_all(session, list(held.events), report)


def overdue(session: Session) -> list[IdeaRow]:
    """The ideas that were closed longer ago than the policy keeps them, oldest first; none that it holds on to."""
    kept = session.policy.value("retention_years")
    if kept is None:
        refuse("retention", "not-set")
    hold = frozenset(session.policy.value("hold", ()))
    with session.store.read() as connection:
        found = queries.untouched_since(connection, CLOSED, timestamp(_years_before(session.now(), kept)))
    return [row for row in found if row.id not in hold]


def erase_overdue(session: Session, rows: Sequence[IdeaRow], report: Report = silent) -> Changes:
    """Erase ideas whose time is over, once a person has seen which they are. It cannot be undone."""
    return ideas.erase_all(session, [row.id for row in rows], report)


def _called(session: Session, name: str, report: Report) -> set[str]:
    """The persons who sign by this name."""
    with session.store.read() as connection:
        total = log.counts(connection)["events"]
        signed = (decode(line).by for line in counted(log.all_lines(connection), total, report))
        return {by.person for by in signed if by.name.strip().casefold() == name}


def _document(held: Held) -> dict[str, Any]:
    return {
        "persons": held.persons,
        "ideas": [
            {
                "id": idea,
                "title": held.rows[idea].title if idea in held.rows else "",
                "status": held.rows[idea].status if idea in held.rows else "",
                "done": [{"at": each.at, "kind": each.kind, "by": each.by, "body": each.body} for each in events],
            }
            for idea, events in held.events.items()
        ],
    }


def _page(session: Session, held: Held, wording: Wording) -> str:
    marking = session.policy.marking()
    title = wording("person.export-title")
    lines = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        f"<title>{html.escape(f'{marking}: {title}')}</title>",
        f"<style>{_STYLE}</style>",
        f"<p>{html.escape(marking)}</p><h1>{html.escape(title)}</h1>",
        f"<p>{html.escape(wording('person.export-lead', ids=', '.join(held.persons)))}</p>",
    ]
    for idea, events in held.events.items():
        row = held.rows.get(idea)
        heading = row.title if row is not None and row.title else wording("none.title")
        status = wording(f"status.{row.status}") if row is not None else ""
        lines.append(f"<h2>{html.escape(heading)}</h2><p>{html.escape(status)}</p><dl>")
        for each in events:
            said = history.line_of(wording, each)
            signed = ", ".join(part for part in (each.by.name, each.by.role, each.by.office) if part)
            lines.append(f"<dt>{html.escape(f'{history.day(each.at)}: {said.what} ({signed})')}</dt>")
            lines += [f"<dd>{html.escape(text)}</dd>" for text in _texts(each.body)]
        lines.append("</dl>")
    return "\n".join(lines) + "\n"


def _texts(body: object) -> list[str]:
    """What somebody wrote, in the fields of an event."""
    if not isinstance(body, msgspec.Struct):
        return []
    values = (getattr(body, field) for field in body.__struct_fields__)
    return [value for value in values if isinstance(value, str) and value.strip()]


def _years_before(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year - years, day=28)
