"""The windows of the screens' tests, on a lived-in installation that is made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideabox.app.workplace import Workplace
from tests.ui.conftest import collected_here, open_running, qtbot, workplace
from tests.ui.sample import lived_in

__all__ = ["collected_here", "open_running", "qtbot", "workplace"]


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything that a lived-in installation has."""
    home = tmp_path_factory.mktemp("model") / "home"
    lived_in(home).close()
    return home


@pytest.fixture
def lived_in_workplace(model_home: Path, tmp_path: Path) -> Iterator[Workplace]:
    """A digital lead's installation, for whom every place is there."""
    home = Path(shutil.copytree(model_home, tmp_path / "home"))
    workplace = Workplace(home, user="morgan")
    yield workplace
    workplace.close()
