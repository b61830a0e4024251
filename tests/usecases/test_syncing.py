"""Exchange through a team folder: who gets what, what is never in it, and what goes wrong without harm."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import ideabox
from ideabox.domain.events import Anonymised, Event, encode
from ideabox.domain.people import By
from ideabox.domain.problems import Refusal
from ideabox.exchange.package import Package
from ideabox.exchange.team_folder import INSIDE, NAMELESS, TeamFolder
from ideabox.store import answers, log, schema
from ideabox.store.drafts import Draft, Drafts
from ideabox.store.queries import Filter
from ideabox.usecases import (
    anonymising,
    folder_in,
    ideas,
    import_log,
    importing,
    mine,
    reading,
    reviewing,
    rights,
    sending,
    syncing,
    upkeep,
)
from ideabox.usecases.session import Session
from ideabox.usecases.syncing import Synced
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession

Sync = Callable[..., Synced]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "S" / "team"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def sync(team: Path, wording: Wording) -> Sync:
    """Exchanges with the team folder, as the program does by itself."""

    def once(session: Session, folder: Path = team, *, chosen: bool = False, with_erasures: bool = False) -> Synced:
        return syncing.sync(session, folder, wording, chosen=chosen, with_erasures=with_erasures)

    return once


@pytest.fixture
def ann(open_session: OpenSession) -> Session:
    return open_session("ann")


@pytest.fixture
def bob(open_session: OpenSession) -> Session:
    return open_session("bob", role="manager")


def log_idea(session: Session, title: str = "Text people", *, anonymous: bool = False) -> str:
    return next(iter(ideas.submit(session, title, "They forget", "Send a text", anonymous=anonymous).new))


def titles(session: Session) -> set[str]:
    with reading.listing(session, Filter()) as found:
        return {row.title for row in found.rows}


def packages(team: Path, writer: str = "*") -> list[Path]:
    return sorted((team / INSIDE).glob(f"{writer}/*.zip"))


def said_in(path: Path) -> bytes:
    """Every byte of a package, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def look_of(team: Path) -> dict[str, tuple[int, int]]:
    files = (path for path in team.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


def test_an_idea_its_answer_and_what_came_by_email_reach_the_whole_team(
    ann: Session, bob: Session, open_session: OpenSession, sync: Sync, tmp_path: Path, wording: Wording
) -> None:
    idea = log_idea(ann)
    sync(ann)
    assert sync(bob).changes.new == {idea}
    lead = open_session("lead", role="lead", office="Head office")
    reviewing.review(bob, idea, "put-forward", "You say that people forget.")
    (parcel,) = sending.send(bob, tmp_path / "mail", wording)
    importing.import_file(lead, parcel.path, {})
    reviewing.progress(lead, idea, "discovery", "We have begun.")
    (outcome,) = sending.send(lead, tmp_path / "mail", wording)
    importing.import_file(bob, outcome.path, {})
    sync(bob)
    assert sync(ann).changes.updated == {idea}
    assert reading.show(ann, idea).row.status == "discovery"
    assert mine.mine(ann, 0).answered == {idea}


def test_what_is_in_the_folder_counts_as_sent_and_as_passed_on(
    ann: Session, bob: Session, open_session: OpenSession, sync: Sync
) -> None:
    idea = log_idea(ann)
    assert mine.mine(ann, 0).only_here == {idea}
    sync(ann)
    sync(bob)
    reviewing.review(bob, idea, "do-here", "Do it.")
    sync(bob)
    sync(ann)
    cem = open_session("cem")
    sync(cem)
    assert mine.mine(ann, 0).only_here == frozenset()
    assert [mine.mine(session, 0).to_send for session in (ann, bob, cem)] == [0, 0, 0]


def test_an_exchange_with_nothing_new_leaves_every_file_as_it_is(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    log_idea(ann, anonymous=True)
    sync(ann)
    sync(bob)
    before = look_of(team)
    for session in (ann, bob, ann):
        synced = sync(session)
        assert (synced.taken, synced.written, synced.deleted) == ((), (), 0)
    assert look_of(team) == before


def test_a_store_writes_and_deletes_only_files_of_its_own(ann: Session, bob: Session, sync: Sync, team: Path) -> None:
    sync(ann)
    for number in range(20):
        log_idea(ann, f"Idea {number}")
        sync(ann)
        of_ann = look_of(team / INSIDE / ann.store.identity())
        log_idea(bob, f"Other {number}")
        sync(bob)
        assert look_of(team / INSIDE / ann.store.identity()) == of_ann
    assert {path.parent.name for path in packages(team)} == {ann.store.identity(), bob.store.identity()}
    assert titles(ann) | {"Other 19"} == titles(bob)


def test_however_often_a_store_writes_its_files_stay_few(ann: Session, bob: Session, sync: Sync, team: Path) -> None:
    counts = []
    for number in range(150):
        log_idea(ann, f"Idea {number}")
        sync(ann)
        counts.append(len(packages(team)))
    assert max(counts) <= 7 * 3
    assert sync(bob).changes.new == reading_ids(ann)
    assert upkeep.check(bob).is_sound


def reading_ids(session: Session) -> set[str]:
    with reading.listing(session, Filter()) as found:
        return {row.id for row in found.rows}


def test_drafts_never_leave(ann: Session, sync: Sync, team: Path) -> None:
    drafts = Drafts(ann.store.path.with_name("drafts.db"))
    drafts.save(Draft("d", "My unfinished thought", "unfinished", "unfinished"), ann.timestamp())
    log_idea(ann)
    sync(ann)
    drafts.close()
    assert packages(team)
    assert not any(b"unfinished" in said_in(path) for path in packages(team))


def test_an_idea_without_a_name_tells_neither_by_its_words_nor_by_its_file_whose_it_is(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann, "Named")
    sync(ann)
    secret = log_idea(ann, "Secret", anonymous=True)
    sync(ann)
    ideas.comment(ann, secret, "More about it")
    sync(ann)
    (path,) = packages(team, NAMELESS)
    store, person = ann.store.identity(), ann.me.person
    said = said_in(path)
    assert b"More about it" in said
    assert not any(each.encode() in said for each in (store, person, "Ann"))
    assert store not in path.name
    day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    assert datetime.fromtimestamp(path.stat().st_mtime, UTC) == day
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for other in packages(team, store):
        assert secret.encode() not in said_in(other)
    assert "Secret" in (sync(bob), titles(bob))[1]


def test_a_nameless_author_hears_of_the_answer(ann: Session, bob: Session, sync: Sync, team: Path) -> None:
    secret = log_idea(ann, "Secret", anonymous=True)
    sync(ann)
    sync(bob)
    reviewing.review(bob, secret, "ask", "How often?")
    sync(bob)
    sync(ann)
    assert mine.mine(ann, 0).answered == {secret}
    assert not packages(team, ann.store.identity())


def test_a_copy_that_a_synchronising_program_made_brings_nothing_twice(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    sync(ann)
    (path,) = packages(team)
    shutil.copyfile(path, path.with_name(f"{path.stem} (1).zip"))
    assert len(sync(bob).taken) == 1
    shutil.copyfile(path, path.with_name(f"{path.stem} (2).zip"))
    assert sync(bob).taken == ()
    assert len(importing.all_runs(bob)) == 1
    path.unlink()
    assert sync(bob).written == ()


def later(session: Session, by: timedelta) -> None:
    moment = session.now() + by
    session.now = lambda: moment


def test_a_file_that_is_still_arriving_waits_without_a_word_and_is_taken_once_it_is_whole(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    sync(ann)
    (path,) = packages(team)
    whole = path.read_bytes()
    for part in (0, 100, len(whole) // 2):
        path.write_bytes(whole[:part])
        synced = sync(bob)
        assert (synced.waiting, synced.aside, synced.set_aside) == (1, 0, ())
        later(bob, timedelta(minutes=6))  # as long as it grows, it arrives
    path.write_bytes(whole)
    synced = sync(bob)
    assert (synced.waiting, len(synced.taken)) == (0, 1)


def test_a_file_that_stays_unusable_is_named_once_and_left_as_it_is(
    ann: Session, bob: Session, sync: Sync, team: Path, wording: Wording
) -> None:
    log_idea(ann)
    sync(ann)
    bad = team / INSIDE / ann.store.identity() / "bad.ideabox.zip"
    bad.write_bytes(b"PK\x03\x04 not much of a package")
    first = sync(bob)
    assert (len(first.taken), first.waiting, first.set_aside) == (1, 1, ())
    later(bob, timedelta(minutes=11))
    second = sync(bob)
    assert [problem.code for problem in second.set_aside] == ["damaged"]
    assert "bad.ideabox.zip is damaged" in wording.problem(second.set_aside[0])
    later(bob, timedelta(minutes=11))
    third = sync(bob)
    assert (third.set_aside, third.aside, third.waiting) == ((), 1, 0)
    assert bad.read_bytes() == b"PK\x03\x04 not much of a package"
    with Package(packages(team, ann.store.identity())[0]) as package:
        assert package.manifest.counts.ideas == 1


def test_a_file_with_a_line_that_is_not_usable_is_not_taken_in_part(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    log_idea(ann)
    sync(ann)
    (path,) = packages(team)
    events = zipfile.ZipFile(path).read("events.jsonl")
    rewrite(path, events.replace(b'"clock":1', b'"clock":0', 1))
    synced = sync(bob)
    assert [problem.code for problem in synced.set_aside] == ["unusable-lines"]
    assert titles(bob) == set()


def rewrite(path: Path, events: bytes, version: str = "1.0") -> None:
    """The same package with other events, and a manifest that says so."""
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["sha256"] = {"events.jsonl": hashlib.sha256(events).hexdigest()}
    manifest["version"] = version
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("events.jsonl", events)
        archive.writestr("manifest.json", json.dumps(manifest))


def test_what_only_a_newer_program_can_read_is_read_once_this_one_is_newer(
    ann: Session, bob: Session, sync: Sync, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_idea(ann)
    sync(ann)
    (path,) = packages(team)
    events = zipfile.ZipFile(path).read("events.jsonl")
    rewrite(path, events, "2.0")
    look = path.stat()
    assert [problem.code for problem in sync(bob).set_aside] == ["newer-package"]
    size = look.st_size
    rewrite(path, events)
    os.utime(path, ns=(look.st_atime_ns, look.st_mtime_ns))
    assert path.stat().st_size == size
    assert sync(bob).taken == ()
    monkeypatch.setattr(folder_in, "__version__", f"{ideabox.__version__}.1")
    assert len(sync(bob).taken) == 1


def test_a_locked_file_is_taken_when_it_is_free(ann: Session, bob: Session, sync: Sync, team: Path) -> None:
    log_idea(ann)
    sync(ann)
    (path,) = packages(team)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert sync(bob).waiting == 1
    later(bob, timedelta(hours=1))
    assert [problem.code for problem in sync(bob).set_aside] == ["cannot-read"]
    path.chmod(0o644)
    assert len(sync(bob).taken) == 1


def test_a_folder_that_cannot_be_reached_is_a_sentence_and_everything_goes_once_it_is_back(
    ann: Session, bob: Session, sync: Sync, team: Path, wording: Wording
) -> None:
    sync(ann)
    away = team.with_name("away")
    team.rename(away)
    log_idea(ann)
    with pytest.raises(Refusal) as refused:
        sync(ann)
    assert code_of(refused) == "unreachable"
    assert "safe" in wording.problem(refused.value.problems[0])
    away.rename(team)
    sync(ann)
    assert len(sync(bob).taken) == 1


def test_an_empty_place_where_the_folder_was_is_not_filled_unless_somebody_chose_it(
    ann: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    sync(ann)
    team.rename(team.with_name("away"))
    team.mkdir()
    with pytest.raises(Refusal) as refused:
        sync(ann)
    assert code_of(refused) == "emptied"
    assert list(team.iterdir()) == []
    assert len(sync(ann, chosen=True).written) == 1


def test_another_teams_folder_in_the_same_place_gets_nothing(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    log_idea(ann, "Ours")
    sync(ann)
    team.rename(team.with_name("ours"))
    team.mkdir()
    log_idea(bob, "Theirs")
    sync(bob)
    before = look_of(team)
    with pytest.raises(Refusal) as refused:
        sync(ann)
    assert code_of(refused) == "another-team"
    assert look_of(team) == before
    assert titles(ann) == {"Ours"}


def test_the_same_folder_under_another_letter_does_not_start_over(ann: Session, sync: Sync, team: Path) -> None:
    log_idea(ann)
    sync(ann)
    moved = team.with_name("T")
    team.rename(moved)
    synced = sync(ann, moved)
    assert (synced.taken, synced.written) == ((), ())
    team.mkdir()
    assert len(sync(ann, team, chosen=True).written) == 1, "another folder gets everything"


def test_two_that_begin_at_once_are_one_team(
    ann: Session, bob: Session, sync: Sync, team: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    log_idea(ann, "From Ann")
    log_idea(bob, "From Bob")
    sync(ann)
    sync(bob, other)
    shutil.copytree(other, team, dirs_exist_ok=True)
    shutil.copytree(team, other, dirs_exist_ok=True)
    for session, folder in ((ann, team), (bob, other)):
        synced = sync(session, folder)
        assert (len(synced.taken), synced.written) == (1, ())
        assert titles(session) == {"From Ann", "From Bob"}


def test_what_was_deleted_from_the_folder_is_written_again_by_whoever_wrote_it(
    ann: Session, bob: Session, open_session: OpenSession, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    sync(ann)
    sync(bob)
    shutil.rmtree(team / INSIDE / ann.store.identity())
    assert sync(bob).written == (), "its writer may just be putting files together"
    assert len(sync(ann).written) == 1
    assert sync(bob).taken == ()
    shutil.rmtree(team / INSIDE / ann.store.identity())
    sync(bob)
    later(bob, timedelta(days=3))
    assert len(sync(bob).written) == 1, "its writer is not at work any more"
    assert len(sync(open_session("cem")).taken) == 1


def test_a_folder_that_may_only_be_read_is_read(ann: Session, bob: Session, sync: Sync, team: Path) -> None:
    log_idea(ann, "From Ann")
    sync(ann)
    log_idea(bob, "From Bob")
    inside = team / INSIDE
    inside.chmod(0o555)
    try:
        if os.access(inside, os.W_OK):
            inside.chmod(0o755)
            (inside / bob.store.identity()).write_bytes(b"in the way")  # a user who may write everywhere
        synced = sync(bob)
        assert len(synced.taken) == 1
        assert [problem.field for problem in synced.not_written] == ["folder"]
        assert titles(bob) == {"From Ann", "From Bob"}
    finally:
        inside.chmod(0o755)
        (inside / bob.store.identity()).unlink(missing_ok=True)
    assert len(sync(bob).written) == 1


def test_what_was_taken_back_does_not_come_again_however_it_is_packed_until_somebody_imports_it(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    wanted = log_idea(ann, "Wanted")
    sync(ann)
    sync(bob)
    unwanted = log_idea(ann, "Unwanted")
    sync(ann)
    (imported,) = sync(bob).taken
    assert imported.run is not None
    assert importing.undo_import(bob, imported.run).removed == (unwanted,)
    for number in range(8):  # until Ann's files are put together
        log_idea(ann, f"{number}")
        sync(ann)
    sync(bob)
    assert titles(bob) == titles(ann) - {"Unwanted"}
    with_all = max(packages(team), key=lambda path: path.stat().st_size)
    importing.import_file(bob, with_all, {})
    assert titles(bob) == titles(ann)
    assert {wanted, unwanted} <= reading_ids(bob)
    for _ in range(8):
        sync(bob)
    assert titles(bob) == titles(ann)


def test_undoing_an_import_by_hand_leaves_what_the_team_folder_brought_too(
    ann: Session, bob: Session, sync: Sync, tmp_path: Path, wording: Wording
) -> None:
    log_idea(ann)
    (parcel,) = sending.send(ann, tmp_path / "mail", wording)
    run = importing.import_file(bob, parcel.path, {}).run
    assert run is not None
    sync(ann, chosen=True)
    assert sync(bob).taken == ()
    undone = importing.undo_import(bob, run)
    assert (undone.removed, undone.changed) == ((), ())
    assert titles(bob) == {"Text people"}


def test_a_package_that_was_taken_back_is_not_taken_from_the_folder(
    ann: Session, bob: Session, sync: Sync, team: Path, tmp_path: Path, wording: Wording
) -> None:
    log_idea(ann)
    (parcel,) = sending.send(ann, tmp_path / "mail", wording)
    run = importing.import_file(bob, parcel.path, {}).run
    assert run is not None
    importing.undo_import(bob, run)
    sync(bob)
    (team / INSIDE / "by hand").mkdir()
    shutil.copy(parcel.path, team / INSIDE / "by hand")
    assert sync(bob).taken == ()
    assert titles(bob) == set()


def test_an_erasure_needs_consent_and_then_goes_through_everybodys_own_files(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    idea = log_idea(ann, "About a person")
    log_idea(ann, "Something else")
    sync(ann)
    sync(bob)
    reviewing.review(bob, idea, "decline", "About a person, so no.")
    sync(bob)
    sync(ann)
    ideas.erase(ann, idea)
    sync(ann)
    own = packages(team, ann.store.identity())
    assert own
    assert not any(b"About a person" in said_in(path) for path in own)
    assert any(b"Something else" in said_in(path) for path in own)
    synced = sync(bob)
    assert (synced.held_back, titles(bob)) == (1, {"About a person", "Something else"})
    synced = sync(bob, with_erasures=True)
    assert synced.held_back == 0
    assert synced.changes.updated == {idea}
    assert titles(bob) == {"Something else"}
    assert not any(b"About a person" in said_in(path) for path in packages(team))
    for session in (ann, bob):
        assert upkeep.check(session).is_sound
        assert sync(session).written == ()


def test_a_name_that_is_taken_off_while_a_file_is_written_is_in_no_file_after_the_next_exchange(
    ann: Session, sync: Sync, team: Path, open_session: OpenSession
) -> None:
    idea = log_idea(ann)
    other, moment = open_session("bob", folder="ann", role="manager"), ann.now
    with ann.store.read() as connection:
        (submitted,) = log.events_of(connection, [idea])[idea]
    by = By(other.random_id(), office="Leeds")
    taken_off = Event(other.random_id(), idea, 2, submitted.at, by, "anonymised", Anonymised((submitted.id,)))

    def in_the_middle() -> datetime:
        with other.store.write() as connection:
            if connection.scalar(sa.select(schema.folder_file.c.pk).where(schema.folder_file.c.state == "begun")):
                log.append(connection, [(taken_off, encode(taken_off))], "here", submitted.at)
                ann.now = moment
        return moment()

    ann.now = in_the_middle
    sync(ann)
    assert ann.now is moment
    sync(ann)
    own = packages(team, ann.store.identity())
    assert any(taken_off.id.encode() in said_in(path) for path in own)
    assert not any(submitted.by.person.encode() in said_in(path) for path in own)
    assert sync(ann).written == ()


def test_a_nameless_idea_that_is_erased_leaves_nothing_in_the_folder(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    secret = log_idea(ann, "About a person", anonymous=True)
    sync(ann)
    sync(bob)
    ideas.erase(bob, secret)
    sync(bob)
    sync(ann, with_erasures=True)
    assert not any(b"About a person" in said_in(path) for path in packages(team))
    assert packages(team, NAMELESS) == []


def test_a_store_from_an_old_copy_finds_in_the_folder_what_it_has_lost_and_writes_under_another_id(
    ann: Session, open_session: OpenSession, sync: Sync, team: Path, tmp_path: Path
) -> None:
    log_idea(ann, "Before the copy")
    sync(ann)
    first = ann.store.identity()
    ann.store.close()
    shutil.copytree(ann.store.path.parent, tmp_path / "copy")
    ann = open_session("ann")
    idea = log_idea(ann, "After the copy")
    secret = log_idea(ann, "After the copy, without a name", anonymous=True)
    sync(ann)
    before = look_of(team)
    restored = open_session("ann", folder="copy")
    assert restored.store.identity() != first
    synced = sync(restored)
    assert synced.changes.new == {idea, secret}
    assert synced.written == ()
    assert look_of(team) == before
    reviewing.review(restored, idea, "do-here", "Do it.")
    sync(restored)
    assert {path.parent.name for path in packages(team)} == {first, restored.store.identity(), NAMELESS}


def test_a_kill_between_a_file_and_its_note_loses_and_doubles_nothing(
    ann: Session, bob: Session, sync: Sync, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_idea(ann)
    log_idea(ann, "Secret", anonymous=True)

    def die(_folder: TeamFolder, _name: str) -> None:
        raise SystemExit

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(TeamFolder, "look_at", die)
        sync(ann)
    before = {path.name for path in packages(team)}
    assert len(before) == 1
    synced = sync(ann)
    assert (synced.taken, [each.anonymous for each in synced.written]) == ((), [True])
    assert before < {path.name for path in packages(team)}
    with ann.store.read() as connection:
        assert answers.only_here(connection, [ann.me.person]) == frozenset()
        ours = set(connection.scalars(sa.select(schema.folder_file.c.ours)))
    assert ours == {True}
    assert len(sync(bob).changes.new) == 2


def test_the_log_of_imports_has_one_line_a_day_for_the_folder_which_can_be_taken_back_as_one(
    ann: Session, bob: Session, sync: Sync, tmp_path: Path, wording: Wording
) -> None:
    first, second = log_idea(ann, "First"), log_idea(ann, "Second")
    (parcel,) = sending.send(ann, tmp_path / "mail", wording)
    importing.import_file(bob, parcel.path, {})
    third, fourth = log_idea(ann, "Third"), log_idea(ann, "Fourth")
    sync(ann)
    sync(bob)
    ideas.revise(ann, third, title="Third, changed")
    sync(ann)
    sync(bob)
    later(ann, timedelta(days=1))
    later(bob, timedelta(days=1))
    log_idea(ann, "Tomorrow")
    sync(ann)
    sync(bob)
    tomorrow, today, by_hand = import_log.log_of_runs(bob)
    assert [(each.file, each.new, each.updated) for each in (tomorrow, today)] == [("", 1, 0), ("", 2, 1)]
    assert (by_hand.file, by_hand.new, len(by_hand.runs)) == (parcel.path.name, 2, 1)
    undone = importing.undo_and_name(bob, today.runs)
    assert set(undone.undone.removed) == {third, fourth}
    assert titles(bob) == {"First", "Second", "Tomorrow"}
    assert {first, second} <= reading_ids(bob)
    assert sync(bob).taken == ()
    again = import_log.log_of_runs(bob)
    assert [each.undone_at is not None for each in again] == [False, True, False]


def test_a_file_that_was_spoilt_is_written_again_by_its_writer_and_by_nobody_else(
    ann: Session, bob: Session, open_session: OpenSession, sync: Sync, team: Path
) -> None:
    log_idea(ann)
    log_idea(ann, "Secret", anonymous=True)
    sync(ann)
    sync(bob)
    spoilt = packages(team)
    for path in spoilt:
        path.write_bytes(path.read_bytes()[:-50])
    for session in (bob, ann):
        sync(session)
        later(session, timedelta(minutes=11))
    synced = sync(bob)
    assert (synced.aside, synced.written) == (2, ())
    assert [each.anonymous for each in sync(ann).written] == [False, True]
    assert not set(spoilt) & set(packages(team))
    assert len(sync(open_session("cem")).taken) == 2


def test_what_an_author_without_a_name_also_said_under_their_own_does_not_lie_with_the_nameless(
    open_session: OpenSession, sync: Sync, team: Path, bob: Session
) -> None:
    manager = open_session("mia", role="manager")
    secret = log_idea(manager, "Secret", anonymous=True)
    sync(manager)
    reviewing.review(manager, secret, "do-here", "I will see to it.")
    ideas.comment(manager, secret, "One thing more")
    sync(manager)
    (nameless,) = packages(team, NAMELESS)
    assert b"One thing more" in said_in(nameless)
    assert b"Mia" not in said_in(nameless)
    (signed,) = packages(team, manager.store.identity())
    assert b"I will see to it." in said_in(signed)
    assert b"One thing more" not in said_in(signed)
    sync(bob)
    assert reading.show(bob, secret).row.status == "doing-here"
    assert sync(manager).written == ()
    anonymising.anonymise(manager, rights.find(manager, manager.me.person))
    sync(manager)
    (nameless,) = packages(team, NAMELESS)
    assert b"I will see to it." not in said_in(nameless)
    assert any(b"I will see to it." in said_in(path) for path in packages(team, manager.store.identity()))


def test_a_name_that_was_taken_off_stands_in_no_file_of_those_who_agree(
    ann: Session, bob: Session, sync: Sync, team: Path
) -> None:
    idea = log_idea(ann, "Ring the office")
    sync(ann)
    sync(bob)
    ideas.support(bob, idea)
    sync(bob)
    sync(ann)
    assert any(b'"Ann"' in said_in(path) for path in packages(team))
    anonymising.anonymise(bob, rights.find(bob, ann.me.person))
    sync(bob)
    sync(ann, with_erasures=True)
    assert not any(b'"Ann"' in said_in(path) for path in packages(team))
    assert any(b"Ring the office" in said_in(path) for path in packages(team))
