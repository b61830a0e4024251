"""Help: at F1, the page of the place where the person was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ideabox import __version__
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.help import shortcuts
from ideabox.ui.help.pages import SHORTCUTS, HelpPage, pages_for
from ideabox.ui.help.reader import Reader
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.table import Table

_ROOM, _LIST = 700, 240
_ALL, _FEW = 24, 4


class Help(Screen):
    """A list of short pages, and the chosen one."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "help", scrolls=False)
        self.pages: list[HelpPage] = []
        self.list = Table(bench.look, self.say("help.pages"), [self.say("help.pages")], most=_ALL)
        self.list.horizontalHeader().hide()
        self.reader = Reader(bench.look)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setContentsMargins(0, 0, tokens.PAGE_MARGIN, tokens.SPACE_24)
        self._beside.setSpacing(tokens.SPACE_32)
        self._beside.addWidget(self.list, 0, Qt.AlignmentFlag.AlignTop)
        self._beside.addWidget(self.reader, 1)
        self._beside.addStretch(0)
        self.body.addLayout(self._beside, 1)
        self.list.chosen.connect(self._show_row)
        self.reader.followed.connect(self._follow)
        bench.person_changed.connect(self._list_pages)
        bench.look.changed.connect(self._fit)
        self._list_pages()

    def show_subject(self, subject: object) -> None:
        if isinstance(subject, str):
            self.show_page(subject)

    def first_control(self) -> QWidget | None:
        return self.reader

    def show_page(self, code: str) -> None:
        """Show a page by its code; where there is none of that code, the one that is shown stays."""
        row = next((number for number, page in enumerate(self.pages) if page.code == code), None)
        if row is not None:
            self.list.setCurrentIndex(self.list.rows.index(row, 0))

    @property
    def page(self) -> HelpPage:
        """The page that is shown."""
        return self.pages[max(self.list.row, 0)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _list_pages(self) -> None:
        desk = self.bench.desk
        self.pages = pages_for(desk.profile.role, desk.resources)
        self.list.show_rows([(page.title,) for page in self.pages])

    def _show_row(self, row: int) -> None:
        if not 0 <= row < len(self.pages):
            return
        page = self.pages[row]
        if page.code == SHORTCUTS:
            role = self.bench.desk.profile.role
            self.reader.show_page(page, shortcuts.as_markdown(self.say, role, page.title))
        else:
            self.reader.show_page(page, self._filled(page.text))

    def _filled(self, words: str) -> str:
        """A page with the version and the places of the files of this installation in it."""
        kept = self.bench.desk.kept
        paths = {name: str(getattr(kept, name)) for name in kept.__struct_fields__}
        for name, value in ({"version": __version__} | paths).items():
            words = words.replace(f"{{{name}}}", value)
        return words

    def _follow(self, kind: str, code: str) -> None:
        if kind == "page":
            self.show_page(code)
        else:
            self.bench.go.emit(code, None)

    def _fit(self) -> None:
        px = self.bench.look.px
        wide = self.width() >= px(_ROOM)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)
        self.list.set_most(_ALL if wide else _FEW)
        self.list.setMaximumWidth(px(_LIST) if wide else 16_777_215)
        self.list.setMinimumWidth(px(_LIST) if wide else 0)
        self.reader.setMaximumWidth(px(tokens.FORM_WIDTH))
        self.list.scrollTo(self.list.currentIndex())
