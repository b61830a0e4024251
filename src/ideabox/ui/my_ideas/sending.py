"""Sending my ideas: a folder to choose, and then what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.background import Task
from ideabox.ui.bench import Bench
from ideabox.ui.my_ideas.sent import SentCard
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import AskFolder, ask_folder
from ideabox.ui.widgets.text import text
from ideabox.usecases import sending
from ideabox.usecases.parcels import Parcel

_FOLDER = "mine/folder"


class SendBar(QWidget):
    """The buttons, how much there is to send, and the card that comes afterwards."""

    sent = Signal()

    def __init__(self, bench: Bench, memory: QSettings) -> None:
        super().__init__()
        self._bench, self.say, self._memory = bench, bench.say, memory
        self.ask_folder: AskFolder = ask_folder
        self._again, self._folder = False, ""
        self.send: QPushButton = button(self.say("mine.send"), self._send, "primary")
        self.again: QPushButton = button(self.say("mine.send-again"), self._send_again, "link")
        self.count = text("", "hint")
        self.count.setWordWrap(False)
        self.card = SentCard(bench)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for part in (self.send, self.again, self.count):
            flow.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(acts)
        layout.addWidget(self.card)

    def show_count(self, count: int) -> None:
        """Say how many ideas have something to send."""
        self.count.setText(self.say("mine.to-send", count=count) if count else self.say("mine.all-sent"))

    def _send(self) -> None:
        self._ask(again=False)

    def _send_again(self) -> None:
        self._ask(again=True)

    def _ask(self, *, again: bool) -> None:
        self._again = again
        start = Path(str(self._memory.value(_FOLDER, ""))) if self._memory.value(_FOLDER) else Path.home()
        self.ask_folder(self, self.say("mine.choose-folder"), start, self._send_to)

    def _send_to(self, folder: str) -> None:
        self._memory.setValue(_FOLDER, folder)
        self._folder = folder
        self._send_now(confirmed=False)

    def _send_all_the_same(self) -> None:
        self._send_now(confirmed=True)

    def _send_now(self, *, confirmed: bool) -> None:
        self._allow(False)
        session, say, again, folder = self._bench.session, self.say, self._again, Path(self._folder)

        def send(task: Task) -> list[Parcel]:
            return sending.send(session, folder, say, again=again, confirmed=confirmed, report=task.report)

        self._bench.act(send, self._written, self._not_written, label=self.say("mine.sending"))

    def _written(self, parcels: list[Parcel]) -> None:
        self._allow(True)
        if parcels:
            self.card.show_parcels(parcels)
        else:
            self._bench.noticed.emit(self.say("mine.nothing-to-send"), "", None)
        self.sent.emit()

    def _not_written(self, refusal: Refusal) -> None:
        self._allow(True)
        self._bench.refused_leave(refusal, self._send_all_the_same)

    def _allow(self, allowed: bool) -> None:
        for act in (self.send, self.again):
            act.setEnabled(allowed)
