"""The table for people says what the store holds, in a form that no spreadsheet program runs."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ideabox.domain.problems import Refusal
from ideabox.exchange import tables
from ideabox.exchange.tables import guard, unguard
from ideabox.store.queries import Filter
from ideabox.usecases import batching, exporting, ideas, reviewing
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.exchange import unguarded
from tests.exchange.hard_ideas import NAMES, RUN, as_given

texts = st.text(alphabet=st.one_of(st.sampled_from("".join(RUN) + "''';\",ab é😀"), st.characters(codec="utf-8")))


def records(data: bytes) -> list[list[str]]:
    """The records of a CSV by the letter of RFC 4180: every field in quotes, every record ended."""
    field = rb'"((?:[^"]|"")*)"'
    record = re.compile(field + rb"(?:," + field + rb")*\r\n")
    at, found = 0, []
    while at < len(data):
        match = record.match(data, at)
        assert match is not None, f"no record at byte {at}"
        fields = re.findall(field, match[0])
        found.append([each.replace(b'""', b'"').decode() for each in fields])
        at = match.end()
    assert found == list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    return found


def written(*rows: dict[str, Any], raw: bool = False) -> bytes:
    file = io.StringIO(newline="")
    assert tables.write_csv(file, [dict.fromkeys(NAMES, "") | row for row in rows], raw=raw) == len(rows)
    return file.getvalue().encode()


# Quoting


@given(texts)
@example("'")
@example("''=x")
@example("'x")
@example("x=1")
@example("")
def test_what_was_guarded_can_be_had_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert unguarded(guard(text)) == text


@given(texts)
def test_nothing_that_was_guarded_begins_as_a_formula_does(text: str) -> None:
    assert not guard(text).startswith(RUN)


@given(texts)
def test_a_text_is_left_alone_or_gets_one_apostrophe(text: str) -> None:
    dangerous = text.lstrip("'").startswith(RUN)
    assert guard(text) == (f"'{text}" if dangerous else text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("'it", "'it"),
        ("- a list", "'- a list"),
        ("\uff1dSUM(A1)", "'\uff1dSUM(A1)"),
        ("\tx", "'\tx"),
        ("\n=x", "'\n=x"),
        ("a=b", "a=b"),
        (" =x", " =x"),
        ("", ""),
    ],
)
def test_cells_are_guarded_as_the_specification_says(text: str, shown: str) -> None:
    assert guard(text) == shown


# CSV


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, texts)), max_size=4))
def test_a_table_is_read_back_as_it_was_once_the_guard_is_taken_off(rows: list[dict[str, str]]) -> None:
    header, *found = records(written(*rows))
    assert header == NAMES
    assert [[unguarded(cell) for cell in record] for record in found] == [
        [row.get(name, "") for name in NAMES] for row in rows
    ]
    assert not [cell for record in found for cell in record if cell.startswith(RUN)]


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, texts)), max_size=4))
def test_the_raw_table_has_every_value_as_it_is(rows: list[dict[str, str]]) -> None:
    header, *found = records(written(*rows, raw=True))
    assert header == NAMES
    assert found == [[row.get(name, "") for name in NAMES] for row in rows]


def test_several_values_share_a_cell_and_numbers_are_plain() -> None:
    _header, found = records(written({"skills": ("A", "B"), "barriers": [], "supporters": 12_000}))
    row = dict(zip(NAMES, found, strict=True))
    assert (row["skills"], row["barriers"], row["supporters"]) == ("A;B", "", "12000")


def test_a_table_without_rows_has_its_header() -> None:
    assert records(written()) == [NAMES]


# CSV on the Web


@pytest.mark.parametrize("raw", [False, True])
def test_the_metadata_names_the_columns_of_the_file_in_their_order(raw: bool) -> None:
    metadata = json.loads(tables.csvw_metadata("ideas.csv", raw=raw))
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    columns = metadata["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == records(written(raw=raw))[0]
    assert metadata["tableSchema"]["primaryKey"] == "id"
    assert [column["name"] for column in columns if column["required"]] == ["id"]
    assert {column["name"]: column["separator"] for column in columns if "separator" in column} == {
        "skills": ";", "barriers": ";", "offered": ";"
    }  # fmt: skip
    for column in columns:
        assert column["titles"][0] == column["name"], "the header has the names"
        assert column["dc:description"]
        assert re.fullmatch("[a-z][a-z_]*", column["name"])
    assert metadata["dialect"] == {
        "encoding": "utf-8", "header": True, "quoteChar": '"', "doubleQuote": True, "delimiter": ","
    }  # fmt: skip


def test_the_metadata_says_whether_cells_are_guarded() -> None:
    guarded, raw = (json.loads(tables.csvw_metadata("ideas.csv", raw=raw))["rdfs:comment"] for raw in (False, True))
    assert "one more apostrophe" in guarded
    assert "as it was given" in raw
    assert "apostrophe" not in raw


@pytest.mark.parametrize("name", ["ideas.csv", "März & April.csv", "100 % #1?.csv", "a:b.csv"])
def test_the_metadata_points_to_the_file_by_a_relative_address(name: str) -> None:
    address = urlsplit(json.loads(tables.csvw_metadata(name))["url"])
    assert (address.scheme, address.netloc, address.query, address.fragment) == ("", "", "", "")
    assert unquote(address.path) == name


# Exports


@pytest.fixture
def full(session: Session) -> Session:
    """A store with ideas that are hard to write down."""
    first = next(iter(ideas.submit(session, "=1+1", "-a\r\nb", '"q", ;x', ["EDS-COM", "EDS-F"], ["it"]).new))
    ideas.submit(session, "'=1+1", "\uff0bx", " @y", offered=["EDS-PRO", "EDS-SAF"], barrier_note="=2+2")
    ideas.submit(session, "'", "''", "\tz")
    reviewing.review(session, first, "put-forward", "+Because")
    reviewing.progress(session, first, "alpha", "\nSoon")
    ideas.join(session, next(iter(ideas.submit(session, "The same", "a", "b").new)), first)
    return session


@pytest.mark.parametrize("raw", [False, True])
def test_an_export_says_what_the_store_holds(full: Session, wording: Wording, tmp_path: Path, raw: bool) -> None:
    path = tmp_path / "out" / "Ideas of ours.csv"
    assert exporting.export(full, path, Filter(), wording, raw=raw).ideas == 4
    header, *found = records(path.read_bytes())
    assert header == NAMES
    assert found != [[unguarded(cell) for cell in record] for record in found], "something was to be guarded"
    assert (found if raw else [[unguarded(cell) for cell in record] for record in found]) == [
        [str(value) for value in row.values()] for row in as_given(full)
    ]
    metadata = json.loads(path.with_name("Ideas of ours.csv-metadata.json").read_bytes())
    assert unquote(metadata["url"]) == path.name
    assert ("apostrophe" in metadata["rdfs:comment"]) is not raw
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, path.name + "-metadata.json"]


def test_exported_values_are_of_the_types_that_the_metadata_says(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    exporting.export(full, tmp_path / "ideas.csv", Filter(), wording)
    metadata = json.loads((tmp_path / "ideas.csv-metadata.json").read_bytes())
    _header, *found = records((tmp_path / "ideas.csv").read_bytes())
    seen: set[str] = set()
    for column, cells in zip(metadata["tableSchema"]["columns"], zip(*found, strict=True), strict=True):
        assert not column["required"] or all(cells)
        for cell in filter(None, cells):
            seen.add(column["datatype"])
            if column["datatype"] == "integer":
                assert re.fullmatch("0|[1-9][0-9]*", cell)
            if column["datatype"] == "dateTime":
                assert datetime.fromisoformat(cell).utcoffset() is not None
    assert seen == {"string", "integer", "dateTime"}


def test_an_export_takes_the_place_of_an_earlier_one(full: Session, wording: Wording, tmp_path: Path) -> None:
    path = tmp_path / "ideas.csv"
    path.write_bytes(b"something older")
    exporting.export(full, path, Filter(search="same"), wording)
    exporting.export(full, path, Filter(search="same"), wording)
    assert len(records(path.read_bytes())) == 2
    assert sorted(each.name for each in tmp_path.glob("ideas*")) == ["ideas.csv", "ideas.csv-metadata.json"]


def test_an_ending_that_is_not_known_is_refused(full: Session, wording: Wording, tmp_path: Path) -> None:
    for name in ("ideas.xls", "ideas", "ideas.csv.exe"):
        with pytest.raises(Refusal) as caught:
            exporting.export(full, tmp_path / name, Filter(), wording)
        assert name in wording.problem(caught.value.problems[0])
        assert not (tmp_path / name).exists()


def test_a_batch_as_a_table_holds_the_batch_and_what_joined_it(full: Session, wording: Wording, tmp_path: Path) -> None:
    exported = batching.batch(full, "November", tmp_path / "out", wording, formats=["csv"])
    assert [path.name for path in exported.tables] == ["november.csv", "november.csv-metadata.json"]
    assert exported.parcels == ()
    _header, *found = records(exported.tables[0].read_bytes())
    assert [unguarded(record[1]) for record in found] == ["=1+1", "The same"]
    assert json.loads(exported.tables[1].read_bytes())["url"] == "november.csv"
