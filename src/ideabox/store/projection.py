"""What the events come to, as tables to read from: made from the log, and able to be made anew from it."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from ideabox.domain import groups
from ideabox.domain.anonymity import standing as standing_line
from ideabox.domain.case import MOST_WHOLE, case_of, pence, whole
from ideabox.domain.events import Event, decode
from ideabox.domain.idea import Idea, replay
from ideabox.domain.reporting import Report, silent
from ideabox.store import sqlite
from ideabox.store.schema import (
    event,
    idea,
    idea_barrier,
    idea_case,
    idea_offer,
    idea_skill,
    insight_block,
    insight_code,
    insight_stale,
)  # fmt: skip
from ideabox.store.sqlite import CHUNK

T = TypeVar("T")
Row = dict[str, Any]
First = tuple[int, str]
"""The key in this store of an idea's first event, and when that was first seen here."""
OWN_COLUMNS = ("pk", "seen_at")
"""Columns that speak of this store; all others are the same wherever the same events are."""


COUNTED = ("status", "office", "skills", "barriers", "submitted_at", "first_answer_at", "decision")
"""Columns that figures are counted by; see `store.insights`."""
_TAGGED = ((idea_skill, "skills"), (idea_barrier, "barriers"), (idea_offer, "offered"))
"""The tables by which ideas are found that have a code, each with the column of an idea that lists its codes."""


class Arrival(msgspec.Struct):
    """Events of one idea that have just come in. `is_first`: nothing of it was here before."""

    first_pk: int
    is_first: bool
    events: list[Event] = []


def row_of(it: Idea) -> Row:
    """What is kept of an idea to read from, as if it stood alone."""
    author, review, progress = it.author, it.review, it.progress
    return {
        "id": it.id,
        "title": it.title,
        "problem": it.problem,
        "proposal": it.proposal,
        "helps": it.helps,
        "source": it.source,
        "reference": it.reference,
        "skills": [tag.key for tag in it.skills],
        "barriers": list(it.barriers),
        "offered": [tag.key for tag in it.offered],
        "barrier_note": it.barrier_note,
        "office": it.office,
        "author": author.person if author else None,
        "author_name": author.name if author else "",
        "submitted_at": it.submitted_at,
        "changed_at": it.changed_at,
        "own_status": it.status,
        "status": it.status,
        "joined_into": it.joined_into,
        "root": it.id,
        "supporters": len(it.supporters),
        "comments": len(it.comments),
        "decision": review.decision if review else "",
        "reason": review.reason if review else "",
        "reviewed_at": review.at if review else "",
        "first_answer_at": it.first_answer_at,
        "decided_twice": it.decided_twice,
        "phase": progress.phase if progress else "",
        "note": progress.note if progress else "",
        "is_ready": it.is_ready,
    }


def case_row(pk: int, it: Idea) -> Row | None:
    """What the latest estimate of an idea comes to, as a row to add up; None for an idea that nobody has sized."""
    if not it.estimates or it.status == "erased":
        return None
    sized = it.estimates[-1].sized
    case = case_of(sized)
    row: Row = {
        "idea": pk,
        "stage": sized.stage,
        "confidence": sized.confidence,
        "is_actual": sized.is_actual,
        "channel_from": sized.channel_from,
        "channel_to": sized.channel_to,
    }
    amounts = (("cashable", case.cashable), ("noncashable", case.non_cashable), ("public_value", case.public_value))
    numbers = (
        ("staff_minutes", case.staff_minutes), ("public_minutes", case.public_minutes), ("times", case.times),
        ("moving", case.moving),
    )  # fmt: skip
    for ends, to_whole in ((amounts, pence), (numbers, whole)):
        for name, found in ends:
            for end in ("low", "likely", "high"):
                row[f"{name}_{end}"] = None if found is None else _bounded(to_whole(getattr(found, end)))
    return row


def _bounded(figure: int) -> int:
    return max(-MOST_WHOLE, min(figure, MOST_WHOLE))


def _whole_row(it: Idea, first: First) -> Row:
    row = row_of(it)
    row["pk"], row["seen_at"] = first
    return row


def standing(connection: sa.Connection, where: sa.ColumnElement[bool]) -> dict[str, list[bytes]]:
    """The lines of the events that stand, by idea; which of an event in two versions, `anonymity.standing` says.

    What takes a name off stands in every version: what either took off is gone, here and wherever they are handed on.
    """
    rows = connection.execute(
        sa.select(event.c.idea, event.c.id, event.c.line, event.c.kind)
        .where(where, event.c.line.is_not(None))
        .order_by(event.c.idea, event.c.id, event.c.digest)
    )
    lines: dict[str, list[bytes]] = {}
    several: dict[tuple[str, str], list[bytes]] = {}
    last, first = ("", ""), b""
    for of, identifier, line, kind in rows:
        if kind == "anonymised":
            lines.setdefault(of, []).append(line)
        elif (of, identifier) != last:
            lines.setdefault(of, []).append(line)
            last, first = (of, identifier), line
        else:
            several.setdefault(last, [first]).append(line)
    for (of, _identifier), versions in several.items():
        lines[of][lines[of].index(versions[0])] = standing_line(versions)
    return lines


def project(connection: sa.Connection, arrivals: Mapping[str, Arrival], seen_at: str) -> set[str]:
    """Bring the ideas up to date for which events have come in; returns those that are shown from now on."""
    if not arrivals:
        return set()
    whole = {
        of: replay(of, arrival.events)
        for of, arrival in arrivals.items()
        if arrival.is_first and len({happened.id for happened in arrival.events}) == len(arrival.events)
    }
    brand_new = {of: (arrival.first_pk, seen_at) for of, arrival in arrivals.items() if arrival.is_first}
    known = arrivals.keys() - brand_new.keys()
    replayed = [*whole.values(), *_replayed(connection, arrivals.keys() - whole.keys())]
    return _put(connection, replayed, brand_new | _firsts(connection, known), known)


def refresh(connection: sa.Connection, ideas: Iterable[str]) -> set[str]:
    """Bring ideas up to date, whatever has come or gone; returns those that are shown from now on."""
    shown: set[str] = set()
    for chunk in chunks(ideas):
        replayed = {it.id: it for it in _replayed(connection, chunk)}
        shown |= _put(connection, [replayed.get(of, Idea(of)) for of in chunk], _firsts(connection, chunk), chunk)
    return shown


def rebuild(connection: sa.Connection, report: Report = silent) -> int:
    """Make the projection anew from the log; returns how many ideas it holds."""
    sqlite.clear_search(connection)
    for table in (idea_skill, idea_barrier, idea_case, idea_offer, idea, insight_block, insight_stale, insight_code):
        connection.execute(sa.delete(table))
    for replayed in _all_replayed(connection, report):
        _put(connection, replayed, _firsts(connection, [it.id for it in replayed]), ())
    return connection.scalar(sa.select(sa.func.count()).select_from(idea)) or 0


def differences(connection: sa.Connection, report: Report) -> Iterator[str]:
    """The ids of ideas whose rows are not what their events come to. Compares every column of every row."""
    in_groups = groups.places(_replayed_groups(connection))
    shown = 0
    for replayed in _all_replayed(connection, report):
        actual = {row["id"]: dict(row) for row in _rows(connection, [it.id for it in replayed])}
        firsts = _firsts(connection, [it.id for it in replayed])
        tags = {table: _tags(connection, table, actual.values()) for table, _column in _TAGGED}
        cases = _cases(connection, [row["pk"] for row in actual.values()])
        for it in replayed:
            if it.status is None:
                if it.id in actual:
                    yield it.id
                continue
            shown += 1
            expected = _whole_row(it, firsts[it.id])
            if (place := in_groups.get(it.id)) is not None:
                expected |= msgspec.structs.asdict(place)
            row = actual.get(it.id)
            if (
                row != expected
                or cases.get(row["pk"]) != case_row(row["pk"], it)
                or any(tags[table].get(row["pk"], set()) != set(expected[column]) for table, column in _TAGGED)
            ):
                yield it.id
    if shown != connection.scalar(sa.select(sa.func.count()).select_from(idea)):
        known = sa.select(event.c.idea)
        yield from connection.scalars(sa.select(idea.c.id).where(idea.c.id.not_in(known)))


def orphans(connection: sa.Connection) -> int:
    """How many ideas are kept but not shown, because their submission has not arrived."""
    shown = sa.select(idea.c.id)
    return connection.scalar(sa.select(sa.func.count(event.c.idea.distinct())).where(event.c.idea.not_in(shown))) or 0


def _replayed(connection: sa.Connection, ideas: Collection[str]) -> Iterator[Idea]:
    for chunk in chunks(ideas):
        for of, lines in standing(connection, event.c.idea.in_(chunk)).items():
            yield replay(of, map(decode, lines))


def _all_replayed(connection: sa.Connection, report: Report) -> Iterator[list[Idea]]:
    """Every idea that has events here, orphans too, in the order of ids, a chunk at a time."""
    total = connection.scalar(sa.select(sa.func.count(event.c.idea.distinct()))) or 0
    done = 0
    last = sa.select(event.c.idea).distinct().order_by(event.c.idea).limit(CHUNK)
    ids = list(connection.scalars(last))
    while ids:
        replayed = {it.id: it for it in _replayed(connection, ids)}
        yield [replayed.get(of, Idea(of)) for of in ids]
        done += len(ids)
        report(done, total)
        ids = list(connection.scalars(last.where(event.c.idea > ids[-1])))


def _replayed_groups(connection: sa.Connection) -> list[Idea]:
    """Every idea that was ever joined, and those it says it was joined into."""
    joined = sa.select(event.c.idea).distinct().where(event.c.kind == "joined", event.c.line.is_not(None))
    replayed = {it.id: it for it in _replayed(connection, list(connection.scalars(joined)))}
    targets = {it.joined_into for it in replayed.values() if it.joined_into is not None}
    return [*replayed.values(), *_replayed(connection, targets - replayed.keys())]


def _rows(connection: sa.Connection, ideas: Collection[str]) -> Iterator[Row]:
    for chunk in chunks(ideas):
        for row in connection.execute(sa.select(idea).where(idea.c.id.in_(chunk))).mappings():
            yield dict(row)


def _cases(connection: sa.Connection, keys: Collection[int]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    for chunk in chunks(keys):
        rows = connection.execute(sa.select(idea_case).where(idea_case.c.idea.in_(chunk))).mappings()
        found |= {row["idea"]: dict(row) for row in rows}
    return found


def _tags(connection: sa.Connection, table: sa.Table, rows: Iterable[Row]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    wanted = sa.select(table.c.idea, table.c.code).where(table.c.idea.in_([row["pk"] for row in rows]))
    for pk, code in connection.execute(wanted):
        found.setdefault(pk, set()).add(code)
    return found


def _firsts(connection: sa.Connection, ideas: Collection[str]) -> dict[str, First]:
    firsts: dict[str, First] = {}
    for chunk in chunks(ideas):
        of_each = sa.select(sa.func.min(event.c.pk)).where(event.c.idea.in_(chunk)).group_by(event.c.idea)
        rows = connection.execute(sa.select(event.c.idea, event.c.pk, event.c.seen_at).where(event.c.pk.in_(of_each)))
        firsts |= {of: (pk, seen_at) for of, pk, seen_at in rows}
    return firsts


_change = sa.update(idea).where(idea.c.pk == sa.bindparam("row_pk"))


def _put(connection: sa.Connection, ideas: list[Idea], firsts: Mapping[str, First], known: Collection[str]) -> set[str]:
    """Make the rows of these ideas what the ideas are, where only `known` ones can have one; returns the new ones."""
    before = {row["id"]: row for row in _rows(connection, known)}
    gone = [before[it.id] for it in ideas if it.id in before and _moves(before[it.id], it, firsts)]
    after = [_whole_row(it, firsts[it.id]) for it in ideas if it.status is not None]
    going = {row["id"] for row in gone}
    kept = {of: row for of, row in before.items() if of not in going}
    added = [row for row in after if row["id"] not in kept]
    changed = [row for row in after if row["id"] in kept]
    retagged = [row for row in changed if any(row[column] != kept[row["id"]][column] for _table, column in _TAGGED)]
    reworded = [row for row in changed if any(row[part] != kept[row["id"]][part] for part in sqlite.WORDS)]

    sqlite.unindex(connection, [*gone, *(kept[row["id"]] for row in reworded)])
    if gone or retagged:
        pks = [row["pk"] for row in (*gone, *retagged)]
        for table, _column in _TAGGED:
            connection.execute(sa.delete(table).where(table.c.idea.in_(pks)))
    if gone:
        connection.execute(sa.delete(idea).where(idea.c.pk.in_([row["pk"] for row in gone])))
    sqlite.insert(connection, idea, added)
    if changed:
        connection.execute(_change, [row | {"row_pk": row["pk"]} for row in changed])
    for table, column in _TAGGED:
        tagged = [(row["pk"], code) for row in (*added, *retagged) for code in dict.fromkeys(row[column])]
        sqlite.insert(connection, table, [{"code": code, "idea": pk} for pk, code in tagged])
    sqlite.index(connection, [row["pk"] for row in (*added, *reworded)])
    recounted = [row for row in changed if any(row[name] != kept[row["id"]][name] for name in COUNTED)]
    late = [row for row in added if row["id"] in known]  # its key is not new, and a block may be past it
    resized = _put_aside(connection, [row["pk"] for row in before.values()], after, ideas)
    _mark_stale(connection, (*(row["pk"] for row in (*gone, *recounted, *late)), *resized))
    _regroup(connection, before.values(), [it.id for it in ideas], after)
    return {row["id"] for row in added} - before.keys()


def _mark_stale(connection: sa.Connection, keys: Iterable[int]) -> None:
    """Remember that figures must look at these ideas again; what is new, they look at by themselves."""
    sqlite.insert(connection, insight_stale, [{"idea": key} for key in keys], missing=True)


def _put_aside(connection: sa.Connection, known: Collection[int], after: list[Row], ideas: Iterable[Idea]) -> set[int]:
    """Make the cases those that the ideas have, which few do; only `known` keys can have any already.

    Returns those of the known keys that had a case, or have one now.
    """
    resized: set[int] = set()
    for chunk in chunks(known):
        gone = sa.delete(idea_case).where(idea_case.c.idea.in_(chunk)).returning(idea_case.c.idea)
        resized.update(connection.scalars(gone))
    sized = {it.id: it for it in ideas if it.estimates}
    if sized:
        rows = (case_row(row["pk"], sized[row["id"]]) for row in after if row["id"] in sized)
        added = [row for row in rows if row is not None]
        sqlite.insert(connection, idea_case, added)
        resized.update({row["idea"] for row in added}.intersection(known))
    return resized


def _moves(row: Row, it: Idea, firsts: Mapping[str, First]) -> bool:
    """Whether the idea's row goes: it is not shown any more, or has another place in the order of arrival."""
    return it.status is None or firsts[it.id][0] != row["pk"]


_place = (
    sa.update(idea)
    .where(idea.c.id == sa.bindparam("of"))
    .values(root=sa.bindparam("new_root"), status=sa.bindparam("new_status"), supporters=sa.bindparam("new_supporters"))
)


_ANY_JOIN = "SELECT 1 FROM idea WHERE joined_into IS NOT NULL LIMIT 1"


def _regroup(connection: sa.Connection, before: Iterable[Row], ideas: list[str], after: list[Row]) -> None:
    """Find the groups anew that these changes can have touched."""
    seeds = {
        of for row in (*before, *after) if row["joined_into"] is not None for of in (row["id"], row["joined_into"])
    }
    for chunk in chunks(ideas) if sqlite.ask(connection, _ANY_JOIN).fetchone() else ():
        seeds.update(connection.scalars(sa.select(idea.c.joined_into).where(idea.c.joined_into.in_(chunk))))
    if not seeds:
        return
    members: set[str] = set()
    while seeds:
        members |= seeds
        found: set[str] = set()
        for chunk in chunks(seeds):
            found.update(connection.scalars(sa.select(idea.c.id).where(idea.c.joined_into.in_(chunk))))
            edges = sa.select(idea.c.joined_into).where(idea.c.id.in_(chunk), idea.c.joined_into.is_not(None))
            found.update(connection.scalars(edges))
        seeds = found - members
    changes = [
        {"of": of, "new_root": place.root, "new_status": place.status, "new_supporters": place.supporters}
        for of, place in groups.places(_replayed(connection, members)).items()
    ]
    if changes:
        connection.execute(_place, changes)
        placed = sa.select(idea.c.pk).where(idea.c.id.in_(sa.bindparam("of", expanding=True)))
        for chunk in chunks(str(change["of"]) for change in changes):
            _mark_stale(connection, connection.scalars(placed, {"of": chunk}))


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """The values in lists short enough for one IN (...)."""
    iterator = iter(values)
    while chunk := list(itertools.islice(iterator, CHUNK)):
        yield chunk
