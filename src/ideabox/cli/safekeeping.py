"""The commands that keep ideas safe: backup, backups, restore, recover."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.usecases import safekeeping
from ideabox.usecases.desk import Desk

_json = click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
_path = click.Path(path_type=Path)


@click.command("backup")
@click.argument("file", type=_path, required=False)
@pass_desk
def backup(desk: Desk, file: Path | None) -> None:
    """Write a backup that has been proved to open: to FILE, or beside the database, where the last weeks' are kept."""
    if file is not None:
        content = safekeeping.back_up_to(desk.session, file)
        output.say(desk.wording("cli.backed-up", path=str(file), ideas=content.ideas))
        return
    made = safekeeping.back_up(desk.session, desk.drafts)
    output.say(desk.wording("cli.backed-up", path=str(made.path), ideas=safekeeping.content(made.path).ideas))


@click.command("backups")
@_json
@pass_desk
def backups(desk: Desk, as_json: bool) -> None:
    """List the backups beside the database, newest first."""
    found = safekeeping.backups(desk.kept.database)
    if as_json:
        rows = [{"path": str(each.path), "at": each.at, "bytes": each.bytes} for each in found]
        output.document({"backups": rows})
        return
    if not found:
        output.say(desk.wording("cli.no-backups"))
    for each in found:
        output.say(f"{each.at.astimezone():%Y-%m-%d %H:%M}  {output.line(str(each.path))}")


@click.command("restore")
@click.argument("file", type=_path)
@click.option("--replace", is_flag=True, help="Put the backup in the place of the database, which is set aside.")
@pass_desk
def restore(desk: Desk, file: Path, replace: bool) -> None:
    """Bring back all that the backup FILE has and the database has not; nothing that is here is lost."""
    with output.progress(desk.wording("cli.restoring")) as report:
        done = safekeeping.restore(desk, file, replace=replace, report=report)
    if replace and done.aside is None:
        output.say(desk.wording("cli.put-back-new", ideas=done.ideas))
    elif done.aside is not None:
        output.say(desk.wording("cli.put-back", ideas=done.ideas, aside=str(done.aside)))
    else:
        output.say(desk.wording("cli.brought-back", events=done.events, ideas=done.ideas))


@click.command("recover")
@click.argument("places", metavar="[PACKAGE|FOLDER]...", nargs=-1, type=_path)
@_json
@pass_desk
def recover(desk: Desk, places: Sequence[Path], as_json: bool) -> None:
    """Bring back what can be had of a damaged database: from itself, its backups, the team folder, these packages."""
    with output.progress(desk.wording("cli.recovering")) as report:
        done = safekeeping.recover(desk, places, report)
    if as_json:
        output.document(done)
        return
    for sentence in safekeeping.told(done, desk.wording):
        output.say(sentence)


COMMANDS = (backup, backups, restore, recover)
