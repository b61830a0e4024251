"""A department brings its own framework of skills; ideas say which they ask for and which their author offers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.end_to_end.command_line import Home

OWN = {
    "scheme": "DWP",
    "version": "1",
    "name": {"en": "Our skills"},
    "areas": [{"code": "COM", "name": {"en": "Talking"}}],
}
IDEA = ("add", "--title", "T", "--problem", "P", "--proposal", "S")


def add_framework(home: Home, path: Path) -> str:
    done = home.run("skills", "--add", path)
    assert done.status == 0, done
    return done.err


def test_a_framework_of_ones_own_is_added_used_and_tagged_with(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(OWN), "utf-8")
    assert "DWP 1 has been added, areas: 1" in add_framework(home, path)
    assert "DWP 1: Our skills, areas: 1 (in use)" in home("skills", "--use", "dwp 1")
    idea = home(*IDEA, "--skill", "DWP 1 COM", "--skill", "DigComp 3.0 2.5").strip()
    assert home.json("show", idea)["skills"] == ["DWP 1 COM", "DigComp 3.0 2.5"]
    assert [each["id"] for each in home.listed("--skill", "dwp 1 com")] == [idea]
    assert home.listed("--skill", "DigComp 2.2 2.5") == []
    assert "All is well" in home("check")


def test_a_framework_comes_from_a_csv_too(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,name,name_cy,hint,retired\nA,Writing,Ysgrifennu,Letters,\nB,Telex,,,2001\n", "utf-8")
    assert "does not say whose framework it is" in home.refused("skills", "--add", path)
    home.run("skills", "--add", path, "--scheme", "Own", "--version", "2")
    (own,) = [each for each in home.json("skills")["frameworks"] if each["scheme"] == "Own"]
    assert own["areas"][0]["name"] == {"en": "Writing", "cy": "Ysgrifennu"}
    assert "Telex (not offered any more since 2001)" in home("skills", "--all")


def test_two_frameworks_with_names_alike_stay_apart(home: Home, tmp_path: Path) -> None:
    for scheme in ("DWP/X", "DWP X"):
        path = tmp_path / "own.json"
        path.write_text(json.dumps(OWN | {"scheme": scheme}), "utf-8")
        add_framework(home, path)
    assert {"DWP/X", "DWP X"} <= {each["scheme"] for each in home.json("skills")["frameworks"]}


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.json", b"", "cannot be read"),
        ("a.json", b'{"scheme": "A", "version": "1", "name": {"en": "A"}, "areas": []}', "areas"),
        ("a.json", json.dumps(OWN | {"scheme": "A\n"}).encode(), "characters that cannot be read"),
        ("a.csv", b"key,label\nA,B\n", "it needs the columns code and name"),
        ("a.csv", b"code,name\n\xff,B\n", "cannot be read"),
        ("a.csv", b"code,name\nA,B\nA,C\n", "code a comes twice"),
    ],
)
def test_what_is_no_framework_is_refused_and_changes_nothing(
    home: Home, tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    refused = home.refused("skills", "--add", path, "--scheme", "A", "--version", "1")
    assert why in refused
    assert "Nothing has been changed" in refused
    assert len(home.json("skills")["frameworks"]) == 5


def test_a_damaged_file_of_a_framework_stops_nothing_and_is_named(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(OWN), "utf-8")
    add_framework(home, path)
    (kept,) = (home.path / "frameworks").iterdir()
    kept.write_bytes(b"{")
    assert home(*IDEA).strip()
    assert kept.name in home.run("skills").err


def test_an_idea_says_what_its_author_offers_and_more_about_what_stands_in_the_way(home: Home, tmp_path: Path) -> None:
    idea = home(*IDEA, "--barrier", "it", "--barrier-note", "The firewall", "--offer", "EDS-PRO").strip()
    shown = home.json("show", idea)
    assert (shown["offered"], shown["barrier_note"]) == (["EDS-PRO"], "The firewall")
    home("revise", idea, "--offer", "EDS-COM", "--barrier-note", "The new firewall")
    text = home("show", idea)
    assert "Skills its author offers: Communicating (EDS-COM)" in text
    assert "The new firewall" in text
    home("send", "--to", tmp_path / "out")
    (package,) = (tmp_path / "out").glob("*.zip")
    lead = Home(tmp_path / "lead", "lea", role="lead")
    lead("import", package)
    assert lead.json("show", idea)["offered"] == ["EDS-COM"]
    assert "All is well" in lead("check")
