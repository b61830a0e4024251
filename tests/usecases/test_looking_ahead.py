"""What is shown before something is done: the next batch, the columns of a spreadsheet, the logs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter
from ideabox.usecases import batching, ideas, importing, reading, reviewing
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession


def logged(session: Session, title: str, *, anonymous: bool = False) -> str:
    return next(iter(ideas.submit(session, title, "Now", "Better", anonymous=anonymous).new))


def put_forward(session: Session, idea: str) -> str:
    reviewing.review(session, idea, "put-forward", "Because")
    return idea


def test_the_next_batch_counts_what_goes_along_and_what_goes_alone(session: Session) -> None:
    first, second = (put_forward(session, logged(session, title)) for title in ("First", "Second"))
    ideas.join(session, logged(session, "Like the first"), first)
    put_forward(session, logged(session, "Nameless", anonymous=True))
    reviewing.review(session, second, "not-now", "Later")
    logged(session, "Waiting")
    ready = batching.ready(session)
    assert (ready.ideas, ready.along, ready.nameless) == (3, 1, 1)
    assert ready.decisions == {"put-forward": 2, "not-now": 1}
    with reading.listing(session, Filter(ready=True)) as found:
        assert {row.title for row in found.rows} == {"First", "Second", "Nameless"}


def test_nothing_ready_is_said_as_nothing(session: Session) -> None:
    ready = batching.ready(session)
    assert (ready.ideas, ready.decisions, ready.along, ready.nameless) == (0, {}, 0, 0)


def test_a_name_is_suggested_that_is_free(open_session: OpenSession, wording: Wording, tmp_path: Path) -> None:
    month = f"{datetime.now().astimezone():%B %Y}"
    for office, start in (("Leeds", f"Leeds, {month}"), ("", month)):
        session = open_session(f"somebody at {office or 'none'}", office=office)
        for expected in (start, f"{start}, 2", f"{start}, 3"):
            assert batching.ready(session).name == expected
            put_forward(session, logged(session, "One more"))
            batching.batch(session, expected, tmp_path, wording)


def test_a_spreadsheet_shows_its_columns_its_first_rows_and_a_guess(tmp_path: Path) -> None:
    sheet = tmp_path / "ideas.csv"
    sheet.write_text("IDEA,Description,Other\n1,2,3\n4,5\n7,8,9\n10,11,12\n", encoding="utf-8")
    seen = importing.glimpse(sheet)
    assert seen.columns == ("IDEA", "Description", "Other")
    assert seen.rows == (("1", "2", "3"), ("4", "5", ""), ("7", "8", "9"))
    assert seen.guessed == {"title": "IDEA", "problem": "Description"}


def test_a_spreadsheet_without_a_title_is_shown_all_the_same(tmp_path: Path) -> None:
    sheet = tmp_path / "ideas.csv"
    sheet.write_text("What,Why\n", encoding="utf-8")
    assert importing.glimpse(sheet) == importing.Glimpse(("What", "Why"), (), {})


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    for path in (empty, tmp_path / "gone.csv"):
        with pytest.raises(Refusal):
            importing.glimpse(path)


def test_the_log_of_imports_has_the_last_first_and_says_what_was_undone(session: Session, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.csv").write_text(f"title\n{name}\n", encoding="utf-8")
        importing.import_file(session, tmp_path / f"{name}.csv", {})
    last, first = importing.all_runs(session)
    assert (last.file, first.file) == ("two.csv", "one.csv")
    undone = importing.undo_and_name(session, [last.id])
    assert (undone.file, len(undone.undone.removed), undone.left) == ("two.csv", 1, ())
    assert [run.undone_at is not None for run in importing.all_runs(session)] == [True, False]


def test_undoing_names_the_ideas_that_are_left(session: Session, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("title\nWorked on\nNot\n", encoding="utf-8")
    run = importing.import_file(session, tmp_path / "one.csv", {}).run
    assert run is not None
    with reading.listing(session, Filter(search="worked")) as found:
        ideas.comment(session, next(found.rows).id, "Good")
    assert importing.undo_and_name(session, [run]).left == ("Worked on",)
