"""Very many hostile packages and spreadsheets: each is refused with nothing changed, or all that it promised is in."""

from __future__ import annotations

import faulthandler
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.exchange.hostile_files import FAMILIES, Outcome, table, work

SEED = int(os.environ.get("IDEABOX_SEED", "2026"))
SAMPLE, SHARD = 60, 700
MOST_BYTES = 1_000_000_000
"""Memory that no import may need; a workbook of a million rows, none of which can be taken, each noted, needs most."""
MOST_READING = 1_600_000_000


def judge(outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(  # noqa: T201
            f"\nseed {SEED} (IDEABOX_SEED)\n{table(outcomes)}"
        )
    assert [(each.family, fault) for each in outcomes for fault in each.wrong] == []
    assert all(each.cases == each.refused + each.taken for each in outcomes)
    assert max(each.peak for each in outcomes) < MOST_BYTES
    assert max(each.reader_peak for each in outcomes) < MOST_READING


def run(of_family: dict[str, int], folder: Path) -> list[Outcome]:
    shards = [
        (family, first, min(SHARD, count - first))
        for family, count in of_family.items()
        for first in range(0, count, SHARD)
    ]
    with ThreadPoolExecutor(2) as pool:
        return list(
            pool.map(lambda at: work(at[1][0], SEED, at[1][1], at[1][2], folder / str(at[0])), list(enumerate(shards)))
        )


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_sample_of_hostile_files_is_refused_whole_or_taken_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    judge(run({family: max(3, count // SAMPLE) for family, (_e, count, _m) in FAMILIES.items()}, tmp_path), capsys)


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_twenty_thousand_hostile_files_are_refused_whole_or_taken_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it takes long, but it does not hang
    counts = {family: count for family, (_ending, count, _make) in FAMILIES.items()}
    assert sum(counts.values()) == 20_000
    judge(run(counts, tmp_path), capsys)
