"""An event's one form as a line: what is written, what is read, and what nobody could use."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain import events
from ideabox.domain.estimates import Sized
from ideabox.domain.events import (
    BODIES,
    KIND_OF,
    MAX_CLOCK,
    MAX_DEPTH,
    MAX_LINE,
    Batched,
    Body,
    Commented,
    Event,
    Joined,
    Reviewed,
    Revised,
    Submitted,
    Supported,
    Unusable,
    decode,
    encode,
)
from ideabox.domain.people import By
from ideabox.domain.skills import SkillTag
from tests.domain.making import ANN, IDEA, event, unheard_of, uuid
from tests.properties import histories

AT = "2026-03-02T09:00:00.000Z"


def line(**changes: object) -> bytes:
    """A comment's line with some members changed."""
    members = {
        "id": uuid(1), "idea": IDEA, "clock": 1, "at": AT, "by": {"person": uuid(2)}, "kind": "commented",
        "body": {"text": "Yes"},
    }  # fmt: skip
    return msgspec.json.encode(members | changes)


def why_unusable(written: bytes) -> str:
    with pytest.raises(Unusable) as why:
        decode(written)
    return str(why.value)


EVERY_BODY: list[Body] = [
    Submitted("Title", "Problem", "Proposal", (SkillTag("COM", "EDS", "1", "Communicating"),), ("it", "money"), "All"),
    Revised(title="Another"),
    Commented("Why?"),
    Supported(),
    events.Unsupported(),
    Reviewed("ask", "How often?"),
    Sized("beta", 12, 3, 4, "phone", "online", "Counted in May"),
    Batched(uuid(9), "May"),
    events.Progressed("live", "Everywhere"),
    events.Adopted("On Mondays"),
    Joined(uuid(8)),
    events.Separated(),
    events.Withdrawn(),
    events.Anonymised((uuid(3), uuid(4))),
    events.Erased(),
]


def test_the_examples_name_every_kind_once() -> None:
    assert [KIND_OF[type(body)] for body in EVERY_BODY] == list(BODIES)
    assert set(get_args(Body)) == set(BODIES.values())


@pytest.mark.parametrize("body", EVERY_BODY, ids=list(BODIES))
def test_what_is_encoded_decodes_to_itself(body: Body) -> None:
    assert decode(encode(event(3, body))) == event(3, body)


def test_a_line_has_the_members_of_the_specification_in_their_order() -> None:
    written = encode(event(2, Commented("Größe \u2028 “quoted”")))
    assert b"\n" not in written
    assert list(msgspec.json.decode(written)) == ["id", "idea", "clock", "at", "by", "kind", "body"]
    assert "Größe".encode() in written


def test_what_was_not_given_is_not_written() -> None:
    body = msgspec.json.decode(encode(event(2, Revised(title="New"))))["body"]
    assert body == {"title": "New"}


def test_a_revision_tells_emptied_from_untouched() -> None:
    revised = decode(encode(event(2, Revised(skills=(), title="")))).body
    assert isinstance(revised, Revised)
    assert (revised.skills, revised.title, revised.problem) == ((), "", msgspec.UNSET)


def test_an_event_of_an_unknown_kind_is_never_written_anew() -> None:
    with pytest.raises(ValueError, match="never written anew"):
        encode(unheard_of(2))


def test_members_that_this_version_does_not_know_are_passed_over() -> None:
    known = decode(line())
    assert decode(line(tomorrow=[{"x": 1}], by={"person": uuid(2), "team": "A"}, body={"text": "Yes", "n": 1})) == known


def test_a_kind_that_this_version_does_not_know_is_kept_unread() -> None:
    unknown = decode(line(kind="sung-aloud", body={"melody": [1, 2]}))
    assert (unknown.kind, unknown.body, unknown.clock) == ("sung-aloud", None, 1)


def test_white_space_between_members_is_no_fault() -> None:
    assert decode(b" " + line().replace(b",", b" ,\t ") + b" ") == decode(line())


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"", "truncated"),
        (b"[]", "array"),
        (b"null", "null"),
        (b"\xef\xbb\xbf" + line(), "malformed"),
        (line() + b"{}", "trailing"),
        (line()[:-1], "truncated"),
        (line().replace(b"Yes", b"\xff"), "utf-8"),
        (line(tomorrow="Yes").replace(b"Yes", b"\xff"), "utf-8"),
        (line().replace(b"Yes", b"\\ud800"), ""),
        (line().replace(b",", b",\n", 1), "line break"),
        (line().replace(b",", b",\r", 1), "line break"),
        (line().replace(b"Yes", b"\\u0000"), "NUL"),
        (line(tomorrow="Yes").replace(b"Yes", b"a\\u0000"), "NUL"),
        (line(tomorrow={"Yes": 1}).replace(b"Yes", b"\\\\\\u0000"), "NUL"),
        (line(kind="unheard-of", body={"a": "Yes"}).replace(b"Yes", b"\\u0000"), "NUL"),
        (line(tomorrow={"a": "Yes", "n": 0}).replace(b"Yes", b"\\u0000").replace(b'"n":0', b'"n":1e999'), "NUL"),
    ],
)
def test_bytes_that_are_not_one_line_of_json_text_are_unusable(written: bytes, reason: str) -> None:
    assert reason in why_unusable(written)


def test_a_backslash_before_u0000_is_text_like_any_other() -> None:
    assert decode(line(body={"text": r"\u0000"})).body == Commented(r"\u0000")
    huge = line(body={"text": r"\u0000", "n": 0}).replace(b'"n":0', b'"n":1e999')
    assert decode(huge).body == Commented(r"\u0000")


@pytest.mark.parametrize("member", ["id", "idea", "clock", "at", "by", "kind", "body"])
def test_every_member_is_needed(member: str) -> None:
    members = msgspec.json.decode(line())
    del members[member]
    assert member in why_unusable(msgspec.json.encode(members))


NOT_IDS = [uuid(10).upper(), uuid(1).replace("-", ""), f"{{{uuid(1)}}}", uuid(1) + "\n", uuid(1)[:-1] + "g", "", "1"]


@pytest.mark.parametrize("wrong", NOT_IDS)
def test_ids_have_one_spelling(wrong: str) -> None:
    assert why_unusable(line(id=wrong)) == "id is not a lower-case UUID"
    assert why_unusable(line(idea=wrong)) == "idea is not a lower-case UUID"
    assert why_unusable(line(by={"person": wrong})) == "by.person is not a lower-case UUID"
    assert why_unusable(line(kind="joined", body={"into": wrong})) == "body.into is not a lower-case UUID"
    batched = line(kind="batched", body={"batch": wrong, "name": ""})
    assert why_unusable(batched) == "body.batch is not a lower-case UUID"
    nameless = line(kind="anonymised", body={"events": [uuid(3), wrong]})
    assert why_unusable(nameless) == "body.events holds something else than lower-case UUIDs"


@pytest.mark.parametrize("clock", [1, 2, MAX_CLOCK])
def test_a_clock_is_a_whole_number_from_1_to_its_cap(clock: int) -> None:
    assert decode(line(clock=clock)).clock == clock


@pytest.mark.parametrize("clock", [0, -1, MAX_CLOCK + 1, 10**30, 1.0, 1.5, True, None, "1"])
def test_any_other_clock_is_unusable(clock: object) -> None:
    assert "clock" in why_unusable(line(clock=clock))


@pytest.mark.parametrize("kind", ["", "Commented", "-a", "a b", "a_b", "1a", "a" * 41, "commented\n", "é"])
def test_a_kind_is_a_short_word_in_lower_case(kind: str) -> None:
    assert "kind" in why_unusable(line(kind=kind))


@pytest.mark.parametrize("kind", ["a", "a-b", "a" * 40])
def test_any_such_word_may_be_a_kind_one_day(kind: str) -> None:
    assert decode(line(kind=kind, body={})).kind == kind


@pytest.mark.parametrize("body", [None, 1, "text", [], [1]])
def test_the_body_is_an_object_whatever_the_kind(body: object) -> None:
    why_unusable(line(kind="unheard-of", body=body))
    why_unusable(line(kind="commented", body=body))


TEXT = 10_000
BOUNDS: list[tuple[str, dict[str, Any], str, int]] = [
    ("submitted", {"title": "", "problem": "", "proposal": ""}, "title", 300),
    ("submitted", {"title": "", "problem": "", "proposal": ""}, "problem", TEXT),
    ("submitted", {"title": "", "problem": "", "proposal": ""}, "proposal", TEXT),
    ("submitted", {"title": "", "problem": "", "proposal": ""}, "helps", 4_000),
    ("submitted", {"title": "", "problem": "", "proposal": ""}, "reference", 200),
    ("revised", {}, "title", 300),
    ("revised", {}, "proposal", TEXT),
    ("commented", {}, "text", TEXT),
    ("reviewed", {"decision": "ask"}, "reason", 4_000),
    ("sized", {}, "assumptions", 4_000),
    ("sized", {}, "channel_from", 100),
    ("batched", {"batch": uuid(1)}, "name", 200),
    ("progressed", {"phase": "live"}, "note", 4_000),
]


@pytest.mark.parametrize(("kind", "others", "field", "limit"), BOUNDS)
def test_texts_are_bounded_in_characters(kind: str, others: dict[str, Any], field: str, limit: int) -> None:
    assert decode(line(kind=kind, body=others | {field: "é" * limit})).body is not None
    assert field in why_unusable(line(kind=kind, body=others | {field: "é" * (limit + 1)}))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("sized", {"times_a_month": -1}),
        ("sized", {"staff_minutes": 1_000_000_001}),
        ("sized", {"public_minutes": 1.5}),
        ("sized", {"stage": "gamma"}),
        ("reviewed", {"decision": "perhaps", "reason": ""}),
        ("progressed", {"phase": "idea", "note": ""}),
        ("revised", {"source": "nobody"}),
        ("revised", {"title": None}),
        ("revised", {"skills": [{"code": ""}]}),
        ("revised", {"skills": [{"code": "a" * 61}]}),
        ("revised", {"skills": [{"code": "A"}] * 31}),
        ("revised", {"barriers": [""]}),
        ("revised", {"barriers": ["a" * 41]}),
        ("revised", {"barriers": ["it"] * 31}),
    ],
)
def test_a_known_kind_is_held_to_its_types_and_bounds(kind: str, body: dict[str, Any]) -> None:
    assert f"{next(iter(body))}" in why_unusable(line(kind=kind, body=body))


def test_names_are_bounded() -> None:
    for member in ("name", "role", "office"):
        assert decode(line(by={"person": uuid(2), member: "a" * 200}))
        assert member in why_unusable(line(by={"person": uuid(2), member: "a" * 201}))


def test_a_barrier_that_this_version_does_not_know_is_kept() -> None:
    revised = decode(line(kind="revised", body={"barriers": ["weather"]})).body
    assert revised == Revised(barriers=("weather",))


def test_a_line_is_at_most_its_limit_long() -> None:
    padding = " " * (MAX_LINE - len(line()))
    assert decode(line() + padding.encode())
    assert "longer" in why_unusable(line() + padding.encode() + b" ")


@pytest.mark.parametrize("worst", ["\U0001f600", "\x01"])
def test_the_longest_event_that_can_be_written_is_shorter_than_a_line_may_be(worst: str) -> None:
    tags = tuple(SkillTag(worst * 60, worst * 60, worst * 30, worst * 200) for _ in range(30))
    body = Submitted(
        worst * 300, worst * TEXT, worst * TEXT, tags, (worst * 40,) * 30, worst * 4_000, "public", worst * 200
    )
    by = By(uuid(1), worst * 200, worst * 200, worst * 200)
    assert len(encode(event(1, body, by))) < MAX_LINE


def nested(depth: int, around: str = "[]") -> bytes:
    """A comment's line whose unknown member makes it nest this deep."""
    inside = around[0] * (depth - 1) + around[1] * (depth - 1)
    return line(tomorrow=0).replace(b'"tomorrow":0', b'"tomorrow":' + inside.encode())


def test_nesting_is_bounded_where_it_is_not_read_too() -> None:
    assert decode(nested(MAX_DEPTH))
    assert "nested" in why_unusable(nested(MAX_DEPTH + 1))
    assert "nested" in why_unusable(nested(100_000))
    unknown = nested(MAX_DEPTH + 1).replace(b'"commented"', b'"unheard-of"')
    assert "nested" in why_unusable(unknown)


def test_brackets_in_texts_and_brackets_side_by_side_are_not_nesting() -> None:
    assert decode(line(body={"text": "[" * 4000 + '"' + "{" * 4000 + "\\"}))
    assert decode(line(tomorrow=[[]] * 500))


# Times.


def test_a_timestamp_is_utc_to_the_millisecond_in_24_characters() -> None:
    half_past = datetime(2026, 7, 1, 10, 30, 0, 123_999, tzinfo=timezone(timedelta(hours=1)))
    assert events.timestamp(half_past) == "2026-07-01T09:30:00.123Z"
    assert len(events.timestamp(datetime(2026, 7, 1, tzinfo=UTC))) == 24


def test_a_day_tells_no_time_of_day() -> None:
    late = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    assert events.day(late) == "2026-06-30T00:00:00.000Z"
    assert events.is_timestamp(events.day(late))


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    first, second = events.timestamp(one), events.timestamp(other)
    assert events.is_timestamp(first)
    if first < second:
        assert one < other
    elif first == second:
        assert abs(one - other) < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    "wrong",
    [
        "2026-03-02T09:00:00Z", "2026-03-02T09:00:00.000", "2026-03-02T09:00:00.000+00:00", "2026-03-02 09:00:00.000Z",
        "2026-03-02T09:00:00.000Z\n", "2026-03-02t09:00:00.000z", "2026-02-29T09:00:00.000Z",
        "2026-13-01T09:00:00.000Z", "2026-03-02T24:00:00.000Z", "2026-03-02T09:60:00.000Z", "2026-03-02T09:00:60.000Z",
        "0000-01-01T00:00:00.000Z",
        "2026-03-02T09:00:00.000000Z", "٢٠٢٦-03-02T09:00:00.000Z", "", "yesterday",
    ],
)  # fmt: skip
def test_any_other_spelling_of_a_time_is_unusable(wrong: str) -> None:
    assert not events.is_timestamp(wrong)
    assert why_unusable(line(at=wrong)).startswith("at is not")


def test_events_stand_by_clock_then_time_then_id() -> None:
    def at(clock: int, time: str, number: int) -> Event:
        return Event(uuid(number), IDEA, clock, time, ANN, "commented", Commented(""))

    first, second, third, fourth, fifth = (
        at(1, "2026", 9), at(2, "2025", 8), at(2, "2026", 1), at(2, "2026", 2), at(10, "2024", 1),
    )  # fmt: skip
    assert first.order < second.order < third.order < fourth.order < fifth.order


# Whatever comes.


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_do_more_than_be_unusable(written: bytes) -> None:
    why_unusable(written)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_members = ["id", "idea", "clock", "at", "by", "kind", "body", "tomorrow"]


@given(st.sampled_from(list(BODIES)), st.sampled_from(_members), _json, st.data())
def test_any_member_may_hold_anything_without_harm(kind: str, member: str, value: object, data: st.DataObject) -> None:
    body = data.draw(histories.BODIES[kind])
    written = line(**({"kind": kind, "body": body} | {member: value}))
    try:
        happened = decode(written)
    except Unusable:
        return
    if happened.body is not None:
        assert decode(encode(happened)) == happened
