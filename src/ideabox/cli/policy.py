"""`ideabox policy`: what the administrator of this PC has set."""

from __future__ import annotations

from typing import Any

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.usecases.desk import Desk


@click.command("policy")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def policy(desk: Desk, as_json: bool) -> None:
    """Show what the administrator of this PC has set, and in which file."""
    default, locked = desk.policy.default.given(), desk.policy.locked.given()
    if as_json:
        output.document({"file": str(desk.kept.policy), "default": default, "locked": locked})
        return
    output.say(desk.wording("policy.file" if default or locked else "policy.none", path=desk.kept.policy))
    for code, values in (("policy.is-locked", locked), ("policy.is-default", default)):
        for key, value in values.items():
            label = desk.wording(f"field.{key}")
            output.say(f"  {desk.wording(code, field=label, value=output.line(_plain(value)))}")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{each} ({reason})" if reason else each for each, reason in value.items())
    if isinstance(value, tuple):
        return ", ".join(value)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


COMMANDS = (policy,)
