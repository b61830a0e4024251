"""The commands that look after the store."""

from __future__ import annotations

from pathlib import Path

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.usecases import supporting, upkeep
from ideabox.usecases.desk import Desk


@click.command("check")
@click.option(
    "--report",
    "support",
    metavar="[FILE]",
    is_flag=False,
    flag_value="-",
    help="Show what support needs, and write it to FILE (a ZIP) if that is given. It holds no ideas and no names.",
)
@pass_desk
def check(desk: Desk, support: str | None) -> None:
    """Examine the database: that it is whole, and that every idea is what its events come to."""
    if support is not None:
        _report(desk, support)
        return
    with output.progress(desk.wording("cli.examining")) as report:
        health = upkeep.check(desk.session, report)
    counts = {"ideas": health.ideas, "events": health.events, "orphans": health.orphans, "conflicts": health.conflicts}
    output.say(desk.wording("cli.checked", **counts))
    wrong = upkeep.unsound(health)
    if wrong is None:
        output.say(desk.wording("cli.sound"))
        return
    for fault in health.faults:
        output.say(f"  {output.line(fault)}")
    for idea in health.differences:
        output.say(f"  {idea}")
    raise wrong


def _report(desk: Desk, file: str) -> None:
    with output.progress(desk.wording("cli.examining")) as report:
        parts = supporting.gather(desk, report)
    output.say(supporting.as_text(parts))
    if file != "-":
        supporting.write(Path(file), parts)
        output.say(desk.wording("support.printed", path=file))


@click.command("rebuild")
@pass_desk
def rebuild(desk: Desk) -> None:
    """Make the lists and the search anew from the events."""
    with output.progress(desk.wording("cli.rebuilding")) as report:
        ideas = upkeep.rebuild(desk.session, report)
    output.say(desk.wording("cli.rebuilt", ideas=ideas))


COMMANDS = (check, rebuild)
