"""What advisers do: log ideas, change them, talk about them, stand behind them, take them back."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ideabox.domain import rules
from ideabox.domain.estimates import Sized
from ideabox.domain.events import (
    MAX_CLOCK,
    Commented,
    Erased,
    Event,
    Joined,
    Revised,
    Separated,
    Source,
    Submitted,
    Supported,
    Unsupported,
    Withdrawn,
    day,
    encode,
)
from ideabox.domain.idea import Idea
from ideabox.domain.people import By
from ideabox.domain.problems import Problem, refuse, refuse_if
from ideabox.domain.reporting import Report, counted, silent
from ideabox.domain.skills import SkillTag
from ideabox.store import log, pseudonyms, queries
from ideabox.store.database import Connection
from ideabox.usecases import guarding
from ideabox.usecases.recording import Changes, record
from ideabox.usecases.session import Session


def submit(
    session: Session,
    title: str,
    problem: str,
    proposal: str,
    skills: Sequence[str] = (),
    barriers: Sequence[str] = (),
    *,
    helps: str = "",
    offered: Sequence[str] = (),
    barrier_note: str = "",
    source: Source = "me",
    anonymous: bool = False,
    sized: Sized | None = None,
    confirmed: bool = False,
) -> Changes:
    """Log an idea, and what its author thinks that it would save, if they say so.

    Without a name, its author is a random person, and only this store knows who that is.

    `confirmed` says, here and below, that what looks like somebody's personal data is fit to keep.
    """
    problems = [
        *rules.text_problems("title", title),
        *rules.text_problems("problem", problem),
        *rules.text_problems("proposal", proposal),
        *rules.text_problems("helps", helps, required=False),
        *rules.barrier_problems(barriers),
        *_skill_problems(session, (*skills, *offered)),
        *rules.text_problems("barrier_note", barrier_note, required=False),
        *(rules.size_problems(sized) if sized is not None else []),
    ]
    refuse_if(problems)
    tags, hindered = _tags(session, skills), tuple(dict.fromkeys(barriers))
    offers = _tags(session, offered)
    body = Submitted(title, problem, proposal, tags, hindered, helps, source, offered=offers, barrier_note=barrier_note)
    if anonymous:
        person = session.random_id()
        idea = session.random_id()
        by, at, identifier = session.me.pseudonym(person), day(session.now()), session.random_id()
    else:
        idea = session.new_id()
        by, at, identifier = session.me.signature(), session.timestamp(), session.new_id()
    events = [Event(identifier, idea, 1, at, by, "submitted", body)]
    if sized is not None:
        second = session.random_id() if anonymous else session.new_id()
        events.append(Event(second, idea, 2, at, by, "sized", sized))
    with session.store.write() as connection:
        guarding.check(session, connection, idea, body, confirmed=confirmed)
        if anonymous:
            pseudonyms.remember(connection, idea, by.person)
        log.append(connection, [(event, encode(event)) for event in events], "here", session.timestamp())
    return Changes(new=frozenset([idea]))


def revise(
    session: Session,
    idea: str,
    *,
    title: str | None = None,
    problem: str | None = None,
    proposal: str | None = None,
    skills: Sequence[str] | None = None,
    barriers: Sequence[str] | None = None,
    helps: str | None = None,
    offered: Sequence[str] | None = None,
    barrier_note: str | None = None,
    source: str | None = None,
    confirmed: bool = False,
) -> Changes:
    """Change what is given and is different; what is not given stays."""
    texts = {
        "title": title, "problem": problem, "proposal": proposal, "helps": helps, "barrier_note": barrier_note,
    }  # fmt: skip
    problems = [
        each
        for field, text in texts.items()
        if text is not None
        for each in rules.text_problems(field, text, required=field not in ("helps", "barrier_note"))
    ]
    problems += rules.barrier_problems(barriers or ()) + _skill_problems(session, (*(skills or ()), *(offered or ())))
    refuse_if(problems)
    wanted: dict[str, object] = {field: text for field, text in texts.items() if text is not None}
    if skills is not None:
        wanted["skills"] = _tags(session, skills)
    if offered is not None:
        wanted["offered"] = _tags(session, offered)
    if barriers is not None:
        wanted["barriers"] = tuple(dict.fromkeys(barriers))
    if source is not None:
        wanted["source"] = source
    if not wanted:
        refuse("idea", "nothing-to-revise")
    with session.store.read() as connection:
        it, _history = log.idea_of(connection, idea)
    refuse_if(rules.may_change(it))
    changed = {field: value for field, value in wanted.items() if value != getattr(it, field)}
    if not changed:
        return Changes()
    body = msgspec.convert(changed, Revised)
    return record(session, idea, body, lambda it, _connection: rules.may_change(it), confirmed=confirmed)


def comment(session: Session, idea: str, text: str, *, confirmed: bool = False) -> Changes:
    """Say something about an idea; from its author, the reply to a question."""
    refuse_if(rules.text_problems("text", text))
    return record(session, idea, Commented(text), lambda it, _c: rules.may_change(it), confirmed=confirmed)


def support(session: Session, idea: str) -> Changes:
    """Stand behind an idea, once."""
    return record(session, idea, Supported(), lambda it, c: rules.may_support(it, _me(session, c, idea)))


def unsupport(session: Session, idea: str) -> Changes:
    """Take support back."""
    return record(session, idea, Unsupported(), lambda it, c: rules.may_unsupport(it, _me(session, c, idea)))


def withdraw(session: Session, idea: str) -> Changes:
    """Take an idea back."""
    return record(session, idea, Withdrawn(), lambda it, _connection: rules.may_change(it))


def join(session: Session, idea: str, into: str) -> Changes:
    """Follow an idea under the one that it repeats."""

    def problems(it: Idea, connection: Connection) -> list[Problem]:
        target, _history = log.idea_of(connection, into)
        place = queries.row(connection, into)
        return rules.may_join(it, target, place.root if place is not None else into)

    return record(session, idea, Joined(into), problems)


def separate(session: Session, idea: str) -> Changes:
    """Let an idea stand by itself again."""
    return record(session, idea, Separated(), lambda it, _connection: rules.may_separate(it))


def erase(session: Session, idea: str) -> Changes:
    """Forget what was said in and about an idea, here and wherever this event arrives. It cannot be undone."""
    with session.store.read() as connection:
        if log.idea_of(connection, idea)[0].status == "erased":
            refuse("idea", "erased", id=idea)
    return erase_all(session, [idea])


def erase_all(session: Session, wanted: Sequence[str], report: Report = silent) -> Changes:
    """Erase these ideas, all or none; those that are erased already stay so.

    The events name nobody: who asked for an erasure is nobody's business either.
    """
    if not wanted:
        return Changes()
    with session.store.write() as connection:
        lines = []
        for idea in counted(wanted, len(wanted), report):
            it, known = log.idea_of(connection, idea)
            if it.status != "erased":
                clock = min(log.highest_clock(known) + 1, MAX_CLOCK)
                by = By(session.random_id(), office=session.me.office)
                event = Event(session.random_id(), idea, clock, day(session.now()), by, "erased", Erased())
                lines.append((event, encode(event)))
        log.append(connection, lines, "here", session.timestamp())
    session.store.forget_deleted()
    return Changes(updated=frozenset(wanted))


def _me(session: Session, connection: Connection, idea: str) -> str:
    """The person that I am to this idea: its nameless author, or myself."""
    return pseudonyms.mine(connection, idea) or session.me.person


def _skill_problems(session: Session, codes: Sequence[str]) -> list[Problem]:
    known = ", ".join(session.skills.codes)
    return [
        Problem("skills", "unknown-skill", {"code": code, "known": known})
        for code in codes
        if session.skills.find(code) is None
    ]


def _tags(session: Session, codes: Sequence[str]) -> tuple[SkillTag, ...]:
    tags = [tag for code in codes if (tag := session.skills.find(code)) is not None]
    return tuple(dict.fromkeys(tags))
