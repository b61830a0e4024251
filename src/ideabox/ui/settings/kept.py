"""Where this installation keeps its files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.folders import OpenFolder, open_folder
from ideabox.ui.widgets.text import breakable, text


class WhereKept(QFrame):
    """Each file with its place, and a way to its folder."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say = bench, bench.say
        self.open_folder: OpenFolder = open_folder
        say, kept = self._say, bench.desk.kept
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_4)
        layout.addWidget(text(say("settings.kept"), "section"))
        layout.addWidget(text(say("settings.kept-hint"), "hint"))
        files = (
            ("settings.database", kept.database),
            ("settings.drafts", kept.drafts),
            ("settings.settings", kept.settings),
            ("settings.log", kept.log),
        )
        for number, (code, path) in enumerate(files):
            layout.addSpacing(tokens.SPACE_8)
            layout.addWidget(text(say(code), "label"))
            layout.addWidget(text(breakable(str(path))))
            if all(path.parent != later.parent for _code, later in files[number + 1 :]):
                words = say("settings.open-folder")
                link = button(words, self._open, "link", name=f"{words}: {path.parent}")
                link.setProperty("folder", str(path.parent))
                layout.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)

    def _open(self) -> None:
        sender = self.sender()
        folder = Path(str(sender.property("folder"))) if sender is not None else Path()
        if not self.open_folder(folder):
            self._bench.went_wrong.emit(self._say("settings.cannot-open", folder=str(folder)))
