"""Ideas by the hundred thousand: always the same for the same seed, with words as often and as long as in real ones.

Words follow Zipf's law over a vocabulary of made-up words, headed by the ones that such ideas are full of. An idea has
about 88 words. Most ideas are only submitted; some are reviewed, supported and commented on.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ideabox.app.workplace import Workplace
from ideabox.domain.events import (
    KIND_OF,
    Body,
    Commented,
    Decision,
    Event,
    Reviewed,
    Submitted,
    Supported,
    encode,
    timestamp,
)
from ideabox.domain.ids import uuid4, uuid7
from ideabox.domain.people import By
from ideabox.domain.skills import Skills
from ideabox.store import log

SEED = 20_261_123
VOCABULARY = 20_000
BEGIN = datetime(2021, 11, 23, 9, 0, tzinfo=UTC)
SPAN_SECONDS = 5 * 365 * 86_400
OFFICES = tuple(f"{town} {kind}" for town in (
    "Leeds", "Wrexham", "Derby", "Hull", "Luton", "Preston", "Cardiff", "Dundee", "Exeter", "Bolton", "Swansea", "York",
) for kind in ("Park Place", "Road", "Market Street", "Central", "Quay"))  # fmt: skip
BARRIERS = ("policy", "it", "equipment", "skills", "time", "permission", "money", "other")
DECISIONS: tuple[Decision, ...] = ("put-forward", "do-here", "ask", "not-now", "decline")
_HEAD = """
the to and a of we in is for it they that on people not have with be are this can one their at from as when or an
appointment claim letter call telephone journal text form online photo evidence interview customer office team printer
system account payment reminder email password change address bank minutes day week wait ask show send check write read
print page screen button list name date time work coach desk help
"""
_SYLLABLES = "an be con der el for gra hin is ken lo men nor pa qui res sta tion ur ver wel ment ing ly ed er"


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """The words from the commonest to the rarest, and how often each comes, added up."""
    words, syllables = dict.fromkeys(_HEAD.split()), _SYLLABLES.split()
    while len(words) < VOCABULARY:
        words["".join(chance.choices(syllables, k=chance.randint(2, 5)))] = None
    return list(words), list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))


class ManyIdeas:
    """Events of so many ideas, in the order in which they happened to each idea."""

    def __init__(self, skills: Skills, count: int, seed: int = SEED) -> None:
        self._chance = random.Random(seed)
        self._words, self._often = vocabulary(self._chance)
        self._tags = [tag for code in skills.codes if (tag := skills.find(code)) is not None]
        self._people = [
            By(uuid4(self._chance.randbytes(16)), f"Person {number}", "adviser", OFFICES[number % len(OFFICES)])
            for number in range(4_000)
        ]
        self.count = count

    def lines(self) -> Iterator[tuple[Event, bytes]]:
        """Every event with its line."""
        step = SPAN_SECONDS / max(self.count, 1)
        for number in range(self.count):
            for event in self._one(BEGIN + timedelta(seconds=number * step)):
                yield event, encode(event)

    def _one(self, moment: datetime) -> Iterator[Event]:
        chance = self._chance
        idea = uuid7(int(moment.timestamp() * 1000), chance.randbytes(10))
        bodies: list[Body] = [self._submitted()]
        dice = chance.random()
        if dice < 0.35:
            bodies.append(Reviewed(chance.choice(DECISIONS), self._text(30)))
        if dice < 0.10:
            bodies.append(Supported())
        if 0.05 < dice < 0.12:
            bodies.append(Commented(self._text(20)))
        for clock, body in enumerate(bodies, 1):
            at = moment + timedelta(days=clock - 1)
            identifier = uuid7(int(at.timestamp() * 1000), chance.randbytes(10))
            yield Event(identifier, idea, clock, timestamp(at), chance.choice(self._people), KIND_OF[type(body)], body)

    def _submitted(self) -> Submitted:
        chance = self._chance
        skills = tuple(dict.fromkeys(chance.choices(self._tags, k=chance.choice((0, 1, 1, 2)))))
        barriers = tuple(dict.fromkeys(chance.choices(BARRIERS, k=chance.choice((0, 1, 1, 2)))))
        return Submitted(self._text(8).removesuffix("."), self._text(45), self._text(35), skills, barriers)

    def _text(self, about: int) -> str:
        chance = self._chance
        words = chance.choices(self._words, cum_weights=self._often, k=max(2, round(chance.gauss(about, about / 3))))
        return " ".join(words).capitalize() + "."


def fill(workplace: Workplace, count: int) -> int:
    """Take so many ideas in by the way that imports take; returns how many events they came to."""
    session = workplace.session
    with session.store.write() as connection:
        appended = log.append(connection, ManyIdeas(workplace.skills, count).lines(), "package", session.timestamp())
    return appended.events


def home_with(folder: Path, count: int, role: str = "lead") -> Path:
    """An installation with so many ideas; one that is there already is used as it is."""
    home = folder / f"ideas-{count}"
    if not (home / "settings.json").exists():
        workplace = Workplace(home, user="lead")
        fill(workplace, count)
        workplace.change_profile(name="Priya Nair", office="Leeds Park Place", role=role)
        workplace.close()
    return home
