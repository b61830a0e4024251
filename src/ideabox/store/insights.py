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

from ideabox.domain.idea import STATUSES, replay
from ideabox.domain.insights import (
    ENOUGH,
    SUMS,
    UNCOUNTED,
    Channel,
    Figures,
    Progress,
    Scope,
    Sum,
    Worth,
    by_use,
    case_facts,
    in_order,
    median_of,
)
from ideabox.domain.reporting import Report, silent
from ideabox.store import log, sqlite
from ideabox.store.projection import chunks
from ideabox.store.schema import WAITING_SINCE, idea, idea_case, insight_block, insight_code, insight_stale

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
_CASE = (
    "key", "is_actual", "channel", "contacts", "moving",
    *(f"{name}_{end}" for name in SUMS for end in ("low", "likely", "high")),
    *(f"projected_{name}" for name in SUMS),
)  # fmt: skip
"""What there is of a case, all in 64 bits: amounts in pence and minutes a year, `_UNSAID` where none is told."""
_UNSAID = -(2**63)
_HALF = 26
"""Bits of an amount that are summed apart from those above, so that no sum of a million is too large."""
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
        self._columns, self._cases, self.outside = _read(connection, self._codes)
        """`outside`: how many ideas were read from outside blocks, which takes longer."""
        self._case_of = np.searchsorted(self._columns["key"], self._cases["key"])
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
            self._worth(counted),
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

    def _worth(self, counted: Column) -> Worth:
        those = counted[self._case_of]
        cases = {name: column[those] for name, column in self._cases.items()}
        compared = cases["projected_cashable"] != _UNSAID
        channels = [
            Channel(
                self._codes.text(int(number)),
                int(np.count_nonzero(here := cases["channel"] == number)),
                _total(cases["contacts"][here]),
                _total(cases["moving"][here]),
            )
            for number in np.unique(cases["channel"])
        ]
        return Worth(
            int(np.count_nonzero(those)),
            int(np.count_nonzero(cases["is_actual"])),
            int(np.count_nonzero(compared)),
            tuple(_sum(name, cases, compared) for name in SUMS),
            by_use(channels),
        )

    def _tags(self, name: str, counted: Column) -> dict[str, int]:
        """How many ideas have each tag: of each list of tags that occurs, then of each tag in it."""
        counts: dict[str, int] = {}
        for number, ideas in enumerate(np.bincount(self._of(name, counted)).tolist()):
            if ideas:
                for code in frozenset(_listed(self._codes.text(number))):
                    counts[code] = counts.get(code, 0) + ideas
        return counts


def _sum(name: str, cases: Columns, compared: Column) -> Sum:
    ends = [cases[f"{name}_{end}"] for end in ("low", "likely", "high")]
    said = ends[0] != _UNSAID
    low, likely, high = (np.where(said, end, 0) for end in ends)
    return Sum(
        name,
        int(np.count_nonzero((low != 0) | (likely != 0) | (high != 0))),
        _total(low),
        _total(likely),
        _total(high),
        _total(cases[f"projected_{name}"][compared]),
        _total(likely[compared]),
    )


def _total(amounts: Column) -> int:
    """The sum, whatever its size."""
    return (int((amounts >> _HALF).sum()) << _HALF) + int((amounts & ((1 << _HALF) - 1)).sum())


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
    columns, cases, _outside = _read(connection, codes)
    used = {number for kind in _KINDS for number in np.unique(columns[kind]).tolist()}
    used |= set(np.unique(cases["channel"]).tolist())
    for chunk in chunks(codes.numbers - used):
        connection.execute(sa.delete(insight_code).where(insight_code.c.number.in_(chunk)))


def differences(connection: sa.Connection) -> Iterator[str]:
    """The ids of ideas of which the blocks and what is beside them say something else than their rows do."""
    codes = _Codes(connection)
    kept, cases, _outside = _read(connection, codes)
    everything = _case_columns(connection, idea_case.c.idea.is_not(None), codes)
    wrong = np.setxor1d(cases["key"], everything["key"])
    if not wrong.size:
        wrong = cases["key"][~np.logical_and.reduce([cases[name] == everything[name] for name in _CASE])]
    yield from _ids(connection, wrong)
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
        yield from _ids(connection, wrong)


def _ids(connection: sa.Connection, keys: Column) -> Iterator[str]:
    for chunk in chunks(keys.tolist()):
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
    cases = _case_columns(connection, idea_case.c.idea.between(rows[0].pk, last), codes)
    block = {
        "first": rows[0].pk,
        "last": last,
        "ideas": len(rows),
        "keys": columns["key"].astype("<i8").tobytes(),
        "facts": b"".join(_little(columns[name]).tobytes() for name in _FACTS),
        "cases": b"".join(cases[name].astype("<i8").tobytes() for name in _CASE),
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


def _read(connection: sa.Connection, codes: _Codes) -> tuple[Columns, Columns, int]:
    """All ideas that are not erased as columns, in the order of keys, and so their cases; and how many were outside."""
    stored = "SELECT last, keys, facts, cases FROM insight_block ORDER BY first"
    last, parts, cases = -1, [], []
    for end, keys, facts, sized in sqlite.ask(connection, stored):
        parts.append(_unpacked(keys, facts))
        cases.append(_unpacked_cases(sized))
        last = end
    kept, kept_cases = _joined(parts, _columns([], codes)), _joined(cases, _no_cases())
    stale = [key for (key,) in sqlite.ask(connection, "SELECT idea FROM insight_stale WHERE idea <= ?", (last,))]
    changed = (connection.execute(_ROWS.where(idea.c.pk.in_(chunk))).all() for chunk in chunks(stale))
    beside = [_columns(rows, codes) for rows in itertools.chain(changed, _beyond(connection, last + 1)) if rows]
    if not stale and not beside:
        return kept, kept_cases, 0
    resized = [_case_columns(connection, idea_case.c.idea.in_(chunk), codes) for chunk in chunks(stale)]
    resized.append(_case_columns(connection, idea_case.c.idea > last, codes))
    gone = np.array(stale, np.int64)
    number = sum(len(part["key"]) for part in beside)
    return _replaced(kept, gone, beside), _replaced(kept_cases, gone, resized), number


def _replaced(kept: Columns, gone: Column, beside: Sequence[Columns]) -> Columns:
    """Columns without these keys and with those of others, in the order of keys."""
    still = ~np.isin(kept["key"], gone)
    together = _joined([{name: column[still] for name, column in kept.items()}, *beside], kept)
    order = np.argsort(together["key"], kind="stable")
    return {name: column[order] for name, column in together.items()}


def _beyond(connection: sa.Connection, low: int) -> Iterator[Sequence[Any]]:
    """What blocks need of ideas with keys from this one on, so many at a time that memory does not matter."""
    while rows := _rows(connection, low, None, BLOCK):
        yield rows
        low = rows[-1].pk + 1


def _joined(parts: Sequence[Columns], none: Columns) -> Columns:
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else none


# Cases


def _case_columns(connection: sa.Connection, which: sa.ColumnElement[bool], codes: _Codes) -> Columns:
    """The cases of these ideas as columns, in the order of keys."""
    rows = connection.execute(_CASES.where(which)).all()
    if not rows:
        return _no_cases()
    measured = [row.idea for row in rows if row.is_actual]
    projected = _projected(connection, measured) if measured else {}
    nothing = (_UNSAID,) * len(SUMS)
    values = [
        (
            row.idea,
            row.is_actual,
            codes.number("channel", row.channel_from),
            row.times_likely,
            row.moving_likely or 0,
            *(_UNSAID if amount is None else amount for amount in row[_AMOUNTS:]),
            *projected.get(row.idea, nothing),
        )
        for row in rows
    ]
    return dict(zip(_CASE, np.array(values, np.int64).T.copy(), strict=True))


def _no_cases() -> Columns:
    return {name: np.zeros(0, np.int64) for name in _CASE}


def _unpacked_cases(cases: bytes) -> Columns:
    return dict(zip(_CASE, np.frombuffer(cases, "<i8").reshape(len(_CASE), -1), strict=True))


def _projected(connection: sa.Connection, keys: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """What ideas that have been measured were last expected to bring; nothing of those never estimated before."""
    found = {}
    for chunk in chunks(keys):
        rows = connection.execute(sa.select(idea.c.id, idea.c.pk).where(idea.c.pk.in_(chunk)))
        places: dict[str, int] = {row.id: row.pk for row in rows}
        for of, history in log.events_of(connection, places).items():
            case = case_facts(replay(of, history))
            if case is not None and case.projected is not None:
                found[places[of]] = tuple(case.projected[name] for name in SUMS)
    return found


_CASES = sa.select(
    idea_case.c.idea,
    idea_case.c.is_actual,
    idea_case.c.channel_from,
    idea_case.c.times_likely,
    idea_case.c.moving_likely,
    *(idea_case.c[f"{name}_{end}"] for name in SUMS for end in ("low", "likely", "high")),
).order_by(idea_case.c.idea)
_AMOUNTS = 5
"""Where in a row of these the amounts begin."""
