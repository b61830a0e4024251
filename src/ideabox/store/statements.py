"""Questions about ideas in SQL: made once for each shape that a question can have, and then only filled in.

SQLite's planner knows neither how many ideas an office has nor that only a page is wanted, so that a question says
itself which of its conditions leads: that condition's index, or table, is gone through, and all else is looked up from
there. Without one, the index of the order is. A plus before a column, as SQLite has it, keeps its index out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from ideabox.domain.insights import SUMS, UNCOUNTED
from ideabox.store import sqlite
from ideabox.store.schema import TITLE, WAITING_SINCE, idea, idea_barrier, idea_case, idea_skill

Order = Literal["newest", "oldest", "changed", "supporters", "title", "waiting"]
"""The orders that have an index; `waiting` has those first that have waited longest."""
Shape = tuple[tuple[str, int], ...]
"""The conditions of a question by their names, each with the number of its values."""
Conditions = Mapping[str, Sequence[Any]]
"""The values of each condition, by its name."""
_What = Literal["rows", "keys", "count", "few"]
_Part = Literal["start", "level", "beyond"]
"""Of an order: all of it; what comes after a certain idea and is level with it; what comes after all of these."""

NARROW = 2_000
"""So many ideas are sorted faster than they are found by going through an order."""
_FEW = ("authors", "any by", "ready", "twice")
"""Conditions that few ideas meet."""
_INDEXED = ("skill", "any skill", "barrier", "any barrier", "office", "any office", "status", "any status")
"""Other conditions with an index in the order of arrival."""
_TABLES = {"skill": idea_skill, "any skill": idea_skill, "barrier": idea_barrier, "any barrier": idea_barrier}
_KEYS = 10_000


class Kept(NamedTuple):
    """How an order is kept: by what, and then by arrival, and which way; `of` is what of a record that is."""

    by: sa.ColumnElement[Any] | None
    of: str
    falls: bool


ORDERS: dict[Order, Kept] = {
    "newest": Kept(None, "pk", falls=True),
    "oldest": Kept(None, "pk", falls=False),
    "changed": Kept(idea.c.changed_at, "changed_at", falls=True),
    "supporters": Kept(idea.c.supporters, "supporters", falls=True),
    "title": Kept(TITLE, "title", falls=False),
    "waiting": Kept(WAITING_SINCE, "waiting_since", falls=False),
}
FIELDS = (
    "pk", "id", "title", "problem", "proposal", "status", "office", "author_name", "skills", "barriers", "offered",
    "barrier_note", "helps", "source", "reference", "submitted_at", "changed_at", "root", "supporters", "comments",
    "decision", "reason", "reviewed_at", "first_answer_at", "decided_twice", "phase", "note", "seen_at",
)  # fmt: skip
"""What a row of a list has of an idea, in order."""
_RAW: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "id": sa.LargeBinary,
    "root": sa.LargeBinary,
    "skills": sa.Text,
    "barriers": sa.Text,
    "offered": sa.Text,
    "decided_twice": sa.Integer,
}
COLUMNS = [sa.type_coerce(idea.c[name], _RAW[name]) if name in _RAW else idea.c[name] for name in FIELDS]
"""The same as SQLite has it: records are made of that faster than the types of columns would have it."""


def rows(
    connection: sa.Connection, asked: Conditions, order: Order, most: int, after: tuple[Any, int] | None = None
) -> list[Sequence[Any]]:
    """The first rows in this order, or those after the idea with this place in it and this key; at most so many."""
    lead = _lead(connection, asked, order)
    if after is None:
        return _fetch(connection, "rows", asked, lead, order, "start", most)
    parts: tuple[_Part, ...] = ("level", "beyond") if ORDERS[order].by is not None else ("beyond",)
    found: list[Sequence[Any]] = []
    for part in parts:
        if len(found) < most:
            found += _fetch(connection, "rows", asked, lead, order, part, most - len(found), after)
    return found


def keys(connection: sa.Connection, asked: Conditions, order: Order) -> Iterator[list[int]]:
    """The keys of all ideas, in this order, a part at a time."""
    by_arrival = ORDERS[order].by is None
    lead = _lead(connection, asked, order)
    if by_arrival and not lead:  # some index has the keys, and is read and sorted faster than the ideas are read
        found = [key for (key,) in _fetch(connection, "few", asked, lead, order, "start", -1)]
        found.sort(reverse=ORDERS[order].falls)
        yield found
        return
    gone: frozenset[int] = frozenset()
    if not by_arrival and list(asked) == ["not erased"]:  # the order's index has the keys, and no idea is looked at
        erased = _fetch(connection, "few", {"status": ["erased"]}, "status", "newest", "start", -1)
        asked, gone = {}, frozenset(key for (key,) in erased)
    result = _run(connection, "keys", asked, lead, order, "start", -1)
    while part := result.fetchmany(_KEYS):
        yield [key for (key,) in part if key not in gone]


def newest(connection: sa.Connection, asked: Conditions, most: int) -> list[int]:
    """The keys of the ideas that came last, at most so many."""
    found = _fetch(connection, "keys", asked, _lead(connection, asked, "newest"), "newest", "start", most)
    return [key for (key,) in found]


def by_keys(connection: sa.Connection, keys: Sequence[int]) -> list[Sequence[Any]]:
    """The rows of the ideas with these keys, in no order."""
    text = _by_keys(connection.dialect)
    return list(sqlite.ask(connection, text, (msgspec.json.encode(keys).decode(),)))


def offices(connection: sa.Connection) -> list[str]:
    """Every office, in the order of the alphabet, from one step in their index to the next."""
    return list(connection.scalars(_OFFICES))


def skills(connection: sa.Connection) -> list[str]:
    """Every skills area that an idea is tagged with, by its key, in the same way."""
    return list(connection.scalars(_SKILLS))


def count(connection: sa.Connection, asked: Conditions) -> int:
    """How many ideas there are."""
    ((found,),) = _fetch(connection, "count", asked, _lead(connection, asked, "newest"), "newest", "start", -1)
    return int(found)


def _lead(connection: sa.Connection, asked: Conditions, order: Order) -> str:
    """The condition that is to lead; none where the order is."""
    few = next((name for name in _FEW if name in asked), "")
    if few:
        return few
    by_arrival = ORDERS[order].by is None
    if by_arrival and "search" in asked:
        return "search"
    single = [name for name in _INDEXED if name in asked and (len(asked[name]) == 1 or name not in _TABLES)]
    if by_arrival:
        sure = next((name for name in single if len(asked[name]) == 1), "")
        return sure or next((name for name in single if _is_narrow(connection, asked, name)), "")
    return next((name for name in ("search", *single) if name in asked and _is_narrow(connection, asked, name)), "")


def _is_narrow(connection: sa.Connection, asked: Conditions, name: str) -> bool:
    alone = {name: asked[name]}
    return len(_fetch(connection, "few", alone, name, "newest", "start", NARROW + 1)) <= NARROW


def _fetch(
    connection: sa.Connection,
    what: _What,
    asked: Conditions,
    lead: str,
    order: Order,
    part: _Part,
    most: int,
    after: tuple[Any, int] | None = None,
) -> list[Any]:
    found: list[Any] = _run(connection, what, asked, lead, order, part, most, after).fetchall()
    return found


def _run(
    connection: sa.Connection,
    what: _What,
    asked: Conditions,
    lead: str,
    order: Order,
    part: _Part,
    most: int,
    after: tuple[Any, int] | None = None,
) -> Any:
    """Fill in a question and ask it."""
    shape = tuple((name, len(values)) for name, values in asked.items())
    text, places = _statement(connection.dialect, what, shape, lead, order, part)
    values = {_named(name, number): value for name, values in asked.items() for number, value in enumerate(values)}
    values["most"] = most
    if after is not None:
        values["level"], values["key"] = after
    return sqlite.ask(connection, text, [values.get(name, fixed) for name, fixed in places])


@lru_cache(4)
def _by_keys(dialect: sa.Dialect) -> str:
    listed = sa.func.json_each(_value("keys")).table_valued("value")
    statement = sa.select(*COLUMNS).where(idea.c.pk.in_(sa.select(listed.c.value)))
    return str(statement.compile(dialect=dialect))


def _every(column: sa.Column[str]) -> sa.Select[tuple[str]]:
    least = sa.func.min(column)
    named = sa.select(least.label("name")).where(column > "").cte("named", recursive=True)
    beyond = sa.select(least).where(column > named.c.name).scalar_subquery()
    named = named.union_all(sa.select(beyond).where(named.c.name.is_not(None)))
    return sa.select(named.c.name).where(named.c.name.is_not(None))


_OFFICES, _SKILLS = _every(idea.c.office), _every(idea_skill.c.code)


@lru_cache(512)
def _statement(
    dialect: sa.Dialect, what: _What, shape: Shape, lead: str, order: Order, part: _Part
) -> tuple[str, tuple[tuple[str, Any], ...]]:
    """A question of this shape, and the names of the values to fill in, with those that are always the same."""
    kept, table = ORDERS[order], _TABLES.get(lead)
    arrival: sa.ColumnElement[int] = idea.c.pk
    source: sa.FromClause = idea
    if lead == "search":
        arrival, source = sqlite.FTS.c.rowid, sqlite.FTS
        if what == "rows" or len(shape) > 1 or kept.by is not None:
            source = sqlite.FTS.join(idea, idea.c.pk == arrival)
    elif table is not None:
        arrival, source = table.c.idea, table.join(idea, idea.c.pk == table.c.idea)
    columns: list[Any] = COLUMNS if what == "rows" else [sa.func.count() if what == "count" else arrival]
    statement = sa.select(*columns).select_from(source)
    for name, values in shape:
        statement = statement.where(_condition(name, values, lead, what))
    statement = statement.where(*_after(kept, part, arrival))
    if what in {"rows", "keys"}:
        statement = statement.order_by(*_in_order(kept, lead, part, arrival))
    if what != "count":
        statement = statement.limit(_value("most"))
    compiled: Any = statement.compile(dialect=dialect)
    return str(compiled), tuple((name, compiled.params[name]) for name in compiled.positiontup)


def _after(kept: Kept, part: _Part, arrival: sa.ColumnElement[int]) -> list[sa.ColumnElement[bool]]:
    if part == "start":
        return []
    key, level = _value("key"), _value("level")
    later = arrival < key if kept.falls else arrival > key
    if kept.by is None:
        return [later]
    mark = sa.func.lower(level) if kept.by is TITLE else level
    if part == "level":
        return [kept.by == mark, later]
    return [kept.by < mark if kept.falls else kept.by > mark]


def _in_order(kept: Kept, lead: str, part: _Part, arrival: sa.ColumnElement[int]) -> list[sa.ColumnElement[Any]]:
    """A leading condition's ideas are sorted; without one, the order's index has them sorted."""
    by = [] if kept.by is None or part == "level" else [_plus(kept.by) if lead else kept.by]
    return [each.desc() if kept.falls else each.asc() for each in (*by, arrival)]


def _condition(name: str, count: int, lead: str, what: _What) -> sa.ColumnElement[bool]:
    """A condition, with places for so many values."""
    values = [_value(_named(name, number)) for number in range(count)]
    turned, kind = name.startswith("no "), name.removeprefix("no ").removeprefix("any ")
    if name == lead and name in _TABLES:
        return _TABLES[name].c.code == values[0]
    match kind:
        case "search":
            return _found(values[0], lead)
        case "unwanted":
            return ~_found(values[0], "each" if what == "rows" else "")
        case "skill" | "barrier":
            table = _TABLES[kind]
            tagged = sa.exists().where(table.c.idea == idea.c.pk, table.c.code.in_(values))
            return ~tagged if turned else tagged
        case "status" | "office" | "authors" | "by":
            return _one_of(idea.c["author" if kind in {"authors", "by"} else kind], values, name, lead)
        case "since":
            return idea.c.submitted_at >= values[0]
        case "waiting before":
            return values[0] > WAITING_SINCE
        case _ if name in _OF_FIGURES:
            return _OF_FIGURES[name](values)
        case _:
            return _PLAIN[name]


_SIZED = sa.exists().where(idea_case.c.idea == idea.c.pk)


def _comes_to(name: str) -> sa.ColumnElement[bool]:
    """That the latest estimate has an amount of this kind, at any end."""
    ends = (idea_case.c[f"{name}_{end}"] != sa.literal_column("0") for end in ("low", "likely", "high"))
    return _SIZED.where(sa.or_(*ends))


_REPLY_DAYS = sqlite.working_days(idea.c.submitted_at, idea.c.first_answer_at)
_PLAIN: dict[str, sa.ColumnElement[bool]] = {
    "counted": idea.c.status.not_in([sa.literal_column(f"'{status}'") for status in UNCOUNTED]),
    "sized": _SIZED,
    "unsized": ~_SIZED,
    "measured": _SIZED.where(idea_case.c.is_actual),
    **{f"comes to {name}": _comes_to(name) for name in SUMS},
    "answered": idea.c.first_answer_at != sa.literal_column("''"),
    "unanswered": idea.c.first_answer_at == sa.literal_column("''"),
    "not erased": idea.c.status != sa.literal_column("'erased'"),
    "ready": idea.c.is_ready,
    "twice": sa.and_(
        idea.c.decided_twice,
        idea.c.phase == sa.literal_column("''"),
        idea.c.status != sa.literal_column("'withdrawn'"),
    ),
    "nothing": sa.literal_column("0") == sa.literal_column("1"),
}


_OF_FIGURES: dict[str, Callable[[list[sa.BindParameter[Any]]], sa.ColumnElement[bool]]] = {
    "submitted from": lambda values: idea.c.submitted_at >= values[0],
    "submitted before": lambda values: idea.c.submitted_at < values[0],
    "decision": lambda values: idea.c.decision == values[0],
    "these offices": lambda values: _plus(idea.c.office).in_(values),
    "these skills": lambda values: sa.exists().where(idea_skill.c.idea == idea.c.pk, idea_skill.c.code.in_(values)),
    "channel": lambda values: _SIZED.where(idea_case.c.channel_from == values[0]),
    "answered within": lambda values: sa.and_(_PLAIN["answered"], values[0] >= _REPLY_DAYS),
    "answered beyond": lambda values: sa.and_(_PLAIN["answered"], values[0] < _REPLY_DAYS),
}


def _one_of(
    column: sa.ColumnElement[Any], values: list[sa.BindParameter[Any]], name: str, lead: str
) -> sa.ColumnElement[bool]:
    if name.startswith("no "):
        return sa.or_(column.is_(None), column.not_in(values))
    if name != lead:
        column = _plus(column)
    return column == values[0] if len(values) == 1 else column.in_(values)


def _found(expression: sa.BindParameter[Any], lead: str) -> sa.ColumnElement[bool]:
    """That an idea is found by a full-text expression: looked up for each of a few, or in a list of all that are."""
    found = sqlite.matches(expression)
    if lead == "search":
        return found
    if not lead:
        return _plus(idea.c.pk).in_(sa.select(sqlite.FTS.c.rowid).where(found))
    return sa.exists().where(sqlite.FTS.c.rowid == idea.c.pk, found)


def _plus(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.UnaryExpression(column, operator=sa.sql.operators.custom_op("+"), type_=column.type)


def _named(condition: str, number: int) -> str:
    return f"{condition.replace(' ', '_')}_{number}"


def _value(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=sa.types.NullType())
