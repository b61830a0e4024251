"""Settings: who is at this PC, how the window looks, and where things are kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox import __version__
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.screen import Screen
from ideabox.ui.settings.appearance import Appearance
from ideabox.ui.settings.backups import BackupSettings
from ideabox.ui.settings.frameworks import FrameworkSettings
from ideabox.ui.settings.kept import WhereKept
from ideabox.ui.settings.person import PersonSettings
from ideabox.ui.settings.policy import PolicySettings
from ideabox.ui.settings.senders import SenderSettings
from ideabox.ui.settings.support import SupportSettings
from ideabox.ui.settings.team_folder import TeamFolderSettings
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.columns import Columns
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.link import WrappingLink
from ideabox.ui.widgets.page import card
from ideabox.ui.widgets.text import text


class Settings(Screen):
    """What the person can set; there is nothing here that only an expert understands."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "settings")
        self.errors = ErrorSummary(self.say("form.errors"))
        self.person, self.appearance, self.kept = PersonSettings(bench), Appearance(bench), WhereKept(bench)
        self.senders, self.support = SenderSettings(bench), SupportSettings(bench)
        self.person.refused.connect(self.errors.show_errors)
        self.frameworks = FrameworkSettings(bench)
        self.frameworks.chosen.connect(self.person.show_framework)
        bench.person_changed.connect(self.frameworks.refresh)
        self.team_folder, self.backups = TeamFolderSettings(bench), BackupSettings(bench)
        main = _column(self.person, self._personal_data())
        beside = _column(self.team_folder, self.backups, self.appearance, self.kept, self._about())
        self.body.setSpacing(tokens.SPACE_24)
        self.body.addWidget(self.errors)
        if bench.desk.policy.locked_keys:
            self.body.addWidget(PolicySettings(bench))
        self.body.addWidget(Columns(bench.look, main, beside))
        self.body.addWidget(self.frameworks)
        self.body.addWidget(self.senders)
        self.body.addWidget(self.support)
        self.body.addStretch(1)
        self.person.show_person()
        self._first: QWidget = self.person.form.name

    def show_subject(self, subject: object) -> None:
        firsts: dict[object, QWidget] = {"team-folder": self.team_folder.choose, "support": self.support.look}
        self._first = firsts.get(subject, self.person.form.name)

    def refresh(self) -> None:
        self.frameworks.refresh()
        self.senders.refresh()
        self.backups.refresh()
        self.support.refresh()

    def first_control(self) -> QWidget | None:
        return self._first

    def _about(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(text(self.say("settings.about"), "section"))
        layout.addWidget(text(self.say("settings.version", version=__version__)))
        privacy = WrappingLink(self.say("settings.privacy"))
        privacy.clicked.connect(self._privacy)
        layout.addWidget(privacy)
        return frame

    def _personal_data(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(text(self.say("place.rights"), "section"))
        layout.addWidget(text(self.say("rights.lead"), "hint"))
        self.to_rights = button(self.say("rights.open"), self._rights)
        layout.addWidget(self.to_rights, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame

    def _rights(self) -> None:
        self.bench.go.emit("rights", None)

    def _privacy(self) -> None:
        self.bench.go.emit("help", "privacy")


def _column(*parts: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(tokens.SPACE_24)
    for part in parts:
        layout.addWidget(part)
    return column
