"""An installation as the edges see it: who is at it, what it knows, and the store to work on."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import msgspec

from ideabox.domain.people import Profile
from ideabox.domain.rates import Rates
from ideabox.domain.regions import Regions
from ideabox.domain.skills import Framework, Skills
from ideabox.domain.suggesting import Suggester
from ideabox.store.drafts import Drafts
from ideabox.usecases.columns import Layouts
from ideabox.usecases.policy import Policy
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording


class Preferences(msgspec.Struct, frozen=True):
    """How the person at this PC likes to work. `framework` is the key of the skills framework that they are shown."""

    without_name: bool = False
    framework: str = "EDS 2018"
    review_days: int = 5
    """Within how many days an idea should have its answer."""
    only_trusted: bool = False
    """Take packages from trusted senders alone."""
    team_folder: str = ""
    """The folder through which the stores of a team exchange; none if it is empty."""


class Kept(msgspec.Struct, frozen=True):
    """Where this installation keeps its files."""

    database: Path
    drafts: Path
    settings: Path
    log: Path
    key: Path
    crashes: Path
    """The folder of the reports of faults."""
    policy: Path
    """What an administrator sets for everybody at this PC; there need be none."""


class CrashReports(Protocol):
    """The reports of faults that are kept on this PC, newest first."""

    def texts(self) -> list[str]: ...
    def forget(self) -> None: ...


class Desk(Protocol):
    """An installation: `session` and `drafts` open their files when first asked for.

    `window_memory` is the file in which the window keeps its look and place; `is_new`: nobody has said yet who is here.
    """

    @property
    def wording(self) -> Wording: ...
    @property
    def skills(self) -> Skills: ...
    @property
    def rates(self) -> Rates: ...
    @property
    def suggester(self) -> Suggester:
        """Suggests areas of the skills framework in use."""
        ...

    @property
    def profile(self) -> Profile: ...
    @property
    def session(self) -> Session: ...
    @property
    def resources(self) -> Path: ...

    @property
    def drafts(self) -> Drafts: ...
    @property
    def window_memory(self) -> Path: ...
    @property
    def is_new(self) -> bool: ...

    @property
    def preferences(self) -> Preferences: ...
    @property
    def kept(self) -> Kept: ...
    @property
    def layouts(self) -> Layouts: ...
    @property
    def regions(self) -> Regions: ...
    @property
    def policy(self) -> Policy: ...
    @property
    def crashes(self) -> CrashReports: ...
    @property
    def versions(self) -> tuple[str, ...]: ...

    def add_regions(self, table: Path) -> int: ...

    def add_rates(self, path: Path) -> Rates: ...
    @property
    def damaged_frameworks(self) -> list[str]: ...
    def add_framework(self, path: Path, **about: str) -> Framework: ...
    def change_preferences(self, wanted: Preferences) -> None: ...
    def change_profile(self, **changes: str) -> Profile: ...
    def beside(self, home: Path, user: str) -> Desk: ...
    def try_window(self) -> None: ...
    def close(self) -> None: ...
