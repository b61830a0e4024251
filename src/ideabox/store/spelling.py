"""Words that the store holds, for words that it does not: what somebody may have meant who found nothing.

Tried in turn: two words as one and one word as two (`job centre`, `jobcentre`), then for each word that is nowhere the
nearest that is somewhere: by how many letters are missing, too many, wrong or swapped, then by how many ideas have it.
The index keeps forms without endings, so that what is offered is looked up in an idea that has it.
"""

from __future__ import annotations

import itertools
import string
from collections import Counter
from collections.abc import Iterator

import msgspec
import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ideabox.domain.searching import Query, Term
from ideabox.domain.word_forms import WORD, folded, stem
from ideabox.store import queries, search, sqlite
from ideabox.store.queries import Filter

MOST_WORDS = 8
"""Of a longer search only so many words are looked at."""
_MOST_TERMS = 4_000
_NEAREST = 6
_COUNTED = 1_000
"""Beyond so many ideas one word counts as no commoner than another."""
_LOOKED_IN = 20
"""In so many ideas the word is looked up as it is written."""
_SHORTEST = 3


class Change(msgspec.Struct, frozen=True):
    """Words that were typed beside each other, folded, and what may have been meant."""

    typed: tuple[str, ...]
    meant: tuple[str, ...]


def changes(connection: sa.Connection, query: Query) -> Iterator[tuple[Change, ...]]:
    """What may have been meant, the likeliest first, each as the changes that lead to it."""
    words = [folded(word) for word in query.words[:MOST_WORDS]]
    unknown = [word for word in words if not _is_there(connection, Query((Term((word,)),)))]
    for one, other in itertools.pairwise(words):
        if _is_term(connection, one + other):
            yield (Change((one, other), (_written(connection, stem(one + other), one + other),)),)
    for word in unknown or words:
        for at in range(2, len(word) - 1):
            parts = word[:at], word[at:]
            if all(_is_term(connection, part) for part in parts) and _is_there(connection, _phrase(parts)):
                yield (Change((word,), parts),)
    nearest = {word: found for word in dict.fromkeys(unknown) if (found := _nearest(connection, word))}
    if unknown and len(nearest) == len(set(unknown)):
        yield tuple(Change((word,), (found,)) for word, found in nearest.items())


def _nearest(connection: sa.Connection, word: str) -> str:
    """The word that is nearest to one that is nowhere; empty if none is near."""
    sought = stem(word)
    if len(sought) < _SHORTEST:
        return ""
    near = process.extract(
        sought, _terms_like(connection, word), scorer=OSA.distance, score_cutoff=_allowed(sought), limit=_NEAREST
    )
    if not near:
        return ""
    best = min(near, key=lambda found: (found[1], -_count(connection, str(found[0]))))
    return _written(connection, str(best[0]), word)


def _terms_like(connection: sa.Connection, word: str) -> list[str]:
    """Terms that begin like a word, or as it would with its first letters swapped, or one too many or too few."""
    beginnings = [word[:2], word[1] + word[0], word[1:3], *(letter + word[:3] for letter in string.ascii_lowercase)]
    return list(dict.fromkeys(term for each in beginnings for term in sqlite.terms(connection, each, _MOST_TERMS)))


def _allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 1 if len(word) < 5 else 2 if len(word) < 10 else 3


def _written(connection: sa.Connection, term: str, like: str) -> str:
    """The form of a term that ideas have, of several the one most like this; empty if it is in none."""
    form = search.form_of(term)
    rows = queries.page(connection, Filter(search=_phrase((form,))), limit=_LOOKED_IN) if form else []
    written = Counter(
        word.lower()
        for row in rows
        for word in WORD.findall(f"{row.title} {row.problem} {row.proposal} {row.barrier_note}")
        if stem(folded(word)) == term
    )
    return min(written, key=lambda word: (OSA.distance(folded(word), like), -written[word], word), default="")


def _phrase(words: tuple[str, ...]) -> Query:
    return Query((Term(words, is_phrase=True),))


def _is_there(connection: sa.Connection, query: Query) -> bool:
    return bool(queries.page(connection, Filter(search=query), limit=1))


def _is_term(connection: sa.Connection, word: str) -> bool:
    return len(word) > 1 and _is_there(connection, _phrase((word,)))


def _count(connection: sa.Connection, term: str) -> int:
    form = search.form_of(term)
    return sqlite.count_up_to(connection, search.forms((form,)), _COUNTED) if form else 0
