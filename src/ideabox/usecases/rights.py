"""What a person may ask of those who hold data about them, and keeping nothing for longer than is needed."""

from __future__ import annotations

import html
import zipfile
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from ideabox.domain import ids
from ideabox.domain.events import BODIES, Event, decode, timestamp
from ideabox.domain.people import By
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, counted, silent
from ideabox.exchange import files
from ideabox.store import log, pseudonyms, queries
from ideabox.store.drafts import Answer, Draft, Drafts
from ideabox.store.projection import chunks
from ideabox.store.queries import IdeaRow
from ideabox.usecases import history, ideas
from ideabox.usecases.recording import Changes
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

_STYLE = (
    "body{font:16px/1.5 Arial,sans-serif;max-width:45em;margin:2em auto;padding:0 1em}"
    "dt{font-weight:bold;margin-top:1em}dd,.said{margin:0 0 1em;white-space:pre-wrap}"
)
CLOSED = ("live", "stopped", "declined", "withdrawn")
"""The statuses after which nothing more is to be expected."""


class _Signed(msgspec.Struct, frozen=True, gc=False):
    """The part of an event that says who did it: reading the rest takes several times as long."""

    idea: str
    at: str
    by: By


_signed = msgspec.json.Decoder(_Signed).decode


class Met(msgspec.Struct, frozen=True):
    """Somebody who is known here: their name and office as they last signed, and how many ideas they have a part in."""

    person: str
    name: str
    office: str
    ideas: int


class Held(msgspec.Struct, frozen=True):
    """What this store holds of a person: what they did, by idea, and the ideas that they touched, as they are now.

    `persons` are the ids they signed with: their own, and for whoever is at this PC those of the ideas that they
    logged here without their name. `drafts` and `answers` are being written at this PC. They carry no name, so they
    count as those of whoever signs in here.
    """

    persons: tuple[str, ...]
    events: dict[str, list[Event]]
    rows: dict[str, IdeaRow]
    drafts: tuple[Draft, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How often they did each kind of thing; what this version does not know comes last."""
        kinds = Counter(happened.kind for events in self.events.values() for happened in events)
        known = {kind: kinds.pop(kind) for kind in BODIES if kind in kinds}
        return known | ({"unknown": kinds.total()} if kinds else {})

    @property
    def own(self) -> frozenset[str]:
        """The ideas that they logged, of those that they have a part in."""
        return frozenset(idea for idea, events in self.events.items() if any(e.kind == "submitted" for e in events))

    @property
    def begun(self) -> int:
        """How many drafts and answers they are writing at this PC."""
        return len(self.drafts) + len(self.answers)


class Erasure(msgspec.Struct, frozen=True):
    """What an erasure came to: the ideas, and how many drafts and answers went that were being written at this PC."""

    changes: Changes
    drafts: int


class Overdue(msgspec.Struct, frozen=True):
    """The ideas whose time is over, oldest first: those that are due, and those that the policy keeps, with reasons."""

    due: list[IdeaRow]
    kept: list[tuple[IdeaRow, str]]


def people(session: Session, typed: str, report: Report = silent, drafts: Drafts | None = None) -> list[Met]:
    """Those who have signed with a name that holds these letters, whatever their case, by name and office.

    What was logged without a name is nobody's, but for whoever is at this PC, who is also known by their `drafts`.
    """
    letters, me = typed.strip().casefold(), session.me
    latest: dict[str, _Signed] = {}
    touched: dict[str, set[str]] = {}
    with session.store.read() as connection:
        mine = frozenset(pseudonyms.persons(connection))
        for line in counted(log.all_lines(connection), log.counts(connection)["events"], report):
            happened = _signed(line)
            person = me.person if happened.by.person in mine else happened.by.person
            if letters in happened.by.name.casefold() and (person not in latest or latest[person].at <= happened.at):
                latest[person] = happened
            touched.setdefault(person, set()).add(happened.idea)
    found = [Met(each, last.by.name, last.by.office, len(touched[each])) for each, last in latest.items()]
    if letters in me.name.casefold() and me.person not in latest:
        ideas_of_mine = len(touched.get(me.person, ()))
        if ideas_of_mine or (drafts is not None and (drafts.all() or drafts.answers())):
            found.append(Met(me.person, me.name, me.office, ideas_of_mine))
    return sorted(found, key=lambda met: (met.name.casefold(), met.office.casefold(), met.person))


def find(session: Session, typed: str, report: Report = silent, drafts: Drafts | None = None) -> Held:
    """What is held of a person, by their id or by the name that they sign with, whatever its letters' case.

    `drafts` are those of this installation, where they are to be looked at too. Refuses where nobody is known by that
    name, or more than one person: they must be told apart by id.
    """
    name = typed.strip().casefold()
    begun, answers = _written_here(drafts)
    with session.store.read() as connection:
        wanted = {name} if ids.is_id(name) else _called(session, name, report)
        if (begun or answers) and name == session.me.name.strip().casefold():
            wanted.add(session.me.person)
        if not wanted:
            refuse("person", "not-met", typed=typed)
        if len(wanted) > 1:
            refuse("person", "ambiguous", typed=typed, known=", ".join(sorted(wanted)))
        is_me = session.me.person in wanted
        if is_me:
            wanted |= set(pseudonyms.persons(connection))
        events: dict[str, list[Event]] = {}
        total = log.counts(connection)["events"]
        for line in counted(log.all_lines(connection), total, report):
            if _signed(line).by.person in wanted:
                happened = decode(line)
                events.setdefault(happened.idea, []).append(happened)
        if not is_me:
            begun, answers = (), ()
        if not (events or begun or answers):
            refuse("person", "not-met", typed=typed)
        rows = {row.id: row for chunk in chunks(events) for row in queries.rows(connection, chunk)}
    for each in events.values():
        each.sort(key=lambda happened: happened.order)
    return Held(tuple(sorted(wanted)), events, rows, begun, answers)


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


def erase(session: Session, held: Held, report: Report = silent, drafts: Drafts | None = None) -> Erasure:
    """Erase every idea that a person touched, here and wherever the erasure arrives. It cannot be undone.

    With them goes what is being written here of these ideas, and of the person at this PC all that is being written.
    Refuses where more ideas are theirs by now than `held` has: nobody has seen those.
    """
    require_seen(session, held, report, drafts)
    return _erase(session, list(held.events), report, drafts, held)


def require_seen(session: Session, held: Held, report: Report = silent, drafts: Drafts | None = None) -> Held:
    """What is held of this person by now; refuses where more ideas are theirs than `held` has."""
    who = session.me.person if session.me.person in held.persons else held.persons[0]
    now = find(session, who, report, drafts)
    if not now.events.keys() <= held.events.keys():
        refuse("person", "more-now")
    return now


def overdue(session: Session) -> Overdue:
    """The ideas that were closed longer ago than the policy keeps them; refuses where it sets no such time."""
    years = session.policy.value("retention_years")
    if years is None:
        refuse("retention", "not-set")
    held = session.policy.held
    with session.store.read() as connection:
        found = queries.untouched_since(connection, CLOSED, timestamp(_years_before(session.now(), years)))
    due = [row for row in found if row.id not in held]
    return Overdue(due, [(row, held[row.id]) for row in found if row.id in held])


def erase_overdue(
    session: Session, rows: Sequence[IdeaRow], report: Report = silent, drafts: Drafts | None = None
) -> Erasure:
    """Erase ideas whose time is over, once a person has seen which they are. It cannot be undone."""
    return _erase(session, [row.id for row in rows], report, drafts)


def _erase(
    session: Session, wanted: Sequence[str], report: Report, drafts: Drafts | None, held: Held | None = None
) -> Erasure:
    gone = 0
    if drafts is not None:
        begun, answers = _written_here(drafts)
        everything = held is not None and session.me.person in held.persons
        ideas_gone = frozenset(wanted)
        letting = [draft.id for draft in begun if everything or draft.of in ideas_gone]
        answering = [answer.idea for answer in answers if everything or answer.idea in ideas_gone]
        gone = len(letting) + len(answering)
        if gone:
            drafts.erase(letting, answering)
    changes = ideas.erase_all(session, wanted, report)
    if gone and not wanted:
        session.store.forget_deleted()  # backups hold drafts too
    return Erasure(changes, gone)


def _written_here(drafts: Drafts | None) -> tuple[tuple[Draft, ...], tuple[Answer, ...]]:
    """What is being written at this PC."""
    return ((), ()) if drafts is None else (tuple(drafts.all()), tuple(drafts.answers()))


def _called(session: Session, name: str, report: Report) -> set[str]:
    """The persons who sign by this name."""
    with session.store.read() as connection:
        total = log.counts(connection)["events"]
        signed = (_signed(line).by for line in counted(log.all_lines(connection), total, report))
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
        "drafts": held.drafts,
        "answers": held.answers,
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
    if held.begun:
        lines.append(f"<h2>{html.escape(wording('person.export-drafts'))}</h2>")
        for written in (*held.drafts, *held.answers):
            words = "\n".join(_texts(written, leaving_out=("id", "of", "idea", "source")))
            lines.append(f'<p class="said">{html.escape(words)}</p>')
    return "\n".join(lines) + "\n"


def _texts(body: object, leaving_out: Collection[str] = ()) -> list[str]:
    """What somebody wrote, in the fields of an event or a draft."""
    if not isinstance(body, msgspec.Struct):
        return []
    values = (getattr(body, field) for field in body.__struct_fields__ if field not in leaving_out)
    return [value for value in values if isinstance(value, str) and value.strip()]


def _years_before(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year - years, day=28)
