"""Figures: the same as a plain recount of what the events come to, and the ideas behind each are as many as it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st

from ideabox.domain import groups
from ideabox.domain import insights as rules
from ideabox.domain.events import Decision, decode
from ideabox.domain.idea import STATUSES, replay
from ideabox.domain.ids import person_id
from ideabox.domain.insights import Figures, Scope
from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills
from ideabox.store import health, insights, log, projection, queries
from ideabox.store.database import Connection, Store
from ideabox.store.schema import event, insight_block, insight_code
from ideabox.usecases import insights as asking
from ideabox.usecases.figures import Asked, Insights
from ideabox.usecases.session import Session, new_id, utc_now
from tests.properties.histories import BODIES, IDEAS, PEOPLE, Line, distinct, line

TODAY = date(2026, 3, 31)
SEEN = "2026-03-05T09:00:00.000Z"
DAYS = ("02-27", "03-02", "03-06", "03-09", "03-30")
MOMENTS = [f"2026-{day}T{hour}.000Z" for day in DAYS for hour in ("00:00:00", "23:59:59")]
_kinds = st.sampled_from(
    ["reviewed"] * 4 + ["sized"] * 4 + ["revised", "progressed", "joined", "separated", "withdrawn", "commented"]
)


_numbers = st.sampled_from([0, 1, 7, 10**9])
_prices = st.fixed_dictionaries({"pence": st.sampled_from([0, 15, 283, 10**12])})
estimates = st.fixed_dictionaries(
    {"times_a_month": _numbers, "staff_minutes": _numbers, "public_minutes": _numbers},
    optional={
        "is_actual": st.booleans(), "is_cashable": st.booleans(), "confidence": st.integers(0, 6),
        "channel_from": st.sampled_from(["phone", "post", "online"]), "channel_to": st.just("online"),
        "share": st.just({"low": 10, "likely": 40, "high": 90}), "cost_from": _prices, "cost_to": _prices,
        "staff_hour": _prices, "public_hour": _prices, "times_span": st.just({"low": 1, "high": 99}),
    },
)  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn) -> list[Line]:
    """What happened to a few ideas of a few offices on days around a weekend and the end of a month."""
    found = []
    for number in range(draw(st.integers(4, 25))):
        kind = draw(_kinds) if number >= len(IDEAS) else "submitted"
        of = draw(st.sampled_from(IDEAS)) if kind != "submitted" else IDEAS[number % len(IDEAS)]
        found.append(
            line(
                f"01900000-0000-7000-8004-{number:012x}", of, draw(st.integers(1, 5)), draw(st.sampled_from(MOMENTS)),
                draw(st.sampled_from(PEOPLE)), kind, draw(estimates if kind == "sized" else BODIES[kind]),
            )
        )  # fmt: skip
    if draw(st.integers(0, 5)) == 0:
        found.append(line(IDEAS[0][:-1] + "f", IDEAS[0], 9, MOMENTS[-1], PEOPLE[0], "erased", {}))
    return distinct(draw(st.permutations(found)))


scopes = st.builds(
    Scope,
    since=st.none() | st.sampled_from([date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 7)]),
    until=st.none() | st.sampled_from([date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 9)]),
    offices=st.none() | st.sampled_from([("Leeds",), ("York", ""), ()]),
    skills=st.none() | st.sampled_from([("COM",), ("SAFE", "COM"), ()]),
    status=st.none() | st.sampled_from(STATUSES),
)


def recount(connection: Connection, scope: Scope, target: int) -> Figures:
    """The figures from the events alone, and from when each idea came."""
    rows = connection.execute(sa.select(event.c.idea, event.c.line, event.c.seen_at).order_by(event.c.pk))
    came: dict[str, str] = {}
    lines: dict[str, list[bytes]] = {}
    for of, written, seen_at in rows:
        came.setdefault(of, seen_at)
        if written is not None:
            lines.setdefault(of, []).append(written)
    ideas = {of: replay(of, map(decode, lines.get(of, ()))) for of in came}
    places = groups.places(ideas.values())
    facts = [
        rules.facts_of(ideas[of], place.status, date.fromisoformat(came[of][:10]))
        for of, place in places.items()
        if place.status != "erased"
    ]
    return rules.recount(facts, scope, TODAY, target)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "ideabox.db", lambda: new_id(utc_now())) as opened:
        yield opened


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Store]]:
    """One store for many histories; each empties it for the next."""
    with Store(tmp_path_factory.mktemp("figures") / "ideabox.db", lambda: new_id(utc_now())) as opened:
        yield [opened]


def empty(store: Store) -> None:
    with store.write() as connection:
        connection.execute(sa.delete(event))
        projection.rebuild(connection)


@hypothesis.given(
    history=happenings(), parts=st.integers(1, 4), keeps=st.integers(0, 15), scope=scopes, target=st.integers(0, 8)
)
def test_figures_are_what_a_plain_recount_of_the_events_comes_to(
    stores: list[Store], history: Sequence[Line], parts: int, keeps: int, scope: Scope, target: int
) -> None:
    store = stores[0]
    empty(store)
    for part in range(parts):
        with store.write() as connection:
            log.append(connection, history[part::parts], "package", SEEN)
            if keeps >> part & 1:
                insights.keep(connection)
        with store.read() as connection:
            counted = insights.Insights(connection)
            for asked in (Scope(), scope):
                assert counted.figures(asked, TODAY, target) == recount(connection, asked, target)
            assert list(insights.differences(connection)) == []


@hypothesis.given(history=happenings(), asked_status=st.none() | st.sampled_from(STATUSES), target=st.integers(0, 8))
def test_behind_each_figure_are_as_many_ideas_as_it_says(
    stores: list[Store], skills: Skills, history: Sequence[Line], asked_status: str | None, target: int
) -> None:
    store = stores[0]
    empty(store)
    with store.write() as connection:
        log.append(connection, history, "package", SEEN)
    ann = Profile(person_id("Department", "ann"), "Ann", "Leeds", "", "lead")
    session = Session(store, ann, skills, now=lambda: datetime(2026, 3, 31, 12, tzinfo=UTC))
    asked = Asked(until=date(2026, 3, 20), status=asked_status)  # type: ignore[arg-type]
    found = asking.insights(session, asked, target)
    with store.read() as connection:
        for figure, ideas, behind in everything(found):
            assert queries.count(connection, behind) == ideas, figure
            assert len(queries.keys(connection, behind)) == ideas, figure


def everything(found: Insights) -> Iterator[tuple[str, int, queries.Filter]]:
    """Every count with its name and its filter."""
    for month in (found, found.this_month, found.month_before):
        for name, behind in month.behind.items():
            if not (name == "live" and found.asked.status not in (None, "live")):
                yield name, getattr(month.progress, name), behind
    worth = {each.name: each.ideas for each in found.worth.sums}
    worth |= {f"channel {each.code}": each.ideas for each in found.worth.channels}
    worth |= {"sized": found.worth.sized, "measured": found.worth.measured}
    worth["unsized"] = found.progress.ideas - found.worth.sized
    assert worth.keys() == found.worth_behind.keys()
    for name, behind in found.worth_behind.items():
        yield name, worth[name], behind
    for lines in (found.by_status, found.by_skill, found.by_barrier, found.by_office):
        for each in lines:
            yield each.code, each.ideas, each.behind


def many(count: int) -> Iterator[Line]:
    for number in range(count):
        of = f"01900000-0000-7000-8000-{number:012x}"
        office = PEOPLE[0] | {"office": f"Office {number % 7}"}
        body = {"title": "t", "problem": "", "proposal": "", "barriers": ["it"] if number % 2 else []}
        yield line(f"01900000-0000-7000-8001-{number:012x}", of, 1, MOMENTS[number % 8], office, "submitted", body)


def test_blocks_stay_right_while_ideas_come_change_and_go(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights, "BLOCK", 10)
    ideas = list(many(57))
    for begin in range(0, 57, 19):
        with store.write() as connection:
            log.append(connection, ideas[begin : begin + 19], "package", SEEN)
            insights.keep(connection)
            decided = [
                line(f"01900000-0000-7000-8002-{begin:06x}{number:06x}", ideas[number].event.idea, 2, MOMENTS[9],
                     PEOPLE[2], "reviewed", {"decision": "do-here", "reason": "Yes."})
                for number in range(0, begin + 19, 7)
            ]  # fmt: skip
            log.append(connection, decided, "package", SEEN)
            gone = ideas[begin + 5].event.idea
            connection.execute(sa.delete(event).where(event.c.idea == gone))
            projection.refresh(connection, [gone])
        for _ in range(2):
            with store.write() as connection:
                assert list(insights.differences(connection)) == []
                assert insights.Insights(connection).figures(Scope(), TODAY, 5) == recount(connection, Scope(), 5)
                insights.keep(connection)
    with store.read() as connection:
        assert insights.Insights(connection).outside == 0
        assert connection.scalar(sa.select(sa.func.count()).select_from(insight_block)) == 6


def test_check_finds_a_block_that_says_something_else_than_its_ideas(store: Store) -> None:
    with store.write() as connection:
        log.append(connection, many(9), "package", SEEN)
        insights.keep(connection)
    assert health.examine(store).is_sound
    with store.write() as connection:  # what no part of the program does: a change behind the projection's back
        facts = connection.scalar(sa.select(insight_block.c.facts)) or b""
        connection.execute(sa.update(insight_block).values(facts=bytes([facts[0] ^ 1]) + facts[1:]))
    assert len(health.examine(store).differences) == 1
    with store.write() as connection:
        projection.rebuild(connection)
    assert health.examine(store).is_sound


def test_what_was_erased_leaves_nothing_in_what_figures_are_made_of(store: Store) -> None:
    secret = line(IDEAS[0][:-1] + "a", IDEAS[0], 1, MOMENTS[0], PEOPLE[0] | {"office": "A secret office"}, "submitted",
                  {"title": "t", "problem": "", "proposal": ""})  # fmt: skip
    with store.write() as connection:
        log.append(connection, [*many(5), secret], "package", SEEN)
        insights.keep(connection)
        erased = line(IDEAS[0][:-1] + "b", IDEAS[0], 2, MOMENTS[0], PEOPLE[0], "erased", {})
        log.append(connection, [erased], "package", SEEN)
    store.forget_deleted()
    with store.read() as connection:
        assert "A secret office" not in connection.scalars(sa.select(insight_code.c.text)).all()
        assert insights.Insights(connection).figures(Scope(), TODAY, 5).progress.ideas == 5
    assert b"A secret office" not in store.path.read_bytes()


def test_an_idea_whose_submission_came_late_is_counted(store: Store) -> None:
    first, *others = many(20)
    support = line("01900000-0000-7000-8003-000000000000", first.event.idea, 2, MOMENTS[1], PEOPLE[1], "supported", {})
    with store.write() as connection:
        log.append(connection, [support, *others], "package", SEEN)
        insights.keep(connection)
        log.append(connection, [first], "package", SEEN)
    for _ in range(2):
        with store.write() as connection:
            assert insights.Insights(connection).figures(Scope(), TODAY, 5).progress.ideas == 20
            insights.keep(connection)


def test_a_median_of_two_in_the_middle_is_half_way_between_them() -> None:
    assert rules.median_of([]) is None
    assert rules.median_of([0, 0]) is None
    assert rules.median_of([0, 1, 0, 1]) == 2.0
    assert rules.median_of([1, 1]) == 0.5
    assert rules.median_of([0, 2, 1]) == 1.0


def test_a_month_is_compared_with_as_many_days_of_the_one_before() -> None:
    this, before = rules.months(date(2026, 3, 30))
    assert (this.since, this.until) == (date(2026, 3, 1), date(2026, 3, 30))
    assert (before.since, before.until) == (date(2026, 2, 1), date(2026, 2, 28))
    assert rules.narrowed(Scope(since=date(2026, 3, 9)), this) == Scope(date(2026, 3, 9), date(2026, 3, 30))


def test_every_status_and_decision_has_a_number() -> None:
    assert len(STATUSES) < 256
    assert set(insights.DECISIONS) == {"", *get_args(Decision)}
