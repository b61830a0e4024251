"""Imports: looked at first, then taken in, stopped without a trace, and taken back."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.store.queries import Filter
from ideabox.ui.imports.queue import Incoming
from ideabox.ui.imports.screen import Imports
from ideabox.ui.start import Running
from ideabox.usecases import ideas, importing, reading, sending, trusting
from ideabox.usecases.session import Session
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import (
    Key,
    everything,
    log_ideas,
    package_of,
    press,
    tab_to,
    with_a_line_that_is_not_usable,
)


@pytest.fixture
def ann(workplace: OpenWorkplace) -> Workplace:
    """An adviser who sends."""
    return workplace("ann", office="Leeds")


@pytest.fixture
def morgan(workplace: OpenWorkplace) -> Workplace:
    """A manager who imports."""
    return workplace("morgan", office="Leeds", role="manager")


def at_imports(running: Running) -> Imports:
    screen = running.window.here
    assert isinstance(screen, Imports)
    return screen


def settled(running: Running, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not running.runner.is_busy, timeout=60_000)


def open_with(
    workplace: Workplace, open_running: OpenRunning, qtbot: QtBot, *files: Path
) -> tuple[Running, Imports, Incoming]:
    running = open_running(workplace)
    running.window.open_files(files)
    screen = at_imports(running)
    settled(running, qtbot)
    assert screen.card.file is not None
    return running, screen, screen.card.file


def titles(session: Session) -> list[str]:
    with reading.listing(session, Filter()) as found:
        return sorted(row.title for row in found.rows)


def write_sheet(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def test_a_package_is_previewed_imported_and_undone_by_keyboard(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner", "A screen at the door")
    before = everything(morgan.session)
    running, screen, file = open_with(morgan, open_running, qtbot, package_of(ann, tmp_path / "out"))
    assert file.is_ready
    assert file.found is not None
    assert (len(file.found.new), len(file.found.updated), len(file.found.known)) == (2, 0, 0)
    assert everything(morgan.session) == before  # the preview has changed nothing
    with qtbot.waitSignal(running.bench.changed) as told:
        tab_to(screen.card.take)
        press(Key.Key_Space)
    assert told.args is not None
    assert len(told.args[0].new) == 2
    settled(running, qtbot)
    assert screen.card.undo.isVisible()
    assert titles(morgan.session) == ["A quiet corner", "A screen at the door"]
    qtbot.waitUntil(lambda: screen.log.table.rows.rowCount() == 1)
    tab_to(screen.log.undo)
    press(Key.Key_Space)
    qtbot.waitUntil(screen.log.result.isVisible)
    settled(running, qtbot)
    assert titles(morgan.session) == []
    assert file.state == "undone"
    qtbot.waitUntil(lambda: bool(screen.log.runs) and screen.log.runs[0].undone_at is not None)
    assert not screen.log.undo.isEnabled()
    said = " ".join(label.text() for label in screen.log.result.findChildren(type(screen.heading)))
    assert "2 ideas are gone" in said
    assert file.path.name in said.replace("\u200b", "")


def test_undo_names_what_is_left_and_why(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    kept, _gone = log_ideas(ann.session, "A quiet corner", "A screen at the door")
    importing.import_file(morgan.session, package_of(ann, tmp_path / "out"), {})
    ideas.comment(morgan.session, kept, "Good")
    running = open_running(morgan, "imports")
    screen = at_imports(running)
    settled(running, qtbot)
    screen.log.undo.click()
    qtbot.waitUntil(screen.log.result.isVisible)
    said = [label.text() for label in screen.log.result.findChildren(type(screen.heading))]
    assert "A quiet corner" in said
    assert any(words.startswith("1 idea is left as it is") for words in said)
    assert titles(morgan.session) == ["A quiet corner"]


def test_a_spreadsheet_says_which_column_is_which_and_nothing_changes_before(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = write_sheet(
        tmp_path / "survey.csv",
        ("Ref", "Headline", "What happens now?", "Suggestion", "Sent"),
        ("1", "A quiet corner", "Everybody hears", "Two booths", "12/10/2026"),
        ("2", "A screen at the door", "People ask", "A screen", "not known"),
    )
    before = everything(morgan.session)
    running, screen, file = open_with(morgan, open_running, qtbot, sheet)
    assert file.state == "unclear"
    fields = screen.card.mapping.fields
    assert {name: field.value for name, field in fields.items() if field.value} == {
        "problem": "What happens now?", "proposal": "Suggestion", "reference": "Ref",
    }  # fmt: skip
    assert fields["title"].error == "Select the column that holds the title"
    tab_to(fields["title"])
    press(Key.Key_Down, 2)
    settled(running, qtbot)
    assert fields["title"].value == "Headline"
    assert fields["title"].error == ""
    assert file.found is not None
    assert (len(file.found.new), len(file.found.not_taken)) == (2, 0)
    tab_to(fields["submitted"])
    press(Key.Key_End)
    settled(running, qtbot)
    assert (len(file.found.new), len(file.found.not_taken)) == (1, 1)
    assert everything(morgan.session) == before
    tab_to(screen.card.take)
    press(Key.Key_Space)
    settled(running, qtbot)
    assert titles(morgan.session) == ["A quiet corner"]
    with reading.listing(morgan.session, Filter()) as found:
        assert next(found.rows).submitted_at.startswith("2026-10-12")


def test_usual_names_of_columns_are_guessed_and_can_be_taken_back(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = write_sheet(tmp_path / "usual.csv", ("Title", "Problem", "Proposal"), ("One", "Two", "Three"))
    running, screen, file = open_with(morgan, open_running, qtbot, sheet)
    assert file.mapping == {"title": "Title", "problem": "Problem", "proposal": "Proposal"}
    tab_to(screen.card.mapping.fields["proposal"])
    press(Key.Key_Home)
    settled(running, qtbot)
    assert file.mapping == {"title": "Title", "problem": "Problem"}
    screen.card.take.click()
    settled(running, qtbot)
    with reading.listing(morgan.session, Filter()) as found:
        assert next(found.rows).missing == ("proposal",)


def test_erasing_needs_consent(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    [idea] = log_ideas(ann.session, "A quiet corner")
    importing.import_file(morgan.session, package_of(ann, tmp_path / "out"), {})
    ideas.erase(ann.session, idea)
    erasing = package_of(ann, tmp_path / "erasing")
    running, screen, file = open_with(morgan, open_running, qtbot, erasing)
    found = screen.card.found
    assert file.found is not None
    assert file.found.held_back == {idea}
    assert not found.erase.value
    assert "It cannot be undone" in found.erase.box.accessibleName()
    tab_to(screen.card.take)
    press(Key.Key_Space)
    settled(running, qtbot)
    assert titles(morgan.session) == ["A quiet corner"]
    running.window.open_files([erasing])
    settled(running, qtbot)
    tab_to(found.erase)
    press(Key.Key_Space)
    tab_to(screen.card.take)
    press(Key.Key_Space)
    settled(running, qtbot)
    assert titles(morgan.session) == []
    assert reading.show(morgan.session, idea).row.status == "erased"


def test_lines_that_are_not_usable_are_shown_and_left_out_only_if_i_say_so(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner", "A screen at the door")
    broken = with_a_line_that_is_not_usable(package_of(ann, tmp_path / "out"))
    running, screen, file = open_with(morgan, open_running, qtbot, broken)
    assert file.found is not None
    assert [each.number for each in file.found.not_taken] == [1]
    tab_to(screen.card.take)
    press(Key.Key_Space)
    assert file.state == "found"
    assert screen.card.found.skip.box.hasFocus()
    assert "Select if you want the rest" in screen.card.found.skip.box.accessibleName()
    press(Key.Key_Space)
    tab_to(screen.card.take)
    press(Key.Key_Space)
    settled(running, qtbot)
    assert len(titles(morgan.session)) == 1


def test_a_stopped_import_leaves_nothing_behind(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [(f"Idea {number}", "What happens " * 20, "What would be better " * 20) for number in range(12_000)]
    sheet = write_sheet(tmp_path / "many.csv", ("Title", "Problem", "Proposal"), *rows)
    log_ideas(morgan.session, "Mine")
    before = everything(morgan.session)
    running, screen, file = open_with(morgan, open_running, qtbot, sheet)
    screen.card.take.click()

    def stop() -> QPushButton | None:
        buttons = running.window.findChildren(QPushButton)
        return next((each for each in buttons if each.isVisible() and each.text() == "Stop"), None)

    qtbot.waitUntil(lambda: stop() is not None)
    pressed = stop()
    assert pressed is not None
    tab_to(pressed)
    press(Key.Key_Space)
    settled(running, qtbot)
    assert file.state == "stopped"
    assert "Nothing has been changed" in screen.card.saying(file)
    assert everything(morgan.session) == before
    assert screen.card.again.isVisible()


def test_a_preview_that_is_stopped_can_be_looked_at_again(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    package = package_of(ann, tmp_path / "out")
    running = open_running(morgan)
    running.window.open_files([package])
    screen = at_imports(running)
    assert screen.queue._task is not None
    screen.queue._task.cancel()
    settled(running, qtbot)
    file = screen.queue.files[0]
    if file.state == "stopped":
        screen.card.again.click()
        settled(running, qtbot)
    assert file.state == "found"


def test_several_files_are_imported_with_one_button_and_those_that_cannot_be_say_why(
    ann: Workplace, morgan: Workplace, workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    bob = workplace("bob", office="York")
    log_ideas(bob.session, "A screen at the door")
    photo = tmp_path / "photo.zip"
    photo.write_bytes(b"not a package")
    files = [package_of(ann, tmp_path / "a"), photo, package_of(bob, tmp_path / "b"), tmp_path / "gone.ideabox.zip"]
    running, screen, _file = open_with(morgan, open_running, qtbot, *files)
    assert [each.state for each in screen.queue.files] == ["found", "refused", "found", "refused"]
    assert screen.several.isVisible()
    tab_to(screen.several.table)
    press(Key.Key_Down)
    assert screen.card.file is screen.queue.files[1]
    assert "is not an Ideabox package" in screen.card.saying(screen.queue.files[1])
    tab_to(screen.several.take_all)
    press(Key.Key_Space)
    settled(running, qtbot)
    assert [each.state for each in screen.queue.files] == ["done", "refused", "done", "refused"]
    assert titles(morgan.session) == ["A quiet corner", "A screen at the door"]
    screen.several.clear.click()
    assert screen.queue.files == []
    assert not screen.card.isVisible()


def test_a_file_whose_ideas_are_all_here_offers_no_import(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    package = package_of(ann, tmp_path / "out")
    importing.import_file(morgan.session, package, {})
    _running, screen, file = open_with(morgan, open_running, qtbot, package)
    assert file.found is not None
    assert len(file.found.known) == 1
    assert not screen.card.take.isVisible()
    assert screen.card.leave.isVisible()


def test_a_file_can_be_left_out(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    before = everything(morgan.session)
    _running, screen, _file = open_with(morgan, open_running, qtbot, package_of(ann, tmp_path / "out"))
    tab_to(screen.card.leave)
    press(Key.Key_Space)
    assert screen.queue.files == []
    assert everything(morgan.session) == before


def test_files_are_chosen_by_keyboard_and_dropped_by_mouse(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    package = package_of(ann, tmp_path / "out")
    running = open_running(morgan, "imports")
    screen = at_imports(running)

    def choose(_parent: QWidget, _caption: str, kinds: str, chosen: Callable[[list[str]], None]) -> None:
        assert "*.csv" in kinds
        chosen([str(package)])

    screen.drop.ask_files = choose
    assert screen.drop.choose.hasFocus()
    press(Key.Key_Space)
    settled(running, qtbot)
    assert [each.path for each in screen.queue.files] == [package]
    screen.queue.clear()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(package))])
    centre = QPointF(screen.drop.rect().center())
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    screen.drop.dropEvent(QDropEvent(centre, copy, mime, left, none))
    settled(running, qtbot)
    assert [each.path for each in screen.queue.files] == [package]


def test_a_change_of_mind_while_it_is_looked_at_counts(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    sheet = write_sheet(tmp_path / "usual.csv", ("Title", "Other"), *((f"T{n}", f"O{n}") for n in range(3_000)))
    running, screen, file = open_with(morgan, open_running, qtbot, sheet)
    field = screen.card.mapping.fields["title"]
    for column in ("Other", "Title", "Other"):
        field.value = column
        field.edited.emit()
    settled(running, qtbot)
    assert file.mapping == {"title": "Other"}
    screen.card.take.click()
    settled(running, qtbot)
    assert "O0" in titles(morgan.session)
    assert "T0" not in titles(morgan.session)


def test_answers_come_back_the_same_way(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    [idea] = log_ideas(ann.session, "A quiet corner")
    importing.import_file(morgan.session, package_of(ann, tmp_path / "out"), {})
    ideas.comment(morgan.session, idea, "How many booths?")
    [parcel] = sending.send(morgan.session, tmp_path / "back", morgan.wording)
    running, screen, file = open_with(ann, open_running, qtbot, parcel.path)
    assert file.found is not None
    assert (len(file.found.new), len(file.found.updated)) == (0, 1)
    screen.card.take.click()
    settled(running, qtbot)
    assert reading.show(ann.session, idea).row.comments == 1


def test_a_sender_is_asked_about_once_and_trusted_from_then_on(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    _running, screen, file = open_with(morgan, open_running, qtbot, package_of(ann, tmp_path / "first"))
    assert screen.card.found.vouching.trust.isVisible()
    tab_to(screen.card.found.vouching.trust.box)
    press(Key.Key_Space)
    tab_to(screen.card.take)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: file.state == "done")
    (known,) = trusting.known(morgan.session)
    assert (known.office, known.trust) == (ann.profile.office, "trusted")
    log_ideas(ann.session, "A screen at the door")
    screen.add_files([package_of(ann, tmp_path / "second")])
    qtbot.waitUntil(lambda: screen.card.file is not None and screen.card.file.state == "found")
    assert not screen.card.found.vouching.trust.isVisible()
    assert "whom you trust" in "".join(label.text() for label in screen.card.found.vouching.findChildren(QLabel))


def test_a_changed_package_is_refused_in_plain_words(
    ann: Workplace, morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    log_ideas(ann.session, "A quiet corner")
    path = package_of(ann, tmp_path / "out")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["manifest.json"] = members["manifest.json"].replace(b'"Leeds"', b'"York"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    _running, _screen, file = open_with(morgan, open_running, qtbot, path)
    assert file.state == "refused"
    assert "has been changed since it was signed" in file.problem


def test_a_second_look_at_a_spreadsheet_says_field_by_field_what_would_change(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    header = ("Ref", "Idea", "Suggestion")
    write_sheet(tmp_path / "survey.csv", header, ("1", "A quiet corner", "Two booths"), ("2", "A screen", "One"))
    importing.import_file(morgan.session, tmp_path / "survey.csv", {})
    sheet = write_sheet(
        tmp_path / "survey.csv", header, ("1", "A quiet corner", "Three\nbooths"), ("2", "A screen", "One")
    )
    before = everything(morgan.session)
    running, screen, file = open_with(morgan, open_running, qtbot, sheet)
    table = screen.card.found.changes
    assert table.isVisible()
    shown = [table.rows.data(table.rows.index(0, column)) for column in range(3)]
    assert shown == ["A quiet corner", "What would be better", "Two booths → Three booths"]
    assert table.rows.rowCount() == 1
    assert everything(morgan.session) == before
    screen.card.take.click()
    settled(running, qtbot)
    assert file.state == "done"
    assert not table.isVisible()


def test_what_was_said_of_the_columns_is_known_the_next_time(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    header = ("Key", "Headline", "Words")
    running, screen, file = open_with(
        morgan, open_running, qtbot, write_sheet(tmp_path / "one.csv", header, ("1", "First", "a"))
    )
    fields = screen.card.mapping.fields
    for name, down in (("title", 2), ("problem", 3)):
        tab_to(fields[name])
        press(Key.Key_Down, down)
    settled(running, qtbot)
    assert file.is_ready
    screen.card.take.click()
    settled(running, qtbot)
    screen.add_files([write_sheet(tmp_path / "two.csv", header, ("2", "Second", "b"))])
    settled(running, qtbot)
    assert screen.card.file is not None
    assert (screen.card.file.state, screen.card.file.mapping) == ("found", {"title": "Headline", "problem": "Words"})
    assert {name: field.value for name, field in fields.items() if field.value} == screen.card.file.mapping
    screen.card.take.click()
    settled(running, qtbot)
    assert titles(morgan.session) == ["First", "Second"]


def test_a_workbook_is_taken_like_any_spreadsheet(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Teitl", "Y broblem"])
    book.active.append(["Cornel tawel", "Mae pawb yn clywed"])
    book.save(tmp_path / "survey.xlsx")
    running, screen, file = open_with(morgan, open_running, qtbot, tmp_path / "survey.xlsx")
    assert file.mapping == {"title": "Teitl", "problem": "Y broblem"}
    screen.card.take.click()
    settled(running, qtbot)
    assert titles(morgan.session) == ["Cornel tawel"]


def test_a_workbook_that_is_none_is_refused_in_words(
    morgan: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "survey.ods").write_bytes(b"PK\x03\x04 and no more")
    _running, _screen, file = open_with(morgan, open_running, qtbot, tmp_path / "survey.ods")
    assert file.state == "refused"
    assert "damaged" in file.problem
