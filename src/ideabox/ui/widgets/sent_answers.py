"""What was written when answers were sent, and how to tell those it concerns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

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


class SentAnswers(QFrame):
    """Where the files are, and sentences for the e-mail that goes with them."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self.open_folder: OpenFolder = open_folder
        self._folder = Path()
        self._heading, self._where = text("", "section"), text("", "hint")
        self._alone = text("", "hint")
        self.words = GrowingField("email", self._say("all.email-label"), lines=2)
        self.words.edit.setReadOnly(True)
        self.copy = button(self._say("all.copy"), self._copy, "primary")
        actions = QWidget()
        flow = FlowLayout(actions, tokens.SPACE_12)
        flow.addWidget(self.copy)
        flow.addWidget(button(self._say("all.open-folder"), self._open))
        flow.addWidget(button(self._say("notice.close"), self.hide, "link"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(self._heading)
        layout.addWidget(self._where)
        layout.addWidget(self._alone)
        layout.addWidget(self.words)
        layout.addWidget(actions)
        self.hide()

    def show_parcels(self, parcels: Sequence[Parcel]) -> None:
        """Show these packages, all of which lie in one folder."""
        say = self._say
        self._folder = parcels[0].path.parent
        alone = sum(parcel.anonymous for parcel in parcels)
        self._heading.setText(say("all.sent", count=len(parcels)))
        self._where.setText(say("all.sent-where", folder=str(self._folder)))
        self._alone.setText(say("all.sent-alone", count=alone))
        self._alone.setVisible(bool(alone))
        lines = [self._line(parcel) for parcel in parcels]
        self.words.value = "\n".join([say("all.email", folder=str(self._folder)), *lines])
        self.copy.setText(say("all.copy"))
        self.show()
        self.copy.setFocus()
        bring_into_sight(self)
        announce(self, f"{self._heading.text()}. {self._where.text()}")

    def _line(self, parcel: Parcel) -> str:
        say = self._say
        kind = say(f"package.kind.{parcel.kind}")
        facts = {"kind": kind, "file": parcel.path.name, "ideas": len(parcel.ideas)}
        if parcel.office:
            return say("all.email-office", office=parcel.office, **facts)
        return say("all.email-file", **facts)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.value)
        self.copy.setText(self._say("all.copied"))
        announce(self, self._say("all.copied"))

    def _open(self) -> None:
        if not self.open_folder(self._folder):
            self._bench.went_wrong.emit(self._say("all.cannot-open", folder=str(self._folder)))
