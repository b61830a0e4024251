"""The checks of this folder find each fault that they are there for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.accessibility import controls

pytestmark = pytest.mark.long


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """A window with one control in good order."""
    made = QWidget()
    made.setAccessibleName("Sample")
    layout = QVBoxLayout(made)
    in_order = QPushButton("In good order")
    in_order.setMinimumHeight(controls.SMALLEST)
    layout.addWidget(in_order)
    qtbot.addWidget(made)
    yield made
    made.hide()


def add(window: QWidget, *widgets: QWidget) -> None:
    layout = window.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)


def shown(window: QWidget, qtbot: QtBot) -> QWidget:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_nothing_is_found_where_nothing_is_wrong(window: QWidget, qtbot: QtBot) -> None:
    shown(window, qtbot)
    assert controls.unnamed(window) == []
    assert controls.unreachable(window, Qt.Key.Key_Tab) == []
    assert controls.too_small(window) == []
    assert controls.keys_taken_twice(window) == []
    assert controls.too_faint(window) == []
    assert controls.out_of_sight(window) == []


def test_controls_without_a_name_are_found_and_a_choice_is_not_named_by_its_value(
    window: QWidget, qtbot: QtBot
) -> None:
    choice, words = QComboBox(), QLineEdit()
    choice.addItems(["Low", "High"])
    choice.setAccessibleName("Priority")
    choice.view().setAccessibleName("Choices")
    add(window, words, choice)
    assert len(controls.unnamed(shown(window, qtbot))) == 2


def test_a_field_that_keeps_tab_to_itself_is_found(window: QWidget, qtbot: QtBot) -> None:
    after = QPushButton("After it")
    add(window, QPlainTextEdit(), after)
    assert controls.unreachable(shown(window, qtbot), Qt.Key.Key_Tab) == [controls.describe(after)]


@pytest.mark.parametrize("policy", [Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus])
def test_a_button_that_takes_no_focus_by_tab_is_found(window: QWidget, qtbot: QtBot, policy: Qt.FocusPolicy) -> None:
    by_mouse = QPushButton("By mouse")
    by_mouse.setFocusPolicy(policy)
    add(window, by_mouse)
    assert controls.unreachable(shown(window, qtbot), Qt.Key.Key_Tab) == [controls.describe(by_mouse)]


def test_a_text_that_can_only_be_clicked_is_found(window: QWidget, qtbot: QtBot) -> None:
    class Clickable(QLabel):
        def mousePressEvent(self, event: QMouseEvent) -> None:
            self.setText("Clicked")

    add(window, Clickable("Click here"))
    assert controls.unreachable(shown(window, qtbot), Qt.Key.Key_Tab) == ["Clickable 'Click here'"]


def test_tab_comes_to_one_of_several_choices_and_the_others_are_no_fault(window: QWidget, qtbot: QtBot) -> None:
    choices = [QRadioButton(words) for words in ("One", "Two", "Three")]
    choices[1].setChecked(True)
    add(window, *choices)
    assert controls.unreachable(shown(window, qtbot), Qt.Key.Key_Tab) == []


def test_fields_after_a_panel_that_hands_its_focus_on_are_found_where_tab_leaves_them_out(
    window: QWidget, qtbot: QtBot
) -> None:
    panel, passed_by, first = QWidget(), QPushButton("Passed by"), QLineEdit()
    inside = QVBoxLayout(panel)
    inside.addWidget(passed_by)
    inside.addWidget(first)
    panel.setFocusProxy(first)
    add(window, panel)
    assert controls.unreachable(shown(window, qtbot), Qt.Key.Key_Tab) == [controls.describe(passed_by)]


def test_a_name_that_says_nothing_is_found(window: QWidget, qtbot: QtBot) -> None:
    add(window, QPushButton("…"))
    assert len(controls.unnamed(shown(window, qtbot))) == 1


def test_a_small_target_is_found(window: QWidget, qtbot: QtBot) -> None:
    small = QPushButton("x")
    small.setFixedSize(16, 16)
    add(window, small)
    assert controls.too_small(shown(window, qtbot)) == ["QPushButton 'x' 16 x 16"]


def test_a_key_with_two_meanings_is_found(window: QWidget, qtbot: QtBot) -> None:
    label, edit = QLabel("&Title"), QLineEdit()
    label.setBuddy(edit)
    add(window, label, edit, QPushButton("&Tell"))
    assert controls.keys_taken_twice(shown(window, qtbot)) == ["Alt+T: 2 times"]


@pytest.mark.parametrize(
    "faint",
    [
        lambda: QLabel("Hardly there"),
        lambda: QPushButton("Hardly there"),
        lambda: QLineEdit("Hardly there"),
        lambda: QPlainTextEdit("Hardly there"),
        lambda: QGroupBox("Hardly there"),
    ],
)
def test_faint_text_is_found_within_a_strong_border(
    window: QWidget, qtbot: QtBot, faint: Callable[[], QWidget]
) -> None:
    made = faint()
    made.setStyleSheet(
        "QWidget { color: #aaaaaa; background: #ffffff } QPushButton, QLineEdit { border: 1px solid #000000 }"
    )
    add(window, made)
    assert controls.too_faint(shown(window, qtbot))


def test_one_faint_word_is_found_beside_a_strong_one_and_in_a_line_below(window: QWidget, qtbot: QtBot) -> None:
    for words in (
        "<span>Strong</span><br><span style='color: #aaaaaa'>Hardly there</span>",
        "<span>Strong</span>" + "&nbsp;" * 12 + "<span style='color: #aaaaaa'>Hardly there</span>",
    ):
        label = QLabel(words)
        label.setStyleSheet("color: #000000; background: #ffffff")
        add(window, label)
    assert len(controls.too_faint(shown(window, qtbot))) == 2


def test_a_faint_row_of_a_list_is_found(window: QWidget, qtbot: QtBot) -> None:
    rows = QListWidget()
    rows.setStyleSheet("color: #000000; background: #ffffff")
    for number, colour in enumerate(("#000000", "#aaaaaa", "#000000")):
        row = QListWidgetItem(f"Row {number}")
        row.setForeground(QColor(colour))
        rows.addItem(row)
    add(window, rows)
    assert len(controls.too_faint(shown(window, qtbot))) == 1


def test_a_text_that_is_scrolled_away_is_not_passed_over(window: QWidget, qtbot: QtBot) -> None:
    area, far_down = QScrollArea(), QLabel("Far down")
    inside = QWidget()
    inside.setFixedSize(100, 5000)
    far_down.setParent(inside)
    far_down.move(0, 4000)
    area.setWidget(inside)
    add(window, area)
    assert controls.out_of_sight(shown(window, qtbot)) == [controls.describe(far_down)]
