"""The commands that tell what ideas come to: insights, offices."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.domain.idea import STATUSES
from ideabox.exchange.figures import Figure
from ideabox.usecases import figures, insight_files, insight_tables, insights, said_and_done
from ideabox.usecases.desk import Desk
from ideabox.usecases.figures import Asked

_day = click.DateTime(["%Y-%m-%d"])


@click.command("insights")
@click.option("--since", type=_day, metavar="DAY", help="Only ideas submitted on this day or later, as 2026-03-31.")
@click.option("--until", type=_day, metavar="DAY", help="Only ideas submitted on this day or before.")
@click.option("--office", default="", help="Only ideas from this office.")
@click.option("--region", default="", help="Only ideas from the offices of this region; see the command offices.")
@click.option("--framework", default="", metavar="KEY", help="Only ideas tagged with areas of this skills framework.")
@click.option("--status", type=click.Choice(STATUSES), help="Only ideas that stand here.")
@click.option("--figure", default="", metavar="CODE", help=f"Only this one of {', '.join(insight_tables.FIGURES)}.")
@click.option(
    "--to",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, by its ending: .html, .ods, .csv; or .svg or .png for one figure.",
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def show_insights(
    desk: Desk,
    /,
    since: datetime | None,
    until: datetime | None,
    figure: str,
    path: Path | None,
    as_json: bool,
    **asked: Any,
) -> None:
    """Tell what the ideas here come to: answers, outcomes, barriers, skills areas, offices."""
    wanted = Asked(_as_day(since), _as_day(until), **asked)
    session = desk.session
    found = insights.insights(session, wanted, desk.preferences.review_days, desk.regions)
    if path is not None:
        insight_files.write(session, found, path, desk.wording, figure)
        output.say(desk.wording("cli.insights-written", path=path))
    elif as_json:
        output.document(figures.as_dict(found))
    else:
        chosen = insight_files.chosen(session, found, desk.wording, figure)
        output.say(output.line(insight_tables.scope_in_words(session, found, desk.wording)))
        for each in chosen:
            output.say("\n" + "\n".join(_lines(each)))
    if found.is_worth_keeping:
        insights.keep(session)


def _as_day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _lines(figure: Figure) -> list[str]:
    """A figure as a table in plain text, its numbers at the right of their columns."""
    rows = [[output.line(cell) for cell in row] for row in (figure.headings, *(row.words for row in figure.rows))]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(figure.headings))]
    table = ["  ".join(_fitted(row[n], width, n > 0) for n, width in enumerate(widths)) for row in rows]
    table.insert(1, "  ".join("-" * width for width in widths))
    note = [output.block(figure.note)] if figure.note else []
    return [figure.title, *note, *(f"  {row.rstrip()}" for row in table)]


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text
    )


def _fitted(text: str, width: int, is_number: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if is_number else text + room


@click.command("you-said-we-did")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--office", default="", help="Of this office, not of your own.")
@click.option("--since", type=_day, metavar="DAY", help="From this day; three months ago if not said.")
@click.option("--until", type=_day, metavar="DAY", help="Until this day; today if not said.")
@click.option("--names", "with_names", is_flag=True, help="With the names of authors who gave theirs.")
@pass_desk
def you_said_we_did(
    desk: Desk, path: Path, office: str, since: datetime | None, until: datetime | None, with_names: bool
) -> None:
    """Write a sheet for a team meeting: what people said, what became of it, and why."""
    count = said_and_done.write(
        desk.session, path, desk.wording,
        office=office, since=_as_day(since), until=_as_day(until), with_names=with_names,
    )  # fmt: skip
    output.say(desk.wording("cli.said-written", count=count, path=path))


@click.command("offices")
@click.option(
    "--add",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CSV file with the columns office and region, to take in.",
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def offices(desk: Desk, path: Path | None, as_json: bool) -> None:
    """Show in which region each office lies, or take that in from a file."""
    if path is not None:
        added = desk.add_regions(path)
        output.say(desk.wording("cli.offices-added", count=added))
        return
    known = [(office, desk.regions.of(office)) for office in insights.offices(desk.session, desk.regions)]
    if as_json:
        output.document({"offices": [{"office": office, "region": region} for office, region in known]})
        return
    for office, region in known:
        output.say(f"{output.line(office)}: {output.line(region) or desk.wording('none.region')}")


COMMANDS = (show_insights, you_said_we_did, offices)
