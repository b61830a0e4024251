"""Several programs at work on one installation at the same time."""

from __future__ import annotations

import pytest

from ideabox.store.sqlite import WAL_IS_SAFE
from tests.end_to_end.command_line import Home, ended, start
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged


def add(title: str) -> list[str]:
    return ["add", "--title", title, "--problem", "P", "--proposal", "S"]


def test_programs_that_add_at_once_to_a_new_installation_lose_nothing(open_home: OpenHome) -> None:
    home = open_home("ann")
    titles = [f"Idea {number}" for number in range(5)]
    together = [start(["--home", home.path, *add(title)], home.folder) for title in titles]
    ends = [ended(process) for process in together]
    assert [(done.status, done.err) for done in ends] == [(0, "")] * len(titles)
    listed = {item["id"]: item["title"] for item in home.ideas()}
    assert listed == {done.out.strip(): title for done, title in zip(ends, titles, strict=True)}
    assert "All is well" in home("check")


def test_a_write_waits_visibly_for_another_program_and_then_succeeds(home: Home) -> None:
    with home.at_work() as session:
        with session.store.write():
            waiting = start(["--home", home.path, *add("Waited")], home.folder)
            assert waiting.stderr is not None
            said = waiting.stderr.readline().decode()
            assert said == "Another program is writing to the database; waiting for it to finish.\n"
            assert waiting.poll() is None, "it waits"
        done = ended(waiting)
    assert (done.status, done.err) == (0, ""), "it says so once"
    assert [item["id"] for item in home.ideas()] == [done.out.strip()]


@pytest.mark.skipif(not WAL_IS_SAFE, reason="this SQLite has readers wait for a writer")
def test_reading_goes_on_while_another_program_writes(home: Home) -> None:
    with home.at_work() as session:
        before = logged(session, "Before")
        with session.store.write():
            assert [item["id"] for item in home.listed()] == [before]
