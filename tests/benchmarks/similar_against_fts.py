"""How well and how fast ideas like a new one are found.

`python -m tests.benchmarks.similar_against_fts DATA [--home DIR]`; DATA is a folder with `uk_petitions.csv`,
`uk_petition_duplicates.csv` and `uk_petition_titles.csv`, as the README beside them describes them.

Each duplicate that moderators found is the question; the petitions that they published are the ideas; found is the one
that the moderators named. Plain full-text search (any of the words, by BM25) answers the same questions on the same
store. The figures of two halves of the originals, by a hash of their ids, show how far chance goes: a parameter that
helps one half alone is not worth having. `--home` takes the questions to that installation too, such as one of
many_ideas.py, for speed.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from ideabox.app.workplace import Workplace
from ideabox.domain.events import Event, Submitted, encode, timestamp
from ideabox.domain.ids import uuid4, uuid7
from ideabox.domain.people import By
from ideabox.store import log, similar
from tests.benchmarks.many_ideas import BEGIN

SHOWN = 10
_WORD = re.compile(r"[^\W_]+")
_BY_RANK = """
SELECT idea.reference FROM idea_fts JOIN idea ON idea.pk = idea_fts.rowid
WHERE idea_fts MATCH ? ORDER BY idea_fts.rank LIMIT ?
"""


class Pair(NamedTuple):
    """A duplicate, and the reference of the petition that it duplicates."""

    title: str
    text: str
    original: str

    @property
    def half(self) -> int:
        return hashlib.md5(self.original.encode()).digest()[0] % 2


Finder = Callable[[sa.Connection, str, str], Sequence[str]]


def rows(path: Path) -> list[dict[str, str]]:
    """A table's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs(data: Path) -> list[Pair]:
    """The duplicates that moderators found, as questions."""
    texts = {row["reference"]: f"{row['problem']}\n{row['suggestion']}" for row in rows(data / "uk_petitions.csv")}
    duplicates = rows(data / "uk_petition_duplicates.csv")
    return [Pair(row["dup_title"], texts.get(row["dup_id"], ""), row["original_id"]) for row in duplicates]


def published(data: Path) -> Iterator[Submitted]:
    """The petitions that moderators published."""
    for row in rows(data / "uk_petitions.csv"):
        if not row["status"].startswith("rejected"):
            problem, proposal = row["problem"] or "-", row["suggestion"] or "-"
            yield Submitted(row["title"] or "-", problem, proposal, (), (), reference=row["reference"])


def titles(data: Path) -> Iterator[Submitted]:
    """All the titles, as ideas without a text."""
    for row in rows(data / "uk_petition_titles.csv"):
        yield Submitted(row["title"] or "-", "-", "-", (), (), reference=row["id"])


def store(folder: Path, submitted: Iterable[Submitted]) -> Workplace:
    """An installation with these ideas."""
    workplace = Workplace(folder, user="lead")
    by, at = By(uuid4(bytes(16)), "A petitioner", "adviser", "Leeds"), timestamp(BEGIN)

    def lines() -> Iterator[tuple[Event, bytes]]:
        for number, body in enumerate(submitted):
            identifier = uuid7(number, number.to_bytes(10, "big"))
            event = Event(identifier, identifier, 1, at, by, "submitted", body)
            yield event, encode(event)

    with workplace.session.store.write() as connection:
        log.append(connection, lines(), "package", workplace.session.timestamp())
    return workplace


def ours(workplace: Workplace) -> Finder:
    """What the program does."""

    def find(connection: sa.Connection, title: str, text: str) -> list[str]:
        found = similar.find(connection, title, text, SHOWN, terms=workplace.terms)
        return [each.row.reference for each in found]

    return find


def plain(connection: sa.Connection, title: str, text: str) -> Sequence[str]:
    """Plain full-text search: any of the words, best rank first."""
    words = dict.fromkeys(_WORD.findall(f"{title} {text}".lower()))
    expression = " OR ".join(f'"{word}"' for word in words)
    return connection.exec_driver_sql(_BY_RANK, (expression, SHOWN)).scalars().all()


def print_quality(workplace: Workplace, questions: list[Pair]) -> None:
    """Print how often the original is among the first five and ten, and how long that took."""
    print(
        f"{'':32}{'hit@5':>8}{'hit@10':>8}   {'one half':>16}{'the other':>16}{'p50 ms':>10}{'p95 ms':>8}{'CPU p95':>8}"
    )
    for words in ("title and text", "title alone"):
        asked = questions if words == "title and text" else [pair._replace(text="") for pair in questions]
        for name, finder in (("plain full text", plain), ("ours", ours(workplace))):
            found, wall, processor = answers(workplace, asked, finder)
            places = list(zip(asked, found, strict=True))
            halves = [[at for at in places if at[0].half == half] for half in (0, 1)]
            parts = "".join(f"{hit(half, 5):>9.3f} {hit(half, 10):.3f} " for half in halves)
            print(
                f"{f'{words}, {name}':32}{hit(places, 5):8.3f}{hit(places, 10):8.3f}   {parts}"
                f"{1000 * statistics.median(wall):10.1f}{1000 * p95(wall):8.1f}{1000 * p95(processor):8.1f}"
            )


def print_speed(name: str, workplace: Workplace, questions: list[Pair]) -> None:
    """Print how long both take on another store."""
    for words in ("title and text", "title alone"):
        asked = questions if words == "title and text" else [pair._replace(text="") for pair in questions]
        for finder_name, finder in (("plain full text", plain), ("ours", ours(workplace))):
            _found, wall, processor = answers(workplace, asked, finder)
            times = f"{1000 * statistics.median(wall):8.1f}{1000 * p95(wall):8.1f}{1000 * p95(processor):8.1f}"
            print(f"{f'{name}: {words}, {finder_name}':60}{times}")


def answers(
    workplace: Workplace, questions: list[Pair], finder: Finder
) -> tuple[list[Sequence[str]], list[float], list[float]]:
    """What is found for each question, and the seconds that it took, by the clock and of the processor."""
    found, wall, processor = [], [], []
    for pair in questions:
        with workplace.session.store.read() as connection:
            clock, worked = time.perf_counter(), time.thread_time()
            found.append(finder(connection, pair.title, pair.text))
            wall.append(time.perf_counter() - clock)
            processor.append(time.thread_time() - worked)
    return found, wall, processor


def hit(places: Sequence[tuple[Pair, Sequence[str]]], first: int) -> float:
    """For which share of the questions the original is among so many."""
    return statistics.fmean(pair.original in found[:first] for pair, found in places)


def p95(seconds: list[float]) -> float:
    """What 95 in 100 do not exceed."""
    return statistics.quantiles(seconds, n=20)[-1]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the petitions")
    parser.add_argument("--home", type=Path, help="an installation to measure the speed on, too")
    arguments = parser.parse_args()
    questions = pairs(arguments.data)
    with tempfile.TemporaryDirectory() as folder:
        workplace = store(Path(folder) / "published", published(arguments.data))
        print_quality(workplace, questions)
        workplace.close()
        workplace = store(Path(folder) / "titles", titles(arguments.data))
        print(f"\n{'speed':60}{'p50 ms':>8}{'p95 ms':>8}{'CPU p95':>8}")
        print_speed("all titles", workplace, questions)
        workplace.close()
        if arguments.home is not None:
            workplace = Workplace(arguments.home, user="lead")
            print_speed(arguments.home.name, workplace, questions[:100])
            workplace.close()


if __name__ == "__main__":
    main()
