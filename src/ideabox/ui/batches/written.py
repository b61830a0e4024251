"""What to do with a batch that has just been written."""

from __future__ import annotations

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
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases.batching import Exported


class Written(QFrame):
    """Where its files are, and a sentence for the e-mail that carries them."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self.open_folder: OpenFolder = open_folder
        self._folder = Path()
        self.email = ""
        self._heading = text("", "section")
        self._where = text("", "hint")
        self._files = text("")
        self._alone = text("", "hint")
        self._email = text("")
        self.open = button(self._say("batches.open-folder"), self._open)
        self.copy = button(self._say("batches.copy"), self._copy)
        self._lay_out()
        self.hide()

    def show_written(self, exported: Exported) -> None:
        """Show the files of this batch."""
        say = self._say
        paths = [parcel.path for parcel in exported.parcels] + list(exported.tables)
        self._folder = paths[0].parent
        name = exported.batch.name
        self._heading.setText(breakable(say("batches.written", name=name)))
        self._where.setText(breakable(say("batches.where", folder=str(self._folder))))
        self._files.setText("\n".join(breakable(path.name) for path in paths))
        alone = sum(parcel.anonymous for parcel in exported.parcels)
        self._alone.setText(say("batches.send-all", count=alone))
        self._alone.setVisible(bool(alone))
        office = self._bench.session.me.office or self._bench.session.me.name
        facts = {"marking": exported.batch.marking, "name": name, "office": office, "ideas": len(exported.ideas)}
        self.email = say("batches.email", **facts)
        self._email.setText(breakable(self.email))
        self.copy.setText(say("batches.copy"))
        self.show()
        self.copy.setFocus()
        bring_into_sight(self)
        announce(self, f"{self._heading.text()}. {self._where.text()}")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_8)
        for part in (self._heading, self._where, self._files, self._alone):
            layout.addWidget(part)
        layout.addSpacing(tokens.SPACE_4)
        layout.addWidget(text(self._say("batches.for-email"), "label"))
        layout.addWidget(self._email)
        actions = QWidget()
        flow = FlowLayout(actions)
        flow.addWidget(self.copy)
        flow.addWidget(self.open)
        layout.addWidget(actions)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.email)
        self.copy.setText(self._say("batches.copied"))
        announce(self, self._say("batches.copied"))

    def _open(self) -> None:
        if not self.open_folder(self._folder):
            self._bench.went_wrong.emit(self._say("batches.cannot-open", folder=str(self._folder)))
