"""Whether a store is sound."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.store import form, log, projection, sqlite
from ideabox.store.database import Store
from ideabox.store.schema import idea, insight_block


class Health(msgspec.Struct, frozen=True):
    """What an examination found. `faults` (of the file) and `differences` (of the projection) must be empty."""

    ideas: int
    events: int
    orphans: int
    """Ideas that are kept but not shown, because their submission has not arrived."""
    conflicts: int
    """Events that came in two versions, of which `anonymity.standing` says which stands."""
    faults: tuple[str, ...]
    differences: tuple[str, ...]
    """Ideas whose rows are not what their events come to, or are counted otherwise; at most a hundred are named."""

    @property
    def is_sound(self) -> bool:
        return not self.faults and not self.differences


def examine(store: Store, report: Report = silent) -> Health:
    """Check the file, its indexes and links, and that every idea is what its events come to."""
    faults = file_faults(store)
    with store.read() as connection:
        counted = log.counts(connection)
        different = itertools.islice(_differences(connection, report), 100) if not faults else ()
        return Health(
            ideas=shown(connection),
            events=counted["events"],
            orphans=projection.orphans(connection),
            conflicts=counted["conflicts"],
            faults=tuple(faults),
            differences=tuple(different),
        )


def _differences(connection: sa.Connection, report: Report) -> Iterator[str]:
    yield from projection.differences(connection, report)
    if connection.scalar(sa.select(sa.func.count()).select_from(insight_block)):
        from ideabox.store import insights  # noqa: PLC0415 - it loads numpy

        yield from insights.differences(connection)


def shown(connection: sa.Connection) -> int:
    """How many ideas there are that have not been erased."""
    return connection.scalar(sa.select(sa.func.count()).select_from(idea).where(idea.c.status != "erased")) or 0


def file_faults(store: Store) -> list[str]:
    """What is wrong with the file, its form and links, and with the bytes of the events: what recovering mends."""
    with store.write() as connection:  # the full-text index can be checked by a writer only
        faults = [*sqlite.integrity_faults(connection), *form.faults(connection, form.create)]
    with store.read() as connection:
        altered = log.altered(connection)
    return [*faults, *([f"events that are not what was written: {altered}"] if altered else [])]


def look_through(store: Store) -> None:
    """Read the whole file once; refuses a damaged one. Faster than `examine`, and writes nothing."""
    with store.read() as connection:
        faults = [*sqlite.quick_faults(connection), *form.faults(connection, form.create)]
    if faults:
        refuse("database", "damaged", path=str(store.path), detail=faults[0])
