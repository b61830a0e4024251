"""Batches: reviewed ideas on their way to the digital lead."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec

from ideabox.domain import rules
from ideabox.domain.events import Batched, encode
from ideabox.domain.idea import replay
from ideabox.domain.problems import refuse, refuse_if
from ideabox.domain.reporting import Report, silent
from ideabox.exchange import files
from ideabox.store import batches, log, queries
from ideabox.store.batches import Batch, Made
from ideabox.store.database import Connection
from ideabox.usecases import exporting, guarding, parcels
from ideabox.usecases.parcels import Parcel
from ideabox.usecases.recording import next_event
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

FORMATS = ("package", *exporting.COPIES)


class Exported(msgspec.Struct, frozen=True):
    """A batch and the files it was written to; `parcels` are its packages, `tables` its copies for people."""

    batch: Batch
    ideas: tuple[str, ...]
    parcels: tuple[Parcel, ...]
    tables: tuple[Path, ...]


class Ready(msgspec.Struct, frozen=True):
    """What the next batch would hold. `name` is a name for it that no batch has yet."""

    name: str
    ideas: int
    decisions: dict[str, int]
    """How many of them by what was decided."""
    along: int
    """Ideas that go along, because they are joined with one of these."""
    nameless: int
    """Of all these, those that travel in a package of their own, since they were logged here without a name."""


def ready(session: Session) -> Ready:
    """Look at what the next batch would hold."""
    with session.store.read() as connection:
        chosen = queries.ready_for_batch(connection)
        members = queries.group_of(connection, chosen)
        _together, alone = parcels.apart(connection, members)
        taken = {made.batch.name for made in batches.all_made(connection)}
        decisions = queries.ready_by_decision(connection)
    name = _free_name(session, taken)
    return Ready(name, len(chosen), decisions, len(members) - len(chosen), len(alone))


def _free_name(session: Session, taken: Collection[str]) -> str:
    """'Office, Month', with a number after it where that is taken."""
    month = f"{session.now():%B %Y}"
    start = f"{session.me.office}, {month}" if session.me.office else month
    names = itertools.chain([start], (f"{start}, {number}" for number in itertools.count(2)))
    return next(name for name in names if name not in taken)


def all_made(session: Session) -> list[Made]:
    """The log of batches, the last one first."""
    with session.store.read() as connection:
        return batches.all_made(connection)


def batch(
    session: Session,
    name: str,
    folder: Path,
    wording: Wording,
    ideas: Sequence[str] = (),
    *,
    formats: Sequence[str] = ("package",),
    again: bool = False,
    marking: str | None = None,
    confirmed: bool = False,
    report: Report = silent,
) -> Exported:
    """Put reviewed ideas into a batch and write it: these ideas, or all whose latest review no batch has carried.

    The batch is recorded, then written, then marked as written. Where that was interrupted, asking for it once more
    writes it; `again` writes any batch another time.
    """
    refuse_if(rules.text_problems("name", name))
    session.policy.require_place(folder)
    unknown = [each for each in formats if each not in FORMATS]
    if unknown or not formats:
        refuse("formats", "unknown-format", format=", ".join(unknown), known=", ".join(FORMATS))
    with session.store.read() as connection:
        known = batches.named(connection, name)
        chosen = batches.ideas_in(connection, known.id) if known else list(ideas) or queries.ready_for_batch(connection)
        leaving = queries.group_of(connection, chosen)
    guarding.let_leave(session, leaving, confirmed=confirmed)
    made = _recorded(session, name, ideas, again, session.policy.marking(marking))
    exported = _write(session, made, folder, wording, formats, report)
    with session.store.write() as connection:
        left = {idea for parcel in exported.parcels for idea in parcel.ideas}
        batches.mark_written(connection, made.id, session.timestamp(), left)
    return exported


def _recorded(session: Session, name: str, ideas: Sequence[str], again: bool, marking: str) -> Batch:
    with session.store.write() as connection:
        known = batches.named(connection, name)
        if known is not None and (again or known.written_at is None):
            return known
        if known is not None:
            refuse("name", "batch-exists", name=name)
        if again:
            refuse("name", "no-such-batch", name=name)
        chosen = list(dict.fromkeys(ideas)) or queries.ready_for_batch(connection)
        if not chosen:
            refuse("batch", "nothing-ready")
        made = Batch(session.new_id(), name, session.timestamp(), marking)
        lines = []
        for idea, history in log.events_of(connection, chosen).items():
            if ideas:
                refuse_if(rules.may_batch(replay(idea, history)))
            happened = next_event(session, connection, idea, Batched(made.id, name), log.highest_clock(history))
            lines.append((happened, encode(happened)))
        log.append(connection, lines, "here", session.timestamp())
        batches.record(connection, made, chosen)
    return made


def _write(
    session: Session, made: Batch, folder: Path, wording: Wording, formats: Sequence[str], report: Report
) -> Exported:
    with session.store.read() as connection:
        ideas = batches.ideas_in(connection, made.id)
        members = queries.group_of(connection, ideas)
        written = _packages(session, connection, made, members, folder, wording, report) if "package" in formats else []
        copies = exporting.write_copies(
            session, connection, folder, files.slug(made.name) or "batch", members, wording,
            title=made.name, marking=made.marking, formats=formats, report=report,
        )  # fmt: skip
    return Exported(made, tuple(ideas), tuple(written), tuple(copies))


def _packages(
    session: Session,
    connection: Connection,
    made: Batch,
    members: list[str],
    folder: Path,
    wording: Wording,
    report: Report,
) -> list[Parcel]:
    together, alone = parcels.apart(connection, members)
    written = []
    if together:
        written.append(
            parcels.pack(
                session,
                connection,
                folder,
                together,
                "batch",
                wording,
                name=made.name,
                marking=made.marking,
                report=report,
            )
        )
    return written + [parcels.pack_alone(session, connection, folder, idea, "batch", wording) for idea in alone]
