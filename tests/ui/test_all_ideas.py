"""Finding ideas, reading them, and what each person can do with one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.events import Decision
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.start import Running
from ideabox.usecases import ideas, importing, reading, reviewing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import as_person, click, focused, logged, press, settled, shown, type_in

CONTROL = Qt.KeyboardModifier.ControlModifier
TITLES = ("Text people the day before", "Name the printers", "One live list of vacancies")


@pytest.fixture
def adviser(workplace: OpenWorkplace) -> Workplace:
    """The installation of an adviser."""
    return workplace("ann", office="Leeds")


def opened(open_running: OpenRunning, qtbot: QtBot, at: Workplace, subject: object = None) -> tuple[Running, AllIdeas]:
    """The window at All ideas, once the list and the idea beside it have been read."""
    running = open_running(at, "all", subject)
    screen = running.window.here
    assert isinstance(screen, AllIdeas)
    settled(qtbot, running, lambda: on_screen(screen) or not screen.model.rowCount())
    return running, screen


def titles(screen: AllIdeas) -> list[str]:
    """The list as it is shown."""
    return [str(screen.model.index(row, 0).data()) for row in range(screen.model.rowCount())]


def on_screen(screen: AllIdeas) -> str:
    """The title of the idea beside the list."""
    return screen.pane.detail.shown.row.title if screen.pane.detail.shown is not None else ""


def choose(qtbot: QtBot, running: Running, screen: AllIdeas, title: str) -> None:
    """Click on an idea in the list."""
    where = screen.list.visualRect(screen.model.index(titles(screen).index(title), 0)).center()
    click(screen.list.viewport(), where)
    settled(qtbot, running, lambda: on_screen(screen) == title)


def offered(screen: AllIdeas) -> list[str]:
    """The buttons that can be pressed for the idea on screen."""
    return [each.text() for each in screen.pane.offers.findChildren(QPushButton) if each.isVisible()]


def pressed(qtbot: QtBot, running: Running, widget: QWidget) -> None:
    """Click on a button, and wait for what it does."""
    click(widget)
    settled(qtbot, running)


def test_words_in_the_search_box_narrow_the_list_and_show_the_first_idea_found(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, *TITLES)
    running, screen = opened(open_running, qtbot, adviser)
    assert titles(screen) == [*reversed(TITLES)]
    assert on_screen(screen) == TITLES[2]
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_F, CONTROL)
    assert focused() is screen.filters.search.edit
    type_in(qtbot, "prin")
    assert screen.filters.search.value == "prin"
    settled(qtbot, running, lambda: titles(screen) == ["Name the printers"])
    settled(qtbot, running, lambda: on_screen(screen) == "Name the printers")
    assert screen.count.text() == "1 idea"
    assert focused() is screen.filters.search.edit


@pytest.mark.parametrize(
    ("field", "words", "left"),
    [
        ("status", "Not", ["Not now, with a barrier"]),
        ("skill", "Communicating", ["Tagged"]),
        ("office", "York", ["From York"]),
        ("barrier", "IT", ["Not now, with a barrier"]),
    ],
)
def test_each_filter_narrows_the_list_and_all_of_them_are_cleared_at_once(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot, field: str, words: str, left: list[str]
) -> None:
    author = as_person(adviser, "Farida")
    ideas.submit(author, "Tagged", "Slow.", "Fast.", ["EDS-COM"])
    (declined,) = ideas.submit(author, "Not now, with a barrier", "Slow.", "Fast.", (), ["it"]).new
    reviewing.review(as_person(adviser, "Morgan", role="manager"), declined, "not-now", "Later.")
    logged(adviser, "From York", office="York")
    running, screen = opened(open_running, qtbot, adviser)
    choice = getattr(screen.filters, field)
    choice.combo.setFocus()
    type_in(qtbot, words)
    settled(qtbot, running, lambda: titles(screen) == left)
    pressed(qtbot, running, screen.clear)
    assert len(titles(screen)) == 3
    assert choice.value == ""
    assert not screen.clear.isVisible()


def test_the_first_idea_can_be_read_before_what_can_be_done_with_it_is_made(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, TITLES[0])
    running = open_running(adviser, "all")
    screen = running.window.here
    assert isinstance(screen, AllIdeas)
    made_with_it: list[bool] = []
    screen.pane.shown.connect(lambda _shown: made_with_it.append("offers" in vars(screen.pane)))
    settled(qtbot, running, lambda: "offers" in vars(screen.pane))
    assert made_with_it[0] is False
    assert screen.pane.offers.comment.isVisible()


def test_areas_of_other_frameworks_can_be_chosen_where_ideas_are_tagged_with_them(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("code,name,retired\nA,Writing,\nB,Telex,2001\n", encoding="utf-8")
    adviser.add_framework(own, scheme="Own", version="2")
    author = as_person(adviser, "Farida")
    for title, area in (("Ours", "EDS-COM"), ("Theirs", "DigComp 3.0 2.5"), ("The department's", "Own 2 B")):
        ideas.submit(author, title, "Slow.", "Fast.", [area])
    running, screen = opened(open_running, qtbot, adviser)
    combo = screen.filters.skill.combo
    settled(qtbot, running, lambda: combo.count() == 9)
    words = [combo.itemText(row) for row in range(combo.count())]
    assert words[:2] == ["All", "Digital foundation skills"]
    assert words[7:] == ["Digital behaviour (DigComp 3.0)", "Telex (Own 2) (not offered any more)"]
    combo.setFocus()
    type_in(qtbot, "Tel")
    settled(qtbot, running, lambda: titles(screen) == ["The department's"])
    press(qtbot, Qt.Key.Key_Up)
    settled(qtbot, running, lambda: titles(screen) == ["Theirs"])
    screen.refresh()
    settled(qtbot, running)
    assert screen.filters.skill.value == "DigComp 3.0 2.5"


def test_ideas_can_be_sorted(adviser: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    logged(adviser, *TITLES)
    running, screen = opened(open_running, qtbot, adviser)
    screen.filters.sort.combo.setFocus()
    type_in(qtbot, "Title")
    settled(qtbot, running, lambda: titles(screen) == sorted(TITLES))


def test_a_newer_question_overtakes_an_older_one(adviser: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    logged(adviser, *TITLES)
    running, screen = opened(open_running, qtbot, adviser)
    answers: list[list[str]] = []
    remember: Callable[[int], None] = lambda _count: answers.append(titles(screen))  # noqa: E731
    screen.model.loaded.connect(remember)
    for words in ("text", "vacancies", "printers"):
        screen.filters.search.value = words
        screen.filters.changed.emit()
    settled(qtbot, running, lambda: titles(screen) == ["Name the printers"])
    assert answers == [["Name the printers"]]


def test_what_nothing_matches_is_said_with_the_way_back(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, *TITLES)
    running, screen = opened(open_running, qtbot, adviser)
    type_in(qtbot, "xylophone")
    settled(qtbot, running, lambda: not screen.list.isVisible())
    assert screen.count.text() == "0 ideas"
    (back,) = (each for each in screen.faces.findChildren(QPushButton) if each.isVisible())
    assert back.text() == "Show all ideas"
    pressed(qtbot, running, back)
    assert len(titles(screen)) == 3
    assert focused() is screen.filters.search.edit


def test_an_empty_store_leads_to_logging_an_idea(adviser: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    _running, screen = opened(open_running, qtbot, adviser)
    assert [each.text() for each in screen.faces.findChildren(QPushButton) if each.isVisible()] == ["Log an idea"]


def test_support_is_given_and_taken_back_and_the_keyboard_stays(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (idea,) = logged(adviser, TITLES[0])
    running, screen = opened(open_running, qtbot, adviser)
    screen.pane.offers.support.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settled(qtbot, running, lambda: shown(adviser, idea).row.supporters == 2)
    assert running.window.notices.message == "Your support is counted."
    settled(qtbot, running, screen.pane.offers.unsupport.isVisible)
    assert focused() is screen.pane.offers.unsupport
    press(qtbot, Qt.Key.Key_Space)
    settled(qtbot, running, lambda: shown(adviser, idea).row.supporters == 1)
    settled(qtbot, running, screen.pane.offers.support.isVisible)


def test_my_own_ideas_are_not_for_me_to_support_with_my_name_or_without(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    for anonymous in (False, True):
        ideas.submit(adviser.session, f"Mine {anonymous}", "Slow.", "Fast.", anonymous=anonymous)
    running, screen = opened(open_running, qtbot, adviser)
    for title in titles(screen):
        choose(qtbot, running, screen, title)
        assert offered(screen) == ["Size it", "Add the comment"]


def test_a_comment_is_saved_and_an_empty_one_is_not(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (idea,) = logged(adviser, TITLES[0])
    running, screen = opened(open_running, qtbot, adviser)
    form = screen.pane.offers.comment
    pressed(qtbot, running, form.save)
    assert form.field.error == "Enter a comment"
    assert focused() is form.errors
    form.field.setFocus()
    type_in(qtbot, "Same at my desk.")
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Space)
    settled(qtbot, running, lambda: bool(shown(adviser, idea).idea.comments))
    assert shown(adviser, idea).idea.comments[0].text == "Same at my desk."
    assert form.field.value == ""
    assert not form.errors.isVisible()


def test_what_is_typed_for_one_idea_waits_there_while_another_is_read(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, *TITLES[:2])
    running, screen = opened(open_running, qtbot, adviser)
    form = screen.pane.offers.comment
    form.field.setFocus()
    type_in(qtbot, "Half a thought")
    choose(qtbot, running, screen, TITLES[0])
    assert form.field.value == ""
    choose(qtbot, running, screen, TITLES[1])
    assert form.field.value == "Half a thought"
    open_running.close(running)
    running, screen = opened(open_running, qtbot, adviser)
    settled(qtbot, running, lambda: screen.pane.offers.comment.field.value == "Half a thought")
    pressed(qtbot, running, screen.pane.offers.comment.save)
    settled(qtbot, running, lambda: screen.pane.offers.comment.field.value == "")
    assert adviser.drafts.all() == []


def test_a_manager_joins_ideas_and_separates_them(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    manager = workplace("morgan", role="manager")
    into, other = logged(manager, "Name the printers", "Label every printer")
    running, screen = opened(open_running, qtbot, manager)
    offers = screen.pane.offers
    pressed(qtbot, running, offers.join)
    assert focused() is offers.join_panel.search.edit
    type_in(qtbot, into[:23])
    settled(qtbot, running, lambda: len(offers.join_panel.buttons) == 1)
    offers.join_panel.buttons[0].setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settled(qtbot, running, lambda: shown(manager, other).row.status == "joined")
    settled(qtbot, running, offers.separate.isVisible)
    assert offered(screen)[0] == "Go to the idea that it is joined with"
    pressed(qtbot, running, offers.joined)
    assert on_screen(screen) == "Name the printers"
    assert screen.list.current is not None
    assert screen.list.current.id == into
    choose(qtbot, running, screen, "Label every printer")
    pressed(qtbot, running, offers.separate)
    settled(qtbot, running, lambda: shown(manager, other).row.status == "waiting")


def decided(at: Workplace, title: str, decision: Decision) -> str:
    """The id of an idea that has been reviewed."""
    (idea,) = logged(at, title)
    reviewing.review(as_person(at, "Jo", role="manager"), idea, decision, "Good.")
    return idea


def test_the_lead_takes_an_idea_forward(workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    lead = workplace("priya", office="", role="lead")
    idea = decided(lead, TITLES[0], "put-forward")
    running, screen = opened(open_running, qtbot, lead)
    offers = screen.pane.offers
    assert "Done" not in offered(screen)
    pressed(qtbot, running, offers.forward)
    form = offers.forward_form
    assert form.phase.value == "discovery"
    pressed(qtbot, running, form.save)
    assert form.note.error == "Enter a note to the author"
    form.note.setFocus()
    type_in(qtbot, "We spoke to ten people.")
    pressed(qtbot, running, form.save)
    settled(qtbot, running, lambda: shown(lead, idea).row.status == "discovery")
    assert shown(lead, idea).row.note == "We spoke to ten people."
    assert not form.isVisible()
    settled(qtbot, running, lambda: "We spoke to ten people." in _texts(screen))


def test_a_manager_reports_what_is_done_here(workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    manager = workplace("morgan", role="manager")
    decided(manager, "Not for here", "put-forward")
    idea = decided(manager, "For here", "do-here")
    running, screen = opened(open_running, qtbot, manager)
    offers = screen.pane.offers
    assert "Take forward" not in offered(screen)
    pressed(qtbot, running, offers.done)
    assert focused() is offers.done_form.note.edit
    type_in(qtbot, "The labels are up.")
    pressed(qtbot, running, offers.done_form.save)
    settled(qtbot, running, lambda: shown(manager, idea).row.status == "live")
    choose(qtbot, running, screen, "Not for here")
    assert not offers.done.isVisible()


def test_a_manager_goes_from_an_idea_to_its_review(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    manager = workplace("morgan", role="manager")
    decided(manager, TITLES[0], "not-now")
    running, screen = opened(open_running, qtbot, manager)
    assert "Review it again" in offered(screen)
    pressed(qtbot, running, screen.pane.offers.review)
    assert running.window.here is running.window.screen_at("review")


def test_an_adviser_neither_decides_nor_sends_answers(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    decided(adviser, TITLES[0], "do-here")
    _running, screen = opened(open_running, qtbot, adviser)
    assert offered(screen) == ["Add my support", "Add the comment"]
    assert not screen.answers.button.isVisible()


@pytest.mark.parametrize(("role", "packages"), [("manager", 1), ("lead", 2)])
def test_answers_are_written_and_the_sentence_for_the_e_mail_is_copied(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path, role: str, packages: int
) -> None:
    sender = workplace("morgan", role=role)
    ids = [*logged(sender, TITLES[0], office="Leeds"), *logged(sender, TITLES[1], office="York")]
    for idea in ids:
        reviewing.review(sender.session, idea, "not-now", "After the move.")
    running, screen = opened(open_running, qtbot, sender)
    folder = tmp_path / "out"
    screen.answers.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(folder))
    click(screen.answers.button)
    settled(qtbot, running, screen.answers.card.isVisible)
    files = sorted(folder.iterdir())
    assert len(files) == packages
    assert focused() is screen.answers.card.copy
    press(qtbot, Qt.Key.Key_Space)
    copied = QGuiApplication.clipboard().text()
    assert str(folder) in copied
    assert all(file.name in copied for file in files)
    receiver = workplace("ann")
    for file in files:
        importing.import_file(receiver.session, file, {})
    assert [reading.show(receiver.session, idea).row.reason for idea in ids] == ["After the move."] * 2

    pressed(qtbot, running, screen.answers.button)
    settled(qtbot, running, lambda: running.window.notices.message.startswith("There is nothing to send"))
    assert len(sorted(folder.iterdir())) == packages


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_counts_as_sent(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    manager = workplace("morgan", role="manager")
    decided(manager, TITLES[0], "not-now")
    running, screen = opened(open_running, qtbot, manager)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    screen.answers.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(blocked))
    click(screen.answers.button)
    settled(qtbot, running, lambda: "is not a folder" in running.window.notices.message)
    assert screen.answers.button.isEnabled()
    screen.answers.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(tmp_path / "out"))
    click(screen.answers.button)
    settled(qtbot, running, screen.answers.card.isVisible)


def test_an_idea_is_shown_by_its_id_whether_the_list_has_it_or_not(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (first, *_others) = logged(adviser, *TITLES)
    running, screen = opened(open_running, qtbot, adviser, first)
    assert on_screen(screen) == TITLES[0]
    assert screen.list.current is not None
    assert screen.list.current.id == first
    screen.filters.search.value = "printers"
    screen.filters.changed.emit()
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[1])
    running.window.go("all", first)
    settled(qtbot, running, lambda: on_screen(screen) == TITLES[0])
    assert titles(screen) == [TITLES[1]]
    assert screen.list.current is None


def test_the_border_between_list_and_idea_stays_where_it_was_put(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, *TITLES)
    running, screen = opened(open_running, qtbot, adviser)
    screen.panes.moveSplitter(400, 1)
    wide = screen.panes.sizes()[0]
    open_running.close(running)
    _running, again = opened(open_running, qtbot, adviser)
    assert again.panes.sizes()[0] == wide


def test_a_long_title_and_text_from_a_person_are_plain_and_whole(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    title = "<b>Bold</b> " + "x" * 280
    ideas.submit(as_person(adviser, "Farida"), title, "word " * 1_900, "<img src='x.png'>")
    running, screen = opened(open_running, qtbot, adviser)
    running.window.resize(1024, 700)
    assert "<img src='x.png'>" in _texts(screen)
    area = screen.pane.area
    assert screen.pane.detail.minimumSizeHint().width() <= area.viewport().width()
    assert area.focusPolicy() == Qt.FocusPolicy.StrongFocus
    area.setFocus()
    press(qtbot, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0


def _texts(screen: AllIdeas) -> str:
    return "\n".join(label.text() for label in screen.pane.detail.findChildren(type(screen.count)))
