"""Sending what was answered and reported here, from every screen where that is done."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from ideabox.domain.problems import Refusal
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.folders import AskFolder, ask_folder
from ideabox.ui.widgets.page import Page

if TYPE_CHECKING:
    from ideabox.ui.widgets.sent_answers import SentAnswers
    from ideabox.usecases.parcels import Parcel


class SendAnswers(QObject):
    """The button, which stands where its page has room for it, and the card that comes to the top of the page."""

    def __init__(self, bench: Bench, page: Page) -> None:
        super().__init__(page)
        self._bench, self._say, self._page = bench, bench.say, page
        self.ask_folder: AskFolder = ask_folder
        self._folder = ""
        self.button: QPushButton = button(self._say("all.send"), self.send)

    @cached_property
    def card(self) -> SentAnswers:
        """What was sent last. Made when something is, as no list must wait for it."""
        from ideabox.ui.widgets.sent_answers import SentAnswers  # noqa: PLC0415 - as said

        made = SentAnswers(self._bench)
        self._page.body.insertWidget(0, made)
        return made

    def send(self) -> None:
        """Ask for a folder, and write the packages into it."""
        self.ask_folder(self._page, self._say("all.choose-folder"), Path.home(), self._send_to)

    def _send_to(self, folder: str) -> None:
        self._folder = folder
        self._send_now(confirmed=False)

    def _send_all_the_same(self) -> None:
        self._send_now(confirmed=True)

    def _send_now(self, *, confirmed: bool) -> None:
        from ideabox.usecases import sending  # noqa: PLC0415 - reads and writes packages, which no list needs

        session, wording, folder = self._bench.session, self._say, Path(self._folder)
        per_office = session.me.role == "lead"
        self.button.setEnabled(False)
        self._bench.act(
            lambda task: sending.send(
                session, folder, wording, per_office=per_office, confirmed=confirmed, report=task.report
            ),
            self._sent,
            self._not_sent,
            label=self._say("all.sending"),
        )

    def _sent(self, parcels: list[Parcel]) -> None:
        self.button.setEnabled(True)
        if parcels:
            self.card.show_parcels(parcels)
            return
        if "card" in self.__dict__:
            self.card.hide()
        self._bench.noticed.emit(self._say("all.nothing-to-send"), "", None)

    def _not_sent(self, refusal: Refusal) -> None:
        self.button.setEnabled(True)
        self._bench.refused_leave(refusal, self._send_all_the_same)
