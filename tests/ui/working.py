"""What tests of several places do: log ideas as other people, wait for what is read, press keys."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.ids import person_id
from ideabox.ui.start import Running
from ideabox.usecases import ideas, reading
from ideabox.usecases.reading import Shown
from ideabox.usecases.session import Session

PATIENCE_MS = 30_000
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def as_person(workplace: Workplace, name: str, office: str = "Leeds", role: str = "adviser") -> Session:
    """The same store with another person at the PC."""
    session = workplace.session
    person = person_id("Department", name)
    me = msgspec.structs.replace(session.me, person=person, name=name, office=office, role=role)
    return Session(session.store, me, session.skills, session.now)


def logged(workplace: Workplace, *titles: str, name: str = "Farida", office: str = "Leeds") -> list[str]:
    """The ids of ideas that somebody else has logged, one with each title, in this order."""
    author = as_person(workplace, name, office)
    return [
        next(iter(ideas.submit(author, title, f"What happens: {title}.", f"What would be better: {title}.").new))
        for title in titles
    ]


def shown(workplace: Workplace, idea: str) -> Shown:
    """An idea as the store has it now."""
    return reading.show(workplace.session, idea)


def focused() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
    """Press a key, wherever the keyboard is."""
    QTest.keyClick(focused(), key, modifier)


def type_in(qtbot: QtBot, words: str) -> None:
    """Type, wherever the keyboard is."""
    QTest.keyClicks(focused(), words)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click on a widget, in the middle or at a point of it."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_MODIFIER, at or widget.rect().center())


def settled(qtbot: QtBot, running: Running, condition: Callable[[], object] = lambda: True) -> None:
    """Wait until nothing is being read or written, and this holds."""
    qtbot.waitUntil(lambda: not running.runner.is_busy and bool(condition()), timeout=PATIENCE_MS)
