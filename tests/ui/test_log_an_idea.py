"""Logging an idea: written down in a minute, and nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGroupBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.store.drafts import Draft
from ideabox.store.queries import Filter, IdeaRow
from ideabox.ui.log_an_idea.screen import LogAnIdea
from ideabox.ui.my_ideas.screen import MyIdeas
from ideabox.ui.start import Running
from ideabox.usecases import ideas, reading, similar
from ideabox.usecases.desk import Preferences
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import as_person, focused, logged, press, settled, shown, type_in

Key = Qt.Key


@pytest.fixture
def ann(workplace: OpenWorkplace) -> Workplace:
    return workplace("ann", office="Leeds")


def at_log(running: Running) -> LogAnIdea:
    screen = running.window.here
    assert isinstance(screen, LogAnIdea)
    return screen


def open_log(open_running: OpenRunning, qtbot: QtBot, workplace: Workplace) -> tuple[Running, LogAnIdea]:
    running = open_running(workplace, "log")
    settled(qtbot, running)
    return running, at_log(running)


def rows(workplace: Workplace) -> list[IdeaRow]:
    with reading.listing(workplace.session, Filter()) as found:
        return list(found.rows)


def on_disk(workplace: Workplace) -> list[Draft]:
    return workplace.drafts.all()


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def fill(qtbot: QtBot, screen: LogAnIdea, title: str = "Text people", problem: str = "p", proposal: str = "s") -> None:
    """Type into the three fields, from the title on."""
    screen.form.title.setFocus()
    for words in (title, problem, proposal):
        type_in(qtbot, words)
        press(qtbot, Key.Key_Tab)


def tab_to(qtbot: QtBot, name: str) -> None:
    """Tab on to the control whose accessible name or words begin like this."""
    for _step in range(40):
        widget = focused()
        words = widget.text() if isinstance(widget, QPushButton) else ""
        if widget.accessibleName().startswith(name) or words.startswith(name):
            return
        press(qtbot, Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {name}")


def test_an_idea_is_logged_with_the_keyboard_alone(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    assert focused() is screen.form.title.edit
    type_in(qtbot, "Text people before appointments")
    press(qtbot, Key.Key_Tab)
    type_in(qtbot, "They miss them")
    press(qtbot, Key.Key_Tab)
    type_in(qtbot, "Send a text the day before")
    tab_to(qtbot, "Communicating")
    press(qtbot, Key.Key_Space)
    tab_to(qtbot, "What stands in the way")
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Space)
    tab_to(qtbot, "Send my idea")
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: "is logged" in running.window.notices.message)
    (row,) = rows(ann)
    assert (row.title, row.problem, row.proposal) == (
        "Text people before appointments",
        "They miss them",
        "Send a text the day before",
    )
    assert row.skills == ("EDS-COM",)
    assert row.barriers == ("equipment",)
    assert (row.status, row.author_name) == ("waiting", "Ann")
    assert focused() is screen.form.title.edit
    assert screen.form.title.value == screen.form.problem.value == screen.form.proposal.value == ""
    assert on_disk(ann) == []


def test_control_and_enter_send_from_anywhere_in_the_form(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen)
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, running, lambda: rows(ann))
    assert [row.title for row in rows(ann)] == ["Text people"]


def test_what_is_folded_away_goes_with_the_idea(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen)
    for fold in screen.form.folds:
        fold.is_open = True
    screen.form.helps.setFocus()
    type_in(qtbot, "People who work nights")
    screen.form.source.button_of("public").click()
    assert screen.form.name is not None
    screen.form.name.button_of("without").click()
    assert screen.form.folds[1].summary == "People who work nights"
    assert screen.form.folds[2].summary == "Somebody from the public, without my name"
    click(screen.send)
    settled(qtbot, running, lambda: rows(ann))
    (row,) = rows(ann)
    assert (row.helps, row.source) == ("People who work nights", "public")
    idea = shown(ann, row.id).idea
    assert idea.author is not None
    assert (row.author_name, idea.author.person == ann.session.me.person) == ("", False)
    assert screen.form.folds[2].summary == "Me, with my name"


def test_the_form_begins_without_a_name_where_the_person_wants_that(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    ann.change_preferences(type(ann.preferences)(without_name=True))
    _running, screen = open_log(open_running, qtbot, ann)
    assert screen.form.folds[2].summary == "Me, without my name"


def test_the_barriers_are_in_the_order_of_the_alphabet_with_something_else_last(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    _running, screen = open_log(open_running, qtbot, ann)
    codes = ("equipment", "it", "money", "permission", "policy", "skills", "time", "other")
    for code in reversed(codes):
        screen.form.barriers.box(code).click()
    assert screen.form.barriers.value == codes
    words = [screen.form.barriers.box(code).text() for code in codes]
    assert words[:-1] == sorted(words[:-1])


def test_an_empty_form_is_not_sent_and_each_message_leads_to_its_field(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    screen.send.setFocus()
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, screen.form.errors.isVisible)
    assert focused() is screen.form.errors
    spoken = "There is a problem. Enter a title. Enter what happens now. Enter what would be better"
    assert screen.form.errors.accessibleName() == spoken
    press(qtbot, Key.Key_Tab)
    link = focused()
    assert isinstance(link, QPushButton)
    assert link.text() == "Enter a title"
    press(qtbot, Key.Key_Tab)
    press(qtbot, Key.Key_Space)
    assert focused() is screen.form.problem.edit
    assert screen.form.problem.error == "Enter what happens now"
    assert screen.form.problem.edit.accessibleName() == "What happens now?. Enter what happens now"
    assert rows(ann) == []


def test_nothing_is_said_of_errors_before_the_idea_is_sent_and_nothing_of_what_was_typed_is_lost(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen, "x" * 301, " ", "Something better")
    assert not screen.form.errors.isVisible()
    click(screen.send)
    settled(qtbot, running, screen.form.errors.isVisible)
    assert screen.form.title.error == "Title must be 300 characters or less"
    assert screen.form.proposal.error == ""
    assert screen.form.proposal.value == "Something better"
    screen.form.title.edit.setFocus()
    screen.form.title.edit.selectAll()
    type_in(qtbot, "Short")
    screen.form.problem.setFocus()
    type_in(qtbot, "Now")
    click(screen.send)
    settled(qtbot, running, lambda: rows(ann))
    assert not screen.form.errors.isVisible()
    assert screen.form.title.error == ""


def test_an_error_in_a_folded_part_opens_it(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen)
    screen.form.helps.value = "y" * 4_001
    screen.form.helps.edited.emit()
    click(screen.send)
    settled(qtbot, running, screen.form.errors.isVisible)
    assert screen.form.helps.error == "Who it helps must be 4,000 characters or less"
    assert screen.form.helps.isVisible()


def test_the_notice_leads_to_the_idea_among_my_ideas(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen, "First")
    click(screen.send)
    settled(qtbot, running, lambda: len(rows(ann)) == 1 and screen.form.isEnabled())
    fill(qtbot, screen, "Second")
    click(screen.send)
    settled(qtbot, running, lambda: len(rows(ann)) == 2 and screen.form.isEnabled())
    (act,) = [b for b in running.window.notices.findChildren(QPushButton) if b.text() == "Show it"]
    click(act)
    mine = running.window.here
    assert isinstance(mine, MyIdeas)
    settled(qtbot, running, lambda: mine.list.current is not None and mine.list.current.title == "Second")
    assert mine.pane.idea == next(row.id for row in rows(ann) if row.title == "Second")


# Drafts


def test_what_is_typed_is_saved_by_itself_and_the_sign_says_no_more_than_is_true(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    assert screen.sign.words == ""
    type_in(qtbot, "Half a tit")
    assert screen.sign.words == "Not saved yet"
    assert on_disk(ann) == []
    qtbot.waitUntil(lambda: screen.sign.words.startswith("✓ Saved "), timeout=2_000)
    assert [draft.title for draft in on_disk(ann)] == ["Half a tit"]
    type_in(qtbot, "le")
    assert screen.sign.words == "Not saved yet"
    settled(qtbot, running, lambda: screen.sign.words != "Not saved yet")
    assert [draft.title for draft in on_disk(ann)] == ["Half a title"]


def test_the_newest_draft_is_there_at_the_next_start(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen, "Half a title", "What happens")
    screen.form.chips.chip("EDS-SAF").click()
    screen.form.barriers.box("money").click()
    open_running.close(running)  # at once: nobody waits for the next pause
    _running, screen = open_log(open_running, qtbot, ann)
    qtbot.waitUntil(lambda: screen.form.title.value == "Half a title")
    assert screen.form.problem.value == "What happens"
    assert screen.form.chips.value == ("EDS-SAF",)
    assert screen.form.folds[0].summary == "Money"
    assert screen.sign.words.startswith("✓ Saved ")


def test_going_elsewhere_saves_at_once(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, _screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Half a title")
    running.window.go("mine")
    open_running.close(running)
    assert [draft.title for draft in on_disk(ann)] == ["Half a title"]


def test_the_end_of_the_session_saves_before_it_returns(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    _running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Half a title")
    screen.keeper.flush_now()
    assert [draft.title for draft in on_disk(ann)] == ["Half a title"]
    assert screen.sign.words.startswith("✓ Saved ")


def test_looking_away_from_the_window_saves_at_once(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Half a title")
    assert screen.keeper._timer.isActive()
    other = QPushButton()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    assert not screen.keeper._timer.isActive()
    settled(qtbot, running)
    assert [draft.title for draft in on_disk(ann)] == ["Half a title"]


def test_an_empty_draft_is_not_kept(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "x")
    qtbot.waitUntil(lambda: len(on_disk(ann)) == 1)
    press(qtbot, Key.Key_Backspace)
    settled(qtbot, running, lambda: on_disk(ann) == [])
    qtbot.waitUntil(lambda: screen.sign.words == "")
    type_in(qtbot, "   ")
    open_running.close(running)
    assert on_disk(ann) == []


def test_several_drafts_wait_beside_each_other(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    assert not screen.drafts.isVisible()
    fill(qtbot, screen, "The first")
    click(screen.keep)
    assert focused() is screen.form.title.edit
    assert screen.form.title.value == screen.form.problem.value == ""
    assert screen.drafts.isVisible()
    type_in(qtbot, "The second")
    settled(qtbot, running, lambda: len(on_disk(ann)) == 2)
    qtbot.waitUntil(lambda: screen.drafts.field.label.text() == "Your drafts: 2")
    combo = screen.drafts.field.combo
    assert [combo.itemText(n).split(" · ")[1] for n in range(combo.count())] == ["The second", "The first"]
    combo.setFocus()
    press(qtbot, Key.Key_Down)
    assert screen.form.title.value == "The first"
    assert screen.form.problem.value == "p"
    screen.form.title.setFocus()
    press(qtbot, Key.Key_End)
    type_in(qtbot, " of all")
    open_running.close(running)
    assert [draft.title for draft in on_disk(ann)] == ["The first of all", "The second"]


def test_a_discarded_draft_comes_back_on_undo(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    assert not screen.discard.isEnabled()
    fill(qtbot, screen, "Precious")
    click(screen.discard)
    settled(qtbot, running, lambda: on_disk(ann) == [])
    assert screen.form.title.value == ""
    assert running.window.notices.message == "The draft has been discarded."
    (undo,) = [b for b in running.window.notices.findChildren(QPushButton) if b.text() == "Undo"]
    click(undo)
    assert screen.form.title.value == "Precious"
    settled(qtbot, running, lambda: [draft.title for draft in on_disk(ann)] == ["Precious"])
    assert focused() is screen.form.title.edit


def test_sending_one_draft_leaves_the_others(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen, "The first")
    click(screen.keep)
    fill(qtbot, screen, "The second")
    click(screen.send)
    settled(qtbot, running, lambda: rows(ann))
    assert [draft.title for draft in on_disk(ann)] == ["The first"]
    assert screen.drafts.isVisible()


def test_the_draft_stays_until_the_idea_is_stored(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, tmp_path: Path
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen, "Waits for another program")
    with ann.session.store.write():  # as a long import would hold it
        click(screen.send)
        qtbot.waitUntil(lambda: [draft.title for draft in on_disk(ann)] == ["Waits for another program"])
        assert not screen.form.isEnabled()
    settled(qtbot, running, lambda: rows(ann))
    assert on_disk(ann) == []
    qtbot.waitUntil(screen.form.isEnabled)


def test_the_sign_says_why_saving_failed_and_saving_is_tried_again(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    in_the_way = ann.places.drafts
    in_the_way.mkdir(parents=True)
    running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Precious")
    qtbot.waitUntil(lambda: screen.sign.words.startswith("Not saved. The database "))
    type_in(qtbot, "!")
    assert screen.sign.words.startswith("Not saved. The database ")
    in_the_way.rmdir()
    qtbot.waitUntil(lambda: screen.sign.words.startswith("✓ Saved "))
    settled(qtbot, running)
    assert [draft.title for draft in on_disk(ann)] == ["Precious!"]


# Similar ideas


def test_similar_ideas_appear_while_the_title_is_typed_and_can_be_supported(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    (reminder, _other) = logged(ann, "Send reminders before appointments", "Name the printers")
    _running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Reminders by text")
    qtbot.waitUntil(lambda: [row.idea for row in screen.similar.rows] == [reminder])
    (row,) = screen.similar.rows
    assert row.about.text() == "Leeds · 1 supports it"
    assert row.why.text() == "Shared words: Reminders"
    assert row.support.accessibleName() == "Add my support: Send reminders before appointments"
    row.support.setFocus()
    press(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: row.about.text() == "Leeds · 2 support it")
    assert (row.support.text(), row.support.isEnabled()) == ("You support it", False)
    assert ann.session.me.person in shown(ann, reminder).idea.supporters
    assert screen.form.title.value == "Reminders by text"


def test_what_happens_now_and_what_would_be_better_are_looked_at_too(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    (_reminder, printers) = logged(ann, "Send reminders before appointments", "Name the printers by their room")
    _running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Lost letters")
    qtbot.waitUntil(lambda: screen.similar.hint.text() == "Nothing here is like it yet.")
    screen.form.problem.edit.setFocus()
    type_in(qtbot, "They come out of a printer in another room")
    qtbot.waitUntil(lambda: [row.idea for row in screen.similar.rows] == [printers])
    assert screen.similar.rows[0].why.text() == "Shared words: printer, room"


def test_the_newest_question_about_similar_ideas_wins(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    (_reminder, printers) = logged(ann, "Send reminders before appointments", "Name the printers")
    running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Reminders")
    screen.similar.look()
    screen.form.title.edit.selectAll()
    type_in(qtbot, "Printers")
    screen.similar.look()
    settled(qtbot, running, lambda: [row.idea for row in screen.similar.rows] == [printers])
    screen.form.title.edit.selectAll()
    type_in(qtbot, "Zebra")
    qtbot.waitUntil(lambda: screen.similar.hint.text() == "Nothing here is like it yet.")
    assert screen.similar.rows == []


def test_my_own_idea_among_the_similar_ones_is_not_offered_for_support(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    ideas.submit(ann.session, "Send reminders", "p", "s")
    _running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Reminders")
    qtbot.waitUntil(lambda: len(screen.similar.rows) == 1)
    (row,) = screen.similar.rows
    assert (row.support.text(), row.support.isEnabled()) == ("Your own idea", False)


def test_support_from_elsewhere_shows_without_moving_the_keyboard(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    (reminder,) = logged(ann, "Send reminders")
    running, screen = open_log(open_running, qtbot, ann)
    type_in(qtbot, "Reminders")
    qtbot.waitUntil(lambda: len(screen.similar.rows) == 1)
    before = screen.similar.rows[0]
    running.bench.act(lambda _task: ideas.support(as_person(ann, "Bob"), reminder))
    qtbot.waitUntil(lambda: before.about.text() == "Leeds · 2 support it")
    assert screen.similar.rows == [before]
    assert focused() is screen.form.title.edit


def test_ideas_that_go_as_soon_as_they_come_do_not_become_windows(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    logged(ann, "Send reminders")
    running, screen = open_log(open_running, qtbot, ann)
    found = similar.similar(ann.session, "Reminders")
    screen.similar._show(found, "")
    screen.similar._show([], "")
    QApplication.processEvents()
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == [running.window]
    assert focused() is screen.form.title.edit


@pytest.mark.parametrize(("width", "percent", "is_beside"), [(1280, 100, True), (1280, 200, False), (1024, 100, True)])
def test_the_cards_stand_beside_the_form_where_there_is_room_and_nothing_is_cut_off(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, width: int, percent: int, is_beside: bool
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    running.look.set("light", percent)
    running.window.resize(width, 800)
    form, card = screen.form, screen.similar

    def settled_down() -> bool:
        left = form.mapTo(screen, form.rect().topLeft())
        right = card.mapTo(screen, card.rect().topLeft())
        edge = max(left.x() + form.width(), right.x() + card.width())
        return (right.x() > left.x() + form.width()) == is_beside and edge <= screen.width()

    qtbot.waitUntil(settled_down)


def test_personal_data_stops_the_idea_until_it_is_replaced_with_a_key(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen, problem="Mrs Jones wrote from someone@example.com", title="Ring 07700 900123")
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, running, lambda: screen.form.problem.error)
    assert "e-mail address" in screen.form.problem.error
    assert focused() is screen.form.errors
    assert len(screen.form.problem.edit.extraSelections()) == 2
    assert rows(ann) == []
    for problem in ("Mrs Jones wrote from an e-mail address", None, "a claimant wrote from an e-mail address"):
        left = len(screen.personal.rows)
        press(qtbot, Key.Key_F8)
        qtbot.waitUntil(lambda left=left: len(screen.personal.rows) < left)  # type: ignore[misc]
        assert problem in (None, screen.form.problem.value)
    assert screen.form.title.value == "Ring a phone number"
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, running, lambda: "is logged" in running.window.notices.message)
    assert [row.problem for row in rows(ann)] == ["a claimant wrote from an e-mail address"]


def test_personal_data_that_may_stay_is_said_to(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen)
    screen.form.problem.edit.setPlainText("\U0001f600 ask someone@example.com")
    qtbot.waitUntil(lambda: len(screen.personal.rows) == 1)
    keep = next(each for each in screen.personal.findChildren(QPushButton) if each.text() == "Let it stay")
    assert keep.accessibleName() == "Let it stay: E-mail address in ‘What happens now’"  # noqa: RUF001
    click(keep)
    assert screen.form.problem.edit.textCursor().selectedText() == "someone@example.com"
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, running, lambda: "is logged" in running.window.notices.message)
    assert [row.problem for row in rows(ann)] == ["\U0001f600 ask someone@example.com"]


def test_areas_of_a_framework_with_parts_stand_in_groups_that_name_them(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    ann.change_preferences(Preferences(framework="DigComp 3.0"))
    running, screen = open_log(open_running, qtbot, ann)
    groups = screen.form.chips.findChildren(QGroupBox)
    inside = [[chip.accessibleName() for chip in group.findChildren(QPushButton)] for group in groups]
    assert [len(each) for each in inside] == [3, 6, 4, 4, 4]
    assert groups[1].accessibleName() == "Communication and collaboration"
    assert inside[1][4] == "Digital behaviour"
    screen.form.proposal.setFocus()
    for name in inside[0][0], inside[4][3]:
        tab_to(qtbot, name)
        press(qtbot, Key.Key_Space)
    assert screen.form.chips.value == ("DigComp 3.0 1.1", "DigComp 3.0 5.4")
    screen.form.offers.chip("DigComp 3.0 2.5").click()
    ann.change_preferences(Preferences())
    running.window.go("help")
    running.window.go("log")
    settled(qtbot, running, lambda: screen.form.areas > {"EDS-COM", "DigComp 3.0 1.1"})
    assert [group.accessibleName() for group in screen.form.chips.findChildren(QGroupBox) if group.isVisible()] == [
        "From other lists"
    ]
    assert screen.form.chips.value == ("DigComp 3.0 1.1", "DigComp 3.0 5.4")
    assert screen.form.offers.value == ("DigComp 3.0 2.5",)
