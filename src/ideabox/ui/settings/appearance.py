"""Colours and text size: applied at once, and remembered."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.style import CHOICES, SIZES
from ideabox.ui.widgets.choices import RadioField
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.ui.widgets.text import text


class Appearance(QFrame):
    """The look in use."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench = bench
        say, look = bench.say, bench.look
        themes = [
            ("system", say("settings.theme-system"), ""),
            ("light", say("settings.theme-light"), ""),
            ("dark", say("settings.theme-dark"), ""),
            ("contrast", say("settings.theme-contrast"), say("settings.theme-contrast-hint")),
        ]
        self.theme = RadioField(look, "theme", say("settings.theme"), themes)
        sizes = [(str(size), say("settings.percent", percent=size)) for size in SIZES]
        self.size_field = ChoiceField("size", say("settings.size"), sizes)
        self.theme.value, self.size_field.value = look.choice, str(look.percent)
        self.theme.edited.connect(self._apply)
        self.size_field.edited.connect(self._apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(text(say("settings.look"), "section"))
        layout.addWidget(self.theme)
        layout.addWidget(self.size_field)

    def _apply(self) -> None:
        choice = next(each for each in CHOICES if each == self.theme.value)
        percent = int(self.size_field.value)
        self._bench.look.set(choice, percent)
        memory = QSettings(str(self._bench.desk.window_memory), QSettings.Format.IniFormat)
        memory.setValue("look/theme", choice)
        memory.setValue("look/size", percent)
