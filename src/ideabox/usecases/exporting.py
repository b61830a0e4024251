"""Ideas as files for people and for other programs, each in the format that the file's ending names."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, counted, silent
from ideabox.exchange import files, package, tables
from ideabox.exchange.about import About
from ideabox.store import outbox, queries
from ideabox.store.database import Connection
from ideabox.store.projection import chunks
from ideabox.store.queries import Filter, IdeaRow
from ideabox.usecases import guarding, parcels, searching
from ideabox.usecases.json_form import as_dict
from ideabox.usecases.parcels import table_row
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

Rows = Callable[[], Iterable[IdeaRow]]
Write = Callable[[BinaryIO, About, Rows], int]


class Written(msgspec.Struct, frozen=True):
    """How many ideas were written, and where they are."""

    ideas: int
    paths: tuple[Path, ...]


def export(
    session: Session,
    path: Path,
    wanted: Filter,
    wording: Wording,
    *,
    marking: str | None = None,
    raw: bool = False,
    confirmed: bool = False,
    report: Report = silent,
) -> Written:
    """Write the ideas that match, as a package or as a table in the format that the ending names.

    Copies for people guard cells that a spreadsheet could run as formulas; `raw` leaves them as they are. `confirmed`:
    what looks like personal data in them is fit to leave.
    """
    session.policy.require_place(path)
    marking = session.policy.marking(marking)
    is_package, form = path.name.lower().endswith(package.ENDING), path.suffix.lower().removeprefix(".")
    if not is_package and form not in _WRITERS:
        known = ", ".join([f".{each}" for each in _WRITERS] + [package.ENDING])
        refuse("file", "unknown-ending", name=path.name, known=known)
    _let_leave(session, wanted, with_groups=is_package, confirmed=confirmed)
    if is_package:
        return _export_package(session, path, wanted, wording, marking, report)
    count = 0
    with session.store.read() as connection:
        meant = searching.understood(session, connection, wanted)
        total = queries.count(connection, meant)
        rows = _reported(lambda: queries.pages(connection, meant), form, total, report)
        title, which = wording("sheet.title"), _which(wording, wanted)
        about = _about(session, wording, form, total, title=title, which=which, marking=marking, raw=raw)

        def write(file: BinaryIO) -> None:
            nonlocal count
            count = _WRITERS[form](file, about, rows)

        files.replace(path, write)
    beside = [_describe(path, raw=raw)] if form == "csv" else []
    return Written(count, (path, *beside))


def _let_leave(session: Session, wanted: Filter, *, with_groups: bool, confirmed: bool) -> None:
    with session.store.read() as connection:
        meant = searching.understood(session, connection, wanted)
        ideas = [row.id for row in queries.pages(connection, meant)]
        leaving = queries.group_of(connection, ideas) if with_groups else ideas
    guarding.let_leave(session, leaving, confirmed=confirmed)


def write_copies(
    session: Session,
    connection: Connection,
    folder: Path,
    name: str,
    ideas: Sequence[str],
    wording: Wording,
    *,
    title: str,
    marking: str,
    formats: Sequence[str],
    report: Report = silent,
) -> list[Path]:
    """Write these ideas to new files in those of the formats that are copies for people; returns all paths."""

    def those() -> Iterator[IdeaRow]:
        return (row for chunk in chunks(ideas) for row in queries.rows(connection, chunk))

    paths: list[Path] = []
    for form in COPIES:
        if form in formats:
            which = wording("sheet.of-batch")
            about = _about(session, wording, form, len(ideas), title=title, which=which, marking=marking)
            rows = _reported(those, form, len(ideas), report)

            def write(file: BinaryIO, form: str = form, about: About = about, rows: Rows = rows) -> None:
                _WRITERS[form](file, about, rows)

            paths.append(files.place_new(folder, name, f".{form}", write))
            if form == "csv":
                paths.append(_describe(paths[-1], raw=False))
    return paths


def _export_package(
    session: Session, path: Path, wanted: Filter, wording: Wording, marking: str, report: Report
) -> Written:
    """Write the ideas that match, and those they are joined with, as a package, and each nameless one as its own."""
    written = []
    with session.store.read() as connection:
        meant = searching.understood(session, connection, wanted)
        found = [row.id for row in queries.pages(connection, meant)]
        together, alone = parcels.apart(connection, queries.group_of(connection, found))
        if not together and not alone:
            refuse("file", "nothing-to-pack", name=path.name)
        kinds = outbox.recorded_kinds(connection, [*together, *alone])
        if together:
            kind = parcels.kind_of(set().union(*(kinds.get(idea, set()) for idea in together)))
            name = path.name[: -len(package.ENDING)]
            written.append(
                parcels.pack(
                    session, connection, path.parent, together, kind, wording,
                    marking=marking, file_name=name, report=report,
                )
            )  # fmt: skip
        for idea in alone:
            kind = parcels.kind_of(kinds.get(idea, set()))
            written.append(parcels.pack_alone(session, connection, path.parent, idea, kind, wording))
    return Written(len(together) + len(alone), tuple(parcel.path for parcel in written))


def _reported(rows: Rows, form: str, total: int, report: Report) -> Rows:
    """The same rows, telling how far they have gone by, over all the times that the format goes through them."""
    passes = 2 if form == "html" else 1
    begun = 0

    def again() -> Iterator[IdeaRow]:
        nonlocal begun
        before = begun * total
        begun += 1
        return counted(rows(), total, lambda done, _total: report(before + done, passes * total))

    return again


def _about(
    session: Session,
    wording: Wording,
    form: str,
    ideas: int,
    *,
    title: str,
    which: str,
    marking: str,
    raw: bool = False,
) -> About:
    now = session.now()
    facts = (
        (wording("sheet.marking"), marking),
        (wording("sheet.from"), session.me.office or wording("none.office")),
        (wording("sheet.written"), f"{now.day} {now:%B %Y}, {now:%H:%M} UTC"),
        (wording("sheet.count"), str(ideas)),
        (wording("sheet.which"), which),
    )
    codes = ["sheet.note-times", "sheet.note-spelled"]
    if form != "html":
        codes += ["sheet.note-codes", "sheet.note-empty", "sheet.note-raw" if raw else "sheet.note-guarded"]
    return About(title, marking, facts, tuple(map(wording, codes)), ideas, wording, _words(session, wording), raw)


def _words(session: Session, wording: Wording) -> Callable[[str, str], str]:
    """The words for the codes in the table; what is no code is its own words."""

    def words(column: str, value: str) -> str:
        if column in ("skills", "offered"):
            tag = session.skills.find(value)
            return f"{tag.label} ({tag.key})" if tag is not None and tag.label else value
        code = {"barriers": "barrier"}.get(column, column)
        return wording.messages.get(f"{code}.{value}", value) if column in _CODED else value

    return words


_CODED = ("status", "decision", "phase", "barriers")


def _which(wording: Wording, wanted: Filter) -> str:
    """Which ideas were asked for, in words."""
    asked = (
        ("search", wanted.search),
        ("status", wording(f"status.{wanted.status}") if wanted.status else ""),
        ("skills", wanted.skill),
        ("office", wanted.office),
    )
    said = [wording(f"sheet.which-{name}", value=value) for name, value in asked if value]
    return "; ".join(said) or wording("sheet.which-all")


def _describe(path: Path, *, raw: bool) -> Path:
    """Write a table's CSVW metadata beside it, where its readers look for it."""
    content = tables.csvw_metadata(path.name, raw=raw)
    beside = path.with_name(path.name + "-metadata.json")

    def write(file: BinaryIO) -> None:
        file.write(content)

    files.replace(beside, write)
    return beside


# The formats. Libraries are loaded when their format is wanted, so that the window need not wait for them.


def _write_csv(file: BinaryIO, about: About, rows: Rows) -> int:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    count = tables.write_csv(text, map(table_row, rows()), raw=about.raw)
    text.flush()
    text.detach()
    return count


def _write_ods(file: BinaryIO, about: About, rows: Rows) -> int:
    from ideabox.exchange import opendocument  # noqa: PLC0415

    return opendocument.write(file, about, map(table_row, rows()))


def _write_xlsx(file: BinaryIO, about: About, rows: Rows) -> int:
    from ideabox.exchange import excel  # noqa: PLC0415

    return excel.write(file, about, map(table_row, rows()))


def _write_html(file: BinaryIO, about: About, rows: Rows) -> int:
    from ideabox.exchange import report as page  # noqa: PLC0415

    return page.write(file, about, lambda: map(table_row, rows()))


def _write_jsonl(file: BinaryIO, _about: About, rows: Rows) -> int:
    encode = msgspec.json.Encoder().encode
    count = 0
    for count, row in enumerate(rows(), 1):  # noqa: B007 - the last number is the count
        file.write(encode(as_dict(row)) + b"\n")
    return count


_WRITERS: dict[str, Write] = {
    "csv": _write_csv,
    "ods": _write_ods,
    "xlsx": _write_xlsx,
    "html": _write_html,
    "jsonl": _write_jsonl,
}
COPIES = ("csv", "ods", "xlsx", "html")
"""The formats in which a batch can be written beside its package."""
