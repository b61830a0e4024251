"""Reviewing, as a manager does it: by keyboard, one idea after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui.review.screen import Review
from ideabox.ui.start import Running
from ideabox.usecases import ideas, reviewing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import as_person, click, focused, logged, press, settled, shown, type_in

TITLES = ("Text people the day before", "Name the printers", "One live list of vacancies")
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def manager(workplace: OpenWorkplace) -> Workplace:
    """The installation of a manager."""
    return workplace("morgan", office="Leeds", role="manager")


def opened(
    open_running: OpenRunning, qtbot: QtBot, manager: Workplace, subject: object = None
) -> tuple[Running, Review]:
    """The window at Review, once the queue has been read."""
    running = open_running(manager, "review", subject)
    screen = running.window.here
    assert isinstance(screen, Review)
    settled(qtbot, running)
    return running, screen


def titles(screen: Review) -> list[str]:
    """The queue as it is shown."""
    return [str(screen.model.index(row, 0).data()) for row in range(screen.model.rowCount())]


def on_screen(screen: Review) -> str:
    """The title of the idea under review."""
    return screen.pane.detail.shown.row.title if screen.pane.detail.shown is not None else ""


def chosen(screen: Review) -> str | None:
    """The decision that is chosen."""
    return screen.pane.form.decisions.value


def test_a_whole_review_needs_only_the_keyboard(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    first, second, _third = logged(manager, *TITLES)
    running, screen = opened(open_running, qtbot, manager)
    assert focused() is screen.list
    assert on_screen(screen) == TITLES[0]

    press(qtbot, Qt.Key.Key_1)
    assert focused() is screen.pane.form.reason.edit
    type_in(qtbot, "You are right: a day before is in time.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    assert focused() is screen.list
    assert shown(manager, first).row.status == "put-forward"
    assert shown(manager, first).row.reason == "You are right: a day before is in time."
    assert running.window.notices.message.startswith("Saved: Put forward")

    press(qtbot, Qt.Key.Key_3)
    type_in(qtbot, "Which of the three printers?")
    press(qtbot, Qt.Key.Key_Enter, CONTROL | Qt.KeyboardModifier.KeypadModifier)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[2])
    assert shown(manager, second).row.status == "asked"
    settled(qtbot, running, lambda: titles(screen) == [TITLES[2]])


def test_digits_are_text_where_text_is_typed_and_decide_with_alt(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, TITLES[0])
    _running, screen = opened(open_running, qtbot, manager)
    form = screen.pane.form
    press(qtbot, Qt.Key.Key_1)
    type_in(qtbot, "2 of 3 desks, 45 minutes, 6 times")
    assert form.reason.value == "2 of 3 desks, 45 minutes, 6 times"
    assert chosen(screen) == "put-forward"
    press(qtbot, Qt.Key.Key_4, ALT)
    assert chosen(screen) == "not-now"
    assert form.reason.value == "2 of 3 desks, 45 minutes, 6 times"


def test_without_a_decision_and_a_reason_nothing_is_saved_and_the_summary_says_what_is_missing(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (idea,) = logged(manager, TITLES[0])
    running, screen = opened(open_running, qtbot, manager)
    form = screen.pane.form
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert focused() is form.errors
    assert form.errors.accessibleName() == "There is a problem. Select what you have decided. Enter a reason"
    assert form.reason.error == "Enter a reason"
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Space)
    assert focused() is form.reason.edit
    settled(qtbot, running)
    assert shown(manager, idea).row.status == "waiting"
    press(qtbot, Qt.Key.Key_2, ALT)
    assert not form.errors.isVisible()
    assert form.reason.error == ""


def test_a_starter_begins_the_reason_and_is_no_reason_by_itself(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (idea,) = logged(manager, TITLES[0])
    running, screen = opened(open_running, qtbot, manager)
    form = screen.pane.form
    press(qtbot, Qt.Key.Key_5)
    starters = {made.accessibleName(): made for made in form.starters.buttons}
    click(starters["I am not taking it forward because"])
    assert form.reason.value == "I am not taking it forward because "
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert form.reason.error.startswith("Finish the sentence")
    form.reason.setFocus()
    type_in(qtbot, "'the day before' is when they travel.")
    click(form.starters.thanks)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: shown(manager, idea).row.status == "declined")
    assert shown(manager, idea).row.reason == (
        "I am not taking it forward because 'the day before' is when they travel."
        " Thank you for taking the time to write this down."
    )


def test_an_answer_is_never_saved_to_the_idea_that_comes_after_it(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    first, second = logged(manager, *TITLES[:2])
    running, screen = opened(open_running, qtbot, manager)
    press(qtbot, Qt.Key.Key_5)
    type_in(qtbot, "Not ours.")
    screen.save()
    screen.save()
    running.runner.run(lambda _task: None, lambda _nothing: screen.save(), running.bench.refused)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    screen.save()
    settled(qtbot, running, lambda: titles(screen) == [TITLES[1]])
    assert shown(manager, first).row.status == "declined"
    assert len(shown(manager, first).history) == 2
    assert shown(manager, second).row.status == "waiting"


def test_what_has_been_begun_is_kept_for_each_idea_and_after_a_new_start(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, *TITLES)
    running, screen = opened(open_running, qtbot, manager)
    press(qtbot, Qt.Key.Key_2)
    type_in(qtbot, "We begin on Monday")
    click(screen.pane.later)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    assert screen.pane.form.reason.value == ""
    assert chosen(screen) is None
    first = screen.model.index(0, 0)
    assert "Answer begun" in str(first.data(Qt.ItemDataRole.AccessibleTextRole))
    press(qtbot, Qt.Key.Key_Up)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[0])
    assert screen.pane.form.reason.value == "We begin on Monday"
    assert chosen(screen) == "do-here"
    screen.pane.form.reason.setFocus()
    type_in(qtbot, "! ")
    open_running.close(running)

    _running, again = opened(open_running, qtbot, manager)
    assert on_screen(again) == TITLES[0]
    assert "We begin on Monday" in again.pane.form.reason.value
    assert "!" in again.pane.form.reason.value
    assert chosen(again) == "do-here"


def test_an_answer_that_has_been_given_is_not_begun_any_more(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, *TITLES)
    running, screen = opened(open_running, qtbot, manager)
    press(qtbot, Qt.Key.Key_4)
    type_in(qtbot, "After the move.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    assert screen.kept.answers == {}
    assert manager.drafts.answers() == []


def test_a_decision_can_be_changed_right_away(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    idea, _other = logged(manager, *TITLES[:2])
    running, screen = opened(open_running, qtbot, manager)
    press(qtbot, Qt.Key.Key_5)
    type_in(qtbot, "Not ours.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    change = next(each for each in running.window.notices.findChildren(QPushButton) if each.text() == "Change it")
    click(change)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[0])
    assert screen.pane.form.reason.value == "Not ours."
    assert chosen(screen) == "decline"
    press(qtbot, Qt.Key.Key_1, ALT)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: shown(manager, idea).row.status == "put-forward")
    assert on_screen(screen) == TITLES[1]


def test_an_idea_that_repeats_another_is_joined_with_it_and_can_be_separated_again(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    repeated, into = logged(manager, "Text people the day before", "Send texts to people the day before they come")
    running, screen = opened(open_running, qtbot, manager)
    press(qtbot, Qt.Key.Key_6)
    form = screen.pane.form
    assert focused() is form.join.search.edit
    type_in(qtbot, "6 texts")
    assert chosen(screen) == "join"
    settled(qtbot, running, lambda: not form.join.buttons)
    form.join.search.edit.selectAll()
    type_in(qtbot, "texts come")
    settled(qtbot, running, lambda: len(form.join.buttons) == 1)
    assert form.join.buttons[0].accessibleName() == "Join with this: Send texts to people the day before they come"
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert form.errors.isVisible()
    press(qtbot, Qt.Key.Key_Tab)
    form.join.buttons[0].setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settled(qtbot, running, lambda: shown(manager, repeated).row.status == "joined")
    assert shown(manager, repeated).row.root == into
    settled(qtbot, running, lambda: titles(screen) == ["Send texts to people the day before they come"])
    undo = next(each for each in running.window.notices.findChildren(QPushButton) if each.text() == "Separate it again")
    click(undo)
    settled(qtbot, running, lambda: len(titles(screen)) == 2)
    assert shown(manager, repeated).row.status == "waiting"


def test_the_heading_counts_what_waits_and_what_is_past_the_target(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, *TITLES)
    _running, screen = opened(open_running, qtbot, manager)
    assert screen.aside.text() == "3 waiting · 0 past the 5\u2011day target"


def test_ideas_decided_twice_are_a_list_of_their_own_until_they_are_decided_again(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    _waiting, disputed = logged(manager, *TITLES[:2])
    reviewing.review(as_person(manager, "Jo", role="manager"), disputed, "put-forward", "Good.")
    reviewing.review(manager.session, disputed, "not-now", "Later.")
    running, screen = opened(open_running, qtbot, manager)
    assert screen.twice.text() == "1 decided twice"
    click(screen.twice)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    press(qtbot, Qt.Key.Key_1, ALT)
    type_in(qtbot, "Jo is right.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: screen.model.rowCount() == 0)
    assert not shown(manager, disputed).row.decided_twice
    assert not screen.panes.isVisible()
    again = next(each for each in screen.faces.findChildren(QPushButton) if each.text() == "Show what is waiting")
    click(again)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[0])


def test_an_empty_queue_says_so_and_leads_to_all_ideas(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = opened(open_running, qtbot, manager)
    (act,) = (each for each in screen.faces.findChildren(QPushButton) if each.isVisible())
    assert act.text() == "Look at all ideas"
    click(act)
    assert running.window.here is running.window.screen_at("all")
    settled(qtbot, running)


def test_the_last_answer_leaves_an_empty_queue(manager: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    logged(manager, TITLES[0])
    running, screen = opened(open_running, qtbot, manager)
    press(qtbot, Qt.Key.Key_4)
    type_in(qtbot, "After the move.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: not screen.panes.isVisible())
    assert screen.aside.text() == "0 waiting · 0 past the 5\u2011day target"
    press(qtbot, Qt.Key.Key_1)
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running)


def test_once_all_is_answered_the_answers_are_sent_from_where_they_were_given(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    logged(manager, TITLES[0])
    running, screen = opened(open_running, qtbot, manager)
    screen.answers.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(tmp_path / "out"))
    press(qtbot, Qt.Key.Key_4)
    type_in(qtbot, "After the move.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, lambda: not screen.panes.isVisible())
    (send,) = [
        each for each in screen.faces.findChildren(QPushButton) if each.text() == "Send my answers" and each.isVisible()
    ]
    click(send)
    settled(qtbot, running, lambda: focused() is screen.answers.card.copy)
    (package,) = (tmp_path / "out").iterdir()
    assert package.name in screen.answers.card.words.value


def test_what_happened_meanwhile_is_said_and_the_reason_is_not_lost(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (idea,) = logged(manager, TITLES[0])
    running, screen = opened(open_running, qtbot, manager)
    ideas.withdraw(as_person(manager, "Farida"), idea)
    press(qtbot, Qt.Key.Key_1)
    type_in(qtbot, "Good.")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    settled(qtbot, running, screen.pane.form.errors.isVisible)
    assert "withdrawn by its author" in screen.pane.form.errors.accessibleName()
    assert screen.pane.form.reason.value == "Good."


def test_a_queue_that_cannot_be_read_says_what_happened_and_can_be_read_again(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(manager, TITLES[0])
    running, screen = opened(open_running, qtbot, manager)
    store = manager.session.store
    store.close()
    _damage(store.path)
    screen.refresh()
    settled(qtbot, running, lambda: not screen.panes.isVisible())
    acts = [each.text() for each in screen.faces.findChildren(QPushButton) if each.isVisible()]
    assert acts == ["Try again"]


def _damage(path: Path) -> None:
    for journal in path.parent.glob(f"{path.name}-*"):
        journal.unlink()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"This is not a database. " * (size // 24))
