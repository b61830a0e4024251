"""The installation itself: where it is, whether it is sound, and the demo that shows it all."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

import ideabox
from ideabox.store.schema import idea as idea_table
from tests.end_to_end.command_line import Home, ended, start
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged


def test_version_names_the_program_and_its_version(home: Home) -> None:
    assert home("--version") == f"ideabox, version {ideabox.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["add", "--title", "T"], ["list", "--status", "lost"]],
    ids=" ".join,
)
def test_wrong_usage_ends_with_status_2_and_says_how_to_use_it(home: Home, arguments: list[str]) -> None:
    assert "Error: " in home.wrong(*arguments)


def test_everything_is_kept_in_the_home_folder(open_home: OpenHome) -> None:
    home = open_home("kim")
    home("profile", "--name", "Kim")
    home("add", "--title", "T", "--problem", "P", "--proposal", "S")
    assert sorted(file.name for file in home.path.iterdir()) == ["ideabox.db", "ideabox.log", "settings.json"]
    assert [folder.name for folder in home.folder.iterdir()] == ["kim"]


def test_database_names_another_file_for_the_ideas_alone(home: Home, tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{tmp_path.as_posix()}/there/ideas.db"
    idea = home("--database", elsewhere, "add", "--title", "T", "--problem", "P", "--proposal", "S").strip()
    assert home.json("--database", elsewhere, "show", idea)["author"] == "Ann Archer"
    assert not home.database.exists()
    assert "is not the address" in home.refused("--database", "postgresql://server/ideas", "list")


def test_check_finds_what_is_out_of_step_and_rebuild_puts_it_right(home: Home) -> None:
    with home.at_work() as session:
        right, wrong = logged(session, "Right"), logged(session, "Wrong")
    assert "All is well" in home("check")

    with home.at_work() as session, session.store.write() as connection:
        connection.execute(sa.update(idea_table).where(idea_table.c.id == wrong).values(status="live"))
    done = home.run("check")
    assert done.status == 1
    assert (wrong in done.out, right in done.out) == (True, False)
    assert "`ideabox rebuild`" in done.err

    assert home("rebuild") == "Made anew from the events, ideas: 2\n"
    assert home("check").startswith("Ideas: 2. Events: 2.")
    assert home.status_of(wrong) == "waiting"


def test_demo_plays_the_whole_story_and_leaves_nothing_behind(home: Home) -> None:
    before = sorted(home.folder.rglob("*"))
    done = ended(start(["--home", home.path, "demo"], home.folder))
    assert (done.status, done.err) == (0, "")
    for words in ("digital lead", "In beta", "All three databases have been checked"):
        assert words in done.out
    assert sorted(set(home.folder.rglob("*")) - set(before)) == [home.path / "ideabox.log"]


def test_demo_keeps_three_installations_and_their_files_in_a_new_folder(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert str(kept) in home("demo", "--keep", kept)
    adviser, manager, lead = (Home(kept / role, "ann") for role in ("adviser", "manager", "lead"))
    ideas = {item["id"]: item["status"] for item in adviser.listed()}
    assert {"beta", "doing-here", "asked", "declined", "joined"} <= set(ideas.values())
    assert {lead.status_of(of) for of, status in ideas.items() if status == "beta"} == {"beta"}
    assert {item["id"] for item in manager.ideas()} == set(ideas)
    assert "is not empty" in home.refused("demo", "--keep", kept)
