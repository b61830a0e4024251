"""Insights in the window: figures as tables, from each to its ideas and back, and saved as files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.estimates import Price, Sized
from ideabox.store.queries import Filter
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.insights.card import FigureCard
from ideabox.ui.insights.screen import InsightsScreen
from ideabox.ui.places import places_of
from ideabox.ui.start import Running
from ideabox.usecases import ideas, insight_tables, reading, recording, reviewing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import Key, press, tab_to
from tests.ui.working import focused, type_in


@pytest.fixture
def manager(workplace: OpenWorkplace) -> Workplace:
    """At a store with five ideas of two offices, two of them decided."""
    other = workplace("ann", office="York", folder="morgan")
    made = [log(other, f"Idea {number}", ["it", "time"] if number % 2 else ["it"]) for number in range(4)]
    other.close()
    morgan = workplace("morgan", office="Leeds", role="manager")
    for number, idea in enumerate(made[1:]):
        size(morgan, idea, times_a_month=10 * number, staff_minutes=6, channel_from="phone", channel_to="online")
    size(morgan, made[1], times_a_month=5, staff_minutes=60, is_actual=True)
    log(morgan, "Our own", [])
    reviewing.review(morgan.session, made[0], "put-forward", "Good.")
    reviewing.review(morgan.session, made[1], "do-here", "Now.")
    return morgan


def log(workplace: Workplace, title: str, barriers: list[str]) -> str:
    changes = ideas.submit(workplace.session, title=title, problem="p", proposal="b", barriers=barriers)
    return next(iter(changes.new))


def size(workplace: Workplace, idea: str, **sized: Any) -> None:
    hour = Price(2_000, "Finance", "2026")
    recording.record(workplace.session, idea, Sized(staff_hour=hour, **sized), lambda _it, _connection: [])


def at_insights(running: Running, qtbot: QtBot) -> InsightsScreen:
    screen = running.window.here
    assert isinstance(screen, InsightsScreen)
    qtbot.waitUntil(lambda: screen.found is not None and not running.runner.is_busy)
    here = screen.found.by_status if screen.found is not None else ()
    qtbot.waitUntil(lambda: not here or len(screen.cards) == len(insight_tables.FIGURES))
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.cards.values()))
    return screen


def rows(card: FigureCard) -> list[tuple[str, ...]]:
    model = card.table.rows
    return [
        tuple(model.data(model.index(row, column)) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_each_figure_is_a_table_with_a_picture_that_is_drawn_in_the_background(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    screen = at_insights(open_running(manager, "insights"), qtbot)
    assert tuple(screen.cards) == insight_tables.FIGURES
    assert rows(screen.cards["barriers"]) == [("IT restriction", "4", "80%"), ("Time", "2", "40%")]
    assert rows(screen.cards["offices"]) == [("York", "4", "80%"), ("Leeds", "1", "20%")]
    picture = screen.cards["barriers"].picture
    qtbot.waitUntil(lambda: not picture.pixmap().isNull())
    assert picture.pixmap().deviceIndependentSize().width() == picture.width()


def test_money_and_hours_are_told_apart_with_their_range_and_what_was_measured_beside_what_was_projected(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    screen = at_insights(open_running(manager, "insights"), qtbot)
    hours = rows(screen.cards["hours"])
    assert hours == [("Hours of staff", "96", "96", "96", "3"), ("Hours of the public", "0", "0", "0", "0")]
    assert [row[4] for row in rows(screen.cards["money"])] == ["0", "3", "0"]
    assert ("Hours of staff", "0", "60", "60 more") in rows(screen.cards["measured"])
    assert rows(screen.cards["channels"]) == [("Phone", "360", "0", "0%", "2")]
    assert "do not say how people come, and so not in here: 1." in screen.cards["channels"].note.text()


def test_from_a_row_to_its_ideas_and_back_by_keyboard_alone(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    tab_to(screen.cards["barriers"].table)
    press(Key.Key_Down)
    press(Key.Key_Return)
    everything = running.window.here
    assert isinstance(everything, AllIdeas)
    qtbot.waitUntil(lambda: not running.runner.is_busy and everything.model.rowCount() == 2)
    assert everything.filters.barrier.value == "time"
    assert "What stands in the way: Time" in everything.figure.words.text()
    tab_to(everything.figure.back)
    press(Key.Key_Space)
    assert running.window.here is screen
    assert screen.cards["barriers"].table.row == 1


def test_the_list_has_as_many_ideas_as_each_figure_says(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    everything = running.window.screen_at("all")
    assert isinstance(everything, AllIdeas)
    for code in insight_tables.FIGURES:
        card = screen.cards[code]
        for number, row in enumerate(rows(card)):
            card.table.selectRow(number)
            for column, see in zip(card.counts, (card.see, card.see_other), strict=True):
                if see.isEnabled() and not see.isHidden():
                    see.click()
                    said = int(row[column])
                    qtbot.waitUntil(
                        lambda: not running.runner.is_busy and everything.model.rowCount() == said  # noqa: B023
                    )
                    running.window.go("insights")


def test_all_ideas_are_there_again_when_that_is_wanted(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "insights")
    at_insights(running, qtbot).cards["outcomes"].see.click()
    everything = running.window.here
    assert isinstance(everything, AllIdeas)
    qtbot.waitUntil(lambda: everything.model.rowCount() == 1 and not running.runner.is_busy)
    everything.clear.click()
    qtbot.waitUntil(lambda: everything.model.rowCount() == 5)
    assert everything.figure.isHidden()


def test_filters_narrow_the_figures_and_can_be_cleared(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    screen.filters.office.value = "York"
    screen.filters.changed.emit()
    qtbot.waitUntil(lambda: screen.which.text().startswith("4 ideas"))
    assert "from York" in screen.which.text()
    screen.filters.status.value = "beta"
    screen.filters.changed.emit()
    qtbot.waitUntil(lambda: screen.which.text().startswith("0 ideas"))
    assert screen.cards["offices"].isHidden()
    screen.clear.click()
    qtbot.waitUntil(lambda: screen.which.text().startswith("5 ideas"))
    assert screen.cards["offices"].isVisible()


def test_the_figures_follow_what_happens_while_they_are_shown(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    session = manager.session
    running.bench.act(
        lambda _task: ideas.submit(session, title="One more", problem="p", proposal="b", barriers=["money"])
    )
    qtbot.waitUntil(lambda: ("Money", "1", "17%") in rows(screen.cards["barriers"]))


def chooser(path: Path) -> Callable[..., None]:
    """Chooses this path, whatever is asked."""

    def ask(_parent: QWidget, _caption: str, _start: Path, _kinds: list[str], chosen: Callable[[str], None]) -> None:
        chosen(str(path))

    return ask


def test_a_figure_is_saved_as_a_picture_and_all_of_them_as_a_table(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    screen.ask_save = chooser(tmp_path / "barriers.png")
    screen.cards["barriers"].save.click()
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    with PIL.Image.open(tmp_path / "barriers.png") as image:
        assert image.format == "PNG"
    screen.ask_save = chooser(tmp_path / "all.csv")
    screen.save_all.click()
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        assert ["Offices", "York", "4", "0.8"] in list(csv.reader(file))


def test_where_there_is_nothing_it_says_what_to_do(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    screen = at_insights(open_running(workplace("lee", role="lead"), "insights"), qtbot)
    assert not screen.save_all.isEnabled()
    shown = [label.text() for label in screen.faces.findChildren(QLabel) if label.isVisibleTo(screen)]
    assert any("There are no ideas here yet" in words for words in shown)


def test_advisers_have_no_insights_among_their_places() -> None:
    assert "insights" not in {place.code for place in places_of("adviser")}
    assert all("insights" in {place.code for place in places_of(role)} for role in ("manager", "lead"))


def test_what_went_live_elsewhere_can_be_done_here_too(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    here = reading.first(manager.session, Filter(office="York"), "newest", 1)[0]
    reviewing.progress(manager.session, here.id, "live", "Everywhere.")
    log(manager, "One of ours", ["it"])
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    qtbot.waitUntil(screen.elsewhere.isVisible)
    screen.elsewhere.links[0].click()
    everything = running.window.here
    assert isinstance(everything, AllIdeas)
    offers = everything.pane.offers
    qtbot.waitUntil(lambda: offers.adopt.isVisible() and not running.runner.is_busy)
    offers.share.click()
    assert "\u2018Idea 3\u2019, an idea from York, is live." in QGuiApplication.clipboard().text()
    offers.adopt.click()
    assert focused() is offers.adopt_form.note.edit
    type_in(qtbot, "On Mondays")
    offers.adopt_form.save.click()
    qtbot.waitUntil(lambda: not offers.adopt.isVisible() and not running.runner.is_busy)
    adoptions = reading.show(manager.session, here.id).idea.adoptions
    assert [(each.by.office, each.note) for each in adoptions] == [("Leeds", "On Mondays")]
    assert offers.adopt_form.isHidden()
    running.window.go("insights")
    qtbot.waitUntil(screen.elsewhere.isHidden)


def test_the_sheet_for_a_team_meeting_is_saved(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    running = open_running(manager, "insights")
    screen = at_insights(running, qtbot)
    screen.filters.office.value = "York"
    screen.filters.changed.emit()
    qtbot.waitUntil(lambda: screen.sheet.office == "York")
    screen.sheet.ask_save = chooser(tmp_path / "sheet.html")
    screen.sheet.save.click()
    qtbot.waitUntil(lambda: (tmp_path / "sheet.html").exists() and not running.runner.is_busy)
    assert "Idea 1" in (tmp_path / "sheet.html").read_text(encoding="utf-8")


def test_counting_that_was_stopped_can_be_begun_again(
    manager: Workplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(manager, "all")
    running.window.go("insights")
    screen = running.window.here
    assert isinstance(screen, InsightsScreen)
    task = screen._counting
    assert task is not None
    task.cancel()
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    again = [made for made in screen.faces.findChildren(QPushButton) if made.isVisibleTo(screen)]
    if screen.found is None:  # it had not been done by then
        again[0].click()
    qtbot.waitUntil(lambda: screen.found is not None and len(screen.cards) == len(insight_tables.FIGURES))
