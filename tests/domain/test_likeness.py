"""How alike two ideas are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.likeness import Idea, likenesses, order, pairs, rarity, shared, together, weights

_TERMS = st.lists(st.sampled_from("abcdefgh"), max_size=6).map(tuple)
IDEAS = st.builds(Idea, _TERMS, _TERMS)


def idea(title: str, text: str = "") -> Idea:
    return Idea(tuple(title.split()), tuple(text.split()))


def test_a_term_counts_more_in_my_title_and_most_in_both() -> None:
    assert weights(idea("text remind", "remind letter")) == {"text": 2.0, "remind": 3.0, "letter": 1.0}


def test_the_rarer_the_term_the_more_it_tells() -> None:
    told = [rarity(having, 1_000) for having in (0, 1, 10, 500, 1_000, 2_000)]
    assert told == sorted(told, reverse=True)
    assert told[-1] > 0


def test_saying_it_in_a_short_title_is_more_than_saying_it_somewhere() -> None:
    mine = {"remind": 1.0, "text": 1.0}
    others = [idea("remind text"), idea("remind text welsh form"), idea("welsh form", "remind text"), idea("welsh")]
    values = [each.value for each in likenesses(mine, others)]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0


def test_an_idea_moves_up_that_is_like_those_that_are_most_like_mine() -> None:
    mine = {"barbecu": 1.0, "ban": 0.2}
    others = [
        idea("barbecu ban", "grill coal fire"),
        idea("barbecu", "grill coal"),
        idea("ban", "number plate colour"),
        idea("ban", "grill coal fire"),
    ]
    found = likenesses(mine, others)
    assert order(found, others) == [0, 1, 3, 2]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.01, 10)), st.lists(IDEAS, max_size=8))
def test_likeness_is_between_0_and_1_and_more_than_0_just_where_something_is_shared(
    mine: dict[str, float], others: list[Idea]
) -> None:
    found = likenesses(mine, others)
    assert sorted(order(found, others)) == list(range(len(others)))
    for each, other in zip(found, others, strict=True):
        assert 0 <= each.value <= 1
        assert (each.value > 0) == bool(shared(mine, other))


@given(st.lists(IDEAS, max_size=8))
def test_pairs_are_two_different_ideas_each_pair_once(ideas: list[Idea]) -> None:
    found = pairs(ideas, 0.1)
    assert len(set(found)) == len(found)
    assert all(0 <= one < other < len(ideas) for one, other in found)


TWO = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(TWO), st.sets(TWO.map(frozenset)))
def test_two_that_are_apart_are_in_no_group_both(found: list[tuple[int, int]], apart: set[frozenset[int]]) -> None:
    groups = together(found, apart)
    assert not any(pair <= set(group) for pair in apart for group in groups)
    members = [member for group in groups for member in group]
    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in groups)


@given(st.lists(TWO))
def test_whoever_is_in_a_pair_is_in_one_group_with_its_other(found: list[tuple[int, int]]) -> None:
    groups = together(found)
    members = [member for group in groups for member in group]
    assert sorted(members) == sorted({member for pair in found for member in pair})
    for one, other in found:
        assert any(one in group and other in group for group in groups)
