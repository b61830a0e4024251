"""The personal-data guard: what in a text looks like somebody's personal data.

What it looks for is data: `resources/privacy/*.json`, and a department's own. It is a help, not a promise: it knows
shapes and check digits, and no names but those that follow a title. A find says where, never what.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Annotated, Literal

import msgspec

from ideabox.domain import pattern_effort
from ideabox.domain.check_digits import CHECKS

Level = Literal["strong", "weak"]
"""Strong: it has the very form of such a number, so it is replaced or confirmed. Weak: it may be one, so it warns."""
Needs = Literal["digit", "at", "capital"]

_NEEDED: dict[str, re.Pattern[str]] = {
    "digit": re.compile(r"\d"),
    "at": re.compile("@"),
    "capital": re.compile(r"[A-Z]"),
}
_ADDRESS_OF_PAGE = re.compile(r"(?:https?://|www\.)\S{1,2000}", re.IGNORECASE)
_FEW_DIGITS = re.compile(r"@|\d[^\dA-Za-z]{0,3}\d[^\dA-Za-z]{0,3}\d[^\dA-Za-z]{0,3}\d[^\dA-Za-z]{0,3}\d")
"""Without an @ or five digits close together there is no strong find of a kind that needs them."""


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One shape of one kind of personal data.

    `needs` names a character without which there is no match. `check` is a check of `check_digits`. With `near`, a
    match counts only if one of these words stands within `within` characters of it; with `level_near` it counts
    anyway, and with such a word at that level. `unless` is a pattern that a match must not have at its beginning,
    such as the number of a public telephone line. `in_pages` lets it match in the address of a web page.
    """

    kind: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9\-]{0,39}$")]
    level: Level
    pattern: str
    needs: Needs
    ignore_case: bool = False
    check: Literal["", "luhn", "nhs", "utr", "iban"] = ""
    near: Annotated[
        tuple[Annotated[str, msgspec.Meta(min_length=2, max_length=60)], ...], msgspec.Meta(max_length=40)
    ] = ()
    within: Annotated[int, msgspec.Meta(ge=1, le=200)] = 40
    level_near: Level | None = None
    unless: str = ""
    in_pages: bool = False
    source: str = ""


class Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of patterns as its file has it; of two that match the same words the stronger counts, then the earlier.

    `names` and `replacements` give, by language code and kind, the words for kinds of a department's own.
    """

    name: str
    patterns: Annotated[tuple[Pattern, ...], msgspec.Meta(max_length=100)]
    names: dict[str, dict[str, str]] = {}
    replacements: dict[str, dict[str, str]] = {}


class Find(msgspec.Struct, frozen=True, order=True):
    """What a place in a text looks like. `start` and `end` count Python characters, not UTF-16 units."""

    start: int
    end: int
    kind: str
    level: Level

    def digest(self, text: str, salt: str) -> str:
        """What stands for the find's words where they may not be kept: the same for other spacing and case.

        Keyed, since numbers are so few that a plain digest of one could be found by trying them all; whoever has the
        store has the text as well.
        """
        value = "".join(each for each in text[self.start : self.end].casefold() if each.isalnum())
        return hashlib.blake2b(f"{self.kind}\0{value}".encode(), key=salt.encode()[:64], digest_size=16).hexdigest()


def load_patterns(data: bytes) -> Patterns:
    """Read patterns from their JSON.

    Raises `msgspec.ValidationError` with the place of a fault, and `pattern_effort.TooHard` for a pattern that is not
    understood or that a hostile text could make slow.
    """
    read = msgspec.json.decode(data, type=Patterns)
    for each in read.patterns:
        pattern_effort.check(each.pattern)
        pattern_effort.check(each.unless)
    return read


class Guard:
    """Looks for patterns; compiled once, when first asked."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self._patterns = tuple(patterns)
        every_strong = [each for each in self._patterns if "strong" in (each.level, each.level_near)]
        self._quick = all(each.needs in ("digit", "at") for each in every_strong)

    @cached_property
    def _searches(self) -> tuple[_Search, ...]:
        return tuple(_Search(each) for each in self._patterns)

    @cached_property
    def _strong_searches(self) -> tuple[_Search, ...]:
        return tuple(each for each in self._searches if "strong" in (each.pattern.level, each.pattern.level_near))

    def find(self, text: str) -> tuple[Find, ...]:
        """Everything that looks like personal data, in the order of the text; no two overlap."""
        return self._find(text, self._searches)

    def find_strong(self, text: str) -> tuple[Find, ...]:
        """The strong finds alone; quick where there is nothing to find, as in most texts."""
        if self._quick and _FEW_DIGITS.search(text) is None:
            return ()
        return tuple(each for each in self._find(text, self._strong_searches) if each.level == "strong")

    def _find(self, text: str, searches: Sequence[_Search]) -> tuple[Find, ...]:
        has = {needs for needs, needed in _NEEDED.items() if needed.search(text)}
        pages = [found.span() for found in _ADDRESS_OF_PAGE.finditer(text)]
        found = [
            (find.level != "strong", number, find)
            for number, search in enumerate(searches)
            if search.pattern.needs in has
            for find in search.finds(text, pages)
        ]
        kept: list[Find] = []
        taken = bytearray(len(text))
        for _weak, _number, find in sorted(found):
            if not any(taken[find.start : find.end]):
                kept.append(find)
                taken[find.start : find.end] = b"\1" * (find.end - find.start)
        return tuple(sorted(kept))


class _Search:
    """One pattern, compiled."""

    def __init__(self, pattern: Pattern) -> None:
        self.pattern = pattern
        self._search = re.compile(pattern.pattern, re.IGNORECASE if pattern.ignore_case else 0)
        self._unless = re.compile(pattern.unless, re.IGNORECASE) if pattern.unless else None
        words = "|".join(re.escape(word) for word in sorted(pattern.near, key=len, reverse=True))
        self._near = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def finds(self, text: str, pages: Sequence[tuple[int, int]]) -> Iterable[Find]:
        it = self.pattern
        for found in self._search.finditer(text):
            start, end = found.span()
            if start == end or (not it.in_pages and any(first <= start < last for first, last in pages)):
                continue
            if self._unless is not None and self._unless.match(text, start):
                continue
            if it.check and not CHECKS[it.check](found[0]):
                continue
            level = self._level(text, start, end)
            if level is not None:
                yield Find(start, end, it.kind, level)

    def _level(self, text: str, start: int, end: int) -> Level | None:
        it = self.pattern
        if self._near is None:
            return it.level
        before, after = text[max(0, start - it.within) : start], text[end : end + it.within]
        is_near = self._near.search(before) is not None or self._near.search(after) is not None
        if it.level_near is None:
            return it.level if is_near else None
        return it.level_near if is_near else it.level


def replaced(text: str, finds: Iterable[Find], words: dict[str, str]) -> str:
    """The text with these finds replaced by the words for their kinds."""
    for find in sorted(finds, reverse=True):
        text = f"{text[: find.start]}{words[find.kind]}{text[find.end :]}"
    return text
