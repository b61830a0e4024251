"""What the latest estimate of an idea comes to stands in a table, wherever the same events are."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import msgspec
import sqlalchemy as sa

from ideabox.domain.estimates import Cost, Price, Share, Sized, Span
from ideabox.domain.events import Revised
from ideabox.domain.skills import SkillTag
from ideabox.store import projection, queries, schema
from ideabox.store.queries import Filter
from ideabox.store.schema import idea_case, idea_offer, idea_skill
from ideabox.usecases import ideas, recording, upkeep
from ideabox.usecases.session import Session
from tests.conftest import OpenSession

SIZED = Sized(
    "alpha", 60, 15, 30, "phone", "online", times_span=Span(50, 70), share=Share(20, 40, 60), cost_from=Price(283),
    cost_to=Price(15), staff_hour=Price(2740), public_hour=Price(446), one_off=Cost(0, 1, 2), confidence=2,
)  # fmt: skip


def size(session: Session, idea: str, sized: Sized) -> None:
    recording.record(session, idea, sized, lambda _it, _connection: [])


def cases(session: Session) -> list[dict[str, object]]:
    with session.store.read() as connection:
        return [dict(row) for row in connection.execute(sa.select(idea_case).order_by(idea_case.c.idea)).mappings()]


def test_the_latest_estimate_is_what_counts(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q").new
    assert cases(session) == []
    size(session, idea, Sized("idea", 10, 5))
    size(session, idea, SIZED)
    (row,) = cases(session)
    assert (row["stage"], row["confidence"], row["channel_to"]) == ("alpha", 2, "online")
    assert (row["times_low"], row["times_likely"], row["times_high"]) == (600, 720, 840)
    assert row["moving_likely"] == 288
    assert row["staff_minutes_likely"] == 432 * 15
    assert row["cashable_likely"] is None
    assert row["noncashable_likely"] == round((288 * 268 + 432 * 15 * 2740 / 60) * 0.95)
    assert row["public_value_likely"] == round(720 * 30 * 446 / 60 * 0.95)
    assert upkeep.check(session).is_sound


def test_withdrawing_keeps_a_case_and_erasing_takes_it_away(session: Session) -> None:
    one, other = (next(iter(ideas.submit(session, title, "p", "q").new)) for title in ("One", "Other"))
    for idea in (one, other):
        size(session, idea, SIZED)
    ideas.withdraw(session, one)
    ideas.erase(session, other)
    assert len(cases(session)) == 1
    assert upkeep.check(session).is_sound


def test_rebuilding_makes_the_same_cases_and_check_finds_one_that_is_wrong(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q").new
    size(session, idea, SIZED)
    before = cases(session)
    with session.store.write() as connection:
        connection.execute(sa.update(idea_case).values(times_likely=1))
    assert upkeep.check(session).differences == (idea,)
    upkeep.rebuild(session)
    assert cases(session) == before


def test_an_estimate_beyond_all_bounds_is_kept_and_counts_as_much_as_the_table_holds(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q").new
    size(session, idea, Sized("idea", 10**9, 10**9, 10**9, staff_hour=Price(10**12)))
    (row,) = cases(session)
    assert row["noncashable_high"] == 2**53
    assert upkeep.check(session).is_sound


def test_areas_and_offers_that_an_older_database_kept_have_their_keys_after_the_upgrade(
    open_session: OpenSession, session: Session, tmp_path: Path
) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", ["EDS-COM"], offered=["EDS-PRO"], barrier_note="The firewall").new
    foreign = (SkillTag("2.5", "DigComp", "2.2", "Netiquette"), SkillTag("2.5", "DigComp", "3.0", "Digital behaviour"))
    recording.record(session, idea, Revised(skills=foreign), lambda _it, _connection: [])
    session.store.close()
    older = _older(session.store.path, tmp_path / "older.db")
    with contextlib.closing(sqlite3.connect(older)) as database:
        database.execute("UPDATE idea SET skills = ?", ('["2.5","2.5"]',))
        database.execute("INSERT INTO idea_skill SELECT '2.5', pk FROM idea")
        database.commit()
    _put(older, session.store.path)
    upgraded = open_session("ann")
    assert upkeep.check(upgraded).is_sound
    with upgraded.store.read() as connection:
        codes = set(connection.scalars(sa.select(idea_skill.c.code)))
        offers = set(connection.scalars(sa.select(idea_offer.c.code)))
        (found,) = queries.page(connection, Filter(search="firewalls"))
    assert (found.offered, found.barrier_note) == (("EDS-PRO",), "The firewall")
    assert (codes, offers) == ({"DigComp 2.2 2.5", "DigComp 3.0 2.5"}, {"EDS-PRO"})


def test_estimates_that_an_older_database_kept_have_their_cases_after_the_upgrade(
    open_session: OpenSession, session: Session, tmp_path: Path
) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q").new
    size(session, idea, SIZED)
    expected = cases(session)
    session.store.close()
    _put(_older(session.store.path, tmp_path / "older.db"), session.store.path)
    upgraded = open_session("ann")
    assert cases(upgraded) == expected
    assert upkeep.check(upgraded).is_sound
    assert schema.REVISIONS[-1] >= "0007"


def test_a_case_row_is_the_same_from_the_same_events(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q").new
    size(session, idea, SIZED)
    with session.store.read() as connection:
        (it,) = projection._replayed(connection, [idea])
    (row,) = cases(session)
    made = projection.case_row(int(str(row["idea"])), it)
    assert made == row
    assert msgspec.json.encode(made)


def _older(newer: Path, older: Path) -> Path:
    """The same ideas in a database of the schema before cases."""
    with contextlib.closing(sqlite3.connect(older)) as database:
        database.executescript((Path(__file__).parent / "schemas" / "0006.sql").read_text(encoding="utf-8"))
        database.execute("ATTACH ? AS newer", (str(newer),))
        for table in ("event", "idea", "installation"):
            known = ", ".join(row[1] for row in database.execute(f"PRAGMA main.table_info({table})"))
            database.execute(f"INSERT INTO main.{table} ({known}) SELECT {known} FROM newer.{table}")
        database.execute("INSERT INTO idea_fts (idea_fts) VALUES ('rebuild')")
        database.commit()
    return older


def _put(older: Path, place: Path) -> None:
    """Put a database in the place of another, whose journal goes with it."""
    older.replace(place)
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
