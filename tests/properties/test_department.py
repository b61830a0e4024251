"""A small department, some days of its life, and files that get lost: in the end all agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import department


def test_a_small_department_whose_files_get_lost_agrees_in_the_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = department.parser().parse_args(
        ["--offices", "3", "--ideas", "60", "--rounds", "2", "--files", "30", "--seed", "20261127"]
    )
    department.simulate(tmp_path, options)
    assert "all agree: 60 ideas" in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_a_department_of_eight_offices_agrees_in_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    department.simulate(
        tmp_path, department.parser().parse_args(["--offices", "8", "--ideas", "500", "--files", "300"])
    )
    assert "all agree: 500 ideas" in capsys.readouterr().out
