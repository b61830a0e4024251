"""Ideas like one that is being written, and those that are likely to be one idea.

How they are found, in four steps, each of them bounded, so that it takes about as long among a million ideas as among a
thousand:

1. What is written becomes terms (`domain/terms.py`). For each term the full-text index gives the newest ideas that
   have it. How closely these follow one another tells how rare the term is.
2. A term of the title that no idea has is taken for a slip or for a word not yet typed to its end: in its stead come
   the most alike words of the newest ideas that have a word which begins with the same letters.
3. Candidates are ideas that have the terms that tell most, and where such a term is too frequent to have been read to
   its end, also those that have two of them. The most promising are read.
4. Their likeness is worked out (`domain/likeness.py`), and the most alike are shown, with the words that they share.
"""

from __future__ import annotations

import difflib
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
import sqlalchemy as sa

from ideabox.domain.idea import Status
from ideabox.domain.likeness import TELLING, Idea, likenesses, order, pairs, rarity, shared, together, weights
from ideabox.domain.reporting import Report, silent
from ideabox.domain.terms import Said, Terms, folded, words_of
from ideabox.store import queries, sqlite
from ideabox.store.projection import chunks
from ideabox.store.queries import IdeaRow
from ideabox.store.schema import idea

MOST_TERMS = 64
"""How many of the terms are looked up, those of the title first."""
NEWEST = 256
"""How many of the newest ideas with a term are looked at."""
PAIRED = 6
"""How many of those find more candidates two by two."""
CANDIDATES = 100
"""How many ideas are read and compared."""
WALK = 100_000
"""Through how many ideas with the rarer of two terms the index may go to find some that have both."""
LEAST = 0.05
"""Ideas less alike than this are not shown: they share little more than a frequent word."""
SAME = 0.2
"""Ideas at least so like each other are likely to be one.

Measured on 1,087 UK petitions that moderators had sorted into groups of duplicates: of 284 pairs, 191 (0.67; by halves
of the groups 0.79 and 0.51) were of one group. Of 40 of the others that were read, 35 asked for the same as well, and
stood in two groups only because two petitions had been published; which makes it about 0.95 by reading.
"""
ALONE = 0.25
"""How much of what is written one word must make up, by its weight, to show an idea that shares it alone."""
MENDED = 4
"""For how many words that no idea has others are put in."""
READ_FOR_SLIPS = 40
"""In how many ideas such words are sought."""
ALIKE = 0.75
"""How alike a word must be to stand in for one that no idea has: difflib's ratio, 0 to 1."""
_ALIKE_FROM = 2
"""With as many letters they begin; the index knows the beginnings of words by two and by three letters."""
SHARED = 6
"""How many words of a group are named."""
_CHARACTERS = 10_000
"""How much of what is written, or of an idea, is read."""
_GONE = ("withdrawn", "erased")


class Found(msgspec.Struct, frozen=True):
    """An idea like mine, how like, from 0 to 1, and the words of mine that it shares, the most telling first."""

    row: IdeaRow
    likeness: float
    words: tuple[str, ...]


class Cluster(msgspec.Struct, frozen=True):
    """Ideas that are likely to be one, and the words that most of them share, the most telling first."""

    rows: tuple[IdeaRow, ...]
    words: tuple[str, ...]


class _Candidate(msgspec.Struct, frozen=True):
    pk: int
    id: str
    root: str
    idea: Idea


class _Question:
    """What is sought, and what the index says of its terms."""

    def __init__(self, connection: sa.Connection, terms: Terms, title: str, text: str) -> None:
        self._connection, self._terms = connection, terms
        self._newest, self._ideas_per_key, self._keys = _density(connection)
        in_title, in_text = terms.said(title[:_CHARACTERS]), terms.said(text[:_CHARACTERS])
        said = {each.term: each for each in (*in_text, *in_title)}
        mine = Idea(tuple(each.term for each in in_title), tuple(each.term for each in in_text))
        self.counts = dict(itertools.islice(weights(mine).items(), MOST_TERMS))
        self.words = {term: said[term].words for term in self.counts}
        self._expressions = {term: _any_of(terms.forms(said[term])) for term in self.counts}
        self.hits = self._look_up(self.counts)
        self._mend([term for term in dict.fromkeys(mine.title) if not self.hits.get(term, True)][:MENDED])
        self.weights = {term: count * self._rarity(term) for term, count in self.counts.items()}

    def candidates(self) -> list[int]:
        """The keys of the ideas that have most of the telling terms, newest first among equals."""
        known = [term for term in self.weights if self.hits[term]]
        telling = sorted(known, key=lambda term: -self.weights[term])[:TELLING]
        having = {term: {*self.hits[term]} for term in telling}
        frequent = [term for term in telling[:PAIRED] if len(self.hits[term]) == NEWEST]
        twos = list(itertools.combinations(frequent, 2))
        for pair, keys in zip(twos, self._with_both(twos), strict=True):
            for term in pair:
                having[term].update(keys)
        promise: dict[int, float] = {}
        for term, those in having.items():
            weight = self.weights[term]
            for key in those:
                promise[key] = promise.get(key, 0.0) + weight
        best = sorted(zip(promise.values(), promise, strict=True), reverse=True)[:CANDIDATES]
        return [key for _weight, key in best]

    def is_answered_by(self, other: Idea) -> bool:
        """Whether another idea shares more than a single word among many."""
        both = shared(self.weights, other)
        return len(both) > 1 or (len(both) == 1 and self.weights[both[0]] >= ALONE * sum(self.weights.values()))

    def _look_up(self, terms: Iterable[str]) -> dict[str, list[int]]:
        asked = list(terms)
        expressions = [(self._expressions[term], 0) for term in asked]
        return dict(zip(asked, sqlite.newest_with(self._connection, expressions, NEWEST), strict=True))

    def _with_both(self, twos: Sequence[tuple[str, str]]) -> list[list[int]]:
        asked = []
        for one, other in twos:
            rarer = min(self._having(one), self._having(other))
            after = self._newest - int(self._keys * min(1.0, WALK / rarer)) if rarer > WALK else 0
            asked.append((f"({self._expressions[one]}) AND ({self._expressions[other]})", after))
        return sqlite.newest_with(self._connection, asked, NEWEST)

    def _having(self, term: str) -> float:
        """About how many ideas have a term."""
        keys = self.hits[term]
        if len(keys) < NEWEST:
            return len(keys)
        return len(keys) * self._keys / (self._newest - keys[-1] + 1)

    def _rarity(self, term: str) -> float:
        return rarity(self._having(term), self._ideas_per_key * self._keys)

    def _mend(self, unknown: Sequence[str]) -> None:
        """Put the most alike words that the store holds in the stead of words that it does not."""
        for term in unknown:
            alike = self._alike(folded(self.words[term]))
            count = self.counts.pop(term) if alike else 0.0
            for said in alike:
                if said.term not in self.counts:
                    self.counts[said.term] = count / len(alike)
                    self.words[said.term] = said.words
                    self._expressions[said.term] = _any_of(self._terms.forms(said))
        self.hits |= self._look_up(term for term in self.counts if term not in self.hits)

    def _alike(self, word: str) -> list[Said]:
        """The most alike words that begin with the same letters, in the newest ideas that have such a word."""
        begun = [f'"{word}"*', f'"{word[:_ALIKE_FROM]}"*']
        whole, letters = sqlite.newest_with(self._connection, [(each, 0) for each in begun], READ_FOR_SLIPS)
        known = {each for text in _texts(self._connection, whole or letters) for each in words_of(text)}
        if whole:
            near = sorted(each for each in known if each.startswith(word))
        else:
            beginning = [each for each in known if each[:_ALIKE_FROM] == word[:_ALIKE_FROM]]
            near = difflib.get_close_matches(word, beginning, 3, ALIKE)
        return list({said.term: said for each in near[:3] for said in self._terms.said(each)}.values())


def find(connection: sa.Connection, title: str, text: str = "", limit: int = 5, *, terms: Terms) -> list[Found]:
    """The ideas most like one with this title and text, the most alike first, and the newest of equals.

    Those that were withdrawn or erased are left out, and those that were joined with another that is among them.
    """
    question = _Question(connection, terms, title, text)
    found = _ranked(connection, question, terms)
    there = {candidate.id for _likeness, candidate in found}
    standing = [each for each in found if each[1].root == each[1].id or each[1].root not in there][:limit]
    rows = queries.by_keys(connection, [candidate.pk for _likeness, candidate in standing])
    return [
        Found(rows[it.pk], likeness, tuple(question.words[term] for term in shared(question.weights, it.idea)))
        for likeness, it in standing
        if it.pk in rows
    ]


def clusters(
    connection: sa.Connection,
    statuses: Collection[Status],
    apart: Collection[tuple[str, str]] = (),
    most: int = 500,
    report: Report = silent,
    *,
    terms: Terms,
) -> list[Cluster]:
    """Groups of ideas that are likely to be one, the most alike first, among the newest `most` with these statuses.

    Two ideas belong together where they are at least as like each other as `SAME`, and whoever is like one of a group
    belongs to it. Pairs of ids in `apart`, in either order, have been found to be different, and are in no group both.
    """
    wanted = sa.select(idea.c.pk).where(idea.c.status.in_(statuses), idea.c.root == idea.c.id)
    newest = _read(connection, list(connection.scalars(wanted.order_by(idea.c.pk.desc()).limit(most))), terms)
    place = {each.id: at for at, each in enumerate(newest)}
    different = {frozenset((place[one], place[other])) for one, other in apart if one in place and other in place}
    groups = together(pairs([each.idea for each in newest], SAME, report), different)
    rows = queries.by_keys(connection, (newest[at].pk for at in itertools.chain.from_iterable(groups)))
    having = Counter(term for each in newest for term in {*each.idea.title, *each.idea.text})
    return [
        Cluster(
            tuple(rows[newest[at].pk] for at in group),
            _common([newest[at] for at in group], rows, having, len(newest), terms),
        )
        for group in groups
    ]


def _common(
    group: Sequence[_Candidate], rows: Mapping[int, IdeaRow], having: Mapping[str, int], ideas: int, terms: Terms
) -> tuple[str, ...]:
    """What more than half of a group says, at least two of it, in the words of whoever says it first."""
    weight: dict[str, list[float]] = {}
    for each in group:
        for term, count in weights(each.idea).items():
            weight.setdefault(term, []).append(count * rarity(having[term], ideas))
    most = {term: sum(counts) for term, counts in weight.items() if len(counts) > max(1, len(group) / 2)}
    telling = sorted(most, key=lambda term: -most[term])[:SHARED]
    written: dict[str, str] = {}
    for each in group:
        row = rows[each.pk]
        for said in terms.said(f"{row.title}\n{row.problem}\n{row.proposal}"[:_CHARACTERS]):
            written.setdefault(said.term, said.words.lower() if said.words.istitle() else said.words)
    return tuple(written[term] for term in telling if term in written)


def _ranked(connection: sa.Connection, question: _Question, terms: Terms) -> list[tuple[float, _Candidate]]:
    """Those that are alike enough, the most alike first."""
    candidates = _read(connection, question.candidates(), terms)
    others = [each.idea for each in candidates]
    alike = likenesses(question.weights, others)
    return [
        (alike[at].value, candidates[at])
        for at in order(alike, others)
        if alike[at].value >= LEAST and question.is_answered_by(others[at])
    ]


def _read(connection: sa.Connection, keys: Collection[int], terms: Terms) -> list[_Candidate]:
    columns = (idea.c.pk, idea.c.id, idea.c.root, idea.c.title, idea.c.problem, idea.c.proposal)
    found: list[_Candidate] = []
    for chunk in chunks(keys):
        statement = sa.select(*columns).where(idea.c.pk.in_(chunk), idea.c.status.not_in(_GONE))
        for pk, identifier, root, title, problem, proposal in connection.execute(statement):
            text = f"{problem} {proposal}"[:_CHARACTERS]
            its = Idea(tuple(terms.of(title[:_CHARACTERS])), tuple(terms.of(text)))
            found.append(_Candidate(pk, identifier, root, its))
    return sorted(found, key=lambda each: -each.pk)


def _texts(connection: sa.Connection, keys: Collection[int]) -> list[str]:
    columns = (idea.c.title, idea.c.problem, idea.c.proposal)
    rows = connection.execute(sa.select(*columns).where(idea.c.pk.in_(keys)))
    return [" ".join(row)[:_CHARACTERS] for row in rows]


def _density(connection: sa.Connection) -> tuple[int, float, int]:
    """The newest key, how many ideas there are to a key, and over how many keys."""
    newest = list(connection.scalars(sa.select(idea.c.pk).order_by(idea.c.pk.desc()).limit(NEWEST)))
    if not newest:
        return 0, 0.0, 0
    oldest = connection.scalar(sa.select(idea.c.pk).order_by(idea.c.pk).limit(1)) or 0
    return newest[0], len(newest) / (newest[0] - newest[-1] + 1), newest[0] - oldest + 1


def _any_of(forms: Sequence[str]) -> str:
    return " OR ".join(f'"{form}"' for form in forms)
