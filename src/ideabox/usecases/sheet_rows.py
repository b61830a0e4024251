"""Turning a spreadsheet's rows into events, and knowing rows that have been here before."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from ideabox.domain import rules
from ideabox.domain.barriers import BARRIERS
from ideabox.domain.events import MAX_CLOCK, Event, Revised, Submitted, encode, timestamp
from ideabox.domain.idea import replay
from ideabox.domain.people import By
from ideabox.domain.reporting import Report
from ideabox.domain.skills import SkillTag
from ideabox.exchange.sheets import Sheet, SheetRow
from ideabox.store import log, runs
from ideabox.store.database import Connection
from ideabox.store.sqlite import CHUNK
from ideabox.usecases.columns import Layouts, resolve
from ideabox.usecases.session import Session

_TEXTS = ("title", "problem", "proposal", "office", "reference", "barrier_note")
_REVISED = ("title", "problem", "proposal", "skills", "barriers", "offered", "barrier_note")
_MANY = re.compile(r"[;,\n]")
_UK_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T](\d{1,2}:\d{2}(?::\d{2})?))?")


class _Content(msgspec.Struct, frozen=True):
    """What a row says, once its columns are known."""

    body: Submitted
    office: str
    submitted_at: str | None
    key: bytes
    position: int


class _Fault(Exception):  # noqa: N818 - a finding about a row
    def __init__(self, code: str, /, **facts: str | int) -> None:
        self.code, self.facts = code, facts


class SheetImport:
    """One spreadsheet on its way in. Go through `events`; then the other attributes say what was found.

    A row is known again by its mapped reference, in a sheet of the same columns, else by its mapped content and which
    repeat of it this is. A known row whose content has changed becomes a revision of what the sheet said before, so
    that what people changed here meanwhile is not undone by a sheet that did not change it.
    """

    def __init__(
        self, session: Session, sheet: Sheet, mapping: Mapping[str, str], layouts: Layouts | None = None
    ) -> None:
        self._session = session
        self._now = session.timestamp()
        self._sheet = sheet
        self.mapping = resolve(sheet, mapping, layouts)
        self._layout = hashlib.sha256("\0".join(sorted(sheet.columns)).encode()).digest()
        self._texts = [field for field in _TEXTS if field in self.mapping]
        self._repeats: Counter[bytes] = Counter()
        self._first_rows: dict[bytes, int] = {}
        self.not_taken: list[tuple[int, str, dict[str, str | int]]] = []
        self.known_from_now_on: dict[bytes, str] = {}
        self.brought_again: list[int] = []
        self.unchanged: set[str] = set()
        self.incomplete = 0

    def events(self, connection: Connection, report: Report) -> Iterator[tuple[Event, bytes]]:
        """The events that the rows come to, for rows that are new and for rows that have changed."""
        rows = self._contents()
        while chunk := list(itertools.islice(rows, CHUNK)):
            known = runs.known_rows(connection, [content.key for content in chunk])
            said = log.sources(connection, known.values())
            for content in chunk:
                idea = known.get(content.key)
                event = self._submission(content) if idea is None else self._revision(connection, idea, content, said)
                if event is not None:
                    yield event, encode(event)
            report(chunk[-1].position, self._sheet.size)

    def _contents(self) -> Iterator[_Content]:
        for row in self._sheet.rows():
            try:
                content = self._content(row)
            except _Fault as fault:
                self.not_taken.append((row.number, fault.code, fault.facts))
                continue
            if not content.body.problem.strip() or not content.body.proposal.strip():
                self.incomplete += 1
            yield content

    def _content(self, row: SheetRow) -> _Content:
        if row.fault:
            raise _Fault(row.fault)
        text = {field: row.cells[column] for field, column in self.mapping.items()}
        for field in self._texts:
            for found in rules.text_problems(field, text[field], required=field == "title"):
                raise _Fault(found.code, field=field, **found.facts)
        reference = text.get("reference", "").strip()
        body = Submitted(
            text["title"], text.get("problem", ""), text.get("proposal", ""), self._skills(text.get("skills", "")),
            _barriers(text.get("barriers", "")), reference=reference, offered=self._skills(text.get("offered", "")),
            barrier_note=text.get("barrier_note", ""),
        )  # fmt: skip
        office = text["office"].strip() if "office" in text else self._session.me.office
        submitted_at = _moment(text["submitted"]) if text.get("submitted", "").strip() else None
        return _Content(body, office, submitted_at, self._key(row.number, reference, text), row.position)

    def _key(self, number: int, reference: str, text: dict[str, str]) -> bytes:
        if reference:
            key = hashlib.sha256(self._layout + reference.encode()).digest()
            first = self._first_rows.setdefault(key, number)
            if first != number:
                raise _Fault("reference-twice", reference=reference[:60], first=first)
            return key
        content = hashlib.sha256(msgspec.json.encode(text, order="sorted")).digest()
        self._repeats[content] += 1
        return hashlib.sha256(b"%b %d" % (content, self._repeats[content])).digest()

    def _skills(self, cell: str) -> tuple[SkillTag, ...]:
        tags = []
        for name in _several(cell):
            tag = self._session.skills.find(name)
            if tag is None:
                raise _Fault("unknown-skill", code=name[:60], known=", ".join(self._session.skills.codes))
            tags.append(tag)
        return tuple(dict.fromkeys(tags))

    def _submission(self, content: _Content) -> Event:
        session = self._session
        idea = session.new_id()
        self.known_from_now_on[content.key] = idea
        # Nobody at this PC had the idea: its author is a person of their own, known only by the office.
        by = By(session.random_id(), office=content.office)
        at = content.submitted_at or self._now
        return Event(session.new_id(), idea, 1, at, by, "submitted", content.body)

    def _revision(
        self, connection: Connection, idea: str, content: _Content, said: Mapping[str, list[tuple[int, Event]]]
    ) -> Event | None:
        history = said.get(idea, [])
        self.brought_again += [pk for pk, _event in history]
        self.unchanged.add(idea)
        before = replay(idea, [event for _pk, event in history])
        if before.author is None:  # erased since: a sheet does not bring it back
            return None
        changed = {
            field: getattr(content.body, field)
            for field in _REVISED
            if field in self.mapping and getattr(content.body, field) != getattr(before, field)
        }
        if not changed:
            return None
        _it, whole = log.idea_of(connection, idea)
        clock = min(log.highest_clock(whole) + 1, MAX_CLOCK)
        session = self._session
        return Event(session.new_id(), idea, clock, self._now, before.author, "revised", Revised(**changed))


def _several(cell: str) -> list[str]:
    return [part.strip() for part in _MANY.split(cell) if part.strip()] if cell else []


def _barriers(cell: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(name.casefold() for name in _several(cell)))
    for code in codes:
        if code not in BARRIERS:
            raise _Fault("unknown-barrier", code=code[:60], known=", ".join(BARRIERS))
    return codes


def _moment(cell: str) -> str:
    """A date or time as spreadsheets hold it: ISO 8601, or day/month/year. Without a time zone it counts as UTC."""
    text = cell.strip()
    try:
        if uk := _UK_DATE.fullmatch(text):
            day, month, year, clock = uk.groups()
            text = f"{year}-{int(month):02}-{int(day):02}" + (f"T{clock:0>5}" if clock else "")
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return timestamp(moment)
    except (ValueError, OverflowError):
        raise _Fault("not-a-date", field="submitted", value=cell.strip()[:60]) from None
