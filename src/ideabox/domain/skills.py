"""Digital-skills frameworks: data that a department brings, by scheme, version and code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
MOST_AREAS = 500
FIRST = ("EDS", "2018")
"""The framework that is used where nobody has chosen one; its codes tell its areas by themselves."""


class SkillTag(msgspec.Struct, frozen=True, order=True):
    """A skills area as an event carries it: readable even where its framework is not installed."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    scheme: Annotated[str, msgspec.Meta(max_length=60)] = ""
    version: Annotated[str, msgspec.Meta(max_length=30)] = ""
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""

    @property
    def key(self) -> str:
        """What tells it from every other area, in lists, searches and counts.

        Scheme, version and code, such as DigComp 3.0 2.5, since 2.5 means another thing in DigComp 2.2. Of the first
        framework it is the code alone, as it was before there were others: EDS-COM.
        """
        if (self.scheme, self.version) == FIRST:
            return self.code
        return " ".join(part for part in (self.scheme, self.version, self.code) if part)


class Area(msgspec.Struct, frozen=True, omit_defaults=True):
    """One skills area; `name` and `hint` by language code. `group` is the name of the part that it belongs to."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    name: dict[str, Short]
    hint: dict[str, Short] = {}
    group: dict[str, Short] = {}
    retired: Annotated[str, msgspec.Meta(max_length=10)] = ""
    """Since when it is not offered any more; what was tagged with it keeps it."""


class Framework(msgspec.Struct, frozen=True, omit_defaults=True):
    """A published list of skills areas, in its own order."""

    scheme: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    version: Annotated[str, msgspec.Meta(min_length=1, max_length=30)]
    name: dict[str, Short]
    areas: Annotated[tuple[Area, ...], msgspec.Meta(min_length=1, max_length=MOST_AREAS)]
    publisher: Annotated[str, msgspec.Meta(max_length=200)] = ""
    licence: Annotated[str, msgspec.Meta(max_length=200)] = ""
    source: Annotated[str, msgspec.Meta(max_length=500)] = ""

    @property
    def key(self) -> str:
        """What tells it from every other framework, other versions of itself among them."""
        return f"{self.scheme} {self.version}"

    @property
    def label(self) -> str:
        """What people are shown of it: its name, and which version of it this is."""
        return f"{in_language(self.name)} ({self.version})"

    @property
    def offered(self) -> tuple[Area, ...]:
        """The areas that ideas can still be tagged with."""
        return tuple(area for area in self.areas if not area.retired)

    def tag(self, area: Area) -> SkillTag:
        """What an event carries for this area."""
        return SkillTag(area.code, self.scheme, self.version, in_language(area.name))

    @property
    def faults(self) -> list[str]:
        """What is not in order: codes that come twice, areas without an English name."""
        codes = [area.code.casefold() for area in self.areas]
        twice = [f"code {code} comes twice" for code in dict.fromkeys(codes) if codes.count(code) > 1]
        names = [each for each in (self.name, *(area.name for area in self.areas)) if "en" not in each]
        shown = (self.scheme, self.version, *(area.code for area in self.areas))
        odd = [each for each in shown if not each.isprintable() or each != " ".join(each.split())]
        return (
            twice
            + ["a name in English is missing"] * bool(names)
            + ["a scheme, version or code holds characters that cannot be read"] * bool(odd)
        )


def in_language(words: dict[str, str], language: str = "en") -> str:
    """The words in this language, else in English, else in any; empty if there are none."""
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


def load_framework(data: bytes) -> Framework:
    """Read a framework from its JSON; `msgspec.ValidationError` names the place of a fault."""
    return msgspec.json.decode(data, type=Framework)


class Skills:
    """The frameworks that are known, asked by key or code, in upper or lower case.

    Of frameworks with the same scheme and version the last stands. A bare code that several know is the newest's that
    offers it: the last in the order given.
    """

    def __init__(self, frameworks: Iterable[Framework]) -> None:
        self.frameworks = tuple({each.key: each for each in frameworks}.values())
        self._tags: dict[str, SkillTag] = {}
        self._by_code: dict[str, SkillTag] = {}
        for framework in self.frameworks:
            for area in framework.areas:
                tag = framework.tag(area)
                self._tags[tag.key.casefold()] = tag
                if not area.retired or tag.code.casefold() not in self._by_code:
                    self._by_code[tag.code.casefold()] = tag

    @property
    def codes(self) -> tuple[str, ...]:
        """The key of every area, in the frameworks' order."""
        return tuple(tag.key for tag in self._tags.values())

    def framework(self, key: str) -> Framework | None:
        """The framework with this key, else the first one, else any that offers areas; None where there is none."""
        offering = [each for each in self.frameworks if each.offered]
        by_key = {each.key: each for each in offering}
        return by_key.get(key) or by_key.get(" ".join(FIRST)) or next(iter(offering), None)

    def find(self, code: str) -> SkillTag | None:
        """The area with this key or code, or None."""
        wanted = code.strip().casefold()
        return self._tags.get(wanted) or self._by_code.get(wanted)
