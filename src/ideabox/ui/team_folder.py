"""The team folder at work: exchanging by itself, in the background, whenever there may be something to exchange."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from ideabox.domain.problems import Refusal
from ideabox.ui.background import SHOW_AFTER_SECONDS, Task, TaskRunner
from ideabox.usecases.desk import Desk
from ideabox.usecases.recording import Changes

if TYPE_CHECKING:
    from ideabox.usecases.syncing import Synced

START_AFTER_MS = 1_500
"""After the window has been shown: what the person came for is read first."""
SOON_MS = 2_000
"""After something was done here or in the folder; what comes in one go goes in one go."""
OFTEN_MS = 3 * 60_000
"""Network drives do not always tell of changes."""
MOST_WATCHED = 200
"""How many folders are watched; each costs the system a little."""

State = Literal["none", "new", "busy", "up-to-date", "only-read", "away", "wrong"]


class Status(msgspec.Struct, frozen=True):
    """How it stands with the team folder. `at`: since when it cannot be used, or when it last was."""

    state: State
    at: datetime | None = None
    words: str = ""
    """What is wrong, where there is more to say than the state says."""


class TeamFolder(QObject):
    """Exchanges on start, after changes here and there, every few minutes and on demand; one exchange at a time."""

    changed = Signal()
    """There is something else to say about it."""
    brought = Signal(object)
    """`Changes`: ideas that came, or that are not as they were."""
    refused = Signal(object)
    """A `Refusal`: it could not be kept which folder is meant."""
    answered = Signal(str)
    """What came of an exchange that the person asked for."""

    def __init__(self, desk: Desk, runner: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._session, self._runner, self._words = desk, desk.session, runner, desk.wording
        self._task: Task | None = None
        self._again: bool | None = None
        self._is_telling = self._is_asked = False
        self._wrong: Status | None = None
        self.path = desk.preferences.team_folder
        self.last: Synced | None = None
        self.status = Status("new" if self.path else "none")
        self._watcher: QFileSystemWatcher | None = None
        self._soon, self._often = QTimer(self), QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._exchange)
        self._often.setInterval(OFTEN_MS)
        self._often.timeout.connect(self._exchange)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(round(SHOW_AFTER_SECONDS * 1000))
        self._long.timeout.connect(self._takes_long)

    def begin(self) -> None:
        """Exchange from now on."""
        self._often.start()
        if self.path:
            self._soon.start(START_AFTER_MS)

    def end(self) -> None:
        """The program ends: nothing begins any more."""
        self._soon.stop()
        self._often.stop()
        self._long.stop()
        self.path = ""

    def choose(self, path: str) -> None:
        """Use this folder from now on, or none if it is empty."""
        desk = self._desk

        def keep() -> str:
            desk.change_preferences(msgspec.structs.replace(desk.preferences, team_folder=path))
            return path

        self._runner.run(lambda _task: keep(), self._kept, self.refused.emit, lane="drafts")

    def ask(self, *, chosen: bool = False, with_erasures: bool = False) -> None:
        """Exchange now, and say what came of it: the person asked for it."""
        self._is_asked = True
        self.exchange(chosen=chosen, with_erasures=with_erasures)

    def exchange(self, *, chosen: bool = False, with_erasures: bool = False) -> None:
        """Exchange now, or as soon as the exchange that is under way has ended."""
        if not self.path:
            return
        if self._runner.is_running(self._task):
            self._again = chosen or bool(self._again)
            return
        self._soon.stop()
        session, path, words = self._session, Path(self.path), self._words
        only_trusted = self._desk.preferences.only_trusted
        self._long.start()

        def job(task: Task) -> tuple[Path, Synced, list[str]]:
            from ideabox.usecases import syncing  # noqa: PLC0415 - no start has to wait for it

            synced = syncing.sync(
                session, path, words, chosen=chosen, with_erasures=with_erasures, only_trusted=only_trusted,
                report=task.report,
            )  # fmt: skip
            return path, synced, _folders(synced.inside)

        self._task = self._runner.run(
            job, self._done, self._failed, lane="folder", can_cancel=True, stopped=self._stopped
        )

    @property
    def sentence(self) -> str:
        """How it stands, in words."""
        status, say = self.status, self._words
        time = status.at.strftime("%H:%M") if status.at is not None else ""
        match status.state:
            case "none":
                return ""
            case "new":
                return say("team.new")
            case "busy":
                return say("team.busy")
            case "up-to-date":
                return say("team.up-to-date", time=time)
            case "only-read":
                return say("team.only-read", time=time)
            case "away":
                return say("team.away", time=time)
            case "wrong":
                return say("team.wrong", time=time)

    def _kept(self, path: str) -> None:
        if self._watcher is not None and self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self.path, self.last = path, None
        self._say(Status("new" if path else "none"))
        self.ask(chosen=True)

    def _takes_long(self) -> None:
        if self._runner.is_running(self._task):
            self._say(msgspec.structs.replace(self.status, state="busy"))

    def _exchange(self) -> None:
        self.exchange()

    def look_soon(self, _changes: Changes | None = None) -> None:
        """Something has changed here, or may have there."""
        if self.path and not self._is_telling:
            self._soon.start()

    def _changed_there(self, _path: str) -> None:
        if not self._runner.is_running(self._task):  # else it is our own doing
            self._soon.start()

    def _done(self, found: tuple[Path, Synced, list[str]]) -> None:
        path, synced, folders = found
        if path != Path(self.path):  # another was chosen meanwhile
            self._go_on()
            return
        self.last = synced
        now = datetime.now().astimezone()
        if synced.not_written:
            words = self._sentences(Refusal(*synced.not_written))
            self._say(Status("only-read", self._since("only-read", now), words))
        else:
            self._say(Status("up-to-date", now))
        self._watch(folders)
        self._tell(synced.changes)
        self._go_on()

    def _failed(self, refusal: Refusal) -> None:
        state: State = "away" if refusal.problems[0].code == "unreachable" else "wrong"
        now = datetime.now().astimezone()
        words = "" if state == "away" else self._sentences(refusal)
        self._say(Status(state, self._since(state, now), words))
        self._go_on()

    def _stopped(self, _task: Task) -> None:
        self._say(Status("new"))

    def _sentences(self, refusal: Refusal) -> str:
        return " ".join(self._words.problem(problem) for problem in refusal.problems)

    def _since(self, state: State, now: datetime) -> datetime:
        """Since when it has been so."""
        before = self._wrong
        return before.at if before is not None and before.state == state and before.at is not None else now

    def _go_on(self) -> None:
        again, self._again = self._again, None
        if again is not None:
            self.exchange(chosen=again)
        elif self._is_asked:
            self._is_asked = False
            self.answered.emit(self.sentence)

    def _say(self, status: Status) -> None:
        if status.state != "busy":
            self._long.stop()
            self._wrong = status if status.state in ("only-read", "away", "wrong") else None
        self.status = status
        self.changed.emit()

    def _tell(self, changes: Changes) -> None:
        if changes.new or changes.updated:
            self._is_telling = True
            try:
                self.brought.emit(changes)
            finally:
                self._is_telling = False

    def _watch(self, folders: list[str]) -> None:
        """Watch the folders in which others write. They answered a moment ago, so this does not hang."""
        if self._watcher is None:
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._changed_there)
        watched = set(self._watcher.directories())
        new = [each for each in folders if each not in watched]
        if new:
            self._watcher.addPaths(new)


def _folders(inside: Path) -> list[str]:
    """The folders to watch for what others write."""
    try:
        found = [str(each) for each in inside.iterdir() if each.is_dir() and not each.name.startswith(".")]
    except OSError:  # it was there a moment ago, and will be looked for again
        return []
    return [str(inside), *found][:MOST_WATCHED]
