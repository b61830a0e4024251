"""`ideabox profile`: who I am."""

from __future__ import annotations

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.usecases.desk import Desk


@click.command("profile")
@click.option("--name", help="Your name as others will read it.")
@click.option("--office", help="Your office, such as Leeds Park Place.")
@click.option("--team", help="Your team.")
@click.option("--role", help="adviser, manager or lead: arranges what you see.")
@pass_desk
def show_or_set(desk: Desk, /, **given: str | None) -> None:
    """Show or set who you are."""
    changes = {field: value.strip() for field, value in given.items() if value is not None}
    me = desk.change_profile(**changes) if changes else desk.profile
    for field in ("name", "office", "team", "role"):
        label = desk.wording(f"field.{field}")
        output.say(f"{label + ':':10}{output.line(getattr(me, field)) or desk.wording('none.value')}")


COMMANDS = (show_or_set,)
