"""What managers and the digital lead do with an idea: decide, with a reason, and report how it gets on."""

from __future__ import annotations

from ideabox.domain import rules
from ideabox.domain.events import Decision, Phase, Progressed, Reviewed
from ideabox.domain.problems import refuse_if
from ideabox.usecases.recording import Changes, record
from ideabox.usecases.session import Session


def review(session: Session, idea: str, decision: Decision, reason: str, *, confirmed: bool = False) -> Changes:
    """Decide, and say why in words that the author will read."""
    return record(
        session,
        idea,
        Reviewed(decision, reason),
        lambda it, _connection: rules.may_review(it, decision, reason),
        confirmed=confirmed,
    )


def progress(session: Session, idea: str, phase: Phase, note: str, *, confirmed: bool = False) -> Changes:
    """Say which phase an idea has reached, with a note to its author."""
    refuse_if(rules.text_problems("note", note))
    return record(session, idea, Progressed(phase, note), lambda it, _c: rules.may_change(it), confirmed=confirmed)
