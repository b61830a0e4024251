"""The budgets of the store beside their floors: `python -m tests.benchmarks.budgets [--ideas N] [--keep DIR]`.

Makes a store of N ideas (always the same ones), and another of a tenth of them. Each thing that has a budget is done
in turn with the same thing done by the sqlite3 module alone, on the same file, so that a busy moment meets both; what
is written is written by it to the tables of a plain program, without what makes a store one. Prints
a table and a line of JSON; a line over its budget is marked, and makes the exit status 1. The budgets of the window
have benchmarks of their own: `start_against_floor`, `import_in_window` and `long_list`.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ideabox.app.workplace import Workplace
from ideabox.domain.idea import Status
from ideabox.domain.searching import parse
from ideabox.store import queries, search, statements
from ideabox.store.queries import Filter, IdeaRow
from ideabox.store.sqlite import WAL_IS_SAFE
from ideabox.store.statements import ORDERS, Order
from ideabox.usecases import ideas, parcels, reading
from ideabox.usecases.importing import import_file
from ideabox.usecases.session import Session
from tests.benchmarks.many_ideas import home_with

try:
    import pysqlite3 as driver
except ImportError:  # no wheel for this machine
    import sqlite3 as driver

SHOWN = 50
"""How many ideas a page has."""
QUERIES = 200
SAVES = 60
MOST_IMPORTED = 100_000
"""Of a larger store its tenth is imported, or it would take too long."""
SEED = 5


class Line(msgspec.Struct, frozen=True):
    """One budget: what the floor and what the program took, and how many times the floor it may be.

    `unit` names what the figures are in; `within` is a bound on the 95th percentile whatever the floor, in the same.
    """

    what: str
    floor: float
    ours: float
    p95: float
    times: float
    unit: str = "ms"
    within: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def is_kept(self) -> bool:
        return self.ratio <= self.times and (self.within is None or self.p95 <= self.within)


class Bench:
    """A store, and the same file open to the sqlite3 module."""

    def __init__(self, home: Path) -> None:
        self.workplace = Workplace(home, user="lead")
        self.session: Session = self.workplace.session
        self.plain = driver.connect(str(self.workplace.places.database), isolation_level=None)
        self.plain.execute("PRAGMA cache_size=-16384")
        self.plain.execute("PRAGMA query_only=ON")
        self.words = self._drawn()

    def close(self) -> None:
        self.plain.close()
        self.workplace.close()

    def _drawn(self) -> list[str]:
        """Words as often as they come in ideas, the commonest among them."""
        chance = random.Random(SEED)
        (last,) = self.plain.execute("SELECT max(pk) FROM idea").fetchone()
        drawn: list[str] = []
        while len(drawn) < 2 * QUERIES:
            row = self.plain.execute("SELECT problem FROM idea WHERE pk >= ?", (chance.randrange(last),)).fetchone()
            drawn.append(chance.choice(row[0].lower().rstrip(".").split()))
        return drawn


def in_turn(floor: Callable[[int], Any], ours: Callable[[int], Any], times: int) -> tuple[float, float, float]:
    """Medians in milliseconds of both, done one after the other, and the 95th percentile of ours."""
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(times):
        for work, taken in zip((floor, ours), took, strict=True):
            started = time.perf_counter()
            work(number)
            taken.append((time.perf_counter() - started) * 1000)
    taken = sorted(took[1])
    return statistics.median(took[0]), statistics.median(taken), taken[int(len(taken) * 0.95)]


def searching(bench: Bench, count: int) -> Iterator[Line]:
    """The first page while somebody types: one word, its beginning, two words, and the same narrowed down."""
    words = bench.words
    typed: dict[str, Callable[[int], str]] = {
        "one word": lambda n: words[n],
        "its first three letters": lambda n: words[n][:3],
        "two words": lambda n: f"{words[n]} {words[QUERIES + n]}",
    }
    bound = 16.0 if count <= 100_000 else None
    for what, of in typed.items():
        questions = [of(n) for n in range(QUERIES)]
        yield Line(f"first page, {what}", *_searched(bench, questions, None), 2.0, within=bound)
    yield Line("first page, one word, waiting", *_searched(bench, words[:QUERIES], "waiting"), 2.0)


def _searched(bench: Bench, questions: Sequence[str], status: Status | None) -> tuple[float, float, float]:
    """The same full-text question, put to both."""
    with bench.session.store.read() as connection:
        expressions = [search.expression(connection, parse(typed)) for typed in questions]
    columns = ", ".join(f"idea.{name}" for name in statements.FIELDS)
    more = f" AND +idea.status = '{status}'" if status else ""
    text = (
        f"SELECT {columns} FROM idea_fts JOIN idea ON idea.pk = idea_fts.rowid WHERE idea_fts MATCH ?{more}"
        f" ORDER BY idea_fts.rowid DESC LIMIT {SHOWN}"
    )
    return in_turn(
        lambda n: bench.plain.execute(text, (expressions[n],)).fetchall(),
        lambda n: reading.first(bench.session, Filter(search=questions[n], status=status), "newest", SHOWN),
        len(questions),
    )


_SQL_OF_ORDERS: dict[Order, tuple[str, bool]] = {
    "newest": ("pk", True),
    "oldest": ("pk", False),
    "changed": ("changed_at", True),
    "supporters": ("supporters", True),
    "title": ("lower(title)", False),
    "waiting": ("CASE WHEN (seen_at < submitted_at) THEN seen_at ELSE submitted_at END", False),
}
"""What each order is kept by, and whether the highest comes first."""


def browsing(bench: Bench) -> Iterator[Line]:
    """The next page from anywhere in the list, in every order."""
    chance = random.Random(SEED)
    with bench.session.store.read() as connection:
        every = queries.keys(connection, Filter())
        places = list(queries.by_keys(connection, chance.sample(list(every), QUERIES)).values())
    for order in _SQL_OF_ORDERS:
        plain = _plain_page(bench, places, order)

        def page(n: int, order: Order = order) -> None:
            with bench.session.store.read() as connection:
                queries.page(connection, Filter(), places[n], SHOWN, order)

        floor, ours, p95 = in_turn(plain, page, QUERIES)
        yield Line(f"next page, {order}", floor, ours, p95, 2.0)


def _plain_page(bench: Bench, places: Sequence[IdeaRow], order: Order) -> Callable[[int], None]:
    """The next page by the same index: what is level with the last idea, then what comes beyond it."""
    by, falls = _SQL_OF_ORDERS[order]
    way, beyond = ("DESC", "<") if falls else ("ASC", ">")
    mark = "lower(:mark)" if order == "title" else ":mark"
    start = f"SELECT {', '.join(statements.FIELDS)} FROM idea WHERE status != 'erased' AND"
    level = f"{start} {by} = {mark} AND pk {beyond} :pk ORDER BY pk {way} LIMIT :most"
    later = f"{start} {by} {beyond} {mark} ORDER BY {by} {way}, pk {way} LIMIT :most"

    def page(n: int) -> None:
        values: dict[str, Any] = {"mark": getattr(places[n], ORDERS[order].of), "most": SHOWN}
        found = [] if by == "pk" else bench.plain.execute(level, values | {"pk": places[n].pk}).fetchall()
        if len(found) < SHOWN:
            bench.plain.execute(later, values | {"most": SHOWN - len(found)}).fetchall()

    return page


def growing(small: Bench, large: Bench) -> Iterator[Line]:
    """What ten times the ideas cost: the first page, and one word."""
    floor, ours, p95 = in_turn(
        lambda _n: reading.first(small.session, Filter(), "newest", SHOWN),
        lambda _n: reading.first(large.session, Filter(), "newest", SHOWN),
        QUERIES,
    )
    yield Line("ten times the ideas, first page", floor, ours, p95, 1.2)
    floor, ours, p95 = in_turn(
        lambda n: reading.first(small.session, Filter(search=small.words[n]), "newest", SHOWN),
        lambda n: reading.first(large.session, Filter(search=small.words[n]), "newest", SHOWN),
        QUERIES,
    )
    yield Line("ten times the ideas, one word", floor, ours, p95, 1.2)


_PLAIN_STORE = """
CREATE TABLE event (
    id BLOB PRIMARY KEY, idea BLOB, clock INT, at TEXT, who TEXT, kind TEXT, body TEXT
) WITHOUT ROWID;
CREATE INDEX event_idea ON event (idea);
CREATE TABLE idea (
    pk INTEGER PRIMARY KEY, id BLOB UNIQUE, title TEXT, problem TEXT, proposal TEXT, office TEXT, status TEXT,
    submitted TEXT
);
CREATE INDEX idea_status ON idea (status, submitted, pk);
CREATE VIRTUAL TABLE idea_fts USING fts5(
    title, problem, proposal, content='idea', content_rowid='pk', prefix='2 3',
    tokenize='porter unicode61 remove_diacritics 2'
);
"""
_INSERT_EVENT = "INSERT INTO event VALUES (?, ?, 1, '', '', ?, ?)"
_INSERT_IDEA = "INSERT INTO idea (id, title, problem, proposal, office, status, submitted) VALUES (?, ?, ?, ?, ?, ?, ?)"
_INDEX_ALL = "INSERT INTO idea_fts (rowid, title, problem, proposal) SELECT pk, title, problem, proposal FROM idea"
_INDEX_ONE = "INSERT INTO idea_fts (rowid, title, problem, proposal) VALUES (?, ?, ?, ?)"


def _plain_store(place: Path) -> Any:
    connection = driver.connect(str(place / "floor.db"), isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'TRUNCATE'}")
    connection.execute("PRAGMA synchronous=FULL")
    connection.executescript(_PLAIN_STORE)
    return connection


def importing(bench: Bench) -> Iterator[Line]:
    """All of a store taken in from a package, against its events and ideas inserted and their text indexed."""
    with tempfile.TemporaryDirectory(prefix="ideabox-benchmark-") as folder:
        place = Path(folder)
        path = _packed(bench, place)
        floor = _inserted(bench, place)
        taking = Workplace(place / "ideabox", user="lead")
        started = time.perf_counter()
        imported = import_file(taking.session, path, {})
        ours = time.perf_counter() - started
        taking.close()
    yield Line(f"import of {len(imported.new):,} ideas", floor, ours, ours, 2.0, unit="s")


def _packed(bench: Bench, place: Path) -> Path:
    with bench.session.store.read() as connection:
        every = [row.id for row in queries.pages(connection, Filter())]
        return parcels.pack(bench.session, connection, place, every, "batch", bench.workplace.wording).path


def _inserted(bench: Bench, place: Path) -> float:
    events = bench.plain.execute("SELECT id, idea, kind, line FROM event ORDER BY pk").fetchall()
    texts = "SELECT id, title, problem, proposal, office, status, submitted_at FROM idea ORDER BY pk"
    rows = bench.plain.execute(texts).fetchall()
    connection = _plain_store(place)
    started = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT_EVENT, events)
    connection.executemany(_INSERT_IDEA, rows)
    connection.execute(_INDEX_ALL)
    connection.execute("COMMIT")
    took = time.perf_counter() - started
    connection.close()
    return took


def saving(bench: Bench) -> Iterator[Line]:
    """An idea submitted and on disk, against one commit of rows of the same sizes."""
    texts = [row.problem for row in reading.first(bench.session, Filter(), "newest", SAVES)]
    with tempfile.TemporaryDirectory(prefix="ideabox-benchmark-") as folder:
        connection = _plain_store(Path(folder))
        saver = Workplace(Path(folder) / "ideabox", user="ann")

        def plain(n: int) -> None:
            row = (os.urandom(16), texts[n][:80], texts[n], texts[n], "Leeds", "waiting", "2026-11-23T09:30:00.000Z")
            connection.execute("BEGIN IMMEDIATE")
            line = json.dumps([str(part) for part in row])
            connection.execute(_INSERT_EVENT, (os.urandom(16), row[0], "submitted", line))
            pk = connection.execute(_INSERT_IDEA, row).lastrowid
            connection.execute(_INDEX_ONE, (pk, *row[1:4]))
            connection.execute("COMMIT")

        floor, ours, p95 = in_turn(
            plain, lambda n: ideas.submit(saver.session, texts[n][:80], texts[n], texts[n]), SAVES
        )
        connection.close()
        saver.close()
    yield Line("a save, on disk", floor, ours, p95, 2.0)


def main() -> int:
    """Measure everything once; exit status 1 if a budget is not kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--ideas", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="keep the stores in this folder, and use those that are here")
    options = parser.parse_args()
    started = time.perf_counter()
    gc.freeze()  # as the program does
    gc.set_threshold(20_000, 20, 50)
    with tempfile.TemporaryDirectory(prefix="ideabox-benchmark-") as throw_away:
        folder = options.keep or Path(throw_away)
        small, large = (Bench(home_with(folder, count)) for count in (options.ideas // 10, options.ideas))
        lines: list[Line] = []
        try:
            for line in itertools.chain(
                searching(large, options.ideas), browsing(large), growing(small, large), saving(large),
                importing(large if options.ideas <= MOST_IMPORTED else small),
            ):  # fmt: skip
                lines.append(line)
                print_line(line)
        finally:
            small.close()
            large.close()
    figures = [msgspec.structs.asdict(line) | {"ratio": line.ratio, "kept": line.is_kept} for line in lines]
    print(json.dumps({"ideas": options.ideas, "seconds": round(time.perf_counter() - started), "lines": figures}))
    return int(not all(line.is_kept for line in lines))


def print_line(line: Line) -> None:
    """Print a budget as a row of the table."""
    bound = "" if line.within is None else f"  p95 within {line.within:g} {line.unit}"
    print(
        f"{line.what:34}{line.floor:10.3f}{line.ours:10.3f} {line.unit:2}  {line.ratio:5.2f} of {line.times:g}"
        f"   p95 {line.p95:8.3f}{bound}{'' if line.is_kept else '   OVER'}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
