"""The commands of managers and the digital lead."""

from __future__ import annotations

from typing import Any

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.cli.ideas import idea_argument
from ideabox.domain.events import Decision, Phase
from ideabox.usecases import reading, reviewing
from ideabox.usecases.desk import Desk

DECISIONS: Any = Decision.__args__  # type: ignore[attr-defined]
PHASES: Any = Phase.__args__  # type: ignore[attr-defined]


@click.command("review")
@idea_argument()
@click.option("--decision", required=True, type=click.Choice(DECISIONS), help="What becomes of it.")
@click.option("--reason", required=True, help="Why, in words that its author will read.")
@pass_desk
def review(desk: Desk, idea: str, decision: Decision, reason: str) -> None:
    """Decide what becomes of an idea, with a reason."""
    reviewing.review(desk.session, reading.find(desk.session, idea), decision, reason)
    output.say(desk.wording("cli.reviewed", decision=desk.wording(f"decision.{decision}")))


@click.command("progress")
@idea_argument()
@click.option("--phase", required=True, type=click.Choice(PHASES), help="How far it has come.")
@click.option("--note", required=True, help="What its author will read.")
@pass_desk
def progress(desk: Desk, idea: str, phase: Phase, note: str) -> None:
    """Report how an idea gets on."""
    reviewing.progress(desk.session, reading.find(desk.session, idea), phase, note)
    output.say(desk.wording("cli.progressed", phase=desk.wording(f"phase.{phase}")))


COMMANDS = (review, progress)
