"""A department that exchanges by files alone: offices with team folders, a digital lead, and a post that loses things.

usage: python -m tests.benchmarks.department [--offices 640] [--ideas 100000] [--pcs 3] [--rounds 3] [--seed N]
                                             [--files 10000] [--keep DIR]

In each office advisers log ideas (one in ten without a name), support and comment; the manager answers and batches
them; the lead imports the batches, takes ideas forward and sends the outcomes back, to each office its own. Between
exchanges files of the team folders vanish and come back, arrive by halves, and are copied under other names; what goes
by post is delayed, delivered twice and out of order. In the end everything that was lost is found. Then

- all PCs of an office hold the same events and show the same ideas;
- wherever two stores of the department hold the same events of an idea and its group, they show it alike;
- nothing that anybody did is missing.

Then follow what it cost, and an exchange with nothing new with so many files in one folder. Nothing waits for the disk
(`synchronous=OFF`, no fsync): what survives a power cut is not the question here.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import itertools
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from unittest import mock

import msgspec
import sqlalchemy as sa

from ideabox.app.resources import resources
from ideabox.domain.events import Submitted
from ideabox.domain.ids import person_id
from ideabox.domain.people import Profile
from ideabox.domain.problems import Refusal
from ideabox.domain.skills import Skills, load_framework
from ideabox.exchange.team_folder import INSIDE, NAMELESS
from ideabox.store import projection, queries, schema
from ideabox.store.database import Store
from ideabox.store.queries import Filter
from ideabox.usecases import batching, ideas, importing, reviewing, sending, syncing
from ideabox.usecases.session import Session, new_id, utc_now
from ideabox.usecases.wording import Wording, load_wording
from tests.benchmarks.many_ideas import DECISIONS, ManyIdeas

PHASES = ("discovery", "alpha", "beta", "live", "stopped")


class Office:
    """An office: its PCs, of which the last is the manager's, its team folder, and what is lost of it just now."""

    def __init__(self, folder: Path, number: int, pcs: int) -> None:
        self.name = f"Office {number}"
        self.folder = folder / f"office-{number}"
        self.team = self.folder / "team"
        self.team.mkdir(parents=True)
        self.homes = [self.folder / f"pc-{pc}" / "ideabox.db" for pc in range(pcs)]
        self.limbo: dict[Path, bytes] = {}
        self.mail: list[Path] = []
        self.batches = itertools.count(1)

    def files(self) -> list[Path]:
        inside = self.team / INSIDE
        return sorted(path for path in inside.glob("*/*.zip") if path not in self.limbo)


class Department:
    """Everybody, and the post between them."""

    def __init__(self, folder: Path, options: argparse.Namespace, skills: Skills, wording: Wording) -> None:
        self.folder, self.options, self.skills, self.wording = folder, options, skills, wording
        self.chance = random.Random(options.seed)
        self.offices = [Office(folder, number, options.pcs) for number in range(options.offices)]
        self.lead = folder / "lead" / "ideabox.db"
        self.post: list[tuple[Office | None, Path]] = []
        """What is on its way: to an office, or to the lead."""
        self.did = Counter[str]()
        self.befell = Counter[str]()
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._submissions = (
            event.body for event, _line in ManyIdeas(skills, options.ideas, options.seed).lines()
            if isinstance(event.body, Submitted)
        )  # fmt: skip
        self._empty = folder / "empty.db"
        Store(self._empty, lambda: new_id(utc_now())).close()

    def open(self, path: Path, name: str, office: str, role: str) -> Session:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self._empty, path)
        store = Store(path, lambda: new_id(utc_now()))
        with contextlib.closing(store._writer.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA synchronous=OFF")
        return Session(store, Profile(person_id("Department", name), name, office, "", role), self.skills)

    def live(self) -> None:
        """Days of work, in all offices and at the lead's."""
        share = self.options.ideas / self.options.offices / self.options.rounds
        for day in range(self.options.rounds):
            for number, office in enumerate(self.offices):
                upto = round((number + 1) * share) - round(number * share)
                self._day_at(office, upto, day)
                _tell(f"day {day + 1} of {self.options.rounds}, office {number + 1} of {len(self.offices)}")
            self._day_of_lead()

    def _day_at(self, office: Office, count: int, day: int) -> None:
        sessions = self._open_all(office)
        try:
            for session in sessions[:-1]:
                self._advise(session, count // (len(sessions) - 1))
                self._sync(office, session)
                self._befall(office)
            self._advise(sessions[0], count - count // (len(sessions) - 1) * (len(sessions) - 1))
            self._take_mail(office, sessions[-1])
            self._manage(office, sessions[-1], day)
            for session in self.chance.sample(sessions, len(sessions)):
                if self.chance.random() < 0.7:
                    self._sync(office, session)
                    self._befall(office)
        finally:
            for session in sessions:
                session.store.close()

    def _open_all(self, office: Office) -> list[Session]:
        last = len(office.homes) - 1
        return [
            self.open(path, f"{office.name} {number}", office.name, "manager" if number == last else "adviser")
            for number, path in enumerate(office.homes)
        ]

    def _advise(self, session: Session, count: int) -> None:
        started = time.process_time()
        for body in itertools.islice(self._submissions, count):
            tags = [tag.code for tag in body.skills]
            nameless = self.chance.random() < 0.1
            ideas.submit(
                session, body.title, body.problem, body.proposal, tags, body.barriers, anonymous=nameless
            )  # fmt: skip
            self.did["nameless ideas" if nameless else "ideas"] += 1
        with session.store.read() as connection:
            known = [row.id for row in queries.page(connection, Filter(), limit=40)]
        for idea in self.chance.sample(known, min(len(known), count // 5)):
            if self.chance.random() < 0.7:
                self._perhaps("supports", lambda idea=idea: ideas.support(session, idea))
            else:
                self._perhaps("comments", lambda idea=idea: ideas.comment(session, idea, "We see this too."))
        self.spent["logging"] += time.process_time() - started

    def _manage(self, office: Office, manager: Session, day: int) -> None:
        with manager.store.read() as connection:
            waiting = [row.id for row in queries.pages(connection, Filter(status="waiting"))]
        for idea in waiting:
            if self.chance.random() < 0.6:
                decision = self.chance.choice(DECISIONS)
                self._perhaps("reviews", lambda i=idea, d=decision: reviewing.review(manager, i, d, "Because of that."))
        if len(waiting) > 1 and self.chance.random() < 0.5:
            one, other = self.chance.sample(waiting, 2)
            self._perhaps("joins", lambda: ideas.join(manager, one, other))
        try:
            name = f"{office.name}, {next(office.batches)}"
            made = batching.batch(manager, name, self.folder / "post", self.wording)
        except Refusal:
            return
        self._mail(None, (parcel.path for parcel in made.parcels))

    def _perhaps(self, what: str, act: object) -> None:
        try:
            act()  # type: ignore[operator]
        except Refusal:  # somebody was faster, or it is one's own
            return
        self.did[what] += 1

    def _mail(self, to: Office | None, paths: Iterable[Path]) -> None:
        self.post += [(to, path) for path in paths for _ in range(self.chance.choice((1, 1, 1, 2)))]

    def _day_of_lead(self) -> None:
        lead = self.open(self.lead, "lead", "Head office", "lead")
        try:
            self._deliver(lead, 0.7)
            with lead.store.read() as connection:
                put_forward = [row.id for row in queries.pages(connection, Filter(status="with-lead"))]
            for idea in put_forward:
                if self.chance.random() < 0.5:
                    phase = self.chance.choice(PHASES)
                    self._perhaps("outcomes", lambda i=idea, p=phase: reviewing.progress(lead, i, p, "So it goes."))
            by_name = {office.name: office for office in self.offices}
            for parcel in sending.send(lead, self.folder / "post", self.wording, per_office=True):
                self._mail(by_name.get(parcel.office), [parcel.path])
        finally:
            lead.store.close()

    def _deliver(self, lead: Session, likely: float) -> None:
        """Some of the post arrives, in no order."""
        self.chance.shuffle(self.post)
        late: list[tuple[Office | None, Path]] = []
        for to, path in self.post:
            if self.chance.random() > likely:
                late.append((to, path))
            elif to is None:
                started = time.process_time()
                importing.import_file(lead, path, {})
                self.spent["the lead's imports"] += time.process_time() - started
            else:
                to.mail.append(path)
        self.post = late

    def _take_mail(self, office: Office, manager: Session) -> None:
        for path in office.mail:
            importing.import_file(manager, path, {})
        office.mail = []

    def _sync(self, office: Office, session: Session) -> bool:
        started = time.process_time()
        synced = syncing.sync(session, office.team, self.wording, chosen=True)
        self.spent["exchanging"] += time.process_time() - started
        self.did["exchanges"] += 1
        return bool(synced.taken or synced.written)

    def _befall(self, office: Office) -> None:
        """Something happens to the folder, or is put right."""
        files = office.files()
        if office.limbo and self.chance.random() < 0.5:
            self._find(office, self.chance.choice(sorted(office.limbo)))
        if not files or self.chance.random() < 0.4:
            return
        path = self.chance.choice(files)
        what = self.chance.choice(("vanished", "arrived by halves", "copied"))
        self.befell[what] += 1
        if what == "copied":
            shutil.copyfile(path, path.with_name(f"{path.stem} (conflicted copy {self.befell[what]}).zip"))
            return
        office.limbo[path] = whole = path.read_bytes()
        if what == "vanished":
            path.unlink()
        else:
            path.write_bytes(whole[: len(whole) // 2])

    def _find(self, office: Office, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(office.limbo.pop(path))

    def come_together(self) -> int:
        """Everything that is lost is found, and everybody exchanges until there is nothing more; returns the rounds."""
        most = 0
        lead = self.open(self.lead, "lead", "Head office", "lead")
        self._deliver(lead, 1.0)
        lead.store.close()
        for number, office in enumerate(self.offices):
            for path in list(office.limbo):
                self._find(office, path)
            sessions = self._open_all(office)
            self._take_mail(office, sessions[-1])
            for rounds in itertools.count(1):
                if sum(self._sync(office, session) for session in sessions) == 0:
                    break
                assert rounds < 10, f"{office.name} does not come to rest"
            most = max(most, rounds)
            for session in sessions:
                session.store.close()
            _tell(f"the rest, office {number + 1} of {len(self.offices)}")
        return most

    def compare(self) -> tuple[int, int]:
        """All stores that have seen the same show the same; returns how many comparisons were made, and all ideas."""
        views: dict[bytes, bytes] = {}
        compared = 0
        everywhere: set[str] = set()
        for office in self.offices:
            whole: set[bytes] = set()
            for path in office.homes:
                shown = dict(self._views(path, everywhere))
                whole.add(_digest(sorted([*shown, *shown.values()])))
                for key, row in shown.items():
                    compared += key in views
                    assert views.setdefault(key, row) == row, "the same events, shown otherwise"
            assert len(whole) == 1, f"the PCs of {office.name} differ"
        for key, row in self._views(self.lead, everywhere):
            compared += key in views
            assert views.setdefault(key, row) == row, "the same events, shown otherwise by the lead"
        wanted = self.did["ideas"] + self.did["nameless ideas"]
        assert len(everywhere) == wanted, f"{wanted} were logged, {len(everywhere)} are there"
        return compared, wanted

    def _views(self, path: Path, everywhere: set[str]) -> Iterator[tuple[bytes, bytes]]:
        """Each idea of a store: by all that is known of its group, how it is shown."""
        session = self.open(path, "reader", "", "lead")
        with session.store.read() as connection:
            events: dict[str, list[bytes]] = {}
            for of, digest in connection.execute(sa.select(schema.event.c.idea, schema.event.c.digest)):
                events.setdefault(of, []).append(digest)
            rows = [dict(row) for row in connection.execute(sa.select(schema.idea)).mappings()]
        session.store.close()
        groups: dict[str, list[bytes]] = {}
        for row in rows:
            groups.setdefault(row["root"], []).extend(events[row["id"]])
        keys = {root: _digest(sorted(digests)) for root, digests in groups.items()}
        for row in rows:
            everywhere.add(row["id"])
            shown = {name: value for name, value in row.items() if name not in projection.OWN_COLUMNS}
            yield _digest([row["id"].encode(), keys[row["root"]]]), _digest([msgspec.json.encode(shown)])

    def report(self) -> None:
        """What is in the folders."""
        sizes = [path.stat().st_size for office in self.offices for path in office.files()]
        own = Counter(path.parent for office in self.offices for path in office.files())
        stores = [count for folder, count in own.items() if folder.name != NAMELESS]
        nameless = sum(count for folder, count in own.items() if folder.name == NAMELESS)
        count = self.did["ideas"] + self.did["nameless ideas"]
        print(f"in the folders: {sum(sizes) / count:,.0f} bytes an idea, {len(sizes):,} files")
        print(
            f"files a store: median {statistics.median(stores):.0f}, most {max(stores)}; nameless ideas' {nameless:,}"
        )


def _digest(parts: Iterable[bytes]) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def nothing_new(department: Department, files: int) -> None:
    """The cost of an exchange with nothing new where there are so many files in the folder."""
    team = department.folder / "many"
    team.mkdir()
    writer = department.open(department.folder / "writer.db", "writer", "Leeds", "adviser")
    reader = department.open(department.folder / "reader.db", "reader", "Leeds", "adviser")
    syncing.sync(writer, team, department.wording)
    for number in range(files):
        ideas.submit(writer, f"Idea {number}", "P", "S", anonymous=True)
        if number % 100 == 0:
            _tell(f"{number} of {files} files")
    syncing.sync(writer, team, department.wording)
    started = time.process_time()
    syncing.sync(reader, team, department.wording)
    print(
        f"\nfirst exchange with {files:,} files: {(time.process_time() - started) / files * 1000:.1f} ms of CPU a file"
    )
    for name, session in (("who wrote them", writer), ("who read them", reader)):
        walls, cpus = [], []
        for _ in range(9):
            wall, cpu = time.perf_counter(), time.process_time()
            synced = syncing.sync(session, team, department.wording)
            walls.append(time.perf_counter() - wall)
            cpus.append(time.process_time() - cpu)
            assert len(synced.taken) + len(synced.written) == 0
        print(
            f"nothing new, {files:,} files, {name}: median {statistics.median(walls) * 1000:.0f} ms,"
            f" {statistics.median(cpus) * 1000:.0f} ms of CPU"
        )
        session.store.close()


def _tell(words: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{words:<70}")


def simulate(folder: Path, options: argparse.Namespace) -> None:
    """Let a department live in a folder, and see whether all agree."""
    skills = Skills(load_framework(path.read_bytes()) for path in sorted((resources() / "skills").glob("*.json")))
    wording = load_wording(path.read_bytes() for path in sorted((resources() / "i18n" / "en").glob("*.json")))
    print(f"seed {options.seed}: offices {options.offices}, PCs in each {options.pcs}, ideas {options.ideas:,}")
    started, cpu = time.monotonic(), time.process_time()
    with mock.patch.object(os, "fsync", _do_not_wait):
        department = Department(folder, options, skills, wording)
        department.live()
        rounds = department.come_together()
    compared, count = department.compare()
    print(f"\nall agree: {count:,} ideas, {compared:,} comparisons; at rest after {rounds} rounds")
    print("done: " + ", ".join(f"{what} {much:,}" for what, much in sorted(department.did.items())))
    print("befell files: " + ", ".join(f"{what} {much:,}" for what, much in sorted(department.befell.items())))
    department.report()
    spent = ", ".join(f"{what} {much:.0f} s" for what, much in sorted(department.spent.items()))
    print(f"CPU {time.process_time() - cpu:,.0f} s ({spent}), wall {time.monotonic() - started:,.0f} s")
    exchanges = department.did["exchanges"]
    print(f"an exchange: {department.spent['exchanging'] / exchanges * 1000:.1f} ms of CPU on average")
    if options.files:
        with mock.patch.object(os, "fsync", _do_not_wait):
            nothing_new(department, options.files)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def parser() -> argparse.ArgumentParser:
    """The options, with those of the whole department as defaults."""
    made = argparse.ArgumentParser(description="Let a department exchange by files, and see whether all agree.")
    made.add_argument("--offices", type=int, default=640)
    made.add_argument("--ideas", type=int, default=100_000)
    made.add_argument("--pcs", type=int, default=3)
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--files", type=int, default=10_000)
    made.add_argument("--seed", type=int, default=random.randrange(10**9))
    made.add_argument("--keep", type=Path)
    return made


def main() -> None:
    """Run it in a throw-away place, or where it is kept."""
    options = parser().parse_args()
    if options.keep:
        options.keep.mkdir(parents=True)
        simulate(options.keep, options)
        return
    with tempfile.TemporaryDirectory() as folder:
        simulate(Path(folder), options)


def _do_not_wait(_file: int) -> None:
    """In place of `os.fsync`."""


if __name__ == "__main__":
    main()
