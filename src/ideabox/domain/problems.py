"""Known problems: what went wrong, as codes and facts that the edges turn into a sentence for a person."""

from __future__ import annotations

from typing import NoReturn

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is not as it must be.

    `field` names what it is about (a form field such as `title`, or `idea`, `file`, `database`); `code` says what is
    wrong and has a sentence of the same name in the wording; `facts` fill that sentence.
    """

    field: str
    code: str
    facts: dict[str, str | int] = {}


class Refusal(Exception):  # noqa: N818 - it is the program that refuses; nothing has failed
    """Raised when something cannot be done for known reasons; nothing has been changed."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems


DAMAGE = ("damaged", "not-a-database", "vanished")
"""The codes of what is wrong with a database that may be recovered."""


def is_damage(refusal: Refusal) -> bool:
    """Whether what stands in the way is a database that is damaged or gone."""
    return any(problem.field == "database" and problem.code in DAMAGE for problem in refusal.problems)


def refuse(field: str, code: str, /, **facts: str | int) -> NoReturn:
    """Raise a `Refusal` with one problem."""
    raise Refusal(Problem(field, code, facts))


def refuse_if(problems: list[Problem]) -> None:
    """Raise a `Refusal` with all the problems, if there are any."""
    if problems:
        raise Refusal(*problems)
