"""Spreadsheets that are written say what the store holds, in any program, and nothing in them is run."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine as calamine
from hypothesis import example, given, settings
from hypothesis import strategies as st
from odfdo import Document

from ideabox.domain.problems import Refusal
from ideabox.exchange import excel, opendocument
from ideabox.exchange.about import About
from ideabox.store.queries import Filter
from ideabox.usecases import exporting
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.exchange import unguarded
from tests.exchange.hard_ideas import (
    HARD,
    NAMES,
    RUN,
    TITLES,
    as_given,
    as_stored,
    fill,
    read_with_calamine,
    unspelled,
)

BOTH = pytest.mark.parametrize("ending", ["ods", "xlsx"])
WRITERS = {"ods": opendocument.write, "xlsx": excel.write}


@pytest.fixture
def full(session: Session) -> Session:
    """A store with ideas that are hard to write down."""
    fill(session)
    return session


def export(session: Session, wording: Wording, path: Path, **how: Any) -> Path:
    exporting.export(session, path, how.pop("wanted", Filter()), wording, **how)
    return path


def about(wording: Wording, ideas: int, raw: bool = False) -> About:
    return About("Ideas", "OFFICIAL", (("Marking", "OFFICIAL"),), (), ideas, wording, lambda _column, value: value, raw)


def table(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """The rows below the header, which is the third."""
    assert rows[2] == TITLES
    return [dict(zip(NAMES, row, strict=True)) for row in rows[3:]]


def values_written(wording: Wording, ending: str, *texts: str, raw: bool = False) -> tuple[list[str], bytes]:
    """What a reader finds in the cells of these texts, and the file."""
    file = io.BytesIO()
    rows = [dict.fromkeys(NAMES, "") | {"id": str(n), "title": text, "supporters": 1} for n, text in enumerate(texts)]
    assert WRITERS[ending](file, about(wording, len(rows), raw), rows) == len(rows)
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue())) as book:
        found = table(book.get_sheet_by_name("Ideas").to_python(skip_empty_area=False))
    return [row["title"] for row in found], file.getvalue()


# What is in them


@BOTH
@pytest.mark.parametrize("raw", [False, True])
def test_every_value_is_the_stores_once_the_quoting_is_undone(
    full: Session, wording: Wording, tmp_path: Path, ending: str, raw: bool
) -> None:
    found = table(read_with_calamine(export(full, wording, tmp_path / f"out.{ending}", raw=raw)))
    is_spelled = ending == "ods"  # in XLSX, spelling out is the format's own, and its readers undo it
    assert [as_stored(row, is_spelled, is_guarded=not raw) for row in found] == as_given(full)
    assert any(row["title"].startswith("=") for row in found) is raw


def test_another_reader_of_xlsx_finds_the_same(full: Session, wording: Wording, tmp_path: Path) -> None:
    path = export(full, wording, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(path)["Ideas"]
    rows = [["" if cell.value is None else cell.value for cell in row] for row in sheet.iter_rows()]
    assert [as_stored(row, is_spelled=True) for row in table(rows)] == as_given(full)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}, "no formula among them"


@BOTH
def test_times_are_times_and_counts_are_numbers(full: Session, wording: Wording, tmp_path: Path, ending: str) -> None:
    found = table(read_with_calamine(export(full, wording, tmp_path / f"out.{ending}")))
    assert {type(row["submitted"]) for row in found} == {datetime}
    assert {type(row["supporters"]) for row in found} == {float}
    assert {type(row["reviewed"]) for row in found} == {datetime, str}
    assert all(row["reviewed"] == "" or isinstance(row["reviewed"], datetime) for row in found)


@BOTH
def test_no_cell_begins_as_a_formula_does_and_none_is_one(
    full: Session, wording: Wording, tmp_path: Path, ending: str
) -> None:
    path = export(full, wording, tmp_path / f"out.{ending}")
    for sheet in ("Cover", "Columns", "Ideas"):
        texts = [cell for row in read_with_calamine(path, sheet) for cell in row if isinstance(cell, str)]
        assert not [text for text in texts if text.startswith(RUN)]
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
    assert not re.search(rb"<f[ >]|table:formula|<hyperlink|xlink:href=|externalLink|vba|<script", content)


@BOTH
def test_a_cover_says_what_it_is_from_whom_when_and_how_many(
    full: Session, wording: Wording, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"out.{ending}"
    export(full, wording, path, wanted=Filter(search="same", office="Leeds"), marking="OFFICIAL-SENSITIVE")
    with calamine.CalamineWorkbook.from_path(path) as book:
        assert book.sheet_names == ["Cover", "Columns", "Ideas"]
    (title, *_), _what, *facts = read_with_calamine(path, "Cover")
    assert title == "OFFICIAL-SENSITIVE: Ideas"
    said = dict(row[:2] for row in facts if row[0] != "Note")
    assert re.fullmatch(r"[1-3]?[0-9] [A-Z][a-z]+ 20[0-9]{2}, [0-9]{2}:[0-9]{2} UTC", said["Written"])
    assert (said["Marking"], said["From"], said["Number of ideas"]) == ("OFFICIAL-SENSITIVE", "Leeds", "1")
    assert said["Which ideas"] == "with the words \u2018same\u2019; office: Leeds"
    assert any("one more apostrophe" in row[1] for row in facts)
    meanings = read_with_calamine(path, "Columns")
    assert [row[0] for row in meanings[3:]] == TITLES
    assert all(all(row) for row in meanings[2:])
    assert len(table(read_with_calamine(path))) == 1


def test_the_header_of_an_xlsx_is_in_view_filtered_repeated_in_print_and_named(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(export(full, wording, tmp_path / "out.xlsx"))
    sheet = book["Ideas"]
    last = 3 + len(HARD) + 2
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == f"A3:U{last}"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.defined_names["ColumnTitle"].attr_text == "'Ideas'!$A$3"
    assert book.active is not None
    assert book.active.title == "Cover"
    assert all(not each.merged_cells.ranges for each in book)
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["B"].width > 30
    assert all(cell.font.bold for cell in sheet[3])
    assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"Arial"}
    assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "OFFICIAL"
    assert sheet["K4"].number_format == "yyyy-mm-dd hh:mm:ss"


def test_the_header_of_an_ods_is_in_view_filtered_and_marked_as_one(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    document = Document(export(full, wording, tmp_path / "out.ods"))
    (header,) = document.body.get_elements("//table:table[@table:name='Ideas']/table:table-header-rows")
    assert [cell.text_recursive.strip() for cell in header.get_elements("descendant::table:table-cell")] == TITLES
    (area,) = document.body.get_elements("//table:database-range")
    assert area.get_attribute("table:target-range-address") == f"'Ideas'.A3:'Ideas'.U{3 + len(HARD) + 2}"
    assert area.get_attribute("table:display-filter-buttons") is True
    assert not document.body.get_elements("//table:covered-table-cell")
    view = (
        "//config:config-item-map-entry[@config:name='Ideas']/config:config-item[@config:name='VerticalSplitPosition']"
    )
    (split,) = document.settings.get_elements(view)
    assert split.text == "3"
    (active,) = document.settings.get_elements("//config:config-item[@config:name='ActiveTable']")
    assert active.text == "Cover"
    styles = {each.get_attribute("table:style-name") for each in document.body.get_elements("//table:table-column")}
    widths = [document.get_style("table-column", str(name)) for name in styles]
    assert all(width is not None for width in widths)
    assert {text.get_attribute("fo:language") for text in document.styles.get_elements("//*[@fo:language]")} == {"en"}
    footers = document.styles.get_elements("//style:master-page[@style:name='Default']/style:footer")
    assert [footer.text_recursive.strip() for footer in footers] == ["OFFICIAL"]


@BOTH
def test_a_file_says_nothing_of_the_person_who_wrote_it(
    full: Session, wording: Wording, tmp_path: Path, ending: str
) -> None:
    export(full, wording, path := tmp_path / f"out.{ending}")
    with zipfile.ZipFile(path) as archive:
        about_it = b"".join(
            archive.read(name) for name in ("meta.xml", "docProps/core.xml") if name in archive.namelist()
        )
    assert b"OFFICIAL" in about_it
    assert full.me.name.encode() not in about_it
    assert not re.search(rb"<(dc:creator|meta:initial-creator|cp:lastModifiedBy)>[^<]", about_it)


@BOTH
def test_a_table_without_ideas_has_its_header(session: Session, wording: Wording, tmp_path: Path, ending: str) -> None:
    assert table(read_with_calamine(export(session, wording, tmp_path / f"out.{ending}"))) == []


# Texts

ODD = "".join(RUN[:7]) + "''';\",_x005F abé😀\x07\x1b\n\r\t<&>]"
ANY = st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff")
texts = st.text(alphabet=st.one_of(st.sampled_from(ODD), ANY))
"""Whatever the store takes, but for two characters that are none: Unicode says so, and calamine leaves them spelled."""


@BOTH
@settings(max_examples=20)
@given(given_texts=st.lists(texts, min_size=1, max_size=8))
@example(given_texts=["_x0041_x0042_", "_x0041\x07", "_x005F_", "_\x07x0041_"])
@example(given_texts=[" ", "  ", "\n", "\n\n", " \n ", "\t", "a \t b", "\r"])
@example(given_texts=["x" * 32_766 + "y", "😀" * 16_383])
def test_any_text_is_read_back_as_it_was_given(wording: Wording, ending: str, given_texts: list[str]) -> None:
    found, data = values_written(wording, ending, *given_texts)
    assert [unguarded(unspelled(cell) if ending == "ods" else cell) for cell in found] == given_texts
    assert not [cell for cell in found if cell.startswith(RUN)]
    again, _data = values_written(wording, ending, *given_texts, raw=True)
    assert [unspelled(cell) if ending == "ods" else cell for cell in again] == given_texts
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("text", ["x" * 32_768, "😀" * 16_384, "'" * 32_767 + "="])
def test_a_text_longer_than_a_cell_of_xlsx_is_refused_and_never_cut(
    session: Session, wording: Wording, text: str
) -> None:
    with pytest.raises(Refusal) as caught:
        values_written(wording, "xlsx", text)
    assert "32767" in wording.problem(caught.value.problems[0])
    found, _data = values_written(wording, "ods", text)
    assert [unguarded(cell) for cell in found] == [text]


@BOTH
def test_more_ideas_than_a_sheet_has_rows_are_refused_before_any_is_written(wording: Wording, ending: str) -> None:
    file = io.BytesIO()
    with pytest.raises(Refusal) as caught:
        WRITERS[ending](file, about(wording, 1_048_574), [])
    assert "1048573" in wording.problem(caught.value.problems[0])
    assert file.getvalue() == b""


@BOTH
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00.000Z", "1899-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"])
def test_a_time_of_any_year_is_written(wording: Wording, ending: str, at: str) -> None:
    file = io.BytesIO()
    WRITERS[ending](file, about(wording, 1), [dict.fromkeys(NAMES, "") | {"submitted": at, "supporters": 1}])
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        content = b"".join(archive.read(name) for name in archive.namelist())
    is_number = ending == "xlsx" and at.startswith("9999")
    assert (b"2958465.99999998" if is_number else at.removesuffix("Z").encode()) in content
