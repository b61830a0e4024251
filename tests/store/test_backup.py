"""Backups: whole, proved, few, and without what has been erased."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ideabox.domain.problems import Refusal
from ideabox.store import backup
from ideabox.store.drafts import Draft, Drafts
from ideabox.usecases import ideas, safekeeping
from ideabox.usecases.session import Session
from tests.conftest import OpenSession
from tests.end_to_end.test_recording import logged

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def titles(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {title for (title,) in connection.execute("SELECT title FROM idea WHERE status <> 'erased'")}


def test_a_backup_is_a_whole_database_that_another_program_can_read(session: Session) -> None:
    logged(session, "First")
    made = backup.back_up(session.store, None, NOON)
    logged(session, "Second")
    assert titles(made.path) == {"First"}
    assert backup.backups(session.store.path) == [made]
    assert [file.name for file in made.path.parent.iterdir()] == ["ideabox-20261127-120000.db"]


def test_a_year_of_days_leaves_a_week_of_days_and_a_month_of_weeks() -> None:
    taken = [NOON - timedelta(days=days, hours=hours) for days in range(365) for hours in (0, 1)]
    kept = sorted(backup.kept(taken), reverse=True)
    assert kept[:7] == [NOON - timedelta(days=days) for days in range(7)]
    assert len(kept) <= 11
    assert NOON - kept[-1] >= timedelta(days=18)


def test_old_backups_go_and_the_newest_stays_however_the_clock_stood(session: Session) -> None:
    logged(session, "First")
    for days in range(12):
        backup.back_up(session.store, None, NOON + timedelta(days=days))
    made = backup.back_up(session.store, None, NOON - timedelta(days=900))  # the clock has lost its battery
    found = backup.backups(session.store.path)
    assert len(found) <= 12
    assert made in found


def test_a_backup_is_due_once_a_day_if_something_changed(session: Session) -> None:
    path = session.store.path
    logged(session, "First")
    assert backup.is_due(path, NOON)
    made = backup.back_up(session.store, None, NOON)
    os.utime(path, (0, 0))
    for file in path.parent.glob("*.db-*"):
        os.utime(file, (0, 0))
    assert not backup.is_due(path, NOON + timedelta(hours=3))
    assert not backup.is_due(path, NOON + timedelta(days=2))
    changed = made.path.stat().st_mtime + 10
    os.utime(path, (changed, changed))
    assert not backup.is_due(path, NOON + timedelta(hours=3))
    assert backup.is_due(path, NOON + timedelta(days=2))


def test_what_is_erased_is_in_no_backup_afterwards(session: Session) -> None:
    gone, stays = logged(session, "Xylophones for all"), logged(session, "Stays")
    for days in range(3):
        backup.back_up(session.store, None, NOON - timedelta(days=days))
    ideas.erase(session, gone)
    found = backup.backups(session.store.path)
    assert [titles(each.path) for each in found] == [{"Stays"}]
    assert not any(
        b"Xylophones" in file.read_bytes() for file in session.store.path.parent.rglob("*") if file.is_file()
    )
    assert stays


def test_a_backup_in_place_of_one_of_the_same_second_keeps_none_of_its_drafts(session: Session, tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts.db")
    try:
        drafts.save(Draft("d1", title="Xylophage"), session.timestamp())
        assert backup.back_up(session.store, drafts, NOON).drafts is not None
    finally:
        drafts.close()
    backup.renew(session.store, NOON)
    assert [each.drafts for each in backup.backups(session.store.path)] == [None]


def test_bringing_back_adds_what_is_missing_and_takes_nothing_away(session: Session, open_session: OpenSession) -> None:
    kept, erased = logged(session, "Kept"), logged(session, "Erased since")
    made = backup.back_up(session.store, None, NOON)
    target = made.path.with_name("elsewhere.db")
    safekeeping.back_up_to(session, target)
    ideas.erase(session, erased)
    logged(session, "Later")
    done = safekeeping.bring_back(session, target)
    assert (done.ideas, done.aside) == (2, None)
    other = open_session("another")
    assert safekeeping.bring_back(other, target).ideas == 2
    assert titles(session.store.path) == {"Kept", "Later"}
    assert kept


def test_putting_back_sets_the_database_aside_and_brings_nothing_back_that_was_erased(session: Session) -> None:
    logged(session, "Kept")
    erased = logged(session, "Erased since")
    path, target = session.store.path, session.store.path.with_name("elsewhere.db")
    before = session.store.identity()
    safekeeping.back_up_to(session, target)
    ideas.erase(session, erased)
    logged(session, "Later")
    session.store.close()
    done = safekeeping.put_back(path, target)
    assert done.aside is not None
    assert titles(done.aside) == {"Kept", "Later"}
    assert titles(path) == {"Kept"}
    assert before


def test_a_file_that_is_no_backup_replaces_nothing(session: Session, tmp_path: Path) -> None:
    logged(session, "Kept")
    path = session.store.path
    session.store.close()
    before = path.read_bytes()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(before[:8192])
    theirs = tmp_path / "theirs.db"
    with contextlib.closing(sqlite3.connect(theirs)) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    for source, code in ((damaged, "damaged"), (theirs, "not-ours"), (tmp_path / "none.db", "missing")):
        with pytest.raises(Refusal) as refused:
            safekeeping.put_back(path, source)
        assert refused.value.problems[0].code == code
        assert path.read_bytes() == before


def test_what_only_the_journal_of_a_database_holds_comes_along_when_it_is_put_back(
    session: Session, tmp_path: Path
) -> None:
    logged(session, "In the journal")
    path, source = session.store.path, tmp_path / "killed.db"
    for file in (path, path.with_name("ideabox.db-wal")):  # as they are when the program is killed
        source.with_name(file.name.replace("ideabox", "killed")).write_bytes(file.read_bytes())
    session.store.close()
    safekeeping.put_back(path, source)
    assert titles(path) == {"In the journal"}


def test_a_journal_that_a_kill_left_is_not_read_into_the_database_that_is_put_back(
    session: Session, tmp_path: Path
) -> None:
    older, source = tmp_path / "older.db", tmp_path / "source.db"
    for number in range(20):
        logged(session, f"Idea {number}")
    safekeeping.back_up_to(session, older)
    for number in range(20, 60):
        logged(session, f"Idea {number}")
    safekeeping.back_up_to(session, source)
    database = session.store.path
    session.store.close()
    with contextlib.closing(sqlite3.connect(older)) as changing:
        changing.execute("PRAGMA synchronous=OFF")  # so that the journal is as good as complete at once
        changing.execute("PRAGMA cache_size=2")
        changing.execute("UPDATE idea SET proposal = proposal || 'x'")
        left = Path(f"{older}-journal").read_bytes()
        changing.rollback()
    assert len(left) > 4096
    Path(f"{database.with_name('ideabox.restoring.db')}-journal").write_bytes(left)
    safekeeping.put_back(database, source)
    with contextlib.closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(titles(database)) == 60
    assert not list(database.parent.glob("ideabox.restoring*"))
