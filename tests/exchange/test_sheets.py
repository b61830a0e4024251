"""Other people's spreadsheets become ideas, once each, and say what could not be taken."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ideabox.exchange.csv_sheets import CsvSheet
from ideabox.store.queries import Filter
from ideabox.usecases import ideas, importing, reading, upkeep
from ideabox.usecases.importing import Imported
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession
from tests.exchange import contents, lines_in, put, refused, rows_in

HEADER = ("Ref", "Title", "What happens now?", "Suggestion")
ALL = {"reference": "Ref", "title": "Title", "problem": "What happens now?", "proposal": "Suggestion"}
WORDS = ("title", "problem", "proposal")


def table(*rows: Iterable[str], header: Iterable[str] = HEADER) -> bytes:
    """A CSV as most programs write it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([list(header), *rows])
    return text.getvalue().encode()


def take(session: Session, folder: Path, data: bytes, mapping: Mapping[str, str] | None = None) -> Imported:
    return importing.import_file(session, put(folder, data, "ideas.csv"), mapping or {})


def events_in(session: Session) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines_in(session)]


def only_idea(session: Session) -> str:
    with reading.listing(session, Filter()) as found:
        (row,) = found.rows
    return row.id


def why_not(wording: Wording, imported: Imported) -> list[tuple[int, str]]:
    """The rows that were not taken, and why, each with a sentence."""
    for each in imported.not_taken:
        facts = each.facts | {"field": wording.messages.get(f"field.{each.facts.get('field')}", "")}
        assert wording(f"not-taken.{each.code}", **facts)
    return [(each.number, each.code) for each in imported.not_taken]


# Reading a file


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(lambda text: text.encode("utf-8"), id="UTF-8"),
        pytest.param(lambda text: text.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(lambda text: b"\xff\xfe" + text.encode("utf-16-le"), id="UTF-16, little end first"),
        pytest.param(lambda text: b"\xfe\xff" + text.encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(lambda text: text.encode("cp1252"), id="Windows-1252"),
    ],
)
def test_a_file_is_read_in_each_encoding_that_spreadsheet_programs_write(
    session: Session, tmp_path: Path, encoded: Any
) -> None:
    text = "Title,Problem,Proposal\r\nCafé for £5,“Naïve” queues,Größer\r\n"
    take(session, tmp_path, encoded(text))
    assert rows_in(session, *WORDS) == [("Café for £5", "“Naïve” queues", "Größer")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_a_file_is_read_with_each_line_end(session: Session, tmp_path: Path, end: str, last: bool) -> None:
    data = end.join(["Title,Problem", "One,First", "", "Two,Second"]) + (end if last else "")
    take(session, tmp_path, data.encode())
    assert rows_in(session, "title", "problem") == [("One", "First"), ("Two", "Second")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_breaks_commas_and_quotes_inside_quotes_are_text(session: Session, tmp_path: Path, end: str) -> None:
    cell = f'He said ""no"",{end}{end}  twice'
    take(session, tmp_path, f'Title,Problem{end}"{cell}",x{end}Next,y{end}'.encode())
    assert rows_in(session, "title") == [(cell.replace('""', '"'),), ("Next",)]


def test_text_is_stored_as_it_was_given(session: Session, tmp_path: Path) -> None:
    given = ("  =HYPERLINK(1)", "'quoted", "\ttab and\u00a0space \u202e")
    take(session, tmp_path, table(given, header=("Title", "Problem", "Proposal")))
    assert rows_in(session, *WORDS) == [given]


def test_a_sheet_can_be_gone_through_again_and_says_how_far_it_has_come(tmp_path: Path) -> None:
    sheet = CsvSheet(put(tmp_path, table(*[(f"R{n}", f"Title {n}", "a\nb", "é" * 50) for n in range(3_000)]), "x.csv"))
    rows = list(sheet.rows())
    assert rows == list(sheet.rows())
    assert [row.number for row in rows] == list(range(2, 3_002))
    assert dict(rows[7].cells) == {"Ref": "R7", "Title": "Title 7", "What happens now?": "a\nb", "Suggestion": "é" * 50}
    positions = [row.position for row in rows]
    assert positions == sorted(positions)
    assert 0 < positions[0] < positions[-1] == sheet.size


def test_short_rows_are_filled_up_and_only_long_ones_that_say_something_are_left_out(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    data = b"Title,Problem,Proposal\nOne\nTwo,p\nThree,p,q,,\nFour,p,q,,too much\n , ,\nFive,p,q\n"
    imported = take(session, tmp_path, data)
    assert rows_in(session, *WORDS) == [("One", "", ""), ("Two", "p", ""), ("Three", "p", "q"), ("Five", "p", "q")]
    assert why_not(wording, imported) == [(5, "too-many-cells")]
    assert imported.incomplete == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-header"),
        (b"\xef\xbb\xbf", "no-header"),
        (b"\xff\xfe", "no-header"),
        (b"\r\n\r\n", "no-header"),
        (b" , ,\nOne,Two,Three\n", "no-header"),
        (b"Title,Problem,Title\n1,2,3\n", "column-twice"),
        (b"Title,Problem, title \n1,2,3\n", "column-twice"),
        (b'Title,Problem\nOne,"never closed\nTwo,b\nThree,c\n', "not-csv"),
        (b'Title,Problem\nOne,"closed" too soon\nTwo,b\n', "not-csv"),
        (b"Title,Problem\nOne," + b"x" * 140_000 + b"\n", "not-csv"),
        ("Title,Problem\nOne,a\n".encode("utf-16-le"), "not-csv-text"),
        (b"Title\nCaf\x81\n", "not-csv-text"),
        (b"\xff\xfeT", "not-csv-text"),
        (b"\xff\xfe" + "Title\n".encode("utf-16-le") + b"\x3d\xd8" + "x".encode("utf-16-le"), "not-csv-text"),
        (b"\xef\xbb\xbfTitle\nCaf\xe9\n", "not-csv-text"),
    ],
    ids=[
        "empty", "mark alone", "UTF-16 mark alone", "blank lines", "blank header", "column twice", "twice but for case",
        "unclosed quote", "quote too soon", "endless cell", "UTF-16 without a mark", "no such letter", "half a letter",
        "half a pair", "marked UTF-8",
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused(
    session: Session, wording: Wording, tmp_path: Path, data: bytes, code: str
) -> None:
    assert refused(session, wording, put(tmp_path, data, "ideas.csv")).code == code


def test_a_table_that_breaks_off_after_many_rows_leaves_nothing_behind(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    data = table(*[(f"R{n}", f"Title {n}", "a", "b") for n in range(1_200)]) + b'R,"never closed\n'
    problem = refused(session, wording, put(tmp_path, data, "ideas.csv"))
    assert (problem.code, problem.facts["row"]) == ("not-csv", 1_202)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files here")
def test_a_pipe_is_not_waited_for(session: Session, wording: Wording, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ideas.csv")
    assert refused(session, wording, tmp_path / "ideas.csv").code == "cannot-read"


def test_a_folder_and_a_table_that_is_not_there_are_refused(session: Session, wording: Wording, tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert refused(session, wording, tmp_path / "folder.csv").code == "cannot-read"
    assert refused(session, wording, tmp_path / "nowhere.csv").code == "cannot-read"


def test_a_table_larger_than_any_is_refused_unread(session: Session, wording: Wording, tmp_path: Path) -> None:
    path = put(tmp_path, b"Title\n", "ideas.csv")
    with path.open("r+b") as file:
        file.truncate(512 * 1024**2 + 1)  # sparse: it takes no room
    assert refused(session, wording, path).code == "too-large"


def test_a_header_alone_is_a_table_without_ideas(session: Session, tmp_path: Path) -> None:
    imported = take(session, tmp_path, b"Title,Problem\n")
    assert imported.new == set()
    assert lines_in(session) == []


def test_the_ending_may_be_in_upper_case(session: Session, tmp_path: Path) -> None:
    importing.import_file(session, put(tmp_path, b"Title\nOne\n", "IDEAS.CSV"), {})
    assert rows_in(session, "title") == [("One",)]


# Which column is which


def test_without_a_mapping_the_usual_names_are_found(session: Session, tmp_path: Path) -> None:
    header = ("REF", " Summary ", "Description", "Solution", "Site", "Skills areas", "Barriers", "Created", "Colour")
    row = ("R1", "One", "p", "q", "York", "EDS-COM", "it", "2026-11-23", "green")
    take(session, tmp_path, table(row, header=header))
    wanted = (*WORDS, "office", "reference", "skills", "barriers", "submitted_at")
    assert rows_in(session, *wanted) == [
        ("One", "p", "q", "York", "R1", '["EDS-COM"]', '["it"]', "2026-11-23T00:00:00.000Z")
    ]


def test_a_mapping_takes_just_the_columns_that_it_names_whatever_their_case(session: Session, tmp_path: Path) -> None:
    data = table(("1", "Title", "Other"), header=("Reference", "Title", "Bezeichnung"))
    take(session, tmp_path, data, {"title": " BEZEICHNUNG "})
    assert rows_in(session, "title", "reference") == [("Other", "")]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"title": "Nowhere"}, "unknown-column"),
        ({"colour": "Title"}, "unknown-field"),
        ({"problem": "Title"}, "no-title"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(
    session: Session, wording: Wording, tmp_path: Path, mapping: dict[str, str], code: str
) -> None:
    assert refused(session, wording, put(tmp_path, table(), "ideas.csv"), mapping).code == code


def test_a_table_without_a_title_column_is_refused(session: Session, wording: Wording, tmp_path: Path) -> None:
    assert refused(session, wording, put(tmp_path, b"Colour\ngreen\n", "ideas.csv")).code == "no-title"


def test_a_mapping_for_a_package_is_refused(session: Session, wording: Wording, tmp_path: Path) -> None:
    path = put(tmp_path, b"PK\x03\x04", "ideas.zip")
    assert refused(session, wording, path, {"title": "Title"}).code == "map-for-package"


# What rows become


def test_an_idea_from_a_row_has_an_author_of_its_own_known_only_by_the_office(
    open_session: OpenSession, tmp_path: Path
) -> None:
    session = open_session("bob", office="Leeds")
    take(session, tmp_path, table(("One", "York"), ("Two", ""), header=("Title", "Office")))
    take(session, tmp_path, b"Title\nThree\n")
    assert rows_in(session, "title", "office", "author_name") == [
        ("One", "York", ""), ("Two", "", ""), ("Three", "Leeds", "")
    ]  # fmt: skip
    authors = {author for (author,) in rows_in(session, "author")}
    assert len(authors) == 3
    assert session.me.person not in {event["by"]["person"] for event in events_in(session)}


def test_several_skills_and_barriers_stand_in_one_cell(session: Session, tmp_path: Path) -> None:
    rows = [("One", "eds-com; EDS-TRA,EDS-COM\nEDS-F", " IT ;money, it"), ("Two", "", " ; ")]
    take(session, tmp_path, table(*rows, header=("Title", "Skills", "Barriers")))
    assert [tuple(map(json.loads, row)) for row in rows_in(session, "skills", "barriers")] == [
        (["EDS-COM", "EDS-TRA", "EDS-F"], ["it", "money"]), ([], [])
    ]  # fmt: skip
    first = next(event for event in events_in(session) if event["body"]["title"] == "One")
    assert first["body"]["skills"][0] == {
        "code": "EDS-COM", "scheme": "EDS", "version": "2018", "label": "Communicating"
    }  # fmt: skip


def test_rows_that_cannot_be_taken_are_named_and_the_others_are_taken(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    header = ("Ref", "Title", "Problem", "Office", "Skills", "Barriers", "Date", "Skills offered", "barrier_note")
    rows = [
        ("", "Good", "p", "York", "EDS-COM", "it", "23/11/2026"),
        ("", " ", "p", "", "", "", ""),
        ("", "x" * 301, "", "", "", "", ""),
        ("", "t", "x" * 10_001, "", "", "", ""),
        ("", "t", "a\0b", "", "", "", ""),
        ("", "t", "", "x" * 201, "", "", ""),
        ("x" * 201, "t", "", "", "", "", ""),
        ("", "t", "", "", "EDS-COM;EDS-XXX", "", ""),
        ("", "t", "", "", "", "it;weather", ""),
        ("", "t", "", "", "", "", "last Tuesday"),
        ("", "t", "", "", "", "", "", "EDS-XXX", ""),
        ("", "t", "", "", "", "", "", "", "x" * 4_001),
        ("", "Good too", "x" * 10_000, "x" * 200, "", "", ""),
    ]
    imported = take(session, tmp_path, table(*rows, header=header))
    assert why_not(wording, imported) == [
        (3, "empty"), (4, "too-long"), (5, "too-long"), (6, "nul"), (7, "too-long"), (8, "too-long"),
        (9, "unknown-skill"), (10, "unknown-barrier"), (11, "not-a-date"),
        (12, "unknown-skill"), (13, "too-long"),
    ]  # fmt: skip
    assert rows_in(session, "title") == [("Good",), ("Good too",)]
    assert imported.incomplete == 2


def test_what_stands_in_columns_that_are_no_field_does_not_matter(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, table(("One", "a\0b"), ("Two", "x" * 100_000), header=("Title", "Colour")))
    assert rows_in(session, "title") == [("One",), ("Two",)]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-11-23", "2026-11-23T00:00:00.000Z"),
        ("2026-11-23 09:30", "2026-11-23T09:30:00.000Z"),
        ("2026-11-23T09:30:15.250+01:00", "2026-11-23T08:30:15.250Z"),
        ("2026-11-23T09:30:15Z", "2026-11-23T09:30:15.000Z"),
        ("23/11/2026", "2026-11-23T00:00:00.000Z"),
        ("3/1/2026", "2026-01-03T00:00:00.000Z"),
        ("23/11/2026 9:30", "2026-11-23T09:30:00.000Z"),
        ("23/11/2026 09:30:15", "2026-11-23T09:30:15.000Z"),
        (" 29/02/2028 ", "2028-02-29T00:00:00.000Z"),
    ],
)
def test_dates_are_taken_as_spreadsheets_hold_them(session: Session, tmp_path: Path, cell: str, moment: str) -> None:
    take(session, tmp_path, table(("One", cell), header=("Title", "Submitted")))
    assert rows_in(session, "submitted_at") == [(moment,)]


@pytest.mark.parametrize(
    "cell",
    [
        "29/02/2026",
        "11/23/2026",
        "2026-13-01",
        "45985",
        "1/2/26",
        "soon",
        "0001-01-01T00:00+05:00",
        "0/0/2026",
        "1/1/0000",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(session: Session, wording: Wording, tmp_path: Path, cell: str) -> None:
    imported = take(session, tmp_path, table(("One", cell), header=("Title", "Submitted")))
    assert why_not(wording, imported) == [(2, "not-a-date")]
    assert lines_in(session) == []


# Knowing rows again


@pytest.mark.parametrize("mapping", [ALL, {"title": "Title", "problem": "What happens now?"}])
def test_importing_a_sheet_again_adds_nothing(session: Session, tmp_path: Path, mapping: dict[str, str]) -> None:
    data = table(("R1", "One", "a", "b"), ("R2", "Two", "", ""), ("", "Three", "", ""))
    first = take(session, tmp_path, data, mapping)
    before = contents(session)
    again = take(session, tmp_path, data, mapping)
    assert (len(first.new), first.events) == (3, 3)
    assert again.known == first.new
    assert not again.new | again.updated
    after = contents(session)
    assert {name for name in after if after[name] != before[name]} == {"import_run", "run_event", "sqlite_sequence"}


def test_a_sheet_in_another_order_encoding_and_file_is_known_again(session: Session, tmp_path: Path) -> None:
    rows = [("R1", "Öne", "a", "b"), ("", "Two", "c", "d")]
    first = take(session, tmp_path, table(*rows), ALL)
    moved = table(*(row[::-1] for row in rows[::-1]), header=HEADER[::-1]).decode().encode("utf-16")
    again = importing.import_file(session, put(tmp_path, moved, "other.csv"), ALL)
    assert (again.known, again.events) == (first.new, 0)


def test_a_row_that_has_changed_becomes_one_revision_of_only_what_changed(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, table(("R1", "One", "a", "b"), ("R2", "Two", "a", "b")), ALL)
    before = lines_in(session)
    imported = take(session, tmp_path, table(("R1", "One", "a", "better"), ("R2", "Two", "a", "b")), ALL)
    (revised,) = [json.loads(line) for line in lines_in(session) if line not in before]
    assert (revised["kind"], revised["clock"], revised["body"]) == ("revised", 2, {"proposal": "better"})
    assert imported.updated == {revised["idea"]}
    assert len(imported.known) == 1
    assert rows_in(session, *WORDS) == [("One", "a", "better"), ("Two", "a", "b")]
    assert take(session, tmp_path, table(("R1", "One", "a", "better")), ALL).events == 0


def test_a_changed_row_does_not_undo_what_was_changed_here_meanwhile(session: Session, tmp_path: Path) -> None:
    header = (*HEADER, "Skills", "Barriers")
    mapping = ALL | {"skills": "Skills", "barriers": "Barriers"}
    take(session, tmp_path, table(("R1", "One", "a", "b", "EDS-COM", "it"), header=header), mapping)
    idea = only_idea(session)
    ideas.revise(session, idea, title="A better title", barriers=["money"])
    take(session, tmp_path, table(("R1", "One", "a", "c", "EDS-TRA", "it"), header=header), mapping)
    assert rows_in(session, *WORDS, "skills", "barriers") == [("A better title", "a", "c", '["EDS-TRA"]', '["money"]')]
    last = max(events_in(session), key=lambda event: event["clock"])
    assert last["clock"] == 3
    assert last["body"].keys() == {"proposal", "skills"}
    take(session, tmp_path, table(("R1", "Another", "a", "c", "EDS-TRA", "it"), header=header), mapping)
    assert rows_in(session, "title") == [("Another",)]


def test_a_row_that_changes_back_is_changed_back(session: Session, tmp_path: Path) -> None:
    for title in ("One", "Two", "One"):
        take(session, tmp_path, table(("R1", title, "a", "b")), ALL)
    assert rows_in(session, "title") == [("One",)]
    assert [event["kind"] for event in sorted(events_in(session), key=lambda each: each["clock"])] == [
        "submitted", "revised", "revised"
    ]  # fmt: skip


def test_without_a_reference_a_changed_row_is_another_idea(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, b"Title,Problem\nOne,a\n")
    take(session, tmp_path, b"Title,Problem\nOne,b\n")
    assert rows_in(session, "title", "problem") == [("One", "a"), ("One", "b")]


def test_rows_of_the_same_content_are_counted_as_repeats(session: Session, tmp_path: Path) -> None:
    row = ("", "Same", "a", "b")
    assert len(take(session, tmp_path, table(row, row, row)).new) == 3
    assert take(session, tmp_path, table(row, row)).events == 0
    assert take(session, tmp_path, table(row, ("", "Other", "", ""), row, row)).events == 1
    assert take(session, tmp_path, table(*[row] * 5)).events == 2
    assert len(rows_in(session, "id")) == 6


def test_a_reference_that_comes_twice_is_taken_once_and_named(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    imported = take(session, tmp_path, table(("R1", "One", "", ""), ("R1", "Two", "", ""), (" R1 ", "Three", "", "")))
    assert why_not(wording, imported) == [(3, "reference-twice"), (4, "reference-twice")]
    assert {each.facts["first"] for each in imported.not_taken} == {2}
    assert rows_in(session, "title", "reference") == [("One", "R1")]


def test_the_same_reference_in_a_sheet_of_other_columns_is_another_idea(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, table(("1", "From the one", "", "")))
    take(session, tmp_path, table(("1", "From the other"), header=("Ref", "Title")))
    assert rows_in(session, "title") == [("From the one",), ("From the other",)]


def test_a_sheet_does_not_bring_back_what_was_erased(session: Session, tmp_path: Path) -> None:
    data = table(("R1", "One", "a", "b"))
    take(session, tmp_path, data)
    ideas.erase(session, only_idea(session))
    for again in (data, table(("R1", "Changed", "a", "b"))):
        assert take(session, tmp_path, again).events == 0
    assert rows_in(session, "title", "status") == [("", "erased")]
    assert upkeep.check(session).is_sound


def test_a_preview_says_what_the_import_does_and_changes_nothing(session: Session, tmp_path: Path) -> None:
    take(session, tmp_path, table(("R1", "One", "a", "b"), ("R2", "Two", "a", "b")))
    data = table(("R1", "One", "a", "c"), ("R2", "Two", "a", "b"), ("R3", "Three", "", ""), ("R3", "Four", "", ""))
    path = put(tmp_path, data, "new.csv")
    before = contents(session)
    preview = importing.import_file(session, path, ALL, preview=True)
    assert contents(session) == before
    imported = importing.import_file(session, path, ALL)
    assert [len(preview.new), len(preview.updated), len(preview.known)] == [1, 1, 1]
    assert [len(imported.new), len(imported.updated), len(imported.known)] == [1, 1, 1]
    assert preview.not_taken == imported.not_taken
    assert preview.run is None


def test_a_large_sheet_is_taken_in_pieces_without_a_seam(session: Session, tmp_path: Path) -> None:
    rows = [(f"R{n}", f"Title {n}", "a", "b") for n in range(1_250)]
    assert len(take(session, tmp_path, table(*rows)).new) == 1_250
    changed = [
        (ref, title, "a", "c" if n in (0, 499, 500, 1_249) else "b") for n, (ref, title, _, _) in enumerate(rows)
    ]
    imported = take(session, tmp_path, table(*changed, ("R7", "Again", "", "")))
    assert (len(imported.updated), len(imported.known), len(imported.new)) == (4, 1_246, 0)
    assert [each.number for each in imported.not_taken] == [1_252]
    assert upkeep.check(session).is_sound


@pytest.mark.parametrize(
    "header",
    [b"Title" + b"," * 100_000, b"Title," + b",".join(b"C%d" % n for n in range(50_000))],
    ids=["empty", "named"],
)
def test_a_header_of_very_many_columns_is_read_in_time_that_grows_with_it_and_no_faster(
    session: Session, tmp_path: Path, header: bytes
) -> None:
    started = time.process_time()
    take(session, tmp_path, header + b"\nOne\n")
    assert time.process_time() - started < 10  # of a second it takes a part; when it grew with the square, minutes
    assert only_idea(session)
