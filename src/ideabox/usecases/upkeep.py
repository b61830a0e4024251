"""Looking after a store."""

from __future__ import annotations

from pathlib import Path

from ideabox.domain.problems import Problem, Refusal
from ideabox.domain.reporting import Report, silent
from ideabox.store import health, projection
from ideabox.store.health import Health
from ideabox.usecases.session import Session


def check(session: Session, report: Report = silent) -> Health:
    """Examine the store."""
    return health.examine(session.store, report)


def unsound(found: Health) -> Refusal | None:
    """What an examination found wrong, with what to do about it; None if all is well."""
    if found.faults:
        return Refusal(Problem("database", "unsound", {"count": len(found.faults)}))
    if found.differences:
        return Refusal(Problem("database", "out-of-step", {"count": len(found.differences)}))
    return None


def rebuild(session: Session, report: Report = silent) -> int:
    """Make everything that screens read anew from the events; returns how many ideas there are."""
    with session.store.write() as connection:
        return projection.rebuild(connection, report)


def rehearse_upgrade(session: Session, copy: Path) -> None:
    """Copy the store, and bring the copy to the newest schema by the migrations themselves."""
    session.store.rehearse_upgrade(copy)
