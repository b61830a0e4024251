"""A lived-in installation: the sample ideas at every stage of their lives, played through the use cases."""

from __future__ import annotations

from pathlib import Path

import msgspec

from ideabox.app.workplace import Workplace
from ideabox.cli.demo import Sample, SampleIdea, as_person
from ideabox.domain.events import Decision
from ideabox.store.drafts import Draft
from ideabox.usecases import batching, ideas, importing, reviewing, sending
from ideabox.usecases.session import Session

OFFICE, NAME = "Wrexham Road", "Morgan Ellis"
WAITING = 3
"""Of how many of the sample's last ideas the review is left out."""


def lived_in(home: Path, role: str = "lead") -> Workplace:
    """An installation in which everything has happened: ideas at all stages, a batch, an import, a draft."""
    workplace = Workplace(home, user="morgan")
    workplace.change_profile(name=NAME, office=OFFICE, role=role)
    sample = msgspec.json.decode((workplace.resources / "sample" / "ideas.json").read_bytes(), type=Sample)
    me = workplace.session
    _from_another_office(workplace, sample.ideas[0])
    logged = [_log(me, idea) for idea in sample.ideas]
    batched = _review(me, sample.ideas, logged)
    batching.batch(me, "Wrexham Road, November", home / "batches", workplace.wording, ideas=batched[:2])
    for idea, identifier in zip(sample.ideas, logged, strict=True):
        if idea.outcome is not None and identifier in batched[:2]:
            reviewing.progress(me, identifier, idea.outcome.phase, idea.outcome.note)
    _my_own(me, sample.ideas[-1])
    draft = Draft(me.new_id(), "Text people the day before a first interview", "About one in five people miss it.")
    workplace.drafts.save(draft, me.timestamp())
    return workplace


def _log(me: Session, idea: SampleIdea) -> str:
    (identifier,) = ideas.submit(
        as_person(me, idea.author), idea.title, idea.problem, idea.proposal, idea.skills, idea.barriers
    ).new
    ideas.support(as_person(me, "Sian Roberts"), identifier)
    if idea.comment:
        ideas.comment(as_person(me, "Gareth Lloyd"), identifier, idea.comment)
    return identifier


def _review(me: Session, sample: list[SampleIdea], logged: list[str]) -> list[str]:
    """Answer all but the last few; returns those that may be batched."""
    batched = []
    for number, (idea, identifier) in enumerate(zip(sample, logged, strict=True)):
        if idea.joins is not None:
            ideas.join(me, identifier, logged[idea.joins])
        elif idea.review is not None and number < len(logged) - WAITING:
            reviewing.review(me, identifier, idea.review.decision, idea.review.reason)
            if idea.review.decision == "put-forward":
                batched.append(identifier)
    return batched


def _my_own(me: Session, like: SampleIdea) -> None:
    """Ideas of the person at this PC: one waiting, one asked back, one not taken forward, one taken back."""
    decisions: tuple[Decision | None, ...] = (None, "ask", "decline", None)
    for number, decision in enumerate(decisions, 1):
        (identifier,) = ideas.submit(me, f"{like.title} ({number})", like.problem, like.proposal).new
        if decision is not None:
            reviewing.review(me, identifier, decision, "You say what is wrong; which form was it, and how often?")
    ideas.withdraw(me, identifier)


def _from_another_office(workplace: Workplace, idea: SampleIdea) -> None:
    """Import a package from elsewhere, and a file that is not one."""
    home = workplace.places.database.parent
    other = Workplace(home / "elsewhere", user="owen")
    other.change_profile(name="Owen Hartley", office="Leeds Park Place", role="manager")
    ideas.submit(other.session, f"{idea.title}, in every office", idea.problem, idea.proposal, idea.skills)
    (parcel,) = sending.send(other.session, home / "from Leeds", other.wording)
    other.close()
    importing.import_file(workplace.session, parcel.path, {})


def one_of_each(home: Path) -> Workplace:
    """An adviser's installation with an idea of theirs in every state, the last of which nobody else has yet."""
    workplace = Workplace(home, user="gwen")
    workplace.change_profile(name="Gwen Price", office=OFFICE, role="adviser")
    sample = msgspec.json.decode((workplace.resources / "sample" / "ideas.json").read_bytes(), type=Sample)
    me = workplace.session
    manager, lead = as_person(me, NAME), as_person(me, "Priya Nair")

    def log(number: int) -> str:
        it = sample.ideas[number]
        return next(iter(ideas.submit(me, it.title, it.problem, it.proposal, it.skills, it.barriers).new))

    logged = [log(number) for number in range(len(sample.ideas))]
    answers: tuple[tuple[Decision, str], ...] = (
        ("put-forward", "You are right that one call comes too late, so I am putting it forward with your numbers."),
        ("do-here", "We can begin here with the printers on our floor. Thank you for taking the time."),
        ("put-forward", "You are right that interpreters hear of a change last."),
        ("decline", "I am not taking it forward because the messages would leave the department's own systems."),
        ("put-forward", "You are right that people miss the place, not the day."),
        ("ask", "Before I decide, tell me more about who would keep the list up to date."),
        ("put-forward", "You are right that a form is easier the second time."),
        ("not-now", "It has to wait until the new telephone contract begins in April."),
    )
    for idea, (decision, reason) in zip(logged, answers, strict=False):
        reviewing.review(manager, idea, decision, reason)
    passed_on = [logged[0], logged[2], logged[4], logged[6]]
    batching.batch(manager, "Wrexham Road, November", home / "batches", workplace.wording, ideas=passed_on)
    reviewing.progress(lead, logged[2], "discovery", "Two of us sit with interpreters in Leeds from Monday.")
    reviewing.progress(lead, logged[4], "live", "Every letter has it since last week. It began with you.")
    reviewing.progress(lead, logged[6], "stopped", "The form is replaced in spring, so a practice one comes too late.")
    ideas.join(manager, logged[8], logged[0])
    put_forward = log(0)
    reviewing.review(manager, put_forward, "put-forward", "You are right that it costs pence.")
    ideas.withdraw(me, log(1))
    sending.send(me, home / "sent", workplace.wording)
    log(9)
    return workplace
