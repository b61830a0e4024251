"""However events come to a store, they come to the same ideas; and what is undone was never there."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from ideabox.domain.events import decode
from ideabox.domain.ids import person_id
from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills
from ideabox.exchange import package, tables
from ideabox.exchange.package import Cover
from ideabox.store import log, outbox, projection, queries, runs, schema, sqlite
from ideabox.store.database import Store
from ideabox.store.queries import Filter
from ideabox.store.runs import Undone
from ideabox.usecases import importing, parcels, upkeep
from ideabox.usecases.session import Session, new_id, utc_now
from tests.properties import histories
from tests.properties.histories import (
    Delivery,
    Doings,
    Forward,
    HandOn,
    How,
    Import,
    Ledger,
    Line,
    Record,
    Regretted,
    Spread,
    Step,
    Undo,
    in_order,
    standing,
)

SHORT = settings(max_examples=25, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
LONG = settings(SHORT, max_examples=100, derandomize=False, print_blob=True)
TEN_TIMES = pytest.mark.parametrize("part", range(10))
"""Ten parts of a hundred examples make the thousand, so that the workers share them."""
AT = "2026-03-03T12:00:00.000Z"
SOUGHT = ("kettle", "form", "naive queue")
BLANK = dict.fromkeys((column.name for column in tables.COLUMNS), "") | {
    "skills": (), "barriers": (), "offered": (), "supporters": 0
}  # fmt: skip


class Snapshot(msgspec.Struct, frozen=True):
    """What a store says of its ideas, but for what concerns this store alone."""

    ideas: dict[str, dict[str, Any]]
    skills: set[tuple[str, str]]
    barriers: set[tuple[str, str]]
    found: dict[str, set[str]]
    """The ideas that a search finds, by the words sought."""
    lines: dict[str, list[bytes]]
    """The exact bytes of the events that stand, of orphans too."""


class Place:
    """A store with somebody at work on it."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.store = session.store
        self.folder = folder

    def clear(self) -> None:
        """Begin again with an empty store; opening a new file for each example would take longer than the example."""
        with self.store.write() as connection:
            sqlite.clear_search(connection)
            for table in reversed(schema.metadata.sorted_tables):
                if table not in (schema.installation, schema.schema_version):
                    connection.execute(sa.delete(table))
        for path in self.folder.glob(f"*{package.ENDING}"):
            path.unlink()

    def take(self, lines: Sequence[Line], *, as_file: bool) -> int:
        """Import lines in a run of its own, erasures too; returns the run."""
        if as_file:
            run = self.open(
                self.pack((of, list(each)) for of, each in itertools.groupby(lines, lambda it: it.event.idea))
            )
            assert run is not None
            return run
        with self.store.write() as connection:
            run = runs.begin(connection, "lines", AT)
            log.append(connection, lines, "package", AT, run)
        return run

    def open(self, path: Path) -> int | None:
        """Import a package."""
        return importing.import_file(self.session, path, {}, with_erasures=True).run

    def pack(self, ideas: Iterable[tuple[str, list[Line]]]) -> Path:
        """Write a package of these lines."""
        lines = ((list(dict.fromkeys(line for _event, line in each)), BLANK | {"id": of}) for of, each in ideas)
        cover = Cover(self.session.new_id(), "submissions", AT)
        return package.write(self.folder, "lines", cover, lines, lambda counts: f"{counts.ideas} ideas")[0]

    def all_lines(self) -> dict[str, list[bytes]]:
        """What this store can hand on, by idea, orphans among them."""
        with self.store.read() as connection:
            known = list(connection.scalars(sa.select(schema.event.c.idea).distinct()))
            return {of: sorted(lines) for of, lines in log.standing_lines(connection, known)}

    def pack_all(self) -> Path:
        """Write a package of all that this store has, as it is written when ideas are sent."""
        known = self.all_lines()
        with self.store.read() as connection:
            shown = list(parcels.histories(connection, known))
            hidden = known.keys() - {row["id"] for _lines, row in shown}
            rest = [(known[of], BLANK | {"id": of}) for of in sorted(hidden)]
            cover = Cover(self.session.new_id(), "answers", AT)
            return package.write(self.folder, "all", cover, [*shown, *rest], lambda counts: f"{counts.ideas} ideas")[0]

    def forward(self, to: Place, *, as_file: bool) -> tuple[int, list[Line]]:
        """Hand all that this store has to another; returns the other's run, and what was handed on."""
        lines = [Line(decode(line), line) for lines in self.all_lines().values() for line in lines]
        if not as_file:
            return to.take(lines, as_file=False), lines
        run = to.open(self.pack_all())
        assert run is not None
        return run, lines

    def record(self, happened: Line) -> None:
        """Something happens at this PC."""
        with self.store.write() as connection:
            log.append(connection, [happened], "here", AT)

    def mark_all_sent(self) -> set[str]:
        """Note that all that is here has left; returns the ideas."""
        ideas = set(self.all_lines())
        with self.store.write() as connection:
            outbox.mark_sent(connection, log.keys_of(connection, ideas))
        return ideas

    def undo(self, run: int) -> Undone:
        """Take a run back."""
        return importing.undo_import(self.session, run)

    def ideas(self) -> dict[str, dict[str, Any]]:
        """Every row of the projection, whole."""
        with self.store.read() as connection:
            return {row["id"]: dict(row) for row in connection.execute(sa.select(schema.idea)).mappings()}

    def snapshot(self) -> Snapshot:
        """What this store says, to compare with another."""
        ideas = self.ideas()
        ids = {row["pk"]: of for of, row in ideas.items()}
        with self.store.read() as connection:
            skills, barriers = (
                {(ids[pk], code) for pk, code in connection.execute(sa.select(table.c.idea, table.c.code))}
                for table in (schema.idea_skill, schema.idea_barrier)
            )
            found = {words: {row.id for row in queries.pages(connection, Filter(search=words))} for words in SOUGHT}
        rows = {
            of: {name: value for name, value in row.items() if name not in projection.OWN_COLUMNS}
            for of, row in ideas.items()
        }
        return Snapshot(rows, skills, barriers, found, self.all_lines())

    def says(self, expected: Snapshot) -> None:
        """The store says this, and is sound."""
        assert self.snapshot() == expected
        examined = upkeep.check(self.session)
        assert examined.is_sound, (examined.faults, examined.differences)

    def says_when_rebuilt(self, expected: Snapshot) -> None:
        """Making the projection anew changes nothing, not even the order of arrival."""
        before = self.ideas()
        upkeep.rebuild(self.session)
        assert self.ideas() == before
        assert self.snapshot() == expected


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory, skills: Skills) -> Iterator[list[Place]]:
    """Four stores that know nothing of each other. They are real files, emptied before each example."""
    folder = tmp_path_factory.mktemp("places")
    opened: list[Place] = []
    for number in range(4):
        store = Store(folder / f"{number}" / "ideabox.db", lambda: new_id(utc_now()))
        with contextlib.closing(store._writer.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA synchronous=OFF")  # what survives a power cut is not the question here
        me = Profile(person_id("Department", f"{number}"), f"{number}", "Leeds")
        opened.append(Place(Session(store, me, skills), folder / f"{number}"))
    yield opened
    for place in opened:
        place.store.close()


@contextlib.contextmanager
def _empty(places: Iterable[Place], how: How) -> Iterator[None]:
    """With empty stores, which take so many lines at a time."""
    for place in places:
        place.clear()
    with pytest.MonkeyPatch.context() as settings_of_the_store:
        settings_of_the_store.setattr(log, "CHUNK", how.at_once)
        yield


def _spread(places: Sequence[Place], spread: Spread) -> None:
    """Carry a history to the first three stores by its steps, then let each hear of all."""
    for step in spread.steps:
        match step:
            case Delivery(number, store):
                places[store].take(spread.packages[number], as_file=spread.how.as_files)
            case Forward(source, target):
                places[source].forward(places[target], as_file=spread.how.as_files)
    once = ((2, 1), (1, 0), (0, 1), (0, 2))
    # Of an event in two versions another may stand once names are gone, which only then is handed on.
    is_told_again = any(each.event.kind == "anonymised" for each in spread.history)
    for source, target in (*once, *(once if is_told_again else ())):
        places[source].forward(places[target], as_file=spread.how.as_files)


def _converges(places: Sequence[Place], spread: Spread) -> None:
    *scattered, whole = places
    with _empty(places, spread.how):
        _spread(scattered, spread)
    whole.take(in_order(spread.history), as_file=False)
    expected = whole.snapshot()
    assert expected.lines == standing(spread.history)
    for place in places:
        place.says(expected)
    scattered[0].says_when_rebuilt(expected)


def _follows_the_rules(places: Sequence[Place], doings: Doings) -> None:
    ledgers = [Ledger(), Ledger()]
    with _empty(places, doings.how):
        for step in doings.steps:
            _do(step, places, ledgers, as_files=doings.how.as_files)
    for place, ledger, whole in zip(places, ledgers, places[2:], strict=False):
        whole.take(in_order(ledger.lines()), as_file=False)
        expected = whole.snapshot()
        place.says(expected)
        place.says_when_rebuilt(expected)


def _do(step: Step, places: Sequence[Place], ledgers: Sequence[Ledger], *, as_files: bool) -> None:
    """One step, in the store and in the ledger that says what the store must hold."""
    match step:
        case Import(at, lines):
            ledgers[at].take(lines, places[at].take(lines, as_file=as_files))
        case HandOn(source):
            run, lines = places[source].forward(places[1 - source], as_file=as_files)
            ledgers[1 - source].take(lines, run)
            ledgers[source].mark_sent(places[source].mark_all_sent())
        case Record(at, happened):
            if not ledgers[at].knows(happened):
                places[at].record(happened)
                ledgers[at].take([happened], None)
        case Undo(at, which):
            if ledgers[at].open_runs:
                run = ledgers[at].open_runs[which % len(ledgers[at].open_runs)]
                undone = places[at].undo(run)
                expected = ledgers[at].undo(run)
                told = (set(undone.removed), set(undone.changed), set(undone.left))
                forgotten = ledgers[at].forgotten  # of these a store does not know any more who brought what
                assert [each - forgotten for each in told] == [each - forgotten for each in expected]


def _is_as_if_never_imported(places: Sequence[Place], regretted: Regretted) -> None:
    place, whole = places[:2]
    to_undo: list[tuple[int, int]] = []
    with _empty(places, regretted.how):
        for number, (lines, undone_after) in enumerate(regretted.imports):
            run = place.take(lines, as_file=regretted.how.as_files)
            if undone_after is not None:
                to_undo.append((number + undone_after, run))
            for due in [each for each in to_undo if each[0] <= number]:
                assert place.undo(due[1]).left == ()
                to_undo.remove(due)
    for _due, run in sorted(to_undo):
        assert place.undo(run).left == ()
    whole.take(in_order(regretted.kept), as_file=False)
    expected = whole.snapshot()
    place.says(expected)
    place.says_when_rebuilt(expected)


@SHORT
@given(spread=histories.spreads())
def test_any_way_of_spreading_a_history_ends_in_the_same_ideas(places: list[Place], spread: Spread) -> None:
    _converges(places, spread)


@pytest.mark.long
@pytest.mark.timeout(600)
@TEN_TIMES
@LONG
@given(spread=histories.spreads())
def test_a_thousand_ways_of_spreading_a_history_end_in_the_same_ideas(
    part: int, places: list[Place], spread: Spread
) -> None:
    _converges(places, spread)


@SHORT
@given(doings=histories.doings())
def test_what_is_imported_undone_recorded_and_sent_follows_the_rules(places: list[Place], doings: Doings) -> None:
    _follows_the_rules(places, doings)


@pytest.mark.long
@pytest.mark.timeout(600)
@TEN_TIMES
@LONG
@given(doings=histories.doings())
def test_a_thousand_courses_of_imports_and_undoing_follow_the_rules(
    part: int, places: list[Place], doings: Doings
) -> None:
    _follows_the_rules(places, doings)


@SHORT
@given(regretted=histories.regrets())
def test_a_store_whose_imports_are_undone_equals_one_that_never_had_them(
    places: list[Place], regretted: Regretted
) -> None:
    _is_as_if_never_imported(places, regretted)


@pytest.mark.long
@pytest.mark.timeout(600)
@TEN_TIMES
@LONG
@given(regretted=histories.regrets())
def test_a_thousand_undone_imports_leave_nothing(part: int, places: list[Place], regretted: Regretted) -> None:
    _is_as_if_never_imported(places, regretted)
