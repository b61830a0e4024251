"""`ideabox person` and `ideabox retention`: what is held of somebody, and what has been kept long enough."""

from __future__ import annotations

from pathlib import Path

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.usecases import history, rights
from ideabox.usecases.desk import Desk

_apply = click.option("--apply", is_flag=True, help="Do it. Without this, it is only said what would be erased.")


@click.group("person")
def person() -> None:
    """Hand over or erase what is held of a person. WHO is the name that they sign with, or their id."""


@person.command("export")
@click.argument("who")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_desk
def export(desk: Desk, who: str, file: Path) -> None:
    """Write all that WHO has logged, said, decided and supported to FILE: a ZIP with a page to read, and as JSON."""
    with output.progress(desk.wording("cli.examining")) as report:
        held = rights.find(desk.session, who, report)
    rights.write(desk.session, file, held, desk.wording)
    output.say(desk.wording("person.exported", path=file, count=len(held.events)))


@person.command("erase")
@click.argument("who")
@_apply
@pass_desk
def erase(desk: Desk, who: str, apply: bool) -> None:
    """Erase every idea that WHO has touched, here and wherever the erasure arrives. This cannot be undone."""
    with output.progress(desk.wording("cli.examining")) as report:
        held = rights.find(desk.session, who, report)
    for idea in held.events:
        title = held.rows[idea].title if idea in held.rows else ""
        output.say(f"  {idea}  {output.line(title) or desk.wording('none.title')}")
    if apply:
        rights.erase(desk.session, held)
    output.say(desk.wording("rights.erased" if apply else "rights.would-erase", count=len(held.events)))


@click.command("retention")
@_apply
@pass_desk
def retention(desk: Desk, apply: bool) -> None:
    """List the ideas that were closed longer ago than your administrator keeps them; erase them with --apply."""
    rows = rights.overdue(desk.session)
    for row in rows:
        status, title = desk.wording(f"status.{row.status}"), output.line(row.title) or desk.wording("none.title")
        output.say(f"  {row.id}  {history.day(row.changed_at)}  {status}  {title}")
    if apply:
        rights.erase_overdue(desk.session, rows)
    output.say(desk.wording("rights.erased" if apply else "rights.would-erase", count=len(rows)))


COMMANDS = (person, retention)
