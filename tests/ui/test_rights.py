"""Personal data: found by a part of a name, handed over, erased; and ideas that are past their time."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui.help.screen import Help
from ideabox.ui.log_an_idea.screen import LogAnIdea
from ideabox.ui.rights.screen import Rights
from ideabox.ui.settings.screen import Settings
from ideabox.ui.start import Running
from ideabox.usecases import ideas, importing, reviewing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.scenes import let_time_pass
from tests.ui.stories import Key, log_ideas, package_of, press, tab_to, type_text
from tests.ui.working import settled


@pytest.fixture
def manager(workplace: OpenWorkplace, tmp_path: Path) -> Workplace:
    """A manager who has commented on one of two ideas of Ann's, and logged one."""
    ann = workplace("ann")
    first, _second = log_ideas(ann.session, "First", "Second")
    morgan = workplace("morgan", office="York", role="manager")
    importing.import_file(morgan.session, package_of(ann, tmp_path / "up"), {})
    ideas.comment(morgan.session, first, "A remark of Morgan's")
    log_ideas(morgan.session, "Third")
    return morgan


def at_rights(running: Running) -> Rights:
    screen = running.window.here
    assert isinstance(screen, Rights)
    return screen


def words_of(widget: QWidget) -> str:
    return " ".join(label.text().replace("\u200b", "") for label in widget.findChildren(QLabel) if label.isVisible())


def rows_of(screen: Rights) -> list[tuple[str, ...]]:
    return list(screen.person.table.rows._rows)


def test_from_settings_by_keyboard_a_person_is_found_counted_and_handed_over(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    running = open_running(manager, "settings")
    settings = running.window.here
    assert isinstance(settings, Settings)
    tab_to(settings.to_rights)
    press(Key.Key_Space)
    screen = at_rights(running)
    assert screen.person.name.edit.hasFocus()
    assert screen.person.name.value == "Morgan"
    screen.person.name.edit.selectAll()
    type_text("n")
    press(Key.Key_Return)
    settled(qtbot, running, screen.person.table.hasFocus)
    assert rows_of(screen) == [("Ann", "Leeds", "2"), ("Morgan", "York", "2")]
    press(Key.Key_Down)
    tab_to(screen.person.see)
    press(Key.Key_Space)
    settled(qtbot, running, screen.held.kinds.hasFocus)
    assert list(screen.held.kinds.rows._rows) == [("Logged an idea", "1"), ("Commented", "1")]
    assert {row[0] for row in screen.held.ideas.rows._rows} == {"First", "Third"}
    screen.held.ask_save = lambda _parent, _caption, start, _kinds, chosen: chosen(str(tmp_path / start.name))
    tab_to(screen.held.export)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: running.window.notices.message.startswith("Written: "))
    (file,) = tmp_path.glob("morgan-*.zip")
    with zipfile.ZipFile(file) as archive:
        document = json.loads(archive.read("person.json"))
    assert {each["title"] for each in document["ideas"]} == {"First", "Third"}


def test_erasing_says_what_it_means_and_takes_drafts_out_of_the_form_they_stand_in(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "log")
    form = running.window.here
    assert isinstance(form, LogAnIdea)
    settled(qtbot, running)
    type_text("Xylophage")
    running.window.go("rights")
    screen = at_rights(running)
    settled(qtbot, running, manager.drafts.all)
    screen.person.look.click()
    settled(qtbot, running, screen.held.isVisible)
    screen.held.erase.click()
    assert screen.held.question.no.hasFocus()
    said = words_of(screen.held.question)
    for sentence in ("2 ideas that Morgan has a part in", "1 of these ideas was logged by somebody else", "1 draft"):
        assert sentence in said
    press(Key.Key_Space)
    assert screen.held.erase.hasFocus()
    assert not screen.held.question.isVisible()
    press(Key.Key_Space)
    tab_to(screen.held.question.yes)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: running.window.notices.message.startswith("2 ideas are erased on this PC. 1 draft"))
    settled(qtbot, running)
    assert not screen.held.isVisible()
    running.window.go("log")
    settled(qtbot, running)
    form = running.window.here
    assert isinstance(form, LogAnIdea)
    assert form.form.title.value == ""
    running.window.go("help")
    settled(qtbot, running)
    assert manager.drafts.all() == []


def test_a_name_is_taken_off_after_a_question_that_says_what_stays(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "rights")
    screen = at_rights(running)
    settled(qtbot, running)
    screen.person.name.value = "Ann"
    screen.person.look.click()
    settled(qtbot, running, screen.held.isVisible)
    tab_to(screen.held.anonymise)
    press(Key.Key_Space)
    assert screen.held.leaving.no.hasFocus()
    said = words_of(screen.held.leaving)
    for sentence in ("2 ideas that Ann has a part in stay", "The office and the dates stay", "cannot be undone"):
        assert sentence in said
    screen.held.erase.click()
    assert not screen.held.leaving.isVisible()
    screen.held.anonymise.click()
    assert not screen.held.question.isVisible()
    tab_to(screen.held.leaving.yes)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: running.window.notices.message.startswith("2 ideas no longer hold the name on this PC."))
    settled(qtbot, running)
    assert not screen.held.isVisible()
    screen.person.name.value = "Ann"
    screen.person.look.click()
    settled(qtbot, running, screen.person.said.isVisible)
    assert screen.person.said.text().startswith("Nobody of that name")


def test_ideas_past_their_time_are_erased_but_for_those_that_are_spared_or_on_hold(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    for idea in log_ideas(manager.session, "Held", "Spared", "Gone"):
        reviewing.review(manager.session, idea, "decline", "Another team does this")
    due = let_time_pass(manager, hold=1)
    running = open_running(manager, "rights")
    card = at_rights(running).retention
    settled(qtbot, running, card.due.isVisible)
    assert [row[-1] for row in card.kept.rows._rows] == ["A complaint about it is open until spring"]
    assert f"Reference: {due[0]}" in card.reference.text()
    card.spare.click()
    assert [row[-1] for row in card.due.rows._rows] == ["Kept this time", "Erased"]
    card.erase.click()
    card.question.yes.click()
    qtbot.waitUntil(lambda: running.window.notices.message.startswith("1 idea is erased on this PC."))
    settled(qtbot, running, lambda: len(card.due.rows._rows) == 1)
    assert [row[0] for row in card.due.rows._rows] == ["Spared"]


def test_the_page_on_privacy_leads_to_personal_data(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    running = open_running(workplace("ann"), "help", "privacy")
    screen = running.window.here
    assert isinstance(screen, Help)
    screen.reader.followed.emit("place", "rights")
    assert "has not set for how long" in words_of(at_rights(running).retention)
