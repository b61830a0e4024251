"""Other people's ODS and XLSX become ideas just as their CSV does, and what is no plain table harms nothing."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from odfdo import Cell, Document, Row, Table

from ideabox.app.layouts import KeptLayouts
from ideabox.exchange import workbooks
from ideabox.exchange.spreadsheets import open_sheet
from ideabox.exchange.workbooks import WorkbookSheet
from ideabox.store.queries import Filter
from ideabox.usecases import exporting, ideas, importing
from ideabox.usecases.columns import USUAL_NAMES, header_names, usual_columns
from ideabox.usecases.importing import Imported
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession
from tests.exchange import contents, put, refused, rows_in
from tests.exchange.test_exports import Stopped, stop_after

Sheets = dict[str, Sequence[Sequence[Any]]]
WORDS = ("title", "problem", "proposal")
HEADER = ("Ref", "Title", "What happens now?", "Suggestion")
ROWS = (("R1", "One", "first", "better"), ("R2", "Two", "second\nline", "much, better"))


def xlsx(sheets: Sheets) -> bytes:
    """A workbook as another program writes it."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # no formula
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ods(sheets: Sheets) -> bytes:
    """The same as an OpenDocument spreadsheet, by yet another program."""
    document = Document("spreadsheet")
    document.body.clear()
    for name, rows in sheets.items():
        table = Table(name)
        for values in rows:
            row = Row()
            for value in values:
                row.append_cell(Cell(value))
            table.append_row(row)
        document.body.append(table)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def as_csv(sheets: Sheets) -> bytes:
    (rows,) = sheets.values()
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


MAKERS: dict[str, Callable[[Sheets], bytes]] = {"xlsx": xlsx, "ods": ods}
BOTH = pytest.mark.parametrize("ending", ["ods", "xlsx"])


def take(session: Session, folder: Path, ending: str, sheets: Sheets, **how: Any) -> Imported:
    path = put(folder, (MAKERS | {"csv": as_csv})[ending](sheets), f"ideas.{ending}")
    return importing.import_file(session, path, how.pop("mapping", {}), **how)


# Reading


@BOTH
def test_rows_become_ideas_with_their_texts_as_given(session: Session, tmp_path: Path, ending: str) -> None:
    imported = take(session, tmp_path, ending, {"Ideas": [HEADER, *ROWS]})
    assert len(imported.new) == 2
    assert rows_in(session, *WORDS, "reference") == [
        ("One", "first", "better", "R1"), ("Two", "second\nline", "much, better", "R2")
    ]  # fmt: skip


@BOTH
def test_days_times_and_numbers_are_what_they_are(session: Session, tmp_path: Path, ending: str) -> None:
    rows = [
        ("Reference", "Title", "Submitted"),
        (12, "A day", date(2026, 11, 3)),
        (12.5, "A time", datetime(2026, 11, 3, 9, 30, 15)),  # noqa: DTZ001 - spreadsheets have no zones
        (True, "A text", "03/11/2026"),
    ]
    imported = take(session, tmp_path, ending, {"Ideas": rows})
    assert imported.not_taken == ()
    assert rows_in(session, "reference", "submitted_at") == [
        ("12", "2026-11-03T00:00:00.000Z"),
        ("12.5", "2026-11-03T09:30:15.000Z"),
        ("TRUE", "2026-11-03T00:00:00.000Z"),
    ]


@BOTH
def test_a_cover_sheet_is_passed_over_and_so_is_what_stands_above_the_header(
    session: Session, tmp_path: Path, ending: str
) -> None:
    cover = [("Survey of ideas", ""), ("Office", "Leeds"), ("Date", "3 November"), ("Title of the survey", "Ideas")]
    table = [("Ideas from Leeds", "", "", ""), ("This sheet holds one table", "", "", ""), HEADER, *ROWS]
    imported = take(session, tmp_path, ending, {"Cover": cover, "All": table, "Empty": []})
    assert len(imported.new) == 2
    assert rows_in(session, "title") == [("One",), ("Two",)]


@BOTH
def test_a_header_without_usual_names_is_the_fullest_row(session: Session, tmp_path: Path, ending: str) -> None:
    table = [("Our survey", "", ""), ("Kopf", "Text", "Wunsch"), ("One", "a", "b"), ("Two", "c", "d")]
    cover = [("Made by", "Ann"), ("In", "Leeds")]
    take(session, tmp_path, ending, {"Cover": cover, "All": table}, mapping={"title": "Kopf", "problem": "Text"})
    assert rows_in(session, "title", "problem") == [("One", "a"), ("Two", "c")]
    sheet = open_sheet(tmp_path / f"ideas.{ending}", USUAL_NAMES)
    assert sheet.columns == ("Kopf", "Text", "Wunsch")


@BOTH
def test_a_sheet_can_be_named_in_any_case_and_one_that_is_not_there_is_said(
    session: Session, wording: Wording, tmp_path: Path, ending: str
) -> None:
    sheets: Sheets = {"First": [("Title",), ("One",)], "Second": [("Title",), ("Two",)]}
    take(session, tmp_path, ending, sheets, sheet="second")
    assert rows_in(session, "title") == [("Two",)]
    problem = refused(session, wording, tmp_path / f"ideas.{ending}", sheet="Third")
    assert (problem.code, problem.facts["known"]) == ("no-such-sheet", "First, Second")


def test_a_sheet_of_a_csv_is_refused(session: Session, wording: Wording, tmp_path: Path) -> None:
    assert refused(session, wording, put(tmp_path, b"Title\nOne\n", "a.csv"), sheet="First").code == "sheet-for-csv"


@BOTH
def test_rows_have_the_numbers_that_the_program_shows(
    session: Session, wording: Wording, tmp_path: Path, ending: str
) -> None:
    rows = [("Above", ""), ("Title", "Skills"), ("One", "EDS-COM"), ("", ""), ("Two", "unheard-of"), ("", "x")]
    imported = take(session, tmp_path, ending, {"Ideas": rows})
    assert [(each.number, each.code) for each in imported.not_taken] == [(5, "unknown-skill"), (6, "empty")]


def test_a_hidden_sheet_is_read_only_when_it_is_named(session: Session, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Old": [HEADER, *ROWS], "New": [("Title",), ("Three",)]})))
    book["Old"].sheet_state = "hidden"
    book.active = book["New"]
    book.save(path := tmp_path / "ideas.xlsx")
    importing.import_file(session, path, {})
    assert rows_in(session, "title") == [("Three",)]
    importing.import_file(session, path, {}, sheet="Old")
    assert rows_in(session, "title") == [("Three",), ("One",), ("Two",)]


@BOTH
@pytest.mark.parametrize("sheets", [{"Empty": []}, {"A": [("", " "), ("", "")]}], ids=["nothing", "blanks"])
def test_a_workbook_without_a_header_is_refused(
    session: Session, wording: Wording, tmp_path: Path, ending: str, sheets: Sheets
) -> None:
    path = put(tmp_path, MAKERS[ending](sheets), f"ideas.{ending}")
    assert refused(session, wording, path).code == "no-header"


@pytest.mark.parametrize("ending", ["csv", "ods", "xlsx"])
def test_what_was_exported_can_be_imported_elsewhere(
    session: Session, open_session: OpenSession, wording: Wording, tmp_path: Path, ending: str
) -> None:
    ideas.submit(
        session, "Show the queue", "People ask\nhow long", "A screen", ["EDS-COM"], ["it", "money"],
        offered=["EDS-PRO", "DigComp 3.0 5.1"], barrier_note="The firewall,\nand who may change it",
    )  # fmt: skip
    exporting.export(session, path := tmp_path / f"out.{ending}", Filter(), wording)
    other = open_session("bob", office="York")
    importing.import_file(other, path, {})
    wanted = (*WORDS, "office", "skills", "barriers", "offered", "barrier_note", "submitted_at")
    assert rows_in(other, *wanted) == rows_in(session, *wanted)


ANY = st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff\r")


@settings(max_examples=8)
@given(
    texts=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff\r"), max_size=60),
        min_size=5,
        max_size=20,
    )
)
@example(texts=["=1+1", "a\nb", "\x07", "'", "_x0041_", " x ", "😀"])
def test_any_text_in_an_xlsx_comes_in_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, wording: Wording, texts: list[str]
) -> None:
    import xlsxwriter  # noqa: PLC0415

    path = tmp_path_factory.mktemp("any") / "ideas.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Title", "Problem"])
    for number, text in enumerate(texts, 1):
        sheet.write_string(number, 0, f"Idea {number}")
        sheet.write_string(number, 1, text)
    book.close()
    found = open_sheet(path, USUAL_NAMES)
    assert [row.cells["Problem"] for row in found.rows()] == texts


# Coming back


@pytest.mark.parametrize("ending", ["csv", "ods", "xlsx"])
def test_a_sheet_that_comes_again_changes_only_what_it_changes(session: Session, tmp_path: Path, ending: str) -> None:
    rows = [HEADER, *[(f"R{n}", f"Title {n}", f"Problem {n}", "p") for n in range(60)]]
    assert len(take(session, tmp_path, ending, {"Ideas": rows}).new) == 60
    again = take(session, tmp_path, ending, {"Ideas": rows})
    assert (len(again.new), len(again.updated), len(again.known), again.events) == (0, 0, 60, 0)
    changed = [rows[0], *[(r[0], r[1], f"{r[2]}!" if n % 20 == 0 else r[2], r[3]) for n, r in enumerate(rows[1:])]]
    third = take(session, tmp_path, ending, {"Ideas": changed})
    assert (len(third.new), len(third.updated), third.events) == (0, 3, 3)
    assert [problem for (problem,) in rows_in(session, "problem") if problem.endswith("!")] == [
        "Problem 0!", "Problem 20!", "Problem 40!"
    ]  # fmt: skip


def test_a_sheet_saved_in_another_format_is_the_same_sheet(session: Session, tmp_path: Path) -> None:
    sheets: Sheets = {"Ideas": [HEADER, *ROWS, ("", "No reference", "a", "b")]}
    take(session, tmp_path, "csv", sheets)
    for ending in ("ods", "xlsx"):
        again = take(session, tmp_path, ending, sheets)
        assert (len(again.new), len(again.known), again.events) == (0, 3, 0)


@pytest.mark.parametrize("ending", ["csv", "ods", "xlsx"])
def test_a_preview_says_field_by_field_what_would_change_and_changes_nothing(
    session: Session, tmp_path: Path, ending: str
) -> None:
    header = ("Ref", "Title", "Proposal", "Skills")
    take(session, tmp_path, ending, {"A": [header, ("1", "One", "p", "EDS-COM"), ("2", "Two", "p", "")]})
    before = contents(session)
    changed: Sheets = {
        "A": [header, ("1", "First", "p", "EDS-COM;EDS-F"), ("2", "Two", "p", ""), ("3", "New", "p", "")]
    }
    preview = take(session, tmp_path, ending, changed, preview=True)
    assert [(each.title, each.field, each.old, each.new) for each in preview.changes] == [
        ("One", "title", "One", "First"), ("One", "skills", ("EDS-COM",), ("EDS-COM", "EDS-F"))
    ]  # fmt: skip
    assert contents(session) == before
    done = take(session, tmp_path, ending, changed)
    assert (done.new, done.updated, done.changes) == (done.new, preview.updated, ())


# Which column is which


def test_columns_are_known_by_english_and_welsh_names_however_they_are_written() -> None:
    english = {
        "reference": "REFERENCE NUMBER",
        "title": "Idea Title:",
        "problem": "What happens  now?",
        "proposal": "Proposed solution",
        "office": "Job Centre",
        "submitted": "Date submitted",
    }
    welsh = {
        "reference": "Cyfeirnod",
        "title": "Teitl",
        "problem": "Beth sy\u2019n digwydd nawr?",
        "proposal": "Beth fyddai'n well?",
        "office": "Swyddfa",
        "submitted": "Dyddiad",
        "skills": "Sgiliau",
        "barriers": "Rhwystrau",
    }
    for names in (english, welsh):
        assert usual_columns(tuple(names.values())) == names


def test_no_name_is_the_usual_one_of_two_fields() -> None:
    names = [name for each in USUAL_NAMES.values() for name in each]
    assert len(names) == len(set(names))
    assert header_names({"title": " Kopf? "})["title"] == ("kopf",)


def test_what_was_said_of_the_columns_serves_the_next_time(session: Session, tmp_path: Path) -> None:
    layouts = KeptLayouts(tmp_path / "layouts.json")
    header = ("Key", "Title", "Headline")
    take(session, tmp_path, "xlsx", {"A": [header, ("1", "no", "One")]}, mapping={"title": "Headline"}, layouts=layouts)
    take(session, tmp_path, "csv", {"A": [header, ("2", "no", "Two")]}, layouts=KeptLayouts(tmp_path / "layouts.json"))
    take(session, tmp_path, "csv", {"A": [(*header, "More"), ("3", "Three", "no", "")]}, layouts=layouts)
    assert rows_in(session, "title") == [("One",), ("Two",), ("Three",)]
    assert importing.glimpse(put(tmp_path, b"Key,Title,Headline\n", "a.csv"), layouts=layouts).guessed == {
        "title": "Headline"
    }


def test_a_preview_is_not_remembered_and_the_last_word_counts(session: Session, tmp_path: Path) -> None:
    layouts = KeptLayouts(tmp_path / "layouts.json")
    sheets: Sheets = {"A": [("Title", "Headline"), ("a", "b")]}
    take(session, tmp_path, "csv", sheets, mapping={"title": "Headline"}, layouts=layouts, preview=True)
    assert layouts.mapping_for(("Title", "Headline")) == {}
    for column in ("Headline", "Title"):
        take(session, tmp_path, "csv", sheets, mapping={"title": column}, layouts=layouts)
    assert layouts.mapping_for(("Title", "Headline")) == {"title": "Title"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b'[{"columns":1}]', b"\xff", b'[{"columns":["Title"],"mapping":{"title":"Gone"}}]']
)
def test_a_memory_that_makes_no_sense_is_none(session: Session, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "layouts.json").write_bytes(content)
    layouts = KeptLayouts(tmp_path / "layouts.json")
    take(session, tmp_path, "csv", {"A": [("Title",), ("One",)]}, layouts=layouts)
    assert rows_in(session, "title") == [("One",)]
    layouts.remember(("A",), {"title": "A"})
    assert layouts.mapping_for(("A",)) == {"title": "A"}


def test_only_so_many_layouts_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ideabox.app.layouts.MOST", 3)
    layouts = KeptLayouts(tmp_path / "layouts.json")
    for number in range(5):
        layouts.remember((f"Column {number}",), {"title": f"Column {number}"})
    assert layouts.mapping_for(("Column 1",)) == {}
    assert layouts.mapping_for(("Column 2",)) == {"title": "Column 2"}


# Files that are no plain tables


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with a member more, or in place of the one of this name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return file.getvalue()


PLAIN = {ending: make({"Ideas": [HEADER, *ROWS]}) for ending, make in MAKERS.items()}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    b"<manifest:encryption-data/></manifest:manifest>"
)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", b"", "damaged"),
        ("a.ods", b"Title,Problem\n", "damaged"),
        ("a.xlsx", PLAIN["xlsx"][:-200], "damaged"),
        ("a.ods", PLAIN["ods"][: len(PLAIN["ods"]) // 2], "damaged"),
        ("a.xlsx", PLAIN["xlsx"].replace(b"PK\x05\x06", b"PK\x05\x07"), "damaged"),
        ("a.xlsx", zipped(a=b"nothing of a workbook"), "damaged"),
        ("a.ods", with_member(PLAIN["ods"], "content.xml", b"<no-xml"), "damaged"),
        ("a.xlsx", OLE, "protected-workbook"),
        ("a.ods", with_member(PLAIN["ods"], "META-INF/manifest.xml", LOCKED), "protected-workbook"),
        ("a.xlsx", with_member(PLAIN["xlsx"], "xl/vbaProject.bin", b"x"), "has-macros"),
        ("a.ods", with_member(PLAIN["ods"], "Basic/Standard/Module1.xml", b"<x/>"), "has-macros"),
        ("a.xlsx", zipped(xl__workbook=bytes(1024**3 + 1)), "too-large"),
        ("a.xlsm", PLAIN["xlsx"], "other-spreadsheet"),
        ("a.XLS", OLE, "other-spreadsheet"),
    ],
    ids=[
        "empty", "text", "cut off", "half", "no directory", "no workbook", "no XML", "encrypted", "encrypted ODS",
        "macros", "macros in ODS", "zip bomb", "xlsm", "xls",
    ],
)  # fmt: skip
def test_a_file_that_is_no_plain_workbook_is_refused_in_words(
    session: Session, wording: Wording, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    assert refused(session, wording, put(tmp_path, data, name)).code == code


REPEATED = (
    '<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"'
    ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)


def with_repeats(rows: int, columns: int) -> bytes:
    """A small ODS that says of a cell that it is there so many times."""
    with zipfile.ZipFile(io.BytesIO(PLAIN["ods"])) as archive:
        before, end, after = archive.read("content.xml").decode().partition("</table:table>")
    hostile = before + REPEATED.format(rows=rows, columns=columns) + end + after
    return with_member(PLAIN["ods"], "content.xml", hostile.encode())


def test_a_cell_that_is_said_to_be_there_a_million_times_a_thousand_is_refused(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    path = put(tmp_path, with_repeats(1_048_576, 1_000), "a.ods")
    assert refused(session, wording, path).code in ("damaged", "brings-reader-down")


def test_a_row_of_two_thousand_million_cells_is_one_row_too_long(session: Session, tmp_path: Path) -> None:
    imported = importing.import_file(session, put(tmp_path, with_repeats(1, 2_000_000_000), "a.ods"), {})
    assert [(each.number, each.code) for each in imported.not_taken] == [(4, "too-many-cells")]
    assert len(imported.new) == 2


@BOTH
def test_what_needs_more_memory_than_the_reading_process_may_use_is_refused(
    session: Session, wording: Wording, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MAX_MEMORY", 1024**2)
    assert refused(session, wording, put(tmp_path, PLAIN[ending], f"a.{ending}")).code in (
        "brings-reader-down",
        "too-large",
    )


def test_a_file_that_takes_for_ever_is_given_up(
    session: Session, wording: Wording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MAX_SECONDS", 0)  # as good as for ever
    started = time.monotonic()
    assert refused(session, wording, put(tmp_path, PLAIN["xlsx"], "a.xlsx")).code in ("too-slow", "brings-reader-down")
    assert time.monotonic() - started < 30


def test_reading_can_be_stopped_and_leaves_no_process_and_no_file(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = put(tmp_path, xlsx({"A": [HEADER, *ROWS * 50]}), "a.xlsx")
    with pytest.raises(Stopped):
        importing.import_file(session, path, {}, report=stop_after(0))
    assert list(temporary.iterdir()) == []
    sheet = WorkbookSheet(path, USUAL_NAMES)
    assert list(temporary.iterdir()) != []
    del sheet
    assert list(temporary.iterdir()) == []


def test_nothing_beside_the_file_is_taken_for_a_part_of_the_program(session: Session, tmp_path: Path) -> None:
    path = put(tmp_path, PLAIN["xlsx"], "a.xlsx")
    for name in ("python_calamine.py", "ideabox.py", "msgspec.py"):
        put(tmp_path, b"raise SystemExit('run')\n", name)
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        importing.import_file(session, path, {})
    finally:
        os.chdir(here)
    assert rows_in(session, "title") == [("One",), ("Two",)]


def test_the_reading_process_says_nothing_of_its_own_and_touches_nothing(tmp_path: Path) -> None:
    request = put(tmp_path, b"{}", "request.json")
    command = [sys.executable, "-m", "ideabox", "read-workbook", str(request), str(tmp_path / "rows")]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=tmp_path, env=os.environ | {"HOME": str(tmp_path)}
    )
    assert done.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["request.json"]
