"""Which column of a spreadsheet is which field of an idea: as said, as remembered, or by its usual names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ideabox.domain.problems import refuse
from ideabox.exchange.sheets import Sheet, plain_name

FIELDS = (
    "title",
    "problem",
    "proposal",
    "office",
    "reference",
    "skills",
    "barriers",
    "submitted",
    "offered",
    "barrier_note",
)
_NAMED, _LONGEST = 20, 40
"""How many columns a sentence names, and by how many characters each."""
_ENGLISH = {
    "title": ("title", "idea title", "idea", "summary", "short title", "subject", "name of idea"),
    "problem": (
        "problem", "what happens now", "the problem", "what is the problem", "description", "issue",
        "current situation", "background", "details",
    ),
    "proposal": (
        "proposal", "what would be better", "suggestion", "solution", "proposed solution", "suggested solution",
        "suggested improvement", "recommendation",
    ),
    "office": ("office", "jobcentre", "job centre", "site", "location", "branch"),
    "reference": ("reference", "ref", "ref no", "reference number", "idea id", "id"),
    "skills": ("skills", "skills areas", "skills area", "digital skills"),
    "barriers": ("barriers", "barrier", "what stands in the way", "obstacles"),
    "submitted": (
        "submitted", "date submitted", "submitted on", "created", "date created", "date", "timestamp",
        "completion time",
    ),
    "offered": ("offered", "skills offered", "skills its author offers"),
    "barrier_note": ("barrier_note", "more about what stands in the way"),
}  # fmt: skip
_WELSH = {
    "title": ("teitl", "teitl y syniad", "syniad", "crynodeb", "pwnc"),
    "problem": ("y broblem", "beth sy'n digwydd nawr", "beth sy'n digwydd", "disgrifiad", "mater", "cefndir"),
    "proposal": ("cynnig", "beth fyddai'n well", "awgrym", "datrysiad", "ateb", "argymhelliad"),
    "office": ("swyddfa", "canolfan waith", "safle", "lleoliad"),
    "reference": ("cyfeirnod", "cyf", "rhif cyfeirnod", "rhif"),
    "skills": ("sgiliau", "meysydd sgiliau", "maes sgiliau", "sgiliau digidol"),
    "barriers": ("rhwystrau", "rhwystr", "beth sydd yn y ffordd"),
    "submitted": ("cyflwynwyd", "dyddiad cyflwyno", "crëwyd", "dyddiad creu", "dyddiad"),
}
USUAL_NAMES: dict[str, tuple[str, ...]] = {field: _ENGLISH[field] + _WELSH.get(field, ()) for field in FIELDS}
"""The most telling names first."""


class Layouts(Protocol):
    """What the person has said of spreadsheets before: which column is which, for each set of columns."""

    def mapping_for(self, columns: Sequence[str]) -> dict[str, str]:
        """The column of each field, as it was the last time; empty for columns that have not been seen."""
        ...

    def remember(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        """Keep what was said of these columns."""
        ...


def header_names(mapping: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The names by which a header is found: those that were given, and for other fields the usual ones."""
    return USUAL_NAMES | {field: (plain_name(column),) for field, column in mapping.items()}


def guess(columns: Sequence[str], layouts: Layouts | None = None) -> dict[str, str]:
    """The column of each field that is known from the last time, else of each that has one of its usual names."""
    remembered = layouts.mapping_for(columns) if layouts is not None else {}
    known = {field: column for field, column in remembered.items() if field in FIELDS and column in columns}
    return known if "title" in known else usual_columns(columns)


def usual_columns(columns: Sequence[str]) -> dict[str, str]:
    """The column of each field that has one of its usual names."""
    by_name = {plain_name(column): column for column in reversed(columns)}
    return {field: by_name[name] for field, names in USUAL_NAMES.items() for name in reversed(names) if name in by_name}


def resolve(sheet: Sheet, mapping: Mapping[str, str], layouts: Layouts | None = None) -> dict[str, str]:
    """The column of each field: as mapped, or without any mapping as guessed. Refuses what leaves the title out."""
    if not mapping:
        found = guess(sheet.columns, layouts)
    else:
        by_name = {column.casefold(): column for column in sheet.columns}
        found = {}
        for field, wanted in mapping.items():
            if field not in FIELDS:
                refuse("map", "unknown-field", field=field, known=", ".join(FIELDS))
            column = by_name.get(wanted.strip().casefold())
            if column is None:
                refuse("map", "unknown-column", column=wanted, name=sheet.name, known=_named(sheet.columns))
            found[field] = column
    if "title" not in found:
        refuse("map", "no-title", name=sheet.name, known=_named(sheet.columns))
    return found


def _named(columns: Sequence[str]) -> str:
    """The first of these columns, for a sentence that somebody is to read."""
    named = ", ".join(column if len(column) <= _LONGEST else f"{column[:_LONGEST]}…" for column in columns[:_NAMED])
    return named if len(columns) <= _NAMED else f"{named}, …"
