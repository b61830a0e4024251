"""Questions about ideas, answered with pages of frozen records.

Every order has an index, and a page is asked for by the last idea before it, so that it costs the same however far down
the list it is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from ideabox.domain.events import Decision
from ideabox.domain.idea import Status
from ideabox.domain.ids import from_bytes, to_bytes
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.domain.searching import Choice, Query, parse
from ideabox.store import ranking, search, statements
from ideabox.store.projection import chunks
from ideabox.store.schema import idea
from ideabox.store.statements import COLUMNS, FIELDS, ORDERS, Conditions, Order

PAGE = 500


class IdeaRow(msgspec.Struct, frozen=True, gc=False):
    """An idea as lists show it. `pk` is its place in the order of arrival in this store, `seen_at` when it came.

    It holds nothing that could hold it in turn, so that the garbage collector need not look at it.
    """

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
    offered: tuple[str, ...]
    barrier_note: str
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


Sort = Literal["best", "newest", "oldest", "changed", "supporters", "title", "waiting"]
"""The orders in which ideas can be asked for.

`waiting` has those first that have waited longest; `best`, of the newest, those whose words are most like those sought
(see `ranking`), and is `newest` where no words are.
"""


class Behind(msgspec.Struct, frozen=True):
    """Which ideas a figure counts, as far as a person would not ask for them otherwise; see `domain.insights`."""

    submitted_from: str = ""
    submitted_before: str = ""
    """Only ideas that were submitted at this moment or later, and before that one."""
    offices: tuple[str, ...] | None = None
    skills: tuple[str, ...] | None = None
    """Only ideas from one of these offices, and with one of these skills areas; an office may be empty here."""
    counted: bool = False
    """Only ideas that figures count: neither joined with another nor withdrawn; see `domain.insights`."""
    decision: Decision | None = None
    """Only ideas of which this is the last decision."""
    answered: bool | None = None
    """Only ideas that have had a first reply, or only those that have not."""
    answered_within: int | None = None
    answered_beyond: int | None = None
    """Only ideas that had their first reply within so many working days, or only those that had it later than that."""
    sized: bool | None = None
    """Only ideas that have an estimate, or only those that have none."""
    measured: bool = False
    """Only ideas whose latest estimate was measured."""
    comes_to: str = ""
    """Only ideas whose latest estimate comes to something of this one of `domain.insights.SUMS`."""
    channel: str | None = None
    """Only ideas that would change contacts which come by this channel; empty for none that was given."""


class Filter(msgspec.Struct, frozen=True):
    """Which ideas are asked for. Empty asks for all that have not been erased."""

    search: str | Query = ""
    """What somebody typed, of which only the words are sought; or what that was understood to mean."""
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
    behind: Behind | None = None
    """Only ideas behind a certain figure."""

    @property
    def query(self) -> Query:
        """What is sought."""
        return parse(self.search) if isinstance(self.search, str) else self.search


def untouched_since(connection: sa.Connection, statuses: Sequence[str], moment: str) -> list[IdeaRow]:
    """The ideas of these statuses to which nothing has happened since a moment, in the order of their last change."""
    wanted = sa.select(idea.c.id).where(idea.c.status.in_(statuses), idea.c.changed_at < moment)
    found = list(connection.scalars(wanted.order_by(idea.c.changed_at, idea.c.id)))
    known = {row.id: row for chunk in chunks(found) for row in rows(connection, chunk)}
    return [known[each] for each in found]


def page(
    connection: sa.Connection,
    wanted: Filter,
    after: IdeaRow | None = None,
    limit: int = PAGE,
    sort: Order = "newest",
) -> list[IdeaRow]:
    """The first ideas that match, in this order, or those that come after this one."""
    place = None if after is None else (getattr(after, ORDERS[sort].of), after.pk)
    return list(map(_record, statements.rows(connection, _asked(connection, wanted), sort, limit, place)))


def pages(
    connection: sa.Connection, wanted: Filter, limit: int | None = None, sort: Sort = "newest"
) -> Iterator[IdeaRow]:
    """All ideas that match, or the first `limit` of them, read a page at a time."""
    if sort == "best":
        ranked = best(connection, wanted)
        enough = limit is not None and limit <= len(ranked)
        for chunk in chunks(ranked[:limit] if enough else keys(connection, wanted, sort)[:limit]):
            found = by_keys(connection, chunk)
            yield from (found[key] for key in chunk)
        return
    after, left = None, limit
    while left is None or left > 0:
        rows = page(connection, wanted, after, PAGE if left is None else min(PAGE, left), sort)
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1]
        left = None if left is None else left - len(rows)


def best(connection: sa.Connection, wanted: Filter) -> list[int]:
    """The keys of the newest ideas that match, the best first; those of others, older ones, are not among them."""
    newest = statements.newest(connection, _asked(connection, wanted), ranking.CANDIDATES)
    return ranking.ranked(connection, wanted.query, newest)


def keys(connection: sa.Connection, wanted: Filter, sort: Sort = "newest", report: Report = silent) -> array[int]:
    """The keys of all ideas that match, in order: a list to jump about in, which stays as it is while others write."""
    first = best(connection, wanted) if sort == "best" else []
    found = array("q", first)
    ranked = frozenset(first)
    for part in statements.keys(connection, _asked(connection, wanted), "newest" if sort == "best" else sort):
        found.extend(key for key in part if key not in ranked) if ranked else found.extend(part)
        report(len(found), 0)
    return found


def by_keys(connection: sa.Connection, pks: Iterable[int]) -> dict[int, IdeaRow]:
    """The ideas with these keys; one that has gone since is not among them."""
    found: dict[int, IdeaRow] = {}
    for chunk in chunks(pks):
        for each in statements.by_keys(connection, chunk):
            record = _record(each)
            found[record.pk] = record
    return found


def offices(connection: sa.Connection) -> list[str]:
    """Every office that has an idea here, in the order of the alphabet."""
    return statements.offices(connection)


def skills(connection: sa.Connection) -> list[str]:
    """The key of every skills area that an idea here is tagged with."""
    return statements.skills(connection)


def count(connection: sa.Connection, wanted: Filter) -> int:
    """How many ideas match."""
    return statements.count(connection, _asked(connection, wanted))


def row(connection: sa.Connection, identifier: str) -> IdeaRow | None:
    """One idea as lists show it; None if it is not shown here."""
    return next(rows(connection, [identifier]), None)


def rows(connection: sa.Connection, identifiers: list[str]) -> Iterator[IdeaRow]:
    """These ideas as lists show them, oldest arrival first; those that are not shown here are passed over."""
    yield from map(
        _record, connection.execute(sa.select(*COLUMNS).where(idea.c.id.in_(identifiers)).order_by(idea.c.pk))
    )


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


def _asked(connection: sa.Connection, wanted: Filter) -> Conditions:
    """What is asked for as conditions, each with its values."""
    query = wanted.query
    expression = search.expression(connection, query)
    unwanted = search.exclusion(query) if expression is None else None
    found: dict[str, Sequence[Any]] = {}
    if expression is not None:
        found["search"] = [expression]
    for choice in query.choices:
        values = _values(connection, choice)
        if values:
            found[("no " if choice.excluded else "any ") + choice.kind] = values
        elif not choice.excluded:
            found["nothing"] = []
    if wanted.authors is not None:
        found["authors"] = [to_bytes(person) for person in wanted.authors]
    for name, value in (
        ("status", wanted.status),
        ("office", wanted.office),
        ("skill", wanted.skill),
        ("barrier", wanted.barrier),
        ("waiting before", wanted.waiting_before),
        ("since", query.since.isoformat() if query.since else None),
        ("unwanted", unwanted),
    ):
        if value:
            found[name] = [value]
    if wanted.behind is not None:
        found |= _behind(wanted.behind)
    if not found.keys() & {"search", "status", "any status"}:  # what was erased has no words to be found by
        found["not erased"] = []
    flags = {"ready": wanted.ready, "twice": wanted.decided_twice, "nothing": query.is_nonsense}
    return found | {name: [] for name, is_set in flags.items() if is_set}


def _behind(figure: Behind) -> Conditions:
    """Which ideas are behind a figure, as conditions."""
    one = {
        "submitted from": figure.submitted_from or None,
        "submitted before": figure.submitted_before or None,
        "decision": figure.decision,
        "answered within": figure.answered_within,
        "answered beyond": figure.answered_beyond,
        "channel": figure.channel,
    }
    several = {"these offices": figure.offices, "these skills": figure.skills}
    flags = {
        "counted": figure.counted,
        "answered": figure.answered is True,
        "unanswered": figure.answered is False,
        "sized": figure.sized is True,
        "unsized": figure.sized is False,
        "measured": figure.measured,
        f"comes to {figure.comes_to}": bool(figure.comes_to),
        "nothing": () in several.values(),
    }
    return (
        {name: [value] for name, value in one.items() if value is not None}
        | {name: values for name, values in several.items() if values}
        | {name: [] for name, is_set in flags.items() if is_set}
    )


def _values(connection: sa.Connection, choice: Choice) -> Sequence[Any]:
    if choice.kind == "by":
        return [to_bytes(person) for person in choice.values]
    if choice.kind == "office":
        begun = tuple(value.casefold() for value in choice.values)
        return [office for office in offices(connection) if office.casefold().startswith(begun)]
    return choice.values


_ID, _ROOT, _TWICE = map(FIELDS.index, ("id", "root", "decided_twice"))
_LISTS = tuple(map(FIELDS.index, ("skills", "barriers", "offered")))
_codes = msgspec.json.Decoder(tuple[str, ...]).decode


def _record(values: Iterable[Any]) -> IdeaRow:
    row = list(values)
    identifier, root = row[_ID], row[_ROOT]
    row[_ID] = from_bytes(identifier)
    row[_ROOT] = row[_ID] if root == identifier else from_bytes(root)
    for place in _LISTS:
        row[place] = () if row[place] == "[]" else _codes(row[place])
    row[_TWICE] = row[_TWICE] == 1
    return IdeaRow(*row)
