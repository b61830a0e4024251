"""Sending: what was recorded here leaves for those it concerns."""

from __future__ import annotations

from pathlib import Path

from ideabox.domain.reporting import Report, silent
from ideabox.store import outbox, queries
from ideabox.usecases import guarding, parcels
from ideabox.usecases.parcels import Parcel
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording


def send(
    session: Session,
    folder: Path,
    wording: Wording,
    *,
    per_office: bool = False,
    again: bool = False,
    confirmed: bool = False,
    report: Report = silent,
) -> list[Parcel]:
    """Write packages with everything that is to be handed on: to managers, to offices, to authors.

    One package, or one for each office concerned; ideas that were logged here without a name in one each. What left
    counts as sent only once its file is in place, so nothing is lost if the program stops in between. `confirmed`: what
    looks like personal data in it is fit to leave.
    """
    with session.store.read() as connection:
        leaving = queries.group_of(connection, outbox.to_send(connection, session.me.office, again))
    guarding.let_leave(session, leaving, confirmed=confirmed)
    session.policy.require_place(folder)
    written: list[Parcel] = []
    with session.store.read() as connection:
        named = outbox.to_send(connection, session.me.office, again)
        together, alone = parcels.apart(connection, queries.group_of(connection, named))
        kinds = outbox.recorded_kinds(connection, [*together, *alone])
        for office, ideas in _by_office(queries.places_of(connection, together), per_office).items():
            kind = parcels.kind_of(set().union(*(kinds.get(idea, set()) for idea in ideas)))
            written.append(
                parcels.pack(session, connection, folder, ideas, kind, wording, office=office, report=report)
            )
        for idea in alone:
            if idea in named:
                kind = parcels.kind_of(kinds.get(idea, set()))
                written.append(parcels.pack_alone(session, connection, folder, idea, kind, wording))
    with session.store.write() as connection:
        for parcel in written:
            outbox.mark_sent(connection, parcel.events)
    return written


def _by_office(places: dict[str, tuple[str, str]], per_office: bool) -> dict[str, list[str]]:
    """The ideas of each package, by the office that it is for.

    `places` holds the office and the root of each idea. What becomes of a group concerns every office in it, so each
    of them gets the whole group.
    """
    if not per_office:
        return {"": list(places)} if places else {}
    groups: dict[str, dict[str, None]] = {}
    for office, root in places.values():
        groups.setdefault(root, {})[office] = None
    sorted_out: dict[str, list[str]] = {}
    for idea, (_office, root) in places.items():
        for office in groups[root]:
            sorted_out.setdefault(office, []).append(idea)
    return sorted_out
