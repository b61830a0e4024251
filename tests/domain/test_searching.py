"""What is typed into a search box, and what it means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.searching import MOST_WORDS, Choice, Query, Term, names, parse, since, spans
from ideabox.domain.skills import Area, Framework, Skills

TODAY = date(2026, 3, 31)
CORE = Path(__file__).parents[2] / "resources/i18n/en/core.json"
AREAS = (Area("EDS-COM", {"en": "Communicating"}), Area("EDS-PRO", {"en": "Problem solving"}))
KNOWN = names(Skills([Framework("EDS", "2018", {"en": "EDS"}, AREAS)])).with_words(
    msgspec.json.decode(CORE.read_bytes(), type=dict[str, str])
)


def asked(typed: str) -> Query:
    return parse(typed, KNOWN, TODAY)


def words(*sought: str) -> tuple[Term, ...]:
    """Words in any order, the last of which is still being typed."""
    return tuple(Term((word,), is_open=word is sought[-1]) for word in sought)


def chosen(kind: str, *values: str, excluded: bool = False) -> Query:
    return Query(choices=(Choice(kind, values, excluded),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("printer queue", Query(words("printer", "queue"))),
        ("printer ", Query((Term(("printer",)),))),
        ('"job centre" ', Query((Term(("job", "centre"), is_phrase=True),))),
        ("“job centre” ", Query((Term(("job", "centre"), is_phrase=True),))),
        ('"job cen', Query((Term(("job", "cen"), is_phrase=True, is_open=True),))),
        ("-letter", Query((), (Term(("letter",), is_open=True),))),
        ('-"by post" ', Query((), (Term(("by", "post"), is_phrase=True),))),
        ("title:printer ", Query((Term(("printer",), "title"),))),
        ('Problem:"not long" ', Query((Term(("not", "long"), "problem", is_phrase=True),))),
        ("-proposal:fax ", Query((), (Term(("fax",), "proposal"),))),
        ("status:not-now", chosen("status", "not-now")),
        ("status:NotNow", chosen("status", "not-now")),
        ("status:not now", chosen("status", "not-now")),
        ('status:"Not taken forward"', chosen("status", "declined")),
        ("status:back", chosen("status", "asked")),
        ("status:wait", chosen("status", "waiting")),
        ("status:no", chosen("status", "not-now", "declined")),
        ("status:live status:alpha", chosen("status", "live", "alpha")),
        ("-status:declined", chosen("status", "declined", excluded=True)),
        ("skill:eds-com", chosen("skill", "EDS-COM")),
        ("skill:problem solving", chosen("skill", "EDS-PRO")),
        ("barrier:it", chosen("barrier", "it")),
        ('barrier:"IT restriction"', chosen("barrier", "it")),
        ('office:"Leeds  Park', chosen("office", "Leeds Park")),
        ("by:me", chosen("by", "me")),
        ("since:2026-03", Query(since=date(2026, 3, 1))),
        ("status:live chat", Query(words("chat"), choices=(Choice("status", ("live",)),))),
        ("title:", Query()),
        ("printers status:", Query((Term(("printers",)),))),
        ("", Query()),
        (" ", Query()),
    ],
)
def test_what_is_typed_means_what_a_person_would_say_it_means(typed: str, meant: Query) -> None:
    assert asked(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a AND NOT (b OR NEAR(c", ["a", "AND", "NOT", "b", "OR", "NEAR", "c"]),
        ("url:printer", ["url", "printer"]),
        ("Problem: printers", ["Problem", "printers"]),
        ("status:xylophone", ["status", "xylophone"]),
        ("by:farida", ["by", "farida"]),
        ("since:2026-02-30", ["since", "2026", "02", "30"]),
        ("don't e-mail, *please*!", ["don", "t", "e", "mail", "please"]),
        ("10% - of (all)", ["10", "of", "all"]),
        ("x\x00y\ud800z", ["x", "y", "z"]),
        ("--draft", ["draft"]),
    ],
)
def test_what_is_no_part_of_a_search_is_read_as_words_or_passed_over(typed: str, meant: list[str]) -> None:
    found = asked(typed)
    assert list(found.words) == meant
    assert not found.choices
    assert not found.excluded
    assert found.since is None


@pytest.mark.parametrize("typed", ["*^:", '"', '""', "-", "...", "(", "\x00", "\ud800", "_"])
def test_something_without_a_word_in_it_is_like_nothing(typed: str) -> None:
    assert asked(typed) == Query(is_nonsense=True)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-11-03", date(2026, 11, 3)),
        ("14d", date(2026, 3, 17)),
        ("3w", date(2026, 3, 10)),
        ("1m", date(2026, 2, 28)),
        ("3M", date(2025, 12, 31)),
        ("99999m", date.min),
        ("0000", None),
        ("2026-13", None),
        ("x", None),
        ("", None),
    ],
)
def test_since_is_a_date_or_how_long_ago(typed: str, day: date | None) -> None:
    assert since(typed, TODAY) == day


def test_without_names_filter_words_are_ordinary_words() -> None:
    assert parse("status:live by:me").words == ("status", "live", "by", "me")


PARTS = (
    *(
        '"',
        "-",
        "*",
        "^",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        ":",
        "title:",
        "status:",
        "since:",
        "office:",
        "by:me",
        "skill:",
    ),
    *("not", "now", "live", " ", "\t", "\x00", "\ud800", "é", "ß", "字", "14d", "2026-11", "(", ")", "{a b}", "+", "_"),
)
ODD = st.text(max_size=200) | st.lists(st.sampled_from(PARTS), max_size=40).map("".join)


@given(typed=ODD)
def test_whatever_is_typed_means_something(typed: str) -> None:
    found = asked(typed)
    assert len(found.terms) + len(found.excluded) + len(found.choices) <= MOST_WORDS
    assert all(term.words and all(word for word in term.words) for term in (*found.terms, *found.excluded))
    assert not found.is_nonsense or found == Query(is_nonsense=True)


@given(sought=st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=8))
def test_plain_words_are_all_sought_once_and_in_the_order_in_which_they_stand(sought: list[str]) -> None:
    assert list(parse(" ".join([*sought, ""])).words) == list(dict.fromkeys(sought))


def marked(typed: str, text: str, field: str | None = None) -> list[str]:
    """The parts of a text that a search marks."""
    return [text[start:end] for start, end in spans(asked(typed), text, field)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("print ", "The printers PRINT; reprint nothing", ["printers PRINT"]),
        ("printing ", "It prints", ["prints"]),
        ("appointmen", "Two appointments", ["appointments"]),
        ("cafe ", "Caf\u00e9 or cafe\u0301", ["Caf\u00e9", "cafe\u0301"]),
        ("universal credit ", "The universal credit journal, credited", ["universal credit", "credited"]),
        ('"universal credit" ', "universal credits, and credit universally", ["universal credits"]),
        ('"universal cre', "universal credits", ["universal credits"]),
        ('"universal cre" ', "universal credits", []),
        ("-letter status:live", "a letter is live", []),
        ("", "anything", []),
    ],
)
def test_what_was_sought_is_marked_in_a_text(typed: str, text: str, found: list[str]) -> None:
    assert marked(typed, text) == found


def test_what_is_sought_in_one_text_is_not_marked_in_another() -> None:
    assert marked("title:printer ", "A printer", "title") == ["printer"]
    assert marked("title:printer ", "A printer", "problem") == []


@given(typed=ODD, text=ODD)
def test_marks_are_in_order_and_inside_the_text(typed: str, text: str) -> None:
    at = 0
    for start, end in spans(asked(typed), text):
        assert at <= start < end <= len(text)
        at = end
