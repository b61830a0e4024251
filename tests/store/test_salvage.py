"""What comes back from a damaged database: everything that is whole, from wherever it is, and a true account of it."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ideabox.domain.events import decode
from ideabox.domain.problems import Refusal
from ideabox.domain.skills import Skills
from ideabox.store import backup, health, log, queries, salvage, schema
from ideabox.store.database import Store
from ideabox.store.drafts import Answer, Draft, Drafts
from ideabox.store.queries import Filter
from ideabox.store.salvage import Account
from ideabox.usecases.session import new_id, utc_now
from tests.benchmarks.many_ideas import ManyIdeas
from tests.exchange import line
from tests.exchange import uuid as event_id

MEGABYTE = 1024 * 1024
AT = "2026-11-23T09:30:00.000Z"
IDEAS = 3_000


def new() -> str:
    return new_id(utc_now())


def filled(path: Path, skills: Skills, ideas: int) -> dict[tuple[str, str], bytes]:
    """A database with so many ideas; returns the line of each of its events."""
    lines = list(ManyIdeas(skills, ideas).lines())
    with Store(path, new) as store, store.write() as connection:
        log.append(connection, lines, "here", "2026-11-23T09:30:00.000Z")
    return {(event.idea, event.id): line for event, line in lines}


def lines_of(path: Path) -> dict[tuple[str, str], bytes]:
    with Store(path, new) as store, store.read() as connection:
        return {
            (row.idea, row.id): row.line
            for row in connection.execute(schema.event.select().where(schema.event.c.line.is_not(None)))
        }


def recovered(path: Path, backups: list[Path] | None = None) -> Account:
    return salvage.recover(path, new, backups or [], (), utc_now())


def zero_the_middle(path: Path) -> bytes:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle - MEGABYTE // 2 : middle + MEGABYTE // 2] = bytes(MEGABYTE)
    path.write_bytes(content)
    return bytes(content)


def test_with_its_middle_megabyte_zeroed_all_that_is_left_comes_back_and_a_backup_brings_the_rest(
    tmp_path: Path, skills: Skills
) -> None:
    path = tmp_path / "ideabox.db"
    before = filled(path, skills, IDEAS)
    with Store(path, new) as store:
        taken = backup.back_up(store, None, datetime(2026, 11, 26, 9, tzinfo=UTC))
    damaged = zero_the_middle(path)
    with pytest.raises(Refusal) as refused, Store(path, new) as store:
        health.look_through(store)
    assert refused.value.problems[0].code == "damaged"

    alone = recovered(path)
    assert alone.aside is not None
    assert alone.aside.read_bytes() == damaged
    after = lines_of(path)
    assert after.items() <= before.items()
    assert alone.ideas == IDEAS
    assert IDEAS / 2 < alone.whole < IDEAS
    assert alone.whole + alone.incomplete + alone.lost == IDEAS
    assert alone.events == len(after)
    assert 0 < alone.events_lost <= len(before) - len(after)
    with Store(path, new) as store:
        assert health.examine(store).is_sound

    path.write_bytes(damaged)
    with_backup = recovered(path, [taken.path])
    assert lines_of(path) == before
    assert with_backup.whole == alone.whole
    assert [(came.source, came.ideas) for came in with_backup.came] == [(taken.path.name, IDEAS - alone.whole)]
    assert (with_backup.incomplete, with_backup.lost, with_backup.events_lost) == (0, 0, 0)


def test_events_that_only_the_journal_holds_come_back(tmp_path: Path, skills: Skills) -> None:
    path, copy = tmp_path / "ideabox.db", tmp_path / "copy.db"
    filled(path, skills, 50)
    with Store(path, new) as store:
        more = list(ManyIdeas(skills, 20, seed=7).lines())
        with store.write() as connection:
            log.append(connection, more, "here", "2026-11-24T09:30:00.000Z")
        journal = path.with_name("ideabox.db-wal").read_bytes()
        main = path.read_bytes()
    copy.write_bytes(b"\0" * 4096 + main[4096:])  # not even the header is left
    copy.with_name("copy.db-wal").write_bytes(journal)
    found = {(kept.idea, kept.id) for kept in salvage.whole_events(copy)}
    assert {(event.idea, event.id) for event, _line in more} <= found


@pytest.mark.parametrize("left", [0, 100, 4096, 5000, 200_000], ids="{} bytes".format)
def test_a_database_that_was_cut_short_gives_what_is_left_and_its_backup_the_rest(
    tmp_path: Path, skills: Skills, left: int
) -> None:
    path = tmp_path / "ideabox.db"
    before = filled(path, skills, 300)
    with Store(path, new) as store:
        taken = backup.back_up(store, None, utc_now())
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(Refusal) as refused:
        Store(path, new)
    assert refused.value.problems[0].code in ("vanished", "damaged", "not-a-database")
    recovered(path, [taken.path])
    assert lines_of(path) == before


def test_a_byte_that_changed_in_an_event_is_never_taken_for_what_somebody_wrote(tmp_path: Path, skills: Skills) -> None:
    path = tmp_path / "ideabox.db"
    before = filled(path, skills, 30)
    content = bytearray(path.read_bytes())
    changed = content.find(b'"problem":"', len(content) // 3) + 15
    content[changed] ^= 1
    path.write_bytes(content)
    account = recovered(path)
    after = lines_of(path)
    assert after.items() <= before.items()
    assert len(before) - len(after) <= 1
    assert account.events_lost == len(before) - len(after)


def test_a_file_that_holds_no_event_and_may_be_anybodys_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ideabox.db"
    path.write_text("Dear diary, today nobody asked me anything. " * 1000)
    before = path.read_bytes()
    with pytest.raises(Refusal) as refused:
        recovered(path)
    assert refused.value.problems[0].code == "nothing-left"
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["ideabox.db"]


def test_what_was_being_written_comes_back_from_a_damaged_drafts_file(tmp_path: Path) -> None:
    path = tmp_path / "ideabox-drafts.db"
    drafts = Drafts(path)
    written = [Draft(new(), title=f"Draft {number}", problem="words " * 1500) for number in range(20)]
    for number, draft in enumerate(written):
        drafts.save(draft, f"2026-11-23T09:30:{number:02}.000Z")
    drafts.keep_answer(Answer("0190a0a0-0000-7000-8000-000000000000", "ask", "Which form?"), "2026-11-23T09:31:00.000Z")
    drafts.close()
    content = bytearray(path.read_bytes())
    content[:100] = bytes(100)
    path.write_bytes(content)
    with pytest.raises(Refusal):
        Drafts(path)
    assert salvage.recover_drafts(path, [], utc_now()) == 21
    drafts = Drafts(path)
    try:
        assert drafts.all() == written[::-1]
        assert [answer.reason for answer in drafts.answers()] == ["Which form?"]
    finally:
        drafts.close()


def test_the_reader_of_pages_finds_what_sqlite_finds(tmp_path: Path, skills: Skills) -> None:
    path = tmp_path / "ideabox.db"
    filled(path, skills, 200)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        theirs = connection.execute("SELECT pk, id, digest, line FROM event ORDER BY pk").fetchall()
    ours = salvage.whole_events(path)
    assert [(kept.pk, kept.digest, kept.line) for kept in ours] == [(row[0], row[2], row[3]) for row in theirs]


def test_a_name_that_was_taken_off_does_not_come_back_with_a_package_though_what_took_it_off_was_damaged(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ideabox.db"
    named = line("submitted", 100)
    nobody, gone = {"person": event_id(9)}, {"events": [event_id(100)]}
    taking_off = line("anonymised", 101, clock=2, by=nobody, body=gone)
    with Store(path, new) as store, store.write() as connection:
        log.append(connection, [(decode(each), each) for each in (named, taking_off)], "package", AT)
    content = path.read_bytes()
    assert b"anonymised" in content
    assert b'"Ann"' not in content
    path.write_bytes(content.replace(taking_off, taking_off[:-9] + b"123456789"))
    packages = [("package", True, [(decode(each), each) for each in (named, taking_off)])]
    account = salvage.recover(path, new, [], packages, utc_now())
    assert (account.ideas, account.lost) == (1, 0)
    assert b'"Ann"' not in path.read_bytes()
    assert len(lines_of(path)) == 2


ALTERED = {
    "a column of another name": "UPDATE sqlite_master SET sql = replace(sql, 'propo', 'prop0') WHERE name = 'idea'",
    "a table of another name": "UPDATE sqlite_master SET name = 'ideb', tbl_name = 'ideb' WHERE name = 'idea'",
    "an index of something else": "UPDATE sqlite_master SET sql = replace(sql, 'sent = 0', 'sent = 8')"
    " WHERE name = 'ix_event_unsent'",
    "another index of words": "UPDATE sqlite_master SET sql = replace(sql, 'fts5', 'fts4') WHERE name = 'idea_fts'",
    "a schema without a version": "PRAGMA ignore_check_constraints=ON; DELETE FROM alembic_version",
    "an earlier version of the schema": "UPDATE alembic_version SET version_num = '0003'",
    "a list that is none": "UPDATE idea SET skills = '[\"a'",
}


@pytest.mark.parametrize("change", ALTERED.values(), ids=ALTERED)
def test_what_damage_makes_of_the_form_of_a_database_is_called_damage_and_mended(
    tmp_path: Path, skills: Skills, change: str
) -> None:
    path = tmp_path / "ideabox.db"
    before = filled(path, skills, 3)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.executescript(change)
        connection.commit()
    with pytest.raises(Refusal) as refused, Store(path, new) as store:
        health.look_through(store)
        with store.read() as connection:
            list(queries.pages(connection, Filter()))
    assert refused.value.problems[0].code == "damaged"
    recovered(path)
    assert lines_of(path) == before
    with Store(path, new) as store:
        assert health.examine(store).is_sound
