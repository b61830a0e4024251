"""Searching in All ideas: what is found is marked, slips lead on, and a newer search ends an older one."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.problems import Refusal
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.background import Task
from ideabox.ui.models.ideas import PAGE
from ideabox.ui.start import Running
from ideabox.ui.widgets.idea_list import in_lines
from ideabox.ui.widgets.text import breakable, marked
from ideabox.usecases import ideas
from tests.benchmarks.many_ideas import fill
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import click, focused, logged, settled, type_in

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def adviser(workplace: OpenWorkplace) -> Workplace:
    """The installation of an adviser."""
    return workplace("ann", office="Leeds")


def opened(open_running: OpenRunning, qtbot: QtBot, at: Workplace) -> tuple[Running, AllIdeas]:
    """The window at All ideas, once the list has been read."""
    running = open_running(at, "all")
    screen = running.window.here
    assert isinstance(screen, AllIdeas)
    settled(qtbot, running)
    return running, screen


def titles(screen: AllIdeas) -> list[str]:
    return [str(screen.model.index(row, 0).data()) for row in range(screen.model.rowCount())]


def labels(screen: AllIdeas) -> list[QLabel]:
    return screen.pane.detail.findChildren(QLabel)


def picture(screen: AllIdeas) -> QImage:
    """The list as it is painted."""
    return screen.list.viewport().grab().toImage()


def test_what_was_sought_is_marked_in_the_list_and_in_the_idea_and_read_out_as_it_is(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    ideas.submit(adviser.session, "Name the <b>printers</b>", "No printer has\n a name & place.", "Say so.")
    running, screen = opened(open_running, qtbot, adviser)
    plain = picture(screen)
    assert not any("<u>" in label.text() for label in labels(screen))
    type_in(qtbot, "printe")
    settled(qtbot, running, lambda: any("<u>" in label.text() for label in labels(screen)))
    words = [label.text() for label in labels(screen)]
    assert any("&lt;b&gt;<b><u>printers</u></b>&lt;/b&gt;" in each for each in words)
    assert any("No <b><u>printer</u></b> has\n a name &amp; place." in each for each in words)
    assert "Say so." in words
    read_out = [
        QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)
        for label in labels(screen)
        if "<u>" in label.text()
    ]
    assert read_out == ["Name the <b>printers</b>", "No printer has\n a name & place."]
    settled(qtbot, running, lambda: picture(screen) != plain)
    screen.filters.clear()
    settled(qtbot, running, lambda: not any("<u>" in label.text() for label in labels(screen)))
    QApplication.processEvents()
    assert titles(screen) == ["Name the <b>printers</b>"]


def test_a_slip_is_answered_with_a_search_that_finds_something(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, "A journal for universal credit", "Name the printers")
    running, screen = opened(open_running, qtbot, adviser)
    type_in(qtbot, "universal credt")
    settled(qtbot, running, lambda: not screen.list.isVisible())

    def offered() -> list[QPushButton]:
        visible = [each for each in screen.faces.findChildren(QPushButton) if each.isVisible()]
        return sorted(visible, key=lambda each: each.y())

    settled(qtbot, running, lambda: len(offered()) == 2)
    assert [each.text() for each in offered()] == ["Search for universal credit instead", "Show all ideas"]
    assert focused() is screen.filters.search.edit
    assert offered()[0].nextInFocusChain() is offered()[1]
    click(offered()[0])
    settled(qtbot, running, lambda: titles(screen) == ["A journal for universal credit"])
    assert screen.filters.search.value == "universal credit"
    assert focused() is screen.filters.search.edit


def test_filter_words_work_in_the_search_box_as_they_read_on_screen(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    (gone,) = logged(adviser, "Withdrawn one")
    logged(adviser, "From York", office="York")
    ideas.withdraw(adviser.session, gone)
    running, screen = opened(open_running, qtbot, adviser)
    for typed, found in (
        ("status:withdrawn", ["Withdrawn one"]),
        ('-status:"Waiting for review"', ["Withdrawn one"]),
        ("status:waiting for review", ["From York"]),
        ("office:yo", ["From York"]),
    ):
        screen.filters.search.value = typed
        screen.filters.changed.emit()
        settled(qtbot, running, lambda found=found: titles(screen) == found)  # type: ignore[misc]


def test_the_best_match_can_be_had_first(adviser: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    logged(adviser, "Printers")
    ideas.submit(adviser.session, "Something else", "About printers", "s")
    running, screen = opened(open_running, qtbot, adviser)
    screen.filters.search.value = "printers"
    screen.filters.changed.emit()
    settled(qtbot, running, lambda: titles(screen) == ["Something else", "Printers"])
    screen.filters.sort.combo.setFocus()
    type_in(qtbot, "Best")
    settled(qtbot, running, lambda: titles(screen) == ["Printers", "Something else"])


def test_the_number_of_ideas_is_never_more_than_is_known(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    fill(adviser, PAGE + 30)
    running, screen = opened(open_running, qtbot, adviser)
    said: list[str] = []
    screen.model.begun.connect(lambda: said.append(screen.count.text()))
    screen.model.loaded.connect(lambda _count: said.append(screen.count.text()))
    screen.filters.sort.value = "oldest"
    screen.filters.changed.emit()
    settled(qtbot, running, lambda: len(said) == 2)
    assert said == [f"{PAGE} or more ideas", f"{PAGE + 30} ideas"]


class Told:
    """Keeps what a task came to."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def done(self, _result: object) -> None:
        self.words.append("done")

    def failed(self, refusal: Refusal) -> None:
        self.words.append(str(refusal))

    def stopped(self, _task: Task) -> None:
        self.words.append("stopped")


def test_a_question_that_a_newer_one_has_overtaken_ends_and_is_no_fault(
    adviser: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    logged(adviser, "Name the printers")
    running, screen = opened(open_running, qtbot, adviser)
    under_way, told, store = threading.Event(), Told(), adviser.session.store

    def endless(task: Task) -> object:
        with store.read(task.stop) as connection:
            under_way.set()
            return connection.exec_driver_sql(ENDLESS).scalar()

    overtaken = running.runner.run(endless, told.done, told.failed, lane="read", stopped=told.stopped)
    screen.model._reading = overtaken  # as if it were a search over very many ideas
    assert under_way.wait(30)
    type_in(qtbot, "prin")

    def is_over() -> bool:
        if not told.words and overtaken.is_cancelled:
            overtaken.cancel()  # once more, should the question have begun only just now
        return bool(told.words) and not running.runner.is_busy

    qtbot.waitUntil(is_over)
    assert told.words == ["stopped"]
    settled(qtbot, running, lambda: titles(screen) == ["Name the printers"])
    assert screen.list.isVisible()


@given(words=st.text(max_size=60), cut=st.integers(0, 60), span=st.tuples(st.integers(0, 59), st.integers(1, 10)))
def test_marks_stay_at_their_words_when_a_title_is_broken_and_cut(words: str, cut: int, span: tuple[int, int]) -> None:
    first, rest = words[:cut].rstrip(), words[cut:].lstrip()
    lines = [first, f"{rest[:8]}\u2026" if len(rest) > 8 else rest]
    start, end = span[0], min(span[0] + span[1], len(words))
    found = [(start, end)] if start < end else []
    for line, marks in zip(lines, in_lines(words, lines, found), strict=True):
        for one, other in marks:
            assert 0 <= one < other <= len(line)
            assert line[one:other] in words[start:end]


@given(words=st.text("ab<>&\"'\u00e9\u5b57;/", max_size=80), start=st.integers(0, 40), length=st.integers(1, 40))
def test_a_text_with_marks_reads_as_it_does_without(qapp: QApplication, words: str, start: int, length: int) -> None:
    label = marked(words, [(start, start + length)] if start + length <= len(words) else [])
    if label.textFormat() == Qt.TextFormat.RichText:
        assert QTextDocumentFragment.fromHtml(label.text()).toPlainText().replace("\u200b", "") == words
        assert label.accessibleName() == words
    else:
        assert label.text() == breakable(words)
    label.deleteLater()
