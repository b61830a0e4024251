"""Who packages come from: this PC's own key, and the senders that the person trusts or refuses."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.exchange.signatures import fingerprint
from ideabox.store.senders import Sender, Trust
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.choices import CheckField
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.locked import lock_as_set
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text
from ideabox.usecases import history, trusting

_HEADINGS = ("settings.sender-office", "settings.sender-key", "settings.sender-since", "settings.sender-trust")


class SenderSettings(QFrame):
    """A table of those who have been met; what is decided about one counts at once."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        say = self._say
        self._known: Sequence[Sender] = ()
        self._own = text("")
        self.only_trusted = CheckField(
            bench.look, "only_trusted", say("settings.only-trusted"), say("settings.only-trusted-hint")
        )
        lock_as_set(bench, "only_trusted", self.only_trusted)
        self.only_trusted.edited.connect(self._set_only_trusted)
        headings = [say(code) for code in _HEADINGS]
        self.table = Table(bench.look, say("settings.senders"), headings, wide=0, most=6)
        self.table.chosen.connect(self._offer)
        self._none = text(say("settings.no-senders"), "hint")
        self.trust = button(say("settings.trust"), self._trust)
        self.refuse = button(say("settings.refuse"), self._refuse)
        actions = QWidget()
        flow = FlowLayout(actions)
        for each in (self.trust, self.refuse):
            flow.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("settings.senders"), "section"))
        layout.addWidget(text(say("settings.senders-hint"), "hint"))
        for part in (self._own, self.only_trusted, self._none, self.table, actions):
            layout.addWidget(part)

    def refresh(self) -> None:
        """Read anew who has been met."""
        session = self._bench.session
        self._bench.ask(lambda: (trusting.own_key(session), trusting.known(session)), self._show)

    def _show(self, found: tuple[str, list[Sender]]) -> None:
        own, self._known = found
        say = self._say
        self._own.setText(say("trust.own", fingerprint=fingerprint(own)))
        self.only_trusted.value = self._bench.desk.preferences.only_trusted
        self.table.show_rows(
            [
                (
                    sender.office or say("none.office"),
                    fingerprint(sender.key),
                    history.day(sender.first_seen_at),
                    say(f"trust.{sender.trust}"),
                )
                for sender in self._known
            ]
        )
        self.table.setVisible(bool(self._known))
        self._none.setVisible(not self._known)
        self._offer(self.table.row)

    def _offer(self, row: int) -> None:
        trust = self._known[row].trust if 0 <= row < len(self._known) else None
        self.trust.setVisible(trust in ("met", "refused"))
        self.refuse.setVisible(trust in ("met", "trusted"))

    def _trust(self) -> None:
        self._decide("trusted")

    def _refuse(self) -> None:
        self._decide("refused")

    def _decide(self, trust: Trust) -> None:
        session, row = self._bench.session, self.table.row
        if 0 <= row < len(self._known):
            sender = self._known[row]
            self._bench.act(lambda _task: trusting.decide(session, sender, trust), self._decided)

    def _decided(self, _nothing: None) -> None:
        self.refresh()

    def _set_only_trusted(self) -> None:
        desk = self._bench.desk
        wanted = msgspec.structs.replace(desk.preferences, only_trusted=self.only_trusted.value)
        self._bench.runner.run(
            lambda _task: desk.change_preferences(wanted), self._kept, self._bench.refused, lane="drafts"
        )

    def _kept(self, _nothing: None) -> None:
        self._bench.noticed.emit(self._say("settings.saved"), "", None)
