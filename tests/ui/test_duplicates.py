"""The work list of likely duplicates, as a manager works through it by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.duplicates.group import SHOWN
from ideabox.ui.duplicates.screen import Duplicates
from ideabox.ui.review.screen import Review
from ideabox.ui.start import Running
from ideabox.usecases import ideas
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import as_person, focused, logged, press, settled, shown

REMINDERS = ("Text reminders before appointments", "Appointment reminders by text", "Reminders of appointments by text")
PRINTERS = ("Label the printers by their room", "Label printers by room")
CONTROL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def manager(workplace: OpenWorkplace) -> Workplace:
    """The installation of a manager."""
    return workplace("morgan", office="Leeds", role="manager")


def opened(open_running: OpenRunning, qtbot: QtBot, manager: Workplace) -> tuple[Running, Duplicates]:
    """The window at Review, then by its key at the likely duplicates, once they have been looked for."""
    running = open_running(manager, "review")
    settled(qtbot, running)
    assert not running.bench.duplicates.is_known
    press(qtbot, Key.Key_D, CONTROL)
    settled(qtbot, running, lambda: running.bench.duplicates.is_known)
    screen = running.window.here
    assert isinstance(screen, Duplicates)
    return running, screen


def tab_to(qtbot: QtBot, wanted: QWidget) -> None:
    """Press Tab until this has the keyboard."""
    for _press in range(60):
        if focused() is wanted:
            return
        press(qtbot, Key.Key_Tab)
    pytest.fail(f"Tab does not lead to {wanted.accessibleName()}, but ends at {focused().accessibleName()}")


def groups(screen: Duplicates) -> list[tuple[str, str]]:
    """How many ideas and people each group has, as the table shows it."""
    rows = screen.table.rows
    return [(str(rows.index(row, 1).data()), str(rows.index(row, 2).data())) for row in range(rows.rowCount())]


def test_a_group_is_joined_and_separated_again_by_keyboard(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    first, second, third = logged(manager, *REMINDERS)
    logged(manager, *PRINTERS, name="Sian")
    ideas.support(as_person(manager, "Owen"), second)
    running, screen = opened(open_running, qtbot, manager)
    assert focused() is screen.table
    assert groups(screen) == [("3", "2"), ("2", "1")]
    assert [row.idea for row in screen.group.rows] == [second, first, third]
    assert screen.group.people.text() == "2 people behind it"
    assert not screen.group.rows[0].joins.isVisible()

    tab_to(qtbot, screen.group.rows[2].joins.box)
    press(qtbot, Key.Key_Space)
    tab_to(qtbot, screen.group.join)
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: sorted(groups(screen)) == [("2", "1"), ("2", "2")])
    assert shown(manager, first).row.root == second
    assert shown(manager, third).row.status == "waiting"
    assert running.window.notices.message.startswith("1 idea joined")
    assert focused() is screen.table

    tab_to(qtbot, running.window.notices._act)
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: groups(screen) == [("3", "2"), ("2", "1")])
    assert shown(manager, first).row.status == "waiting"


def test_another_idea_can_be_the_one_to_keep(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    first, second, third = logged(manager, *REMINDERS)
    running, screen = opened(open_running, qtbot, manager)
    tab_to(qtbot, screen.group.rows[0].keep)
    press(qtbot, Key.Key_Down)
    assert screen.group.rows[1].keep.isChecked()
    assert screen.group.rows[0].joins.value
    tab_to(qtbot, screen.group.join)
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: screen._finder.groups == [])
    assert {shown(manager, idea).row.root for idea in (first, third)} == {second}
    assert screen.faces.currentWidget() is not screen.table.parentWidget()


def test_what_is_not_the_same_stays_away_after_a_restart(
    manager: Workplace, workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, *PRINTERS)
    running, screen = opened(open_running, qtbot, manager)
    tab_to(qtbot, screen.group.apart)
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: running.bench.duplicates.is_known and not running.bench.duplicates.groups)
    open_running.close(running)

    running, screen = opened(open_running, qtbot, workplace("morgan", office="Leeds", role="manager"))
    assert running.bench.duplicates.groups == []


def test_keeping_apart_is_undone_from_the_notice(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    logged(manager, *PRINTERS)
    running, screen = opened(open_running, qtbot, manager)
    screen.group.apart.click()
    settled(qtbot, running, lambda: running.bench.duplicates.groups == [] and running.bench.duplicates.is_known)
    running.window.notices._act.click()
    settled(qtbot, running, lambda: groups(screen) == [("2", "1")] and running.bench.duplicates.groups)
    assert running.window.notices.message == "They are offered again."


def test_with_nothing_ticked_the_screen_says_what_is_missing(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    one, other = logged(manager, *PRINTERS)
    running, screen = opened(open_running, qtbot, manager)
    screen.group.rows[1].joins.box.click()
    screen.group.join.click()
    settled(qtbot, running)
    assert screen.group.errors.isVisible()
    assert [shown(manager, idea).row.status for idea in (one, other)] == ["waiting", "waiting"]
    screen.group.rows[1].joins.box.click()
    assert not screen.group.errors.isVisible()


def test_where_one_cannot_join_none_does_and_the_screen_says_why(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    first, second, third = logged(manager, *REMINDERS)
    running, screen = opened(open_running, qtbot, manager)
    ideas.withdraw(as_person(manager, "Farida"), third)  # another program, of which this window has not heard
    screen.group.join.click()
    settled(qtbot, running)
    assert screen.group.errors.isVisible()
    assert [shown(manager, idea).row.status for idea in (first, second)] == ["waiting", "waiting"]
    assert screen.group.join.isEnabled()


def test_an_idea_is_read_in_full_in_the_group_and_in_all_ideas(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    first, _second = logged(manager, *PRINTERS)
    running, screen = opened(open_running, qtbot, manager)
    row = screen.group.rows[0]
    tab_to(qtbot, row.read)
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: row.detail is not None and row.detail.isVisible())
    row._go()
    settled(qtbot, running)
    there = running.window.here
    assert isinstance(there, AllIdeas)
    assert there.pane.one.id == first
    press(qtbot, Key.Key_D, CONTROL)
    settled(qtbot, running)
    assert running.window.here is screen
    assert screen.group.rows[0] is row


def test_the_link_in_review_leads_there_and_tells_how_many_groups_there_are(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, *REMINDERS, *PRINTERS)
    running = open_running(manager, "review")
    settled(qtbot, running)
    screen = running.window.here
    assert isinstance(screen, Review)
    assert screen.duplicates.text() == "Likely duplicates"
    screen.duplicates._later.timeout.emit()
    settled(qtbot, running, lambda: screen.duplicates.text() == "Likely duplicates: 2 groups")
    screen.duplicates.click()
    settled(qtbot, running)
    assert isinstance(running.window.here, Duplicates)


def test_a_window_that_closed_there_opens_at_review_and_looks_for_nothing(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, workplace: OpenWorkplace
) -> None:
    running, _screen = opened(open_running, qtbot, manager)
    open_running.close(running)
    running = open_running(workplace("morgan", office="Leeds", role="manager"))
    running.window.go_to_the_last_place()
    settled(qtbot, running)
    assert isinstance(running.window.here, Review)
    assert not running.bench.duplicates.is_known


def test_an_adviser_is_not_led_there(workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    running = open_running(workplace("ann"), "all")
    settled(qtbot, running)
    here = running.window.here
    assert isinstance(here, AllIdeas)
    assert not here.duplicates.isVisible()
    press(qtbot, Key.Key_D, CONTROL)
    assert running.window.here is here


def test_a_look_that_was_stopped_says_so_and_can_be_begun_again(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, *PRINTERS)
    running = open_running(manager, "review")
    settled(qtbot, running)
    running.window.go("duplicates")
    screen = running.window.here
    assert isinstance(screen, Duplicates)
    finder = running.bench.duplicates
    assert finder._looking is not None
    finder._looking.cancel()
    settled(qtbot, running)
    if not finder.is_known:  # else it was done before it could be stopped
        assert not screen.table.isVisible()
        screen._again()
        settled(qtbot, running)
    assert groups(screen) == [("2", "1")]


def test_a_very_large_group_is_shown_in_part(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    logged(manager, *["Label the printers by their room"] * (SHOWN + 2))
    running, screen = opened(open_running, qtbot, manager)
    assert groups(screen) == [(str(SHOWN + 2), "1")]
    assert len(screen.group.rows) == SHOWN
    screen.group.join.click()
    settled(qtbot, running, lambda: groups(screen) == [("3", "1")])
