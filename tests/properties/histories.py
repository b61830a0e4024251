"""Histories: what may happen to a few ideas, however unlikely, and the ways in which it may spread between stores."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from ideabox.domain.barriers import BARRIERS
from ideabox.domain.events import MAX_CLOCK, Event, decode
from ideabox.domain.people import By


class Line(NamedTuple):
    """An event with its exact bytes."""

    event: Event
    written: bytes

    def __repr__(self) -> str:
        return self.written.decode()


def _id(group: int, number: int) -> str:
    return f"01900000-0000-7000-8{group:03x}-{number:012x}"


IDEAS = tuple(_id(1, number) for number in range(3))
NEVER_SUBMITTED = _id(1, 99)
"""An idea that others may be joined into, but that never arrives."""
PEOPLE = tuple(
    {"person": _id(2, number), "name": name, "role": "adviser", "office": office}
    for number, (name, office) in enumerate((("Ann", "Leeds"), ("Bob", "Leeds"), ("Cem", "York"), ("", "")))
)
TIMES = ("2026-03-02T09:00:00.000Z", "2026-03-02T09:00:00.001Z", "2026-03-01T00:00:00.000Z")
CLOCKS = (1, 2, 2, 3, 3, 4, 5, MAX_CLOCK)
WORDS = ("kettle", "printer", "forms", "form", "naïve", "queue")
SOME_KINDS = (
    "revised", "revised", "commented", "supported", "supported", "unsupported", "reviewed", "reviewed", "reviewed",
    "sized", "batched", "progressed", "adopted", "anonymised", *["joined"] * 6, "separated",
    "separated", "withdrawn", "unheard-of",
)  # fmt: skip
"""The kinds that follow a submission, those more often that have more to disagree about."""

_texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
_skills = st.lists(st.sampled_from([{"code": "COM"}, {"code": "SAFE", "scheme": "X"}, {"code": "SAFE"}]), max_size=3)
_barriers = st.lists(st.sampled_from(BARRIERS[:3]), max_size=2)
_ideas = st.sampled_from(IDEAS)
_event_ids = st.integers(0, 50).map(lambda number: _id(4, number))
_fields: dict[str, st.SearchStrategy[Any]] = {
    "title": _texts, "problem": _texts, "proposal": _texts, "skills": _skills, "barriers": _barriers,
    "helps": _texts, "source": st.sampled_from(["me", "colleague", "public"]),
}  # fmt: skip
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "submitted": st.fixed_dictionaries(_fields | {"reference": st.sampled_from(["", "R1"])}),
    "revised": st.fixed_dictionaries({}, optional=_fields),
    "commented": st.fixed_dictionaries({"text": _texts}),
    "supported": st.just({}),
    "unsupported": st.just({}),
    "reviewed": st.fixed_dictionaries(
        {"decision": st.sampled_from(["put-forward", "do-here", "ask", "not-now", "decline"]), "reason": _texts}
    ),
    "sized": st.fixed_dictionaries({"stage": st.sampled_from(["idea", "beta"]), "times_a_month": st.integers(0, 9)}),
    "batched": st.fixed_dictionaries({"batch": st.just(_id(3, 1)), "name": _texts}),
    "progressed": st.fixed_dictionaries({"phase": st.sampled_from(["discovery", "live", "stopped"]), "note": _texts}),
    "joined": st.fixed_dictionaries({"into": st.sampled_from([*IDEAS, *IDEAS, NEVER_SUBMITTED])}),
    "adopted": st.fixed_dictionaries({}, optional={"note": _texts}),
    "separated": st.just({}),
    "withdrawn": st.just({}),
    "anonymised": st.fixed_dictionaries({"events": st.lists(_event_ids, min_size=1, max_size=20)}),
    "erased": st.just({}),
    "unheard-of": st.dictionaries(st.sampled_from(["text", "into", "much"]), st.integers() | _texts, max_size=2),
}


def line(identifier: str, idea: str, clock: int, at: str, by: Mapping[str, str], kind: str, body: object) -> Line:
    """An event as it comes out of a package, with all its members in the usual order."""
    written = msgspec.json.encode(
        {"id": identifier, "idea": idea, "clock": clock, "at": at, "by": by, "kind": kind, "body": body}
    )
    return Line(decode(written), written)


def _as_others_write(written: bytes, hand: int) -> bytes:
    """The same event as another program, or a later version of this one, might write it."""
    if hand == 0:
        return b'{ "tomorrow": [1, {"more": null}],' + written[1:]
    if hand == 1:
        return written.replace(b'"body":', b'  "body" :\t').replace("ï".encode(), b"\\u00ef")
    return written


@st.composite
def lines(draw: st.DrawFn, kinds: st.SearchStrategy[str], ideas: st.SearchStrategy[str] = _ideas) -> Line:
    """Any event of any of the ideas. Few ids are in use, so that some events come in two versions."""
    kind = draw(kinds)
    clocks = st.sampled_from((1, 1, 1, 2, MAX_CLOCK) if kind == "submitted" else CLOCKS)
    each = line(
        _id(4, draw(st.integers(0, 50))), draw(ideas), draw(clocks), draw(st.sampled_from(TIMES)),
        draw(st.sampled_from(PEOPLE)), kind, draw(BODIES[kind]),
    )  # fmt: skip
    written = _as_others_write(each.written, draw(st.integers(0, 9)))
    return Line(decode(written), written)


_erasures = lines(st.just("erased"))
_no_names_lost = st.sampled_from([kind for kind in SOME_KINDS if kind != "anonymised"])
_later = st.lists(lines(st.sampled_from(SOME_KINDS)), min_size=4, max_size=24)
_later_with_names = st.lists(lines(_no_names_lost), min_size=4, max_size=24)


@st.composite
def histories(draw: st.DrawFn, *, forgetting: bool = True) -> list[Line]:
    """What happened to the ideas, in no order: most were submitted, some twice; now and then some are erased, or lose
    names."""
    history = draw(_later if forgetting else _later_with_names)
    for idea in IDEAS:
        for _ in range(draw(st.sampled_from([1, 1, 1, 1, 2, 0]))):
            history.append(draw(lines(st.just("submitted"), st.just(idea))))
    if draw(st.booleans()):  # as they come from a store that took names off to one that has not agreed
        history += [_by(each, draw(_event_ids)) for each in draw(st.lists(st.sampled_from(history), max_size=2))]
    if forgetting and draw(st.booleans()):
        history += draw(st.lists(_names_lost(history), min_size=1, max_size=3))
    if forgetting and draw(st.integers(0, 2)) == 0:
        history += draw(st.lists(_erasures, min_size=1, max_size=3))
    return distinct(draw(st.permutations(history)))


@st.composite
def _names_lost(draw: st.DrawFn, history: list[Line]) -> Line:
    """Some of what happened to an idea loses the names of those who did it."""
    idea = draw(st.sampled_from(history)).event.idea
    ids = [each.event.id for each in history if each.event.idea == idea]
    body = {"events": draw(st.lists(st.sampled_from(ids), min_size=1, max_size=len(ids)))}
    clock, at, by = draw(st.sampled_from(CLOCKS)), draw(st.sampled_from(TIMES)), draw(st.sampled_from(PEOPLE))
    return line(_id(5, draw(st.integers(0, 9))), idea, clock, at, by, "anonymised", body)


def distinct(history: Iterable[Line]) -> list[Line]:
    """Each line once."""
    return list({each.written: each for each in history}.values())


def in_order(history: Iterable[Line]) -> list[Line]:
    """The lines as a package has them: idea by idea, each idea's in order."""
    return sorted(history, key=lambda each: (each.event.idea, *each.event.order, each.written))


def standing(history: Iterable[Line]) -> dict[str, list[bytes]]:
    """The lines that stand, by idea: of an erased idea the erasures alone, of an event the smallest SHA-256's of those
    that it has once names are gone, one that somebody signed before any other; and whatever takes names off."""
    erased = {event.idea for event, _line in history if event.kind == "erased"}
    versions: dict[tuple[str, str], list[Line]] = {}
    lines: dict[str, set[bytes]] = {}
    for each in without_names(history):
        event = each.event
        if event.idea in erased and event.kind != "erased":
            continue
        if event.kind == "anonymised":
            lines.setdefault(event.idea, set()).add(each.written)
        else:
            versions.setdefault((event.idea, event.id), []).append(each)
    for (idea, _identifier), found in versions.items():
        first = min(found, key=lambda each: (not _is_signed(each.event.by), hashlib.sha256(each.written).digest()))
        lines.setdefault(idea, set()).add(first.written)
    return {idea: sorted(each) for idea, each in lines.items()}


def _is_signed(by: By) -> bool:
    return bool(by.name or by.role)


def without_names(history: Iterable[Line]) -> list[Line]:
    """The lines as they must be kept: without the names of those that something else says have lost theirs."""
    history = list(history)
    instead: dict[tuple[str, str], list[str]] = {}
    for event, _written in history:
        if event.kind == "anonymised":
            for identifier in msgspec.json.decode(_written)["body"]["events"]:
                instead.setdefault((event.idea, identifier), []).append(str(uuid.uuid5(uuid.UUID(event.id), "person")))
    after = []
    for each in history:
        persons = instead.get((each.event.idea, each.event.id))
        after.append(
            each if persons is None or each.event.kind in ("anonymised", "erased") else _by(each, min(persons))
        )
    return after


def _by(each: Line, person: str) -> Line:
    event = each.event
    by = {"person": person, "name": "", "role": "", "office": event.by.office}
    body = _Body.decode(each.written)
    return line(event.id, event.idea, event.clock, event.at, by, event.kind, body.body)


class _Bodied(msgspec.Struct):
    body: msgspec.Raw


_Body = msgspec.json.Decoder(_Bodied)


# How a history spreads. Store 0 is the one that everything reaches in the end; 1 and 2 are on the way.


class Delivery(msgspec.Struct, frozen=True):
    """A package, by its number, is imported into a store."""

    package: int
    store: int


class Forward(msgspec.Struct, frozen=True):
    """A store hands on all that it has."""

    source: int
    target: int


class How(msgspec.Struct, frozen=True):
    """How packages travel, and how they are taken in."""

    as_files: bool
    """Whether they are real files; else their lines go into the log straight away, in runs of their own."""
    at_once: int
    """How many lines a store takes in at a time."""


class Spread(msgspec.Struct, frozen=True):
    """A history, cut into packages, and the steps that carry it."""

    history: list[Line]
    packages: list[list[Line]]
    steps: list[Delivery | Forward]
    how: How


_how = st.builds(How, st.integers(0, 3).map(lambda number: number == 0), st.sampled_from([500, 3]))
_stores = st.integers(0, 2)
_forwards = st.tuples(_stores, _stores).filter(lambda ends: ends[0] != ends[1]).map(lambda ends: Forward(*ends))


@st.composite
def spreads(draw: st.DrawFn) -> Spread:
    """Any way of cutting a history up, in any order, with repeats, overlaps and detours; everything goes somewhere."""
    history = draw(histories())
    packages = draw(_cut(history))
    steps: list[Delivery | Forward] = [Delivery(number, draw(_stores)) for number in range(len(packages))]
    steps += draw(
        st.lists(_forwards | st.builds(Delivery, st.integers(0, len(packages) - 1), _stores), max_size=len(packages))
    )
    return Spread(history, packages, draw(st.permutations(steps)), draw(_how))


@st.composite
def _cut(draw: st.DrawFn, history: list[Line]) -> list[list[Line]]:
    count = draw(st.integers(1, 5))
    packages: list[list[Line]] = [[] for _ in range(count)]
    for each in history:
        for number in draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2)):
            packages[number].append(each)
    return [package for package in packages if package]


# Undoing: what may be done to two stores that know each other.


class Import(msgspec.Struct, frozen=True):
    """A store imports some lines as a package."""

    store: int
    lines: list[Line]


class HandOn(msgspec.Struct, frozen=True):
    """A store sends all that it has to the other, as one package, and notes that it was sent."""

    source: int


class Undo(msgspec.Struct, frozen=True):
    """A store undoes one of its runs that it has not undone yet, if it has any."""

    store: int
    which: int


class Record(msgspec.Struct, frozen=True):
    """Something happens to an idea at a store's own PC."""

    store: int
    happened: Line


Step = Import | HandOn | Undo | Record


class Doings(msgspec.Struct, frozen=True):
    """Steps, one after the other."""

    steps: list[Step]
    how: How


_either = st.sampled_from([0, 0, 0, 1])
_some_undo = st.builds(Undo, _either, st.integers(0, 9))


@st.composite
def doings(draw: st.DrawFn) -> Doings:
    """Steps in any order, about one history that both stores see parts of."""
    history = draw(histories())
    some = st.lists(st.sampled_from(history), min_size=1, max_size=12).map(distinct)
    imports = st.builds(Import, _either, some)
    records = st.builds(Record, _either, st.sampled_from(history))
    sending = st.builds(HandOn, _either)
    step: st.SearchStrategy[Step] = st.one_of(imports, imports, _some_undo, _some_undo, records, sending)
    return Doings(draw(st.lists(step, min_size=4, max_size=12)), draw(_how))


class Regretted(msgspec.Struct, frozen=True):
    """Imports of which some are undone: `(lines, None)` is kept, `(lines, n)` is undone after n more imports."""

    imports: list[tuple[list[Line], int | None]]
    how: How

    @property
    def kept(self) -> list[Line]:
        """What was imported and never taken back."""
        return distinct(each for package, undone_after in self.imports if undone_after is None for each in package)


@st.composite
def regrets(draw: st.DrawFn) -> Regretted:
    """Imports, without anything that forgets, that share lines freely."""
    history = draw(histories(forgetting=False))
    some = st.lists(st.sampled_from(history), min_size=1, max_size=15).map(distinct)
    fate = st.none() | st.integers(0, 4)
    return Regretted(draw(st.lists(st.tuples(some, fate), min_size=2, max_size=7)), draw(_how))


# The rules of what a store keeps, in the plainest words, to hold a real store against.


class Entry(msgspec.Struct):
    """A line in a ledger. `number` is its place in the order of arrival."""

    line: Line
    number: int
    runs: set[int]
    is_own: bool
    is_sent: bool = False


class Ledger:
    """What a store must hold after imports, undone imports, and things recorded and sent there."""

    def __init__(self) -> None:
        self._entries: dict[bytes, Entry] = {}
        self._number = 0
        self.open_runs: list[int] = []

    def take(self, taken: Iterable[Line], run: int | None) -> None:
        """Lines come in: by a run, or recorded here."""
        if run is not None:
            self.open_runs.append(run)
        for each in taken:
            self._number += 1
            entry = self._entries.setdefault(each.written, Entry(each, self._number, set(), is_own=run is None))
            if run is not None:
                entry.runs.add(run)

    def knows(self, each: Line) -> bool:
        """Whether this line is here."""
        return each.written in self._entries

    @property
    def erased(self) -> set[str]:
        """The ideas that are erased."""
        return {entry.line.event.idea for entry in self._entries.values() if entry.line.event.kind == "erased"}

    @property
    def forgotten(self) -> set[str]:
        """The ideas that are erased, or of which a name has been taken off."""
        forget = ("anonymised", "erased")
        return {entry.line.event.idea for entry in self._entries.values() if entry.line.event.kind in forget}

    def mark_sent(self, ideas: Iterable[str]) -> None:
        """All there is of these ideas has left."""
        for idea in ideas:
            for entry in self._of(idea):
                entry.is_sent = True

    def undo(self, run: int) -> tuple[set[str], set[str], set[str]]:
        """Take a run back; returns the ideas that go, those that lose something, and those that are left."""
        self.open_runs.remove(run)
        going: dict[str, list[Entry]] = {}
        for entry in self._entries.values():
            if entry.runs == {run} and not entry.is_own:
                going.setdefault(entry.line.event.idea, []).append(entry)
            entry.runs.discard(run)
        left = {idea for idea, entries in going.items() if idea in self.forgotten or self._is_held(idea, entries)}
        for idea in going.keys() - left:
            for entry in going[idea]:
                del self._entries[entry.line.written]
        removed = {idea for idea in going.keys() - left if not any(self._of(idea))}
        return removed, going.keys() - left - removed, left

    def _is_held(self, idea: str, going: list[Entry]) -> bool:
        first = min(entry.number for entry in going)
        happened_since = any(entry.is_own and entry.number > first for entry in self._of(idea))
        return happened_since or any(entry.is_sent for entry in going)

    def _of(self, idea: str) -> Iterator[Entry]:
        return (entry for entry in self._entries.values() if entry.line.event.idea == idea)

    def lines(self) -> list[Line]:
        """What is left to say: all of it, but of an erased idea only that it is erased."""
        erased = self.erased
        return [
            entry.line
            for entry in self._entries.values()
            if entry.line.event.idea not in erased or entry.line.event.kind == "erased"
        ]
