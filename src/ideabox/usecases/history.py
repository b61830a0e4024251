"""An idea's history in words."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ideabox.domain.events import BODIES, Adopted, Batched, Commented, Event, Joined, Progressed, Reviewed, Revised
from ideabox.usecases.wording import Wording


class Line(msgspec.Struct, frozen=True):
    """What one event says: who did what when, and what they said in doing so."""

    at: str
    who: str
    what: str
    said: str = ""


def line_of(wording: Wording, event: Event, *, with_ids: bool = True) -> Line:
    """An event in words. Without ids where other ideas are gone to by other ways."""
    who = event.by.name or wording("none.name")
    what = wording(f"event.{event.kind}") if event.kind in BODIES else wording("event.unknown", kind=event.kind)
    more, said = _more(wording, event)
    if isinstance(event.body, Joined) and not with_ids:
        more = ""
    return Line(event.at, who, f"{what}: {more}" if more else what, said)


def _more(wording: Wording, event: Event) -> tuple[str, str]:
    match event.body:
        case Reviewed(decision=code, reason=text):
            return wording(f"decision.{code}"), text
        case Progressed(phase=code, note=text):
            return wording(f"phase.{code}"), text
        case Adopted(note=text):
            return event.by.office, text
        case Commented(text=text):
            return "", text
        case Joined(into=other):
            return other, ""
        case Batched(name=name):
            return name, ""
        case Revised() as body:
            fields = (field for field in body.__struct_fields__ if getattr(body, field) is not msgspec.UNSET)
            return ", ".join(wording(f"field.{field}") for field in fields), ""
    return "", ""


def day(timestamp: str) -> str:
    """A moment as people read it: 23 November 2026, by this PC's clock."""
    moment = datetime.fromisoformat(timestamp).astimezone()
    return f"{moment.day} {moment:%B %Y}"
