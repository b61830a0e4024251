"""What the commands work on, as the application gives it to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import click

from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording


class Desk(Protocol):
    """An installation: `session` opens its store when first asked for."""

    @property
    def wording(self) -> Wording: ...
    @property
    def skills(self) -> Skills: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def session(self) -> Session: ...
    @property
    def resources(self) -> Path: ...

    def change_profile(self, **changes: str) -> Profile: ...
    def beside(self, home: Path, user: str) -> Desk: ...
    def close(self) -> None: ...


pass_desk: Any = click.make_pass_decorator(object)
