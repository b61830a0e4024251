"""Insights as files: tables, a report with pictures, or one figure's picture, as the file's ending says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from ideabox.domain.problems import refuse
from ideabox.exchange import figures, files, package
from ideabox.exchange.about import About
from ideabox.exchange.figures import Figure
from ideabox.usecases import insight_tables
from ideabox.usecases.figures import Insights
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

ENDINGS = ("html", "ods", "csv", "svg", "png")
_PICTURES = ("svg", "png")


def write(
    session: Session, found: Insights, path: Path, wording: Wording, figure: str = "", marking: str = package.MARKING
) -> None:
    """Write all figures, or the one with this code; a picture is always of one."""
    form = path.suffix.lower().removeprefix(".")
    if form not in ENDINGS:
        refuse("file", "unknown-ending", name=path.name, known=", ".join(f".{each}" for each in ENDINGS))
    wanted = chosen(session, found, wording, figure)
    if form in _PICTURES and len(wanted) > 1:
        refuse("figure", "several", name=path.name, known=", ".join(insight_tables.FIGURES))
    if form in _PICTURES and not wanted[0].has_picture:
        refuse("figure", "no-picture", name=path.name)
    about = about_figures(session, wording, marking, insight_tables.scope_in_words(session, found, wording))
    files.replace(path, _WRITERS[form](wanted, about))


def about_figures(session: Session, wording: Wording, marking: str, which: str, title: str = "insights.title") -> About:
    """What a file of figures says of itself."""
    now = session.now()
    facts = (
        (wording("sheet.marking"), marking),
        (wording("sheet.from"), session.me.office or wording("none.office")),
        (wording("insights.counted-on"), f"{now.day} {now:%B %Y}, {now:%H:%M} UTC"),
        (wording("insights.which"), which),
    )
    return About(wording(title), marking, facts, (), 0, wording, lambda _column, value: value)


def chosen(session: Session, found: Insights, wording: Wording, code: str) -> list[Figure]:
    """All figures, or the one with this code."""
    every = [table.figure for table in insight_tables.tables(session, found, wording)]
    wanted = [figure for figure in every if code in ("", figure.code)]
    if not wanted:
        refuse("figure", "not-known", figure=code, known=", ".join(insight_tables.FIGURES))
    return wanted


Write = Callable[[BinaryIO], None]


def _html(wanted: Sequence[Figure], about: About) -> Write:
    from ideabox.exchange import insights_report  # noqa: PLC0415 - libraries for a file are loaded when it is wanted

    return lambda file: insights_report.write(file, about, wanted)


def _ods(wanted: Sequence[Figure], about: About) -> Write:
    return lambda file: figures.write_ods(file, wanted, about.lines, about.say("sheet.cover"))


def _csv(wanted: Sequence[Figure], _about: About) -> Write:
    return lambda file: figures.write_csv(file, wanted)


def _svg(wanted: Sequence[Figure], _about: About) -> Write:
    from ideabox.exchange import pictures  # noqa: PLC0415 - as above

    drawn = pictures.draw(wanted[0], "svg")
    return lambda file: _put(file, drawn)


def _png(wanted: Sequence[Figure], _about: About) -> Write:
    from ideabox.exchange import pictures  # noqa: PLC0415 - as above

    drawn = pictures.draw(wanted[0], "png", size=pictures.Size(dots=2))
    return lambda file: _put(file, drawn)


def _put(file: BinaryIO, content: bytes) -> None:
    file.write(content)


_WRITERS: dict[str, Callable[[Sequence[Figure], About], Write]] = {
    "html": _html,
    "ods": _ods,
    "csv": _csv,
    "svg": _svg,
    "png": _png,
}
