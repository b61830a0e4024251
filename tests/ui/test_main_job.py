"""The main job, wholly in windows: from an adviser to a manager to the digital lead, and the outcome back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ideabox.ui.start import Running
from ideabox.ui.widgets.idea_list import IdeaList
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import settled

TITLE = "Text people the day before a first interview"


class Hands:
    """Somebody at a window, who finds things by the names that a screen reader says."""

    def __init__(self, qtbot: QtBot, running: Running) -> None:
        self._qtbot, self._running = qtbot, running
        self.window = running.window

    def wait(self, condition: Callable[[], object] = lambda: True) -> None:
        settled(self._qtbot, self._running, condition)

    def go(self, code: str, subject: object = None) -> Any:
        self.window.go(code, subject)
        self.wait()
        return self.window.here

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """What is called that, once it is there: what can be done with an idea is made after the idea is shown."""
        self.wait(lambda: self._called(name, kind))
        return self._called(name, kind)[0]

    def _called(self, name: str, kind: type[QWidget]) -> list[QWidget]:
        return [
            widget
            for widget in self.window.findChildren(kind)
            if widget.isVisible() and name in (widget.accessibleName(), getattr(widget, "text", str)())
        ]

    def press(self, name: str) -> None:
        button = self.find(name, QAbstractButton)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait()

    def type(self, name: str, words: str) -> None:
        fields = (*self.window.findChildren(QLineEdit), *self.window.findChildren(QPlainTextEdit))
        (field,) = [each for each in fields if each.isVisible() and each.accessibleName() == name]
        field.setFocus()
        QTest.keyClicks(field, words)

    def choose_first(self) -> None:
        def lists() -> list[IdeaList]:
            return [each for each in self.window.findChildren(IdeaList) if each.isVisible() and each.model().rowCount()]

        self.wait(lists)
        lists()[0].choose_row(0)
        self.wait()

    def reads(self, words: str) -> bool:
        return any(words in label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def send_to(self, folder: Path, sender: Any) -> None:
        """Have the question for a folder answered with this one."""
        sender.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(folder))

    def take_in(self, folder: Path) -> None:
        """Drop what is in a folder on the window, look at what it would bring, and import it."""
        for path in sorted(folder.iterdir()):
            self.go("imports", [path])
            self.wait(lambda: self.named("Import"))
            self.press("Import")
            self.wait(lambda: self.named("Undo this import"))

    def named(self, name: str) -> bool:
        return any(b.isVisible() and b.text() == name for b in self.window.findChildren(QAbstractButton))


@pytest.fixture
def sit_down(workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot) -> Callable[..., Hands]:
    """Opens somebody's window; the one before is closed, as on another PC."""
    opened: list[Running] = []

    def sit(name: str, role: str, office: str) -> Hands:
        if opened:
            open_running.close(opened.pop())
        opened.append(open_running(workplace(name, office, role)))
        return Hands(qtbot, opened[-1])

    return sit


def test_an_idea_goes_all_the_way_and_its_author_reads_the_outcome(
    sit_down: Callable[..., Hands], tmp_path: Path
) -> None:
    to_manager, to_lead, back = tmp_path / "to manager", tmp_path / "to lead", tmp_path / "back"

    adviser = sit_down("farida", "adviser", "Leeds")
    adviser.go("log")
    adviser.type("Title", TITLE)
    adviser.type("What happens now?", "One in five people miss their first interview.")
    adviser.type("What would be better?", "A text the day before, with the time and the place.")
    adviser.press("Send my idea")
    mine = adviser.go("mine")
    adviser.choose_first()
    assert adviser.reads(TITLE)
    adviser.send_to(to_manager, mine.sending)
    adviser.press("Send my ideas")
    adviser.wait(to_manager.is_dir)

    manager = sit_down("morgan", "manager", "Leeds")
    manager.take_in(to_manager)
    review = manager.go("review")
    manager.choose_first()
    review.pane.form.decisions.value = "put-forward"
    manager.type("Reason, in the author's own words where you can", "A letter comes too late; a text costs pence.")
    manager.press("Save the answer, next idea")
    batches = manager.go("batches")
    manager.send_to(to_lead, batches)
    manager.press("Export the batch")
    manager.wait(lambda: to_lead.is_dir() and any(to_lead.iterdir()))

    lead = sit_down("priya", "lead", "Digital")
    lead.take_in(to_lead)
    ideas = lead.go("all")
    lead.choose_first()
    lead.press("Take forward")
    lead.type("Note to the author", "We are trying it in six offices from Monday.")
    lead.press("Save the progress")
    lead.send_to(back, ideas.answers)
    lead.press("Send my answers")
    lead.wait(lambda: back.is_dir() and any(back.iterdir()))

    adviser = sit_down("farida", "adviser", "Leeds")
    adviser.take_in(back)
    adviser.go("mine")
    adviser.choose_first()
    adviser.wait(lambda: adviser.reads("We are trying it in six offices from Monday."))
    assert adviser.reads("In discovery")
