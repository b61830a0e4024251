"""Files in and out: send, batch, import, undo-import, export."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ideabox.domain.events import Decision
from ideabox.usecases import ideas, importing, reviewing, sending
from ideabox.usecases.wording import Wording
from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_recording import logged


def reviewed(home: Home, *titles: str, decision: Decision = "put-forward") -> list[str]:
    """Log ideas and decide on them; returns their ids."""
    with home.at_work() as session:
        made = [logged(session, title) for title in titles]
        for idea in made:
            reviewing.review(session, idea, decision, "Good")
    return made


def ideas_in(package: str) -> list[str]:
    """The ideas that a package names in its table for people."""
    with zipfile.ZipFile(package) as archive:
        return [row["id"] for row in csv.DictReader(archive.read("ideas.csv").decode().splitlines())]


def manifest_of(package: str | Path) -> dict[str, Any]:
    """What a package says of itself."""
    with zipfile.ZipFile(package) as archive:
        return dict(json.loads(archive.read("manifest.json")))


def test_send_writes_what_was_not_sent_yet_into_a_folder_it_makes(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        made = [logged(session, "One"), logged(session, "Two")]
    (package,) = home.json("send", "--to", tmp_path / "new" / "folder")["packages"]
    assert (package["kind"], sorted(package["ideas"]), package["anonymous"]) == ("submissions", sorted(made), False)
    assert Path(package["file"]).parent == tmp_path / "new" / "folder"
    assert sorted(ideas_in(package["file"])) == sorted(made)

    assert home.json("send", "--to", tmp_path / "new")["packages"] == []
    assert "nothing to send" in home("send", "--to", tmp_path / "new")
    (again,) = home.json("send", "--all")["packages"]
    assert sorted(again["ideas"]) == sorted(made)
    assert (home.folder / again["file"]).parent == home.folder, "without --to, the current folder"
    assert len(list(tmp_path.rglob("*.ideabox.zip"))) == 2, "nothing was written where there was nothing to send"


def test_send_per_office_writes_a_package_for_each_office(open_home: OpenHome, tmp_path: Path) -> None:
    lead = open_home("priya", role="lead")
    sheet = tmp_path / "ideas.csv"
    sheet.write_text("title,problem,proposal,office\nA,p,s,Leeds\nB,p,s,Hull\nC,p,s,Leeds\n", encoding="utf-8")
    lead.json("import", sheet)
    packages = lead.json("send", "--per-office", "--to", tmp_path / "out")["packages"]
    assert {package["office"]: len(package["ideas"]) for package in packages} == {"Leeds": 2, "Hull": 1}
    for package in packages:
        assert manifest_of(package["file"])["to"] == package["office"]


def test_batch_takes_what_is_reviewed_and_writes_it_in_each_format(home: Home, tmp_path: Path) -> None:
    ready = reviewed(home, "One", "Two")
    reviewed(home, "Asked", decision="ask")
    with home.at_work() as session:
        logged(session, "Waiting")
    made = home.json("batch", "--name", "November", "--to", tmp_path / "out", "--formats", "package,csv")
    assert (made["name"], sorted(made["ideas"])) == ("November", sorted(ready))
    (package,) = made["packages"]
    assert (package["kind"], sorted(ideas_in(package["file"]))) == ("batch", sorted(ready))
    table, metadata = sorted(made["files"])
    assert sorted(row["id"] for row in csv.DictReader(Path(table).read_text("utf-8").splitlines())) == sorted(ready)
    assert json.loads(Path(metadata).read_bytes())["url"] == Path(table).name
    assert {item["title"]: item["status"] for item in home.ideas()} == {
        "One": "with-lead", "Two": "with-lead", "Asked": "asked", "Waiting": "waiting",
    }  # fmt: skip

    assert "nothing" in home.refused("batch", "--name", "December", "--to", tmp_path / "out").lower()
    assert "--again" in home.refused("batch", "--name", "November", "--to", tmp_path / "out")
    again = home.json("batch", "--name", "November", "--again", "--to", tmp_path / "out")
    assert (again["batch"], sorted(again["ideas"])) == (made["batch"], sorted(ready))
    assert again["packages"][0]["file"] != package["file"]
    assert [event["kind"] for event in home.json("show", ready[0])["history"]] == ["submitted", "reviewed", "batched"]


def test_batch_takes_the_ideas_that_are_named_and_no_others(home: Home, tmp_path: Path) -> None:
    first, second = reviewed(home, "One", "Two")
    with home.at_work() as session:
        waiting = logged(session, "Waiting")
    assert "not been reviewed" in home.refused("batch", "--name", "N", "--to", tmp_path, first, waiting)
    assert "'pdf'" in home.refused("batch", "--name", "N", "--to", tmp_path, "--formats", "package,pdf", first)
    assert list(tmp_path.rglob("*.zip")) == []
    made = home.json("batch", "--name", "N", "--to", tmp_path, "--marking", "OFFICIAL-SENSITIVE", first)
    assert (made["ideas"], made["marking"]) == ([first], "OFFICIAL-SENSITIVE")
    assert manifest_of(made["packages"][0]["file"])["marking"] == "OFFICIAL-SENSITIVE"
    assert {item["id"]: item["status"] for item in home.ideas()} == {
        first: "with-lead", second: "put-forward", waiting: "waiting",
    }  # fmt: skip


def test_a_batch_that_could_not_be_written_is_written_when_it_is_asked_for_again(home: Home, tmp_path: Path) -> None:
    ready = reviewed(home, "One")
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    assert "is not a folder" in home.refused("batch", "--name", "N", "--to", in_the_way)
    assert home.json("batch", "--name", "N", "--to", tmp_path / "out")["ideas"] == ready


SHEET = 'Idea,What,How,Where,Ref\n"Shorter, queues",A wait,Two desks,Leeds,7\nBig print,Small print,Bigger,Hull,8\n'
MAP = ("--map", "title=Idea", "--map", "problem=What", "--map", "proposal=how", "--map", "office=Where")


def test_import_maps_columns_previews_recognises_and_undoes(home: Home, tmp_path: Path) -> None:
    sheet = tmp_path / "ideas.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    previewed = home.json("import", sheet, *MAP, "--preview")
    assert previewed["preview"]
    assert [(each["new"], each["run"]) for each in previewed["imports"]] == [(2, None)]
    assert home.ideas() == []

    (imported,) = home.json("import", sheet, *MAP)["imports"]
    assert (imported["new"], imported["updated"], imported["known"], imported["unusable"]) == (2, 0, 0, [])
    listed = home.ideas()
    assert {(item["title"], item["problem"], item["proposal"], item["office"], item["author"]) for item in listed} == {
        ("Shorter, queues", "A wait", "Two desks", "Leeds", ""),
        ("Big print", "Small print", "Bigger", "Hull", ""),
    }
    (second,) = home.json("import", sheet, *MAP)["imports"]
    assert (second["new"], second["updated"], second["known"]) == (0, 0, 2)
    assert home.ideas() == listed

    home("undo-import", str(second["run"]))
    home("undo-import", str(imported["run"]))
    assert home.ideas() == []
    assert "undone already" in home.refused("undo-import", str(imported["run"]))
    assert "no import run 99" in home.refused("undo-import", "99")
    assert "not in the range" in home.wrong("undo-import", str(2**63))


def test_import_takes_each_file_by_itself_and_names_what_it_refuses(home: Home, tmp_path: Path) -> None:
    good, strange, missing = tmp_path / "good.csv", tmp_path / "letter.odt", tmp_path / "missing.ideabox.zip"
    good.write_text('title,barriers\nFine,it\n"Bad\0",\nUnknown,magic\n', encoding="utf-8")
    strange.write_bytes(b"")
    done = home.run("import", strange, good, missing, "--json")
    assert done.status == 1
    (imported,) = done.document["imports"]
    assert (imported["file"], imported["new"], imported["incomplete"]) == ("good.csv", 1, 1)
    assert [row["number"] for row in imported["unusable"]] == [3, 4]
    assert "'magic'" in imported["unusable"][1]["reason"]
    assert done.document["refused"] == done.err.splitlines()
    assert [line.split()[0] for line in done.err.splitlines()] == ["letter.odt", "missing.ideabox.zip"]
    (item,) = home.ideas()
    assert (item["title"], item["missing"]) == ("Fine", ["problem", "proposal"])


def test_a_package_erases_an_idea_here_only_with_consent(open_home: OpenHome, tmp_path: Path, wording: Wording) -> None:
    sender, home = open_home("ann"), open_home("bob")
    with sender.at_work() as session:
        idea = logged(session, "Quagmire")
        (first,) = sending.send(session, tmp_path / "out", wording)
        ideas.erase(session, idea)
        (second,) = sending.send(session, tmp_path / "out", wording)
    with home.at_work() as session:
        importing.import_file(session, first.path, {})
    (held_back,) = home.json("import", second.path)["imports"]
    assert (held_back["erased"], held_back["erasures_held_back"]) == ([], [idea])
    assert [item["title"] for item in home.ideas()] == ["Quagmire"]
    (erased,) = home.json("import", second.path, "--accept-erasures")["imports"]
    assert (erased["erased"], erased["erasures_held_back"]) == ([idea], [])
    assert home.ideas() == []
    for file in home.path.iterdir():
        assert b"quagmire" not in file.read_bytes().lower(), file


@pytest.mark.parametrize(
    ("mapping", "words"),
    [("colour=Idea", "'colour' is not a field"), ("title=Colour", "no column 'Colour'"), ("office=Where", "the title")],
)
def test_a_map_that_does_not_fit_the_sheet_is_refused(home: Home, tmp_path: Path, mapping: str, words: str) -> None:
    sheet = tmp_path / "ideas.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    assert words in home.refused("import", sheet, "--map", mapping)


def test_export_writes_the_matching_ideas_as_a_table_safe_for_people_or_raw(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        logged(session, "=1+1", problem="queue")
        logged(session, "Other")
    home("export", tmp_path / "out" / "safe.csv", "--search", "queue")
    home("export", tmp_path / "raw.csv", "--raw", "--status", "waiting")
    safe, raw = (
        list(csv.DictReader((tmp_path / name).read_text("utf-8").splitlines())) for name in ("out/safe.csv", "raw.csv")
    )
    assert [row["title"] for row in safe] == ["'=1+1"]
    assert [row["title"] for row in raw] == ["Other", "=1+1"]
    assert json.loads((tmp_path / "raw.csv-metadata.json").read_bytes())["url"] == "raw.csv"
    assert ".doc" in home.refused("export", tmp_path / "x.doc")
    assert not (tmp_path / "x.doc").exists()
