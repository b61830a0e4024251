"""The main window: the rail, the places, and what is said across all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.focus import FocusRing
from ideabox.ui.news import NewsOfMine
from ideabox.ui.places import BY_CODE, PLACES, Place, first_of, places_of
from ideabox.ui.screen import Screen
from ideabox.ui.single import Message
from ideabox.ui.widgets.layouts import let_go
from ideabox.ui.widgets.notices import NoticeBar, ProgressPanel
from ideabox.ui.widgets.rail import Rail
from ideabox.usecases import reading

COUNT_AFTER_MS = 150
"""What the person came for is read first, and many changes are counted once."""


def _in_rail(code: str) -> str:
    """The place itself, or the one that it belongs to."""
    return BY_CODE[code].under or code


class MainWindow(QMainWindow):
    """Everything that a person does happens here. `memory` keeps its size and last place between starts."""

    to_recover = Signal(object)
    """A `Refusal`: the person wants to see what can be done about a damaged database."""

    def __init__(self, application: QApplication, bench: Bench, memory: QSettings) -> None:
        super().__init__()
        self._damage: Refusal | None = None
        self.bench, self.say, self._memory = bench, bench.say, memory
        self._screens: dict[str, Screen] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER_MS)
        self._soon.timeout.connect(self._count_now)
        self._later: list[Path] = []  # files that came while the first run is not done
        self.here: Screen | None = None
        self.rail = Rail(self.say("app.name"), bench.look, self.say("rail.name"))
        self.notices = NoticeBar(self.say)
        self.news = NewsOfMine(bench, memory, self)
        self.stack = QStackedWidget()
        self._lay_out(ProgressPanel(bench.runner, self.say))
        self.setAcceptDrops(True)
        self.setMinimumSize(1024, 700)
        self.focus_ring = FocusRing(application, self, bench.look)
        self.rail.chosen.connect(self._chosen)
        bench.go.connect(self.go)
        bench.changed.connect(self._count)
        bench.noticed.connect(self._notice)
        bench.went_wrong.connect(self._warn)
        bench.damaged.connect(self._tell_of_damage)
        bench.person_changed.connect(self.show_person)
        bench.begun.connect(self.begin)
        bench.drafts_erased.connect(self._forget_drafts)
        bench.team_folder.changed.connect(self._show_folder)
        exchange = QShortcut(QKeySequence("F5"), self)
        exchange.setWhatsThis(self.say("team.exchange"))
        exchange.activated.connect(self._exchange)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setWhatsThis(self.say("help.find"))
        find.activated.connect(self._find)
        self._keys = {place.code: self._key_of(place) for place in PLACES if place.under}
        self.show_person()
        self._show_folder()
        self._restore()

    def show_person(self) -> None:
        """Show who is at this PC, and the places that they need."""
        me = self.bench.desk.profile
        self.bench.session.me = me
        self.rail.person.setText(me.name)
        self.rail.office.setText(me.office or self.say("none.office"))
        places = [place for place in places_of(me.role) if not place.under]
        shown = [(p.code, self.say(f"place.{p.code}"), p.shortcut, p.at_bottom) for p in places]
        self.rail.set_places([p[:3] for p in shown if not p[3]], [p[:3] for p in shown if p[3]])
        if self.here is not None:
            self.rail.show_place(_in_rail(self.here.code))
        for code, keys in self._keys.items():
            keys.setEnabled(me.role in BY_CODE[code].roles)
        self._count()

    def go(self, code: str, subject: object = None) -> None:
        """Go to a place."""
        if self.here is not None:
            self.here.leave()
            if self.here.code != code:
                self.notices.pass_by()
        screen = self.screen_at(code)
        self.here = screen
        self.stack.setCurrentWidget(screen)
        self.rail.show_place(_in_rail(code))
        self.setWindowTitle(f"{screen.heading.text()} - {self.say('app.name')}")
        screen.arrive(subject)
        self._focus_first(screen)

    def screen_at(self, code: str) -> Screen:
        """The screen at a place, made when it is first wanted."""
        if code not in self._screens:
            self._screens[code] = BY_CODE[code].open(self.bench)
            self.stack.addWidget(self._screens[code])
        return self._screens[code]

    def _forget_drafts(self) -> None:
        """Let go of the screens with what they hold of drafts; each is made anew when it is wanted."""
        here = self.here.code if self.here is not None else ""
        for code in [code for code in self._screens if code != "rights"]:
            screen = self._screens.pop(code)
            self.stack.removeWidget(screen)
            let_go(screen)
        if here and here not in self._screens:  # the person has gone on meanwhile
            self.here = None
            self.go(here)

    def begin_with(self, screen: Screen) -> None:
        """Begin with a screen that is no place, such as the first run's; the rail waits until it is done."""
        self.rail.hide()
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        self.setWindowTitle(f"{screen.heading.text()} - {self.say('app.name')}")
        screen.arrive(None)
        self._focus_first(screen)
        self.here = None

    def begin(self) -> None:
        """Go on to the places, once it is known who is here."""
        self.rail.show()
        self.show_person()
        self.go(first_of(self.bench.desk.profile.role))
        later, self._later = self._later, []
        self.open_files(later)

    @property
    def is_first_run(self) -> bool:
        """Whether it is not known yet who is here."""
        return self.rail.isHidden()

    def take(self, message: Message) -> None:
        """Do what a later start of the program was asked for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if message.new and not self.is_first_run:
            self.go("log")
        self.open_files([Path(name) for name in message.files])

    def open_files(self, paths: Sequence[Path]) -> None:
        """Take files that came from the file manager to the place where they are imported."""
        if self.is_first_run:
            self._later += paths
        elif paths:
            self.go("imports", list(paths))

    def setVisible(self, visible: bool) -> None:
        if visible:
            self.bench.look.dress()
        super().setVisible(visible)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.open_files(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._soon.stop()
        if self.here is not None:
            self.here.leave()
            self._memory.setValue("window/place", _in_rail(self.here.code))
        self._memory.setValue("window/geometry", self.saveGeometry())
        super().closeEvent(event)

    def _lay_out(self, progress: ProgressPanel) -> None:
        centre = QWidget()
        centre.setProperty("kind", "page")
        across = QHBoxLayout(centre)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        said = QVBoxLayout()
        said.setContentsMargins(tokens.PAGE_MARGIN, tokens.SPACE_8, tokens.PAGE_MARGIN, 0)
        said.addWidget(self.notices)
        said.addWidget(progress)
        right.addLayout(said)
        right.addWidget(self.stack, 1)
        across.addLayout(right, 1)
        self.setCentralWidget(centre)

    def _key_of(self, place: Place) -> QShortcut:
        """The key of a place that has no button in the rail."""
        keys = QShortcut(QKeySequence(place.shortcut), self.stack)
        keys.setProperty("place", place.code)
        keys.activated.connect(self._go_by_key)
        return keys

    def _go_by_key(self) -> None:
        keys = self.sender()
        if keys is not None and not self.is_first_run:
            self.go(str(keys.property("place")))

    def _chosen(self, code: str) -> None:
        was_at = self.here.code if self.here is not None else None
        self.go(code, was_at if code == "help" else None)

    def _focus_first(self, screen: Screen) -> None:
        first = screen.first_control()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        if not self.is_first_run:
            self.go("all")

    def _notice(self, message: str, act: str, call: Callable[[], object] | None) -> None:
        self.notices.tell(message, act, call)

    def _warn(self, message: str) -> None:
        self.notices.tell(message, wrong=True)

    def _tell_of_damage(self, refusal: Refusal) -> None:
        self._damage = refusal
        self.notices.tell(self.say("recovery.found"), self.say("recovery.look"), self._recover, wrong=True)

    def _recover(self) -> None:
        if self._damage is not None:
            self.to_recover.emit(self._damage)

    def _exchange(self) -> None:
        if self.bench.team_folder.path:
            self.bench.team_folder.ask()
        elif not self.is_first_run:
            self.bench.noticed.emit(self.say("team.none-yet"), self.say("place.settings"), self._settings)

    def _settings(self) -> None:
        self.go("settings", "team-folder")

    def _show_folder(self) -> None:
        self.rail.show_folder(self.bench.team_folder.sentence)

    def _count(self, _changes: object = None) -> None:
        self._soon.start()

    def _count_now(self) -> None:
        self.bench.ask(self._read_counts, self._show_counts)
        self.news.look(is_at_them=self.here is not None and self.here.code == "mine")

    def _read_counts(self) -> dict[str, int]:
        return reading.counts(self.bench.session)

    def _show_counts(self, counts: dict[str, int]) -> None:
        for code, place in (("mine", "mine"), ("review", "review"), ("batch", "batches")):
            self.rail.set_count(place, counts[code])

    def _restore(self) -> None:
        geometry = self._memory.value("window/geometry")
        if isinstance(geometry, QByteArray) and self.restoreGeometry(geometry):
            return
        self.resize(1280, 800)

    def go_to_the_last_place(self) -> None:
        """Go where the person left off, or where their role's day begins."""
        role = self.bench.desk.profile.role
        last = str(self._memory.value("window/place", ""))
        known = {place.code for place in places_of(role)}
        self.go(last if last in known else first_of(role))
