"""The commands with which ideas travel: send, batch, import, undo-import, export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.cli.ideas import confirming, filter_options, wanted_ideas
from ideabox.cli.senders import as_sender
from ideabox.domain.problems import Problem, Refusal
from ideabox.exchange import package
from ideabox.usecases import batching, changes, exporting, importing, reading, sending, trusting
from ideabox.usecases.desk import Desk
from ideabox.usecases.importing import Imported, NotTaken
from ideabox.usecases.parcels import Parcel
from ideabox.usecases.trusting import about_voucher
from ideabox.usecases.wording import Wording

NAMED = 20
"""How many rows that cannot be taken are named to people; JSON has them all."""
SHOWN = 120
"""How many characters of a changed text are shown to people; JSON has all of it."""
_folder = click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder to write to; made if it is not there.",
)
_json = click.option("--json", "as_json", is_flag=True, help="As one JSON document.")


@click.command("send")
@_folder
@click.option("--per-office", is_flag=True, help="A package for each office concerned.")
@click.option("--all", "again", is_flag=True, help="What was sent before, too.")
@confirming
@_json
@pass_desk
def send(desk: Desk, folder: Path, per_office: bool, again: bool, confirmed: bool, as_json: bool) -> None:
    """Write packages with what was recorded here and not sent yet: submissions, answers, outcomes."""
    with output.progress(desk.wording("cli.writing")) as report:
        parcels = sending.send(
            desk.session, folder, desk.wording, per_office=per_office, again=again, confirmed=confirmed, report=report
        )
    if as_json:
        output.document({"packages": [_parcel(parcel) for parcel in parcels]})
        return
    if not parcels:
        output.say(desk.wording("cli.nothing-to-send"))
    for parcel in parcels:
        _say_parcel(desk.wording, parcel)


@click.command("batch")
@click.option("--name", required=True, help="What the batch is called.")
@_folder
@click.option("--formats", default="package", help="Of package, csv, ods, xlsx and html, with commas between.")
@click.option("--marking", type=click.Choice(package.MARKINGS), help="How it is marked.")
@click.option("--again", is_flag=True, help="Write a batch of this name once more.")
@confirming
@_json
@click.argument("ideas", metavar="[ID]...", nargs=-1)
@pass_desk
def batch(
    desk: Desk,
    name: str,
    folder: Path,
    formats: str,
    marking: str | None,
    again: bool,
    confirmed: bool,
    as_json: bool,
    ideas: Sequence[str],
) -> None:
    """Put reviewed ideas into a batch for the digital lead: these, or all that are ready."""
    chosen = [reading.find(desk.session, typed) for typed in ideas]
    with output.progress(desk.wording("cli.writing")) as report:
        exported = batching.batch(
            desk.session,
            name.strip(),
            folder,
            desk.wording,
            chosen,
            formats=[each.strip() for each in formats.split(",") if each.strip()],
            again=again,
            marking=marking,
            confirmed=confirmed,
            report=report,
        )
    if as_json:
        output.document(
            {
                "batch": exported.batch.id,
                "name": exported.batch.name,
                "marking": exported.batch.marking,
                "ideas": exported.ideas,
                "packages": [_parcel(parcel) for parcel in exported.parcels],
                "files": [str(path) for path in exported.tables],
            }
        )
        return
    output.say(desk.wording("cli.batched", name=output.line(exported.batch.name), ideas=len(exported.ideas)))
    for parcel in exported.parcels:
        _say_parcel(desk.wording, parcel)
    for path in exported.tables:
        output.say(f"  {path}")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option(
    "--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column of a spreadsheet is which field."
)
@click.option("--sheet", default="", metavar="NAME", help="The sheet of a workbook, where it is not the obvious one.")
@click.option("--preview", is_flag=True, help="Say what would happen, and change nothing.")
@click.option(
    "--accept-erasures", is_flag=True, help="Erase and make anonymous here what a package does. It cannot be undone."
)
@click.option("--skip-unusable", is_flag=True, help="Take a package without the lines that are not usable.")
@click.option("--trust", is_flag=True, help="Trust the senders of these packages from now on.")
@_json
@pass_desk
def import_files(
    desk: Desk,
    files: Sequence[Path],
    mapping: Sequence[str],
    sheet: str,
    preview: bool,
    accept_erasures: bool,
    skip_unusable: bool,
    trust: bool,
    as_json: bool,
) -> None:
    """Import packages and spreadsheets; each file wholly or not at all."""
    done: list[Imported] = []
    problems: list[Problem] = []
    fields = _mapping(mapping)
    for path in files:
        try:
            if trust and not preview:
                _trust(desk, path)
            with output.progress(path.name) as report:
                imported = importing.import_file(
                    desk.session,
                    path,
                    fields,
                    preview=preview,
                    with_erasures=accept_erasures,
                    skip_unusable=skip_unusable,
                    only_trusted=desk.preferences.only_trusted,
                    sheet=sheet,
                    layouts=desk.layouts,
                    report=report,
                )
        except Refusal as refusal:
            problems += refusal.problems
            continue
        done.append(imported)
        if not as_json:
            _say_imported(desk.wording, imported, preview)
    if as_json:
        refused = [output.line(desk.wording.problem(problem)) for problem in problems]
        output.document(
            {"preview": preview, "imports": [_imported(desk.wording, each) for each in done], "refused": refused}
        )
    if problems:
        raise Refusal(*problems)


def _trust(desk: Desk, path: Path) -> None:
    voucher = importing.voucher_of(desk.session, path)
    if voucher is not None and voucher.sender is not None and voucher.standing != "own":
        trusting.decide(desk.session, voucher.sender, "trusted")


@click.command("undo-import")
@click.argument("run", type=click.IntRange(1, 2**63 - 1))
@pass_desk
def undo_import(desk: Desk, run: int) -> None:
    """Take back what an import brought, by the number of its run."""
    undone = importing.undo_import(desk.session, run)
    output.say(desk.wording("cli.undone", run=run, removed=len(undone.removed), changed=len(undone.changed)))
    if undone.left:
        output.say(desk.wording("cli.undone-left", left=len(undone.left)))
        for idea in undone.left:
            output.say(f"  {idea}")


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@filter_options
@click.option("--marking", type=click.Choice(package.MARKINGS), help="How it is marked.")
@click.option("--raw", is_flag=True, help="Leave cells that a spreadsheet could run as they are; for programs.")
@confirming
@pass_desk
def export(desk: Desk, /, file: Path, marking: str | None, raw: bool, confirmed: bool, **options: Any) -> None:
    """Write ideas to a file, in the format that its ending names: .csv .ods .xlsx .html .jsonl .ideabox.zip."""
    wanted = wanted_ideas(desk, **options)
    with output.progress(desk.wording("cli.writing")) as report:
        written = exporting.export(
            desk.session, file, wanted, desk.wording, marking=marking, raw=raw, confirmed=confirmed, report=report
        )
    output.say(desk.wording("cli.exported", ideas=written.ideas, file=written.paths[0]))
    for path in written.paths[1:]:
        output.say(f"  {path}")


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        if not equals or not field.strip() or not column.strip():
            raise click.BadParameter(f"'{pair}' is not FIELD=COLUMN.", param_hint="--map")
        mapping[field.strip()] = column
    return mapping


def _parcel(parcel: Parcel) -> dict[str, Any]:
    return {
        "file": str(parcel.path),
        "kind": parcel.kind,
        "office": parcel.office or None,
        "anonymous": parcel.anonymous,
        "ideas": parcel.ideas,
    }


def _say_parcel(wording: Wording, parcel: Parcel) -> None:
    kind = wording(f"package.kind.{parcel.kind}")
    what = wording("cli.packed", kind=kind, ideas=len(parcel.ideas))
    output.say(f"{what}\n  {parcel.path}")
    if parcel.anonymous:
        output.say(f"  {wording('cli.packed-anonymous')}")


def _imported(wording: Wording, imported: Imported) -> dict[str, Any]:
    voucher = imported.voucher
    return {
        "file": imported.file,
        "sender": None if voucher is None else as_sender(voucher.standing, voucher.sender),
        "sheet": imported.sheet or None,
        "run": imported.run,
        "new": len(imported.new),
        "updated": len(imported.updated),
        "known": len(imported.known),
        "erased": sorted(imported.erased),
        "erasures_held_back": sorted(imported.held_back),
        "anonymised": sorted(imported.anonymised),
        "names_held_back": sorted(imported.names_held_back),
        "conflicts": sorted(imported.conflicts),
        "events": imported.events,
        "incomplete": imported.incomplete,
        "personal_data": imported.personal,
        "changes": [
            {"idea": each.idea, "field": each.field, "old": each.old, "new": each.new} for each in imported.changes
        ],
        "unusable": [{"number": each.number, "reason": _reason(wording, each)} for each in imported.not_taken],
    }


def _reason(wording: Wording, each: NotTaken) -> str:
    facts = each.facts | {"field": wording.messages.get(f"field.{each.facts.get('field')}", "")}
    return output.line(wording(f"not-taken.{each.code}", **facts))


def _say_imported(wording: Wording, imported: Imported, preview: bool) -> None:
    counts = {"new": len(imported.new), "updated": len(imported.updated), "known": len(imported.known)}
    head = "cli.previewed" if preview else "cli.imported"
    output.say(wording(head, file=output.line(imported.file), run=imported.run, **counts))
    if imported.voucher is not None:
        output.say(output.line(about_voucher(wording, imported.voucher)))
    _say_changes(wording, imported)
    if imported.incomplete:
        output.say(wording("cli.incomplete", count=imported.incomplete))
    if imported.personal:
        output.say(wording("privacy.in-import", kinds=wording.kinds(imported.personal)))
    told = {
        "cli.erases": imported.erased,
        "cli.held-back": imported.held_back,
        "cli.takes-names": imported.anonymised,
        "cli.names-held-back": imported.names_held_back,
        "cli.conflicts": imported.conflicts,
    }
    for code, ideas in told.items():
        if ideas:
            output.say(wording(code, count=len(ideas)))
    if imported.not_taken:
        output.say(wording("cli.not-taken", count=len(imported.not_taken)))
        for each in imported.not_taken[:NAMED]:
            output.say(f"  {each.number}: {_reason(wording, each)}")
        if len(imported.not_taken) > NAMED:
            output.say(wording("cli.more-not-taken", count=len(imported.not_taken) - NAMED))


def _say_changes(wording: Wording, imported: Imported) -> None:
    ideas = list(dict.fromkeys(each.idea for each in imported.changes))
    for idea in ideas[:NAMED]:
        of_it = [each for each in imported.changes if each.idea == idea]
        output.say(f"  {output.line(of_it[0].title) or wording('none.title')}")
        for each in of_it:
            old, new = (_short(changes.in_words(wording, each.field, value)) for value in (each.old, each.new))
            output.say(f"    {wording(f'field.{each.field}')}: {wording('cli.changed', old=old, new=new)}")
    if len(imported.updated) > NAMED:
        output.say(wording("cli.more-changes", count=len(imported.updated) - len(ideas[:NAMED])))


def _short(text: str) -> str:
    line = output.line(text)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


COMMANDS = (send, batch, import_files, undo_import, export)
