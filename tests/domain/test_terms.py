"""What texts say, as terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.app.resources import resources
from ideabox.domain.terms import SynonymList, Terms, load_synonyms

LISTS = [load_synonyms(path.read_bytes()) for path in (resources() / "synonyms").glob("*.json")]
TERMS = Terms(LISTS)
SMALL = Terms([SynonymList("Small", (("job centre", "jobcentre", "jcp"), ("job", "post"), ("text message", "sms")))])


def test_a_word_loses_its_case_accents_ending_apostrophe_and_american_spelling() -> None:
    assert TERMS.of("CAFÉS cafe Café\u2019s") == ["cafe"] * 3
    assert set(TERMS.of("organise organized Organizing organisation's")) == {"organis"}
    assert TERMS.of("prize size") == TERMS.of("PRIZE SIZE") != TERMS.of("prise sise")


def test_words_that_are_everywhere_say_nothing_in_either_language() -> None:
    assert TERMS.of("The people who don't, and that is all; mae pob un yn y") == TERMS.of("un")


def test_a_phrase_is_one_term_and_the_longest_wins() -> None:
    assert SMALL.of("The job centre's jobs") == ["=job centre", "=job"]
    assert SMALL.of("jobcentre, JCP, post") == ["=job centre", "=job centre", "=job"]
    assert SMALL.of("text a message, text message, text") == ["text", "messag", "=text message", "text"]


def test_what_is_said_keeps_the_words_as_they_are_written() -> None:
    said = SMALL.said("Every Job Centre sends SMS to Zoë")
    assert [(each.term, each.words) for each in said] == [
        ("everi", "Every"), ("=job centre", "Job Centre"), ("send", "sends"), ("=text message", "SMS"), ("zoe", "Zoë"),
    ]  # fmt: skip


def test_the_index_is_asked_for_every_phrase_of_a_term_and_both_spellings_of_a_word() -> None:
    (centre, organise) = SMALL.said("JCP organises")
    assert SMALL.forms(centre) == ("job centre", "jobcentre", "jcp")
    assert SMALL.forms(organise) == ("organises", "organizes")


@pytest.mark.parametrize("synonyms", LISTS, ids=lambda each: each.name)
def test_no_word_of_our_lists_is_in_two_groups_or_says_nothing(synonyms: SynonymList) -> None:
    plain = Terms()
    seen: dict[tuple[str, ...], str] = {}
    for group in synonyms.groups:
        for phrase in group:
            key = tuple(plain.of(phrase))
            assert key, phrase
            assert seen.setdefault(key, group[0]) == group[0], phrase


@given(st.text())
def test_reading_a_text_either_way_gives_the_same_terms(text: str) -> None:
    composed = TERMS.said(text)
    assert [each.term for each in composed] == TERMS.of(text)
    assert all(each.words for each in composed)
