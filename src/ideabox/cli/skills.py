"""`ideabox skills`: the frameworks of digital skills that ideas can be tagged with."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.domain.problems import refuse
from ideabox.domain.skills import Framework, in_language
from ideabox.usecases.desk import Desk


@click.command("skills")
@click.option("--add", type=click.Path(path_type=Path), metavar="FILE", help="A framework of your own, JSON or CSV.")
@click.option("--scheme", default="", help="What the framework of a CSV is called for short.")
@click.option("--version", default="", help="Its version.")
@click.option("--name", default="", help="Its name in full.")
@click.option("--use", default="", metavar="FRAMEWORK", help="Offer the areas of this one, such as 'DigComp 3.0'.")
@click.option("--all", "everything", is_flag=True, help="The areas of every framework, not just of the one in use.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def skills(desk: Desk, /, add: Path | None, use: str, everything: bool, as_json: bool, **about: str) -> None:
    """Show the skills frameworks and their areas, add one of your own, or choose the one that is offered."""
    if add is not None:
        added = desk.add_framework(add, **about)
        if not as_json:
            output.note(desk.wording("cli.skills-added", framework=output.line(added.key), count=len(added.areas)))
    if use:
        _use(desk, use)
    in_use = desk.skills.framework(desk.preferences.framework)
    if as_json:
        output.document({"in_use": in_use.key if in_use else None, "frameworks": desk.skills.frameworks})
        return
    for framework in desk.skills.frameworks:
        is_used = in_use is not None and framework.key == in_use.key
        head = "cli.skills-used" if is_used else "cli.skills-known"
        name = output.line(in_language(framework.name))
        output.say(desk.wording(head, key=output.line(framework.key), name=name, count=len(framework.areas)))
        if framework.source or framework.publisher:
            said = (framework.publisher, framework.source, framework.licence)
            output.say(output.block(", ".join(part for part in said if part)))
        if is_used or everything:
            _list(desk, framework)

    if desk.damaged_frameworks:
        names = ", ".join(map(output.line, desk.damaged_frameworks))
        output.note(desk.wording("cli.skills-damaged", files=names))


def _use(desk: Desk, use: str) -> None:
    known = {framework.key.casefold(): framework.key for framework in desk.skills.frameworks}
    key = known.get(use.strip().casefold())
    if key is None:
        refuse("framework", "unknown-framework", typed=use[:60], known=", ".join(known.values()))
    desk.change_preferences(msgspec.structs.replace(desk.preferences, framework=key))


def _list(desk: Desk, framework: Framework) -> None:
    for area in framework.areas:
        key, name = framework.tag(area).key, output.line(in_language(area.name))
        said = desk.wording("cli.skills-retired", name=name, since=area.retired) if area.retired else name
        output.say(f"    {output.line(key)}  {said}")


COMMANDS = (skills,)
