"""The command line as a whole: its options, its commands, and what happens when one cannot do its work."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

import ideabox
from ideabox.cli import output
from ideabox.domain.problems import Refusal, is_damage
from ideabox.usecases.wording import Wording

STOPPED = 130
"""The exit status after Ctrl+C, as shells have it."""


class Outcome(msgspec.Struct):
    """How a command ended; its name is for the log."""

    command: str
    status: int


_MODULES = {
    "profile": ("profile",),
    "ideas": (
        "add", "list", "show", "revise", "comment", "support", "withdraw", "join", "separate", "erase",
    ),
    "reviewing": ("review", "progress", "duplicates", "adopt"),
    "sizing": ("size", "rates"),
    "skills": ("skills",),
    "travelling": ("send", "batch", "import", "undo-import", "export"),
    "senders": ("senders",),
    "syncing": ("sync",),
    "insights": ("insights", "you-said-we-did", "offices"),
    "upkeep": ("check", "rebuild"),
    "policy": ("policy",),
    "rights": ("person", "retention"),
    "demo": ("demo",),
    "safekeeping": ("backup", "backups", "restore", "recover"),
    "selftest": ("selftest",),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


class _Commands(click.Group):
    """The commands, each loaded when it is wanted, so that the window need not wait for them.

    A file in the place of a command is opened in the window, as file managers ask for it.
    """

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_MODULE_OF)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in _MODULE_OF:
            module = importlib.import_module(f"ideabox.cli.{_MODULE_OF[name]}")
            return next((command for command in module.COMMANDS if command.name == name), None)
        return None

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if arguments[0] not in _MODULE_OF and arguments[0].lower().endswith((".zip", ".csv", ".ods", ".xlsx")):
            return "open", open_files, arguments
        return super().resolve_command(context, arguments)


@click.command("open", hidden=True)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def open_files(context: click.Context, files: tuple[Path, ...]) -> None:
    """Open the window where these files are imported."""
    context.exit(context.obj.open_window(files, new=False))


@click.group(
    name="ideabox",
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False, readable=False),
    help="Keep database, settings and logs here.",
)
@click.option("--database", metavar="URL", help="Use the database at this address, such as sqlite:///ideas.db.")
@click.option("--new", is_flag=True, help="Open the window at a new idea.")
@click.version_option(ideabox.__version__, prog_name="ideabox")
@click.pass_context
def ideabox_command(context: click.Context, home: Path | None, database: str | None, new: bool) -> None:
    """Service-improvement ideas from the frontline: logged, reviewed, sent and answered by file, with no server."""
    context.obj = context.obj(home, database)
    if context.invoked_subcommand is None:
        context.exit(context.obj.open_window((), new=new))


def call(
    arguments: Sequence[str],
    open_desk: Callable[..., Any],
    opened: Callable[[Any], None],
    fault: Callable[[BaseException], None],
) -> Outcome:
    """Run one command. `opened` is told of the desk once its place is known, `fault` of errors of the program."""
    outcome = Outcome("ideabox", 0)
    desks: list[Any] = []

    def open_here(home: Path | None, database: str | None) -> Any:
        desk = open_desk(home, database, waiting)
        desks.append(desk)
        opened(desk)
        return desk

    def waiting() -> None:
        output.note(desks[0].wording("cli.waiting"))

    outcome.command = next((a for a in arguments if a in _MODULE_OF), "ideabox")
    try:
        ideabox_command.main(args=list(arguments), prog_name="ideabox", standalone_mode=False, obj=open_here)
        sys.stdout.flush()
    except click.exceptions.Exit as ended:
        outcome.status = ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        outcome.status = 2
    except (click.Abort, KeyboardInterrupt):
        output.note("Stopped. What was not finished has been left as it was before.")
        outcome.status = STOPPED
    except Refusal as refusal:
        _explain(refusal, (desks[0] if desks else open_desk(None, None)).wording)
        outcome.status = 1
    except (BrokenPipeError, SystemExit):  # the reader, such as `head`, has had enough; click makes it an exit
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # noqa: BLE001 - the last resort of the program
        _admit(error, desks, fault)
        outcome.status = 1
    finally:
        for desk in desks:
            desk.close()
    return outcome


def _admit(error: Exception, desks: list[Any], fault: Callable[[BaseException], None]) -> None:
    """Tell of an error that nobody foresaw, or of the damage to the database that it comes from.

    What is not as the events have it can come from the very fault: that is told, and the fault kept all the same.
    """
    because = next(filter(None, map(_unsound, desks)), None)
    if because is None or because.problems[0].code == "out-of-step":
        fault(error)
    if because is not None:
        _explain(because, desks[0].wording)
        return
    output.note(
        f"Ideabox could not do this because of a fault of its own ({type(error).__name__}). What was saved before"
        " is safe. Try again; if it happens again, run `ideabox check --report FILE` and send that file,"
        " which holds no ideas, to those who look after Ideabox."
    )


def _unsound(desk: Any) -> Refusal | None:
    """What is wrong with a desk's database, from which a fault of the program may come; None if nothing is."""
    from ideabox.usecases import upkeep  # noqa: PLC0415 - seldom needed

    try:
        if not desk.kept.database.exists():
            return None
        with output.progress(desk.wording("cli.examining")) as report:
            return upkeep.unsound(upkeep.check(desk.session, report))
    except Refusal as refusal:
        return refusal if is_damage(refusal) else None
    except (Exception, KeyboardInterrupt):  # noqa: BLE001 - the fault itself is told then, as when nobody would wait
        return None


def _explain(refusal: Refusal, wording: Wording) -> None:
    for problem in refusal.problems:
        output.note(output.line(wording.problem(problem)))
    if any(problem.code in ("personal-data", "personal-data-leaving") for problem in refusal.problems):
        output.note(wording("cli.confirm-personal-data"))
