"""Where files are dropped, or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.style import Look
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.folders import AskFiles, ask_files
from ideabox.ui.widgets.text import set_kind, text
from ideabox.usecases.wording import Wording

_ROOM = 420
"""The width, at 100 % text, from which the button stands beside the words."""


class DropZone(QFrame):
    """Takes files by hand and by mouse."""

    files = Signal(object)
    """A list of paths."""

    def __init__(self, look: Look, say: Wording) -> None:
        super().__init__()
        self._look, self._say = look, say
        self.ask_files: AskFiles = ask_files
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.choose = button(say("imports.choose"), self._choose)
        words = QVBoxLayout()
        words.setSpacing(tokens.SPACE_4)
        words.addWidget(text(say("imports.drop"), "label"))
        words.addWidget(text(say("imports.drop-hint"), "hint"))
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._beside.setContentsMargins(tokens.SPACE_24, tokens.SPACE_16, tokens.SPACE_24, tokens.SPACE_16)
        self._beside.setSpacing(tokens.SPACE_16)
        self._beside.addLayout(words, 1)
        self._beside.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        look.changed.connect(self._turn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            set_kind(self, "drop-over")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_kind(self, "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        set_kind(self, "drop")
        event.acceptProposedAction()
        self._take([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _turn(self) -> None:
        wide = self.width() >= self._look.px(_ROOM)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _choose(self) -> None:
        kinds = self._say("imports.kinds", endings="*.zip *.xlsx *.ods *.csv")
        self.ask_files(self, self._say("imports.choose"), kinds, self._take)

    def _take(self, names: list[str]) -> None:
        if names:
            self.files.emit([Path(name) for name in names])
