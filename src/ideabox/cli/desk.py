"""What the commands work on, as the application gives it to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

import click

from ideabox.usecases.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")


def pass_desk(command: Callable[Concatenate[Desk, P], T]) -> Callable[P, T]:
    """Give a command the desk it works on."""
    return click.pass_obj(command)
