"""A list of many pages: whole from its first row to its last, and in its place while others write."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.events import Supported, encode
from ideabox.store import log, queries
from ideabox.store.queries import Filter, Sort
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.models.ideas import CACHED_PAGES, PAGE, RECORD, IdeasModel
from ideabox.ui.start import Running
from ideabox.usecases import ideas, reading
from ideabox.usecases.recording import next_event
from tests.benchmarks.many_ideas import fill
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import as_person, focused, logged, press, settled

IDEAS = PAGE * 5 + 7
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def store(workplace: OpenWorkplace) -> Workplace:
    """An installation with more ideas than fit a few pages."""
    made = workplace("ann")
    fill(made, IDEAS)
    return made


def opened(open_running: OpenRunning, qtbot: QtBot, at: Workplace) -> tuple[Running, AllIdeas]:
    """The window at All ideas; the model is watched from its first row."""
    running = open_running(at)
    screen = running.window.screen_at("all")
    assert isinstance(screen, AllIdeas)
    QAbstractItemModelTester(screen.model, FATAL, screen)
    running.window.go("all")
    settled(qtbot, running, lambda: screen.model.rowCount() == IDEAS)
    return running, screen


def identifiers(qtbot: QtBot, running: Running, model: IdeasModel) -> list[str]:
    """The ids of all rows, every page of them having been read."""
    found: list[str] = []
    for row in range(model.rowCount()):
        index = model.index(row, 0)
        if index.data(RECORD) is None:
            settled(qtbot, running)
        found.append(index.data(RECORD).id)
    return found


def in_the_store(at: Workplace, sort: Sort) -> list[str]:
    """The ids of all ideas in this order, as the store has it."""
    with at.session.store.read() as connection:
        keys = queries.keys(connection, Filter(), sort)
        rows = queries.by_keys(connection, keys)
    return [rows[key].id for key in keys]


@pytest.mark.parametrize("sort", ["newest", "oldest", "title"])
def test_every_row_is_there_once_and_in_order(
    store: Workplace, open_running: OpenRunning, qtbot: QtBot, sort: Sort
) -> None:
    running, screen = opened(open_running, qtbot, store)
    if sort != "newest":
        screen.filters.sort.value = sort
        screen.filters.changed.emit()
        settled(qtbot, running, lambda: screen.model.rowCount() == IDEAS)
    found = identifiers(qtbot, running, screen.model)
    assert len(set(found)) == IDEAS
    assert found == in_the_store(store, sort)


def test_the_end_key_goes_to_the_last_idea_and_shows_it(
    store: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = opened(open_running, qtbot, store)
    screen.list.setFocus()
    press(qtbot, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    last = in_the_store(store, "newest")[-1]
    settled(qtbot, running, lambda: screen.list.current is not None and screen.list.current.id == last)
    settled(qtbot, running, lambda: screen.pane.detail.shown is not None and screen.pane.detail.shown.row.id == last)
    assert screen.list.rowAt(screen.list.viewport().height() - 1) == IDEAS - 1


def test_the_chosen_idea_stays_chosen_and_in_place_when_something_changes(
    store: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = opened(open_running, qtbot, store)
    screen.list.choose_row(700)
    settled(qtbot, running, lambda: screen.list.current is not None)
    chosen = screen.list.current
    assert chosen is not None
    settled(qtbot, running, screen.pane.offers.support.isVisible)
    screen.list.scrollTo(screen.list.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
    before = screen.list.rowViewportPosition(700)
    screen.pane.offers.support.click()
    settled(qtbot, running, screen.pane.offers.unsupport.isVisible)
    assert screen.list.current is not None
    assert screen.list.current.id == chosen.id
    assert screen.list.currentIndex().row() == 700
    assert screen.list.rowViewportPosition(700) == before

    logged(store, "Another idea")
    screen.refresh()
    settled(qtbot, running, lambda: screen.model.rowCount() == IDEAS + 1)
    assert screen.list.currentIndex().row() == 701
    assert screen.list.current is not None
    assert screen.list.current.id == chosen.id
    assert screen.list.rowViewportPosition(701) == before

    screen.list.verticalScrollBar().setValue(0)
    screen.refresh()
    settled(qtbot, running)
    assert screen.list.currentIndex().row() == 701
    assert screen.list.verticalScrollBar().value() == 0


def test_rows_keep_what_they_showed_until_they_have_been_read_anew(
    store: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = opened(open_running, qtbot, store)
    blank: list[int] = []
    index = QPersistentModelIndex(screen.model.index(3, 0))
    title = index.data()

    def look() -> None:
        if screen.model.index(3, 0).data() != title:
            blank.append(1)

    screen.model.modelReset.connect(look)
    screen.refresh()
    settled(qtbot, running)
    assert blank == []


def test_only_so_many_pages_are_held(store: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    running, screen = opened(open_running, qtbot, store)
    identifiers(qtbot, running, screen.model)
    assert len(screen.model._pages) <= CACHED_PAGES


def test_an_idea_is_chosen_by_its_key_however_far_down_it_is(
    store: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = opened(open_running, qtbot, store)
    far = in_the_store(store, "newest")[-3]
    running.window.go("all", far)
    settled(qtbot, running, lambda: screen.list.current is not None and screen.list.current.id == far)
    assert screen.list.currentIndex().row() == IDEAS - 3
    assert focused() is screen.filters.search.edit


def test_a_search_over_many_pages_answers_the_last_words_that_were_typed(
    store: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = opened(open_running, qtbot, store)
    for words in ("th", "the", "the a", "the appointment"):
        screen.filters.search.value = words
        screen.filters.changed.emit()
    with store.session.store.read() as connection:
        expected = queries.count(connection, Filter(search="the appointment"))
    assert 0 < expected < IDEAS
    settled(qtbot, running, lambda: screen.count.text() == f"{expected:,} ideas")
    assert screen.model.rowCount() == expected


def test_a_long_history_is_shown_in_parts(store: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    (idea,) = ideas.submit(as_person(store, "Farida"), "Much supported", "Slow.", "Fast.").new
    session = store.session
    with session.store.write() as connection:
        lines = []
        for clock in range(1, 300):
            person = as_person(store, f"Person {clock}")
            event = next_event(person, connection, idea, Supported(), clock)
            lines.append((event, encode(event)))
        log.append(connection, lines, "here", session.timestamp())
    running = open_running(store, "all", idea)
    screen = running.window.here
    assert isinstance(screen, AllIdeas)
    settled(qtbot, running, lambda: screen.pane.detail.shown is not None)
    assert reading.show(session, idea).row.supporters == 300
    labels = [label.text() for label in screen.pane.detail.findChildren(type(screen.count))]
    assert sum("added their support" in words for words in labels) == 40
    assert not any("logged the idea" in words for words in labels)
