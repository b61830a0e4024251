"""One installation's store: opening it, keeping its schema current, and the only two ways in, `read` and `write`."""

from __future__ import annotations

import contextlib
import hashlib
import platform
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ideabox.domain.problems import Refusal, refuse
from ideabox.domain.reporting import Stop
from ideabox.store import beside, form, schema, sqlite

Connection = sa.Connection


class Store:
    """An open store. Close it, or use it as a context manager.

    `waiting` is called, once for each write, when another program holds the database and this one has begun to wait.
    `new_id` makes the store's id when one is needed.
    """

    def __init__(self, path: Path, new_id: Callable[[], str], waiting: Callable[[], None] | None = None) -> None:
        self.path = path
        self._new_id = new_id
        self._waiting = waiting or (lambda: None)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            refuse("database", "cannot-open", path=str(path))
        if beside.has_vanished(path):
            refuse("database", "vanished", path=str(path))
        self._writer = sqlite.engine(path, writes=True)
        self._readers = sqlite.engine(path, writes=False)
        try:
            self._make_ready()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file. The writer goes last, since the last to leave tidies the journal."""
        self._readers.dispose()
        self._writer.dispose()

    @contextlib.contextmanager
    def read(self, stop: Stop | None = None) -> Iterator[sa.Connection]:
        """A connection that sees one unchanging moment of the store.

        Asked to stop, what is being read is cut short, and the block ends with `Cancelled`.
        """
        with form.plain_errors(self.path, form.create), self._readers.begin() as connection:
            if stop is None:
                yield connection
                return
            with sqlite.stoppable(connection, stop):
                yield connection

    @contextlib.contextmanager
    def write(self, patience_seconds: float = sqlite.PATIENCE_SECONDS) -> Iterator[sa.Connection]:
        """A connection whose changes are on disk when the block ends, all of them, or none if it raises."""
        with form.plain_errors(self.path, form.create), self._begin(patience_seconds) as connection:
            yield connection

    def _begin(self, patience_seconds: float) -> contextlib.AbstractContextManager[sa.Connection]:
        """Begin to write, waiting in turns while another program does."""
        give_up = time.monotonic() + patience_seconds
        told = False
        while True:
            connection = None
            try:
                connection = self._writer.connect()
                connection.begin()
                break
            except sa.exc.OperationalError as fault:
                if connection is not None:
                    connection.close()
                if not sqlite.error_name(fault).startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                    raise
                if not told:
                    self._waiting()
                    told = True
        return _committing(connection)

    def identity(self) -> str:
        """The id under which this store's packages travel."""
        with self.read() as connection:
            return str(connection.scalar(sa.select(schema.installation.c.store)))

    def forget_deleted(self, patience_seconds: float = sqlite.PATIENCE_SECONDS) -> None:
        """Leave no trace of deleted text: in indexes and figures, journal, drafts, copies set aside and backups.

        What an erasure began is owed until this has gone through: the next start goes on with it.
        """
        try:
            with self.write(patience_seconds) as connection:
                sqlite.forget_deleted_words(connection)
                if connection.scalar(sa.select(sa.func.count()).select_from(schema.insight_block)):
                    from ideabox.store import insights  # noqa: PLC0415 - it loads numpy

                    insights.forget_gone(connection)
            with form.plain_errors(self.path, form.create):
                sqlite.checkpoint(self._writer)
            self._forget_drafts()
            for database in (self.path, beside.drafts_of(self.path)):
                for copy in beside.set_aside_for(database, beside.DAMAGED):
                    copy.unlink()
            for copy in self.copies():
                copy.unlink()
            self._renew_backups()
            with self.write(patience_seconds) as connection:
                sqlite.has_forgotten(connection)
        except (Refusal, OSError):
            refuse("database", "traces-left", path=str(self.path))

    def copies(self) -> list[Path]:
        """The copies from before upgrades, and from before a backup took this one's place, oldest first."""
        return beside.set_aside_for(self.path, "before")

    def _forget_drafts(self) -> None:
        """Let go of what is being written here about ideas that are erased."""
        from ideabox.store.drafts import Drafts  # noqa: PLC0415 - an erasure is rare

        path = beside.drafts_of(self.path)
        if not path.exists():
            return
        with contextlib.closing(Drafts(path)) as drafts:
            begun = {draft.id: draft.of for draft in drafts.all() if draft.of}
            answers = {answer.idea for answer in drafts.answers()}
            with self.read() as connection:
                told_of = sa.and_(schema.idea.c.id.in_({*begun.values(), *answers}), schema.idea.c.status == "erased")
                gone = set(connection.scalars(sa.select(schema.idea.c.id).where(told_of)))
            if gone:
                drafts.erase([draft for draft, idea in begun.items() if idea in gone], answers & gone)

    def _renew_backups(self) -> None:
        from ideabox.store import backup  # noqa: PLC0415 - it knows stores

        backup.renew(self, datetime.now(UTC))

    def rehearse_upgrade(self, copy: Path) -> None:
        """Copy the store, run the migrations on the copy, and open it."""
        from ideabox.store import migrations  # noqa: PLC0415 - Alembic is slow to load and seldom needed

        with form.plain_errors(copy, form.create):
            sqlite.copy_to(self._writer, copy)
            migrations.rehearse(copy)
        Store(copy, self._new_id).close()

    def _make_ready(self) -> None:
        with self.read() as connection:
            if not sqlite.is_ours(connection):
                refuse("database", "not-ours", path=str(self.path))
            version = _version(connection)
            settled = connection.scalar(sa.select(schema.installation.c.place)) if version == _NEWEST else None
        if version != _NEWEST:
            self._bring_up_to_date(version)
        if settled != self._place():
            self._settle()
        with self.read() as connection:
            is_owed = sqlite.owes_forgetting(connection)
        if is_owed:
            with contextlib.suppress(Refusal):  # it stays owed, and nobody is kept from their ideas
                self.forget_deleted(patience_seconds=0)

    def _bring_up_to_date(self, version: str | None) -> None:
        try:
            if version is None:
                with self.write() as connection:
                    if _version(connection) is None:  # another program may have been faster
                        form.create(connection)
            elif version in schema.REVISIONS:
                from ideabox.store import migrations  # noqa: PLC0415 - Alembic is slow to load and seldom needed

                with sqlite.plain_errors(self.path):
                    migrations.upgrade(self._writer, self.path, version)
            else:
                refuse("database", "newer-schema", path=str(self.path))
        except sqlite.ERRORS as fault:  # every earlier schema can be upgraded: it is none, whatever the file says
            refuse("database", "damaged", path=str(self.path), detail=str(getattr(fault, "orig", fault)))

    def _settle(self) -> None:
        """Take a store id: a new database needs one, and a copy must not write under its original's."""
        place = self._place()
        with self.write() as connection:
            last = connection.scalar(sa.select(schema.installation.c.last_key)) or 0
            connection.execute(sa.delete(schema.installation))
            settled = {"one": 1, "store": self._new_id(), "place": place, "last_key": last}
            connection.execute(sa.insert(schema.installation).values(settled))

    def _place(self) -> str:
        """Where the file is: another machine, path or file in its stead gives another answer."""
        file = self.path.resolve()
        return hashlib.sha256(f"{platform.node()}\n{file}\n{file.stat().st_ino}".encode()).hexdigest()


_NEWEST = schema.REVISIONS[-1]


@contextlib.contextmanager
def _committing(connection: sa.Connection) -> Iterator[sa.Connection]:
    with connection:
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


def _version(connection: sa.Connection) -> str | None:
    if not sqlite.has_table(connection, schema.schema_version.name):
        return None
    return connection.scalar(sa.select(schema.schema_version.c.version_num))
