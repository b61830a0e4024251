"""`ideabox person` and `ideabox retention`: what is held of somebody, and what has been kept long enough."""

from __future__ import annotations

from pathlib import Path

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.store.queries import IdeaRow
from ideabox.usecases import anonymising, history, rights
from ideabox.usecases.desk import Desk
from ideabox.usecases.rights import Held

_apply = click.option("--apply", is_flag=True, help="Do it. Without this, it is only said what would be erased.")


@click.group("person")
def person() -> None:
    """Hand over, erase or make anonymous what is held of a person. WHO is the name that they sign with, or their id."""


@person.command("export")
@click.argument("who")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@pass_desk
def export(desk: Desk, who: str, file: Path) -> None:
    """Write all that WHO has logged, said, decided and supported to FILE: a ZIP with a page to read, and as JSON."""
    with output.progress(desk.wording("cli.examining")) as report:
        held = rights.find(desk.session, who, report, desk.drafts)
    rights.write(desk.session, file, held, desk.wording)
    output.say(desk.wording("person.exported", path=file, count=len(held.events)))


@person.command("erase")
@click.argument("who")
@_apply
@pass_desk
def erase(desk: Desk, who: str, apply: bool) -> None:
    """Erase every idea that WHO has touched, here and wherever the erasure arrives. This cannot be undone.

    Of whoever signs in to this PC, drafts and unfinished answers go too.
    """
    with output.progress(desk.wording("cli.examining")) as report:
        held = rights.find(desk.session, who, report, desk.drafts)
    _say_ideas(desk, held)
    drafts = held.begun
    if apply:
        drafts = rights.erase(desk.session, held, drafts=desk.drafts).drafts
    if drafts:
        output.say(desk.wording("rights.drafts-erased" if apply else "rights.would-erase-drafts", count=drafts))
    output.say(desk.wording("rights.erased" if apply else "rights.would-erase", count=len(held.events)))


@person.command("anonymise")
@click.argument("who")
@click.option("--apply", is_flag=True, help="Do it. Without this, it is only said what would be made anonymous.")
@pass_desk
def anonymise(desk: Desk, who: str, apply: bool) -> None:
    """Take the name of WHO, such as somebody who has left, off all that they did. This cannot be undone."""
    with output.progress(desk.wording("cli.examining")) as report:
        held = rights.find(desk.session, who, report)
    _say_ideas(desk, held)
    if apply:
        anonymising.anonymise(desk.session, held)
    output.say(desk.wording("rights.anonymised" if apply else "rights.would-anonymise", count=len(held.events)))


@click.command("retention")
@_apply
@pass_desk
def retention(desk: Desk, apply: bool) -> None:
    """List the ideas that were closed longer ago than your administrator keeps them; erase them with --apply."""
    found = rights.overdue(desk.session)
    for row in found.due:
        output.say(_line(desk, row))
    for row, reason in found.kept:
        why = (
            desk.wording("rights.on-hold-because", reason=output.line(reason))
            if reason
            else desk.wording("rights.on-hold")
        )
        output.say(f"{_line(desk, row)}  {why}")
    if apply:
        rights.erase_overdue(desk.session, found.due, drafts=desk.drafts)
    output.say(desk.wording("rights.erased" if apply else "rights.would-erase", count=len(found.due)))


def _line(desk: Desk, row: IdeaRow) -> str:
    status, title = desk.wording(f"status.{row.status}"), output.line(row.title) or desk.wording("none.title")
    return f"  {row.id}  {history.day(row.changed_at)}  {status}  {title}"


def _say_ideas(desk: Desk, held: Held) -> None:
    for idea in held.events:
        title = held.rows[idea].title if idea in held.rows else ""
        output.say(f"  {idea}  {output.line(title) or desk.wording('none.title')}")


COMMANDS = (person, retention)
