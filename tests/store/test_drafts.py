"""Drafts are kept from the first pause on, whatever else the store is doing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ideabox.domain.skills import SkillTag
from ideabox.store.drafts import Draft, Drafts
from ideabox.usecases.session import Session


@pytest.fixture
def drafts(tmp_path: Path) -> Iterator[Drafts]:
    opened = Drafts(tmp_path / "ideabox-drafts.db")
    yield opened
    opened.close()


def test_a_saved_draft_is_there_for_the_next_program(drafts: Drafts) -> None:
    draft = Draft("1", "Half a tit", skills=(SkillTag("EDS-COM"),), barriers=("it",), anonymous=True)
    drafts.save(draft, "2026-11-23T09:00:00.000Z")
    again = Drafts(drafts.path)
    assert again.all() == [draft]
    again.close()


def test_saving_again_replaces_what_was_saved(drafts: Drafts) -> None:
    drafts.save(Draft("1", "Half a tit"), "2026-11-23T09:00:00.000Z")
    drafts.save(Draft("1", "Half a title"), "2026-11-23T09:00:02.000Z")
    assert drafts.all() == [Draft("1", "Half a title")]


def test_the_last_saved_comes_first(drafts: Drafts) -> None:
    for second, name in enumerate("abc"):
        drafts.save(Draft(name), f"2026-11-23T09:00:0{second}.000Z")
    assert [draft.id for draft in drafts.all()] == ["c", "b", "a"]


def test_a_discarded_draft_is_gone_and_the_others_stay(drafts: Drafts) -> None:
    drafts.save(Draft("1"), "2026-11-23T09:00:00.000Z")
    drafts.save(Draft("2"), "2026-11-23T09:00:01.000Z")
    drafts.discard("1")
    assert drafts.all() == [Draft("2")]


def test_a_draft_is_saved_while_the_store_is_being_written(drafts: Drafts, session: Session) -> None:
    with session.store.write():
        drafts.save(Draft("1"), "2026-11-23T09:00:00.000Z")
    assert drafts.all() == [Draft("1")]
