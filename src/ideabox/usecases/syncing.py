"""Exchange with a team folder: take in what is new there, put there what is not there yet."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ideabox.domain.problems import Problem, Refusal, refuse
from ideabox.domain.reporting import Report, silent
from ideabox.exchange.team_folder import TeamFolder
from ideabox.store import shared
from ideabox.usecases import folder_in
from ideabox.usecases.folder_out import Writer, Written
from ideabox.usecases.importing import Imported
from ideabox.usecases.recording import Changes
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

NAMED = 5
"""How many files that cannot be used are named; more would help nobody."""


class Synced(msgspec.Struct, frozen=True):
    """What an exchange came to.

    `taken` are the files that brought something; `set_aside` is what is wrong with files that cannot be used and of
    which that has not been said before; `aside` is how many of these there are in all, and `why_aside` what is wrong
    with the first of them; `waiting` files may still be arriving; `held_back` is how many ideas the folder asks to
    erase, without consent so far; `not_written` is why something of this store's is still not in the folder;
    `kept_back` is how many ideas wait here, since they hold what looks like personal data.
    """

    folder: Path
    taken: tuple[Imported, ...]
    written: tuple[Written, ...]
    deleted: int
    set_aside: tuple[Problem, ...]
    aside: int
    waiting: int
    held_back: int
    why_aside: tuple[Problem, ...]
    not_written: tuple[Problem, ...] = ()
    kept_back: int = 0

    @property
    def inside(self) -> Path:
        """Where in the folder the files are."""
        return TeamFolder(self.folder).inside

    @property
    def changes(self) -> Changes:
        """The ideas that are new here, and those that are not as they were."""
        new = frozenset(of for imported in self.taken for of in imported.new)
        updated = frozenset(of for imported in self.taken for of in imported.updated | imported.erased)
        return Changes(new, updated - new)


def sync(
    session: Session,
    path: Path,
    wording: Wording,
    *,
    chosen: bool = False,
    with_erasures: bool = False,
    only_trusted: bool = False,
    report: Report = silent,
) -> Synced:
    """Exchange with the team folder at this path, once.

    `only_trusted` sets files of senders aside who are not trusted here, until they are.

    What is there is read before anything is written. `chosen`: somebody has just named this folder. Otherwise another
    folder, or an empty one, in the place of the one that was there is refused: a drive may have come under another
    letter, and a network drive that is not connected may look empty.
    """
    session.policy.require_place(path)
    folder = TeamFolder(path.expanduser().absolute())
    number = _recognised(session, folder, wording, chosen)
    taken = folder_in.take(
        session, folder, number, with_erasures=with_erasures, only_trusted=only_trusted, report=report
    )
    written: list[Written] = []
    deleted = kept_back = 0
    not_written: tuple[Problem, ...] = ()
    try:
        writer = Writer(session, folder, number)
        written = writer.write(report)
        kept_back = writer.kept_back
        deleted = writer.tidy()
    except Refusal as refusal:
        not_written = refusal.problems
    with session.store.read() as connection:
        tally = shared.tally(connection, number)
        why_aside = tuple(shared.why_aside(connection, number, NAMED)) if tally.aside else ()
    return Synced(
        folder.path,
        taken.taken,
        tuple(written),
        deleted,
        taken.set_aside,
        tally.aside,
        tally.waiting,
        tally.held_back,
        why_aside,
        not_written,
        kept_back,
    )


def _recognised(session: Session, folder: TeamFolder, wording: Wording, chosen: bool) -> int:
    """The folder's number in this store, by its marks; a folder without any gets one."""
    marks = folder.marks()
    path = str(folder.path)
    with session.store.read() as connection:
        number = shared.folder_of(connection, marks)
        there = shared.folder_at(connection, path)
        is_known = number is not None and number == there and marks <= shared.marks_of(connection, number)
    if number is not None and is_known:
        return number
    if there is not None and number != there and not chosen:
        if marks:
            refuse("folder", "another-team", path=path)
        refuse("folder", "emptied", path=path)
    if not marks:
        mark = session.random_id()
        folder.begin(mark, wording("sync.read-me"))
        marks = frozenset([mark])
    with session.store.write() as connection:
        return shared.know_folder(connection, marks, path)
