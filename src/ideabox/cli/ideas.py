"""The commands with which ideas are logged, found, read and talked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

import click

from ideabox.cli import cases, output
from ideabox.cli.desk import pass_desk
from ideabox.domain.events import Event
from ideabox.domain.idea import STATUSES, Idea
from ideabox.store.queries import Filter, Sort
from ideabox.usecases import guarding, history, ideas, reading, searching, sizing, trusting
from ideabox.usecases.desk import Desk
from ideabox.usecases.json_form import as_dict
from ideabox.usecases.reading import Shown
from ideabox.usecases.wording import Wording

ON_A_SCREEN = 50
"""How many ideas `list` shows people unless they ask for another number."""


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which ideas are meant."""
    for option in (
        click.option("--office", default="", help="Only ideas from this office."),
        click.option("--skill", default="", metavar="CODE", help="Only ideas tagged with this skills area."),
        click.option("--status", type=click.Choice(STATUSES), help="Only ideas that stand here."),
        click.option("--search", default="", metavar="TEXT", help="Only ideas with these words."),
    ):
        command = option(command)
    return command


def wanted_ideas(desk: Desk, search: str, status: Any, skill: str, office: str) -> Filter:
    """The filter that the options make; a skills area is known in any case of letters."""
    tag = desk.skills.find(skill) if skill else None
    return Filter(search, status, tag.key if tag else skill, office)


def idea_argument(name: str = "idea") -> Callable[..., Any]:
    """An idea by its id, or the beginning of it."""
    return click.argument(name, metavar="ID" if name == "idea" else name.upper())


def confirming(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option that says that what looks like personal data is fit to keep."""
    words = "Keep what looks like personal data: it is nobody's, or may be told. Without this it is refused."
    return click.option("--confirm-personal-data", "confirmed", is_flag=True, help=words)(command)


def warn(desk: Desk, *texts: str | None) -> None:
    """Say beside the result what in these texts may be personal data."""
    kinds = guarding.weak_kinds(desk.session.guard, (text for text in texts if text))
    if kinds:
        output.note(desk.wording("privacy.warned", kinds=", ".join(desk.wording.kind(kind) for kind in kinds)))


@click.command("add")
@click.option("--title", required=True, help="The idea in one line.")
@click.option("--problem", required=True, help="What happens now?")
@click.option("--proposal", required=True, help="What would be better?")
@click.option(
    "--skill", "skills", multiple=True, metavar="CODE", help="A digital-skills area; more than once for more."
)
@click.option(
    "--barrier", "barriers", multiple=True, metavar="CODE", help="What stands in the way; more than once for more."
)
@click.option("--barrier-note", default="", metavar="TEXT", help="More about what stands in the way.")
@click.option("--offer", "offered", multiple=True, metavar="CODE", help="A skills area that you can help with.")
@click.option(
    "--anonymous", is_flag=True, help="Without your name; whoever runs a shared folder may see which PC wrote a file."
)
@confirming
@pass_desk
def add(desk: Desk, /, *, anonymous: bool, **content: Any) -> None:
    """Log an idea; prints its id."""
    changes = ideas.submit(desk.session, **content, anonymous=anonymous)
    output.say(next(iter(changes.new)))
    warn(desk, content["title"], content["problem"], content["proposal"])


@click.command("list")
@filter_options
@click.option(
    "--sort", type=click.Choice(get_args(Sort)), default="newest", help="In which order; newest first if not said."
)
@click.option("--limit", type=click.IntRange(min=0), help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def list_ideas(desk: Desk, /, sort: Sort, limit: int | None, as_json: bool, **options: Any) -> None:
    """List ideas, the newest first or as --sort says."""
    wanted = wanted_ideas(desk, **options)
    most = limit if limit is not None or as_json else ON_A_SCREEN
    with reading.listing(desk.session, wanted, most, sort) as found:
        if as_json:
            output.long_document({"total": found.total}, "ideas", map(as_dict, found.rows))
            return
        shown = 0
        for shown, row in enumerate(found.rows, 1):  # noqa: B007 - the last number is the count
            status = desk.wording(f"status.{row.status}")
            title = output.line(row.title) or desk.wording("none.title")
            output.say(f"{row.id}  {title}\n    {status} · {output.line(row.office) or desk.wording('none.office')}")
        output.note(desk.wording("cli.listed", shown=shown, total=found.total))
    meant = searching.instead(desk.session, wanted) if not found.total and wanted.search else None
    if meant is not None:
        output.note(desk.wording("cli.search-instead", search=output.line(meant)))


@click.command("show")
@idea_argument()
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def show(desk: Desk, idea: str, as_json: bool) -> None:
    """Show an idea with its history."""
    shown = reading.show(desk.session, reading.find(desk.session, idea))
    if as_json:
        vouchers = trusting.vouchers(desk.session, shown.row.id)
        events = [event_as_dict(event) | {"vouched_by": sorted(vouchers.get(event.id, ()))} for event in shown.history]
        output.document(as_dict(shown.row) | _more(shown) | {"history": events})
    else:
        _print(desk.wording, shown)


@click.command("revise")
@idea_argument()
@click.option("--title", help="The idea in one line.")
@click.option("--problem", help="What happens now?")
@click.option("--proposal", help="What would be better?")
@click.option("--skill", "skills", multiple=True, metavar="CODE", help="The skills areas, in place of those before.")
@click.option("--barrier", "barriers", multiple=True, metavar="CODE", help="The barriers, in place of those before.")
@click.option("--barrier-note", metavar="TEXT", help="More about what stands in the way.")
@click.option("--offer", "offered", multiple=True, metavar="CODE", help="What you offer, in place of what was before.")
@confirming
@pass_desk
def revise(
    desk: Desk,
    /,
    idea: str,
    skills: Sequence[str],
    barriers: Sequence[str],
    offered: Sequence[str],
    confirmed: bool,
    **texts: str | None,
) -> None:
    """Change an idea; what is not given stays as it is."""
    found = reading.find(desk.session, idea)
    lists = {"skills": skills or None, "barriers": barriers or None, "offered": offered or None}
    changes = ideas.revise(desk.session, found, **lists, **texts, confirmed=confirmed)  # type: ignore[arg-type]
    output.say(desk.wording("cli.revised" if changes.updated else "cli.unchanged"))
    warn(desk, *texts.values())


@click.command("comment")
@idea_argument()
@click.option("--text", required=True, help="What you want to say.")
@confirming
@pass_desk
def comment(desk: Desk, idea: str, text: str, confirmed: bool) -> None:
    """Say something about an idea, or answer the question you were asked."""
    ideas.comment(desk.session, reading.find(desk.session, idea), text, confirmed=confirmed)
    output.say(desk.wording("cli.commented"))
    warn(desk, text)


@click.command("support")
@idea_argument()
@click.option("--undo", is_flag=True, help="Take your support back.")
@pass_desk
def support(desk: Desk, idea: str, undo: bool) -> None:
    """Stand behind somebody else's idea."""
    act = ideas.unsupport if undo else ideas.support
    act(desk.session, reading.find(desk.session, idea))
    output.say(desk.wording("cli.unsupported" if undo else "cli.supported"))


@click.command("withdraw")
@idea_argument()
@pass_desk
def withdraw(desk: Desk, idea: str) -> None:
    """Take an idea back."""
    ideas.withdraw(desk.session, reading.find(desk.session, idea))
    output.say(desk.wording("cli.withdrawn"))


@click.command("join")
@idea_argument()
@click.option("--into", required=True, metavar="ID", help="The idea that it repeats.")
@pass_desk
def join(desk: Desk, idea: str, into: str) -> None:
    """Follow an idea under another that it repeats; both authors are credited."""
    ideas.join(desk.session, reading.find(desk.session, idea), reading.find(desk.session, into))
    output.say(desk.wording("cli.joined"))


@click.command("separate")
@idea_argument()
@pass_desk
def separate(desk: Desk, idea: str) -> None:
    """Let a joined idea stand by itself again."""
    ideas.separate(desk.session, reading.find(desk.session, idea))
    output.say(desk.wording("cli.separated"))


@click.command("erase")
@idea_argument()
@pass_desk
def erase(desk: Desk, idea: str) -> None:
    """Forget an idea and all that was said of it, everywhere it has gone. This cannot be undone."""
    ideas.erase(desk.session, reading.find(desk.session, idea))
    output.say(desk.wording("cli.erased"))


def _more(shown: Shown) -> dict[str, Any]:
    """What lists do not have of an idea."""
    return cases.as_dict(sizing.series(shown.idea))


def event_as_dict(event: Event) -> dict[str, Any]:
    """An event in JSON, as the package format has it; a kind that this version does not know has no body."""
    return {
        "id": event.id,
        "at": event.at,
        "clock": event.clock,
        "by": event.by,
        "kind": event.kind,
        "body": event.body,
    }


def _print(wording: Wording, shown: Shown) -> None:
    row, it = shown.row, shown.idea
    status = wording(f"status.{row.status}")
    if row.status == "erased":
        output.say(status)
        return
    output.say(output.line(row.title) or wording("none.title"))
    author = output.line(row.author_name) or wording("none.name")
    output.say(
        f"{status} · {author} · {output.line(row.office) or wording('none.office')} · {history.day(row.submitted_at)}"
    )
    if row.root != row.id:
        output.say(wording("cli.joined-with", id=row.root))
    if row.decided_twice:
        output.say(wording("cli.decided-twice"))
    for heading, text in ((wording("field.problem"), row.problem), (wording("field.proposal"), row.proposal)):
        output.say(f"\n{heading}\n{output.block(text) if text.strip() else '  ' + wording('none.text')}")
    _print_tags(wording, it)
    output.say(f"{wording('field.supporters')}: {row.supporters}")
    if it.estimates:
        output.say(f"\n{wording('cli.case')}")
        cases.show(wording, sizing.series(it))
    output.say(f"\n{wording('field.history')}")
    for event in shown.history:
        _print_event(wording, event)


def _print_tags(wording: Wording, it: Idea) -> None:
    if it.skills or it.barriers:
        output.say("")
    if it.skills:
        names = (f"{tag.label or tag.code} ({tag.key})" for tag in it.skills)
        output.say(f"{wording('field.skills')}: {output.line(', '.join(names))}")
    if it.barriers:
        output.say(f"{wording('field.barriers')}: {', '.join(_barrier(wording, code) for code in it.barriers)}")
    if it.offered:
        offers = (f"{tag.label or tag.code} ({tag.key})" for tag in it.offered)
        output.say(f"{wording('field.offered')}: {output.line(', '.join(offers))}")
    if it.barrier_note.strip():
        output.say(f"{wording('field.barrier_note')}\n{output.block(it.barrier_note)}")


def _barrier(wording: Wording, code: str) -> str:
    return wording.messages.get(f"barrier.{code}", output.line(code))


def _print_event(wording: Wording, event: Event) -> None:
    said = history.line_of(wording, event)
    output.say(f"  {history.day(said.at)}  {output.line(said.who)}: {output.line(said.what)}")
    if said.said:
        output.say(output.block(said.said, " " * 6))


COMMANDS = (add, list_ideas, show, revise, comment, support, withdraw, join, separate, erase)
