"""The best matches first: how well ideas have the words that are sought, in points.

An idea gets points for each of these that holds of it:

    8   all that is sought is in its title
    4   the words stand beside each other, in the order in which they are sought
    3   a term is in its title; for each
    2   the words stand near each other
    1   a word is there itself, in any of its forms, and not only one that begins with it; for each

Of equals the newer comes first. Only the newest matches are weighed, so that no word takes long however many ideas have
it; each line above is one question to the full-text index, which looks no further back than they reach.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ideabox.domain.searching import Query
from ideabox.store import search, sqlite

CANDIDATES = 1_000
"""How many of the newest matches are weighed."""
_NEAR = 10
"""How many other words may stand between words that are near each other."""
_MOST_TERMS = 8
"""Further terms are not weighed."""


def ranked(connection: sa.Connection, query: Query, keys: Sequence[int]) -> list[int]:
    """The keys of these ideas, the best first; `keys` are all those of the newest matches."""
    points = dict.fromkeys(keys, 0)
    if not keys:
        return []
    for worth, expression in _signs(query):
        for key in sqlite.found_since(connection, expression, min(keys)):
            if key in points:
                points[key] += worth
    return sorted(keys, key=lambda key: (points[key], key), reverse=True)


def _signs(query: Query) -> Iterator[tuple[int, str]]:
    """What speaks for an idea: how much, and the full-text query for it."""
    terms = query.terms[:_MOST_TERMS]
    words = query.words[:_MOST_TERMS]
    titles = [search.forms(term.words, "title") for term in terms]
    for term, title in zip(terms, titles, strict=True):
        yield 1, search.forms(term.words)
        yield 3, title
    if titles:
        yield 8, " AND ".join(titles)
    if len(words) > 1:
        yield 4, search.forms(words)
        yield 2, search.near(words, _NEAR)
