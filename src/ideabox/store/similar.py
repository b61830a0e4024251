"""Ideas like one that is being written, by the words of its title."""

from __future__ import annotations

import re

import sqlalchemy as sa

from ideabox.store import queries, sqlite
from ideabox.store.queries import Filter, IdeaRow
from ideabox.store.search import any_expression

CANDIDATES = 200
"""How many of the newest ideas that share a word are compared."""
_WORD = re.compile(r"[^\W_]+")
_FORMS = 5
"""Words that begin with as many equal letters count as forms of one word."""
_GONE = ("withdrawn", "erased")
_COMMON = frozenset(
    _WORD.findall(
        "a about after all an and another are as at be been before but by can could do for from get give had has"
        " have how i if in into is it its let like make more new not of on one or our out people should so some"
        " that the their them then there they this to up us use was we what when where which who why will with"
        " would you your"
        " ac am ar chi dim dros fel gan gyda hyn mae na neu ni o oes pan pob sy sydd wedi y yn yr"
    )
)


def find(connection: sa.Connection, title: str, limit: int) -> list[IdeaRow]:
    """Ideas with all of these words, newest first; where there is none, those that share most of them."""
    words = [word for word in _WORD.findall(title.casefold()) if word not in _COMMON]
    if not words:
        return []
    every = queries.page(connection, Filter(search=" ".join(words)), limit=10 * limit)
    found = _standing(every)
    if found:
        return found[:limit]
    scored = [(_likeness(words, row), row.pk, row) for row in _standing(_with_any(connection, words))]
    scored.sort(key=lambda each: each[:2], reverse=True)
    return [row for likeness, _pk, row in scored if likeness >= min(2, len(words))][:limit]


def _standing(rows: list[IdeaRow]) -> list[IdeaRow]:
    """Without those that have gone, and those that were joined with another of them."""
    there = {row.id for row in rows}
    return [row for row in rows if row.status not in _GONE and (row.root == row.id or row.root not in there)]


def _with_any(connection: sa.Connection, words: list[str]) -> list[IdeaRow]:
    arrival = sqlite.FTS.c.rowid
    matching = sa.select(arrival).where(sqlite.matches(any_expression(words))).order_by(arrival.desc())
    pks = list(connection.scalars(matching.limit(CANDIDATES)))
    rows = queries.by_keys(connection, pks)
    return [rows[pk] for pk in pks if pk in rows]


def _likeness(words: list[str], row: IdeaRow) -> int:
    """One for each word that an idea shares, two where it is in the title."""
    title = {word[:_FORMS] for word in _WORD.findall(row.title.casefold())}
    texts = {word[:_FORMS] for word in _WORD.findall(f"{row.problem} {row.proposal}".casefold())}
    starts = {word[:_FORMS] for word in words}
    return sum(2 if start in title else 1 for start in starts if start in title or start in texts)
