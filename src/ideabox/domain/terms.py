"""What a text says, as terms: what remains of its words when they are compared by what they mean.

A word loses its case, accents and ending, and is spelt in one way. Words and phrases that mean the same, by a list that
comes with the program, become one term. Words that are everywhere say nothing and become none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Annotated

import msgspec

from ideabox.domain.word_forms import stem

_WORD = re.compile(r"[^\W_]+")
_BETWEEN_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
_ACCENTS = re.compile("[\u0300-\u036f]+")
_APOSTROPHE = re.compile(r"['\u2019](?:s\b)?")
_BRITISH, _AMERICAN = (
    re.compile(rf"(?<=[a-z]{{3}}){letters}(?=(?:e|ed|es|er|ers|ing|ation|ations)$)") for letters in ("is", "iz")
)
_KNOWN_AT_MOST = 32_768
"""Of how many words the terms are remembered."""

_EVERYWHERE = (
    "a about after all also an and any are as at be because been before being but by can cannot could did do does doing"
    " dont for from get give had has have having he her here him his how i if in into is it its just let like make"
    " many me more most much must my new no not now of on one only or other our out over own people please she should"
    " so some such than that the their them then there these they thing this those through to too up us use very was we"
    " well were what when where which while who why will with would you your"
    " ac am ar chi dim dros eu fel fod gan gyda hyn i mae mewn na neu ni o oes pan pob sy sydd wedi y yn yr"
)

Phrase = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class SynonymList(msgspec.Struct, frozen=True):
    """A published list of words and phrases that mean the same, group by group."""

    name: str
    groups: tuple[tuple[Phrase, ...], ...]


def load_synonyms(data: bytes) -> SynonymList:
    """Read a list from its JSON; `msgspec.ValidationError` names the place of a fault."""
    return msgspec.json.decode(data, type=SynonymList)


class Said(msgspec.Struct, frozen=True):
    """A term, and the words by which a text says it, as they are written there."""

    term: str
    words: str


class Terms:
    """Reads texts as terms. Without lists it knows words and their forms alone."""

    def __init__(self, lists: Iterable[SynonymList] = ()) -> None:
        self._nothing = {_stem(word) for word in _EVERYWHERE.split()}
        self._single: dict[str, str] = {}
        self._phrases: dict[str, list[tuple[list[str], str]]] = {}
        self._forms: dict[str, tuple[str, ...]] = {}
        for each in lists:
            for group in each.groups:
                self._learn(group)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._known = _Known(self._single, self._nothing, self._phrases.keys())

    def of(self, text: str) -> list[str]:
        """The terms of a text, in order, as often as they come."""
        words = words_of(text)
        terms = [*map(self._known.__getitem__, words)]
        for at, end, name in self._phrases_in(words):
            terms[at:end] = [name, *[""] * (end - at - 1)]
        return [*filter(None, terms)]

    def said(self, text: str) -> list[Said]:
        """The same, with the words as they are written."""
        written = _words(unicodedata.normalize("NFC", text))
        words = [folded(word) for word in written]
        found = {at: Said(term, written[at]) for at, word in enumerate(words) if (term := self._known[word])}
        for at, end, name in self._phrases_in(words):
            found = {place: said for place, said in found.items() if not at <= place < end}
            found[at] = Said(name, " ".join(written[at:end]))
        return [found[at] for at in sorted(found)]

    def forms(self, said: Said) -> tuple[str, ...]:
        """The words and phrases by which a term can be found in a full-text index that knows the forms of words."""
        if (known := self._forms.get(said.term)) is not None:
            return known
        word = folded(said.words)
        return tuple(dict.fromkeys((_AMERICAN.sub("is", word), _BRITISH.sub("iz", word))))

    def _learn(self, group: tuple[str, ...]) -> None:
        name = f"={group[0]}"
        written = [words_of(phrase) for phrase in group]
        self._forms[name] = tuple(" ".join(words) for words in written)
        for words in written:
            stems = [_stem(word) for word in words]
            if len(stems) == 1:
                self._single[stems[0]] = name
            elif stems:
                self._phrases.setdefault(stems[0], []).append((stems, name))

    def _phrases_in(self, words: list[str]) -> list[tuple[int, int, str]]:
        """Where the phrases that mean one thing begin and end, and their term."""
        begins = self._known.begins
        if begins.isdisjoint(words):
            return []
        found: list[tuple[int, int, str]] = []
        free = 0
        for at in [place for place, word in enumerate(words) if word in begins]:
            for stems, name in self._phrases[_stem(words[at])] if at >= free else ():
                free_if_so = at + len(stems)
                if [_stem(word) for word in words[at:free_if_so]] == stems:
                    found.append((at, free_if_so, name))
                    free = free_if_so
                    break
        return found


class _Known(dict[str, str]):
    """The term of each word by itself, "" if it says nothing, worked out when the word is first met."""

    def __init__(self, single: dict[str, str], nothing: Collection[str], begins: Collection[str]) -> None:
        self._single, self._nothing, self._begins = single, nothing, begins
        self.begins: set[str] = set()
        """The words met so far with which a phrase could begin."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _KNOWN_AT_MOST:
            self.clear()
        stem = _stem(word)
        if stem in self._begins:
            self.begins.add(word)
        found = self[word] = "" if stem in self._nothing else self._single.get(stem, stem)
        return found


@lru_cache(_KNOWN_AT_MOST)
def _stem(word: str) -> str:
    return stem(_AMERICAN.sub("is", word))


def words_of(text: str) -> list[str]:
    """The words of a text, without case and accents."""
    return _words(folded(text))


def _words(text: str) -> list[str]:
    """The words of a text, without apostrophes and what they join on: a claimant's is a claimant."""
    if "'" in text or "\u2019" in text:
        text = _APOSTROPHE.sub("", text)
    return text.translate(_BETWEEN_WORDS).split() if text.isascii() else _WORD.findall(text)


def folded(text: str) -> str:
    """A text without case and accents."""
    lower = text.lower()
    return lower if lower.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", lower))
