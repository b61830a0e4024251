"""Figures beside SQLite alone: `python -m tests.benchmarks.insights [--ideas N] [--in FOLDER] [--window]`.

On an installation of so many ideas, made once and kept in FOLDER if that is given. Prints the medians, in milliseconds
by the clock on the wall, of all figures without a filter and with each; of the same counts as SQL would have them from
the ideas' own rows; and of making what they are counted from. Budget: 200 ms without a filter, 1 s with one.
`--window` opens the real window there instead, and prints how long its thread was held up. Budget: 50 ms.
"""

from __future__ import annotations

import argparse
import functools
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from ideabox.app.workplace import Workplace
from ideabox.domain.insights import SUMS
from ideabox.domain.regions import Regions
from ideabox.store import insights as counting
from ideabox.store import sqlite
from ideabox.store.schema import idea, idea_case, insight_block, insight_code, insight_stale
from ideabox.usecases import insights
from ideabox.usecases.figures import Asked
from ideabox.usecases.session import Session
from tests.benchmarks.many_ideas import OFFICES, home_with

TIMES = 9
ASKED = {
    "no filter": Asked(),
    "a year": Asked(since=date(2025, 1, 1), until=date(2025, 12, 31)),
    "an office": Asked(office=OFFICES[3]),
    "a region of 20 offices": Asked(region="North"),
    "a framework": Asked(framework="EDS 2018"),
    "a status": Asked(status="waiting"),
    "a year, a region and a framework": Asked(date(2025, 1, 1), date(2025, 12, 31), "", "North", "EDS 2018"),
}
SQL = {
    "by status": "SELECT status, count(*) FROM idea GROUP BY status",
    "by office": (
        "SELECT office, count(*) FROM idea WHERE status NOT IN ('joined', 'withdrawn', 'erased') GROUP BY office"
    ),
    "by skills area": "SELECT code, count(*) FROM idea_skill GROUP BY code",
    "by barrier": "SELECT code, count(*) FROM idea_barrier GROUP BY code",
    "by days to a reply": (
        "SELECT CAST(julianday(substr(first_answer_at, 1, 10)) - julianday(substr(submitted_at, 1, 10)) AS INTEGER),"
        " count(*) FROM idea WHERE first_answer_at != '' GROUP BY 1"
    ),
}
REGIONS = Regions(dict.fromkeys(OFFICES[:20], "North"))


def median_ms(act: Callable[[], object], times: int = TIMES) -> float:
    took = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took)


def empty(session: Session) -> None:
    """Forget what figures are counted from, as on the first day; and all cases, of which such ideas have none."""
    with session.store.write() as connection:
        for table in (insight_block, insight_stale, insight_code, idea_case):
            connection.execute(sa.delete(table))


def _all(connection: sa.Connection, question: str) -> object:
    return connection.exec_driver_sql(question).all()


def size_every(session: Session, number: int) -> None:
    """Give every so many ideas a case; `empty` takes them away again."""
    amounts = {f"{name}_{end}": 100 * place for name in SUMS for place, end in enumerate(("low", "likely", "high"))}
    amounts |= {f"{name}_{end}": 1_000 for name in ("times", "moving") for end in ("low", "likely", "high")}
    fixed = {"stage": "idea", "confidence": 3, "is_actual": False, "channel_from": "phone", "channel_to": "online"}
    with session.store.write() as connection:
        keys = connection.scalars(sa.select(idea.c.pk).where(idea.c.pk % number == 0)).all()
        sqlite.insert(connection, idea_case, [{"idea": key} | fixed | amounts for key in keys])
    print(f"{'ideas with a case':45} {len(keys):9,}")


def figures(session: Session) -> None:
    empty(session)
    size_every(session, 10)

    def line(name: str, act: Callable[[], object], times: int = TIMES) -> None:
        print(f"{name:45} {median_ms(act, times):9.1f} ms")

    line("figures of ideas that are in no block yet", lambda: insights.insights(session, Asked(), 5), 1)
    line("making the blocks", lambda: insights.keep(session), 1)
    for name, asked in ASKED.items():
        line(name, functools.partial(insights.insights, session, asked, 5, REGIONS))
    with session.store.read() as connection:
        for name, question in SQL.items():
            line(f"SQL {name}", functools.partial(_all, connection, question), 3)
        assert counting.outside(connection) == 0


def window(home: Path) -> None:
    """Open the window at Insights and change a filter, with a pulse that tells how long its thread was held up."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ideabox.ui.insights.screen import InsightsScreen  # noqa: PLC0415 - not without a window
    from ideabox.ui.start import Running, application  # noqa: PLC0415
    from tests.benchmarks.long_list import Pulse  # noqa: PLC0415

    app = application()
    workplace = Workplace(home, user="lead")
    empty(workplace.session)
    running = Running(app, workplace)
    running.window.show()
    pulse = Pulse()

    def wait() -> None:
        give_up = time.monotonic() + 120
        quiet = time.monotonic()
        while time.monotonic() < give_up and time.monotonic() - quiet < 0.5:
            app.processEvents()
            if running.runner.is_busy:
                quiet = time.monotonic()

    def step(name: str, act: Callable[[], object]) -> None:
        wait()
        pulse.start()
        started = time.perf_counter()
        act()
        wait()
        took = time.perf_counter() - started - 0.5
        held, worked = 1000 * pulse.longest, 1000 * pulse.work
        print(f"{name:45} {took:6.2f} s, held up for {held:5.1f} ms, its own work {worked:5.1f} ms")

    step("opening Insights, counted from nothing", lambda: running.window.go("insights"))
    screen = running.window.here
    assert isinstance(screen, InsightsScreen)

    def choose() -> None:
        screen.filters.office.combo.setCurrentIndex(3)
        screen.filters.changed.emit()

    step("choosing an office", choose)
    step("all ideas again", screen.filters.clear)
    step("to the ideas behind a barrier", screen.cards["barriers"].see.click)
    step("and back", lambda: running.window.go("insights"))
    screen.cards["answers"].table.selectRow(2)
    step("to the ideas answered in time", screen.cards["answers"].see.click)
    running.window.close()
    running.stop()
    workplace.close()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--ideas", type=int, default=1_000_000)
    options.add_argument("--in", dest="folder", type=Path)
    options.add_argument("--window", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = home_with(asked.folder or Path(temporary), asked.ideas)
        if asked.window:
            window(home)
            return
        workplace = Workplace(home, user="lead")
        figures(workplace.session)
        empty(workplace.session)
        workplace.close()


if __name__ == "__main__":
    main()
