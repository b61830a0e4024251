"""Backups, restoring and recovering as scripts do it, and what a person is told."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged


def test_a_backup_is_made_listed_and_brought_back(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        first = logged(session, "First")
    assert "There are no backups yet" in home("backups")
    target = tmp_path / "safe" / "ideas.db"
    assert str(target) in home("backup", target)
    assert "Ideas in it: 1" in home("backup")
    (listed,) = home.json("backups")["backups"]
    assert Path(listed["path"]).is_file()

    with home.at_work() as session:
        second = logged(session, "Second")
    assert "events: 0" in home("restore", target)
    assert {item["id"] for item in home.listed()} == {first, second}
    told = home("restore", target, "--replace")
    assert {item["id"] for item in home.listed()} == {first}
    aside = Path(told.strip().rsplit(" ", 1)[-1])
    assert "events: 1" in home("restore", aside)
    assert {item["id"] for item in home.listed()} == {first, second}


def test_a_backup_on_another_pc_brings_everything_there(home: Home, open_home: OpenHome, tmp_path: Path) -> None:
    with home.at_work() as session:
        idea = logged(session, "First")
    home("backup", tmp_path / "ideas.db")
    other = open_home("kim")
    other("restore", tmp_path / "ideas.db")
    assert other.status_of(idea) == "waiting"
    assert "All is well" in other("check")


def test_a_damaged_database_is_told_and_recovered(home: Home) -> None:
    with home.at_work() as session:
        kept = [logged(session, f"Idea {number}") for number in range(5)]
    home("backup")
    whole = home.database.read_bytes()
    home.database.write_bytes(whole[: len(whole) // 3])
    damaged = home.database.read_bytes()
    assert "`ideabox recover`" in home.refused("list")
    assert home.database.read_bytes() == damaged
    told = home("recover")
    assert "There were traces of 5 ideas" in told
    assert "nothing is missing" in told
    (aside,) = home.path.glob("ideabox.damaged-*.db")
    assert aside.read_bytes() == damaged
    assert {item["id"] for item in home.listed()} == set(kept)
    assert "All is well" in home("check")
    assert "is sound" in home.refused("recover")
    damaged_drafts = home.path / "ideabox-drafts.damaged-20261127-120000-000000.db"
    damaged_drafts.write_bytes(b"words of a draft")
    home("erase", kept[0])
    assert [path.name for path in home.path.iterdir() if ".damaged-" in path.name] == []


def test_a_fault_that_may_come_of_altered_rows_is_told_with_what_mends_them_and_kept(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "First")
    with contextlib.closing(sqlite3.connect(home.database)) as connection, connection:
        connection.execute("UPDATE idea SET status = 'waifing'")
    assert "`ideabox rebuild`" in home.refused("list")
    (report,) = (home.path / "crashes").glob("*.txt")  # the rows may come of a fault, too
    assert "KeyError" in report.read_text(encoding="utf-8")
    (home.path / "ideabox.log").unlink()  # that tells of it
    home("rebuild")
    assert home.status_of(idea) == "waiting"


def test_a_database_that_has_vanished_is_not_taken_for_a_new_one(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "First")
    home("backup")
    home.database.unlink()
    assert "is gone or empty" in home.refused("list")
    home.database.write_bytes(b"")
    assert "is gone or empty" in home.refused("list")
    home("recover")
    assert home.status_of(idea) == "waiting"


def test_packages_bring_back_what_nothing_else_has(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        idea = logged(session, "Sent")
    home("send", "--to", tmp_path / "sent")
    home.database.write_bytes(b"\0" * 8192)
    assert "is not a database" in home.refused("list")
    assert "brought what was missing of 1 idea" in home("recover", tmp_path / "sent")
    assert home.status_of(idea) == "waiting"


def test_what_is_no_backup_is_refused_in_a_sentence(home: Home, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("Dear diary. " * 1000)
    assert "is not a backup of Ideabox" in home.refused("restore", tmp_path / "diary.txt")
    assert "There is no backup" in home.refused("restore", tmp_path / "none.db")
    home("profile")
    with home.at_work() as session:
        logged(session, "First")
    assert "is the database itself" in home.refused("backup", home.database)


def test_a_database_that_a_window_has_open_is_not_replaced_under_it(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        logged(session, "First")
        home("backup", tmp_path / "ideas.db")
        logged(session, "Second")
        before = sorted(file.name for file in home.path.iterdir())
        assert "is open in another program" in home.refused("restore", tmp_path / "ideas.db", "--replace")
        assert sorted(file.name for file in home.path.iterdir()) == before
        logged(session, "Third")
    assert len(home.listed()) == 3
    home("restore", tmp_path / "ideas.db", "--replace")
    assert len(home.listed()) == 1
