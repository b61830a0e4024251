"""The whole way of some thousand real texts. They are no part of the project: skipped where they are not at hand.

They are looked for in the folder that IDEABOX_TEST_DATA names, else in `shared/data` beside the project's folder.
"""

from __future__ import annotations

import csv
import os
import random
from pathlib import Path

import pytest

from ideabox.usecases import reviewing
from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome

BESIDE = Path(__file__).parents[2].parent / "shared" / "data"
PETITIONS = Path(os.environ.get("IDEABOX_TEST_DATA", BESIDE)) / "uk_petitions.csv"
MAP = ("--map", "title=title", "--map", "problem=problem", "--map", "proposal=suggestion", "--map", "office=department")

pytestmark = [
    pytest.mark.skipif(not PETITIONS.exists(), reason=f"{PETITIONS.name} is not at hand"),
    pytest.mark.timeout(300),
]


def petitions() -> list[tuple[str, str, str, str]]:
    """The texts as they were published."""
    with PETITIONS.open(encoding="utf-8", newline="") as file:
        return [
            (row["title"], row["problem"], row["suggestion"], row["department"].strip()) for row in csv.DictReader(file)
        ]


def test_thousands_of_real_texts_are_taken_found_reviewed_and_handed_on_unchanged(
    open_home: OpenHome, tmp_path: Path
) -> None:
    published = petitions()
    home: Home = open_home("morgan", name="Morgan", office="Leeds", role="manager")
    (imported,) = home.json("import", PETITIONS, *MAP)["imports"]
    assert (imported["new"], imported["unusable"]) == (len(published), [])
    (again,) = home.json("import", PETITIONS, *MAP)["imports"]
    assert (again["new"], again["updated"], again["known"], again["events"]) == (0, 0, len(published), 0)
    assert home("check").startswith(f"Ideas: {len(published)}. Events: {len(published)}.")

    listed = home.listed()[::-1]
    assert [(it["title"], it["problem"], it["proposal"], it["office"]) for it in listed] == published

    sample = random.sample(listed, 200)
    word = next(word for it in sample for word in it["title"].split() if word.isascii() and word.isalpha())
    found = {it["id"] for it in home.listed("--search", word)}
    having = {it["id"] for it in listed if word.casefold() in " ".join(published_words(it)).casefold().split()}
    assert having <= found

    home("review", sample[0]["id"], "--decision", "put-forward", "--reason", "Many have asked for it")
    with home.at_work() as session:
        for it in sample[1:]:
            reviewing.review(session, it["id"], "put-forward", f"About {it['title']}")
    told = home("show", sample[0]["id"])
    assert "Put forward · " in told
    assert "Many have asked for it" in told

    batch = home.json("batch", "--name", "Petitions", "--to", tmp_path / "out")
    chosen = {it["id"] for it in sample}
    assert set(batch["ideas"]) == chosen
    lead: Home = open_home("priya", name="Priya", role="lead")
    (received,) = lead.json("import", *(package["file"] for package in batch["packages"]))["imports"]
    assert (received["new"], received["unusable"], received["conflicts"]) == (len(chosen), [], [])
    here, there = ({it["id"]: it for it in each.listed("--status", "with-lead")} for each in (home, lead))
    assert there == here
    assert there.keys() == chosen
    assert lead("check").startswith(f"Ideas: {len(chosen)}.")
    assert "All is well" in home("check")


def published_words(it: dict[str, str]) -> list[str]:
    """The plain words of an idea, without what stands at their ends."""
    text = f"{it['title']} {it['problem']} {it['proposal']}"
    return [word.strip(".,;:!?()'\"") for word in text.split()]
