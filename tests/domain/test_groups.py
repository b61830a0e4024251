"""Ideas that repeat each other: which stands for which, and what that makes of each."""

from __future__ import annotations

import itertools
import time

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.groups import Place, places, resolve
from ideabox.domain.idea import Idea, Status

A, B, C, D = "aaaa", "bbbb", "cccc", "dddd"


def idea(name: str, into: str | None = None, status: Status | None = "waiting", by: str = "") -> Idea:
    """An idea that was perhaps joined; its supporters are the letters of `by`, and its own author."""
    return Idea(name, status, joined_into=into, supporters=frozenset({f"author of {name}", *by}))


# Roots.


def test_an_idea_stands_for_all_that_lead_to_it() -> None:
    assert resolve({B: A, C: B, D: A}) == {A: A, B: A, C: A, D: A}


def test_no_joins_make_no_groups() -> None:
    assert resolve({}) == {}


def test_groups_that_do_not_touch_stay_apart() -> None:
    assert resolve({B: A, D: C}) == {A: A, B: A, C: C, D: C}


def test_in_a_cycle_the_smallest_id_is_the_root() -> None:
    assert resolve({C: B, B: C}) == {B: B, C: B}
    assert resolve({D: C, C: B, B: D}) == {B: B, C: B, D: B}


def test_an_idea_joined_into_itself_stands_for_itself() -> None:
    assert resolve({B: B, C: B}) == {B: B, C: B}


def test_what_leads_into_a_cycle_has_the_cycles_root_even_if_its_own_id_is_smaller() -> None:
    assert resolve({A: C, C: D, D: C}) == {A: C, C: C, D: C}


@given(st.dictionaries(st.integers(0, 12).map(str), st.integers(0, 12).map(str)), st.data())
def test_roots_do_not_depend_on_the_order_in_which_joins_are_told(joins: dict[str, str], data: st.DataObject) -> None:
    roots = resolve(joins)
    assert resolve(dict(data.draw(st.permutations(list(joins.items()))))) == roots
    assert roots.keys() == joins.keys() | set(joins.values())
    for of, into in joins.items():
        assert roots[of] == roots[into]
    for root in set(roots.values()):
        assert roots[root] == root


def test_a_chain_of_a_hundred_thousand_joins_is_resolved_from_either_end_in_little_time() -> None:
    names = [f"{number:06}" for number in range(100_001)]
    chain = dict(itertools.pairwise(names))
    began = time.process_time()
    assert set(resolve(chain).values()) == {names[-1]}
    assert set(resolve(dict(reversed(chain.items()))).values()) == {names[-1]}
    assert set(resolve(chain | {names[-1]: names[0]}).values()) == {names[0]}
    assert time.process_time() - began < 10  # a walk per idea would take hours


def test_a_chain_of_a_hundred_thousand_ideas_is_one_group() -> None:
    names = [f"{number:06}" for number in range(100_001)]
    chain = [idea(name, into) for name, into in zip(names, [*names[1:], None], strict=True)]
    found = places(chain)
    assert found[names[0]] == Place(names[-1], "joined", 100_001)
    assert found[names[-1]] == Place(names[-1], "waiting", 100_001)


# Places.


def test_a_joined_idea_is_followed_under_its_root_which_keeps_its_status() -> None:
    found = places([idea(A, status="alpha"), idea(B, into=A, status="declined"), idea(C)])
    assert found == {A: Place(A, "alpha", 2), B: Place(A, "joined", 2), C: Place(C, "waiting", 1)}


def test_support_counts_each_person_once_over_the_whole_group() -> None:
    found = places([idea(A, by="xy"), idea(B, into=A, by="yz"), idea(C, into=B, by="z")])
    assert {place.supporters for place in found.values()} == {6}  # x, y, z and three authors


def test_an_author_who_supports_a_joined_idea_is_one_person() -> None:
    one = msgspec.structs.replace(idea(A), supporters=frozenset({"ann"}))
    other = msgspec.structs.replace(idea(B, into=A), supporters=frozenset({"bob", "ann"}))
    assert places([one, other])[A].supporters == 2


def test_separating_restores_both() -> None:
    separated = [idea(A, by="x", status="beta"), idea(B, by="xy", status="declined")]
    assert places(separated) == {A: Place(A, "beta", 2), B: Place(B, "declined", 3)}


def test_a_join_into_an_idea_that_is_not_here_waits() -> None:
    assert places([idea(B, into=A, status="asked")]) == {B: Place(B, "asked", 1)}


def test_a_join_into_an_orphan_or_an_erased_or_withdrawn_idea_waits() -> None:
    hidden: list[Status | None] = [None, "erased", "withdrawn"]
    for status in hidden:
        found = places([idea(A, status=status), idea(B, into=A, by="x")])
        assert found[B] == Place(B, "waiting", 2)
        assert found.get(A) == (None if status is None else Place(A, status, 1))


def test_a_withdrawn_idea_that_was_joined_is_withdrawn_and_adds_no_support() -> None:
    found = places([idea(A), idea(B, into=A, status="withdrawn", by="xyz")])
    assert found == {A: Place(A, "waiting", 1), B: Place(B, "withdrawn", 4)}


def test_what_was_joined_into_a_withdrawn_idea_is_not_carried_on_to_that_ideas_target() -> None:
    found = places([idea(A), idea(B, into=A, status="withdrawn"), idea(C, into=B)])
    assert found[C] == Place(C, "waiting", 1)


def test_in_a_cycle_the_smallest_id_is_shown_and_the_others_joined() -> None:
    found = places([idea(B, into=C), idea(C, into=B), idea(A, into=C)])
    assert {of: place.root for of, place in found.items()} == {A: B, B: B, C: B}
    assert {of: place.status for of, place in found.items()} == {A: "joined", B: "waiting", C: "joined"}


def test_no_ideas_have_no_places() -> None:
    assert places([]) == {}
    assert places([idea(A, status=None)]) == {}
