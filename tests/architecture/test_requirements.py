"""The frozen program is built from the versions that everything else is tried with."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_build_has_the_versions_of_the_project_each_with_its_hashes_and_names_no_host() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    text = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+==[\w.]+)(.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)+)", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.MULTILINE)) > 10
    assert {name for name, _hashes in pinned} <= set(project["tool"]["uv"]["constraint-dependencies"])
    wanted = (*project["project"]["dependencies"], *project["dependency-groups"]["build"])
    names = {re.split(r"[^\w-]", each)[0].lower() for each in wanted}
    assert names <= {name.partition("==")[0] for name, _hashes in pinned}
    assert "://" not in text
