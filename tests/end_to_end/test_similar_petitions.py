"""How often the idea that another repeats is found, on real texts. Skipped where they are not at hand.

They are looked for in the folder that IDEABOX_TEST_DATA names, else in `shared/data` beside the project's folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import similar_against_fts as measure
from tests.end_to_end.test_real_petitions import PETITIONS

SAMPLE = 4
"""Every so manieth pair."""

pytestmark = [pytest.mark.skipif(not PETITIONS.exists(), reason=f"{PETITIONS.name} is not at hand")]


def test_most_originals_are_found_among_ten_thousand(tmp_path: Path) -> None:
    questions = measure.pairs(PETITIONS.parent)[::SAMPLE]
    workplace = measure.store(tmp_path, measure.published(PETITIONS.parent))
    answers, _wall, _processor = measure.answers(workplace, questions, measure.ours(workplace))
    workplace.close()
    places = list(zip(questions, answers, strict=True))
    assert measure.hit(places, 5) >= 0.6
    assert measure.hit(places, 10) >= 0.75
