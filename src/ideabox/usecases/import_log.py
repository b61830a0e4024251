"""The log of imports as people read it."""

from __future__ import annotations

import msgspec

from ideabox.usecases import history, importing
from ideabox.usecases.session import Session


class Entry(msgspec.Struct, frozen=True):
    """A line of the log for people: one import, or all that came from the team folder in one day.

    `at` is when the last of it came; `file` is empty for the team folder; counts are of ideas, as often as each came.
    """

    runs: tuple[int, ...]
    at: str
    file: str
    new: int
    updated: int
    known: int
    unusable: int
    undone_at: str | None


def log_of_runs(session: Session) -> list[Entry]:
    """The log of imports, the last one first. What a team folder brings many times a day gets one line a day."""
    entries: list[Entry] = []
    for run in importing.all_runs(session):
        last = entries[-1] if entries else None
        came = Entry(
            (run.id,), run.at, "" if run.from_folder else run.file, run.new, run.updated, run.known, run.unusable,
            run.undone_at,
        )  # fmt: skip
        if last is not None and run.from_folder and _belongs(last, came):
            entries[-1] = _together(last, came)
        else:
            entries.append(came)
    return entries


def _belongs(last: Entry, run: Entry) -> bool:
    same_day = history.day(last.at) == history.day(run.at)
    return not last.file and same_day and (last.undone_at is None) == (run.undone_at is None)


def _together(last: Entry, run: Entry) -> Entry:
    return msgspec.structs.replace(
        last,
        runs=last.runs + run.runs,
        new=last.new + run.new,
        updated=last.updated + run.updated,
        known=last.known + run.known,
        unusable=last.unusable + run.unusable,
    )
