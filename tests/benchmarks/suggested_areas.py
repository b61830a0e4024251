"""How often the first suggested area is right, on sentences of jobcentre work that were labelled beforehand.

usage: python -m tests.benchmarks.suggested_areas [--wrong]

Two sets. `sentences.txt` was written by whoever chose the words afterwards, so the words fit it, and its figure says
how well they do at best. `others.txt` was written by somebody who had seen neither, and was measured as it came, before
any word was changed for it: its figure is the one to expect.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from ideabox.app.resources import resources
from ideabox.domain.suggesting import Suggester, load_words

SENTENCES = Path(__file__).parents[1] / "suggesting"
SETS = ("sentences.txt", "others.txt")


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


def labelled(name: str) -> list[Labelled]:
    """The sentences of a set, in order."""
    found = []
    for line in (SENTENCES / name).read_text(encoding="utf-8").splitlines():
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
    known = suggester()
    for name in SETS:
        found = quality(known, labelled(name))
        said = f"{name}: {found.sentences} sentences, suggested for {found.coverage:.0%}"
        print(f"{said}, first right in {found.precision:.0%} of these")
        for each, first in found.wrong if "--wrong" in sys.argv else ():
            print(f"    {first} for {'/'.join(sorted(each.areas))}: {each.sentence}")


if __name__ == "__main__":
    main()
