"""What every test can ask for. Nothing here stands in for a part of the program: stores are real files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from ideabox.app.resources import resources
from ideabox.domain.ids import person_id
from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills, load_framework
from ideabox.store.database import Store
from ideabox.usecases.session import Session, new_id, utc_now
from ideabox.usecases.wording import Wording, load_wording

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Say what to install where Qt cannot be loaded, before pytest-qt tries to."""
    try:
        import PySide6.QtWidgets  # noqa: F401, PLC0415
    except ImportError as missing:
        pytest.exit(
            f"Qt cannot be loaded ({missing}). On Debian or Ubuntu: apt-get install -y --no-install-recommends libgl1"
            " libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0",
            returncode=1,
        )


hypothesis.settings.register_profile("short", max_examples=50, deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", max_examples=1000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("short")

OpenSession = Callable[..., Session]


@pytest.fixture(scope="session")
def skills() -> Skills:
    """The frameworks that travel with the program."""
    return Skills(load_framework(path.read_bytes()) for path in sorted((resources() / "skills").glob("*.json")))


@pytest.fixture(scope="session")
def wording() -> Wording:
    """The English words."""
    return load_wording(path.read_bytes() for path in sorted((resources() / "i18n" / "en").glob("*.json")))


@pytest.fixture
def open_session(tmp_path: Path, skills: Skills) -> Iterator[OpenSession]:
    """Opens someone's store: `open_session("ann", role="manager", office="Leeds")`. The same name is the same store."""
    opened: list[Session] = []

    def open_one(name: str, *, office: str = "Leeds", role: str = "adviser", folder: str | None = None) -> Session:
        store = Store(tmp_path / (folder or name) / "ideabox.db", lambda: new_id(utc_now()))
        me = Profile(person_id("Department", name), name.title(), office, "", role)
        opened.append(Session(store, me, skills))
        return opened[-1]

    yield open_one
    for session in opened:
        session.store.close()


@pytest.fixture
def session(open_session: OpenSession) -> Session:
    """An adviser at work on an empty store."""
    return open_session("ann")
