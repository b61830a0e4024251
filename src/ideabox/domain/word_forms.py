"""Words as the full-text index keeps them: without case and accents, and the forms of a word as one.

The rules are those of M. F. Porter, "An algorithm for suffix stripping" (1980), which SQLite's index follows too.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""A word as the index counts them: letters and digits of any script, with their accents."""

_SHORTEST, _LONGEST = 3, 64
"""Words of other lengths, in bytes, are kept as they are."""
_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "logi": "log", "bli": "ble",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate",
    "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = {
    "al": "", "ance": "", "ence": "", "er": "", "ic": "", "able": "", "ible": "", "ant": "", "ement": "", "ment": "",
    "ent": "", "ion": "", "ou": "", "ism": "", "ate": "", "iti": "", "ous": "", "ive": "", "ize": "",
}  # fmt: skip
_ENDINGS = (
    "ments", "ment", "nesses", "ness", "ations", "ation", "ating", "ated", "ates", "ities", "ity", "ingly", "ings",
    "ing", "edly", "able", "ably", "ability", "ance", "ances", "ence", "ences", "ical", "ically", "ional", "ions",
    "ion", "izing", "ies", "ied", "ively", "ive", "fully", "ful", "ously", "ous", "ers", "er", "est",
)  # fmt: skip


@lru_cache(16_384)
def folded(word: str) -> str:
    """A word without case and accents."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c))


@lru_cache(16_384)
def stem(word: str) -> str:
    """What the forms of a word have in common; `word` is folded."""
    if not _SHORTEST <= len(word.encode(errors="replace")) <= _LONGEST:
        return word
    word = _without_past(_without_plural(word))
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    word = _with_other_ending(_with_other_ending(word, _STEP_2), _STEP_3)
    return _tidied(_without_ending(word))


@lru_cache(1_024)
def completions(beginning: str) -> tuple[str, ...]:
    """Words that this could become by one of the common endings of which its last letters are the beginning.

    The stem of such a word is shorter than what has been typed of it: `appointmen` becomes `appointment`, kept as
    `appoint`, which does not begin with `appointmen`.
    """
    whole = beginning + " "
    found = dict.fromkeys(
        beginning + ending[length:]
        for ending in _ENDINGS
        for length in range(1, len(ending))
        if whole.endswith(ending[:length] + " ") and len(beginning) - length >= _SHORTEST
    )
    return tuple(word for word in found if not stem(word).startswith(stem(beginning)))


def _has_vowel(word: str) -> bool:
    return any(letter in "aeiou" or (letter == "y" and at > 0) for at, letter in enumerate(word))


def _measure(word: str) -> int:
    """How often a consonant follows a vowel."""
    vowels = _vowels(word)
    return sum(before and not after for before, after in itertools.pairwise(vowels))


def _vowels(word: str) -> list[bool]:
    found: list[bool] = []
    for letter in word:
        found.append(letter in "aeiou" or (letter == "y" and bool(found) and not found[-1]))
    return found


def _is_short(word: str) -> bool:
    """Whether it ends in consonant, vowel, consonant, the last of them not w, x or y."""
    return _vowels(word)[-3:] == [False, True, False] and word[-1] not in "wxy"


def _without_plural(word: str) -> str:
    if word.endswith(("sses", "ies")) and len(word) > (4 if word.endswith("sses") else 3):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_past(word: str) -> str:
    if word.endswith("eed") and len(word) > 3:
        return word[:-1] if _measure(word[:-3]) else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and _has_vowel(rest):
            break
    else:
        return word
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if len(rest) > 1 and rest[-1] == rest[-2] and rest[-1] not in "aeioulsz":
        return rest[:-1]
    return rest + "e" if _measure(rest) == 1 and _is_short(rest) else rest


def _with_other_ending(word: str, endings: dict[str, str]) -> str:
    ending = _longest_of(word, endings)
    rest = word[: -len(ending)] if ending else ""
    return rest + endings[ending] if rest and _measure(rest) else word


def _without_ending(word: str) -> str:
    ending = _longest_of(word, _STEP_4)
    rest = word[: -len(ending)] if ending else ""
    if not rest or _measure(rest) < 2 or (ending == "ion" and rest[-1] not in "st"):
        return word
    return rest


def _longest_of(word: str, endings: dict[str, str]) -> str:
    return next((word[-n:] for n in range(min(7, len(word) - 1), 1, -1) if word[-n:] in endings), "")


def _tidied(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        measure = _measure(rest)
        if measure > 1 or (measure == 1 and not _is_short(rest)):
            word = rest
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word
