"""Areas are suggested where enough speaks for them, and the first is right as often as is said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.suggesting import ALIKE, ENOUGH, MOST, AreaWords, Suggester, WordList, best
from tests.benchmarks.suggested_areas import labelled, quality, suggester

WORDS = WordList("F", {"A": AreaWords(("online form",), ("form", "shared")), "B": AreaWords((), ("letter", "shared"))})


def test_the_first_suggestion_is_right_for_sentences_of_somebody_who_did_not_know_the_words() -> None:
    found = quality(suggester(), labelled("others.txt"))
    assert found.sentences == 120
    assert found.precision >= 0.74
    assert found.coverage >= 0.75


def test_the_first_suggestion_is_right_for_the_sentences_that_the_words_were_chosen_by() -> None:
    found = quality(suggester(), labelled("sentences.txt"))
    assert found.sentences >= 150
    assert found.precision >= 0.85


def test_nothing_is_suggested_where_too_little_speaks_for_it() -> None:
    assert Suggester(WORDS).suggest("", "a form") == []
    assert Suggester(WORDS).suggest("", "") == []


def test_a_phrase_counts_once_and_not_again_as_its_words() -> None:
    assert Suggester(WORDS).scores("", "Online forms, and an online form") == {"A": 2.0}


def test_a_word_of_several_areas_says_less_of_each_and_one_in_the_title_more() -> None:
    assert Suggester(WORDS).scores("", "shared") == {"A": 0.5, "B": 0.5}
    assert Suggester(WORDS).scores("Letters") == {"B": 1.5}


def test_ideas_alike_speak_for_the_areas_they_were_tagged_with() -> None:
    known = Suggester(WordList("Other", {}))
    assert known.suggest("", "anything", [(0.9, ["X"]), (0.1, ["Y"])]) == ["X"]
    assert known.scores("", "", [(0.5, ["X"]), (0.5, ["X"])]) == {"X": ALIKE}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100), max_size=8))
def test_no_more_are_suggested_than_are_worth_it(scores: dict[str, float]) -> None:
    found = best(scores)
    assert len(found) <= MOST
    assert all(scores[area] >= ENOUGH for area in found)
    assert found == sorted(found, key=lambda area: (-scores[area], area))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_suggestions_of_known_areas_or_none(title: str, text: str) -> None:
    known = suggester()
    assert all(area.startswith("EDS-") for area in known.suggest(title, text))
