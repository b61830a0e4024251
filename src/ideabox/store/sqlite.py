"""What is particular to SQLite: its settings, its full-text index, its checks, its errors."""

from __future__ import annotations

import contextlib
import operator
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import event as listening

from ideabox.domain.events import Unusable
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Cancelled, Stop

try:
    import pysqlite3 as driver
except ImportError:  # no wheel for this machine
    import sqlite3 as driver

ERRORS = (sa.exc.DBAPIError, driver.Error)
"""What can come of a question: as SQLAlchemy has it, or, from rows that are read without it, as the driver does."""
UNREADABLE = (driver.Error, UnicodeDecodeError)
"""What reading damaged bytes comes to: the driver cannot always put what SQLite says of them into words."""
_OF_DAMAGE = ("malformed", "invalid fts5 file format")
"""What damage is called where it has no number of its own."""
_UNDECODABLE = "Could not decode to UTF-8"
WAL_IS_SAFE = driver.sqlite_version_info >= (3, 51, 3)
"""Before this version two connections can, rarely, corrupt a database in WAL mode (sqlite.org/wal.html#walresetbug)."""
APPLICATION_ID = 0x49646561  # "Idea"
BUSY_TIMEOUT_MS = 5_000
PATIENCE_SECONDS = 15 * 60
"""How long a write waits for another, such as a long import, before it gives up."""
CHUNK = 500
"""How many values go into one IN (...)."""

SEARCH_DDL = (
    "CREATE VIRTUAL TABLE idea_fts USING fts5(title, problem, proposal, barrier_note, content='idea',"
    " content_rowid='pk', prefix='2 3', tokenize='porter unicode61 remove_diacritics 2')"
)
TERMS_DDL = "CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, idea_fts, instance)"
"""The index's own words, for one connection: where each stands, so that a word is found without counting its ideas."""
FTS = sa.table("idea_fts", sa.column("rowid", sa.Integer))
WORDS = ("title", "problem", "proposal", "barrier_note")
"""The texts of an idea by whose words it is found."""


def engine(path: Path, *, writes: bool) -> sa.Engine:
    """An engine on a database file, for the one writer or for readers.

    Transactions are real (they cover DDL), a commit that returned survives a power cut, and only the writer moves the
    journal's pages into the database.
    """
    made = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        module=driver,
        poolclass=sa.pool.QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
    )

    @listening.listens_for(made, "connect")
    def set_up(connection: Any, record: sa.pool.ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver must not begin or commit by itself
        run = connection.execute
        run(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        run("PRAGMA synchronous=FULL")
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA secure_delete=ON")
        run("PRAGMA trusted_schema=OFF")
        run("PRAGMA cell_size_check=ON")
        run("PRAGMA journal_size_limit=4194304")
        run("PRAGMA cache_size=-65536" if writes else "PRAGMA cache_size=-16384")
        run(TERMS_DDL)
        if writes:
            wanted = "wal" if WAL_IS_SAFE else "truncate"
            if run("PRAGMA journal_mode").fetchone()[0] != wanted:
                run(f"PRAGMA journal_mode={wanted}")
        else:
            run("PRAGMA query_only=ON")
            run("PRAGMA wal_autocheckpoint=0")
            record.info[_KNOWN] = (0, {})

    @listening.listens_for(made, "begin")
    def begin(connection: sa.Connection) -> None:
        if writes:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            ask(connection, "BEGIN")

    return made


def ask(connection: sa.Connection, question: str, values: Sequence[Any] = ()) -> Any:
    """The driver's own answer to a question, as a cursor: without what SQLAlchemy does for it, which takes as long."""
    driver_connection: Any = connection.connection.driver_connection
    return driver_connection.execute(question, values)


def marks(values: Collection[Any]) -> str:
    """Places for these values in a list."""
    return ", ".join("?" * len(values))


def claim(connection: sa.Connection) -> None:
    """Mark the database file as Ideabox's."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")


def is_ours(connection: sa.Connection) -> bool:
    """Whether the file is Ideabox's, or an empty one that may become so."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID:
        return True
    return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()


def has_table(connection: sa.Connection, name: str) -> bool:
    """Whether there is a table of this name."""
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.exec_driver_sql(known, (name,)).first() is not None


def insert(
    connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]], *, missing: bool = False
) -> None:
    """Insert many rows, which must have every column of the table that has no default; `missing`: pass over known keys.

    Core's own way of doing this takes twice as long as the inserting itself, since it works on each value of each row.
    """
    if not rows:
        return
    columns = [column for column in table.columns if column.name in rows[0]]
    names = ", ".join(f'"{column.name}"' for column in columns)
    verb = "INSERT OR IGNORE" if missing else "INSERT"
    values = [(*map(operator.itemgetter(column.name), rows),) for column in columns]
    for number, column in enumerate(columns):
        if (bound := column.type.bind_processor(connection.dialect)) is not None:
            values[number] = (*map(bound, values[number]),)
    connection.exec_driver_sql(
        f'{verb} INTO "{table.name}" ({names}) VALUES ({marks(columns)})', [*zip(*values, strict=True)]
    )


def changes(connection: sa.Connection) -> int:
    """How many rows this connection has inserted, changed or deleted so far."""
    driver_connection: Any = connection.connection.driver_connection
    return int(driver_connection.total_changes)


def create_search(connection: sa.Connection) -> None:
    """Create the full-text index over `idea`."""
    connection.exec_driver_sql(SEARCH_DDL)


def index(connection: sa.Connection, keys: Collection[int]) -> None:
    """Make the ideas with these keys findable by their words."""
    if keys:
        connection.exec_driver_sql(_INDEX, (msgspec.json.encode(keys).decode(),))


_INDEX = (
    "INSERT INTO idea_fts(rowid, title, problem, proposal, barrier_note)"
    " SELECT pk, title, problem, proposal, barrier_note FROM idea"
    " WHERE pk IN (SELECT value FROM json_each(?)) ORDER BY pk"
)


def unindex(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Take ideas out of the index; the rows must be just as they were indexed."""
    delete = (
        "INSERT INTO idea_fts(idea_fts, rowid, title, problem, proposal, barrier_note) VALUES ('delete', ?, ?, ?, ?, ?)"
    )
    values = [(row["pk"], *(row[word] for word in WORDS)) for row in rows]
    if values:
        connection.exec_driver_sql(delete, values)


def matches(expression: str | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """That an idea, joined to `FTS` by its pk, has the words of a full-text expression."""
    return sa.literal_column("idea_fts", sa.Text).op("MATCH", is_comparison=True)(expression)


def working_days(start: sa.ColumnElement[str], end: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """`domain.working_days` between the days of two moments, as a condition can ask for it."""
    return sa.func.max(_worked(end) - _worked(start), sa.literal_column("0"))


def _worked(moment: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    """How many working days there were from a Monday in the year 1 up to and with a moment's day."""
    days = sa.cast(
        sa.func.julianday(sa.func.substr(moment, sa.literal_column("1"), sa.literal_column("10")))
        - sa.literal_column("1721424.5"),
        sa.Integer,
    )
    of_week = days - days.op("/")(sa.literal_column("7")) * sa.literal_column("7")
    weeks = days.op("/", return_type=sa.Integer())(sa.literal_column("7"))
    return weeks * sa.literal_column("5") + sa.func.min(of_week, sa.literal_column("5"))


_KNOWN, _MOST_KNOWN = "ideabox terms", 500
_TERMS = """
WITH RECURSIVE next(term) AS (
    SELECT * FROM (SELECT term FROM temp.term WHERE term >= ?1 LIMIT 1)
    UNION ALL
    SELECT (SELECT there.term FROM temp.term AS there WHERE there.term >= next.term || char(0) LIMIT 1)
    FROM next WHERE next.term < ?2
)
SELECT term FROM next WHERE term < ?2 LIMIT ?3
"""


def terms(connection: sa.Connection, beginning: str, most: int) -> list[str]:
    """Words of the full-text index that begin so, as it keeps them, in their order; at most so many.

    A reader remembers them for as long as nothing is written, since a search is typed letter by letter.
    """
    if _KNOWN not in connection.info:
        return _terms(connection, beginning, most)
    ((version,),) = ask(connection, "PRAGMA data_version")
    if connection.info[_KNOWN][0] != version or len(connection.info[_KNOWN][1]) > _MOST_KNOWN:
        connection.info[_KNOWN] = (version, {})
    known: dict[str, list[str]] = connection.info[_KNOWN][1]
    for length in range(len(beginning), 0, -1):
        if (found := known.get(beginning[:length])) is not None:
            return found if length == len(beginning) else [term for term in found if term.startswith(beginning)]
    found = _terms(connection, beginning, most)
    if len(found) < most:
        known[beginning] = found
    return found


def _terms(connection: sa.Connection, beginning: str, most: int) -> list[str]:
    after = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    return [term for (term,) in ask(connection, _TERMS, (beginning, after, most))]


def found_since(connection: sa.Connection, expression: str, key: int) -> list[int]:
    """The keys of the ideas that a full-text expression finds, from this key on."""
    found = ask(connection, "SELECT rowid FROM idea_fts WHERE idea_fts MATCH ? AND rowid >= ?", (expression, key))
    return [rowid for (rowid,) in found]


def count_up_to(connection: sa.Connection, expression: str, most: int) -> int:
    """How many ideas a full-text expression finds, counted up to so many."""
    found = "SELECT count(*) FROM (SELECT 1 FROM idea_fts WHERE idea_fts MATCH ? LIMIT ?)"
    ((count,),) = ask(connection, found, (expression, most))
    return int(count)


def newest_with(connection: sa.Connection, wanted: Sequence[tuple[str, int]], limit: int) -> list[list[int]]:
    """For each full-text expression, the keys of the newest ideas that match, newest first, at most `limit` of them.

    Each expression comes with a key; only ideas that arrived after it are looked at. One statement answers all, since
    beginning one takes as long as the answer does.
    """
    asked = [{"words": words, "after": after} for words, after in wanted]
    rows = connection.exec_driver_sql(_NEWEST_WITH, (limit, msgspec.json.encode(asked).decode()))
    return [msgspec.json.decode(row[0], type=list[int]) for row in rows]


_NEWEST_WITH = """
SELECT (
    SELECT json_group_array(arrival) FROM (
        SELECT rowid AS arrival FROM idea_fts
        WHERE idea_fts MATCH asked.value ->> 'words' AND rowid > asked.value ->> 'after'
        ORDER BY rowid DESC LIMIT ?
    )
) FROM json_each(?) AS asked ORDER BY asked.key
"""


def clear_search(connection: sa.Connection) -> None:
    """Empty the full-text index."""
    connection.exec_driver_sql("INSERT INTO idea_fts(idea_fts) VALUES ('delete-all')")


def forget_deleted_words(connection: sa.Connection) -> None:
    """Rewrite the full-text index, so that words of erased ideas are not left in it."""
    connection.exec_driver_sql("INSERT INTO idea_fts(idea_fts) VALUES ('optimize')")


def integrity_faults(connection: sa.Connection) -> list[str]:
    """What SQLite finds wrong with its own file, its foreign keys and the full-text index; nothing if all is well."""
    faults = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)") if row[0] != "ok"]
    faults += [
        f"foreign key of {row[0]} row {row[1]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    try:
        connection.exec_driver_sql("INSERT INTO idea_fts(idea_fts, rank) VALUES ('integrity-check', 1)")
    except sa.exc.DatabaseError as fault:
        if error_name(fault) not in ("SQLITE_CORRUPT_VTAB", "SQLITE_CORRUPT"):
            raise
        faults.append("the full-text index does not agree with the ideas")
    return faults


def copy_to(source: sa.Engine, target: Path) -> None:
    """Copy a live database by SQLite's own backup, and prove that the copy opens; half a copy is not left behind."""
    with source.connect() as connection:
        copy_connection(connection, target)


def copy_connection(connection: sa.Connection, target: Path) -> None:
    """The same, of the moment that a connection sees."""
    try:
        with contextlib.closing(driver.connect(str(target))) as copy:
            connection.connection.driver_connection.backup(copy)  # type: ignore[union-attr]
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
            copy.execute("PRAGMA journal_mode=DELETE")
        if verdict != "ok":
            refuse("database", "damaged", path=str(target), detail=str(verdict))
    except BaseException:
        with contextlib.suppress(OSError):
            target.unlink()
        raise


def journal(database: Path) -> Path:
    """The write-ahead log of a database, where what was saved last may be."""
    return database.with_name(f"{database.name}-wal")


def rollback_journal(database: Path) -> Path:
    """What SQLite keeps of pages that it is changing where there is no write-ahead log: for a moment as it begins one.

    One that stayed behind would be read into whatever database comes to have this name.
    """
    return database.with_name(f"{database.name}-journal")


def journal_index(database: Path) -> Path:
    """What SQLite keeps of the log's order while the database is open."""
    return database.with_name(f"{database.name}-shm")


def is_open_elsewhere(database: Path) -> bool:
    """Whether another program has a database open. This one must not: closing the file here would let go of its locks.

    On Windows it need not be asked: a file that is open cannot be renamed there.
    """
    if os.name != "posix":
        return False
    import fcntl  # noqa: PLC0415 - Windows has none

    with database.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except (BlockingIOError, PermissionError):
            return True
        return False


_SHARED_FIRST, _SHARED_BYTES = 0x40000002, 510
"""The bytes that SQLite locks of a database in WAL mode for as long as it is open (sqlite.org/c3ref/file.html)."""


def examined(path: Path) -> tuple[int, int] | None:
    """Look through a whole file; returns how many ideas and events it holds, or None if it is not Ideabox's."""
    how = "mode=ro" if journal(path).is_file() else "mode=ro&immutable=1"  # so that nothing is made beside it
    with contextlib.closing(driver.connect(f"{path.absolute().as_uri()}?{how}", uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            return None
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            refuse("database", "damaged", path=str(path), detail=str(verdict))
        ideas, events = "SELECT count(*) FROM idea WHERE status <> 'erased'", "SELECT count(*) FROM event"
        return connection.execute(ideas).fetchone()[0], connection.execute(events).fetchone()[0]


def form(connection: sa.Connection) -> dict[str, Any]:
    """What a database consists of, by name: columns in whatever order they were added, keys and indexes."""
    found: dict[str, Any] = {}
    for kind, name, made in ask(connection, _MADE).fetchall():
        if kind != "table" or made.upper().startswith("CREATE VIRTUAL"):
            found[name] = (kind, " ".join(made.split()))
            continue
        columns, links, indexes = (ask(connection, f'PRAGMA {part}("{name}")').fetchall() for part in _PARTS)
        keys = [index for index in indexes if index[3] != "c"]  # an index that was created has a name of its own
        found[name] = (
            kind,
            *(
                sorted(map(repr, (row[skipped:] for row in rows)))
                for skipped, rows in ((1, columns), (2, links), (2, keys))
            ),
        )
    return found


_MADE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'"
_PARTS = ("table_info", "foreign_key_list", "index_list")


def quick_faults(connection: sa.Connection) -> list[str]:
    """What SQLite finds wrong with its own file, looking through it once; nothing if all is well."""
    try:
        return [str(row[0]) for row in ask(connection, "PRAGMA quick_check(20)") if row[0] != "ok"]
    except UnicodeDecodeError as fault:
        return [str(fault)]
    except ERRORS as fault:
        if not error_name(fault).startswith("SQLITE_CORRUPT"):
            raise
        return [str(fault)]


def bring_readable(connection: sa.Connection, source: Path, names: Sequence[str]) -> None:
    """Take over the rows of these tables that are not here yet, of a file that may be damaged: all that can be read.

    Each is read from its beginning to the first fault, and from its end to the last. The file must be a copy that may
    be written to, since reading it moves its journal. Rows that belong to others which are gone do not come.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    with contextlib.closing(driver.connect(str(source))) as other:
        for name in names:
            ours = [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{name}")')]
            try:
                theirs = [row[1] for row in other.execute(f'PRAGMA table_info("{name}")')]
            except UNREADABLE:
                continue
            columns = [column for column in ours if column in theirs]
            if columns:
                _bring(connection, other, name, columns)
    for table, _row, parent, _number in list(connection.exec_driver_sql("PRAGMA foreign_key_check")):
        if table in names:
            _drop_orphans(connection, table, parent)


def _bring(connection: sa.Connection, other: Any, name: str, columns: Sequence[str]) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    insert = f'INSERT OR IGNORE INTO "{name}" ({listed}) VALUES ({marks(columns)})'  # noqa: S608 - our own names
    keys = [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{name}")') if row[5]]
    for direction in ("ASC", "DESC"):
        order = ", ".join(f'"{key}" {direction}' for key in keys)
        try:
            for row in other.execute(f'SELECT {listed} FROM "{name}" ORDER BY {order}'):  # noqa: S608 - as above
                connection.exec_driver_sql(insert, tuple(row))
        except UNREADABLE:
            continue
        return


def _drop_orphans(connection: sa.Connection, table: str, parent: str) -> None:
    for row in list(connection.exec_driver_sql(f'PRAGMA foreign_key_list("{table}")')):
        if row[2] == parent:
            connection.exec_driver_sql(
                f'DELETE FROM "{table}" WHERE "{row[3]}" NOT IN (SELECT "{row[4]}" FROM "{parent}")'  # noqa: S608
            )


def checkpoint(source: sa.Engine) -> None:
    """Move everything from the journal into the database and empty the journal."""
    connection = source.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


_NAMES = {
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "database or disk is full": "SQLITE_FULL",
    "database is locked": "SQLITE_BUSY",
    "attempt to write a readonly database": "SQLITE_READONLY",
}
"""Of errors that the driver tells by their words alone, as it does in a backup."""


def error_name(fault: Exception) -> str:
    """SQLite's name of an error, such as SQLITE_BUSY."""
    said = getattr(fault, "orig", fault)
    return getattr(said, "sqlite_errorname", None) or _NAMES.get(str(said), "")


def owe_forgetting(connection: sa.Connection) -> None:
    """Note in the database's header, along with what is being erased, that its traces are still to be removed."""
    connection.exec_driver_sql("PRAGMA user_version=1")


def owes_forgetting(connection: sa.Connection) -> bool:
    """Whether traces of what was erased are still to be removed."""
    return bool(connection.exec_driver_sql("PRAGMA user_version").scalar())


def has_forgotten(connection: sa.Connection) -> None:
    """Note that all traces are gone."""
    connection.exec_driver_sql("PRAGMA user_version=0")


@contextlib.contextmanager
def stoppable(connection: sa.Connection, stop: Stop) -> Iterator[None]:
    """While this lasts, a question is cut short when it is asked to stop; the connection can be used afterwards."""
    driver_connection: Any = connection.connection.driver_connection
    try:
        with stop.ends(driver_connection.interrupt):
            yield
    except ERRORS as fault:
        if stop.is_asked and error_name(fault) == "SQLITE_INTERRUPT":
            raise Cancelled from None
        raise


@contextlib.contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what can go wrong with a database file into a problem with a sentence; faults of our own pass through."""
    try:
        yield
    except (
        Unusable,
        UnicodeDecodeError,
        msgspec.DecodeError,
    ) as fault:  # what was in order when it was written: the disk has changed it
        refuse("database", "damaged", path=str(path), detail=str(fault))
    except ERRORS as fault:
        name = error_name(fault)
        text = str(getattr(fault, "orig", fault))
        if name.startswith("SQLITE_FULL") or shutil_says_full(path, name):
            refuse("database", "disk-full", path=str(path))
        if text.startswith(_UNDECODABLE):  # the driver goes on with the text, which is somebody's
            refuse("database", "damaged", path=str(path), detail=_UNDECODABLE)
        if name.startswith("SQLITE_CORRUPT") or any(words in text for words in _OF_DAMAGE):
            refuse("database", "damaged", path=str(path), detail=text)
        _refuse_by_name(path, name)
        raise


def _refuse_by_name(path: Path, name: str) -> None:
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        refuse("database", "busy", path=str(path))
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        refuse("database", "read-only", path=str(path))
    if name.startswith("SQLITE_CANTOPEN"):
        refuse("database", "cannot-open", path=str(path))
    if name.startswith("SQLITE_NOTADB"):
        refuse("database", "not-a-database", path=str(path))
    if name.startswith("SQLITE_IOERR"):
        refuse("database", "disk-error", path=str(path), detail=name)


def shutil_says_full(path: Path, name: str) -> bool:
    """A full disk can also show as a failed write."""
    if not name.startswith("SQLITE_IOERR_WRITE"):
        return False
    try:
        return shutil.disk_usage(path.parent).free < 1024 * 1024
    except OSError:
        return False
