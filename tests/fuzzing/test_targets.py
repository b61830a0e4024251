"""The fuzzing targets take what is good, and a moment of blind mutation brings none of them down."""

from __future__ import annotations

import random

import pytest

from tests.fuzzing.targets import TARGETS, WORDS, seeds


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_target_begins_with_is_taken(name: str) -> None:
    assert [TARGETS[name](seed) for seed in seeds()[name]] == [True] * len(seeds()[name])


@pytest.mark.parametrize("name", TARGETS)
def test_blind_mutations_are_taken_or_refused_in_words(name: str) -> None:
    chance = random.Random(2026)
    taken = 0
    for _ in range(60):
        data = bytearray(chance.choice(seeds()[name]))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            change = chance.choice((bytes([chance.randrange(256)]), chance.choice(WORDS[name]).encode(), b""))
            data[at : at + chance.choice((0, 1, len(change)))] = change
        taken += TARGETS[name](bytes(data))
    assert taken < 60
