"""What somebody means by a search, and what they may have meant."""

from __future__ import annotations

import pytest

from ideabox.store.queries import Filter
from ideabox.usecases import ideas, reading, searching, upkeep
from ideabox.usecases.session import Session
from tests.conftest import OpenSession

TITLES = ("Jobcentres that open late", "A journal for universal credit", "Receiving letters by post", "Work coaches")


@pytest.fixture
def full(session: Session) -> Session:
    """A store with a few ideas."""
    for title in TITLES:
        ideas.submit(session, title, "Slow.", "Fast.")
    return session


def found(session: Session, typed: str) -> list[str]:
    with reading.listing(session, Filter(search=typed)) as listing:
        return [row.title for row in listing.rows]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jobsenter", "jobcentres"),
        ("universal credt", "universal credit"),
        ("Universal Credt -letter", "Universal credit -letter"),
        ('"univresal credit"', '"universal credit"'),
        ("job centre", "jobcentres"),
        ("workcoach", "work coach"),
        ("recieve", "receiving"),
        ("eceiving", "receiving"),
        ("rreceiving", "receiving"),
        ("erceiving", "receiving"),
        ("status:waiting jornal", "status:waiting journal"),
        ("title:jornal", "title:journal"),
        ("jornal credt", "journal credit"),
    ],
)
def test_a_slip_leads_to_a_search_that_finds_something(full: Session, typed: str, meant: str) -> None:
    assert found(full, typed) == []
    assert searching.instead(full, Filter(search=typed)) == meant
    assert found(full, meant)


def test_what_stands_in_the_way_is_found_by_its_words_for_as_long_as_it_says_them(session: Session) -> None:
    (idea,) = ideas.submit(session, TITLES[0], "Slow.", "Fast.", barrier_note="The firewall").new
    assert found(session, "slow firewalls") == found(session, "fire") == [TITLES[0]]
    assert searching.instead(session, Filter(search="fierwall")) == "firewall"
    assert found(session, "problem:firewall") == []
    ideas.revise(session, idea, barrier_note="The letterhead")
    assert (found(session, "firewall"), found(session, "letterhead")) == ([], [TITLES[0]])
    ideas.erase(session, idea)
    assert found(session, "letterhead") == []
    assert upkeep.check(session).is_sound


def test_a_slip_in_an_ending_finds_by_itself(full: Session) -> None:
    assert found(full, "jobcenter") == [TITLES[0]]


@pytest.mark.parametrize(
    "typed", ["xylophone", "journal xylophone", "status:live journal", "status:live jornal", "qz", "*", "", "字字字"]
)
def test_where_nothing_is_near_nothing_is_offered(full: Session, typed: str) -> None:
    assert searching.instead(full, Filter(search=typed)) is None


def test_nothing_is_offered_that_another_filter_rules_out(full: Session) -> None:
    assert searching.instead(full, Filter(search="jornal", office="Leeds")) == "journal"
    assert searching.instead(full, Filter(search="jornal", office="York")) is None


def test_of_words_as_near_the_commoner_is_offered(session: Session) -> None:
    for title in ("A lather", "A letter", "Another letter"):
        ideas.submit(session, title, "p", "s")
    assert searching.instead(session, Filter(search="lether")) == "letter"


def test_mine_are_those_under_my_name_and_those_that_i_logged_without_it(open_session: OpenSession) -> None:
    ann = open_session("ann")
    bob = Session(ann.store, open_session("bob").me, ann.skills)
    ideas.submit(ann, "With my name", "p", "s")
    ideas.submit(ann, "Without it", "p", "s", anonymous=True)
    ideas.submit(bob, "Somebody else's", "p", "s")
    assert found(ann, "by:me") == ["Without it", "With my name"]
    assert found(ann, "by:me name") == ["With my name"]
    assert found(ann, "-by:me") == ["Somebody else's"]


def test_filter_words_do_what_the_filters_do(full: Session) -> None:
    assert found(full, "status:waiting jobcentre") == [TITLES[0]]
    assert found(full, "office:lee credit") == [TITLES[1]]
    assert found(full, "-status:waiting") == []
    assert found(full, "since:1d post") == [TITLES[2]]
    assert found(full, "since:2999") == []
