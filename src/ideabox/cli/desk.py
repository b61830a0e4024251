"""What the commands work on, as the application gives it to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import click

from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

P = ParamSpec("P")
T = TypeVar("T")


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


def pass_desk(command: Callable[Concatenate[Desk, P], T]) -> Callable[P, T]:
    """Give a command the desk it works on."""
    return click.pass_obj(command)
