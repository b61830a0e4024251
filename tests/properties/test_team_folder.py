"""Whatever befalls a team folder and those who use it, in the end they all have the same, and all of it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ideabox.domain import tiers
from ideabox.domain.events import decode
from ideabox.domain.ids import person_id
from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills
from ideabox.exchange.package import Package
from ideabox.exchange.team_folder import INSIDE
from ideabox.store import log, pseudonyms
from ideabox.store.database import Store
from ideabox.usecases import syncing
from ideabox.usecases.session import Session, new_id, utc_now
from ideabox.usecases.syncing import Synced
from ideabox.usecases.wording import Wording
from tests.properties import histories
from tests.properties.histories import IDEAS, Line, standing
from tests.properties.test_convergence import AT, Place

STORES = 3
SHORT = settings(max_examples=10, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
LONG = settings(SHORT, max_examples=100, derandomize=False, print_blob=True)
TEN_TIMES = pytest.mark.parametrize("part", range(10))
ROUNDS = 12


class Record(msgspec.Struct, frozen=True):
    """Something happens at a store's own PC."""

    store: int
    lines: list[Line]


class Sync(msgspec.Struct, frozen=True):
    """A store exchanges with the folder."""

    store: int


class Befall(msgspec.Struct, frozen=True):
    """Something happens to one of the files in the folder."""

    what: str
    which: int


class BackUp(msgspec.Struct, frozen=True):
    """A copy of a store is put aside."""

    store: int


class Restore(msgspec.Struct, frozen=True):
    """A store becomes what it was when it was last put aside."""

    store: int


class Wait(msgspec.Struct, frozen=True):
    """Days go by, or clocks are set back."""

    days: int


Step = Record | Sync | Befall | BackUp | Restore | Wait


class Course(msgspec.Struct, frozen=True):
    """Steps one after the other; `nameless` are ideas that somebody at the first store had without a name."""

    steps: list[Step]
    nameless: frozenset[str]


_stores = st.integers(0, STORES - 1)
_fates = st.sampled_from(["vanish", "vanish", "return", "copy", "half", "whole", "junk", "touch"])


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Any course of things about one history."""
    history = draw(histories.histories())
    records = st.builds(Record, _stores, st.lists(st.sampled_from(history), min_size=1, max_size=6))
    step: st.SearchStrategy[Step] = st.one_of(
        records,
        records,
        st.builds(Sync, _stores),
        st.builds(Sync, _stores),
        st.builds(Sync, _stores),
        st.builds(Befall, _fates, st.integers(0, 30)),
        st.builds(Befall, _fates, st.integers(0, 30)),
        st.builds(BackUp, _stores),
        st.builds(Restore, _stores),
        st.builds(Wait, st.sampled_from([2, -3, 40])),
    )
    steps = draw(st.lists(step, min_size=6, max_size=30))
    return Course(steps, draw(st.frozensets(st.sampled_from(IDEAS), max_size=1)))


class Team:
    """Stores and the folder through which they exchange."""

    def __init__(self, folder: Path, empty: Path, skills: Skills, wording: Wording) -> None:
        self.folder, self._empty, self._skills, self._wording = folder, empty, skills, wording
        self.shared = folder / "shared"
        self.shared.mkdir(parents=True)
        self.limbo: dict[Path, bytes] = {}
        """What vanished or is there by halves: what it is when it is whole."""
        self.now = datetime(2026, 3, 3, 12, tzinfo=UTC)
        self.places = [self._open(number, empty) for number in range(STORES)]

    def close(self) -> None:
        for place in self.places:
            place.store.close()
        shutil.rmtree(self.folder)

    def _open(self, number: int, database: Path) -> Place:
        home = self.folder / f"{number}"
        home.mkdir(exist_ok=True)
        path = home / "ideabox.db"
        for old in home.glob("ideabox.db*"):
            old.unlink()
        shutil.copyfile(database, path)
        store = Store(path, lambda: new_id(utc_now()))
        raw = store._writer.raw_connection()
        raw.cursor().execute("PRAGMA synchronous=OFF")  # what survives a power cut is not the question here
        raw.close()
        me = Profile(person_id("Department", f"{number}"), f"{number}", "Leeds")
        return Place(Session(store, me, self._skills, lambda: self.now), home)

    def newcomer(self) -> Place:
        """Somebody who has just joined."""
        self.places.append(self._open(len(self.places), self._empty))
        return self.places[-1]

    def sync(self, place: Place) -> Synced:
        synced = syncing.sync(place.session, self.shared, self._wording, chosen=True, with_erasures=True)
        assert synced.not_written == ()
        return synced

    def files(self) -> list[Path]:
        """Every package in the folder."""
        return sorted(path for path in (self.shared / INSIDE).rglob("*.zip") if path not in self.limbo)

    def befall(self, what: str, which: int) -> None:
        """Something happens to a file, if there is one to which it can."""
        candidates = sorted(self.limbo) if what in ("return", "whole") else self.files()
        if not candidates:
            return
        path = candidates[which % len(candidates)]
        match what:
            case "vanish":
                self.limbo[path] = path.read_bytes()
                path.unlink()
            case "half" | "junk":
                self.limbo[path] = whole = path.read_bytes()
                path.write_bytes(whole[: len(whole) // 2] if what == "half" else bytes(len(whole)))
            case "return" | "whole":
                self._put_back(path)
            case "copy":
                shutil.copyfile(path, path.with_name(f"{path.stem} (Ann's conflicted copy {which}).zip"))
            case "touch":
                path.touch()

    def _put_back(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.limbo.pop(path))

    def do(self, step: Step) -> None:
        match step:
            case Record(store, lines):
                known = {line for each in self.places[store].all_lines().values() for line in each}
                for line in lines:
                    if line.written not in known:
                        self.places[store].record(line)
                        known.add(line.written)
            case Sync(store):
                self.sync(self.places[store])
            case Befall(what, which):
                self.befall(what, which)
            case BackUp(store):
                self._back_up(store)
            case Restore(store):
                copy = self.folder / f"{store}.copy"
                if copy.exists():
                    self.places[store].store.close()
                    self.places[store] = self._open(store, copy)
            case Wait(days):
                self.now += timedelta(days=days)

    def _back_up(self, store: int) -> None:
        place = self.places[store]
        place.store.close()
        shutil.copyfile(place.store.path, self.folder / f"{store}.copy")
        self.places[store] = self._open(store, self.folder / f"{store}.copy")

    def everything(self) -> list[Line]:
        """All that there is anywhere: in the stores, in the folder, and in files that are away."""
        found: set[bytes] = set()
        for place in self.places:  # in every version: another may stand once names are gone
            with place.store.read() as connection:
                found.update(log.all_lines(connection))
        for path in list(self.limbo):
            self._put_back(path)
        for path in self.files():
            with Package(path) as package:
                found.update(line for _number, line in package.lines())
        return [Line(decode(line), line) for line in found]

    def settle(self) -> int:
        """Exchange until nothing happens any more; returns after how many rounds."""
        for number in range(ROUNDS):
            if not any(bool(synced.taken or synced.written) for synced in map(self.sync, self.places)):
                return number
        raise AssertionError(f"they were not done after {ROUNDS} rounds")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with nothing in it, to be copied: that is quicker than to make one."""
    path = tmp_path_factory.mktemp("empty") / "ideabox.db"
    Store(path, lambda: new_id(utc_now())).close()
    return path


@pytest.fixture(autouse=True)
def tidy_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are put together as soon as there are two of about a size, so that it happens all the time."""
    monkeypatch.setattr(tiers, "FACTOR", 2)


@pytest.fixture(scope="module")
def team_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


def _converges(folder: Path, empty: Path, skills: Skills, wording: Wording, course: Course) -> None:
    team = Team(folder / "one", empty, skills, wording)
    try:
        with team.places[0].store.write() as connection:
            for idea in course.nameless:
                pseudonyms.remember(connection, idea, histories.PEOPLE[0]["person"])
        for step in course.steps:
            team.do(step)
        everything = team.everything()
        team.settle()
        team.newcomer()
        team.settle()
        whole = team.newcomer()
        with whole.store.write() as connection:
            log.append(connection, everything, "package", AT)
        expected = whole.snapshot()
        assert expected.lines == standing(everything)
        for place in team.places[:-1]:
            place.says(expected)
        _nothing_forgotten_is_left(team, everything)
    finally:
        team.close()


def _nothing_forgotten_is_left(team: Team, everything: list[Line]) -> None:
    """The files of stores that are at work hold nothing of erased ideas, and no names that were taken off; files that
    were copied or left by stores that are no more, nobody touches."""
    erased = {event.idea for event, _line in everything if event.kind == "erased"}
    taking_off = [each for each in everything if each.event.kind == "anonymised" and each.event.idea not in erased]
    for place in team.places:
        for path in (team.shared / INSIDE / place.store.identity()).glob("*.ideabox.zip"):
            with Package(path) as package:
                said = {decode(line).idea for _number, line in package.lines() if decode(line).kind != "erased"}
                lines = [Line(decode(line), line) for _number, line in package.lines()]
            assert not said & erased
            kept = [each for each in lines if each.event.kind != "erased"]
            assert histories.without_names([*taking_off, *kept])[len(taking_off) :] == kept


@SHORT
@given(course=courses())
def test_any_course_of_things_ends_in_the_same_ideas(
    empty: Path, team_folder: Path, skills: Skills, wording: Wording, course: Course
) -> None:
    _converges(team_folder, empty, skills, wording, course)


@pytest.mark.long
@pytest.mark.timeout(900)
@TEN_TIMES
@LONG
@given(course=courses())
def test_a_thousand_courses_of_things_end_in_the_same_ideas(
    part: int, empty: Path, team_folder: Path, skills: Skills, wording: Wording, course: Course
) -> None:
    _converges(team_folder, empty, skills, wording, course)
