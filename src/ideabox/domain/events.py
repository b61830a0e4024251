"""Events: what happened to an idea, one small immutable record each, and their one form as a line of JSON.

To add a kind, declare its body here, list it in `BODIES`, fold it in `idea.py` and give it words; CONTRIBUTING.md
walks through it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec

from ideabox.domain.estimates import Sized
from ideabox.domain.ids import is_id
from ideabox.domain.people import By
from ideabox.domain.skills import SkillTag

MAX_CLOCK = 2**31 - 1
MAX_LINE = 256 * 1024
"""Bytes of one event's line. The longest event that can be written here is far shorter."""
MAX_DEPTH = 32
"""How deep an event's JSON may nest, in parts that this version does not read too."""

MAX_EVENTS = 100_000
"""Events of one idea in one package: more than a department of that many people could make with care."""

MAX_COVERED = 5_000
"""Events that one `anonymised` names: as many as fit into a line with room to spare."""

TITLE, TEXT, REASON = 300, 10_000, 4_000
Title = Annotated[str, msgspec.Meta(max_length=TITLE)]
Text = Annotated[str, msgspec.Meta(max_length=TEXT)]
Reason = Annotated[str, msgspec.Meta(max_length=REASON)]
SkillTags = Annotated[tuple[SkillTag, ...], msgspec.Meta(max_length=30)]
Barriers = Annotated[tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=40)], ...], msgspec.Meta(max_length=30)]

Decision = Literal["put-forward", "do-here", "ask", "not-now", "decline"]
Phase = Literal["discovery", "alpha", "beta", "live", "stopped"]
Source = Literal["me", "colleague", "public"]


class Submitted(msgspec.Struct, frozen=True, omit_defaults=True):
    """The idea comes into being. `reference` is its mark in the place it was brought from, such as a spreadsheet."""

    title: Title
    problem: Text
    proposal: Text
    skills: SkillTags = ()
    barriers: Barriers = ()
    helps: Reason = ""
    source: Source = "me"
    reference: Annotated[str, msgspec.Meta(max_length=200)] = ""
    offered: SkillTags = ()
    """Skills that its author offers to help with; `skills` are those that it asks for."""
    barrier_note: Reason = ""


class Revised(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields that changed, and no others."""

    title: Title | msgspec.UnsetType = msgspec.UNSET
    problem: Text | msgspec.UnsetType = msgspec.UNSET
    proposal: Text | msgspec.UnsetType = msgspec.UNSET
    skills: SkillTags | msgspec.UnsetType = msgspec.UNSET
    barriers: Barriers | msgspec.UnsetType = msgspec.UNSET
    helps: Reason | msgspec.UnsetType = msgspec.UNSET
    source: Source | msgspec.UnsetType = msgspec.UNSET
    offered: SkillTags | msgspec.UnsetType = msgspec.UNSET
    barrier_note: Reason | msgspec.UnsetType = msgspec.UNSET


class Commented(msgspec.Struct, frozen=True):
    """A remark, or the author's reply to a question."""

    text: Text


class Supported(msgspec.Struct, frozen=True):
    """A person adds their support."""


class Unsupported(msgspec.Struct, frozen=True):
    """A person takes their support back."""


class Reviewed(msgspec.Struct, frozen=True):
    """A manager's decision, with the reason that the author will read."""

    decision: Decision
    reason: Reason


class Batched(msgspec.Struct, frozen=True):
    """The idea went into a batch for the digital lead."""

    batch: str
    name: Annotated[str, msgspec.Meta(max_length=200)]


class Progressed(msgspec.Struct, frozen=True):
    """The idea reached a phase, with a note for its author."""

    phase: Phase
    note: Reason


class Adopted(msgspec.Struct, frozen=True, omit_defaults=True):
    """An office other than its author's does this too, once it is live there; with a word about how, if they like."""

    note: Reason = ""


class Joined(msgspec.Struct, frozen=True):
    """The idea repeats another, and is followed there from now on."""

    into: str


class Separated(msgspec.Struct, frozen=True):
    """The idea stands by itself again."""


class Withdrawn(msgspec.Struct, frozen=True):
    """The author took the idea back."""


class Anonymised(msgspec.Struct, frozen=True):
    """These events of the idea lose the name of who did them, everywhere; see `anonymity`."""

    events: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MAX_COVERED)]


class Erased(msgspec.Struct, frozen=True):
    """Everything that was said in and about the idea is to be forgotten, everywhere."""


Body = (
    Submitted | Revised | Commented | Supported | Unsupported | Reviewed | Sized | Batched | Progressed
    | Adopted | Joined | Separated | Withdrawn | Anonymised | Erased
)  # fmt: skip
BODIES: dict[str, type[Body]] = {
    "submitted": Submitted,
    "revised": Revised,
    "commented": Commented,
    "supported": Supported,
    "unsupported": Unsupported,
    "reviewed": Reviewed,
    "sized": Sized,
    "batched": Batched,
    "progressed": Progressed,
    "adopted": Adopted,
    "joined": Joined,
    "separated": Separated,
    "withdrawn": Withdrawn,
    "anonymised": Anonymised,
    "erased": Erased,
}
KIND_OF: dict[type[Body], str] = {body: kind for kind, body in BODIES.items()}


class Event(msgspec.Struct, frozen=True):
    """One thing that happened. `body` is None for a kind that this version does not know."""

    id: str
    idea: str
    clock: int
    at: str
    by: By
    kind: str
    body: Body | None

    @property
    def order(self) -> tuple[int, str, str]:
        """Where it stands among the events of its idea, the same in every store."""
        return (self.clock, self.at, self.id)


class Unusable(Exception):  # noqa: N818 - a finding about a line, not an error of the program
    """A line that is not an event that anyone could use; its text says why."""


class Envelope(msgspec.Struct, frozen=True):
    """What every event has, whatever its kind; JSON object with these members in this order."""

    id: str
    idea: str
    clock: int
    at: str
    by: By
    kind: Annotated[str, msgspec.Meta(pattern="^[a-z][a-z-]{0,39}$")]
    body: msgspec.Raw


_LONGEST_REASON = 200
_is_time = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{3}Z", re.ASCII).fullmatch
_nul = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000").search
_envelope = msgspec.json.Decoder(Envelope)
_unread_body = msgspec.json.Decoder(dict[str, Any])
_bodies = {kind: msgspec.json.Decoder(body) for kind, body in BODIES.items()}
_encode = msgspec.json.Encoder().encode


def timestamp(moment: datetime) -> str:
    """UTC to the millisecond in 24 characters, so that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(moment: datetime) -> str:
    """The day alone, for events that must not tell when someone was at their desk."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT00:00:00.000Z")


def encode(event: Event) -> bytes:
    """The event as one line of JSON, without its line end. These bytes are what is kept and handed on."""
    if event.body is None:
        raise ValueError("an event of an unknown kind is handed on as the bytes that came, never written anew")
    return _encode(
        Envelope(event.id, event.idea, event.clock, event.at, event.by, event.kind, msgspec.Raw(_encode(event.body)))
    )


class _Terse(By, frozen=True, omit_defaults=True):
    """The same without what is empty."""


def with_signature(line: bytes, by: By) -> bytes:
    """The line of an event as if `by` had signed it: the body's bytes stay, members that nobody here knows go.

    Where that would be longer than a line may be, what is empty of `by` is left out.
    """
    head = _envelope.decode(line)
    after = _encode(msgspec.structs.replace(head, by=by))
    if len(after) <= MAX_LINE:
        return after
    return _encode(msgspec.structs.replace(head, by=_Terse(by.person, by.name, by.role, by.office)))


def decode(line: bytes) -> Event:
    """The event that a line holds.

    Members that this version does not know are ignored, kinds that it does not know are kept unread. Raises `Unusable`
    for anything else that is not as the format says.
    """
    if len(line) > MAX_LINE:
        raise Unusable(f"the line is longer than {MAX_LINE} bytes")
    if b"\n" in line or b"\r" in line:
        raise Unusable("it holds a line break")
    if _depth(line) > MAX_DEPTH:
        raise Unusable(f"it is nested more than {MAX_DEPTH} deep")
    try:
        line.decode()  # members that are skipped unread must be text too
        head = _envelope.decode(line)
        known = _bodies.get(head.kind)
        body = known.decode(head.body) if known is not None else None
        if known is None:
            _unread_body.decode(head.body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise Unusable(str(fault)[:_LONGEST_REASON]) from None  # it may quote what the line says, however long
    _check_identity(head, body)
    if b"\\u0000" in line and _nul(line):
        raise Unusable("it holds a NUL character")
    return Event(head.id, head.idea, head.clock, head.at, head.by, head.kind, body)


def _check_identity(head: Envelope, body: Body | None) -> None:
    if head.kind.endswith("\n"):  # which a pattern's $ lets through
        raise Unusable("kind ends in a line break")
    for name, value in (("id", head.id), ("idea", head.idea), ("by.person", head.by.person)):
        if not is_id(value):
            raise Unusable(f"{name} is not a lower-case UUID")
    if not 1 <= head.clock <= MAX_CLOCK:
        raise Unusable(f"clock is not between 1 and {MAX_CLOCK}")
    if not is_timestamp(head.at):
        raise Unusable("at is not a UTC time such as 2026-11-23T09:30:00.000Z")
    if isinstance(body, Joined) and not is_id(body.into):
        raise Unusable("body.into is not a lower-case UUID")
    if isinstance(body, Batched) and not is_id(body.batch):
        raise Unusable("body.batch is not a lower-case UUID")
    if isinstance(body, Anonymised) and not all(map(is_id, body.events)):
        raise Unusable("body.events holds something else than lower-case UUIDs")


def is_timestamp(text: str) -> bool:
    """Whether this is a real moment in the form that `timestamp` writes."""
    if not _is_time(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _depth(line: bytes) -> int:
    """How deep the line nests; exact only where it could matter."""
    if line.count(b"{") + line.count(b"[") <= MAX_DEPTH:
        return 0
    deepest = depth = 0
    in_text = escaped = False
    for byte in line:
        if in_text:
            in_text = escaped or byte != 0x22
            escaped = byte == 0x5C and not escaped
        elif byte == 0x22:
            in_text = True
        elif byte in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"}]":
            depth -= 1
    return deepest
