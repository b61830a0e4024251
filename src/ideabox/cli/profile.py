"""`ideabox profile`: who I am."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.usecases.desk import Desk


@click.command("profile")
@click.option("--name", help="Your name as others will read it.")
@click.option("--office", help="Your office, such as Leeds Park Place.")
@click.option("--team", help="Your team.")
@click.option("--role", help="adviser, manager or lead: arranges what you see.")
@click.option("--team-folder", help="The folder that you share ideas through; '' for none.")
@pass_desk
def show_or_set(desk: Desk, /, team_folder: str | None, **given: str | None) -> None:
    """Show or set who you are, and the folder through which your team exchanges."""
    if team_folder is not None:
        path = str(Path(team_folder).expanduser().absolute()) if team_folder.strip() else ""
        desk.change_preferences(msgspec.structs.replace(desk.preferences, team_folder=path))
    changes = {field: value.strip() for field, value in given.items() if value is not None}
    me = desk.change_profile(**changes) if changes else desk.profile
    for field in ("name", "office", "team", "role"):
        label = desk.wording(f"field.{field}")
        output.say(f"{label + ':':10}{output.line(getattr(me, field)) or desk.wording('none.value')}")
    if desk.preferences.team_folder:
        output.say(f"{desk.wording('field.team_folder')}: {output.line(desk.preferences.team_folder)}")


COMMANDS = (show_or_set,)
