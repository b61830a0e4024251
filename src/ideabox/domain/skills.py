"""Digital-skills frameworks: data that a department brings, by scheme, version and code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class SkillTag(msgspec.Struct, frozen=True, order=True):
    """A skills area as an event carries it: readable even where its framework is not installed."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    scheme: Annotated[str, msgspec.Meta(max_length=60)] = ""
    version: Annotated[str, msgspec.Meta(max_length=30)] = ""
    label: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Area(msgspec.Struct, frozen=True):
    """One skills area; `name` and `hint` by language code."""

    code: Short
    name: dict[str, Short]
    hint: dict[str, Short] = {}


class Framework(msgspec.Struct, frozen=True):
    """A published list of skills areas, in its own order."""

    scheme: Short
    version: Short
    name: dict[str, Short]
    areas: tuple[Area, ...]
    publisher: str = ""
    licence: str = ""
    source: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other framework, other versions of itself among them."""
        return f"{self.scheme} {self.version}"

    def tag(self, area: Area) -> SkillTag:
        """What an event carries for this area."""
        return SkillTag(area.code, self.scheme, self.version, area.name["en"])


def load_framework(data: bytes) -> Framework:
    """Read a framework from its JSON; `msgspec.ValidationError` names the place of a fault."""
    return msgspec.json.decode(data, type=Framework)


class Skills:
    """The frameworks in use, asked by code; a code counts the same in upper and lower case."""

    def __init__(self, frameworks: Iterable[Framework]) -> None:
        self.frameworks = tuple(frameworks)
        self._tags = {area.code.casefold(): f.tag(area) for f in self.frameworks for area in f.areas}

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in the frameworks' order."""
        return tuple(tag.code for tag in self._tags.values())

    def framework(self, key: str) -> Framework | None:
        """The framework with this key, else the first; None where there is none at all."""
        first = next(iter(self.frameworks), None)
        return next((each for each in self.frameworks if each.key == key), first)

    def find(self, code: str) -> SkillTag | None:
        """The area with this code, or None."""
        return self._tags.get(code.strip().casefold())
