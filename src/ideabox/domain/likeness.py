"""How alike two ideas are, from 0 to 1, by the terms that they share, and which of many are most like one.

The likeness of another idea to mine is the share of what mine says that the other says too, and up to twice that where
mine says all of the other's title:

    likeness = said * (1 + title) / 2

`said` is BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) divided by the
most that it could be: each term of mine counts by its rarity, and more where it is in my title; an idea that says a
term often, or in its title, or that is short, says it more clearly. `title` is the share of the terms of the other's
title that are mine: a short title that says just what I say is what people mean by the same idea.

People who mean the same use different words. So those that are most like mine have a say too: an idea moves up that is
like them, even where it shares little with mine (pseudo-relevance feedback, as J. J. Rocchio described it in 1971).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from ideabox.domain.reporting import Report, silent

IN_TITLE = 2.0
"""A term counts as often where it is in a title, mine or the other's, as against a text."""
SATURATION = 1.5
"""How many times an idea must say a term to say it 1 / 2 of as clearly as can be; BM25's k1."""
LENGTH = 0.5
"""How much the length of an idea counts against what it says, 0 to 1; BM25's b."""
COMPANY = 10
"""How many of the most alike have a say in what else is alike."""
TELLING = 16
"""How many terms of an idea, those that tell most, lead to others that may be like it."""


class Idea(msgspec.Struct, frozen=True):
    """An idea as it is compared."""

    title: tuple[str, ...]
    text: tuple[str, ...]

    @property
    def length(self) -> float:
        return IN_TITLE * len(self.title) + len(self.text)


def weights(idea: Idea) -> dict[str, float]:
    """How much each term of an idea counts before its rarity is known; those of the title come first."""
    found = dict.fromkeys(idea.title, IN_TITLE)
    for term in dict.fromkeys(idea.text):
        found[term] = found.get(term, 0.0) + 1.0
    return found


def rarity(having: float, ideas: float) -> float:
    """What a term tells by its rarity, where so many of so many ideas have it: BM25's inverse document frequency."""
    return math.log1p((max(ideas - having, 0.0) + 0.5) / (having + 0.5))


class Likeness(msgspec.Struct, frozen=True):
    """What one idea shares with mine: the share of mine that it says, and the share of its title that is mine."""

    said: float
    title: float

    @property
    def value(self) -> float:
        return self.said * (1 + self.title) / 2


def likenesses(mine: Mapping[str, float], others: Sequence[Idea]) -> list[Likeness]:
    """How like mine each of the others is; `mine` gives each term's weight, its rarity counted."""
    most = sum(mine.values())
    usual = sum(other.length for other in others) / max(len(others), 1) or 1.0
    return [_likeness(mine, most, other, usual) for other in others]


def _likeness(mine: Mapping[str, float], most: float, other: Idea, usual: float) -> Likeness:
    often: dict[str, float] = {}
    for term in other.text:
        if term in mine:
            often[term] = often.get(term, 0.0) + 1.0
    covered = 0
    for term in other.title:
        if term in mine:
            covered += 1
            often[term] = often.get(term, 0.0) + IN_TITLE
    if not often:
        return Likeness(0.0, 0.0)
    unclear = SATURATION * (1 - LENGTH + LENGTH * other.length / usual)
    said = sum(mine[term] * times / (times + unclear) for term, times in often.items()) / most
    return Likeness(said, covered / max(len(other.title), 1))


def order(found: Sequence[Likeness], others: Sequence[Idea]) -> list[int]:
    """The places of the others, the most alike first, those that are like the most alike moved up."""
    direct = sorted(range(len(others)), key=lambda at: -found[at].value)
    middle: dict[str, float] = {}
    vectors = [_vector(other) for other in others]
    for at in direct[:COMPANY]:
        for term, weight in vectors[at].items():
            middle[term] = middle.get(term, 0.0) + weight * found[at].value
    near = [sum(weight * middle.get(term, 0.0) for term, weight in vector.items()) for vector in vectors]
    nearest, most_said = max(near, default=0.0) or 1.0, max((each.said for each in found), default=0.0) or 1.0
    fits = [
        (each.said / most_said + close / nearest) * (1 + each.title) for each, close in zip(found, near, strict=True)
    ]
    return sorted(direct, key=lambda at: -fits[at])


def _vector(idea: Idea) -> dict[str, float]:
    """What an idea says, as a direction: its terms, each weighing more the more often it comes, of length 1."""
    often = Counter(idea.text)
    for term in idea.title:
        often[term] += int(IN_TITLE)
    weights = {term: 1 + math.log(times) for term, times in often.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def shared(mine: Mapping[str, float], other: Idea) -> list[str]:
    """The terms of mine that the other says too, those that count most first."""
    theirs = {*other.title, *other.text}
    return sorted((term for term in mine if term in theirs), key=lambda term: -mine[term])


def pairs(ideas: Sequence[Idea], least: float, report: Report = silent) -> list[tuple[int, int]]:
    """The places of any two that are at least so like each other, either way taken together, the most alike first."""
    having: dict[str, list[int]] = {}
    for at, each in enumerate(ideas):
        for term in {*each.title, *each.text}:
            having.setdefault(term, []).append(at)
    both: dict[tuple[int, int], float] = {}
    for at, mine in enumerate(ideas):
        report(at, len(ideas))
        telling = {term: count * rarity(len(having[term]), len(ideas)) for term, count in weights(mine).items()}
        most = sorted(telling, key=lambda term: -telling[term])[:TELLING]
        others = sorted({other for term in most for other in having[term]} - {at})
        for other, found in zip(others, likenesses(telling, [ideas[other] for other in others]), strict=True):
            pair = min(at, other), max(at, other)
            both[pair] = both.get(pair, 0.0) + found.value / 2
    report(len(ideas), len(ideas))
    return sorted((pair for pair in both if both[pair] >= least), key=lambda pair: -both[pair])


def together(pairs: Iterable[tuple[int, int]], apart: Collection[frozenset[int]] = frozenset()) -> list[list[int]]:
    """Those that hang together by these pairs, in the order in which the pairs come.

    Two that are `apart` never come into one group, not even by way of others: the pairs that come first have it.
    """
    group: dict[int, list[int]] = {}
    for one, other in pairs:
        first, second = group.setdefault(one, [one]), group.setdefault(other, [other])
        if first is not second and not _divided(first, second, apart):
            first.extend(second)
            group |= dict.fromkeys(second, first)
    return [members for members in {id(each): each for each in group.values()}.values() if len(members) > 1]


def _divided(first: Sequence[int], second: Sequence[int], apart: Collection[frozenset[int]]) -> bool:
    return bool(apart) and any(frozenset((one, other)) in apart for one in first for other in second)
