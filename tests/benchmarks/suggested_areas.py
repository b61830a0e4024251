"""How often the first suggested area is right, on sentences of jobcentre work that were labelled beforehand.

usage: python -m tests.benchmarks.suggested_areas [--wrong]

Whoever wrote the sentences chose the words afterwards, so the words fit them, and the figure says how well they do at
best. For other people's ideas it will be lower; how much has not been measured.
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
    found = quality(suggester(), labelled())
    said = f"{found.sentences} sentences, suggested for {found.coverage:.0%}"
    print(f"{said}, first right in {found.precision:.0%} of these")
    for each, first in found.wrong if "--wrong" in sys.argv else ():
        print(f"    {first} for {'/'.join(sorted(each.areas))}: {each.sentence}")


if __name__ == "__main__":
    main()
