"""How long an import takes beside SQLite alone doing the least of the same work.

usage: import_against_sqlite.py CSV [--rows N] [--times K]

CSV has the columns title, problem, suggestion and department; with --rows its rows are cut off or repeated up to N.
Three things are measured in turn, K times each, every time into a new place:

    floor     one transaction of the sqlite3 module: an event and an idea a row, and the index over its text
    process   `ideabox import` of the same rows, from the start of its process to the end
    inside    the same, from the moment that the program has been loaded

What the floor leaves out: reading the CSV, checking it, ids that mean something, knowing rows again, runs that can be
undone, replaying, tags, and closing the database. Prints a table, and a line of JSON with the medians in seconds.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ideabox.store.sqlite import WAL_IS_SAFE

try:
    import pysqlite3 as driver
except ImportError:  # no wheel for this machine
    import sqlite3 as driver

Row = tuple[str, str, str, str]
"""Title, problem, suggestion, department."""
MAP = ("--map", "title=title", "--map", "problem=problem", "--map", "proposal=suggestion", "--map", "office=department")
INSIDE = """
import sys, time
from ideabox.__main__ import main
started = time.perf_counter()
status = main()
sys.stdout.flush()
sys.stderr.write(repr(time.perf_counter() - started))
sys.exit(status)
"""
SCHEMA = """
CREATE TABLE event (pk INTEGER PRIMARY KEY, idea BLOB NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL, line BLOB);
CREATE UNIQUE INDEX event_idea ON event (idea, id);
CREATE TABLE idea (
    pk INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, title TEXT NOT NULL, problem TEXT NOT NULL,
    proposal TEXT NOT NULL, office TEXT NOT NULL, status TEXT NOT NULL, submitted_at TEXT NOT NULL
);
CREATE INDEX idea_status ON idea (status, submitted_at, pk);
CREATE VIRTUAL TABLE idea_fts USING fts5(
    title, problem, proposal, content='idea', content_rowid='pk', prefix='2 3',
    tokenize='porter unicode61 remove_diacritics 2'
);
"""


def floor(rows: list[Row], place: Path) -> float:
    """Seconds for SQLite alone, from BEGIN until COMMIT has returned."""
    connection = driver.connect(str(place / "floor.db"), isolation_level=None)
    try:
        connection.execute(f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'TRUNCATE'}")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(SCHEMA)
        ids = [os.urandom(16) for _row in rows]
        at = "2026-11-23T09:30:00.000Z"
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO event (idea, id, kind, line) VALUES (?, ?, 'submitted', ?)",
            ((of, os.urandom(16), json.dumps(row, ensure_ascii=False)) for of, row in zip(ids, rows, strict=True)),
        )
        connection.executemany(
            "INSERT INTO idea (id, title, problem, proposal, office, status, submitted_at)"
            " VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
            ((of, *row, at) for of, row in zip(ids, rows, strict=True)),
        )
        connection.execute(
            "INSERT INTO idea_fts (rowid, title, problem, proposal) SELECT pk, title, problem, proposal FROM idea"
        )
        connection.execute("COMMIT")
        return time.perf_counter() - started
    finally:
        connection.close()


def process(sheet: Path, rows: int, place: Path) -> float:
    """Seconds for the whole process of an import."""
    started = time.perf_counter()
    done = _import(["-m", "ideabox"], sheet, place)
    seconds = time.perf_counter() - started
    _check(done, rows)
    return seconds


def inside(sheet: Path, rows: int, place: Path) -> float:
    """Seconds for an import inside its process, once it has been loaded."""
    done = _import(["-c", INSIDE], sheet, place)
    _check(done, rows)
    return float(done.stderr)


def _import(program: list[str], sheet: Path, place: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *program, "--home", str(place), "import", str(sheet), *MAP, "--json"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=True)


def _check(done: subprocess.CompletedProcess[str], rows: int) -> None:
    (imported,) = json.loads(done.stdout)["imports"]
    if imported["new"] != rows:
        raise SystemExit(f"{imported['new']} of {rows} rows were taken: a time would mean nothing")


def measured(work: dict[str, Callable[[Path], float]], times: int) -> dict[str, list[float]]:
    """The seconds of each piece of work, done in turn so that a busy moment meets them all."""
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _time in range(times):
        for name, run in work.items():
            with tempfile.TemporaryDirectory(prefix="ideabox-benchmark-") as place:
                seconds[name].append(run(Path(place)))
    return seconds


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("csv", type=Path)
    parser.add_argument("--rows", type=int, help="cut off or repeat the rows up to so many")
    parser.add_argument("--times", type=int, default=3, help="how often (3)")
    options = parser.parse_args()
    with options.csv.open(encoding="utf-8", newline="") as file:
        source = [(row["title"], row["problem"], row["suggestion"], row["department"]) for row in csv.DictReader(file)]
    rows = list(itertools.islice(itertools.cycle(source), options.rows or len(source)))
    with tempfile.TemporaryDirectory(prefix="ideabox-benchmark-") as folder:
        sheet = Path(folder) / "rows.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("title", "problem", "suggestion", "department"), *rows])
        seconds = measured(
            {
                "floor": lambda place: floor(rows, place),
                "process": lambda place: process(sheet, len(rows), place),
                "inside": lambda place: inside(sheet, len(rows), place),
            },
            options.times,
        )
    _print(seconds, len(rows))


def _print(seconds: dict[str, list[float]], rows: int) -> None:
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    lines = [f"{rows} ideas, SQLite {driver.sqlite_version}; seconds", ""]
    lines.append(f"{'':8}  {'median':>8}  {'least':>8}  {'most':>8}  {'of floor':>8}")
    for name, times in seconds.items():
        ratio = medians[name] / medians["floor"]
        lines.append(f"{name:8}  {medians[name]:8.2f}  {min(times):8.2f}  {max(times):8.2f}  {ratio:8.2f}")
    figures = {"rows": rows, "times": len(seconds["floor"]), "sqlite": driver.sqlite_version}
    figures |= {f"{name}_s": round(median, 3) for name, median in medians.items()}
    figures |= {f"{name}_of_floor": round(medians[name] / medians["floor"], 2) for name in ("process", "inside")}
    sys.stdout.write("\n".join([*lines, "", json.dumps(figures)]) + "\n")


if __name__ == "__main__":
    main()
