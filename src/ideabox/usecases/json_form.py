"""An idea in JSON, as lists print it and files hold it a line each."""

from __future__ import annotations

from typing import Any

from ideabox.store.queries import IdeaRow


def as_dict(row: IdeaRow) -> dict[str, Any]:
    """An idea in JSON: the same in every store that has the same events."""
    return {
        "id": row.id,
        "title": row.title,
        "problem": row.problem,
        "proposal": row.proposal,
        "status": row.status,
        "office": row.office,
        "author": row.author_name,
        "skills": row.skills,
        "barriers": row.barriers,
        "offered": row.offered,
        "barrier_note": row.barrier_note,
        "helps": row.helps,
        "source": row.source,
        "submitted_at": row.submitted_at,
        "changed_at": row.changed_at,
        "supporters": row.supporters,
        "comments": row.comments,
        "decision": row.decision or None,
        "reason": row.reason or None,
        "reviewed_at": row.reviewed_at or None,
        "decided_twice": row.decided_twice,
        "phase": row.phase or None,
        "note": row.note or None,
        "joined_with": row.root if row.root != row.id else None,
        "reference": row.reference or None,
        "missing": row.missing,
    }
