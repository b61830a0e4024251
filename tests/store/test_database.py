"""Opening a store: what is made, what is refused, what is brought up to date."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from ideabox.domain.problems import Refusal
from ideabox.domain.skills import Skills
from ideabox.store import database, health, log, migrations, queries, schema, sqlite
from ideabox.store.database import Store
from ideabox.store.queries import Filter
from ideabox.usecases import ideas, upkeep
from ideabox.usecases.session import Session, new_id, utc_now
from tests.benchmarks.many_ideas import ManyIdeas
from tests.conftest import OpenSession


def open_store(path: Path) -> Store:
    return Store(path, lambda: new_id(utc_now()))


def schema_of(path: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    connection.close()
    return rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder" / "ideabox.db"


def test_a_new_store_is_an_ideabox_database_at_the_newest_schema(path: Path) -> None:
    with open_store(path) as store, store.read() as connection:
        assert connection.scalar(sa.select(schema.schema_version.c.version_num)) == schema.REVISIONS[-1]
        assert connection.exec_driver_sql("PRAGMA application_id").scalar() == sqlite.APPLICATION_ID


def test_a_commit_is_on_disk_before_it_is_acknowledged(path: Path) -> None:
    with open_store(path) as store, store.write() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == (
            "wal" if sqlite.WAL_IS_SAFE else "truncate"
        )


def test_an_old_sqlite_is_used_without_its_faulty_journal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAL_IS_SAFE", False)
    with open_store(path) as store, store.write() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"


def test_a_reader_cannot_write(path: Path) -> None:
    with (
        open_store(path) as store,
        pytest.raises(Refusal) as refused,
        store.read() as connection,
    ):
        connection.execute(sa.delete(schema.event))
    assert refused.value.problems[0].code == "read-only"


def test_a_write_that_fails_leaves_nothing_behind_not_even_tables(path: Path) -> None:
    with open_store(path) as store:
        with pytest.raises(ZeroDivisionError), store.write() as connection:
            connection.exec_driver_sql("CREATE TABLE half (x)")
            connection.execute(sa.insert(schema.pseudonym).values(idea=new_id(utc_now()), person=new_id(utc_now())))
            raise ZeroDivisionError
        with store.read() as connection:
            assert not sa.inspect(connection).has_table("half")
            assert connection.scalar(sa.select(sa.func.count()).select_from(schema.pseudonym)) == 0


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Refusal) as refused:
        open_store(path)
    assert refused.value.problems[0].code == "not-ours"
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("Dear diary, today nobody asked me anything. " * 100)
    before = path.read_bytes()
    with pytest.raises(Refusal) as refused:
        open_store(path)
    assert refused.value.problems[0].code == "not-a-database"
    assert path.read_bytes() == before


def test_a_database_from_a_newer_program_is_refused_unchanged(path: Path) -> None:
    with open_store(path) as store, store.write() as connection:
        connection.execute(sa.update(schema.schema_version).values(version_num="9999"))
    with pytest.raises(Refusal) as refused:
        open_store(path)
    assert refused.value.problems[0].code == "newer-schema"


def test_a_folder_in_the_place_of_the_database_is_refused(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(Refusal) as refused:
        open_store(path)
    assert refused.value.problems[0].code == "cannot-open"


def test_the_store_keeps_its_id(path: Path) -> None:
    with open_store(path) as store:
        first = store.identity()
    with open_store(path) as store:
        assert store.identity() == first


def test_a_copy_takes_an_id_of_its_own_before_it_can_write(path: Path) -> None:
    with open_store(path) as store:
        first = store.identity()
    other = path.with_name("copy.db")
    shutil.copyfile(path, other)
    with open_store(other) as store:
        assert store.identity() != first
    with open_store(path) as store:
        assert store.identity() == first


def test_the_recorded_schema_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    script = ScriptDirectory.from_config(config)
    assert tuple(reversed([revision.revision for revision in script.walk_revisions()])) == schema.REVISIONS


def structure(path: Path) -> dict[str, object]:
    """What a database consists of, whatever the order in which columns were added."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("PRAGMA table_list").fetchall()
        indexes = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL")
        return {
            name: (
                without_rowid,
                sorted(row[1:] for row in connection.execute(f'PRAGMA table_info("{name}")')),
                sorted(row[2:] for row in connection.execute(f'PRAGMA foreign_key_list("{name}")')),
                sorted(row[2:] for row in connection.execute(f'PRAGMA index_list("{name}")')),
            )
            for _schema, name, _kind, _columns, without_rowid, _strict in tables
        } | {name: " ".join(sql.split()) for name, sql in indexes}


@pytest.mark.parametrize("version", schema.REVISIONS[:-1])
def test_a_database_of_each_earlier_schema_becomes_what_a_new_one_is(path: Path, version: str) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "schemas" / f"{version}.sql").read_text(encoding="utf-8"))
    with open_store(path) as store:
        assert health.file_faults(store) == []
    fresh = path.with_name("fresh.db")
    open_store(fresh).close()
    assert structure(path) == structure(fresh)


def test_what_another_program_added_is_no_damage(path: Path) -> None:
    open_store(path).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW by_office AS SELECT office, count(*) FROM idea GROUP BY office")
        connection.execute("CREATE INDEX of_somebody ON idea (reference)")
    with open_store(path) as store:
        health.look_through(store)
        assert health.file_faults(store) == []


NEXT = f"""
revision = "9999"
down_revision = "{schema.REVISIONS[-1]}"

import sqlalchemy as sa
from alembic import op


def upgrade() -> None:
    op.add_column("batch", sa.Column("colour", sa.Text))
    {{then}}
"""


@pytest.fixture
def next_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A schema that is one step further: the folder for its migration."""
    folder = tmp_path / "versions"
    folder.mkdir()
    monkeypatch.setattr(migrations, "VERSIONS", [*migrations.VERSIONS, str(folder)])
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    monkeypatch.setattr(database, "_NEWEST", "9999")
    return folder


def test_an_older_database_is_brought_up_to_date_once_a_copy_is_kept(
    open_session: OpenSession, session: Session, next_revision: Path
) -> None:
    (idea,) = ideas.submit(session, "Kept", "Over", "Upgrades").new
    session.store.close()
    (next_revision / "9999_colour.py").write_text(NEXT.format(then="pass"))
    upgraded = open_session("ann")
    with upgraded.store.read() as connection:
        assert "colour" in {column["name"] for column in sa.inspect(connection).get_columns("batch")}
        assert connection.scalar(sa.select(schema.idea.c.id)) == idea
    (copy,) = upgraded.store.copies()
    assert "CREATE TABLE batch" in str(schema_of(copy))
    assert "colour" not in str(schema_of(copy))
    found = upkeep.check(upgraded)
    assert (found.faults, found.differences) == (("the form of batch",), ())  # which this program would not have made


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    open_session: OpenSession, session: Session, next_revision: Path
) -> None:
    session.store.close()
    before = schema_of(session.store.path)
    (next_revision / "9999_colour.py").write_text(NEXT.format(then="raise RuntimeError('half way')"))
    with pytest.raises(RuntimeError, match="half way"):
        open_session("ann")
    assert schema_of(session.store.path) == before


def test_a_list_in_a_damaged_file_is_refused_in_plain_words(
    open_session: OpenSession, session: Session, skills: Skills
) -> None:
    with session.store.write() as connection:
        log.append(connection, ManyIdeas(skills, 400).lines(), "package", session.timestamp())
        (root,) = connection.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'idea'").one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar()
        assert size is not None
    path = session.store.path
    session.store.close()
    content = bytearray(path.read_bytes())
    last = int.from_bytes(content[(root - 1) * size + 8 : (root - 1) * size + 12], "big")  # where its rows end
    content[(last - 1) * size : last * size] = b"\xaa" * size
    path.write_bytes(content)
    store = open_session("ann").store
    with pytest.raises(Refusal) as refused, store.read() as connection:
        list(queries.pages(connection, Filter()))
    assert refused.value.problems[0].code == "damaged"
