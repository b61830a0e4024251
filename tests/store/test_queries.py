"""Lists of ideas: which of them, in which order, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import msgspec
import pytest
import sqlalchemy as sa

from ideabox.domain import ids
from ideabox.domain.events import KIND_OF, Body, Erased, Event, Reviewed, Submitted, Supported, encode, timestamp
from ideabox.domain.people import By, Profile
from ideabox.domain.searching import Choice, Query, Term, parse
from ideabox.domain.skills import Skills, SkillTag
from ideabox.store import log, queries, statements
from ideabox.store.database import Store
from ideabox.store.queries import Filter, IdeaRow, Sort
from ideabox.store.schema import idea
from ideabox.store.statements import ORDERS, Order
from ideabox.usecases import ideas
from ideabox.usecases.session import Session, new_id, utc_now

BEGIN = datetime(2026, 1, 5, tzinfo=UTC)
OFFICES = ("Leeds Park Place", "Leeds Road", "Élan Valley", "")
IDEAS, GONE = 61, 3


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, skills: Skills) -> Iterator[Session]:
    """A store with ideas that have something of everything, many of them level in one order or another."""
    with Store(tmp_path_factory.mktemp("full") / "ideabox.db", lambda: new_id(utc_now())) as store:
        session = Session(store, Profile(ids.uuid4(bytes(16)), "Ann", "Leeds"), skills)
        with store.write() as connection:
            log.append(connection, [(event, encode(event)) for event in happened()], "package", timestamp(BEGIN))
        yield session


def happened() -> Iterator[Event]:
    """What happened to the ideas."""
    people = [By(ids.uuid4(bytes([number] * 16)), f"Person {number}") for number in range(9)]
    for number in range(IDEAS):
        idea = ids.uuid4(bytes([number + 100] * 16))
        bodies: list[Body] = [submitted(number)]
        if number % 7 == 0:
            bodies.append(Reviewed("decline", "No."))
        bodies += [Supported()] * (number % 4)
        if number == GONE:
            bodies.append(Erased())
        for clock, body in enumerate(bodies, 1):
            at = timestamp(BEGIN + timedelta(days=number // 3 + clock))
            by = people[(number + clock) % 9]
            by = msgspec.structs.replace(by, office=OFFICES[number % 4])
            yield Event(ids.uuid4(bytes([number, clock] * 8)), idea, clock, at, by, KIND_OF[type(body)], body)


def submitted(number: int) -> Submitted:
    title = ("Text reminders", "text people", "Zebra crossing", "Printers that print")[number % 4]
    text = "The caf\u00e9 letter" if number % 2 else "A letter by post"
    skills = (SkillTag("EDS-COM"), SkillTag("EDS-TRA"))[: number % 3]
    return Submitted(f"{title} {number // 8}", text, "Universal credit", skills, ("it", "money")[: (number + 1) % 3])


@pytest.fixture(params=["few", "many"])
def narrowness(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is, and as if every filter left very many ideas, which are then gone through in another way."""
    if request.param == "many":
        monkeypatch.setattr(statements, "NARROW", -1)


def has(*words: str) -> Callable[[IdeaRow], bool]:
    return lambda row: all(word in f"{row.title} {row.problem} {row.proposal}".lower() for word in words)


FILTERS: dict[str, tuple[Filter, Callable[[IdeaRow], bool]]] = {
    "all": (Filter(), lambda row: True),
    "status": (Filter(status="declined"), lambda row: row.status == "declined"),
    "office": (Filter(office="Leeds Road"), lambda row: row.office == "Leeds Road"),
    "skill": (Filter(skill="EDS-TRA"), lambda row: "EDS-TRA" in row.skills),
    "barrier and status": (
        Filter(barrier="it", status="waiting"),
        lambda row: "it" in row.barriers and row.status == "waiting",
    ),
    "words": (Filter(search="text remind"), has("text", "remind")),
    "words and skill": (Filter(search="letter", skill="EDS-COM"), lambda row: "EDS-COM" in row.skills),
    "no accent": (Filter(search="cafe "), has("café")),
    "minus": (Filter(search="-post"), lambda row: "post" not in row.problem),
    "words and minus": (Filter(search="letter -cafe -zebra"), lambda row: has("post")(row) and not has("zebra")(row)),
    "field": (Filter(search="title:text"), lambda row: "text" in row.title.lower()),
    "phrase": (Filter(search='"that print" '), has("that print")),
    "phrase the wrong way round": (Filter(search='"print that" '), lambda row: False),
    "statuses": (
        Filter(search=Query(choices=(Choice("status", ("declined", "live")),))),
        lambda row: row.status == "declined",
    ),
    "not a status": (
        Filter(search=Query(choices=(Choice("status", ("declined",), excluded=True),))),
        lambda row: row.status != "declined",
    ),
    "offices that begin so": (
        Filter(search=Query(choices=(Choice("office", ("leeds P", "élan")),))),
        lambda row: row.office in ("Leeds Park Place", "Élan Valley"),
    ),
    "an office that is nowhere": (Filter(search=Query(choices=(Choice("office", ("x",)),))), lambda row: False),
    "not an office": (
        Filter(search=Query(choices=(Choice("office", ("leeds",), excluded=True),))),
        lambda row: not row.office.startswith("Leeds"),
    ),
    "skills": (
        Filter(search=Query(choices=(Choice("skill", ("EDS-COM", "EDS-TRA")),))),
        lambda row: bool(row.skills),
    ),
    "not a barrier": (
        Filter(search=Query((Term(("text",)),), choices=(Choice("barrier", ("it",), excluded=True),))),
        lambda row: "it" not in row.barriers and has("text")(row),
    ),
    "since": (Filter(search=Query(since=date(2026, 1, 20))), lambda row: row.submitted_at >= "2026-01-20"),
    "nonsense": (Filter(search="*"), lambda row: False),
}


def places(row: IdeaRow, sort: Order) -> Any:
    """Where a row belongs in an order that rises."""
    kept = ORDERS[sort]
    by: Any = 0 if kept.by is None else getattr(row, kept.of)
    return (by.lower() if sort == "title" else by, row.pk)


@pytest.mark.usefixtures("narrowness")
@pytest.mark.parametrize("name", FILTERS)
def test_pages_keys_and_counts_agree_with_a_plain_look_through_all_ideas(full: Session, name: str) -> None:
    wanted, matches = FILTERS[name]
    with full.store.read() as connection:
        everything = [row for row in queries.pages(connection, Filter()) if row.status != "erased"]
        assert len(everything) == IDEAS - 1
        for sort in get_args(Order):
            expected = sorted(
                filter(matches, everything), key=lambda row: places(row, sort), reverse=ORDERS[sort].falls
            )
            assert list(by_sevens(connection, wanted, sort)) == expected, sort
            assert list(queries.keys(connection, wanted, sort)) == [row.pk for row in expected]
        assert queries.count(connection, wanted) == len(expected)


def by_sevens(connection: sa.Connection, wanted: Filter, sort: Order) -> Iterator[IdeaRow]:
    """All ideas, in pages of seven."""
    after = None
    while rows := queries.page(connection, wanted, after, 7, sort):
        yield from rows
        after = rows[-1]


def test_a_record_is_what_the_store_has(full: Session) -> None:
    with full.store.read() as connection:
        for row in queries.pages(connection, Filter(skill="EDS-TRA")):
            kept = connection.execute(sa.select(idea).where(idea.c.pk == row.pk)).mappings().one()
            for name in IdeaRow.__struct_fields__:
                value = getattr(row, name)
                assert kept[name] == (list(value) if isinstance(value, tuple) else value)
                assert type(kept[name]) is (list if isinstance(value, tuple) else type(value))
    assert IdeaRow.__struct_fields__ == statements.FIELDS


@pytest.mark.parametrize("sort", get_args(Sort))
def test_no_more_than_asked_for_in_any_order(full: Session, sort: Sort) -> None:
    with full.store.read() as connection:
        every = list(queries.keys(connection, Filter(search="letter"), sort))
        assert [row.pk for row in queries.pages(connection, Filter(search="letter"), 5, sort)] == every[:5]
        assert [row.pk for row in queries.pages(connection, Filter(search="letter"), None, sort)] == every


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("appointmen", True),
        ("appointme", True),
        ("appointments", True),
        ("a", True),
        ("ap", True),
        ("callous", True),
        ("callou", True),
        ("call ", True),
        ("calls ", True),
        ("point ", False),
        ("\u00e9", True),
        ("ETE ", True),
        ('"two appoint', True),
        ('"two a', True),
        ('"two appoint" ', True),
        ('"two app" ', False),
    ],
)
def test_a_word_is_found_by_its_forms_and_by_its_beginning(session: Session, typed: str, found: bool) -> None:
    ideas.submit(session, "Two appointments", "Callousness", "L'\u00e9t\u00e9")
    with session.store.read() as connection:
        assert queries.count(connection, Filter(search=typed)) == found


def test_words_that_very_many_begin_with_are_found_all_the_same(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideabox.store.search.MOST_WORDS", 1)
    for word in ("printer", "printing", "princess"):
        ideas.submit(session, word, "p", "s")
    with session.store.read() as connection:
        assert queries.count(connection, Filter(search="prin")) == 3


def test_a_word_that_was_written_since_the_last_look_is_found(session: Session) -> None:
    for number, title in enumerate(("Printers", "Prince", "Princess"), 1):
        ideas.submit(session, title, "p", "s")
        with session.store.read() as connection:
            assert queries.count(connection, Filter(search="prin")) == number


def test_a_word_is_found_by_the_one_who_is_writing_it(session: Session) -> None:
    with session.store.write() as connection:
        for number in range(3):
            assert queries.count(connection, Filter(search="prin")) == number
            idea = ids.uuid4(bytes([number] * 16))
            body = Submitted(f"Prin{'abc'[number]}", "p", "s")
            event = Event(idea, idea, 1, timestamp(BEGIN), By(idea), "submitted", body)
            log.append(connection, [(event, encode(event))], "package", timestamp(BEGIN))


BETTER = (
    "Something else about a journal, and far away, in many other words than these, the very same old thing: a claim",
    "Something else, about a claim in the journal",
    "A journal",
    "Something else: the claim journal",
    "A journal for each claim",
    "Claim journal",
)


@pytest.mark.parametrize("order", [BETTER, tuple(reversed(BETTER))], ids=["newest best", "oldest best"])
def test_the_best_match_has_the_words_in_its_title_and_beside_each_other(
    session: Session, order: tuple[str, ...]
) -> None:
    for words in order:
        in_title = not words.startswith("Something")
        ideas.submit(session, words if in_title else "T", "Something about a claim" if in_title else words, "s")
    with session.store.read() as connection:
        found = queries.pages(connection, Filter(search="claim journal"), sort="best")
        assert [row.problem if row.title == "T" else row.title for row in found] == [*reversed(BETTER)]


def test_of_equals_the_newest_is_best_and_older_ones_than_are_weighed_come_last(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ideabox.store.ranking.CANDIDATES", 3)
    for title in ("Printer", "Name it", "Name that", "Printer again", "Name this"):
        ideas.submit(session, title, "A printer", "s")
    with session.store.read() as connection:
        found = [row.title for row in queries.pages(connection, Filter(search="printer"), sort="best")]
    assert found == ["Printer again", "Name this", "Name that", "Name it", "Printer"]


def test_what_was_parsed_is_sought_as_what_was_typed(full: Session) -> None:
    with full.store.read() as connection:
        typed = list(queries.keys(connection, Filter(search="text -post")))
        assert list(queries.keys(connection, Filter(search=parse("text -post")))) == typed != []
