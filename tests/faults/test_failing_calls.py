"""Whatever call fails or kills, in whatever a person does: nothing acknowledged is lost, and it is told plainly."""

from __future__ import annotations

import faulthandler
import os
import random
import sys
from pathlib import Path

import pytest

from tests.faults.failing import CALM, Fault, can_fail, failing
from tests.faults.operations import LOST, OPERATIONS, Installation, Wrong, attempt
from tests.faults.suite import Table, try_crowd, try_damage, try_faults

pytestmark = pytest.mark.skipif(not can_fail(), reason="calls can be made to fail on Linux with a C compiler")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(os.environ.get("IDEABOX_SEED", "2026"))


def test_every_operation_survives_a_few_faults(tmp_path: Path, chance: random.Random) -> None:
    table = try_faults(tmp_path, len(OPERATIONS), chance)
    assert not table.wrong, str(table)


def test_several_at_once_with_faults_lose_nothing(tmp_path: Path, chance: random.Random) -> None:
    table = Table()
    try_crowd(tmp_path, 18, chance, table)
    assert not table.wrong, str(table)
    assert table.faults == 18


def test_changed_bytes_and_damaged_journals_are_noticed_and_mended(tmp_path: Path, chance: random.Random) -> None:
    table = Table()
    try_damage(tmp_path, 8, chance, table)
    assert not table.wrong, str(table)
    assert table.faults == 8


def test_a_write_that_fails_is_told_in_a_sentence_and_a_kill_is_a_kill(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    with failing(tmp_path, tmp_path / "place") as run:
        at = Installation(tmp_path / "place", run)
        calls = attempt(at, "add", CALM)
        assert calls["write"] > 2
        assert calls["sync"] > 0
        attempt(at, "add", Fault("sync", 1, 5, "from now on"))
        assert (at.ended.status, at.ended.out) == (1, "")
        assert "The disk of" in at.ended.err
        attempt(at, "add", Fault("write", 1, 28, "killed before"))
        assert (at.ended.status, at.ended.out, at.ended.err) == (-9, "", "")


def test_an_idea_that_was_acknowledged_and_is_not_there_counts_as_lost(tmp_path: Path) -> None:
    (tmp_path / "place").mkdir()
    with failing(tmp_path, tmp_path / "place") as run:
        at = Installation(tmp_path / "place", run)
        at.kept.add("01900000-0000-7000-8000-000000000000")
        with pytest.raises(Wrong) as wrong:
            attempt(at, "rebuild")
        assert wrong.value.what == LOST


@pytest.mark.long
@pytest.mark.timeout(900)
def test_hundreds_of_faults_lose_nothing(
    tmp_path: Path, chance: random.Random, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes long, but it does not hang
    table = try_faults(tmp_path, 30 * len(OPERATIONS), chance)
    try_crowd(tmp_path, 60, chance, table)
    try_damage(tmp_path, 60, chance, table)
    with capsys.disabled():
        sys.stderr.write(f"\n{table}\n")
    assert not table.wrong, str(table)
