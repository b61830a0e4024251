"""Batches: what is ready leaves for the digital lead, by keyboard alone if one likes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter
from ideabox.ui.batches.screen import Batches
from ideabox.ui.start import Running
from ideabox.usecases import batching, ideas, importing, reading
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import Key, press, reviewed, tab_to, type_text


class Chooser:
    """Chooses one folder whenever it is asked, or none."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.asked = folder, 0

    def __call__(self, _parent: QWidget, _caption: str, _start: Path, chosen: Callable[[str], None]) -> None:
        self.asked += 1
        if self.folder is not None:
            chosen(str(self.folder))


@pytest.fixture
def manager(workplace: OpenWorkplace) -> Workplace:
    return workplace("morgan", office="Leeds", role="manager")


def at_batches(running: Running, qtbot: QtBot, ready: int) -> Batches:
    screen = running.window.here
    assert isinstance(screen, Batches)
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    assert screen.ready.model.rowCount() == ready
    return screen


def test_a_batch_is_exported_by_keyboard_alone(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    made = reviewed(manager.session, "A quiet corner", "A screen at the door")
    screen = at_batches(running := open_running(manager, "batches"), qtbot, ready=2)
    screen.ask_folder = Chooser(tmp_path / "out")
    tab_to(screen.form.name)
    press(Key.Key_End)
    type_text(" again")
    tab_to(screen.form.copies["csv"])
    press(Key.Key_Space)
    tab_to(screen.form.export)
    press(Key.Key_Space)
    qtbot.waitUntil(screen.written.isVisible)
    name = f"Leeds, {datetime.now().astimezone():%B %Y} again"
    [batch] = batching.all_made(manager.session)
    assert (batch.batch.name, batch.ideas, batch.batch.written_at is not None) == (name, 2, True)
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert len([file for file in files if file.endswith(".ideabox.zip")]) == 1
    assert len([file for file in files if file.endswith(".csv")]) == 1
    assert {reading.show(manager.session, idea).row.status for idea in made} == {"with-lead"}
    assert screen.written.copy.hasFocus()
    press(Key.Key_Space)
    assert name in QGuiApplication.clipboard().text()
    assert "OFFICIAL" in QGuiApplication.clipboard().text()
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    qtbot.waitUntil(lambda: screen.ready.model.rowCount() == 0)
    assert not screen.form.isVisible()
    assert screen.log.table.rows.rowCount() == 1


def test_copies_for_people_are_written_beside_the_package_as_ticked(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    reviewed(manager.session, "A quiet corner")
    screen = at_batches(running := open_running(manager, "batches"), qtbot, ready=1)
    screen.ask_folder = Chooser(tmp_path / "out")
    screen.form.name.value = "November"
    for form in ("ods", "xlsx", "html"):
        tab_to(screen.form.copies[form])
        press(Key.Key_Space)
    screen.form.export.click()
    qtbot.waitUntil(screen.written.isVisible)
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    package, *copies = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert package.endswith(".ideabox.zip")
    assert copies == ["november.html", "november.ods", "november.xlsx"]


def test_what_will_be_in_it_is_said_before(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    first, _second = reviewed(manager.session, "A quiet corner", "A screen at the door")
    copy = reviewed(manager.session, "A silent corner")[0]
    ideas.join(manager.session, copy, first)
    ready = batching.ready(manager.session)
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=ready.ideas)
    said = [label.text() for label in screen.form.findChildren(type(screen.heading))]
    assert f"{ready.ideas} ideas" in said
    assert "Put forward: 2" in said or "Put forward: 3" in said
    assert screen.aside.text() == f"{ready.ideas} ready · 0 made so far"


def test_the_suggested_name_is_one_that_no_batch_has(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    reviewed(manager.session, "First")
    month = f"Leeds, {datetime.now().astimezone():%B %Y}"
    batching.batch(manager.session, month, tmp_path, manager.wording)
    reviewed(manager.session, "Second")
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=1)
    assert screen.form.name.value == f"{month}, 2"


def test_a_name_that_is_taken_or_missing_is_said_at_the_field_and_nothing_is_asked(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    reviewed(manager.session, "First")
    batching.batch(manager.session, "Old", tmp_path, manager.wording)
    reviewed(manager.session, "Second")
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=1)
    screen.ask_folder = chooser = Chooser(tmp_path)
    for name, message in (("", "Enter a name for the batch"), (" Old ", "There is a batch called")):
        screen.form.name.value = name
        screen.form.export.click()
        assert message in screen.form.name.error
        assert message in screen.errors.accessibleName()
        assert screen.errors.hasFocus()
    assert chooser.asked == 0


def test_a_batch_needs_a_format(manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path) -> None:
    reviewed(manager.session, "First")
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=1)
    screen.ask_folder = chooser = Chooser(tmp_path)
    screen.form.package.box.click()
    screen.form.export.click()
    assert "Select what to write" in screen.errors.accessibleName()
    assert chooser.asked == 0


def test_thinking_better_of_the_folder_changes_nothing(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    reviewed(manager.session, "First")
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=1)
    screen.ask_folder = chooser = Chooser(None)
    screen.form.export.click()
    assert chooser.asked == 1
    assert screen.form.export.isEnabled()
    assert batching.all_made(manager.session) == []


def test_a_batch_that_could_not_be_written_is_written_from_the_log(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    reviewed(manager.session, "First")
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("in the way")
    running = open_running(manager, "batches")
    screen = at_batches(running, qtbot, ready=1)
    screen.ask_folder = Chooser(blocked)
    screen.form.export.click()
    qtbot.waitUntil(lambda: screen.errors.isVisible() and screen.form.export.isEnabled())
    assert "is not a folder" in screen.errors.accessibleName()
    qtbot.waitUntil(lambda: not running.runner.is_busy and screen.log.table.rows.rowCount() == 1)
    assert screen.log.again.text() == "Write it now"
    screen.ask_folder = Chooser(tmp_path / "out")
    tab_to(screen.log.again)
    press(Key.Key_Space)
    qtbot.waitUntil(screen.written.isVisible)
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert batching.all_made(manager.session)[0].batch.written_at is not None


def test_a_batch_written_again_brings_the_same_ideas(
    manager: Workplace, workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    made = reviewed(manager.session, "First")
    batching.batch(manager.session, "Old", tmp_path / "lost", manager.wording)
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=0)
    screen.ask_folder = Chooser(tmp_path / "out")
    screen.log.again.click()
    qtbot.waitUntil(screen.written.isVisible)
    lead = workplace("lee", office="", role="lead")
    [file] = (tmp_path / "out").iterdir()
    assert importing.import_file(lead.session, file, {}).new == frozenset(made)


def test_the_folder_is_opened_and_nothing_but_a_folder(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    reviewed(manager.session, "First")
    running = open_running(manager, "batches")
    screen = at_batches(running, qtbot, ready=1)
    screen.ask_folder = Chooser(tmp_path / "out")
    screen.form.export.click()
    qtbot.waitUntil(screen.written.isVisible)
    opened: list[Path] = []

    def note(folder: Path) -> bool:
        opened.append(folder)
        return folder.is_dir()

    screen.written.open_folder = note
    screen.written.open.click()
    assert opened == [tmp_path / "out"]


def test_where_nothing_is_ready_the_screen_says_so_and_leads_on(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    screen = at_batches(open_running(manager, "batches"), qtbot, ready=0)
    assert not screen.form.isVisible()
    assert not screen.log.isVisible()
    assert screen.ready.faces.currentWidget() is not screen.ready.list


def test_an_idea_leaves_the_list_when_its_author_takes_it_back(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    first, _second = reviewed(manager.session, "First", "Second")
    running = open_running(manager, "batches")
    screen = at_batches(running, qtbot, ready=2)
    session = manager.session
    running.bench.act(lambda _task: ideas.withdraw(session, first))
    qtbot.waitUntil(lambda: screen.ready.model.rowCount() == 1)


def test_the_log_of_batches_has_the_last_first(manager: Workplace, tmp_path: Path) -> None:
    for name in ("One", "Two"):
        reviewed(manager.session, name, f"{name} more")
        batching.batch(manager.session, name, tmp_path, manager.wording)
    assert [(each.batch.name, each.ideas) for each in batching.all_made(manager.session)] == [("Two", 2), ("One", 2)]
    with pytest.raises(Refusal):
        batching.batch(manager.session, "Three", tmp_path, manager.wording)
    with reading.listing(manager.session, Filter(ready=True)) as found:
        assert found.total == 0


def test_what_has_just_been_written_comes_into_sight(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in ("One", "Two", "Three"):
        reviewed(manager.session, name)
        batching.batch(manager.session, name, tmp_path / "lost", manager.wording)
    reviewed(manager.session, *(f"Idea {number}" for number in range(9)))
    running = open_running(manager, "batches")
    running.look.set(percent=200)
    running.window.resize(1024, 700)
    screen = at_batches(running, qtbot, ready=9)
    screen.ask_folder = Chooser(tmp_path / "out")
    tab_to(screen.log.again)
    press(Key.Key_Space)
    qtbot.waitUntil(screen.written.isVisible)
    qtbot.waitUntil(lambda: not screen.written.copy.visibleRegion().isEmpty())
