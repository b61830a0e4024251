"""Who vouches for a file, and whether the person trusts them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.imports.queue import Incoming
from ideabox.ui.widgets.choices import CheckField
from ideabox.ui.widgets.text import text
from ideabox.usecases.trusting import about_voucher

_TO_DECIDE = ("new", "changed", "met", "refused")


class Vouching(QWidget):
    """Says it in a sentence, and asks about a sender that nobody has decided about."""

    edited = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._say = bench.say
        self._words = text("")
        self.trust = CheckField(bench.look, "trust", bench.say("imports.trust"), bench.say("imports.trust-hint"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self._words)
        layout.addWidget(self.trust)
        self.trust.edited.connect(self.edited)

    def show_file(self, incoming: Incoming) -> None:
        """Show who vouches for this file; nothing for a spreadsheet."""
        voucher = incoming.found.voucher if incoming.found is not None else None
        self.setVisible(voucher is not None)
        if voucher is None:
            return
        self._words.setText(about_voucher(self._say, voucher))
        self.trust.value = incoming.trust
        self.trust.setVisible(incoming.state == "found" and voucher.standing in _TO_DECIDE)
