"""The commands insights and offices, in processes of their own."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.command_line import Home
from tests.end_to_end.test_recording import logged


def test_insights_are_printed_as_tables_as_json_and_into_a_file(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        first, _second = logged(session, "One"), logged(session, "Two")
    home("review", first, "--decision", "do-here", "--reason", "Yes.")
    printed = home("insights")
    assert "Being done here" in printed
    document = home.json("insights")
    assert (document["ideas"], document["done_here"], document["share_in_time"]) == (2, 1, 1.0)
    assert {each["code"]: each["ideas"] for each in document["by_status"]} == {"waiting": 1, "doing-here": 1}
    assert home.json("insights", "--status", "waiting")["ideas"] == 1
    assert home.json("insights", "--until", "2020-01-01")["ideas"] == 0
    home("insights", "--to", tmp_path / "all.html")
    assert "Being done here" in (tmp_path / "all.html").read_text(encoding="utf-8")
    assert "'colours' is not one of the figures" in home.refused("insights", "--figure", "colours")
    assert "--since" in home.wrong("insights", "--since", "yesterday")


def test_offices_tell_their_regions(home: Home, tmp_path: Path) -> None:
    (tmp_path / "offices.csv").write_text("office,region\nLeeds,North\n", encoding="utf-8")
    with home.at_work() as session:
        logged(session, "One")
    home("offices", "--add", tmp_path / "offices.csv")
    assert home.json("offices") == {"offices": [{"office": "Leeds", "region": "North"}]}
    assert home.json("insights", "--region", "North")["ideas"] == 1
    assert "'South' is not a region" in home.refused("insights", "--region", "South")


def test_the_sheet_for_a_team_meeting_and_adoptions_are_commands_too(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        idea = logged(session, "One")
    home("progress", idea, "--phase", "live", "--note", "Since May")
    assert "with 1 idea" in home("you-said-we-did", tmp_path / "sheet.html", "--names")
    assert "Since May" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert "is from your own office" in home.refused("adopt", idea)
    home("profile", "--office", "York")
    home("adopt", idea, "--note", "On Mondays")
    assert home.json("show", idea)["history"][-1]["body"] == {"note": "On Mondays"}
