"""The personal-data guard: it finds what people write, and leaves alone what only looks like it."""

from __future__ import annotations

import json
from random import Random

import msgspec
import pytest

from ideabox.app.resources import resources
from ideabox.domain import check_digits, pattern_effort
from ideabox.domain.pattern_effort import TooHard
from ideabox.domain.privacy import Find, Guard, Pattern, load_patterns, replaced
from tests.domain.personal_data import MAKERS

PATTERNS = load_patterns((resources() / "privacy" / "united-kingdom.json").read_bytes())
GUARD = Guard(PATTERNS.patterns)
PLAIN = (
    "Claimants wait 20 minutes at the desk because the 2 printers on floor 3 stop. In 2023-24 we spent £12,500.",
    "On 12.04.16 the form UC50 changed; by 2020-21 it had 36 pages, and the fax was never read. See page 123456.",
    "Mae'r ffurflen yn hir iawn. Hoffwn i ni gael un fersiwn Gymraeg, gyda llai o gwestiynau, erbyn mis Mai 2025.",
    "Ring 0800 169 0310 or 0345 608 8545 and press 1. It covers LS2 and room QQ 12 34 56 C.",
    "Read https://example.org/4929123412341234/report?id=99L99999 before the meeting at 10:30 on 3 March.",
    "We asked 1 000 people; 85% said Dr Who was on. Customer Service Officers and the Claimant Commitment help.",
)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.level) for each in GUARD.find(text)]


@pytest.mark.parametrize("kind", MAKERS)
def test_values_of_each_kind_are_found_in_the_formats_that_people_use(kind: str) -> None:
    chance, missed = Random(20), 0
    for number in range(120):
        words, value = MAKERS[kind](chance)
        start = f"{PLAIN[number % len(PLAIN)]} {words[0]}"
        finds = GUARD.find(f"{start}{value}{words[1]} was on the form.")
        at = len(start)
        missed += not any(each.kind == kind and each.start < at + len(value) and each.end > at for each in finds)
    assert missed <= 2  # at least 0.98


@pytest.mark.parametrize("text", PLAIN)
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NHS number 943 476 5870", [("nhs-number", "strong")]),
        ("rhif GIG 943 476 5870", [("nhs-number", "strong")]),
        ("ref 943 476 5870", [("nhs-number", "weak")]),
        ("ref 943 476 5871", [("long-number", "weak")]),
        ("NHS 943 476 5871", [("long-number", "weak")]),
        ("write to someone@example.com", [("email", "strong")]),
        ("write to team.mailbox@dwp.gov.uk", [("email", "weak")]),
        ("write to a@dwp.gov.uk.example.com", [("email", "strong")]),
        ("card 4111 1111 1111 1111", [("payment-card", "strong")]),
        ("Mrs Jones and Mr O\u2019Neil", [("name", "weak"), ("name", "weak")]),
        ("the claimant Jo Bloggs", [("name", "weak")]),
        ("hawlydd Bran Bloggs", [("name", "weak")]),
        ("ring 07700 900123", [("phone", "weak")]),
        ("sort code 12-34-56, account 12345678", [("bank-details", "strong")]),
        ("National Insurance AA 12 34 56 H", [("ni-number", "weak")]),
        ("lives at 12 Made Up Street", [("address", "weak")]),
        ("yn byw yn 12 Heol Ffug", [("address", "weak")]),
    ],
)
def test_finds_are_as_strong_as_their_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_the_quick_search_for_strong_finds_agrees_with_the_whole_one() -> None:
    chance = Random(5)
    for make in MAKERS.values():
        for _ in range(20):
            words, value = make(chance)
            text = f"{words[0]}{value}{words[1]} and {chance.choice(PLAIN)}"
            assert GUARD.find_strong(text) == tuple(each for each in GUARD.find(text) if each.level == "strong")


def test_a_find_counts_characters_and_its_words_are_replaced_there() -> None:
    text = "😀 Mrs Jones wrote to a@example.com 😀"
    finds = GUARD.find(text)
    assert [text[each.start : each.end] for each in finds] == ["Mrs Jones", "a@example.com"]
    assert replaced(text, finds, {"name": "a claimant", "email": "an e-mail address"}) == (
        "😀 a claimant wrote to an e-mail address 😀"
    )
    assert "Jones" not in repr(finds)


def test_a_digest_is_the_same_for_other_spacing_and_differs_by_store_and_kind() -> None:
    one, other = "card 4111 1111 1111 1111", "4111-1111-1111-1111"
    first, second = GUARD.find(one)[0], GUARD.find(other)[0]
    assert first.digest(one, "store") == second.digest(other, "store") != first.digest(one, "another")
    assert Find(first.start, first.end, "phone", "weak").digest(one, "store") != first.digest(one, "store")


def test_check_digits_tell_a_slip_from_the_number() -> None:
    for check, right in (
        (check_digits.luhn, "4111111111111111"),
        (check_digits.nhs, "9434765870"),
        (check_digits.iban, "GB82WEST12345698765432"),
        (check_digits.utr, "1955839661"),  # python-stdnum's example
    ):
        assert check(right)
        wrong = right[:-2] + ("1" if right[-2] != "1" else "2") + right[-1]
        assert not check(wrong)


@pytest.mark.parametrize(
    "hard",
    [
        "(a+)+b", "a*b", "(a|a){30}b", "(a{1,9}){1,9}", "(a)\\1", "a{2,}", "x" * 501, "(", "(?P<n>a)", "(?(1)a|b)",
        r"\w{0,40}\w{0,40}\w{0,40}x",
    ],
)  # fmt: skip
def test_a_pattern_that_a_text_could_make_slow_is_refused(hard: str) -> None:
    data = json.dumps(
        {"name": "mine", "patterns": [{"kind": "mine", "level": "weak", "pattern": hard, "needs": "digit"}]}
    )
    with pytest.raises(TooHard):
        load_patterns(data.encode())


def test_a_departments_own_pattern_is_looked_for_as_well() -> None:
    own = Pattern("staff-number", "strong", r"(?<!\w)SN-\d{5,7}+(?!\w)", "capital")
    guard = Guard([*PATTERNS.patterns, own])
    text = "ask SN-123456"
    assert [each.kind for each in guard.find(text)] == ["staff-number"]
    assert guard.find_strong(text) == guard.find(text)
    assert guard.find_strong("ask SN-one") == ()


def test_the_patterns_that_travel_with_the_program_keep_the_rule_for_others() -> None:
    assert all(pattern_effort.effort(each.pattern) <= pattern_effort.MOST for each in PATTERNS.patterns)


def test_a_file_of_patterns_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="levle"):
        load_patterns(
            b'{"name": "x", "patterns": [{"kind": "mine", "levle": "weak", "pattern": "a", "needs": "digit"}]}'
        )
