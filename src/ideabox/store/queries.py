"""Questions about ideas, answered with pages of frozen records, newest arrival first."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from ideabox.domain.idea import Status
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.store import sqlite
from ideabox.store.projection import chunks
from ideabox.store.schema import idea, idea_barrier, idea_skill
from ideabox.store.search import match_expression

PAGE = 500
KEYS = 10_000


class IdeaRow(msgspec.Struct, frozen=True):
    """An idea as lists show it. `pk` is its place in the order of arrival in this store, `seen_at` when it came."""

    pk: int
    id: str
    title: str
    problem: str
    proposal: str
    status: Status
    office: str
    author_name: str
    skills: tuple[str, ...]
    barriers: tuple[str, ...]
    helps: str
    source: str
    reference: str
    submitted_at: str
    changed_at: str
    root: str
    supporters: int
    comments: int
    decision: str
    reason: str
    reviewed_at: str
    first_answer_at: str
    decided_twice: bool
    phase: str
    note: str
    seen_at: str

    @property
    def waiting_since(self) -> str:
        """Since when it has waited: a wall clock that runs ahead does not make it younger than its arrival here."""
        return min(self.submitted_at, self.seen_at)

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that its form asks for and that it came without."""
        return tuple(part for part in ("title", "problem", "proposal") if not getattr(self, part).strip())


Sort = Literal["newest", "oldest", "changed", "supporters", "title", "waiting"]
"""The orders in which ideas can be asked for; `waiting` has those first that have waited longest."""


class Filter(msgspec.Struct, frozen=True):
    """Which ideas are asked for. Empty asks for all that have not been erased."""

    search: str = ""
    status: Status | None = None
    skill: str = ""
    office: str = ""
    barrier: str = ""
    authors: tuple[str, ...] | None = None
    """Only ideas of these persons."""
    ready: bool = False
    """Only ideas that are ready for a batch."""
    decided_twice: bool = False
    """Only ideas on which two people decided differently, and on which either can still decide again."""
    waiting_before: str = ""
    """Only ideas that have waited since before this moment."""


_waiting_since = sa.case((idea.c.seen_at < idea.c.submitted_at, idea.c.seen_at), else_=idea.c.submitted_at)
_ORDERS: dict[Sort, tuple[sa.ColumnElement[Any], ...]] = {
    "newest": (idea.c.pk.desc(),),
    "oldest": (idea.c.pk.asc(),),
    "changed": (idea.c.changed_at.desc(), idea.c.pk.desc()),
    "supporters": (idea.c.supporters.desc(), idea.c.pk.desc()),
    "title": (sa.func.lower(idea.c.title), idea.c.pk),
    "waiting": (_waiting_since, idea.c.pk),
}
_COLUMNS = [idea.c[name] for name in IdeaRow.__struct_fields__]


def page(connection: sa.Connection, wanted: Filter, before: int | None = None, limit: int = PAGE) -> list[IdeaRow]:
    """The newest ideas that match, or those next after the one whose `pk` is `before`."""
    statement = _matching(sa.select(*_COLUMNS), wanted, before).order_by(_arrival(wanted).desc()).limit(limit)
    return [_record(row) for row in connection.execute(statement)]


def pages(connection: sa.Connection, wanted: Filter, limit: int | None = None) -> Iterator[IdeaRow]:
    """All ideas that match, or the first `limit` of them, read a page at a time."""
    before, left = None, limit
    while left is None or left > 0:
        rows = page(connection, wanted, before, PAGE if left is None else min(PAGE, left))
        yield from rows
        if len(rows) < PAGE:
            return
        before = rows[-1].pk
        left = None if left is None else left - len(rows)


def keys(
    connection: sa.Connection,
    wanted: Filter,
    sort: Sort = "newest",
    limit: int | None = None,
    report: Report = silent,
) -> array[int]:
    """The keys of all ideas that match, in order: a list to jump about in, which stays as it is while others write."""
    order = (_arrival(wanted).desc(),) if sort == "newest" else _ORDERS[sort]
    statement = _matching(sa.select(idea.c.pk), wanted, None).order_by(*order).limit(limit)
    found = array("q")
    for part in connection.execution_options(yield_per=KEYS).scalars(statement).partitions():
        found.extend(part)
        report(len(found), 0)
    return found


def by_keys(connection: sa.Connection, pks: Iterable[int]) -> dict[int, IdeaRow]:
    """The ideas with these keys; one that has gone since is not among them."""
    found: dict[int, IdeaRow] = {}
    for chunk in chunks(pks):
        for each in connection.execute(sa.select(*_COLUMNS).where(idea.c.pk.in_(chunk))):
            record = _record(each)
            found[record.pk] = record
    return found


def offices(connection: sa.Connection) -> list[str]:
    """Every office that has an idea here, in the order of the alphabet."""
    named = sa.select(idea.c.office).distinct().where(idea.c.office != "").order_by(idea.c.office)
    return list(connection.scalars(named))


def count(connection: sa.Connection, wanted: Filter) -> int:
    """How many ideas match."""
    return connection.scalar(_matching(sa.select(sa.func.count()).select_from(idea), wanted, None)) or 0


def row(connection: sa.Connection, identifier: str) -> IdeaRow | None:
    """One idea as lists show it; None if it is not shown here."""
    found = connection.execute(sa.select(*_COLUMNS).where(idea.c.id == identifier)).one_or_none()
    return None if found is None else _record(found)


def rows(connection: sa.Connection, identifiers: list[str]) -> Iterator[IdeaRow]:
    """These ideas as lists show them, oldest arrival first; those that are not shown here are passed over."""
    for found in connection.execute(sa.select(*_COLUMNS).where(idea.c.id.in_(identifiers)).order_by(idea.c.pk)):
        yield _record(found)


def find(connection: sa.Connection, typed: str) -> str:
    """The id of the idea that a person means by an id or the beginning of one."""
    digits = typed.strip().lower().replace("-", "")
    if not digits or len(digits) > 32 or any(d not in "0123456789abcdef" for d in digits):
        refuse("idea", "not-an-id", typed=typed[:80])
    low = sa.type_coerce(bytes.fromhex(digits.ljust(32, "0")), sa.LargeBinary)
    high = sa.type_coerce(bytes.fromhex(digits.ljust(32, "f")), sa.LargeBinary)
    stored = sa.type_coerce(idea.c.id, sa.LargeBinary)
    found = list(connection.scalars(sa.select(idea.c.id).where(stored.between(low, high)).limit(2)))
    if not found:
        refuse("idea", "not-here", id=typed[:80])
    if len(found) > 1:
        refuse("idea", "ambiguous", typed=typed[:80])
    return str(found[0])


def group_of(connection: sa.Connection, ideas: list[str]) -> list[str]:
    """These ideas, and after them all that share a group with any of them."""
    members = dict.fromkeys(ideas)
    for chunk in chunks(ideas):
        roots = sa.select(idea.c.root).where(idea.c.id.in_(chunk))
        joined = sa.select(idea.c.id).where(idea.c.joined_into.is_not(None), idea.c.root.in_(roots))
        members.update(dict.fromkeys([*connection.scalars(roots), *connection.scalars(joined)]))
    return list(members)


def places_of(connection: sa.Connection, ideas: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The office of each of these ideas that is shown here, and the root of its group."""
    places: dict[str, tuple[str, str]] = {}
    for chunk in chunks(ideas):
        rows = connection.execute(sa.select(idea.c.id, idea.c.office, idea.c.root).where(idea.c.id.in_(chunk)))
        places |= {row.id: (row.office, row.root) for row in rows}
    return places


def ready_for_batch(connection: sa.Connection) -> list[str]:
    """Every idea whose latest review is newer than its latest batch, but for those asked back, oldest arrival first."""
    return list(connection.scalars(sa.select(idea.c.id).where(idea.c.is_ready).order_by(idea.c.pk)))


def count_ready(connection: sa.Connection) -> int:
    """How many ideas are ready for a batch."""
    return connection.scalar(sa.select(sa.func.count()).select_from(idea).where(idea.c.is_ready)) or 0


def ready_by_decision(connection: sa.Connection) -> dict[str, int]:
    """How many ideas are ready for a batch, by what was decided about them."""
    decided = sa.select(idea.c.decision, sa.func.count()).where(idea.c.is_ready).group_by(idea.c.decision)
    return dict(connection.execute(decided).all())


def _matching(statement: sa.Select[Any], wanted: Filter, before: int | None) -> sa.Select[Any]:
    statement = statement.where(*_conditions(wanted))
    if wanted.search.strip():
        expression = match_expression(wanted.search)
        if expression is None:
            return statement.where(sa.false())
        statement = statement.join(sqlite.FTS, sqlite.FTS.c.rowid == idea.c.pk).where(sqlite.matches(expression))
    if before is not None:
        statement = statement.where(_arrival(wanted) < before)
    return statement


def _conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    yield idea.c.status != "erased" if wanted.status is None else idea.c.status == wanted.status
    if wanted.office:
        yield idea.c.office == wanted.office
    if wanted.skill:
        yield idea.c.pk.in_(sa.select(idea_skill.c.idea).where(idea_skill.c.code == wanted.skill))
    if wanted.barrier:
        yield idea.c.pk.in_(sa.select(idea_barrier.c.idea).where(idea_barrier.c.code == wanted.barrier))
    if wanted.ready:
        yield idea.c.is_ready
    if wanted.decided_twice:
        yield sa.and_(idea.c.decided_twice, idea.c.phase == "", idea.c.status != "withdrawn")
    if wanted.waiting_before:
        yield _waiting_since < wanted.waiting_before
    if wanted.authors is not None:
        yield idea.c.author.in_(wanted.authors)


def _arrival(wanted: Filter) -> sa.ColumnElement[int]:
    """The order of arrival, as the table that leads the query has it: the full-text index, where words are sought."""
    return sqlite.FTS.c.rowid if match_expression(wanted.search) is not None else idea.c.pk


def _record(row: sa.Row[Any]) -> IdeaRow:
    return msgspec.convert(dict(zip(IdeaRow.__struct_fields__, row, strict=True)), IdeaRow)
