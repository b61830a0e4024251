"""Which skills areas an idea is likely to ask for, by the words that are typed and by ideas like it.

The method. Each area of a framework has a list of words and phrases; strong ones count twice. A word counts in any of
its forms, once for each idea, and the less the more areas share it: its weight is divided by how many do. In the title
it counts half as much again. Ideas like this one that were tagged add to their areas, by how alike they are. An area is
suggested if it comes to `ENOUGH`, and at most two are; the second only if it is close to the first. How well that does
is measured by `python -m tests.benchmarks.suggested_areas`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from ideabox.domain.word_forms import WORD, folded, stem

STRONG, PLAIN, IN_TITLE = 2.0, 1.0, 1.5
ENOUGH = 1.5
CLOSE = 0.75
"""What the second area must come to, as a share of the first."""
MOST = 2
ALIKE = 2.0
"""What one idea that is wholly alike adds to the areas that it was tagged with."""
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Stems = tuple[str, ...]


class AreaWords(msgspec.Struct, frozen=True):
    """The words and phrases of one area."""

    strong: tuple[Word, ...] = ()
    words: tuple[Word, ...] = ()


class WordList(msgspec.Struct, frozen=True):
    """The words of a framework's areas, by the areas' keys; `framework` is its key."""

    framework: str
    areas: dict[str, AreaWords]


def load_words(data: bytes) -> WordList:
    """Read a list from its JSON; `msgspec.ValidationError` names the place of a fault."""
    return msgspec.json.decode(data, type=WordList)


class Suggester:
    """Knows the words of one framework's areas."""

    def __init__(self, words: WordList) -> None:
        self.framework = words.framework
        self._weights: dict[Stems, dict[str, float]] = {}
        for area, lists in words.areas.items():
            for weight, phrases in ((PLAIN, lists.words), (STRONG, lists.strong)):
                for phrase in phrases:
                    self._weights.setdefault(_stems(phrase), {})[area] = weight
        self._longest = max(map(len, self._weights), default=1)

    def scores(self, title: str, text: str = "", alike: Iterable[tuple[float, Iterable[str]]] = ()) -> dict[str, float]:
        """What each area comes to. `alike` are ideas like this one: how alike, from 0 to 1, and their areas."""
        found: dict[Stems, float] = {}
        for words, times in ((text, 1.0), (title, IN_TITLE)):
            found |= dict.fromkeys(self._phrases(_stems(words)), times)
        scores: dict[str, float] = {}
        for phrase, times in found.items():
            areas = self._weights[phrase]
            for area, weight in areas.items():
                scores[area] = scores.get(area, 0.0) + times * weight / len(areas)
        for likeness, areas_of_other in alike:
            for area in areas_of_other:
                scores[area] = scores.get(area, 0.0) + ALIKE * likeness
        return scores

    def suggest(self, title: str, text: str = "", alike: Iterable[tuple[float, Iterable[str]]] = ()) -> list[str]:
        """The keys of the areas to suggest, the likeliest first; none where too little speaks for any."""
        return best(self.scores(title, text, alike))

    def _phrases(self, stems: Stems) -> Iterable[Stems]:
        """The known phrases in these words, the longest at each place, whose words then count for no shorter one."""
        at = 0
        while at < len(stems):
            for length in range(min(self._longest, len(stems) - at), 0, -1):
                phrase = stems[at : at + length]
                if phrase in self._weights:
                    yield phrase
                    at += length
                    break
            else:
                at += 1


def best(scores: Mapping[str, float]) -> list[str]:
    """Of these scores those that are worth suggesting."""
    ranked = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:MOST]
    return [area for area, score in ranked if score >= max(ENOUGH, CLOSE * ranked[0][1])]


def _stems(words: str) -> Stems:
    return tuple(stem(folded(word)) for word in WORD.findall(words))
