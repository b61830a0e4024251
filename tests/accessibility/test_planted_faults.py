"""The checks of this folder find each fault that they are there for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.accessibility import controls

pytestmark = pytest.mark.long


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    """A window with one control in good order."""
    made = QWidget()
    made.setAccessibleName("Sample")
    layout = QVBoxLayout(made)
    layout.addWidget(QPushButton("In good order"))
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


def test_faint_text_is_found(window: QWidget, qtbot: QtBot) -> None:
    faint = QLabel("Hardly there")
    faint.setStyleSheet("color: #aaaaaa; background: #ffffff")
    add(window, faint)
    assert len(controls.too_faint(shown(window, qtbot))) == 1
