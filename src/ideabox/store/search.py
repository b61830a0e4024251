"""What a search means, as a full-text query: one that cannot fail, and that is quick however common its words are.

The index is quick with whole words, and with the first two or three letters of words. For more letters, or one, it
would first gather every idea with any word that begins so. It is asked for those very words instead, if they are few.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ideabox.domain.searching import Query, Term
from ideabox.domain.word_forms import WORD, completions, folded, stem
from ideabox.store import sqlite

MOST_BEGUN = 8
"""Of so many words those are found too that begin with them; of further ones, only the forms."""
MOST_WORDS = 256
"""Up to so many words that begin with the same letters are asked for one by one."""
_INDEXED = (2, 3)
"""The numbers of first letters by which the index is quick."""
_AGAIN = ("", "ness", "s", "ed", "ing", "e")
"""Endings that may lead back to a word form: few forms are forms of themselves, as `callous` is of `callousness`."""


def expression(connection: sa.Connection, query: Query) -> str | None:
    """The full-text query for all of these terms and none of the excluded; None where no term is sought."""
    if not query.terms:
        return None
    sought = [
        _in_field(term, _begun(connection, term) if number < MOST_BEGUN and not _is_whole(term) else _forms(term))
        for number, term in enumerate(query.terms)
    ]
    wanted = " AND ".join(f"({each})" for each in sought)
    unwanted = exclusion(query)
    return wanted if unwanted is None else f"({wanted}) NOT ({unwanted})"


def exclusion(query: Query) -> str | None:
    """The full-text query for any of the excluded terms, not for what begins so; None if there are none."""
    return " OR ".join(_in_field(term, _forms(term)) for term in query.excluded) or None


def forms(words: Sequence[str], field: str = "") -> str:
    """The full-text query for words beside each other, in any of their forms; `field` is one of an idea's texts."""
    return f"{{{field}}} : {_quoted(words)}" if field else _quoted(words)


def near(words: Sequence[str], distance: int) -> str:
    """The full-text query for words in any order with at most so many others between them."""
    return f"NEAR({' '.join(_quoted([word]) for word in words)}, {distance})"


def any_expression(words: Sequence[str]) -> str:
    """The full-text query for any of these words, which are letters and digits alone."""
    return " OR ".join(f'"{word}" OR "{word}"*' for word in words[:32])


def form_of(term: str) -> str:
    """A word that the index keeps as this; empty if none is known."""
    return next((term + end for end in _AGAIN if stem(term + end) == term and WORD.fullmatch(term)), "")


def _is_whole(term: Term) -> bool:
    return term.is_phrase and not term.is_open


def _in_field(term: Term, sought: str) -> str:
    return sought if term.field is None else f"{{{term.field}}} : ({sought})"


def _forms(term: Term) -> str:
    return _quoted(term.words)


def _begun(connection: sa.Connection, term: Term) -> str:
    """The words of a term, the last of which may go on."""
    *before, last = term.words
    return " OR ".join(_quoted([*before, word]) + star for word, star in _going_on(connection, last, term.is_open))


def _going_on(connection: sa.Connection, word: str, is_open: bool) -> Iterable[tuple[str, str]]:
    """What finds the words that begin with this one: (word, "") for its forms, (word, "*") for what begins with it."""
    kept = stem(folded(word))
    if len(kept) in _INDEXED or not kept.isascii():
        found = [(word, "*")]
    elif len(kept) == 1:
        found = [(word, ""), *((kept + letter, "*") for letter in string.ascii_lowercase + string.digits)]
    else:
        found = _one_by_one(connection, kept) or [(word, "*")]
    if is_open:
        found += [(completed, "") for completed in completions(folded(word))]
    return found


def _one_by_one(connection: sa.Connection, beginning: str) -> list[tuple[str, str]]:
    """The words that begin so, by their forms; none if they are too many, or the index cannot be asked for them."""
    terms = sqlite.terms(connection, beginning, MOST_WORDS + 1)
    asked = list(map(form_of, terms)) if len(terms) <= MOST_WORDS else [""]
    if not all(asked):
        return []
    return [(word, "") for word in asked] or [(beginning, "")]


def _quoted(words: Sequence[str]) -> str:
    return f'"{" ".join(words)}"'
