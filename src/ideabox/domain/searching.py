"""What a person types into a search box, and what it means. Whatever is typed means something; nothing is a fault.

    printer queue       both words, in any order, in any of their forms; each also finds the words that begin with it
    "job centre"        these words beside each other, in this order
    -letter -"by post"  not these
    title:printer       in the title alone; also problem: and proposal:
    status:waiting      status:, skill: and barrier: take a code or the words on screen, or the beginning of either
    office:"leeds p"    offices that begin with this
    by:me               my own
    since:2026-11       logged since then: a year, a month, a day, or 14d, 3w, 6m ago

All parts must hold, save that of several status: parts, say, any one is enough. A minus turns a filter round too. What
stands before a colon and is none of these is an ordinary word, and punctuation is passed over.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal, get_args

import msgspec

from ideabox.domain.barriers import BARRIERS
from ideabox.domain.idea import STATUSES
from ideabox.domain.skills import Skills
from ideabox.domain.word_forms import WORD, folded, stem

Field = Literal["title", "problem", "proposal"]
"""The texts of an idea that can be searched by themselves."""
Kind = Literal["status", "skill", "barrier", "office", "by"]
MOST_WORDS = 32
"""Further words, and further parts, are passed over: a page pasted into the search box is no question."""

_PIECE = re.compile(
    r"""(?:(?<=\s)|(?<=")|(?<!.))(?P<minus>-(?=[\w"]))?
    (?:(?P<name>title|problem|proposal|status|skill|barrier|office|by|since):(?=["\w]))?
    (?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<plain>[^\s"]+))
    |"(?P<rest>[^"]*)(?P<ended>"?)|(?P<other>[^\s"]+)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_HALF_A_PART = re.compile(
    r"(?:^|(?<=\s))-?(?:title|problem|proposal|status|skill|barrier|office|by|since):$", re.IGNORECASE
)
_QUOTES = str.maketrans("“”„‟«»", '""""""')
_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2}))?(?:-(?P<day>\d{1,2}))?")
_AGO = re.compile(r"(?P<count>\d{1,5})(?P<unit>[dwm])", re.IGNORECASE)
_FURTHER = 5
"""How many words a status, a skills area or a barrier may have on screen beyond its first."""


class Term(msgspec.Struct, frozen=True):
    """Words that must stand beside each other, or one word; in one of an idea's texts, or any.

    `is_open`: the last word is still being typed. `is_phrase`: the words as they are in any of their forms, and not
    also the words that begin with them.
    """

    words: tuple[str, ...]
    field: Field | None = None
    is_phrase: bool = False
    is_open: bool = False


class Choice(msgspec.Struct, frozen=True):
    """What must be one of these values, or, where it is `excluded`, none of them."""

    kind: Kind
    values: tuple[str, ...]
    excluded: bool = False


class Query(msgspec.Struct, frozen=True):
    """What was asked for: every term, none of the excluded ones, every choice, and nothing logged before `since`."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    choices: tuple[Choice, ...] = ()
    since: date | None = None
    is_nonsense: bool = False
    """Something was typed, and there is neither a word nor a filter in it: nothing is like that."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is sought."""
        return tuple(word for term in self.terms for word in term.words)

    def without_choices(self) -> Query:
        """The same words, once the choices have been taken care of."""
        return Query(self.terms, self.excluded)


class Names(msgspec.Struct, frozen=True):
    """What filter words may say: values by their names, each in letters and digits alone."""

    status: dict[str, str]
    skill: dict[str, str]
    barrier: dict[str, str]

    def with_words(self, words: Mapping[str, str]) -> Names:
        """The same, and the words on screen: `words` gives them by `status.CODE` and `barrier.CODE`."""
        return Names(
            self.status | {key(words[f"status.{code}"]): code for code in STATUSES if f"status.{code}" in words},
            self.skill,
            self.barrier | {key(words[f"barrier.{code}"]): code for code in BARRIERS if f"barrier.{code}" in words},
        )


def names(skills: Skills) -> Names:
    """The codes of statuses and barriers, and the keys, codes and names of skills areas."""
    tags = [tag for code in skills.codes if (tag := skills.find(code)) is not None]
    return Names(
        {key(code): code for code in STATUSES},
        {key(name): tag.key for tag in tags for name in (tag.key, tag.code, tag.label)},
        {key(code): code for code in BARRIERS},
    )


def key(name: str) -> str:
    """A name as it is compared: its letters and digits, without case and accents."""
    return "".join(map(folded, WORD.findall(name)))


def parse(typed: str, known: Names | None = None, today: date | None = None) -> Query:
    """What was typed means. Without names and a day, filter words are ordinary words."""
    return _Parser(known, today).parse(typed.translate(_QUOTES))


class _Parser:
    def __init__(self, known: Names | None, today: date | None) -> None:
        self._known, self._today = known, today
        self._terms: dict[Term, None] = {}
        self._excluded: dict[Term, None] = {}
        self._choices: dict[tuple[Kind, bool], dict[str, None]] = {}
        self._since: date | None = None
        self._parts = 0

    def parse(self, typed: str) -> Query:
        text = _HALF_A_PART.sub("", typed)
        pieces, at = list(_PIECE.finditer(text)), 0
        while at < len(pieces) and self._parts < MOST_WORDS:
            at += self._take(pieces, at, text)
        choices = tuple(Choice(kind, tuple(values), turned) for (kind, turned), values in self._choices.items())
        found = Query(tuple(self._terms), tuple(self._excluded), choices, self._since)
        return Query(is_nonsense=True) if found == Query() and text.strip() else found

    def _take(self, pieces: list[re.Match[str]], at: int, text: str) -> int:
        """Take in a piece; returns how many pieces that took."""
        piece = pieces[at]
        phrase = piece["phrase"] if piece["phrase"] is not None else piece["rest"]
        value = phrase if phrase is not None else piece["plain"] or piece["other"]
        name = (piece["name"] or "").lower()
        if name in get_args(Field):
            self._words(piece, value, phrase is not None, text, next(f for f in get_args(Field) if f == name))
            return 1
        taken = self._filter(name, value, pieces, at) if name else 0
        if not taken:
            self._words(piece, f"{name} {value}" if name else value, phrase is not None, text, None)
        return taken or 1

    def _words(self, piece: re.Match[str], value: str, is_phrase: bool, text: str, field: Field | None) -> None:
        words = WORD.findall(value)[: MOST_WORDS - self._parts]
        if not words:
            return
        self._parts += len(words)
        if is_phrase:
            is_open = not (piece["closed"] or piece["ended"]) and not value[-1:].isspace()
            terms = [Term(tuple(words), field, len(words) > 1 or not is_open, is_open)]
        else:
            is_open = piece.end() == len(text) and text.endswith(words[-1])
            terms = [Term((word,), field, is_open=is_open and word is words[-1]) for word in words]
        (self._excluded if piece["minus"] else self._terms).update(dict.fromkeys(terms))

    def _filter(self, name: str, value: str, pieces: list[re.Match[str]], at: int) -> int:
        """Take in a filter word; returns how many pieces it took, none if it says nothing that is known."""
        if self._known is None or self._today is None:
            return 0
        turned = bool(pieces[at]["minus"])
        match name:
            case "since":
                day = since(value, self._today)
                self._since = day or self._since
                return 0 if day is None else 1
            case "by" if key(value) == "me":
                return self._choose("by", ("me",), turned)
            case "office" if key(value):
                return self._choose("office", (" ".join(value.split()),), turned)
            case "status":
                return self._named("status", self._known.status, pieces, at)
            case "skill":
                return self._named("skill", self._known.skill, pieces, at)
            case "barrier":
                return self._named("barrier", self._known.barrier, pieces, at)
        return 0

    def _named(self, kind: Kind, known: Mapping[str, str], pieces: list[re.Match[str]], at: int) -> int:
        """What has this name, which without quotes may go on over the next few words, or else begins with it."""
        piece = pieces[at]
        turned, value = bool(piece["minus"]), piece["phrase"] if piece["plain"] is None else piece["plain"]
        further = [] if piece["plain"] is None else pieces[at + 1 : at + 1 + _FURTHER]
        plain = list(itertools.takewhile(bool, (each["plain"] for each in further)))
        for count in range(len(plain), -1, -1):
            if (name := key(" ".join([value, *plain[:count]]))) in known:
                return self._choose(kind, (known[name],), turned, 1 + count)
        begun = key(value)
        return self._choose(kind, (code for name, code in known.items() if begun and name.startswith(begun)), turned)

    def _choose(self, kind: Kind, values: Iterable[str], turned: bool, taken: int = 1) -> int:
        found = dict.fromkeys(values)
        if not found:
            return 0
        self._parts += 1
        self._choices.setdefault((kind, turned), {}).update(found)
        return taken


def since(value: str, today: date) -> date | None:
    """The day from which on, by a year, a month, a day, or how long ago; None if it says none of these."""
    text = value.strip(" .,;:!?()")
    if ago := _AGO.fullmatch(text):
        return _ago(int(ago["count"]), ago["unit"].lower(), today)
    if found := _DATE.fullmatch(text):
        try:
            return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        except ValueError:
            return None
    return None


def _ago(count: int, unit: str, today: date) -> date:
    """So many days, weeks or calendar months before a day; a month that is too short gives its last day."""
    if unit == "m":
        months = today.year * 12 + today.month - 1 - count
        year, month = divmod(months, 12)
        if year < 1:
            return date.min
        after = date(year + month // 11, (month + 1) % 12 + 1, 1)
        return min(date(year, month + 1, 1) + timedelta(today.day - 1), after - timedelta(1))
    try:
        return today - timedelta(count * (7 if unit == "w" else 1))
    except OverflowError:
        return date.min


def spans(query: Query, text: str, field: Field | None = None) -> list[tuple[int, int]]:
    """Where in a text are the words that were sought: (start, end) in order, none touching another.

    `field` says which of an idea's texts this is; what is sought in another is not marked.
    """
    terms = [term for term in query.terms if term.field in (None, field)]
    if not terms:
        return []
    found = list(WORD.finditer(text))
    words = [folded(each[0]) for each in found]
    marked: set[int] = set()
    for term in terms:
        for at in _places(term, words):
            marked.update(range(at, at + len(term.words)))
    return _together(text, [(found[at].start(), found[at].end()) for at in sorted(marked)])


def _places(term: Term, words: list[str]) -> Iterator[int]:
    """Where a term begins among the words of a text."""
    sought = [folded(word) for word in term.words]
    tests = [_Test(word, begins=not term.is_phrase or (term.is_open and word is sought[-1])) for word in sought]
    first = tests[0]
    for at in range(len(words) - len(tests) + 1):
        if first(words[at]) and all(test(words[at + n]) for n, test in enumerate(tests)):
            yield at


class _Test:
    """Whether a word is what is sought, as the index decides it."""

    def __init__(self, sought: str, *, begins: bool) -> None:
        self._sought, self._stem, self._begins = sought, stem(sought), begins
        self._start = sought[:2]

    def __call__(self, word: str) -> bool:
        if not word.startswith(self._start):  # no form of a word begins otherwise, and finding a stem takes longer
            return False
        if not self._begins:
            return stem(word) == self._stem
        return word.startswith(self._sought) or stem(word).startswith(self._stem)


def _together(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans with nothing but a space between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and not text[joined[-1][1] : start].strip(" "):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined
