"""Importing packages and spreadsheets: previewed, all or nothing, undone if wanted, and logged."""

from __future__ import annotations

import contextlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Protocol

import msgspec

from ideabox.domain.anonymity import IRREVOCABLE, NAMELESS_KINDS, covered
from ideabox.domain.events import MAX_EVENTS, Event, Unusable, decode
from ideabox.domain.problems import refuse
from ideabox.domain.reporting import LetGo, Report, counted, silent
from ideabox.exchange import spreadsheets
from ideabox.exchange.package import ENDING, Package
from ideabox.store import log, queries, runs, shared
from ideabox.store.database import Connection
from ideabox.store.log import Appended
from ideabox.store.runs import Run, Undone
from ideabox.usecases import guarding, trusting
from ideabox.usecases.changes import Change, differences
from ideabox.usecases.columns import Layouts, guess, header_names
from ideabox.usecases.session import Session
from ideabox.usecases.sheet_rows import SheetImport
from ideabox.usecases.trusting import Voucher

MOST_UNUSABLE = 1_000
"""A package with more lines than this that are not usable is not worth the rest."""
MOST_SHOWN = 200
"""Ideas of which a preview says, field by field, what would change."""


class NotTaken(msgspec.Struct, frozen=True):
    """A line of a package or a row of a spreadsheet that cannot be taken, and why."""

    number: int
    code: str
    facts: dict[str, str | int] = {}


class Imported(msgspec.Struct, frozen=True):
    """What an import did, or in a preview would do. The sets are of ideas."""

    file: str
    run: int | None
    new: frozenset[str]
    updated: frozenset[str]
    known: frozenset[str]
    erased: frozenset[str]
    anonymised: frozenset[str]
    held_back: frozenset[str]
    """Ideas that the package would erase, which needs consent."""
    names_held_back: frozenset[str]
    """Ideas that the package would take somebody's name off, which needs it too."""
    conflicts: frozenset[str]
    events: int
    not_taken: tuple[NotTaken, ...] = ()
    incomplete: int = 0
    """Rows that came without one of the parts that the form asks for; taken all the same, and marked."""
    voucher: Voucher | None = None
    """Who vouches for a package; None for a spreadsheet."""
    sheet: str = ""
    """Of a workbook, the sheet that was read."""
    changes: tuple[Change, ...] = ()
    """In a preview, what would be different about ideas that are here already; of the first `MOST_SHOWN` of them."""
    personal: dict[str, int] = {}
    """In a preview, how many ideas seem to hold personal data, by its kind; see `guarding.kinds_in_run`."""

    @property
    def needs_consent(self) -> bool:
        """Whether it asks for what cannot be undone, and nobody here has agreed to."""
        return bool(self.held_back or self.names_held_back)


class Glimpse(msgspec.Struct, frozen=True):
    """The beginning of a spreadsheet: its columns, its first rows, and the columns that fields seem to be in."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guessed: dict[str, str]


class _Preview(LetGo):
    """Ends a preview's transaction without keeping anything."""

    def __init__(self, imported: Imported) -> None:
        self.imported = imported


def import_file(
    session: Session,
    path: Path,
    mapping: Mapping[str, str],
    *,
    preview: bool = False,
    with_erasures: bool = False,
    skip_unusable: bool = False,
    only_trusted: bool = False,
    sheet: str = "",
    layouts: Layouts | None = None,
    report: Report = silent,
) -> Imported:
    """Import a package, or a spreadsheet by its ending: of a workbook this sheet, or the one with a fitting header.

    What `mapping` says of the columns is kept in `layouts` once it is imported, and serves where it says nothing. A
    preview does all that the import would do and then lets go of it, so what it says is what would happen.
    `only_trusted` takes no package but from a sender that is trusted here.
    """
    if is_sheet(path):
        return _import_sheet(session, path, mapping, sheet, layouts, preview, report)
    if mapping:
        refuse("map", "map-for-package", name=path.name)
    if path.suffix.lower() not in (".zip", ""):
        refuse("file", "unknown-import", name=path.name, known=", ".join((ENDING, *spreadsheets.ENDINGS)))
    with Package(path) as package:
        return import_package(
            session,
            package,
            preview=preview,
            with_erasures=with_erasures,
            skip_unusable=skip_unusable,
            only_trusted=only_trusted,
            report=report,
        )


def voucher_of(session: Session, path: Path) -> Voucher | None:
    """Who vouches for a file; None for a spreadsheet, which has no place for a signature."""
    if is_sheet(path):
        return None
    with Package(path) as package:
        return trusting.voucher_of(session, package)


def is_sheet(path: Path) -> bool:
    """Whether a file is imported as a spreadsheet, with a column for each field."""
    return spreadsheets.is_sheet(path)


def glimpse(path: Path, rows: int = 3, layouts: Layouts | None = None, report: Report = silent) -> Glimpse:
    """Look at the beginning of a spreadsheet, to choose which column is which field."""
    sheet = spreadsheets.open_sheet(path, header_names({}), report=report)
    first = itertools.islice(sheet.rows(), rows)
    return Glimpse(sheet.columns, tuple(tuple(row.cells.values()) for row in first), guess(sheet.columns, layouts))


def all_runs(session: Session) -> list[Run]:
    """The log of imports, the last one first."""
    with session.store.read() as connection:
        return runs.all_runs(connection)


class UndoneRun(msgspec.Struct, frozen=True):
    """Imports that were taken back. `left` are the titles of the first of those ideas that were left as they are."""

    runs: tuple[int, ...]
    file: str
    undone: Undone
    left: tuple[str, ...]


def undo_and_name(session: Session, of: Sequence[int], most: int = 10) -> UndoneRun:
    """Take back what some imports brought, the last one first, and name what was left."""
    undone = [undo_import(session, run) for run in of]
    removed, changed, left = (
        tuple(dict.fromkeys(idea for each in undone for idea in getattr(each, part)))
        for part in ("removed", "changed", "left")
    )
    changed = tuple(idea for idea in changed if idea not in removed)
    with session.store.read() as connection:
        titles = tuple(row.title for row in queries.rows(connection, list(left[:most])))
        run = runs.get(connection, of[0])
    return UndoneRun(tuple(of), "" if run.from_folder else run.file, Undone(removed, changed, left), titles)


def undo_import(session: Session, run: int) -> Undone:
    """Take back what an import brought."""
    with session.store.write() as connection:
        return runs.undo(connection, run, session.timestamp())


class _Lines:
    """The lines of a package as the store takes them in. What it does not take is in `not_taken` and `held_back`.

    Where a name is to be taken off without leave, events that are here already keep theirs, and the package's versions
    of them, which have lost it, are not taken either.
    """

    def __init__(self, package: Package, *, may_erase: bool, may_decide: bool) -> None:
        self._package, self._may_erase, self._may_decide = package, may_erase, may_decide
        self._events_of: Counter[str] = Counter()
        self.not_taken: list[NotTaken] = []
        self._held_back: dict[str, set[str]] = {}
        self._nameless: set[tuple[str, str]] = set()

    def usable(
        self, connection: Connection, received: Received | None, report: Report
    ) -> Iterator[tuple[Event, bytes]]:
        """Each event that can be taken, with its line."""
        if not self._may_erase:
            self._nameless = self._to_lose_names(connection)
        for number, line in counted(self._package.lines(), self._package.manifest.counts.events, report):
            try:
                event = decode(line)
            except Unusable as why:
                self.not_taken.append(NotTaken(number, "line", {"why": str(why)}))
                if len(self.not_taken) > MOST_UNUSABLE:
                    _refuse_lines(self._package.name, self.not_taken)
                continue
            if self._may_take(event) and (received is None or received.wants(event, line)):
                yield event, line

    def _may_take(self, event: Event) -> bool:
        name = self._package.name
        self._events_of[event.idea] += 1
        if self._events_of[event.idea] > MAX_EVENTS:
            refuse("file", "too-many-events", name=name, limit=MAX_EVENTS)
        if event.kind in IRREVOCABLE and not self._may_erase:
            self._held_back.setdefault(event.kind, set()).add(event.idea)
            return False
        if not self._may_decide and event.kind not in NAMELESS_KINDS:
            refuse("file", "not-signed", name=name)
        return (event.idea, event.id) not in self._nameless

    def _to_lose_names(self, connection: Connection) -> set[tuple[str, str]]:
        """The events, by idea and id, that are to lose a name and are here: no more than that, whatever is asked."""
        named: set[tuple[str, str]] = set()
        for _number, line in self._package.lines():
            if b'"anonymised"' in line:
                with contextlib.suppress(Unusable):
                    event = decode(line)
                    here = log.known(connection, event.idea, covered([event]))
                    named |= {(event.idea, identifier) for identifier in here}
        return named

    def held_back(self, kind: str) -> frozenset[str]:
        """The ideas whose events of this kind are not taken without consent."""
        return frozenset(self._held_back.get(kind, ()))


def import_package(
    session: Session,
    package: Package,
    *,
    preview: bool = False,
    with_erasures: bool = False,
    skip_unusable: bool = False,
    only_trusted: bool = False,
    receive: Receive | None = None,
    report: Report = silent,
) -> Imported:
    """Import a package that has been opened. What a person imports by hand is wanted, whatever was undone before.

    `receive` is for those who import by themselves: it has its say on each event, and the last word on the run.
    """
    voucher = trusting.voucher_of(session, package)
    if not preview:
        trusting.check(session, voucher, package.name, only_trusted=only_trusted)
    lines = _Lines(
        package,
        may_erase=with_erasures or voucher.is_trusted,
        may_decide=not only_trusted or voucher.standing != "nameless",
    )

    def take(connection: Connection, run: int) -> Imported:
        received = None if receive is None else receive(connection)
        appended = log.append(
            connection, lines.usable(connection, received, report), "package", session.timestamp(), run
        )
        if lines.not_taken and not (preview or skip_unusable):
            _refuse_lines(package.name, lines.not_taken)
        trusting.meet(connection, voucher)
        imported = msgspec.structs.replace(
            _imported(package.name, run, appended, lines.not_taken, voucher=voucher),
            held_back=lines.held_back("erased"),
            names_held_back=lines.held_back("anonymised"),
        )
        return _by_hand(connection, run, imported) if received is None else received.done(connection, imported)

    return _in_a_run(session, package.name, package, preview, take)


def _by_hand(connection: Connection, run: int, imported: Imported) -> Imported:
    shared.want_again(connection, run)
    return imported


class Received(Protocol):
    """A package on its way in, all in one transaction."""

    def wants(self, event: Event, line: bytes) -> bool:
        """Whether this event is to be taken."""

    def done(self, connection: Connection, imported: Imported) -> Imported:
        """Everything has been taken; what is returned is what the import comes to."""


Receive = Callable[[Connection], Received]


def _refuse_lines(name: str, lines: list[NotTaken]) -> NoReturn:
    first = lines[0]
    refuse("file", "unusable-lines", name=name, count=len(lines), line=first.number, why=first.facts["why"])


def _import_sheet(
    session: Session,
    path: Path,
    mapping: Mapping[str, str],
    sheet: str,
    layouts: Layouts | None,
    preview: bool,
    report: Report,
) -> Imported:
    table = spreadsheets.open_sheet(path, header_names(mapping), sheet, report)
    rows = SheetImport(session, table, mapping, layouts)

    def take(connection: Connection, run: int) -> Imported:
        appended = log.append(connection, rows.events(connection, report), "sheet", session.timestamp(), run)
        runs.bring(connection, run, rows.brought_again)
        runs.know_rows(connection, rows.known_from_now_on)
        appended.known |= rows.unchanged - appended.updated
        not_taken = [NotTaken(number, code, facts) for number, code, facts in rows.not_taken]
        return _imported(path.name, run, appended, not_taken, rows.incomplete)

    imported = msgspec.structs.replace(_in_a_run(session, path.name, None, preview, take), sheet=table.sheet)
    if mapping and layouts is not None and not preview:
        layouts.remember(table.columns, rows.mapping)
    return imported


def _in_a_run(
    session: Session, name: str, package: Package | None, preview: bool, take: Callable[[Connection, int], Imported]
) -> Imported:
    identifier, signer = (None, None) if package is None else (package.manifest.package, package.signer)
    try:
        with session.store.write() as connection:
            run = runs.begin(connection, name, session.timestamp(), identifier, signer)
            imported = take(connection, run)
            if imported.run is None:
                return imported
            runs.finish(
                connection,
                run,
                new=len(imported.new),
                updated=len(imported.updated),
                known=len(imported.known),
                unusable=len(imported.not_taken),
            )
            if preview:
                shown = sorted(imported.updated)[:MOST_SHOWN]
                after = list(queries.rows(connection, shown))
                personal = guarding.kinds_in_run(session, connection, run)
                raise _Preview(msgspec.structs.replace(imported, run=None, personal=personal))
    except _Preview as preview_of:
        with session.store.read() as connection:
            before = list(queries.rows(connection, shown))
        return msgspec.structs.replace(preview_of.imported, changes=differences(before, after))
    if imported.erased or imported.anonymised:
        session.store.forget_deleted()
    return imported


def _imported(
    name: str,
    run: int,
    appended: Appended,
    not_taken: list[NotTaken],
    incomplete: int = 0,
    voucher: Voucher | None = None,
) -> Imported:
    return Imported(
        file=name,
        run=run,
        new=frozenset(appended.new),
        updated=frozenset(appended.updated),
        known=frozenset(appended.known),
        erased=frozenset(appended.erased),
        anonymised=frozenset(appended.anonymised),
        held_back=frozenset(),
        names_held_back=frozenset(),
        conflicts=frozenset(appended.conflicts),
        events=appended.events,
        not_taken=tuple(not_taken),
        incomplete=incomplete,
        voucher=voucher,
    )
