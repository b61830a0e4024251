"""The files of other programs on the command line: what is exported for them, and what comes in from them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged
from tests.end_to_end.test_travelling import reviewed
from tests.exchange.hard_ideas import read_with_calamine

HEADER = ("Key", "Headline", "Words")


def write_xlsx(path: Path, *rows: Sequence[str], sheet: str = "Ideas", cover: bool = False) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    if cover:
        book.active.append(("Made by", "Ann"))
        book.create_sheet(sheet)
    book.worksheets[-1].title = sheet
    for row in rows:
        book.worksheets[-1].append(row)
    book.save(path)
    return path


def test_export_takes_the_format_from_the_ending_and_the_filters_of_list(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        logged(session, "Quiet corner", problem="Everybody hears")
        logged(session, "Other")
    for ending in ("ods", "jsonl", "ideabox.zip"):
        said = home("export", tmp_path / "out" / f"ideas.{ending}", "--search", "everybody", "--office", "Leeds")
        assert said.startswith(f"{tmp_path / 'out' / f'ideas.{ending}'}, ideas: 1\n")
    assert [row[1] for row in read_with_calamine(tmp_path / "out" / "ideas.ods")[3:]] == ["Quiet corner"]
    lines = (tmp_path / "out" / "ideas.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == home.listed("--search", "everybody")


def test_an_exported_package_is_one_like_any_other(home: Home, open_home: OpenHome, tmp_path: Path) -> None:
    reviewed(home, "One", "Two")
    home("export", tmp_path / "all.ideabox.zip", "--marking", "OFFICIAL-SENSITIVE")
    other = open_home("priya", name="Priya", role="lead")
    (taken,) = other.json("import", tmp_path / "all.ideabox.zip")["imports"]
    assert taken["new"] == 2
    assert {it["status"] for it in other.listed()} == {"put-forward"}


def test_batch_writes_the_copies_that_are_asked_for(home: Home, tmp_path: Path) -> None:
    reviewed(home, "One")
    made = home.json("batch", "--name", "N", "--to", tmp_path / "out", "--formats", "package, csv,ods,xlsx,html")
    names = [Path(file).name for file in made["files"]]
    assert names == ["n.csv", "n.csv-metadata.json", "n.ods", "n.xlsx", "n.html"]
    assert len(made["packages"]) == 1
    assert all((tmp_path / "out" / name).is_file() for name in names)


def test_a_workbook_comes_in_and_its_columns_are_known_the_next_time(home: Home, tmp_path: Path) -> None:
    sheet = write_xlsx(tmp_path / "ideas.xlsx", HEADER, ("1", "One", "a"), ("2", "Two", "b"), cover=True)
    mapping = ("--map", "title=Headline", "--map", "problem=Words", "--map", "reference=Key")
    assert "--map title=COLUMN" in home.refused("import", sheet)
    assert "new 2" in home("import", sheet, *mapping, "--preview")
    assert "--map title=COLUMN" in home.refused("import", sheet), "a preview is not remembered"
    assert "new 2" in home("import", sheet, *mapping)
    write_xlsx(sheet, HEADER, ("1", "One", "a"), ("2", "Two", "b, and more"), ("3", "Three", "c"))
    assert "new 1, updated 1, already here 1" in home("import", sheet)
    assert {it["title"]: it["problem"] for it in home.ideas()} == {"One": "a", "Two": "b, and more", "Three": "c"}


def test_a_preview_says_field_by_field_what_would_change(home: Home, tmp_path: Path) -> None:
    header = ("Ref", "Title", "Problem", "Barriers")
    sheet = write_xlsx(tmp_path / "ideas.xlsx", header, ("1", "One", "a\nb", ""), ("2", "Two", "c", ""))
    home("import", sheet)
    write_xlsx(sheet, header, ("1", "First", "a\nb", "it;money"), ("2", "Two", "c", ""))
    said = home("import", sheet, "--preview").splitlines()
    assert said[1:4] == [
        "  One",
        "    Title: One → First",
        "    What stands in the way: (not given) → IT restriction, Money",
    ]
    (preview,) = home.json("import", sheet, "--preview")["imports"]
    idea = next(it["id"] for it in home.ideas() if it["title"] == "One")
    assert preview["changes"] == [
        {"idea": idea, "field": "title", "old": "One", "new": "First"},
        {"idea": idea, "field": "barriers", "old": [], "new": ["it", "money"]},
    ]
    assert {it["title"] for it in home.ideas()} == {"One", "Two"}


def test_news_in_a_package_is_previewed_field_by_field(home: Home, open_home: OpenHome, tmp_path: Path) -> None:
    (idea,) = reviewed(home, "One")
    home("export", first := tmp_path / "first.ideabox.zip")
    lead = open_home("priya", name="Priya", role="lead")
    lead("import", first)
    home("revise", idea, "--title", "First")
    home("progress", idea, "--phase", "alpha", "--note", "We begin")
    home("export", second := tmp_path / "second.ideabox.zip")
    (preview,) = lead.json("import", second, "--preview")["imports"]
    assert {each["field"]: (each["old"], each["new"]) for each in preview["changes"]} == {
        "title": ("One", "First"), "status": ("put-forward", "alpha"), "phase": ("", "alpha"), "note": ("", "We begin"),
    }  # fmt: skip
    assert "Status: Put forward → In alpha" in lead("import", second, "--preview")


def test_a_sheet_can_be_named(home: Home, tmp_path: Path) -> None:
    sheet = write_xlsx(tmp_path / "ideas.xlsx", ("Title",), ("One",), sheet="Mine")
    assert "no sheet 'Yours'; it has: Mine" in home.refused("import", sheet, "--sheet", "Yours")
    (taken,) = home.json("import", sheet, "--sheet", "mine")["imports"]
    assert (taken["sheet"], taken["new"]) == ("Mine", 1)


def test_what_is_no_plain_spreadsheet_is_refused_in_words(home: Home, tmp_path: Path) -> None:
    for name, content, words in (
        ("a.xlsm", b"PK", "of a kind (.xlsm)"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "protected by a password"),
        ("a.ods", b"PK\x03\x04", "damaged"),
    ):
        (tmp_path / name).write_bytes(content)
        assert words in home.refused("import", tmp_path / name)
    assert home.ideas() == []
