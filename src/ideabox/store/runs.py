"""Import runs: what each one brought, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa

from ideabox.domain.anonymity import IRREVOCABLE
from ideabox.domain.problems import refuse
from ideabox.store import apart, confirmed, projection, sqlite
from ideabox.store.keys import spend_keys
from ideabox.store.projection import chunks
from ideabox.store.schema import (
    batch,
    batch_idea,
    event,
    folder_file,
    import_run,
    run_event,
    shared_event,
    shared_run,
    source_row,
    unwanted_event,
)


class Run(msgspec.Struct, frozen=True):
    """One import as the log of runs shows it; counts are of ideas, but for `unusable`, of rows or lines.

    `from_folder`: it took a file of a team folder, by itself.
    """

    id: int
    at: str
    file: str
    new: int
    updated: int
    known: int
    unusable: int
    undone_at: str | None
    signer: bytes | None
    """The public key of whoever vouched for it."""
    from_folder: bool


class Undone(msgspec.Struct, frozen=True):
    """What undoing a run did: ideas that are gone, ideas that lost something, and those left as they are."""

    removed: tuple[str, ...]
    changed: tuple[str, ...]
    left: tuple[str, ...]


_all = sa.select(
    *(import_run.c[name] for name in Run.__struct_fields__ if name in import_run.c),
    sa.select(shared_run.c.run).where(shared_run.c.run == import_run.c.id).exists(),
)


def begin(connection: sa.Connection, file: str, at: str, package: str | None = None, signer: str | None = None) -> int:
    """Open a run; returns its number."""
    key = None if signer is None else bytes.fromhex(signer)
    values = {"file": file, "at": at, "package": package, "signer": key}
    result = connection.execute(sa.insert(import_run).values(values).returning(import_run.c.id))
    return int(result.scalar_one())


def finish(connection: sa.Connection, run: int, *, new: int, updated: int, known: int, unusable: int) -> None:
    """Write down what the run came to."""
    values = {"new": new, "updated": updated, "known": known, "unusable": unusable}
    connection.execute(sa.update(import_run).where(import_run.c.id == run).values(values))


def bring(connection: sa.Connection, run: int, keys: Iterable[int]) -> None:
    """Write down that the run brought these events, which were here already."""
    sqlite.insert(connection, run_event, [{"event": pk, "run": run} for pk in keys], missing=True)


def get(connection: sa.Connection, run: int) -> Run:
    """One run of the log."""
    row: Any = connection.execute(_all.where(import_run.c.id == run)).one_or_none()
    if row is None:
        refuse("run", "no-such-run", run=run)
    return Run(*row)


def lines_of(connection: sa.Connection, run: int, most: int) -> Iterator[tuple[str, bytes]]:
    """The first lines that a run brought, with their ideas; at most so many."""
    wanted = sa.select(event.c.idea, event.c.line).join(run_event, run_event.c.event == event.c.pk)
    first = wanted.where(run_event.c.run == run, event.c.line.is_not(None)).order_by(event.c.pk).limit(most)
    for idea, line in connection.execute(first):
        yield str(idea), line


def all_runs(connection: sa.Connection) -> list[Run]:
    """The whole log, the last run first."""
    rows: Iterable[Any] = connection.execute(_all.order_by(import_run.c.id.desc()))
    return [Run(*row) for row in rows]


def undo(connection: sa.Connection, run: int, at: str) -> Undone:
    """Take back what a run brought, as if it had never been imported.

    An event goes when no other run brought it. Left, and named, are ideas to which something happened here since,
    that have been passed on, that are erased, or that have lost a name.
    """
    if get(connection, run).undone_at is not None:
        refuse("run", "undone-already", run=run)
    brought = _brought_by_this_run_alone(connection, run)
    left = _to_leave(connection, brought)
    going = {of: pks for of, pks in brought.items() if of not in left}
    spend_keys(connection)
    if _is_from_folder(connection, run):
        _do_not_want(connection, (pk for pks in going.values() for pk in pks))
    connection.execute(sa.delete(run_event).where(run_event.c.run == run))
    for chunk in chunks(pk for pks in going.values() for pk in pks):
        connection.execute(sa.delete(event).where(event.c.pk.in_(chunk)))
    projection.refresh(connection, going)
    connection.execute(sa.delete(source_row).where(source_row.c.idea.not_in(sa.select(event.c.idea))))
    apart.forget_gone(connection)
    confirmed.forget_gone(connection)
    connection.execute(sa.update(import_run).where(import_run.c.id == run).values(undone_at=at))
    still = {of for chunk in chunks(going) for of in connection.scalars(_here.where(event.c.idea.in_(chunk)))}
    return Undone(
        removed=tuple(of for of in going if of not in still),
        changed=tuple(of for of in going if of in still),
        left=tuple(left),
    )


_here = sa.select(event.c.idea).distinct()


def _brought_by_this_run_alone(connection: sa.Connection, run: int) -> dict[str, list[int]]:
    """By idea, the keys of the events that go with this run; not those recorded here, which need no run."""
    other = run_event.alias("other")
    again: sa.ColumnElement[bool] = sa.exists().where(other.c.event == run_event.c.event, other.c.run != run)
    if not _is_from_folder(connection, run):  # what stands in a team folder came from there too
        again = sa.or_(again, _by_others.where(shared_event.c.event == run_event.c.event).exists())
    rows = connection.execute(
        sa.select(event.c.idea, event.c.pk)
        .join(run_event, run_event.c.event == event.c.pk)
        .where(run_event.c.run == run, ~again, event.c.origin != "here")
        .order_by(event.c.pk)
    )
    brought: dict[str, list[int]] = {}
    for of, pk in rows:
        brought.setdefault(of, []).append(pk)
    return brought


_by_others = (
    sa.select(shared_event.c.file)
    .join(folder_file, folder_file.c.pk == shared_event.c.file)
    .where(folder_file.c.ours == sa.false())
)


def _is_from_folder(connection: sa.Connection, run: int) -> bool:
    return connection.scalar(sa.select(shared_run.c.run).where(shared_run.c.run == run)) is not None


def _do_not_want(connection: sa.Connection, keys: Iterable[int]) -> None:
    """Remember what was taken back: the next file of the team folder may well hold it again."""
    columns = (event.c.idea, event.c.id, event.c.digest)
    for chunk in chunks(keys):
        rows = connection.execute(sa.select(*columns).where(event.c.pk.in_(chunk)))
        sqlite.insert(connection, unwanted_event, [dict(row) for row in rows.mappings()], missing=True)


def _to_leave(connection: sa.Connection, brought: Mapping[str, list[int]]) -> list[str]:
    left: dict[str, None] = {}
    for chunk in chunks(brought):
        written = sa.func.max(sa.func.coalesce(batch.c.written_at, batch.c.at))
        in_batches = sa.select(batch_idea.c.idea, written).join(batch).where(batch_idea.c.idea.in_(chunk))
        batched = dict(connection.execute(in_batches.group_by(batch_idea.c.idea)).all())
        going = {pk for of in chunk for pk in brought[of]}
        rows = connection.execute(
            sa.select(event.c.idea, event.c.pk, event.c.origin, event.c.sent, event.c.kind, event.c.seen_at).where(
                event.c.idea.in_(chunk)
            )
        )
        for of, pk, origin, sent, kind, seen_at in rows:
            happened_since = origin == "here" and pk > brought[of][0]
            passed_on = pk in going and (sent or seen_at <= batched.get(of, ""))
            if happened_since or passed_on or kind in IRREVOCABLE:
                left[of] = None
    return list(left)


def known_rows(connection: sa.Connection, keys: Iterable[bytes]) -> dict[bytes, str]:
    """The ideas that spreadsheet rows became, by the keys under which rows are known again."""
    found: dict[bytes, str] = {}
    for chunk in chunks(keys):
        rows = connection.execute(sa.select(source_row.c.key, source_row.c.idea).where(source_row.c.key.in_(chunk)))
        found |= dict(rows.all())
    return found


def know_rows(connection: sa.Connection, rows: Mapping[bytes, str]) -> None:
    """Know these spreadsheet rows again, by their keys, as the ideas they became."""
    sqlite.insert(connection, source_row, [{"key": key, "idea": of} for key, of in rows.items()])
