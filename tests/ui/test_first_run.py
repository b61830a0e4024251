"""The first run: half a minute by keyboard, and it never stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui.first_run.screen import FirstRun
from ideabox.ui.single import Message
from ideabox.ui.start import Running
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import Key, log_ideas, package_of, press, tab_to, type_text


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Workplace]:
    made = Workplace(tmp_path / "new", user="sfield")
    yield made
    made.close()


def begin(newcomer: Workplace, open_running: OpenRunning, *files: Path) -> tuple[Running, FirstRun]:
    running = open_running(newcomer)
    running.begin(files, False)
    screen = running.window.stack.currentWidget()
    assert isinstance(screen, FirstRun)
    return running, screen


@pytest.mark.parametrize(
    ("downs", "role", "place"), [(0, "adviser", "log"), (1, "manager", "review"), (2, "lead", "all")]
)
def test_it_leads_by_keyboard_to_where_the_role_begins(
    newcomer: Workplace, open_running: OpenRunning, qtbot: QtBot, downs: int, role: str, place: str
) -> None:
    running, screen = begin(newcomer, open_running)
    assert not running.window.rail.isVisible()
    assert screen.form.name.edit.hasFocus()
    assert screen.form.name.value == "sfield"
    screen.form.name.edit.selectAll()
    type_text("Sam Field")
    tab_to(screen.form.office)
    type_text("Leeds Park Place")
    tab_to(screen.form.role.button_of("adviser"))
    if downs:
        press(Key.Key_Down, downs)
    tab_to(screen.start)
    press(Key.Key_Space)
    qtbot.waitUntil(running.window.rail.isVisible)
    assert running.window.here is not None
    assert running.window.here.code == place
    me = newcomer.profile
    assert (me.name, me.office, me.team, me.role) == ("Sam Field", "Leeds Park Place", "", role)
    assert running.window.rail.person.text() == "Sam Field"
    assert not newcomer.is_new


def test_it_can_be_skipped_and_asks_again_at_the_next_start(
    newcomer: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = begin(newcomer, open_running)
    tab_to(screen.skip)
    press(Key.Key_Space)
    assert running.window.here is not None
    assert running.window.here.code == "log"
    assert newcomer.is_new
    assert running.window.rail.person.text() == "sfield"


def test_leaving_my_name_out_is_how_my_ideas_begin(
    newcomer: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = begin(newcomer, open_running)
    tab_to(screen.form.without_name)
    press(Key.Key_Space)
    screen.start.click()
    qtbot.waitUntil(running.window.rail.isVisible)
    assert newcomer.preferences.without_name


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_a_file_that_was_opened_waits_until_it_is_known_who_is_here(
    newcomer: Workplace, workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    other = workplace("ann")
    log_ideas(other.session, "A quiet corner")
    file = package_of(other, tmp_path / "out")
    running, screen = begin(newcomer, open_running, file)
    running.window.take(Message(new=True))
    assert running.window.stack.currentWidget() is screen
    screen.skip.click()
    assert running.window.here is not None
    assert running.window.here.code == "imports"


def test_too_long_an_office_is_said_at_the_field(newcomer: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    running, screen = begin(newcomer, open_running)
    screen.form.office.value = "x" * 201
    screen.start.click()
    qtbot.waitUntil(screen.errors.isVisible)
    assert "must be 200 characters or less" in screen.form.office.error
    assert not running.window.rail.isVisible()
    assert newcomer.is_new
