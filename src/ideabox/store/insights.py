"""Figures of many ideas: a million in a fifth of a second.

SQLite needs a second for each way in which a million rows are to be grouped. So what figures need of each idea is kept
a second time, as numbers, column by column, in blocks of many ideas; these are read whole and counted by numpy.

The blocks are never what figures rest on alone. What has changed since they were made is listed in `insight_stale`, and
new ideas have keys above theirs: both are read from `idea` itself in the same moment of the store. So figures are right
whether or not the blocks are, importing does not wait for blocks, and `keep` may make them anew whenever there is time.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import msgspec
import numpy as np
import sqlalchemy as sa

from ideabox.domain.idea import STATUSES
from ideabox.domain.insights import ENOUGH, UNCOUNTED, Figures, Progress, Scope, in_order, median_of
from ideabox.domain.reporting import Report, silent
from ideabox.store import sqlite
from ideabox.store.projection import chunks
from ideabox.store.schema import WAITING_SINCE, idea, insight_block, insight_code, insight_stale

BLOCK = 16_384
"""Ideas in a block."""
DECISIONS = ("", "put-forward", "do-here", "ask", "not-now", "decline")
_WORKING, _WEEK = 5, 7
_NEVER = -1
"""In place of the day of something that has not happened."""

_FACTS: dict[str, type[Any]] = {
    "submitted": np.int32,  # days as `date.toordinal` counts them, less one, so that day 0 is a Monday
    "waits_since": np.int32,
    "first_answer": np.int32,
    "status": np.uint8,  # places in STATUSES and DECISIONS
    "decision": np.uint8,
    "office": np.uint32,  # numbers of codes
    "skills": np.uint32,
    "barriers": np.uint32,
}
_KINDS = ("office", "skills", "barriers")
Column = np.ndarray[Any, np.dtype[Any]]
Columns = dict[str, Column]

_ROWS = sa.select(
    idea.c.pk,
    idea.c.submitted_at,
    WAITING_SINCE.label("waits_since"),
    idea.c.first_answer_at,
    idea.c.status,
    idea.c.decision,
    idea.c.office,
    sa.type_coerce(idea.c.skills, sa.Text).label("skills"),
    sa.type_coerce(idea.c.barriers, sa.Text).label("barriers"),
).where(idea.c.status != sa.literal_column("'erased'"))
_STATUS = {status: number for number, status in enumerate(STATUSES)}
_DECISION = {decision: number for number, decision in enumerate(DECISIONS)}


class Insights:
    """All ideas in one moment of the store, ready to be counted in any scope."""

    def __init__(self, connection: sa.Connection) -> None:
        self._codes = _Codes(connection)
        self._columns, self.outside = _read(connection, self._codes)
        """`outside`: how many ideas were read from outside blocks, which takes longer."""
        answered = self._columns["first_answer"]
        days = _worked(answered) - _worked(self._columns["submitted"])
        self._days = np.where(answered == _NEVER, _NEVER, np.maximum(days, 0))

    def figures(self, scope: Scope, today: date, target: int) -> Figures:
        """The figures of the ideas in this scope, as `domain.insights` defines them."""
        within = self._within(scope)
        counted = self._counted(scope, within)
        shown = counted if scope.status is not None else within
        statuses = np.bincount(self._of("status", shown), minlength=len(STATUSES))
        offices = dict(enumerate(np.bincount(self._of("office", counted)).tolist()))
        return Figures(
            self._progress(counted, today, target),
            in_order(dict(zip(STATUSES, statuses.tolist(), strict=True))),
            in_order(self._tags("skills", counted)),
            in_order(self._tags("barriers", counted)),
            in_order({self._codes.text(number): ideas for number, ideas in offices.items() if ideas}),
        )

    def progress(self, scope: Scope, today: date, target: int) -> Progress:
        """How the ideas in this scope were answered and how far they came."""
        return self._progress(self._counted(scope, self._within(scope)), today, target)

    def _of(self, name: str, which: Column | None) -> Column:
        """A column's values of those ideas; of all without `which`."""
        return self._columns[name] if which is None else self._columns[name][which]

    def _within(self, scope: Scope) -> Column | None:
        """Which ideas are in the scope, whatever their status; None for all."""
        days = self._columns["submitted"]
        conditions = []
        if scope.since is not None:
            conditions.append(days >= _number(scope.since))
        if scope.until is not None:
            conditions.append(days <= _number(scope.until))
        if scope.offices is not None:
            wanted = self._codes.flags("office", frozenset(scope.offices).__contains__)
            conditions.append(wanted[self._columns["office"]])
        if scope.skills is not None:
            areas = frozenset(scope.skills)
            wanted = self._codes.flags("skills", lambda listed: not areas.isdisjoint(_listed(listed)))
            conditions.append(wanted[self._columns["skills"]])
        return np.logical_and.reduce(conditions) if conditions else None

    def _counted(self, scope: Scope, within: Column | None) -> Column:
        wanted = np.zeros(len(STATUSES), bool)
        for status, number in _STATUS.items():
            wanted[number] = status == scope.status if scope.status is not None else status not in UNCOUNTED
        counted: Column = wanted[self._columns["status"]]
        return counted if within is None else counted & within

    def _progress(self, counted: Column, today: date, target: int) -> Progress:
        days = self._days[counted]
        by_days = np.bincount(days[days != _NEVER]).tolist()
        waited = _worked(np.array([_number(today)], np.int32)) - _worked(self._columns["waits_since"])
        in_time = sum(by_days[: target + 1])
        decisions = np.bincount(self._of("decision", counted), minlength=len(DECISIONS))
        return Progress(
            int(np.count_nonzero(counted)),
            in_time,
            sum(by_days) - in_time,
            int(np.count_nonzero((waited[counted] > target) & (days == _NEVER))),
            median_of(by_days),
            int(decisions[_DECISION["put-forward"]]),
            int(decisions[_DECISION["do-here"]]),
            int(np.count_nonzero(self._of("status", counted) == _STATUS["live"])),
        )

    def _tags(self, name: str, counted: Column) -> dict[str, int]:
        """How many ideas have each tag: of each list of tags that occurs, then of each tag in it."""
        counts: dict[str, int] = {}
        for number, ideas in enumerate(np.bincount(self._of(name, counted)).tolist()):
            if ideas:
                for code in frozenset(_listed(self._codes.text(number))):
                    counts[code] = counts.get(code, 0) + ideas
        return counts


def outside(connection: sa.Connection) -> int:
    """How many ideas at least are outside blocks, or changed since; counted up to `ENOUGH`."""
    last = sa.select(sa.func.coalesce(sa.func.max(insight_block.c.last), 0)).scalar_subquery()
    new = sa.select(idea.c.pk).where(idea.c.pk > last).limit(ENOUGH)
    stale = sa.select(insight_stale.c.idea).limit(ENOUGH)
    return sum(len(connection.scalars(each).all()) for each in (new, stale))


def keep(connection: sa.Connection, report: Report = silent) -> None:
    """Make blocks of what is outside of them, and those anew in which something has changed."""
    codes = _Codes(connection)
    spans = connection.execute(
        sa.select(insight_block.c.first, insight_block.c.last, insight_block.c.ideas).order_by(insight_block.c.first)
    ).all()
    begins = [0, *(span.first for span in spans[1:])]  # each block speaks for all up to the next one's beginning
    ends = [*(begin - 1 for begin in begins[1:]), spans[-1].last if spans else -1]
    stale = list(connection.scalars(sa.select(insight_stale.c.idea).where(insight_stale.c.idea <= ends[-1])))
    anew = set((np.searchsorted(begins, np.array(sorted(stale), np.int64), "right") - 1).tolist())
    has_room = bool(spans) and spans[-1].ideas < BLOCK
    low = begins[-1] if has_room else ends[-1] + 1
    for number in sorted(anew | ({len(spans) - 1} if has_room else set())):
        connection.execute(sa.delete(insight_block).where(insight_block.c.first == spans[number].first))
        if begins[number] < low:
            _make(connection, codes, begins[number], ends[number], -1)
    total = connection.scalar(sa.select(sa.func.max(idea.c.pk))) or 0
    while (made := _make(connection, codes, low, None, BLOCK)) is not None:
        low = made + 1
        report(made, total)
    connection.execute(sa.delete(insight_stale))
    codes.keep(connection)


def forget_gone(connection: sa.Connection) -> None:
    """Leave nothing of ideas that are gone: neither in blocks, nor among the texts that they had."""
    keep(connection)
    codes = _Codes(connection)
    columns, _outside = _read(connection, codes)
    used = {number for kind in _KINDS for number in np.unique(columns[kind]).tolist()}
    for chunk in chunks(codes.numbers - used):
        connection.execute(sa.delete(insight_code).where(insight_code.c.number.in_(chunk)))


def differences(connection: sa.Connection) -> Iterator[str]:
    """The ids of ideas of which the blocks and what is beside them say something else than their rows do."""
    codes = _Codes(connection)
    kept, _outside = _read(connection, codes)
    for start in range(0, max(1, len(kept["key"])), BLOCK):
        last = start + BLOCK >= len(kept["key"])
        part = {name: column[start : start + BLOCK] for name, column in kept.items()}
        low = 0 if start == 0 else int(part["key"][0])
        high = None if last else int(kept["key"][start + BLOCK]) - 1
        actual = _columns(_rows(connection, low, high, -1), codes)
        wrong = np.setxor1d(part["key"], actual["key"])
        if not wrong.size:
            same = np.logical_and.reduce([part[name] == actual[name] for name in _FACTS])
            wrong = part["key"][~same]
        for chunk in chunks(wrong.tolist()):
            yield from connection.scalars(sa.select(idea.c.id).where(idea.c.pk.in_(chunk)))


class _Codes:
    """Texts and their numbers. What has none yet gets one, which `keep` writes down."""

    def __init__(self, connection: sa.Connection) -> None:
        rows = connection.execute(sa.select(insight_code.c.number, insight_code.c.kind, insight_code.c.text)).all()
        self._numbers = {(kind, text): number for number, kind, text in rows}
        self._texts: dict[int, str] = {number: text for number, _kind, text in rows}
        self._known = frozenset(self._texts)
        self._next = max(self._texts, default=-1) + 1

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers that are written down."""
        return self._known

    def number(self, kind: str, text: str) -> int:
        found = self._numbers.get((kind, text))
        if found is None:
            found = self._numbers[kind, text] = self._next
            self._texts[found] = text
            self._next += 1
        return found

    def text(self, number: int) -> str:
        return self._texts[number]

    def flags(self, kind: str, is_wanted: Callable[[str], bool]) -> Column:
        """For each number, whether its text is wanted."""
        flags = np.zeros(max(self._next, 1), bool)
        for (of, text), number in self._numbers.items():
            flags[number] = of == kind and is_wanted(text)
        return flags

    def keep(self, connection: sa.Connection) -> None:
        rows = [
            {"number": number, "kind": kind, "text": text}
            for (kind, text), number in self._numbers.items()
            if number not in self._known
        ]
        sqlite.insert(connection, insight_code, rows)


_listed = msgspec.json.Decoder(tuple[str, ...]).decode


def _number(day: date) -> int:
    return day.toordinal() - 1


def _worked(days: Column) -> Column:
    """How many working days there were up to and with each day."""
    weeks, rest = np.divmod(days + 1, _WEEK)
    worked: Column = weeks * _WORKING + np.minimum(rest, _WORKING)
    return worked


def _days(moments: Sequence[str]) -> Column:
    """The days of moments as events write them; an empty text is never."""
    days = np.array([moment[:10] or "0000-12-31" for moment in moments], "datetime64[D]")
    return (days - np.datetime64("0001-01-01", "D")).astype(np.int32)


def _rows(connection: sa.Connection, low: int, high: int | None, most: int) -> Sequence[Any]:
    """What blocks need of ideas whose keys are in this range, in the order of keys; at most so many, -1 for all."""
    return connection.execute(_RANGE if high is not None else _BEYOND, {"low": low, "high": high, "most": most}).all()


_BEYOND = _ROWS.where(idea.c.pk >= sa.bindparam("low")).order_by(idea.c.pk).limit(sa.bindparam("most"))
_RANGE = _BEYOND.where(idea.c.pk <= sa.bindparam("high"))


def _columns(rows: Sequence[Any], codes: _Codes) -> Columns:
    """Rows as columns of numbers, with their keys as another."""
    if not rows:
        return {"key": np.zeros(0, np.int64)} | {name: np.zeros(0, kind) for name, kind in _FACTS.items()}
    key, submitted, waits_since, first_answer, status, decision, *texts = zip(*rows, strict=True)
    numbers = {
        kind: np.array([codes.number(kind, text) for text in column], np.uint32)
        for kind, column in zip(_KINDS, texts, strict=True)
    }
    return {
        "key": np.array(key, np.int64),
        "submitted": _days(submitted),
        "waits_since": _days(waits_since),
        "first_answer": _days(first_answer),
        "status": np.array([_STATUS[each] for each in status], np.uint8),
        "decision": np.array([_DECISION[each] for each in decision], np.uint8),
        **numbers,
    }


def _make(connection: sa.Connection, codes: _Codes, low: int, high: int | None, most: int) -> int | None:
    """Make a block of the ideas in this range; returns up to which key it goes, None if there are none."""
    rows = _rows(connection, low, high, most)
    if not rows:
        return None
    columns = _columns(rows, codes)
    last = high if high is not None else rows[-1].pk
    block = {
        "first": rows[0].pk,
        "last": last,
        "ideas": len(rows),
        "keys": columns["key"].astype("<i8").tobytes(),
        "facts": b"".join(_little(columns[name]).tobytes() for name in _FACTS),
    }
    sqlite.insert(connection, insight_block, [block])
    return int(last)


def _little(column: Column) -> Column:
    return column.astype(column.dtype.newbyteorder("<"))


def _unpacked(keys: bytes, facts: bytes) -> Columns:
    columns: Columns = {"key": np.frombuffer(keys, "<i8")}
    ideas, place = len(columns["key"]), 0
    for name, kind in _FACTS.items():
        columns[name] = np.frombuffer(facts, np.dtype(kind).newbyteorder("<"), ideas, place)
        place += columns[name].nbytes
    return columns


def _read(connection: sa.Connection, codes: _Codes) -> tuple[Columns, int]:
    """All ideas that are not erased as columns, in the order of keys; and how many were read from outside blocks."""
    stored = "SELECT last, keys, facts FROM insight_block ORDER BY first"
    last, parts = -1, []
    for end, keys, facts in sqlite.ask(connection, stored):
        parts.append(_unpacked(keys, facts))
        last = end
    kept = _joined(parts, codes)
    stale = [key for (key,) in sqlite.ask(connection, "SELECT idea FROM insight_stale WHERE idea <= ?", (last,))]
    changed = (connection.execute(_ROWS.where(idea.c.pk.in_(chunk))).all() for chunk in chunks(stale))
    beside = [_columns(rows, codes) for rows in itertools.chain(changed, _beyond(connection, last + 1)) if rows]
    if not stale and not beside:
        return kept, 0
    still = ~np.isin(kept["key"], np.array(stale, np.int64))
    together = _joined([{name: column[still] for name, column in kept.items()}, *beside], codes)
    order = np.argsort(together["key"], kind="stable")
    return {name: column[order] for name, column in together.items()}, sum(len(part["key"]) for part in beside)


def _beyond(connection: sa.Connection, low: int) -> Iterator[Sequence[Any]]:
    """What blocks need of ideas with keys from this one on, so many at a time that memory does not matter."""
    while rows := _rows(connection, low, None, BLOCK):
        yield rows
        low = rows[-1].pk + 1


def _joined(parts: Sequence[Columns], codes: _Codes) -> Columns:
    if not parts:
        return _columns([], codes)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
