"""An export is in the format that its ending names, whole or not there, and tells how far it has come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import csvw
import pytest

from ideabox.domain.problems import Refusal
from ideabox.exchange.tables import COLUMNS
from ideabox.store.queries import Filter
from ideabox.usecases import batching, exporting, importing, reading
from ideabox.usecases.json_form import as_dict
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession
from tests.exchange import lines_in, read, unguarded
from tests.exchange.hard_ideas import HARD, NAMES, as_given, fill, read_with_calamine

ENDINGS = ("csv", "ods", "xlsx", "html", "jsonl")
ALL = len(HARD) + 2


@pytest.fixture
def full(session: Session) -> Session:
    fill(session)
    return session


class Stopped(Exception):  # noqa: N818 - what the window raises to stop long work
    """The person has had enough."""


def stop_after(reports: int) -> Callable[[int, int], None]:
    left = reports

    def report(_done: int, _total: int) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Stopped

    return report


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_names_the_format_in_any_case(full: Session, wording: Wording, tmp_path: Path, ending: str) -> None:
    path = tmp_path / "new folder" / f"Out.{ending.upper()}"
    written = exporting.export(full, path, Filter(), wording)
    assert (written.ideas, written.paths[0]) == (ALL, path)
    begins = {
        "csv": b'"id",',
        "ods": b"PK\x03\x04",
        "xlsx": b"PK\x03\x04",
        "html": b"<!DOCTYPE html>",
        "jsonl": b'{"id":',
    }
    assert path.read_bytes().startswith(begins[ending])
    assert sorted(path.parent.iterdir()) == sorted(written.paths), "nothing else is left there"


def test_json_lines_hold_what_lists_print_an_idea_a_line(full: Session, wording: Wording, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    exporting.export(full, path, Filter(), wording)
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    with reading.listing(full, Filter()) as found:
        wanted = [as_dict(row) for row in found.rows]
    assert [json.loads(line) for line in lines] == json.loads(json.dumps(wanted))


def test_a_csv_passes_an_independent_check_against_its_description(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    for raw in (False, True):
        path = tmp_path / f"raw-{raw}.csv"
        _table, description = exporting.export(full, path, Filter(), wording, raw=raw).paths
        checked = csvw.CSVW(str(description), validate=True)
        assert checked.is_valid, checked.warnings
        (table,) = checked.tables
        rows = list(table)
        assert [list(row) for row in rows] == [NAMES] * ALL
        quoted = {column.name for column in COLUMNS if column.datatype == "string" and not column.several}
        for row, given in zip(rows, as_given(full), strict=True):
            for name in quoted:
                text = row[name] or ""
                assert (text if raw else unguarded(text)) == given[name]
            assert row["supporters"] == given["supporters"]
            assert row["submitted"].isoformat(timespec="milliseconds").replace("+00:00", "Z") == given["submitted"]
            assert ";".join(row["skills"]) == given["skills"]


@pytest.mark.filterwarnings("default:Invalid column value")
def test_the_independent_check_finds_what_is_wrong(full: Session, wording: Wording, tmp_path: Path) -> None:
    path, description = exporting.export(full, tmp_path / "out.csv", Filter(), wording).paths
    path.write_bytes(path.read_bytes().replace(b',"1",', b',"one",', 1))
    checked = csvw.CSVW(str(description), validate=True)
    assert not checked.is_valid
    assert "one" in str(checked.warnings[0].message)


@pytest.mark.parametrize("ending", ENDINGS)
def test_only_the_ideas_that_match_are_written(full: Session, wording: Wording, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    assert exporting.export(full, path, Filter(search="same"), wording).ideas == 1
    if ending in ("ods", "xlsx"):
        assert [row[1] for row in read_with_calamine(path)[3:]] == ["The same"]
    else:
        content = path.read_text("utf-8")
        assert "The same" in content
        assert "Reviewed idea" not in content
        assert HARD[2] not in content


@pytest.mark.parametrize("ending", [*ENDINGS, "ideabox.zip"])
def test_progress_goes_up_to_the_end(full: Session, wording: Wording, tmp_path: Path, ending: str) -> None:
    seen: list[tuple[int, int]] = []
    exporting.export(full, tmp_path / f"out.{ending}", Filter(), wording, report=lambda *at: seen.append(at))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0
    assert len({total for _done, total in seen}) == 1


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("ending", [*ENDINGS, "ideabox.zip"])
def test_one_that_is_stopped_leaves_what_was_there_and_nothing_else(
    full: Session, wording: Wording, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = tmp_path / "out" / f"out.{ending}"
    path.parent.mkdir()
    path.write_bytes(b"older")
    with pytest.raises(Stopped):
        exporting.export(full, path, Filter(), wording, report=stop_after(0))
    assert path.read_bytes() == b"older"
    assert list(path.parent.iterdir()) == [path]
    assert list(temporary.iterdir()) == []


def test_a_package_holds_the_whole_history_of_the_ideas_that_match_and_of_their_group(
    full: Session, open_session: OpenSession, wording: Wording, tmp_path: Path
) -> None:
    written = exporting.export(full, tmp_path / "The same.ideabox.zip", Filter(search="same"), wording)
    assert [path.name for path in written.paths] == ["The same.ideabox.zip"]
    package = read(written.paths[0])
    assert {row["title"] for row in package.rows} == {"The same", "Reviewed"}
    assert package.manifest["marking"] == "OFFICIAL"
    other = open_session("bob", office="York")
    assert len(importing.import_file(other, written.paths[0], {}).new) == 2
    assert set(lines_in(other)) < set(lines_in(full))


def test_a_package_never_takes_the_place_of_another(full: Session, wording: Wording, tmp_path: Path) -> None:
    path = tmp_path / "out.ideabox.zip"
    first = exporting.export(full, path, Filter(search="same"), wording).paths
    second = exporting.export(full, path, Filter(search="same"), wording).paths
    assert first == (path,)
    assert second == (tmp_path / "out-2.ideabox.zip",)


def test_a_package_of_nothing_is_refused(session: Session, wording: Wording, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as caught:
        exporting.export(session, tmp_path / "out.ideabox.zip", Filter(), wording)
    assert "Nothing has been written" in wording.problem(caught.value.problems[0])
    assert not (tmp_path / "out.ideabox.zip").exists()


def test_a_batch_is_written_in_each_format_that_is_asked_for(full: Session, wording: Wording, tmp_path: Path) -> None:
    exported = batching.batch(full, "November", tmp_path / "out", wording, formats=batching.FORMATS)
    names = ["november.csv", "november.csv-metadata.json", "november.ods", "november.xlsx", "november.html"]
    assert [path.name for path in exported.tables] == names
    assert len(exported.parcels) == 1
    for ending in ("ods", "xlsx"):
        path = tmp_path / "out" / f"november.{ending}"
        assert [row[1] for row in read_with_calamine(path)[3:]] == ["Reviewed", "The same"]
        cover = {row[0]: row[1] for row in read_with_calamine(path, "Cover")}
        assert (cover["Number of ideas"], cover["Which ideas"]) == ("2", "Those of the batch")
        assert "OFFICIAL: November" in cover
    assert "<h1>November</h1>" in (tmp_path / "out" / "november.html").read_text("utf-8")
