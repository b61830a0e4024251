"""What a database of ours consists of, and whether a file still does: damage can also change what its tables are."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ideabox.domain.problems import Refusal, refuse
from ideabox.domain.reporting import LetGo
from ideabox.store import schema, sqlite

Make = Callable[[sa.Connection], None]
"""What makes a new database of one kind."""


def create(connection: sa.Connection) -> None:
    """Create the newest schema in an empty database."""
    sqlite.claim(connection)
    schema.metadata.create_all(connection)
    sqlite.create_search(connection)
    connection.execute(sa.insert(schema.schema_version).values(version_num=schema.REVISIONS[-1]))


def faults(connection: sa.Connection, make: Make) -> list[str]:
    """The tables and indexes that are not what they are in a new database; none if all are.

    What somebody has added with another program, such as a view to read by, is no damage.
    """
    found, wanted = sqlite.form(connection), _of_new(make)
    return [f"the form of {name}" for name in sorted(wanted) if found.get(name) != wanted[name]]


@contextlib.contextmanager
def plain_errors(path: Path, make: Make) -> Iterator[None]:
    """As `sqlite.plain_errors`; and where a file that is not sound was the reason for anything else, say that."""
    try:
        with sqlite.plain_errors(path):
            yield
    except (Refusal, LetGo, OSError):
        raise
    except Exception:
        if found := _look_into(path, make):
            refuse("database", "damaged", path=str(path), detail=found[0])
        raise


def _look_into(path: Path, make: Make) -> list[str]:
    engine = sqlite.engine(path, writes=False)
    try:
        with sqlite.plain_errors(path), engine.connect() as connection:
            return [*sqlite.quick_faults(connection), *faults(connection, make)]
    except sqlite.ERRORS as fault:
        return [str(fault)]
    finally:
        engine.dispose()


@functools.cache
def _of_new(make: Make) -> dict[str, Any]:
    engine = sqlite.engine(Path(":memory:"), writes=True)
    try:
        with engine.begin() as connection:
            make(connection)
            return sqlite.form(connection)
    finally:
        engine.dispose()
