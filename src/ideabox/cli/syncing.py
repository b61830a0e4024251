"""`ideabox sync`: exchange with the team folder once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.domain.problems import Refusal, refuse
from ideabox.usecases import syncing
from ideabox.usecases.desk import Desk
from ideabox.usecases.syncing import Synced
from ideabox.usecases.wording import Wording


@click.command("sync")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--accept-erasures", is_flag=True, help="Erase and make anonymous here what others have. It cannot be undone."
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def sync(desk: Desk, folder: Path | None, accept_erasures: bool, as_json: bool) -> None:
    """Exchange with the team folder once: take in what is new there, put there what is not there yet.

    FOLDER is used this once; without it, the one that `ideabox profile --team-folder` or the window has set.
    """
    if folder is None and not desk.preferences.team_folder:
        refuse("folder", "no-team-folder")
    with output.progress(desk.wording("cli.syncing")) as report:
        synced = syncing.sync(
            desk.session,
            folder or Path(desk.preferences.team_folder),
            desk.wording,
            chosen=folder is not None,
            with_erasures=accept_erasures,
            only_trusted=desk.preferences.only_trusted,
            report=report,
        )
    if as_json:
        output.document(_as_dict(desk.wording, synced))
    else:
        _say(desk.wording, synced)
    if synced.not_written:
        raise Refusal(*synced.not_written)


def _as_dict(wording: Wording, synced: Synced) -> dict[str, Any]:
    return {
        "folder": str(synced.folder),
        "taken": [
            {
                "file": each.file,
                "run": each.run,
                "new": len(each.new),
                "updated": len(each.updated),
                "erased": sorted(each.erased),
                "events": each.events,
            }
            for each in synced.taken
        ],
        "written": [
            {"file": each.name, "ideas": each.ideas, "events": each.events, "anonymous": each.anonymous}
            for each in synced.written
        ],
        "deleted": synced.deleted,
        "erasures_held_back": synced.held_back,
        "not_arrived": synced.waiting,
        "kept_back": synced.kept_back,
        "not_usable": synced.aside,
        "set_aside": [output.line(wording.problem(problem)) for problem in synced.set_aside],
    }


def _say(wording: Wording, synced: Synced) -> None:
    changes = synced.changes
    output.say(wording("cli.sync-taken", new=len(changes.new), updated=len(changes.updated), files=len(synced.taken)))
    events = sum(each.events for each in synced.written)
    output.say(wording("cli.sync-written", events=events, files=len(synced.written)))
    if any(each.anonymous for each in synced.written):
        output.say(f"  {wording('cli.packed-anonymous')}")
    if synced.held_back:
        output.say(wording("cli.sync-held-back", count=synced.held_back))
    if synced.waiting:
        output.say(wording("cli.sync-waiting", count=synced.waiting))
    if synced.kept_back:
        output.say(wording("sync.kept-back", count=synced.kept_back))
    for problem in synced.set_aside:
        output.say(output.line(wording.problem(problem)))


COMMANDS = (sync,)
