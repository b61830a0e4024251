"""What can go wrong with files: one sentence, status 1, and everything left as it was."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ideabox.exchange.package import VERSION
from ideabox.usecases import sending
from ideabox.usecases.wording import Wording
from tests.end_to_end.command_line import Home
from tests.end_to_end.test_recording import logged

ADD = ("add", "--title", "T", "--problem", "P", "--proposal", "S")


def damage(path: Path) -> None:
    """Write noise over every second page but the first."""
    content = bytearray(path.read_bytes())
    for start in range(8192, len(content), 8192):
        content[start : start + 4096] = random.randbytes(4096)
    path.write_bytes(content)


def replace_by_text(path: Path) -> None:
    path.write_text("Dear colleague, these are the minutes of our meeting of the 3rd. " * 100, encoding="utf-8")


def replace_by_anothers(path: Path) -> None:
    path.unlink()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE idea (title TEXT)")


def make_newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()


@pytest.mark.parametrize(
    ("happen", "words", "command"),
    [
        pytest.param(damage, "The database is damaged", ("list",), id="damaged, to read"),
        pytest.param(damage, "The database is damaged", ADD, id="damaged, to write"),
        pytest.param(replace_by_text, "is not a database", ADD, id="not a database"),
        pytest.param(replace_by_anothers, "is another program's database", ADD, id="another program's"),
        pytest.param(make_newer, "was written by a newer Ideabox", ADD, id="of a newer version"),
    ],
)
def test_a_database_that_cannot_be_used_is_left_as_it_is(
    home: Home, happen: Callable[[Path], None], words: str, command: tuple[str, ...]
) -> None:
    with home.at_work() as session:
        for number in range(60):
            logged(session, f"One {number}", problem="A long wait at the desk. " * 40)
    happen(home.database)
    before = home.database.read_bytes()
    assert words in home.refused(*command)
    assert home.database.read_bytes() == before
    assert [file.name for file in home.path.glob("ideabox.db*")] == ["ideabox.db"]


@contextlib.contextmanager
def without_rights(path: Path) -> Iterator[None]:
    """Take the right to read and write away; skips where that does not bind, as for an administrator."""
    mode = path.stat().st_mode
    path.chmod(0o555 if path.is_dir() else 0o000)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("rights do not bind this user")
        yield
    finally:
        path.chmod(mode)


def test_a_folder_that_may_not_be_written_to_is_named(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        logged(session, "One")
    folder = tmp_path / "locked"
    folder.mkdir()
    with without_rights(folder):
        assert f"You may not write to {folder}" in home.refused("send", "--to", folder)
        assert f"You may not write to {folder}" in home.refused("demo", "--keep", folder / "demo")
        assert str(folder) in Home(folder, "ann").refused(*ADD)
    with without_rights(home.path):
        assert "cannot be written to" in home.refused(*ADD)
    assert [item["title"] for item in home.ideas()] == ["One"]
    assert len(home.json("send")["packages"]) == 1, "what could not be sent is still to be sent"


def test_a_file_that_may_not_be_read_is_named(home: Home, tmp_path: Path) -> None:
    sheet = tmp_path / "ideas.csv"
    sheet.write_text("title\nOne\n", encoding="utf-8")
    with without_rights(sheet):
        assert home.refused("import", sheet).startswith("ideas.csv cannot be read")


def test_what_is_not_a_whole_package_is_refused_and_nothing_of_it_taken(
    home: Home, tmp_path: Path, wording: Wording
) -> None:
    sender = Home(tmp_path / "sender", "bob")
    with sender.at_work() as session:
        for number in range(50):
            logged(session, f"Idea {number}")
        (parcel,) = sending.send(session, tmp_path / "out", wording)
    whole = parcel.path.read_bytes()
    with zipfile.ZipFile(parcel.path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}

    def package(name: str, **changes: bytes) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in (
                members | {each.replace("__", "."): data for each, data in changes.items()}
            ).items():
                archive.writestr(member, content)
        return path

    text, cut, folder = tmp_path / "text.ideabox.zip", tmp_path / "cut.ideabox.zip", tmp_path / "folder.ideabox.zip"
    replace_by_text(text)
    cut.write_bytes(whole[: len(whole) // 2])
    folder.mkdir()
    refused = {
        text: "is not an Ideabox package",
        cut: "is damaged",
        folder: "cannot be read",
        package("changed.ideabox.zip", events__jsonl=members["events.jsonl"].replace(b"Idea 7", b"Idea 8")): "changed",
        package("more.ideabox.zip", extra__txt=b""): "holds something that no package holds",
        package(
            "newer.ideabox.zip", manifest__json=members["manifest.json"].replace(f'"{VERSION}"'.encode(), b'"2.0"')
        ): "was written by a newer Ideabox",
    }
    done = home.run("import", *refused, "--json")
    assert (done.status, done.document["imports"]) == (1, [])
    for said, (path, words) in zip(done.err.splitlines(), refused.items(), strict=True):
        assert said.startswith(f"{path.name} ")
        assert words in said
    assert home.ideas() == []
    assert home.json("import", package("same.ideabox.zip"))["imports"][0]["new"] == 50
