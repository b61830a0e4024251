"""What reaches a terminal, a file or a pipe: UTF-8 everywhere, and nothing that steers a terminal."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from ideabox.usecases import ideas, reviewing
from tests.end_to_end.command_line import PATIENCE_SECONDS, PROGRAM, Done, Home, ended, environment
from tests.end_to_end.test_recording import logged

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m\x08\x08\r\u202ered\u2066\x7f end"
STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
posix_only = pytest.mark.skipif(os.name == "nt", reason="closes streams by way of a POSIX shell")


def test_nothing_that_was_written_steers_a_terminal(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        idea = logged(session, f"Title {HOSTILE}", problem=f"Problem {HOSTILE}", proposal=HOSTILE)
        ideas.comment(session, idea, f"Comment {HOSTILE}")
        reviewing.review(session, idea, "put-forward", f"Reason {HOSTILE}")
    home("profile", "--office", f"Office {HOSTILE}", "--name", f"Name {HOSTILE}")
    outputs = [
        home.run("profile"),
        home.run("list"),
        home.run("show", idea),
        home.run("list", "--json"),
        home.run("batch", "--name", f"Batch {HOSTILE}", "--to", tmp_path / "out", idea),
        home.run("support", idea),
        home.run("import", f"file {HOSTILE}.csv"),
    ]
    assert [done.status for done in outputs] == [0, 0, 0, 0, 0, 1, 1]
    for done in outputs:
        assert STEERING.findall(done.out + done.err) == []
        assert "end" in done.out + done.err, "the rest of the text is there"
    assert outputs[3].document["ideas"][0]["title"] == f"Title {HOSTILE}", "programs get the text as it was given"


@pytest.mark.parametrize("settings", [{}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}], ids=["C", "C without help"])
def test_output_is_utf_8_whatever_the_locale(home: Home, settings: dict[str, str]) -> None:
    with home.at_work() as session:
        logged(session, "Größere Schrift für 東京 😀")
    process = subprocess.Popen(
        [*PROGRAM, "--home", str(home.path), "list"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home.folder, home.user, {"LC_ALL": "C"} | settings),
    )
    assert "Größere Schrift für 東京 😀\n    Waiting for review · Leeds\n" in ended(process).out


def in_a_shell(home: Home, redirection: str, *arguments: str) -> Done:
    """Run a command by way of a shell that does something to its streams."""
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'"$@" {redirection}', "sh", *PROGRAM, "--home", str(home.path), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home.folder, home.user),
    )
    return ended(process)


@posix_only
def test_a_command_without_standard_input_or_output_does_its_work(home: Home) -> None:
    done = in_a_shell(home, "<&- >&-", "add", "--title", "T", "--problem", "P", "--proposal", "S")
    assert done == Done(0, "", "")
    assert in_a_shell(home, "<&- 2>&-", "show", "nothing").status == 1
    assert [item["title"] for item in home.ideas()] == ["T"]


@posix_only
def test_a_reader_who_has_had_enough_ends_a_listing_quietly(home: Home) -> None:
    with home.at_work() as session:
        for number in range(40):
            logged(session, f"Idea {number}", problem="long " * 1000, proposal="long " * 1000)
    process = subprocess.Popen(
        [*PROGRAM, "--home", str(home.path), "list", "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home.folder, home.user),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b'{"total":40,"ideas":[\n'
    process.stdout.close()
    assert (process.wait(PATIENCE_SECONDS), process.stderr.read()) == (0, b"")
    process.stderr.close()
