"""The rules by which ideas spread, each by itself, with real stores and real package files between them."""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
import uuid
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from ideabox.domain import ids
from ideabox.domain.events import MAX_CLOCK, MAX_LINE, day, decode
from ideabox.domain.problems import Refusal
from ideabox.exchange import package, tables
from ideabox.exchange.package import Cover, Package
from ideabox.store import log, outbox, pseudonyms
from ideabox.store.queries import Filter, IdeaRow
from ideabox.store.schema import event as event_table
from ideabox.store.schema import idea as idea_table
from ideabox.usecases import (
    anonymising,
    batching,
    ideas,
    importing,
    parcels,
    reading,
    reviewing,
    rights,
    safekeeping,
    sending,
    upkeep,
)
from ideabox.usecases.importing import Imported
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession

ANNS = "01900000-0000-7000-8001-000000000001"
OTHER = "01900000-0000-7000-8001-000000000002"
THIRD = "01900000-0000-7000-8001-000000000003"
BLANK = dict.fromkeys((column.name for column in tables.COLUMNS), "") | {
    "skills": (), "barriers": (), "offered": (), "supporters": 0
}  # fmt: skip
DISTINCTIVE = "xylograph"
"""A word that stands nowhere else, and that no stemming changes."""


def uid(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012x}"


def line(
    number: int, kind: str, clock: int, body: object, *, idea: str = ANNS, person: str = "ann", at: str = ""
) -> bytes:
    """An event's line; its number makes its id, and its time if none is given."""
    by = {"person": ids.person_id("Department", person), "name": person.title(), "role": "", "office": "Leeds"}
    at = at or f"2026-03-02T09:00:00.{number:03}Z"
    members = {"id": uid(number), "idea": idea, "clock": clock, "at": at, "by": by, "kind": kind, "body": body}
    return msgspec.json.encode(members)


def submitted(number: int = 1, *, title: str = "A kettle", clock: int = 1, **more: Any) -> bytes:
    return line(number, "submitted", clock, {"title": title, "problem": "P", "proposal": "S"}, **more)


def reviewed(number: int, clock: int, decision: str, person: str = "max", **more: Any) -> bytes:
    return line(number, "reviewed", clock, {"decision": decision, "reason": "Because"}, person=person, **more)


def commented(number: int, clock: int, text: str = "Well", **more: Any) -> bytes:
    return line(number, "commented", clock, {"text": text}, **more)


def erased(number: int, *, clock: int = 5, **more: Any) -> bytes:
    return line(number, "erased", clock, {}, **more)


class Post:
    """Carries packages between stores, in a folder of its own."""

    def __init__(self, folder: Path, wording: Wording) -> None:
        self.folder = folder
        self._wording = wording

    def pack(self, *lines: bytes) -> Path:
        """A package with these lines, as another program might have written it."""
        cover = Cover(str(uuid.uuid4()), "submissions", "2026-03-03T12:00:00.000Z")
        by_idea = itertools.groupby(lines, lambda each: msgspec.json.decode(each)["idea"])
        packed = ((list(each), BLANK | {"id": of}) for of, each in by_idea)
        return package.write(self.folder, "package", cover, packed, lambda counts: f"{counts.ideas} ideas")[0]

    def give(self, to: Session, *lines: bytes, with_erasures: bool = False) -> Imported:
        """These lines arrive in a package."""
        return importing.import_file(to, self.pack(*lines), {}, with_erasures=with_erasures)

    def sent(self, session: Session, *, again: bool = False, per_office: bool = False) -> list[Path]:
        """What this store sends."""
        sent = sending.send(session, self.folder, self._wording, again=again, per_office=per_office)
        return [parcel.path for parcel in sent]

    def carry(self, source: Session, *targets: Session, with_erasures: bool = False) -> list[Imported]:
        """What one store sends arrives at others."""
        return [
            importing.import_file(to, path, {}, with_erasures=with_erasures)
            for path in self.sent(source)
            for to in targets
        ]


@pytest.fixture
def post(tmp_path: Path, wording: Wording) -> Post:
    (tmp_path / "post").mkdir()
    return Post(tmp_path / "post", wording)


def run_of(imported: Imported) -> int:
    assert imported.run is not None
    return imported.run


def lines_in(path: Path) -> list[bytes]:
    with Package(path) as opened:
        return [each for _number, each in opened.lines()]


def listed(session: Session, **wanted: Any) -> dict[str, IdeaRow]:
    with reading.listing(session, Filter(**wanted)) as found:
        return {row.id: row for row in found.rows}


def row(session: Session, idea: str = ANNS) -> IdeaRow:
    return reading.show(session, idea).row


def history(session: Session, idea: str = ANNS) -> list[str]:
    return [happened.kind for happened in reading.show(session, idea).history]


def everything(session: Session) -> list[tuple[Any, ...]]:
    """All that a store says of ideas, but for when and in which order they came to it."""
    with session.store.read() as connection:
        columns = [column for column in idea_table.c if column.name not in ("pk", "seen_at")]
        return [tuple(each) for each in connection.execute(sa.select(*columns).order_by(idea_table.c.id))]


def to_send(session: Session) -> list[str]:
    with session.store.read() as connection:
        return outbox.to_send(connection, session.me.office)


def codes(refused: pytest.ExceptionInfo[Refusal]) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in refused.value.problems]


def submit(session: Session, title: str = "A kettle", *, anonymous: bool = False) -> str:
    (idea,) = ideas.submit(session, title, "There is none", "Buy one", anonymous=anonymous).new
    return idea


def at_work(session: Session, moment: datetime) -> None:
    """The wall clock of this PC says this."""
    session.now = lambda: moment


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


# Bytes.


def test_each_events_exact_bytes_are_kept_and_handed_on(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max", role="manager")
    odd = submitted().replace(b'"clock":1', b'"clock" : 1,\t"tomorrow": {"b": [1.50, 1e3], "a": "\\u00e9\\/"}')
    odd = b" " + odd.replace(b'"A kettle"', b'"A \\u006bettle"') + b" "
    post.give(ann, odd)
    assert row(ann).title == "A kettle"
    ideas.comment(ann, ANNS, "Still none")
    (path,) = post.sent(ann)
    assert lines_in(path)[0] == odd
    importing.import_file(max_, path, {})
    reviewing.review(max_, ANNS, "not-now", "Later")
    assert lines_in(post.sent(max_)[0])[:2] == lines_in(path)


def test_a_kind_that_is_not_known_travels_unread_and_shows_nothing(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    unheard_of = line(2, "sung-aloud", 7, {"melody": ["la", {"loud": True}]})
    post.give(ann, submitted(), unheard_of)
    before = row(ann)
    ideas.comment(ann, ANNS, "And again")
    assert history(ann) == ["submitted", "sung-aloud", "commented"]
    assert reading.show(ann, ANNS).history[2].clock == 8, "its clock counts all the same"
    assert (before.status, before.changed_at) == ("waiting", "2026-03-02T09:00:00.001Z")
    post.carry(ann, max_)
    reviewing.review(max_, ANNS, "decline", "We have one")
    assert unheard_of in lines_in(post.sent(max_)[0])


def test_a_line_that_nobody_could_use_stops_the_whole_import_unless_it_is_passed_over(
    session: Session, post: Post
) -> None:
    path = post.pack(submitted(), commented(2, 0))
    with pytest.raises(Refusal) as refused:
        importing.import_file(session, path, {})
    assert codes(refused) == [("file", "unusable-lines")]
    assert refused.value.problems[0].facts["line"] == 2
    assert listed(session) == {}
    imported = importing.import_file(session, path, {}, skip_unusable=True)
    assert [each.number for each in imported.not_taken] == [2]
    assert history(session) == ["submitted"]


# Status.


STRENGTH = [
    (submitted(1), "waiting"),
    (reviewed(2, 2, "decline"), "declined"),
    (line(3, "progressed", 3, {"phase": "beta", "note": ""}), "beta"),
    (line(4, "joined", 4, {"into": OTHER}), "joined"),
    (line(5, "withdrawn", 5, {}), "withdrawn"),
    (erased(6, clock=6), "erased"),
]


@pytest.mark.parametrize("count", range(1, len(STRENGTH) + 1))
def test_the_strongest_kind_gives_the_status_whatever_came_first_and_last(
    open_session: OpenSession, post: Post, count: int
) -> None:
    forwards, backwards = open_session("forwards"), open_session("backwards")
    lines = [each for each, _status in STRENGTH[:count]]
    for session, in_order in ((forwards, lines), (backwards, list(reversed(lines)))):
        post.give(session, submitted(90, idea=OTHER, title="Another"))
        for each in in_order:
            post.give(session, each, with_erasures=True)
        assert row(session).status == STRENGTH[count - 1][1]
    assert everything(forwards) == everything(backwards)


def test_the_strength_of_kinds_does_not_depend_on_their_clocks(session: Session, post: Post) -> None:
    post.give(session, submitted(), line(2, "withdrawn", 2, {}), reviewed(3, 9, "decline"))
    assert row(session).status == "withdrawn"


def test_within_a_kind_the_last_in_order_gives_the_status(session: Session, post: Post) -> None:
    post.give(session, reviewed(3, 3, "not-now"), reviewed(2, 2, "put-forward"), submitted())
    assert row(session).status == "not-now"


def test_after_ask_the_authors_answer_from_another_store_brings_it_back_to_waiting(
    open_session: OpenSession, post: Post
) -> None:
    ann, max_ = open_session("ann"), open_session("max", role="manager")
    idea = submit(ann)
    post.carry(ann, max_)
    reviewing.review(max_, idea, "ask", "How often?")
    ideas.comment(max_, idea, "I mean, each week")
    post.carry(max_, ann)
    assert row(ann, idea).status == row(max_, idea).status == "asked"
    ideas.comment(ann, idea, "Daily")
    post.carry(ann, max_)
    assert row(ann, idea).status == row(max_, idea).status == "waiting"


# Edits.


def test_edits_of_different_fields_in_different_stores_both_stand(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    idea = submit(ann)
    post.carry(ann, max_)
    ideas.revise(ann, idea, title="A big kettle", barriers=["money"])
    ideas.revise(max_, idea, proposal="Ask the canteen")
    post.carry(ann, max_)
    post.carry(max_, ann)
    for session in (ann, max_):
        now = row(session, idea)
        assert (now.title, now.proposal, now.barriers) == ("A big kettle", "Ask the canteen", ("money",))
        assert history(session, idea) == ["submitted", "revised", "revised"]
    assert everything(ann) == everything(max_)


def test_of_edits_of_the_same_field_the_last_in_order_stands_everywhere_and_all_are_in_the_history(
    open_session: OpenSession, post: Post
) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    idea = submit(ann)
    post.carry(ann, max_)
    at_work(max_, NOON)
    at_work(ann, NOON + timedelta(seconds=1))
    ideas.revise(max_, idea, title="Max's title")
    ideas.revise(ann, idea, title="Ann's title")
    post.carry(ann, max_)
    post.carry(max_, ann)
    for session in (ann, max_):
        assert row(session, idea).title == "Ann's title"
        titles = [getattr(happened.body, "title", None) for happened in reading.show(session, idea).history]
        assert titles == ["A kettle", "Max's title", "Ann's title"]
        assert listed(session, search="ann title").keys() == {idea}
        assert not listed(session, search="max title")


# Two managers.


def test_two_managers_who_decide_differently_both_see_it_until_one_decides_again(
    open_session: OpenSession, post: Post
) -> None:
    ann, max_, mia = open_session("ann"), open_session("max", role="manager"), open_session("mia", role="manager")
    idea = submit(ann)
    post.carry(ann, max_, mia)
    reviewing.review(max_, idea, "put-forward", "Good")
    reviewing.review(mia, idea, "decline", "We have one")
    assert not row(max_, idea).decided_twice
    post.carry(max_, mia)
    post.carry(mia, max_)
    assert row(max_, idea).decided_twice
    assert row(mia, idea).decided_twice
    assert row(max_, idea).status == row(mia, idea).status
    reviewing.review(max_, idea, "decline", "She is right")
    post.carry(max_, mia)
    assert not row(max_, idea).decided_twice
    assert not row(mia, idea).decided_twice


# Orphans.


def test_events_whose_submission_has_not_arrived_are_kept_hidden_and_counted(session: Session, post: Post) -> None:
    imported = post.give(session, commented(2, 2, DISTINCTIVE), reviewed(3, 3, "put-forward"))
    assert imported.new == frozenset()
    assert imported.events == 2
    assert listed(session) == listed(session, search=DISTINCTIVE) == {}
    health = upkeep.check(session)
    assert (health.ideas, health.events, health.orphans, health.is_sound) == (0, 2, 1, True)
    with pytest.raises(Refusal) as refused:
        ideas.comment(session, ANNS, "What of it?")
    assert codes(refused) == [("idea", "not-here")]


def test_an_orphan_is_whole_once_its_submission_arrives_and_travels_with_it(
    open_session: OpenSession, post: Post
) -> None:
    max_, mia = open_session("max"), open_session("mia")
    early = commented(2, 2)
    post.give(max_, early)
    imported = post.give(max_, submitted())
    assert imported.new == {ANNS}
    assert upkeep.check(max_).orphans == 0
    assert (row(max_).title, row(max_).comments, history(max_)) == ("A kettle", 1, ["submitted", "commented"])
    reviewing.review(max_, ANNS, "not-now", "Later")
    (path,) = post.sent(max_)
    assert early in lines_in(path)
    importing.import_file(mia, path, {})
    assert everything(mia) == everything(max_)


def test_of_two_submissions_the_first_in_order_stands_whichever_comes_first(
    open_session: OpenSession, post: Post
) -> None:
    first, second = submitted(1, title="First"), submitted(2, title="Second", person="bob")
    one, other = open_session("one"), open_session("other")
    post.give(one, first)
    post.give(one, second)
    post.give(other, second)
    assert row(other).title == "Second"
    post.give(other, first)
    for session in (one, other):
        assert (row(session).title, row(session).author_name) == ("First", "Ann")
        assert history(session) == ["submitted", "submitted"]
        assert not listed(session, search="second")
    assert everything(one) == everything(other)


# Joins.


@pytest.fixture
def three(open_session: OpenSession, post: Post) -> tuple[Session, str, str, str]:
    """A lead's store with an idea each of Ann's in Leeds, Yan's in York and Zoe's in Zeal."""
    lead = open_session("lead", office="London", role="lead")
    authors = [("ann", "Leeds"), ("yan", "York"), ("zoe", "Zeal")]
    found = []
    for name, office in authors:
        author = open_session(name, office=office)
        found.append(submit(author, f"{name}'s kettle"))
        post.carry(author, lead)
    return lead, *found  # type: ignore[return-value]


def test_a_joined_idea_is_followed_under_the_other(three: tuple[Session, str, str, str]) -> None:
    lead, ann, yan, zoe = three
    ideas.join(lead, yan, ann)
    ideas.join(lead, zoe, yan)
    reviewing.progress(lead, ann, "alpha", "We try it")
    rows = listed(lead)
    assert {of: rows[of].root for of in rows} == {ann: ann, yan: ann, zoe: ann}
    assert {of: rows[of].status for of in rows} == {ann: "alpha", yan: "joined", zoe: "joined"}
    assert upkeep.check(lead).is_sound


def test_support_counts_each_person_once_over_a_group_authors_included(
    open_session: OpenSession, post: Post, three: tuple[Session, str, str, str]
) -> None:
    lead, ann, yan, zoe = three
    bob = open_session("bob")
    yan_at_work = open_session("yan", office="York")
    post.carry(lead, bob)
    for idea in (ann, yan):
        ideas.support(lead, idea)
    ideas.join(lead, yan, ann)
    ideas.join(lead, zoe, ann)
    assert {each.supporters for each in listed(lead).values()} == {4}  # Ann, Yan, Zoe, and the lead once
    post.carry(lead, yan_at_work)
    ideas.support(yan_at_work, ann)
    post.carry(yan_at_work, lead)
    assert {each.supporters for each in listed(lead).values()} == {4}  # Yan was counted as an author already


def test_separating_restores_both(three: tuple[Session, str, str, str]) -> None:
    lead, ann, yan, _zoe = three
    reviewing.review(lead, yan, "decline", "No")
    before = {of: (each.status, each.supporters, each.root) for of, each in listed(lead).items()}
    ideas.join(lead, yan, ann)
    assert listed(lead)[yan].status == "joined"
    ideas.separate(lead, yan)
    assert {of: (each.status, each.supporters, each.root) for of, each in listed(lead).items()} == before


def test_the_latest_of_joined_and_separated_stands_in_every_order_of_arrival(
    open_session: OpenSession, post: Post
) -> None:
    lines = [
        submitted(),
        submitted(2, idea=OTHER, title="Other"),
        line(3, "joined", 2, {"into": OTHER}),
        line(4, "separated", 3, {}),
        line(5, "joined", 4, {"into": OTHER}),
    ]
    found = []
    for number, order in enumerate([lines, lines[::-1], [lines[4], lines[3], lines[0], lines[2], lines[1]]]):
        session = open_session(f"store {number}")
        for each in order:
            post.give(session, each)
        found.append(everything(session))
        assert row(session).status == "joined"
    assert found[0] == found[1] == found[2]


def test_in_a_cycle_made_by_two_stores_the_smallest_id_is_the_root_in_both(
    open_session: OpenSession, post: Post
) -> None:
    one, other = open_session("one"), open_session("other")
    for session in (one, other):
        post.give(session, submitted(), submitted(2, idea=OTHER, title="Other"))
    ideas.join(one, ANNS, OTHER)
    ideas.join(other, OTHER, ANNS)
    post.carry(one, other)
    post.carry(other, one)
    for session in (one, other):
        assert {of: each.root for of, each in listed(session).items()} == {ANNS: ANNS, OTHER: ANNS}
        assert {of: each.status for of, each in listed(session).items()} == {ANNS: "waiting", OTHER: "joined"}
        assert upkeep.check(session).is_sound


def test_a_join_waits_for_the_idea_that_it_leads_to(session: Session, post: Post) -> None:
    post.give(session, submitted(), line(2, "joined", 2, {"into": OTHER}))
    assert (row(session).status, row(session).root) == ("waiting", ANNS)
    post.give(session, commented(3, 2, idea=OTHER))
    assert row(session).status == "waiting"
    post.give(session, submitted(4, idea=OTHER, title="Other"))
    assert (row(session).status, row(session).root) == ("joined", OTHER)


@pytest.mark.parametrize("end", [erased(9, idea=OTHER), line(9, "withdrawn", 3, {}, idea=OTHER)])
def test_nothing_is_hidden_behind_an_idea_that_is_erased_or_withdrawn(session: Session, post: Post, end: bytes) -> None:
    post.give(session, submitted(), line(2, "joined", 2, {"into": OTHER}), submitted(4, idea=OTHER, title="Other"))
    assert row(session).status == "joined"
    post.give(session, end, with_erasures=True)
    assert (row(session).status, row(session).root, row(session).supporters) == ("waiting", ANNS, 1)


def test_the_outcome_of_a_group_reaches_the_author_in_every_office_of_it(
    open_session: OpenSession, post: Post, three: tuple[Session, str, str, str]
) -> None:
    lead, ann, yan, _zoe = three
    ideas.join(lead, yan, ann)
    reviewing.progress(lead, ann, "live", "Everywhere from May")
    yan_at_work = open_session("yan", office="York")
    post.carry(lead, yan_at_work)
    followed = listed(yan_at_work)[listed(yan_at_work)[yan].root]
    assert (followed.status, followed.note) == ("live", "Everywhere from May")


def test_the_outcome_of_a_group_is_in_the_package_of_every_office_of_it(
    post: Post, three: tuple[Session, str, str, str]
) -> None:
    lead, ann, yan, _zoe = three
    ideas.join(lead, yan, ann)
    reviewing.progress(lead, ann, "live", "Everywhere from May")
    for path in post.sent(lead, per_office=True):
        with Package(path) as opened:
            if opened.manifest.office in ("Leeds", "York"):
                happened = [decode(each) for _number, each in opened.lines()]
                assert "progressed" in [each.kind for each in happened], opened.manifest.office


# Same id, other content.


def test_of_an_event_in_two_versions_the_smallest_sha256_stands_everywhere_and_it_is_reported(
    open_session: OpenSession, post: Post
) -> None:
    versions = [submitted(title=f"Version {number}") for number in range(3)]
    for number, order in enumerate(itertools.permutations(versions)):
        session = open_session(f"store {number}")
        reported = [post.give(session, each).conflicts for each in order]
        assert [set(each) for each in reported] == [set(), {ANNS}, {ANNS}]
        standing = min(order, key=lambda each: hashlib.sha256(each).digest())
        assert row(session).title == msgspec.json.decode(standing)["body"]["title"]
        health = upkeep.check(session)
        assert (health.conflicts, health.events, health.is_sound) == (1, 3, True)
        assert history(session) == ["submitted"]
        session.store.close()


def test_the_version_that_stands_is_the_one_that_is_handed_on(open_session: OpenSession, post: Post) -> None:
    ann, bob = open_session("ann"), open_session("bob")
    versions = sorted(
        (commented(2, 2, f"Version {number}") for number in range(2)), key=lambda each: hashlib.sha256(each).digest()
    )
    post.give(ann, submitted(), *reversed(versions))
    ideas.comment(ann, ANNS, "Which?")
    (path,) = post.sent(ann)
    assert [each for each in lines_in(path) if each in versions] == versions[:1]
    post.give(bob, submitted(), versions[1])
    assert importing.import_file(bob, path, {}).conflicts == {ANNS}
    assert everything(bob) == everything(ann)


def test_the_same_bytes_again_are_no_conflict_and_change_nothing(session: Session, post: Post) -> None:
    post.give(session, submitted(), commented(2, 2))
    before = everything(session)
    again = post.give(session, commented(2, 2), submitted(), commented(2, 2))
    assert again.known == {ANNS}
    assert again.events == 0
    assert len(again.conflicts | again.new | again.updated) == 0
    assert everything(session) == before


def test_the_same_event_id_in_two_ideas_is_no_conflict(session: Session, post: Post) -> None:
    imported = post.give(session, submitted(1), submitted(1, idea=OTHER, title="Other"))
    assert imported.conflicts == frozenset()
    assert {each.title for each in listed(session).values()} == {"A kettle", "Other"}


# Clocks.


def test_the_next_clock_is_one_more_than_the_highest_seen_for_that_idea(session: Session, post: Post) -> None:
    post.give(session, submitted(), commented(2, 40), commented(3, 900, idea=OTHER))
    ideas.comment(session, ANNS, "Well")
    assert [happened.clock for happened in reading.show(session, ANNS).history] == [1, 40, 41]


def test_what_is_said_after_something_was_seen_stands_after_it_whatever_the_wall_clocks_say(
    open_session: OpenSession, post: Post
) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    at_work(ann, NOON + timedelta(days=400))
    at_work(max_, NOON - timedelta(days=4000))
    idea = submit(ann)
    ideas.revise(ann, idea, title="From the future")
    post.carry(ann, max_)
    ideas.revise(max_, idea, title="From the past")
    assert row(max_, idea).title == "From the past"


def test_at_the_cap_clocks_stay_there_and_time_decides(session: Session, post: Post) -> None:
    post.give(
        session, submitted(), line(2, "revised", MAX_CLOCK, {"title": "At the cap"}, at="2026-03-02T09:00:00.000Z")
    )
    at_work(session, NOON)
    ideas.revise(session, ANNS, title="Later at the cap")
    at_work(session, NOON + timedelta(minutes=1))
    ideas.comment(session, ANNS, "Still here")
    assert [happened.clock for happened in reading.show(session, ANNS).history] == [1, *[MAX_CLOCK] * 3]
    assert (row(session).title, row(session).comments) == ("Later at the cap", 1)


@pytest.mark.parametrize("clock", [0, -1, MAX_CLOCK + 1, 2**63])
def test_a_clock_outside_its_bounds_is_unusable(session: Session, post: Post, clock: int) -> None:
    with pytest.raises(Refusal) as refused:
        post.give(session, submitted(clock=clock))
    assert codes(refused) == [("file", "unusable-lines")]


def test_waiting_counts_from_the_earlier_of_the_submission_and_its_first_arrival_here(
    session: Session, post: Post
) -> None:
    at_work(session, NOON)
    post.give(session, submitted(1, at="2026-01-01T00:00:00.000Z"))
    post.give(session, submitted(2, idea=OTHER, at="2031-01-01T00:00:00.000Z"))
    post.give(session, commented(3, 2, idea=THIRD))
    at_work(session, NOON + timedelta(days=1))
    post.give(session, submitted(4, idea=THIRD, at="2031-01-01T00:00:00.000Z"))
    post.give(session, commented(5, 2))
    assert row(session, ANNS).waiting_since == "2026-01-01T00:00:00.000Z"
    assert row(session, OTHER).waiting_since == "2026-03-02T12:00:00.000Z"
    assert row(session, THIRD).waiting_since == "2026-03-02T12:00:00.000Z", "the first that was seen of it"


# Erasure.


def on_disk(session: Session, word: str) -> list[str]:
    """The files beside this store's database, itself among them, that hold these bytes anywhere."""
    return [path.name for path in session.store.path.parent.iterdir() if word.encode() in path.read_bytes()]


def in_tables(session: Session, word: str) -> list[str]:
    """Where in the database this word is found, in whichever table and column, and in the full-text index."""
    found = []
    with session.store.read() as connection:
        tables_here = list(
            connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'idea_fts'"))
        )
        for name in tables_here:
            for each in connection.exec_driver_sql(f'SELECT * FROM "{name}"'):
                cells = [bytes(cell) if isinstance(cell, bytes) else f"{cell}".encode() for cell in each]
                if any(word.encode() in cell for cell in cells):
                    found.append(name)
    return sorted(set(found)) + ["search"] * bool(listed(session, search=word))


def test_what_is_erased_here_is_gone_from_every_table_the_index_and_the_bytes_on_disk(session: Session) -> None:
    idea = submit(session, f"The {DISTINCTIVE}")
    other = submit(session, "Another")
    ideas.comment(session, idea, f"What is a {DISTINCTIVE}?")
    reviewing.review(session, idea, "decline", f"No {DISTINCTIVE}s")
    assert {"event", "idea", "search"} <= set(in_tables(session, DISTINCTIVE))
    assert on_disk(session, DISTINCTIVE)
    ideas.erase(session, idea)
    assert on_disk(session, DISTINCTIVE) == []
    assert in_tables(session, DISTINCTIVE) == []
    assert listed(session).keys() == {other}
    assert upkeep.check(session).is_sound


def test_of_an_erased_idea_identity_and_kind_remain_but_not_who_did_what(session: Session, post: Post) -> None:
    post.give(session, submitted(), commented(2, 2), line(3, "supported", 3, {}, person="bob"))
    ideas.erase(session, ANNS)
    with session.store.read() as connection:
        rows = connection.execute(
            sa.select(event_table.c.id, event_table.c.kind, event_table.c.line, event_table.c.digest)
            .where(event_table.c.idea == ANNS)
            .order_by(event_table.c.pk)
        ).all()
    assert [(each.id, each.kind, each.line) for each in rows[:3]] == [
        (uid(1), "submitted", None), (uid(2), "commented", None), (uid(3), "supported", None),
    ]  # fmt: skip
    assert {each.digest for each in rows[:3]} == {bytes(32)}
    assert rows[3].kind == "erased"
    assert in_tables(session, ids.person_id("Department", "bob")) == []
    assert session.me.person.encode() not in (rows[3].line or b""), "nor who erased it"
    assert row(session, ANNS) == msgspec.structs.replace(
        row(session, ANNS), title="", problem="", author_name="", office="", submitted_at="", supporters=0
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whatever_the_order_of_arrival_an_erased_idea_is_erased(
    open_session: OpenSession, post: Post, order: tuple[int, ...]
) -> None:
    lines = [submitted(title=f"The {DISTINCTIVE}"), commented(2, 2, DISTINCTIVE), erased(3)]
    session = open_session("in order")
    for number in order:
        post.give(session, lines[number], with_erasures=True)
    together = open_session("together")
    post.give(together, *(lines[number] for number in order), with_erasures=True)
    for each in (session, together):
        assert row(each).status == "erased"
        assert in_tables(each, DISTINCTIVE) == on_disk(each, DISTINCTIVE) == []
        with each.store.read() as connection:
            kinds = set(connection.scalars(sa.select(event_table.c.kind)))
        assert kinds == {"submitted", "commented", "erased"}
        assert upkeep.check(each).is_sound
    assert everything(session) == everything(together)


def test_an_old_package_does_not_bring_back_what_was_erased(session: Session, post: Post) -> None:
    path = post.pack(submitted(title=f"The {DISTINCTIVE}"), commented(2, 2, DISTINCTIVE))
    importing.import_file(session, path, {})
    ideas.erase(session, ANNS)
    again = importing.import_file(session, path, {})
    assert again.events == 0
    assert again.known == {ANNS}
    post.give(session, submitted(7, title=f"Another {DISTINCTIVE}"), commented(8, 3, DISTINCTIVE))
    assert row(session).status == "erased"
    assert in_tables(session, DISTINCTIVE) == on_disk(session, DISTINCTIVE) == []


def test_an_event_that_came_in_two_versions_is_erased_in_both(session: Session, post: Post) -> None:
    post.give(session, submitted(title=f"The {DISTINCTIVE}"))
    post.give(session, submitted(title=f"A {DISTINCTIVE}"))
    ideas.erase(session, ANNS)
    assert in_tables(session, DISTINCTIVE) == on_disk(session, DISTINCTIVE) == []
    post.give(session, submitted(title=f"One more {DISTINCTIVE}"))
    assert in_tables(session, DISTINCTIVE) == on_disk(session, DISTINCTIVE) == []


def test_an_erasure_under_the_id_of_another_event_is_kept_and_handed_on_whenever_it_comes(
    open_session: OpenSession, post: Post
) -> None:
    lines = [submitted(), commented(2, 2), erased(3), erased(2)]
    one_by_one, together = open_session("one by one"), open_session("together")
    for each in lines:
        post.give(one_by_one, each, with_erasures=True)
    post.give(together, *lines, with_erasures=True)
    assert history(one_by_one) == history(together) == ["erased", "erased"]


def test_copies_made_before_upgrades_go_with_an_erasure(open_session: OpenSession, post: Post) -> None:
    session = open_session("ann")
    post.give(session, submitted(title=f"The {DISTINCTIVE}"))
    session.store.close()
    path = session.store.path
    shutil.copy(path, path.with_name("ideabox.before-0000-20260101-000000-000000.db"))
    session = open_session("ann")
    assert len(on_disk(session, DISTINCTIVE)) >= 2
    ideas.erase(session, ANNS)
    assert session.store.copies() == []
    assert on_disk(session, DISTINCTIVE) == []


def test_an_erasure_from_elsewhere_is_taken_only_with_consent(open_session: OpenSession, post: Post) -> None:
    session = open_session("max")
    post.give(session, submitted(title=f"The {DISTINCTIVE}"))
    path = post.pack(erased(3), submitted(4, idea=OTHER, title="Other"))
    imported = importing.import_file(session, path, {})
    assert imported.held_back == {ANNS}
    assert imported.new == {OTHER}
    assert row(session).status == "waiting"
    assert history(session) == ["submitted"]
    preview = importing.import_file(session, path, {}, preview=True, with_erasures=True)
    assert preview.erased == {ANNS}
    assert row(session).status == "waiting"
    imported = importing.import_file(session, path, {}, with_erasures=True)
    assert imported.erased == {ANNS}
    assert imported.held_back == frozenset()
    assert row(session).status == "erased"
    assert in_tables(session, DISTINCTIVE) == on_disk(session, DISTINCTIVE) == []


def test_an_erasure_is_sent_and_says_nothing_but_that(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    idea = submit(ann, f"The {DISTINCTIVE}")
    post.carry(ann, max_)
    ideas.erase(ann, idea)
    (path,) = post.sent(ann)
    (sent,) = lines_in(path)
    assert (decode(sent).kind, decode(sent).by.name) == ("erased", "")
    assert ann.me.person.encode() not in sent
    assert re.fullmatch(rb'.*"at":"\d{4}-\d\d-\d\dT00:00:00\.000Z".*', sent), "no time of day"
    importing.import_file(max_, path, {}, with_erasures=True)
    assert on_disk(max_, DISTINCTIVE) == []


def test_an_erasure_is_not_undone_with_the_import_that_brought_it(session: Session, post: Post) -> None:
    post.give(session, submitted(title=f"The {DISTINCTIVE}"))
    run = run_of(post.give(session, erased(3), with_erasures=True))
    undone = importing.undo_import(session, run)
    assert (undone.left, undone.removed, undone.changed) == ((ANNS,), (), ())
    assert row(session).status == "erased"
    post.give(session, submitted(title=f"The {DISTINCTIVE}"))
    assert in_tables(session, DISTINCTIVE) == on_disk(session, DISTINCTIVE) == []


def test_an_idea_is_erased_once(session: Session) -> None:
    idea = submit(session)
    ideas.erase(session, idea)
    with pytest.raises(Refusal) as refused:
        ideas.erase(session, idea)
    assert codes(refused) == [("idea", "erased")]


def test_a_preview_does_not_look_through_the_whole_database(session: Session, post: Post) -> None:
    asked: list[str] = []

    def hear(*of: Any) -> None:
        asked.append(of[2])

    package_file = post.pack(submitted())
    sa.event.listen(sa.Engine, "before_cursor_execute", hear)
    try:
        assert importing.import_file(session, package_file, {}, preview=True).new == {ANNS}
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", hear)
    assert any("import_run" in statement for statement in asked)
    assert not [statement for statement in asked if "check" in statement]


# Names that are taken off


NAMED = "Xerxes"
"""Somebody's name, that stands nowhere else."""


def by_xerxes(number: int, kind: str, clock: int, body: object) -> bytes:
    return line(number, kind, clock, body, person=NAMED)


def nameless_from(number: int, *events: int, clock: int = 6) -> bytes:
    return line(number, "anonymised", clock, {"events": [uid(each) for each in events]})


XERXES_WAS_HERE = (
    by_xerxes(1, "submitted", 1, {"title": "A kettle", "problem": "P", "proposal": "S"}),
    by_xerxes(2, "commented", 2, {"text": "Well"}),
    nameless_from(3, 1, 2),
)


def standing(session: Session) -> list[bytes]:
    """The lines of the idea as they would be handed on."""
    with session.store.read() as connection:
        return dict(log.standing_lines(connection, [ANNS]))[ANNS]


def has_no_name(session: Session) -> None:
    """Nothing of who did it is left anywhere; what was done is."""
    person = ids.person_id("Department", NAMED)
    for said in (NAMED, person):
        assert in_tables(session, said) == on_disk(session, said) == []
    assert not [path for path in session.store.path.parent.iterdir() if ids.to_bytes(person) in path.read_bytes()]
    assert (row(session).title, row(session).author_name, row(session).office) == ("A kettle", "", "Leeds")
    assert upkeep.check(session).is_sound


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whatever_the_order_of_arrival_a_name_that_was_taken_off_is_gone(
    open_session: OpenSession, post: Post, order: tuple[int, ...]
) -> None:
    one_by_one, together = open_session("in order"), open_session("together")
    for number in order:
        post.give(one_by_one, XERXES_WAS_HERE[number], with_erasures=True)
    post.give(together, *(XERXES_WAS_HERE[number] for number in order), with_erasures=True)
    for each in (one_by_one, together):
        has_no_name(each)
        assert set(history(each)) == {"submitted", "commented", "anonymised"}
    assert everything(one_by_one) == everything(together)


def test_an_old_package_does_not_bring_a_name_back(session: Session, post: Post) -> None:
    post.give(session, *XERXES_WAS_HERE, with_erasures=True)
    again = post.give(session, *XERXES_WAS_HERE[:2])
    assert again.events == 0
    assert again.known == {ANNS}
    has_no_name(session)


def test_a_name_is_taken_off_for_somebody_elsewhere_only_with_consent(session: Session, post: Post) -> None:
    imported = post.give(session, *XERXES_WAS_HERE)
    assert imported.names_held_back == {ANNS}
    assert imported.held_back == imported.anonymised == frozenset()
    assert imported.needs_consent
    assert row(session).author_name == NAMED
    imported = post.give(session, *XERXES_WAS_HERE, with_erasures=True)
    assert imported.names_held_back == frozenset()
    assert imported.anonymised == {ANNS}
    has_no_name(session)


def test_without_consent_nothing_of_what_has_lost_its_name_elsewhere_contradicts_what_is_here(
    open_session: OpenSession, post: Post
) -> None:
    session, other = open_session("ann"), open_session("bob")
    post.give(session, *XERXES_WAS_HERE[:2])
    post.give(other, *XERXES_WAS_HERE, commented(4, 7), with_erasures=True)
    imported = post.give(session, *standing(other))
    assert (imported.events, len(imported.conflicts)) == (1, 0)
    assert row(session).author_name == NAMED
    stranger = open_session("cem")
    post.give(stranger, *standing(other))
    assert row(stranger).author_name == ""


MANY_OF_XERXES = (
    XERXES_WAS_HERE[0],
    *(by_xerxes(number, "commented", number, {"text": "Well"}) for number in range(10, 20)),
)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_name_stays_where_nobody_agreed_though_the_lines_come_from_a_store_that_took_it_off(
    open_session: OpenSession, post: Post, is_first: bool
) -> None:
    session, other = open_session("ann"), open_session("bob")
    post.give(other, *MANY_OF_XERXES, nameless_from(3, 1, *range(10, 20)), with_erasures=True)
    for lines in (standing(other), MANY_OF_XERXES) if is_first else (MANY_OF_XERXES, standing(other)):
        post.give(session, *lines)
    assert row(session).author_name == NAMED
    assert sorted(standing(session)) == sorted(MANY_OF_XERXES)
    assert upkeep.check(session).is_sound


def test_who_agrees_to_a_name_being_taken_off_hears_of_no_event_in_two_versions(
    open_session: OpenSession, post: Post
) -> None:
    session, other = open_session("ann"), open_session("bob")
    post.give(other, *XERXES_WAS_HERE, with_erasures=True)
    post.give(session, *XERXES_WAS_HERE[:2])
    imported = post.give(session, *standing(other), with_erasures=True)
    assert (imported.conflicts, imported.events) == (frozenset(), 1)
    has_no_name(session)


def test_the_longest_line_that_may_be_loses_its_name_and_is_still_one(session: Session, post: Post) -> None:
    person = ids.person_id("Department", NAMED)
    head = submitted(2).replace(b'"kind":"submitted"', b'"kind":"unheard-of"').partition(b'"by":')[0]
    start = head + b'"by":{"person":"' + person.encode() + b'"},"kind":"unheard-of","body":{"much":"'
    longest = start + b"x" * (MAX_LINE - len(start) - 3) + b'"}}'
    post.give(session, XERXES_WAS_HERE[0], longest)
    post.give(session, nameless_from(3, 1, 2), with_erasures=True)
    assert max(map(len, standing(session))) == MAX_LINE
    has_no_name(session)


def test_a_name_that_was_taken_off_does_not_come_back_with_an_import_that_is_undone(
    session: Session, post: Post
) -> None:
    post.give(session, *XERXES_WAS_HERE[:2])
    run = run_of(post.give(session, XERXES_WAS_HERE[2], with_erasures=True))
    assert importing.undo_import(session, run).left == (ANNS,)
    has_no_name(session)


def test_two_versions_of_an_event_that_differed_in_the_name_alone_become_one(
    open_session: OpenSession, post: Post
) -> None:
    session, other = open_session("ann"), open_session("bob")
    post.give(session, *XERXES_WAS_HERE[:2])
    post.give(other, *XERXES_WAS_HERE, with_erasures=True)
    post.give(session, *(each for each in standing(other) if decode(each).kind != "anonymised"))
    assert upkeep.check(session).conflicts == 2
    post.give(session, *standing(other), with_erasures=True)
    assert upkeep.check(session).conflicts == 0
    assert everything(session) == everything(other)
    has_no_name(session)


def test_a_backup_from_before_does_not_bring_a_name_back(session: Session, post: Post, tmp_path: Path) -> None:
    post.give(session, *XERXES_WAS_HERE[:2])
    elsewhere = tmp_path / "elsewhere" / "before.db"
    safekeeping.back_up_to(session, elsewhere)
    post.give(session, XERXES_WAS_HERE[2], with_erasures=True)
    assert safekeeping.bring_back(session, elsewhere).events == 0
    has_no_name(session)


def test_an_erased_idea_stays_erased_when_a_name_is_taken_off_it(session: Session, post: Post) -> None:
    post.give(session, *XERXES_WAS_HERE[:2])
    ideas.erase(session, ANNS)
    post.give(session, XERXES_WAS_HERE[2], with_erasures=True)
    assert row(session).status == "erased"
    assert [decode(each).kind for each in standing(session)] == ["erased"]


# Undoing an import.


def test_an_event_goes_with_the_last_run_that_brought_it(session: Session, post: Post) -> None:
    one = run_of(post.give(session, submitted(), commented(2, 2)))
    other = run_of(post.give(session, submitted()))
    undone = importing.undo_import(session, one)
    assert (undone.changed, undone.removed, undone.left) == ((ANNS,), (), ())
    assert history(session) == ["submitted"]
    undone = importing.undo_import(session, other)
    assert (undone.changed, undone.removed, undone.left) == ((), (ANNS,), ())
    assert listed(session) == {}
    assert upkeep.check(session).events == 0


def test_it_does_not_matter_which_of_two_runs_is_undone_first(session: Session, post: Post) -> None:
    runs = [run_of(post.give(session, submitted())) for _ in range(2)]
    importing.undo_import(session, runs[1])
    assert history(session) == ["submitted"]
    importing.undo_import(session, runs[0])
    assert listed(session) == {}


def test_what_was_recorded_here_stays_though_an_import_brought_it_again(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max", role="manager")
    idea = submit(ann)
    post.carry(ann, max_)
    reviewing.review(max_, idea, "not-now", "Later")
    (imported,) = post.carry(max_, ann)
    assert row(ann, idea).status == "not-now"
    undone = importing.undo_import(ann, run_of(imported))
    assert undone.changed == (idea,)
    assert (row(ann, idea).status, history(ann, idea)) == ("waiting", ["submitted"])


def test_an_idea_to_which_something_happened_here_since_is_named_and_left(session: Session, post: Post) -> None:
    run = run_of(post.give(session, submitted(), commented(2, 2), submitted(3, idea=OTHER, title="Other")))
    ideas.comment(session, ANNS, "Mine")
    undone = importing.undo_import(session, run)
    assert (undone.left, undone.removed) == ((ANNS,), (OTHER,))
    assert history(session) == ["submitted", "commented", "commented"]
    assert listed(session).keys() == {ANNS}


def test_what_happened_here_before_an_import_does_not_hold_it(session: Session, post: Post) -> None:
    post.give(session, submitted())
    ideas.comment(session, ANNS, "Mine")
    run = run_of(post.give(session, commented(2, 2), reviewed(3, 3, "decline")))
    undone = importing.undo_import(session, run)
    assert (undone.left, undone.changed) == ((), (ANNS,))
    assert (row(session).status, history(session)) == ("waiting", ["submitted", "commented"])


def test_an_idea_that_has_been_passed_on_is_named_and_left(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann", office="Leeds"), open_session("max", role="manager", office="Leeds")
    lead = open_session("lead", role="lead", office="London")
    idea = submit(ann)
    post.carry(ann, max_, lead)
    reviewing.review(lead, idea, "put-forward", "Good")
    (imported,) = post.carry(lead, max_)
    assert post.sent(max_), "an answer from elsewhere to an idea of this office is passed on"
    undone = importing.undo_import(max_, run_of(imported))
    assert undone.left == (idea,)
    assert row(max_, idea).status == "put-forward"


def test_after_undoing_a_store_equals_one_that_never_imported_it(open_session: OpenSession, post: Post) -> None:
    undoing, never = open_session("undoing"), open_session("never")
    kept = [submitted(), commented(2, 2), submitted(3, idea=OTHER, title="Other", person="bob")]
    regretted = [
        line(4, "revised", 3, {"title": DISTINCTIVE, "barriers": ["it"]}), reviewed(5, 4, "decline"),
        line(6, "joined", 5, {"into": OTHER}), line(7, "withdrawn", 2, {}, idea=OTHER), submitted(8, idea=THIRD),
        commented(2, 2, "Another version"),
    ]  # fmt: skip
    post.give(never, *kept)
    run = run_of(post.give(undoing, *regretted))
    post.give(undoing, *kept)
    assert everything(undoing) != everything(never)
    undone = importing.undo_import(undoing, run)
    assert (set(undone.removed), set(undone.changed), undone.left) == ({THIRD}, {ANNS, OTHER}, ())
    assert everything(undoing) == everything(never)
    assert listed(undoing, search=DISTINCTIVE) == {}
    health = upkeep.check(undoing)
    assert (health.events, health.conflicts, health.is_sound) == (3, 0, True)


def test_an_undone_package_can_be_imported_again(session: Session, post: Post) -> None:
    path = post.pack(submitted())
    importing.undo_import(session, run_of(importing.import_file(session, path, {})))
    imported = importing.import_file(session, path, {})
    assert imported.new == {ANNS}
    importing.undo_import(session, run_of(imported))
    assert listed(session) == {}


def test_a_run_is_undone_once_and_must_be_there(session: Session, post: Post) -> None:
    run = run_of(post.give(session, submitted()))
    importing.undo_import(session, run)
    with pytest.raises(Refusal) as refused:
        importing.undo_import(session, run)
    assert codes(refused) == [("run", "undone-already")]
    with pytest.raises(Refusal) as refused:
        importing.undo_import(session, run + 1)
    assert codes(refused) == [("run", "no-such-run")]


def test_a_joined_idea_that_left_in_a_batch_with_its_group_has_been_passed_on(
    open_session: OpenSession, post: Post, wording: Wording, tmp_path: Path
) -> None:
    max_ = open_session("max", role="manager")
    post.give(max_, submitted())
    joined = [submitted(2, idea=OTHER, title="Other"), line(3, "joined", 2, {"into": ANNS}, idea=OTHER)]
    run = run_of(post.give(max_, *joined))
    reviewing.review(max_, ANNS, "put-forward", "Good")
    (parcel,) = batching.batch(max_, "May", tmp_path / "batches", wording).parcels
    assert set(parcel.ideas) == {ANNS, OTHER}
    assert importing.undo_import(max_, run).left == (OTHER,)


def test_what_came_after_a_batch_was_written_has_not_left_in_it(
    open_session: OpenSession, post: Post, wording: Wording, tmp_path: Path
) -> None:
    max_ = open_session("max", role="manager")
    at_work(max_, NOON)
    post.give(
        max_, submitted(), submitted(2, idea=OTHER, title="Other"), line(3, "joined", 2, {"into": ANNS}, idea=OTHER)
    )
    reviewing.review(max_, ANNS, "put-forward", "Good")
    batching.batch(max_, "May", tmp_path / "batches", wording)
    at_work(max_, NOON + timedelta(days=1))
    outcome = {"phase": "stopped", "note": "By mistake"}
    run = run_of(post.give(max_, line(8, "progressed", 9, outcome), line(9, "progressed", 9, outcome, idea=OTHER)))
    undone = importing.undo_import(max_, run)
    assert (undone.left, undone.changed) == ((), (ANNS, OTHER))
    assert row(max_, ANNS).status == "with-lead"


# Anonymous authors.


def test_a_nameless_author_is_a_random_person_for_each_idea(open_session: OpenSession) -> None:
    ann = open_session("ann")
    first, second = submit(ann, anonymous=True), submit(ann, anonymous=True)
    authors = [reading.show(ann, idea).idea.author for idea in (first, second)]
    persons = {author.person for author in authors if author is not None}
    assert len(persons) == 2
    assert ann.me.person not in persons
    assert {uuid.UUID(person).version for person in persons} == {4}
    assert {(author.name, author.role, author.office) for author in authors if author} == {("", "", "Leeds")}


def test_a_nameless_event_tells_the_day_and_its_ids_no_time(open_session: OpenSession) -> None:
    ann = open_session("ann")
    idea = submit(ann, anonymous=True)
    ideas.comment(ann, idea, "Daily")
    for happened in reading.show(ann, idea).history:
        assert happened.at == day(ann.now())
        assert uuid.UUID(happened.id).version == uuid.UUID(happened.idea).version == 4


def test_only_the_authors_own_store_knows_who_a_nameless_author_is(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    idea = submit(ann, anonymous=True)
    post.carry(ann, max_)
    with ann.store.read() as connection:
        assert pseudonyms.mine(connection, idea) is not None
    with max_.store.read() as connection:
        assert pseudonyms.mine(connection, idea) is None
    ann_at_another_pc = open_session("ann", folder="another pc")
    with ann_at_another_pc.store.read() as connection:
        assert pseudonyms.mine(connection, idea) is None


def test_a_nameless_idea_leaves_in_a_package_of_its_own_that_says_nothing_of_its_writer(
    open_session: OpenSession, post: Post
) -> None:
    ann = open_session("ann")
    at_work(ann, NOON)
    named, nameless, another = submit(ann), submit(ann, anonymous=True), submit(ann, anonymous=True)
    ideas.comment(ann, nameless, "Daily")
    found: dict[frozenset[str], Path] = {
        frozenset(decode(each).idea for each in lines_in(path)): path for path in post.sent(ann)
    }
    assert found.keys() == {frozenset({named}), frozenset({nameless}), frozenset({another})}
    path = found[frozenset({nameless})]
    assert uuid.UUID(path.name.removesuffix(package.ENDING)).version == 4, "a random name"
    with Package(path) as opened:
        assert opened.manifest.sender is None
        assert opened.manifest.created == day(NOON)
        assert uuid.UUID(opened.manifest.package).version == 4
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        content = b"".join(archive.read(member) for member in archive.infolist())
    for telling in (ann.store.identity(), ann.me.person, "Ann", named, another, "12:00"):
        assert telling.encode() not in content
    with Package(found[frozenset({named})]) as opened:
        assert opened.manifest.sender is not None
        assert opened.manifest.sender.store == ann.store.identity()


def test_a_nameless_author_can_still_revise_comment_and_withdraw(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max", role="manager")
    idea = submit(ann, anonymous=True)
    post.carry(ann, max_)
    reviewing.review(max_, idea, "ask", "How often?")
    post.carry(max_, ann)
    ideas.comment(ann, idea, "Daily")
    assert row(ann, idea).status == "waiting", "it counts as the author's answer"
    ideas.revise(ann, idea, title="A big kettle")
    post.carry(ann, max_)
    assert (row(max_, idea).status, row(max_, idea).title) == ("waiting", "A big kettle")
    ideas.withdraw(ann, idea)
    post.carry(ann, max_)
    assert row(max_, idea).status == "withdrawn"
    shown = reading.show(max_, idea)
    assert shown.idea.author is not None
    own = [happened for happened in shown.history if happened.kind != "reviewed"]
    assert {happened.by for happened in own} == {shown.idea.author}


def test_a_nameless_author_stands_behind_the_own_idea_already(open_session: OpenSession, post: Post) -> None:
    ann, max_ = open_session("ann"), open_session("max")
    idea = submit(ann, anonymous=True)
    for act in (ideas.support, ideas.unsupport):
        with pytest.raises(Refusal) as refused:
            act(ann, idea)
        assert codes(refused) == [("idea", "own-idea")]
    post.carry(ann, max_)
    ideas.support(max_, idea)
    assert row(max_, idea).supporters == 2


def test_a_nameless_idea_that_is_erased_still_leaves_in_a_package_without_sender(
    open_session: OpenSession, post: Post
) -> None:
    ann = open_session("ann")
    idea = submit(ann, anonymous=True)
    ideas.erase(ann, idea)
    (path,) = post.sent(ann)
    with Package(path) as opened:
        assert opened.manifest.sender is None


# Persons.


def test_a_nameless_idea_of_somebody_who_left_still_leaves_in_a_package_without_sender(
    open_session: OpenSession, post: Post, tmp_path: Path
) -> None:
    ann = open_session("ann")
    named, nameless = submit(ann), submit(ann, anonymous=True)
    safekeeping.back_up_to(ann, tmp_path / "elsewhere.db")
    with ann.store.read() as connection:
        (link,) = pseudonyms.persons(connection)
    anonymising.anonymise(ann, rights.find(ann, ann.me.person))
    safekeeping.bring_back(ann, tmp_path / "elsewhere.db")
    with ann.store.read() as connection:
        assert link not in pseudonyms.persons(connection)
    senders = {}
    for path in post.sent(ann):
        with Package(path) as package_of:
            for of in {decode(each).idea for _number, each in package_of.lines()}:
                senders[of] = package_of.manifest.sender
    assert senders.keys() == {named, nameless}
    assert senders[nameless] is None
    assert senders[named] is not None


def test_one_person_at_two_pcs_is_one(open_session: OpenSession, post: Post) -> None:
    ann, bob_here, bob_there = open_session("ann"), open_session("bob"), open_session("bob", folder="laptop")
    idea = submit(ann)
    post.carry(ann, bob_here, bob_there)
    ideas.support(bob_here, idea)
    ideas.support(bob_there, idea)
    post.carry(bob_here, ann)
    post.carry(bob_there, ann)
    assert row(ann, idea).supporters == 2
    assert uuid.UUID(bob_here.me.person).version == 5
    ann_there = open_session("ann", folder="ann's laptop")
    for path in post.sent(ann, again=True):
        importing.import_file(ann_there, path, {})
    with pytest.raises(Refusal) as refused:
        ideas.support(ann_there, idea)
    assert codes(refused) == [("idea", "own-idea")]


# Copies.


def test_a_copied_database_takes_a_store_id_of_its_own_and_the_original_keeps_its(
    open_session: OpenSession, tmp_path: Path
) -> None:
    ann = open_session("ann")
    idea = submit(ann)
    original = ann.store.identity()
    ann.store.close()
    (tmp_path / "copy").mkdir()
    shutil.copy(ann.store.path, tmp_path / "copy" / "ideabox.db")
    copy = open_session("ann", folder="copy")
    assert copy.store.identity() != original
    assert row(copy, idea).title == "A kettle"
    again = open_session("ann")
    assert again.store.identity() == original
    taken = copy.store.identity()
    copy.store.close()
    assert open_session("ann", folder="copy").store.identity() == taken, "once is enough"


def test_a_database_that_was_moved_elsewhere_takes_another_store_id_too(
    open_session: OpenSession, tmp_path: Path
) -> None:
    ann = open_session("ann")
    original = ann.store.identity()
    ann.store.close()
    ann.store.path.parent.rename(tmp_path / "moved")
    assert open_session("ann", folder="moved").store.identity() != original


# Sent.


def test_what_could_not_be_written_is_still_to_be_sent(
    open_session: OpenSession, post: Post, wording: Wording, tmp_path: Path
) -> None:
    ann = open_session("ann")
    idea = submit(ann)
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("where a folder is wanted", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        sending.send(ann, in_the_way, wording)
    assert codes(refused) == [("folder", "not-a-folder")]
    assert to_send(ann) == [idea]
    assert len(post.sent(ann)) == 1
    assert to_send(ann) == []
    assert post.sent(ann) == []


def test_each_event_is_sent_or_not_by_itself(open_session: OpenSession, post: Post) -> None:
    ann = open_session("ann")
    first, second = submit(ann), submit(ann, "A second")
    post.sent(ann)
    ideas.comment(ann, first, "One more thing")
    assert to_send(ann) == [first]
    (path,) = post.sent(ann)
    kinds = [decode(each).kind for each in lines_in(path)]
    assert kinds == ["submitted", "commented"], "the whole known history"
    assert to_send(ann) == []
    (path,) = post.sent(ann, again=True)
    assert {decode(each).idea for each in lines_in(path)} == {first, second}


def test_what_is_recorded_while_a_package_is_written_is_still_to_be_sent(
    open_session: OpenSession, post: Post, wording: Wording
) -> None:
    max_ = open_session("max", role="manager")
    post.give(max_, submitted(), submitted(2, idea=OTHER, title="Other"))
    ideas.comment(max_, ANNS, "To be sent")
    run = run_of(post.give(max_, commented(3, 3)))
    with max_.store.read() as connection:
        parcel = parcels.pack(max_, connection, post.folder, to_send(max_), "submissions", wording)
    importing.undo_import(max_, run)
    ideas.comment(max_, OTHER, "Recorded before it was noted what had left")
    with max_.store.write() as connection:
        outbox.mark_sent(connection, parcel.events)
    assert to_send(max_) == [OTHER]


def test_a_store_sends_what_was_recorded_there_and_not_what_it_heard(open_session: OpenSession, post: Post) -> None:
    ann, bob = open_session("ann"), open_session("bob")
    idea = submit(ann)
    post.carry(ann, bob)
    assert to_send(bob) == []
    ideas.support(bob, idea)
    assert to_send(bob) == [idea]


# All the same.


def test_every_event_that_a_person_can_record_survives_the_whole_round(
    open_session: OpenSession, post: Post, wording: Wording, tmp_path: Path
) -> None:
    ann, max_ = open_session("ann"), open_session("max", role="manager")
    idea, other = submit(ann), submit(ann, "Another")
    post.carry(ann, max_)
    steps: list[Callable[[], object]] = [
        lambda: ideas.revise(max_, idea, title="Bigger", skills=[max_.skills.codes[0]], barriers=["it"]),
        lambda: ideas.comment(max_, idea, "Hm"),
        lambda: ideas.support(max_, idea),
        lambda: ideas.unsupport(max_, idea),
        lambda: reviewing.review(max_, idea, "put-forward", "Good"),
        lambda: batching.batch(max_, "May", tmp_path / "batches", wording, [idea]),
        lambda: reviewing.progress(max_, idea, "alpha", "We try it"),
        lambda: ideas.join(max_, idea, other),
        lambda: ideas.separate(max_, idea),
        lambda: ideas.withdraw(max_, other),
    ]
    for step in steps:
        step()
        post.carry(max_, ann)
        assert everything(ann) == everything(max_)
    assert history(ann, idea)[1:] == [
        "revised", "commented", "supported", "unsupported", "reviewed", "batched", "progressed", "joined", "separated",
    ]  # fmt: skip
    assert reading.show(ann, idea).history == reading.show(max_, idea).history
    assert upkeep.check(ann).is_sound
    assert upkeep.check(max_).is_sound


def test_more_lines_than_are_taken_at_once_come_to_the_same_however_they_lie(
    open_session: OpenSession, post: Post
) -> None:
    lines = []
    for number in range(200):
        idea = uid(0x100000 + number)
        lines.append(submitted(1, idea=idea, title=f"Idea {number}"))
        lines.append(line(2, "joined", 2, {"into": uid(0x100000 + number * 7 % 200)}, idea=idea))
        lines.append(line(3, "revised", 3, {"title": f"Better idea {number}", "barriers": ["it"]}, idea=idea))
        lines.append(line(3, "revised", 3, {"title": f"Other idea {number}", "barriers": ["time"]}, idea=idea))
        if number % 10 == 0:
            lines.append(erased(4, idea=idea))
    found: list[list[tuple[Any, ...]]] = []
    by_clock = sorted(lines, key=lambda each: decode(each).clock)
    for order in (lines, lines[::-1], by_clock, by_clock[::-1]):
        session = open_session(f"store {len(found)}")
        imported = post.give(session, *order, with_erasures=True)
        assert len(imported.new) == 200
        assert len(imported.conflicts) >= 180, "those of ideas that were erased first are not told apart"
        assert len(imported.erased) == 20
        assert not imported.updated
        assert not imported.known
        found.append(everything(session))
        assert upkeep.check(session).is_sound
        with session.store.read() as connection:
            gone = sa.select(event_table.c.idea).where(event_table.c.kind == "erased")
            said = sa.select(event_table.c.kind).distinct().where(event_table.c.line.is_not(None))
            assert list(connection.scalars(said.where(event_table.c.idea.in_(gone)))) == ["erased"]
    assert found[0] == found[1] == found[2] == found[3]
