"""What was written when my ideas were sent, and the sentence for the e-mail that tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.focus import bring_into_sight
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.folders import OpenFolder, open_folder
from ideabox.ui.widgets.growing import GrowingField
from ideabox.ui.widgets.text import text
from ideabox.usecases.parcels import Parcel


class SentCard(QFrame):
    """Names no file of an idea that was logged without a name: an e-mail has a sender."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self.say = bench, bench.say
        self.open_folder: OpenFolder = open_folder
        self._folder = Path()
        self._heading, self._where, self._alone = text("", "section"), text("", "hint"), text("", "hint")
        self.email = GrowingField("email", self.say("mine.email"), lines=2)
        self.email.edit.setReadOnly(True)
        self.copy: QPushButton = button(self.say("mine.copy"), self._copy)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        flow.addWidget(self.copy)
        flow.addWidget(button(self.say("mine.open-folder"), self._open))
        flow.addWidget(button(self.say("notice.close"), self.hide, "link"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        for part in (self._heading, self._where, self._alone, self.email, acts):
            layout.addWidget(part)
        self.hide()

    def show_parcels(self, parcels: Sequence[Parcel]) -> None:
        """Show these packages, all of which lie in one folder."""
        say = self.say
        self._folder = parcels[0].path.parent
        named = [parcel.path.name for parcel in parcels if not parcel.anonymous]
        alone = len(parcels) - len(named)
        self._heading.setText(say("mine.sent", count=len(parcels)))
        self._where.setText(say("mine.sent-where", folder=self._folder))
        self._alone.setText(say("mine.sent-alone" if named else "mine.sent-alone-only", count=alone))
        self._alone.setVisible(bool(alone))
        self.email.value = say("mine.email-words", folder=self._folder, files=", ".join(named))
        self.email.setVisible(bool(named))
        self.copy.setVisible(bool(named))
        self.copy.setText(say("mine.copy"))
        self.show()
        self.copy.setFocus()
        bring_into_sight(self)
        announce(self, f"{self._heading.text()}. {self._where.text()}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.email.value)
        self.copy.setText(self.say("mine.copied"))
        announce(self, self.say("mine.copied"))

    def _open(self) -> None:
        if not self.open_folder(self._folder):
            self._bench.went_wrong.emit(self.say("mine.cannot-open", folder=self._folder))
