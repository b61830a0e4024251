"""How often the first suggested area is right, on sentences of jobcentre work that were labelled beforehand.

usage: python -m tests.benchmarks.suggested_areas [--wrong]

The sentences with odd numbers were looked at while the words were chosen, those with even numbers were not. All were
written by the same person as the words, so figures on other people's ideas may be lower.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from ideabox.app.resources import resources
from ideabox.domain.suggesting import Suggester, load_words

SENTENCES = Path(__file__).parents[1] / "suggesting" / "sentences.txt"


class Labelled(NamedTuple):
    """A sentence and the areas that are right for it."""

    sentence: str
    areas: frozenset[str]


class Quality(NamedTuple):
    """What came of some sentences: how many got a suggestion, and how many a right first one."""

    sentences: int
    suggested: int
    right: int
    wrong: list[tuple[Labelled, str]]

    @property
    def precision(self) -> float:
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def coverage(self) -> float:
        return self.suggested / self.sentences


def labelled() -> list[Labelled]:
    """The sentences, in order."""
    found = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        areas, _bar, sentence = line.partition("|")
        found.append(Labelled(sentence, frozenset(f"EDS-{area}" for area in areas.split(","))))
    return found


def suggester() -> Suggester:
    return Suggester(load_words((resources() / "suggesting" / "eds-2018.json").read_bytes()))


def quality(known: Suggester, sentences: list[Labelled]) -> Quality:
    """How the first suggestions did."""
    right, wrong = 0, []
    suggested = 0
    for each in sentences:
        first = known.suggest("", each.sentence)
        if first:
            suggested += 1
            if first[0] in each.areas:
                right += 1
            else:
                wrong.append((each, first[0]))
    return Quality(len(sentences), suggested, right, wrong)


def main() -> None:
    known, every = suggester(), labelled()
    for name, part in (("looked at", every[::2]), ("held out", every[1::2]), ("all", every)):
        found = quality(known, part)
        print(
            f"{name:<10} {found.sentences:>4} sentences, suggested for {found.coverage:.0%}, "
            f"first right in {found.precision:.0%} of these"
        )
        if "--wrong" in sys.argv and name == "looked at":
            for each, first in found.wrong:
                print(f"    {first} for {'/'.join(each.areas)}: {each.sentence}")


if __name__ == "__main__":
    main()
