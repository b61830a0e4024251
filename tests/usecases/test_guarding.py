"""What looks like personal data is not recorded unless somebody has said that it may stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ideabox.app.resources import resources
from ideabox.domain.estimates import Price, Sized
from ideabox.domain.privacy import Guard, load_patterns
from ideabox.domain.problems import Problem, Refusal
from ideabox.store import confirmed
from ideabox.usecases import ideas, reading, reviewing, sizing
from ideabox.usecases.session import Session
from tests.end_to_end.command_line import Home

MAIL = "someone@example.com"


@pytest.fixture
def guarded(session: Session) -> Session:
    patterns = load_patterns((resources() / "privacy" / "united-kingdom.json").read_bytes()).patterns
    return Session(session.store, session.me, session.skills, guard=lambda: Guard(patterns))


def log_one(session: Session, problem: str = "p", *, confirmed: bool = False) -> str:
    return next(iter(ideas.submit(session, "t", problem, "s", confirmed=confirmed).new))


def test_a_refusal_names_kind_field_and_place_and_never_the_words(guarded: Session) -> None:
    with pytest.raises(Refusal) as refused:
        log_one(guarded, f"write to {MAIL}")
    assert refused.value.problems == (Problem("problem", "personal-data", {"personal": "email", "at": 10}),)
    assert MAIL not in str(refused.value)
    with guarded.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event").scalar() == 0


def test_everything_that_a_person_writes_is_looked_at(guarded: Session) -> None:
    idea = log_one(guarded)
    words = f"ask {MAIL}"
    acts: tuple[Callable[[], object], ...] = (
        lambda: ideas.revise(guarded, idea, proposal=words),
        lambda: ideas.revise(guarded, idea, helps=words),
        lambda: ideas.comment(guarded, idea, words),
        lambda: reviewing.review(guarded, idea, "put-forward", words),
        lambda: reviewing.progress(guarded, idea, "alpha", words),
        lambda: sizing.size(
            guarded, idea, Sized("idea", 5, 5, staff_hour=Price(1, words, whose="person"), confidence=1)
        ),
    )
    for act in acts:
        with pytest.raises(Refusal, match="personal-data"):
            act()
    assert len(reading.show(guarded, idea).history) == 1


def test_what_was_confirmed_for_an_idea_is_not_asked_again_for_it(guarded: Session) -> None:
    idea, other = log_one(guarded, f"write to {MAIL}", confirmed=True), log_one(guarded)
    ideas.comment(guarded, idea, f"yes, {MAIL.upper()}")
    with pytest.raises(Refusal, match="personal-data"):
        ideas.comment(guarded, idea, "or another@example.com")
    with pytest.raises(Refusal, match="personal-data"):
        ideas.comment(guarded, other, MAIL)


def test_what_only_may_be_personal_data_is_recorded(guarded: Session) -> None:
    log_one(guarded, "ask Mrs Jones on 07700 900123")


def test_an_erased_idea_leaves_no_trace_of_what_was_confirmed(guarded: Session) -> None:
    idea = log_one(guarded, MAIL, confirmed=True)
    with guarded.store.read() as connection:
        assert len(confirmed.digests(connection, idea)) == 1
    ideas.erase(guarded, idea)
    with guarded.store.read() as connection:
        assert confirmed.digests(connection, idea) == frozenset()


def test_the_command_line_refuses_warns_and_keeps_the_words_out_of_the_log(tmp_path: Path) -> None:
    here = Home(tmp_path / "home", "ann")
    texts = ("--title", "t", "--problem", f"write to {MAIL}", "--proposal", "ask Mrs Jones")
    refused = here.run("add", *texts)
    assert refused.status == 1
    assert "e-mail address, at character 10" in refused.err
    assert "--confirm-personal-data" in refused.err
    assert MAIL not in refused.err
    kept = here.run("add", *texts, "--confirm-personal-data")
    assert kept.status == 0
    assert "may hold personal data: name" in kept.err
    assert "add" in here.log
    assert MAIL not in here.log
    assert "Jones" not in here.log


def test_a_departments_own_patterns_are_looked_for_and_slow_ones_are_refused(tmp_path: Path) -> None:
    here = Home(tmp_path / "home", "ann")
    one = '{"kind": "staff-number", "level": "strong", "pattern": "%s", "needs": "digit"}'
    own = f'{{"name": "ours", "patterns": [{one}]}}'
    here.path.mkdir()
    (here.path / "personal-data.json").write_text(own % r"SN-\\d{6}", encoding="utf-8")
    texts = ("--title", "t", "--problem", "ask SN-123456", "--proposal", "s")
    assert "staff-number" in here.run("add", *texts).err
    (here.path / "personal-data.json").write_text(own % "(a+)+b", encoding="utf-8")
    slow = here.run("add", *texts)
    assert slow.status == 1
    assert "repeats without an end" in slow.err
