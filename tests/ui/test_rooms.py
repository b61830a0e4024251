"""Every control of these places has a name, a keyboard path and room, in each theme and text size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.first_run.screen import FirstRun
from ideabox.ui.review.screen import Review
from ideabox.ui.screen import Screen
from ideabox.ui.start import Running
from ideabox.ui.style import Choice
from ideabox.ui.widgets.choices import TickBox
from ideabox.ui.widgets.scrolled import Scrolled
from ideabox.ui.widgets.table import Rows
from ideabox.ui.widgets.text import breakable
from ideabox.usecases import batching, importing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import log_ideas, package_of, reviewed

PLACES = ("batches", "imports", "settings", "help", "first")


@pytest.fixture
def busy(workplace: OpenWorkplace, tmp_path: Path) -> Workplace:
    """A manager's installation with something at every place."""
    ann = workplace("ann", office="A jobcentre with a name that is a good deal longer than most")
    log_ideas(ann.session, "A quiet corner")
    manager = workplace("morgan", office="Leeds", role="manager")
    importing.import_file(manager.session, package_of(ann, tmp_path / "out"), {})
    reviewed(manager.session, "First")
    batching.batch(manager.session, "Old", tmp_path / "batches", manager.wording)
    reviewed(manager.session, "Second", "Third")
    return manager


def open_at(workplace: Workplace, open_running: OpenRunning, qtbot: QtBot, place: str) -> tuple[Running, Screen]:
    running = open_running(workplace)
    if place == "first":
        running.window.begin_with(FirstRun(running.bench))
        screen = running.window.stack.currentWidget()
    else:
        running.window.go(place)
        screen = running.window.here
    assert isinstance(screen, Screen)
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    return running, screen


def page_of(screen: Screen) -> Scrolled:
    (page,) = screen.findChildren(Scrolled, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return page


def controls(screen: Screen) -> list[QWidget]:
    return [
        widget
        for widget in screen.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader says: a label's words, or the control's own name."""
    interface = QAccessible.queryAccessibleInterface(widget)
    labels = [found for found, flag in interface.relations() if flag == QAccessible.RelationFlag.Label]
    return (
        labels[0].text(QAccessible.Text.Name) if labels else widget.accessibleName() or getattr(widget, "text", str)()
    )


def in_tab_order(found: list[QWidget]) -> list[QWidget]:
    """These controls as Tab comes by them, the first of them first."""
    met, widget = [found[0]], found[0].nextInFocusChain()
    while widget is not None and widget is not found[0]:
        if widget in found:
            met.append(widget)
        widget = widget.nextInFocusChain()
    return met


@pytest.mark.parametrize("place", PLACES)
def test_every_control_has_a_name_and_is_large_enough(
    busy: Workplace, open_running: OpenRunning, qtbot: QtBot, place: str
) -> None:
    _running, screen = open_at(busy, open_running, qtbot, place)
    found = controls(screen)
    assert found
    for widget in found:
        assert name_of(widget), widget
        assert widget.height() >= 24, (widget, name_of(widget))
        assert widget.width() >= 24, (widget, name_of(widget))
        if isinstance(widget, QAbstractButton) and widget.accessibleName():
            assert widget.accessibleName().startswith(widget.text().replace("\n", " "))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("width", "percent"), [(1024, 100), (1280, 150), (1280, 200), (1024, 200)])
def test_nothing_is_pushed_out_of_sight(
    busy: Workplace, open_running: OpenRunning, qtbot: QtBot, place: str, width: int, percent: int
) -> None:
    running, screen = open_at(busy, open_running, qtbot, place)
    running.look.set(percent=percent)
    running.window.resize(width, 700)
    qtbot.waitUntil(lambda: running.window.width() == width)
    for area in screen.findChildren(QScrollArea):
        content = area.widget()
        assert content is not None
        QApplication.processEvents()
        assert content.minimumSizeHint().width() <= area.viewport().width()
        assert content.width() <= area.viewport().width()


@pytest.mark.parametrize("place", [place for place in PLACES if place != "help"])
def test_tab_comes_to_every_control(busy: Workplace, open_running: OpenRunning, qtbot: QtBot, place: str) -> None:
    _running, screen = open_at(busy, open_running, qtbot, place)
    found = [widget for widget in controls(screen) if not isinstance(widget, QAbstractScrollArea)]
    assert set(in_tab_order(found)) == set(found)


def test_tab_goes_down_the_page_of_the_first_run(busy: Workplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    _running, screen = open_at(busy, open_running, qtbot, "first")
    assert isinstance(screen, FirstRun)
    order = in_tab_order([widget for widget in controls(screen) if not isinstance(widget, QAbstractScrollArea)])
    order = order[order.index(screen.form.name.edit) :] + order[: order.index(screen.form.name.edit)]
    places = [(widget.mapTo(screen, QPoint()).y(), widget.mapTo(screen, QPoint()).x()) for widget in order]
    assert places == sorted(places)


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_tick_is_seen_without_its_colour(workplace: OpenWorkplace, open_running: OpenRunning, theme: Choice) -> None:
    running = open_running(workplace("ann"), "settings")
    running.look.set(theme)
    box = TickBox(running.look, "Words")
    box.setChecked(True)
    box.resize(box.sizeHint())
    picture = box.grab().toImage()
    inside = {picture.pixelColor(x, picture.height() // 2).name() for x in range(3, 20)}
    assert {running.look.colours.accent, running.look.colours.on_accent} & inside == {
        running.look.colours.accent,
        running.look.colours.on_accent,
    }


def test_a_table_keeps_to_the_rules_of_models(qtbot: QtBot) -> None:
    rows = Rows(("Name", "Count"), numbers=(1,))
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows.show([("One", "1"), ("Two", "2")])
    assert rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Name: Two. Count: 2"
    rows.change(1, ("Two", "3"))
    assert rows.index(1, 1).data() == "3"
    rows.show([])
    assert rows.rowCount() == 0


def test_at_large_text_list_and_idea_are_one_page_that_the_keyboard_scrolls(
    busy: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running, screen = open_at(busy, open_running, qtbot, "all")
    assert isinstance(screen, AllIdeas)
    running.window.resize(1024, 700)
    running.look.set("light", 200)
    qtbot.waitUntil(lambda: screen.pane.area.is_whole and screen.pane.area.isVisible())
    area = screen.pane.area
    qtbot.waitUntil(lambda: area.height() >= screen.pane.detail.height())
    assert area.verticalScrollBar().maximum() == 0
    page = page_of(screen)
    area.setFocus()
    before = page.verticalScrollBar().value()
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    assert page.verticalScrollBar().value() > before
    running.look.set("light", 100)
    qtbot.waitUntil(lambda: not area.is_whole)


def test_nothing_to_show_claims_no_more_room_than_its_words(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    _running, screen = open_at(workplace("morgan", role="manager"), open_running, qtbot, "review")
    assert isinstance(screen, Review)
    qtbot.waitUntil(lambda: not screen.panes.isVisible())
    page = page_of(screen)
    qtbot.waitUntil(lambda: page.verticalScrollBar().maximum() == 0)


def test_long_words_break_at_their_joints_first() -> None:
    assert breakable("a short name") == "a short name"
    assert breakable("york-clifford-street-submissions.zip").split("\u200b") == [
        "york-", "clifford-", "street-", "submissions.", "zip",
    ]  # fmt: skip
    assert max(len(part) for part in breakable("x" * 100).split("\u200b")) <= 24
