"""Searching and browsing beside SQLite alone: `python -m tests.benchmarks.searching [--ideas N] [--in FOLDER]`.

On an installation of so many ideas, made once and kept in FOLDER if that is given. Each question is asked in turn of
the store, as the window asks it, and of the driver, as the least SQL that gives the same columns of the same rows.
Prints both, p50 and p95, and a line of JSON: milliseconds of the processor's time, which no other program disturbs.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

from ideabox.app.workplace import Workplace
from ideabox.domain.word_forms import stem
from ideabox.store import queries
from ideabox.store.queries import Filter, Sort
from ideabox.store.statements import FIELDS, ORDERS, Order
from ideabox.usecases import reading
from ideabox.usecases.session import Session
from tests.benchmarks.many_ideas import SEED, home_with, vocabulary

try:
    import pysqlite3 as driver
except ImportError:  # no wheel for this machine
    import sqlite3 as driver

PAGE = 50
TIMES, LONG_TIMES, KEYSTROKES = 60, 5, 5_000
COLUMNS = ", ".join(f"i.{name}" for name in FIELDS)
FOUND = f"SELECT {COLUMNS} FROM idea_fts f JOIN idea i ON i.pk = f.rowid WHERE idea_fts MATCH ?"
NEWEST = f"ORDER BY f.rowid DESC LIMIT {PAGE}"
WAIT = "CASE WHEN seen_at < submitted_at THEN seen_at ELSE submitted_at END"
KEYS: dict[Order, tuple[str, str]] = {
    "changed": ("changed_at", "<"),
    "supporters": ("supporters", "<"),
    "title": ("lower(title)", ">"),
    "waiting": (WAIT, ">"),
}
Ask = Callable[[int], Any]


class Line:
    """One question, asked of the store and of SQLite alone."""

    def __init__(self, name: str, ours: Ask, floor: Ask, times: int = TIMES) -> None:
        self.name, self.times = name, times
        self._ask = {"ideabox": ours, "sqlite": floor}
        self.took: dict[str, list[float]] = {"ideabox": [], "sqlite": []}

    def run(self) -> None:
        """Ask so many times, each in turn."""
        for number in range(self.times):
            for who, ask in self._ask.items():
                started = time.thread_time()
                ask(number)
                self.took[who].append((time.thread_time() - started) * 1000)

    def figures(self) -> dict[str, float]:
        """The medians and 95th percentiles in milliseconds, and the one median by the other."""
        found = {}
        for who, took in self.took.items():
            found[f"{who}_p50"] = statistics.median(took)
            found[f"{who}_p95"] = sorted(took)[int(len(took) * 0.95)]
        return found | {"ratio": found["ideabox_p50"] / found["sqlite_p50"]}


def asking(ask: Callable[[str], Any], words: list[str]) -> Ask:
    """The same question about one word after the other."""
    return lambda number: ask(words[number % len(words)])


def filtered(session: Session, wanted: Filter) -> Ask:
    """The first page of a filter."""
    return lambda _number: reading.first(session, wanted, "newest", PAGE)


def floor_of(plain: Any, where: str, order: str) -> Ask:
    """The same through the driver."""
    return lambda _number: plain.execute(f"SELECT {COLUMNS} FROM idea i WHERE {where} {order}").fetchall()


def lines(session: Session, plain: Any) -> Iterator[Line]:
    """The questions."""
    words, _often = vocabulary(random.Random(SEED))
    common, rarer = [w for w in words[:60] if len(w) > 3], words[200:4_000:37]
    mixed = [word for pair in zip(common, rarer, strict=False) for word in pair]

    def first(search: str = "", sort: Sort = "newest", **wanted: Any) -> Any:
        return reading.first(session, Filter(search=search, **wanted), sort, PAGE)

    def all_of(sql: str, *values: Any) -> Any:
        return plain.execute(sql, values).fetchall()

    def of(choices: list[str], number: int) -> str:
        return choices[number % len(choices)]

    def word(sought: str) -> Any:
        return all_of(f"{FOUND} {NEWEST}", f'"{sought}"')

    def beginning(sought: str) -> Any:
        return all_of(f"{FOUND} {NEWEST}", f'"{sought}"*')

    for name, words in (("one word", mixed), ("a common word", common)):
        yield Line(name, asking(first, [f"{each} " for each in words]), asking(word, words))
    for letters in (1, 2, 3, 4, 5, 6):
        begun = [each[:letters] for each in mixed]
        times = TIMES if letters in {2, 3} else TIMES // 3
        yield Line(f"the first {letters} letters", asking(first, begun), asking(beginning, begun), times)
    yield Line(
        "two words",
        lambda n: first(f"{of(common, n)} {of(rarer, n)} "),
        lambda n: all_of(f"{FOUND} {NEWEST}", f'"{of(common, n)}" "{of(rarer, n)}"'),
    )
    yield Line(
        "a word and a status",
        lambda n: first(of(common, n), status="waiting"),
        lambda n: all_of(f"{FOUND} AND +i.status = 'waiting' {NEWEST}", f'"{of(common, n)}"'),
    )
    yield Line(
        "a word and an office",
        lambda n: first(of(common, n), office="Leeds Road"),
        lambda n: all_of(f"{FOUND} AND +i.office = 'Leeds Road' {NEWEST}", f'"{of(common, n)}"'),
    )
    newest = f"ORDER BY i.pk DESC LIMIT {PAGE}"
    filters = {
        "a status": (Filter(status="waiting"), "i.status = 'waiting'"),
        "an office": (Filter(office="Leeds Road"), "i.office = 'Leeds Road'"),
        "a skill": (
            Filter(skill="EDS-COM"),
            "EXISTS (SELECT 1 FROM idea_skill WHERE code = 'EDS-COM' AND idea = i.pk)",
        ),
        "a barrier": (Filter(barrier="it"), "EXISTS (SELECT 1 FROM idea_barrier WHERE code = 'it' AND idea = i.pk)"),
    }
    for name, (wanted, where) in filters.items():
        yield Line(f"{name}, no words", filtered(session, wanted), floor_of(plain, where, newest))
    yield from (next_page(session, plain, sort) for sort in get_args(Order))
    yield Line("the best match", asking(lambda each: first(each, "best"), common), asking(word, common))
    yield from long_lines(session, plain, common)


def next_page(session: Session, plain: Any, sort: Order) -> Line:
    """The next page of an order, from somewhere in the middle of it."""
    keys = reading.keys(session, Filter(), sort)
    with session.store.read() as connection:
        middle = [keys[len(keys) * part // 20] for part in range(1, 20)]
        rows = [queries.by_keys(connection, [key])[key] for key in middle]

    def ours(number: int) -> object:
        with session.store.read() as connection:
            return queries.page(connection, Filter(), rows[number % len(rows)], PAGE, sort)

    if sort in KEYS:
        by, way = KEYS[sort]
        turn = "DESC" if way == "<" else "ASC"
        select = f"SELECT {COLUMNS} FROM idea i WHERE"
        level = f"{select} {by} = ? AND pk {way} ? ORDER BY pk {turn} LIMIT {PAGE}"
        beyond = f"{select} {by} {way} ? ORDER BY {by} {turn}, pk {turn} LIMIT {PAGE}"

        def floor(number: int) -> object:
            row = rows[number % len(rows)]
            value = getattr(row, ORDERS[sort].of)
            value = value.lower() if sort == "title" else value
            found = plain.execute(level, (value, row.pk)).fetchall()
            return found if len(found) == PAGE else plain.execute(beyond, (value,)).fetchall()

    else:
        way, turn = ("<", "DESC") if sort == "newest" else (">", "ASC")
        page = f"SELECT {COLUMNS} FROM idea i WHERE pk {way} ? ORDER BY pk {turn} LIMIT {PAGE}"

        def floor(number: int) -> object:
            return plain.execute(page, (rows[number % len(rows)].pk,)).fetchall()

    return Line(f"the next page, {sort}", ours, floor)


def long_lines(session: Session, plain: Any, common: list[str]) -> Iterator[Line]:
    """What is read behind the first page: all keys, and numbers of ideas."""

    def all_of(sql: str, *values: Any) -> Any:
        return plain.execute(sql, values).fetchall()

    def count(**wanted: Any) -> int:
        with session.store.read() as connection:
            return queries.count(connection, Filter(**wanted))

    matched = "SELECT rowid FROM idea_fts WHERE idea_fts MATCH ? ORDER BY rowid DESC"
    word = stem(common[0])
    yield Line(
        "all keys",
        lambda _n: reading.keys(session, Filter(), "newest"),
        lambda _n: all_of("SELECT pk FROM idea ORDER BY pk DESC"),
        LONG_TIMES,
    )
    yield Line(
        "all keys, by title",
        lambda _n: reading.keys(session, Filter(), "title"),
        lambda _n: all_of("SELECT pk FROM idea ORDER BY lower(title), pk"),
        LONG_TIMES,
    )
    yield Line(
        "all keys of a word",
        lambda _n: reading.keys(session, Filter(search=common[0]), "newest"),
        lambda _n: all_of(matched, f'"{word}"'),
        LONG_TIMES,
    )
    yield Line(
        "how many",
        lambda _n: count(),
        lambda _n: all_of("SELECT count(*) FROM idea WHERE status != 'erased'"),
        LONG_TIMES,
    )
    yield Line(
        "how many wait",
        lambda _n: count(status="waiting"),
        lambda _n: all_of("SELECT count(*) FROM idea WHERE status = 'waiting'"),
        LONG_TIMES,
    )
    yield Line(
        "how many have a word",
        lambda _n: count(search=common[0]),
        lambda _n: all_of("SELECT count(*) FROM idea_fts WHERE idea_fts MATCH ?", f'"{word}"'),
        LONG_TIMES,
    )


def letter_by_letter(session: Session) -> dict[str, float]:
    """What the keystrokes of many searches take, of one to three words as often as they are used, in milliseconds."""
    chance = random.Random(SEED)
    words, often = vocabulary(chance)
    took: list[float] = []
    while len(took) < KEYSTROKES:
        typed = " ".join(chance.choices(words, cum_weights=often, k=chance.choice((1, 1, 2, 3))))
        for length in range(1, len(typed) + 1):
            started = time.thread_time()
            reading.first(session, Filter(search=typed[:length]), "newest", PAGE)
            took.append((time.thread_time() - started) * 1000)
    took.sort()
    return {f"p{share}": took[len(took) * share // 100] for share in (50, 95, 99)} | {"most": took[-1]}


def measure(home: Path, ideas: int) -> None:
    """Ask everything, and print how long it took."""
    workplace = Workplace(home, user="lead")
    plain = driver.connect(f"file:{workplace.places.database}?mode=ro", uri=True, isolation_level=None)
    plain.execute("PRAGMA cache_size=-16384")
    figures: dict[str, dict[str, float]] = {}
    print(f"{ideas:,} ideas, SQLite {driver.sqlite_version}; milliseconds of the processor\n")
    print(f"{'':26} {'ideabox p50':>12} {'p95':>9} {'sqlite p50':>12} {'p95':>9} {'of it':>7}")
    for line in lines(workplace.session, plain):
        line.run()
        figures[line.name] = found = line.figures()
        ours, floor = (f"{found[f'{who}_p50']:12.2f} {found[f'{who}_p95']:9.2f}" for who in ("ideabox", "sqlite"))
        print(f"{line.name:26} {ours} {floor} {found['ratio']:7.2f}")
    figures["letter by letter"] = typing = letter_by_letter(workplace.session)
    print("\nletter by letter: " + ", ".join(f"{name} {value:.2f}" for name, value in typing.items()))
    rounded = {name: {key: round(value, 3) for key, value in found.items()} for name, found in figures.items()}
    print("\n" + json.dumps({"ideas": ideas, "sqlite": driver.sqlite_version, "ms": rounded}))
    plain.close()
    workplace.close()


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--ideas", type=int, default=100_000, help="how many ideas (100,000)")
    parser.add_argument("--in", dest="folder", type=Path, help="where the installation is, or is to be kept")
    options = parser.parse_args()
    if options.folder is not None:
        measure(home_with(options.folder, options.ideas), options.ideas)
        return
    with tempfile.TemporaryDirectory(prefix="ideabox-benchmark-") as folder:
        measure(home_with(Path(folder), options.ideas), options.ideas)


if __name__ == "__main__":
    main()
