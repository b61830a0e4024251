"""Personal data: what is held of somebody, and what has been kept for long enough."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ideabox.ui.bench import Bench
from ideabox.ui.rights.finding import FindPerson
from ideabox.ui.rights.held import HeldCard
from ideabox.ui.rights.retention import RetentionCard
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.link import WrappingLink
from ideabox.usecases.recording import Changes
from ideabox.usecases.rights import Erasure, Held, Met


class Rights(Screen):
    """A person at the top, what is held of them below it, and what is past its time last."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "rights")
        self.person, self.held, self.retention = FindPerson(bench), HeldCard(bench), RetentionCard(bench)
        self.person.begun.connect(self.held.hide)
        self.person.found.connect(self._show_held)
        self.held.erased.connect(self._erased)
        self.held.anonymised.connect(self._anonymised)
        self.retention.erased.connect(self._erased)
        privacy = WrappingLink(self.say("settings.privacy"))
        privacy.clicked.connect(self._privacy)
        for part in (self.person, self.held, self.retention, privacy):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.retention.refresh()

    def first_control(self) -> QWidget:
        return self.person.name

    def _show_held(self, met: Met, held: Held) -> None:
        self.held.show_held(met, held)
        self.held.kinds.setFocus()

    def _anonymised(self, changes: Changes) -> None:
        self._begin_anew()
        done = self.say("rights.done-nameless", count=len(changes.updated))
        self.bench.noticed.emit(f"{done} {self.say('rights.done-next')}", self.say("rights.to-send"), self._send)

    def _begin_anew(self) -> None:
        self.person.begin_anew()
        self.held.hide()
        self.person.name.setFocus()

    def _erased(self, erasure: Erasure) -> None:
        self._begin_anew()
        bench, say = self.bench, self.say
        ideas = len(erasure.changes.updated)
        done = [say("rights.done-ideas", count=ideas)] if ideas else []
        if erasure.drafts:
            done.append(say("rights.done-drafts", count=erasure.drafts))
            bench.drafts_erased.emit()
        bench.changed.emit(erasure.changes)
        if ideas:
            bench.noticed.emit(" ".join((*done, say("rights.done-next"))), say("rights.to-send"), self._send)
        else:
            bench.noticed.emit(" ".join(done), "", None)

    def _send(self) -> None:
        self.bench.go.emit("mine", None)

    def _privacy(self) -> None:
        self.bench.go.emit("help", "privacy")
