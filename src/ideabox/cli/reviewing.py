"""The commands of managers and the digital lead."""

from __future__ import annotations

from typing import Any

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.cli.ideas import confirming, idea_argument, warn
from ideabox.domain.events import Decision, Phase
from ideabox.usecases import adopting, reading, reviewing, similar
from ideabox.usecases.desk import Desk
from ideabox.usecases.json_form import as_dict
from ideabox.usecases.similar import Cluster

DECISIONS: Any = Decision.__args__  # type: ignore[attr-defined]
PHASES: Any = Phase.__args__  # type: ignore[attr-defined]


@click.command("review")
@idea_argument()
@click.option("--decision", required=True, type=click.Choice(DECISIONS), help="What becomes of it.")
@click.option("--reason", required=True, help="Why, in words that its author will read.")
@confirming
@pass_desk
def review(desk: Desk, idea: str, decision: Decision, reason: str, confirmed: bool) -> None:
    """Decide what becomes of an idea, with a reason."""
    reviewing.review(desk.session, reading.find(desk.session, idea), decision, reason, confirmed=confirmed)
    output.say(desk.wording("cli.reviewed", decision=desk.wording(f"decision.{decision}")))
    warn(desk, reason)


@click.command("progress")
@idea_argument()
@click.option("--phase", required=True, type=click.Choice(PHASES), help="How far it has come.")
@click.option("--note", required=True, help="What its author will read.")
@confirming
@pass_desk
def progress(desk: Desk, idea: str, phase: Phase, note: str, confirmed: bool) -> None:
    """Report how an idea gets on."""
    reviewing.progress(desk.session, reading.find(desk.session, idea), phase, note, confirmed=confirmed)
    output.say(desk.wording("cli.progressed", phase=desk.wording(f"phase.{phase}")))
    warn(desk, note)


@click.command("duplicates")
@click.option("--waiting", is_flag=True, help="Only among ideas that wait for review.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def duplicates(desk: Desk, waiting: bool, as_json: bool) -> None:
    """List groups of ideas that are likely to be one; the first of each is the best for the others to join."""
    say = desk.wording
    with output.progress(say("duplicates.looking")) as report:
        groups = similar.clusters(desk.session, waiting=waiting, report=report)
    if as_json:
        output.document({"groups": [_as_dict(group) for group in groups]})
        return
    for number, group in enumerate(groups, 1):
        output.say(say("cli.duplicates-group", number=number, words=output.line(", ".join(group.words))))
        for member in group.members:
            output.say(f"{member.row.id}  {output.line(member.row.title) or say('none.title')}")
    output.note(say("cli.duplicates", count=len(groups)))


def _as_dict(group: Cluster) -> dict[str, Any]:
    people = frozenset().union(*(member.people for member in group.members))
    return {
        "keep": group.members[0].row.id,
        "people": len(people),
        "words": group.words,
        "ideas": [as_dict(member.row) for member in group.members],
    }


@click.command("adopt")
@idea_argument()
@click.option("--note", default="", help="How you do it here.")
@confirming
@pass_desk
def adopt(desk: Desk, idea: str, note: str, confirmed: bool) -> None:
    """Say that your office does an idea too that is live elsewhere."""
    adopting.adopt(desk.session, reading.find(desk.session, idea), note, confirmed=confirmed)
    output.say(desk.wording("cli.adopted"))


COMMANDS = (review, progress, duplicates, adopt)
