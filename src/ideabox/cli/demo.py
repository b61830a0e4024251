"""`ideabox demo`: the whole main job, on sample ideas, in a throw-away place."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
import msgspec

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.domain.events import Decision, Phase
from ideabox.domain.ids import person_id
from ideabox.domain.problems import refuse
from ideabox.exchange import files
from ideabox.store.queries import Filter
from ideabox.usecases import batching, ideas, importing, reading, reviewing, sending, upkeep
from ideabox.usecases.desk import Desk
from ideabox.usecases.session import Session

OFFICE = "Wrexham Road"
MANAGER, LEAD = "Morgan Ellis", "Priya Nair"
BATCH = "Wrexham Road, November"


class SampleReview(msgspec.Struct):
    """What the manager decides."""

    decision: Decision
    reason: str


class SampleOutcome(msgspec.Struct):
    """What the digital lead makes of it."""

    phase: Phase
    note: str


class SampleIdea(msgspec.Struct):
    """An idea of the sample: who had it, what the manager decided, and what the digital lead made of it."""

    title: str
    problem: str
    proposal: str
    skills: list[str]
    barriers: list[str]
    author: str
    comment: str = ""
    review: SampleReview | None = None
    outcome: SampleOutcome | None = None
    joins: int | None = None


class Sample(msgspec.Struct):
    """The sample as its file has it."""

    ideas: list[SampleIdea]


@click.command("demo")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep everything in this new folder.")
@pass_desk
def demo(desk: Desk, keep: Path | None) -> None:
    """Show the whole main job on sample ideas: logged, reviewed, batched, imported, taken forward, answered."""
    sample = msgspec.json.decode((desk.resources / "sample" / "ideas.json").read_bytes(), type=Sample)
    with _place(keep) as place, contextlib.ExitStack() as desks:
        Demo(desk, sample.ideas, place, desks).run()
        if keep is not None:
            output.say(desk.wording("demo.kept", folder=place, home=place / "adviser"))
        else:
            output.say(desk.wording("demo.not-kept"))


@contextlib.contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="ideabox-demo-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    else:
        with files.plain_errors(keep):
            if keep.exists() and any(keep.iterdir()):
                refuse("folder", "not-empty", path=str(keep))
            keep.mkdir(parents=True, exist_ok=True)
        yield keep.absolute()


class Demo:
    """Three installations of one story: an office's advisers, their manager, and the digital lead."""

    def __init__(self, desk: Desk, sample: list[SampleIdea], place: Path, desks: contextlib.ExitStack) -> None:
        self.wording, self.sample, self.place = desk.wording, sample, place
        self.folders = {
            step: place / step for step in ("1 to the manager", "2 to the digital lead", "3 back to the office")
        }
        self.adviser = self._open(desk, desks, "adviser", sample[0].author, OFFICE)
        self.manager = self._open(desk, desks, "manager", MANAGER, OFFICE)
        self.lead = self._open(desk, desks, "lead", LEAD, "")

    def _open(self, desk: Desk, desks: contextlib.ExitStack, role: str, name: str, office: str) -> Session:
        other = desk.beside(self.place / role, name)
        desks.callback(other.close)
        other.change_profile(name=name, office=office, role=role)
        return other.session

    def run(self) -> None:
        """Play the story, and say what happens."""
        to_manager, to_lead, to_office = self.folders.values()
        logged = self._log_ideas()
        self._send(self.adviser, to_manager)

        self._tell("demo.manager", name=MANAGER)
        self._import(self.manager, to_manager)
        self._review(logged)
        exported = batching.batch(self.manager, BATCH, to_lead, self.wording)
        output.say(f"  {self.wording('cli.batched', name=BATCH, ideas=len(exported.ideas))}")
        self._files(parcel.path for parcel in exported.parcels)
        self._send(self.manager, to_office)

        self._tell("demo.lead", name=LEAD)
        self._import(self.lead, to_lead)
        self._take_forward(logged)
        self._send(self.lead, to_office, per_office=True)

        self._tell("demo.returned")
        self._import(self.adviser, to_office)
        self._outcomes()
        self._check()

    def _tell(self, code: str, **facts: object) -> None:
        output.say(f"\n{self.wording(code, **facts)}")

    def _log_ideas(self) -> list[str]:
        self._tell("demo.advisers", office=OFFICE)
        logged: list[str] = []
        for idea in self.sample:
            author = as_person(self.adviser, idea.author)
            changes = ideas.submit(author, idea.title, idea.problem, idea.proposal, idea.skills, idea.barriers)
            logged += changes.new
            if idea.comment:
                ideas.comment(as_person(self.adviser, self._colleague_of(idea)), logged[-1], idea.comment)
            output.say(f"  {idea.author}: {idea.title}")
        return logged

    def _colleague_of(self, idea: SampleIdea) -> str:
        return next(other.author for other in self.sample if other.author != idea.author)

    def _review(self, logged: list[str]) -> None:
        for idea, identifier in zip(self.sample, logged, strict=True):
            if idea.joins is not None:
                ideas.join(self.manager, identifier, logged[idea.joins])
                output.say(f"  {self.wording('status.joined')}: {idea.title}")
            elif idea.review is not None:
                reviewing.review(self.manager, identifier, idea.review.decision, idea.review.reason)
                output.say(f"  {self.wording(f'decision.{idea.review.decision}')}: {idea.title}")

    def _take_forward(self, logged: list[str]) -> None:
        for idea, identifier in zip(self.sample, logged, strict=True):
            if idea.outcome is not None:
                reviewing.progress(self.lead, identifier, idea.outcome.phase, idea.outcome.note)
                output.say(f"  {self.wording(f'phase.{idea.outcome.phase}')}: {idea.title}")

    def _send(self, sender: Session, folder: Path, per_office: bool = False) -> None:
        parcels = sending.send(sender, folder, self.wording, per_office=per_office)
        for parcel in parcels:
            kind = self.wording(f"package.kind.{parcel.kind}")
            output.say(f"  {self.wording('cli.packed', kind=kind, ideas=len(parcel.ideas))}")
        self._files(parcel.path for parcel in parcels)

    def _files(self, paths: Iterable[Path]) -> None:
        for path in paths:
            output.say(f"    {path.relative_to(self.place)}")

    def _import(self, session: Session, folder: Path) -> None:
        for path in sorted(folder.iterdir()):
            done = importing.import_file(session, path, {})
            counts = {"new": len(done.new), "updated": len(done.updated), "known": len(done.known)}
            output.say(f"  {self.wording('cli.imported', file=done.file, run=done.run, **counts)}")

    def _outcomes(self) -> None:
        with reading.listing(self.adviser, Filter()) as found:
            for row in reversed(list(found.rows)):
                output.say(f"\n  {row.author_name}: {row.title}")
                output.say(f"  {self.wording(f'status.{row.status}')}")
                if answer := row.note or row.reason:
                    output.say(output.block(answer, " " * 6))

    def _check(self) -> None:
        sound = all(upkeep.check(session).is_sound for session in (self.adviser, self.manager, self.lead))
        if not sound:
            refuse("database", "unsound", count=1)
        self._tell("demo.checked")


def as_person(session: Session, name: str) -> Session:
    """The same store with another person at the PC."""
    me = msgspec.structs.replace(session.me, person=person_id("demo", name), name=name)
    return Session(session.store, me, session.skills, terms=lambda: session.terms, guard=lambda: session.guard)


COMMANDS = (demo,)
