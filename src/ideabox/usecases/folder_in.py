"""Taking in what is in a team folder."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

import msgspec

from ideabox import __version__
from ideabox.domain.events import Event
from ideabox.domain.problems import Problem, Refusal
from ideabox.domain.reporting import Report
from ideabox.exchange.package import MAX_FILE, Package
from ideabox.exchange.team_folder import NAMELESS, Listing, Seen, TeamFolder
from ideabox.store import shared
from ideabox.store.database import Connection
from ideabox.store.keys import last_key
from ideabox.store.shared import File, State
from ideabox.usecases import importing
from ideabox.usecases.importing import Imported
from ideabox.usecases.session import Session

PATIENCE = timedelta(minutes=10)
"""How long a file may look unfinished before it is said: a large one comes slowly over a slow line."""
AGAIN = timedelta(days=1)
"""After so long a file that was set aside is looked at once more."""
MISSED = timedelta(days=1)
"""How long another store's file may be away before what stood in it alone is written anew."""
_UNTRUSTED = ("sender-not-trusted", "sender-refused", "not-signed")
"""What is wrong with a sender here, until somebody decides otherwise."""
_FOR_GOOD = ("newer-package", "unusable-lines", "too-many-events", "too-large", "forged", *_UNTRUSTED)
"""What is wrong with a file that is whole; waiting would not help."""
_NOT_SPOILT = ("cannot-read", "newer-package", *_UNTRUSTED)
"""What says nothing about the bytes of a file of our own."""


class Intake(msgspec.Struct, frozen=True):
    """What came in: the imports that brought something, and why files are set aside from now on."""

    taken: tuple[Imported, ...]
    set_aside: tuple[Problem, ...]


def take(
    session: Session, folder: TeamFolder, number: int, *, with_erasures: bool, only_trusted: bool, report: Report
) -> Intake:
    """Take every file that is new, each wholly or not at all. `number` is the folder's in this store."""
    listing = folder.list()
    with session.store.read() as connection:
        known = shared.files(connection, number)
        unwanted = shared.unwanted(connection)
    _miss(session, number, listing, known)
    taken: list[Imported] = []
    set_aside: list[Problem] = []
    look = _Look(session, folder, number, unwanted, with_erasures=with_erasures, only_trusted=only_trusted)
    names = [name for name, seen in listing.files.items() if look.is_wanted(known.get(name), seen)]
    for done, name in enumerate(sorted(names, key=lambda name: PurePosixPath(name).name)):
        report(done, len(names))
        try:
            imported = look.at(
                name, listing.files[name], known.get(name), functools.partial(_within, report, done, names)
            )
        except Refusal as refusal:
            problem = refusal.problems[0]
            if problem.field != "file":
                raise
            if look.set_aside(name, listing.files[name], known.get(name), problem):
                set_aside.append(problem)
        else:
            if imported is not None and imported.events:
                taken.append(imported)
    report(len(names), len(names))
    return Intake(tuple(taken), tuple(set_aside))


def _within(report: Report, done: int, names: list[str], _lines: int, _all_lines: int) -> None:
    """A file is being read: no further than before, but whoever waits may want it stopped."""
    report(done, len(names))


class _Look:
    """A look at files, one after the other."""

    def __init__(
        self,
        session: Session,
        folder: TeamFolder,
        number: int,
        unwanted: frozenset[tuple[str, str, bytes]],
        *,
        with_erasures: bool,
        only_trusted: bool,
    ) -> None:
        self._session, self._folder, self._number = session, folder, number
        self._unwanted, self._with_erasures, self._only_trusted = unwanted, with_erasures, only_trusted
        self._store = session.store.identity()

    def is_wanted(self, file: File | None, seen: Seen) -> bool:
        """Whether a file is to be looked into: not if it is as it was when last looked into."""
        if file is None or file.state in ("begun", "waiting", "gone"):
            return True
        if file.state == "going":
            return False
        if (file.size, file.modified) != (seen.size, seen.modified):
            return True
        if file.state == "held":
            return self._with_erasures and bool(file.held_back)
        may_be_free_now = file.problem is not None and file.problem.code == "cannot-read"
        return may_be_free_now or file.program != __version__ or _is_past(self._session, file.since, AGAIN)

    def at(self, name: str, seen: Seen, file: File | None, report: Report) -> Imported | None:
        """Take a file; None if its content is known already. Refuses what is not whole."""
        place = Path(name)
        if seen.size > MAX_FILE:
            raise Refusal(Problem("file", "too-large", {"name": place.name, "limit": MAX_FILE}))
        with self._folder.copy_of(name) as copy, Package(place, copy) as package:
            again = file is not None and bool(file.held_back)
            if not again and self._is_known(name, seen, file, package):
                return None
            return importing.import_package(
                self._session,
                package,
                with_erasures=self._with_erasures,
                only_trusted=self._only_trusted,
                receive=lambda connection: _Incoming(connection, self, name, seen, package.content),
                report=report,
            )

    def _is_known(self, name: str, seen: Seen, file: File | None, package: Package) -> bool:
        """Whether there is nothing to take from it: it is a copy of a known one, or somebody here took it back."""
        with self._session.store.read() as connection:
            twin = shared.twin_of(connection, self._number, package.content)
            is_undone = shared.was_undone(connection, package.manifest.package)
        if twin is None and not is_undone:
            return False
        with self._session.store.write() as connection:
            pk = self.keep(connection, name, seen, package.content)
            if twin is not None and twin != pk:
                shared.hold_as(connection, pk, twin)
        return True

    def keep(self, connection: Connection, name: str, seen: Seen, content: bytes, held_back: int = 0) -> int:
        """Write down that a file has been taken."""
        if shared.let_go_of_other(connection, self._number, name, content):
            shared.ask_again(connection, self._number)
        ours = name.startswith(f"{self._store}/")
        return shared.keep(
            connection, self._number, name, seen.size, seen.modified, content=content, ours=ours, held_back=held_back
        )

    def is_unwanted(self, event: Event, line: bytes) -> bool:
        """Whether an event was taken back here."""
        return bool(self._unwanted) and (event.idea, event.id, hashlib.sha256(line).digest()) in self._unwanted

    def set_aside(self, name: str, seen: Seen, file: File | None, problem: Problem) -> bool:
        """Let a file wait that cannot be read, or set it aside; returns whether that is news."""
        now = self._session.timestamp()
        same = file is not None and (file.size, file.modified) == (seen.size, seen.modified)
        was = file.state if file is not None and same else None
        since = file.since if file is not None and was in ("waiting", "aside") else now
        if was == "aside":
            since = now if _is_past(self._session, since, AGAIN) else since
        is_long = was in ("waiting", "aside") and _is_past(self._session, since, PATIENCE)
        state: State = "aside" if was == "aside" or problem.code in _FOR_GOOD or is_long else "waiting"
        if file is not None and same and (state, since, __version__) == (file.state, file.since, file.program):
            return False
        with self._session.store.write() as connection:
            pk = shared.keep(
                connection,
                self._number,
                name,
                seen.size,
                seen.modified,
                state=state,
                since=since,
                problem=problem,
                program=__version__,
            )
            if state == "aside" and problem.code not in _NOT_SPOILT and self._is_own(name, file):
                shared.give_up(connection, self._number, pk)
        return state == "aside" and was != "aside"

    def _is_own(self, name: str, file: File | None) -> bool:
        own = (f"{self._store}/", f"{NAMELESS}/")
        return file is not None and file.ours and name.startswith(own)


class _Incoming:
    """A file of the folder on its way in."""

    def __init__(self, connection: Connection, look: _Look, name: str, seen: Seen, content: bytes) -> None:
        self._look, self._name, self._seen, self._content = look, name, seen, content
        self._before = last_key(connection)

    def wants(self, event: Event, line: bytes) -> bool:
        return not self._look.is_unwanted(event, line)

    def done(self, connection: Connection, imported: Imported) -> Imported:
        pk = self._look.keep(
            connection, self._name, self._seen, self._content, len(imported.held_back | imported.names_held_back)
        )
        if imported.run is None:
            return imported
        stays = shared.hold_what_came(connection, pk, imported.run, self._before)
        shared.are_sent(connection, pk)
        return imported if stays else msgspec.structs.replace(imported, run=None)


def _miss(session: Session, number: int, listing: Listing, known: dict[str, File]) -> None:
    """See to files that are not there any more.

    What stood in our own is written again at once. What stood in another's is left to its owner, who may just be
    putting files together; only if nobody has seen to it for long is it written again by whoever has it.
    """
    away = list(_away(listing, known))
    ours = [file.pk for file in away if file.ours or file.state in ("begun", "going", "waiting", "aside")]
    lost = [
        file.pk for file in away if file.state == "gone" and _is_past(session, file.since, _patience(session, file))
    ]
    missing = [file.pk for file in away if file.state == "held" and not file.ours]
    if not (ours or lost or missing):
        return
    with session.store.write() as connection:
        shared.drop(connection, [*ours, *lost])
        if lost or any(file.pk in ours and file.state not in ("begun", "going") for file in away):
            shared.ask_again(connection, number)
        shared.mark(connection, missing, "gone", session.timestamp())


def _away(listing: Listing, known: dict[str, File]) -> Iterator[File]:
    for name, file in known.items():
        if name not in listing.files and name.partition("/")[0] not in listing.unread:
            yield file


def _patience(session: Session, file: File) -> timedelta:
    """Up to twice as long, not the same for every store: the first to write it again does so for all."""
    chance = hashlib.sha256(f"{session.store.identity()} {file.name}".encode()).digest()[0]
    return MISSED * (1 + chance / 256)


def _is_past(session: Session, since: str | None, long: timedelta) -> bool:
    """Whether so long has gone by; a clock that was set back counts as well as one that goes on."""
    return since is None or abs(session.now() - datetime.fromisoformat(since)) >= long
