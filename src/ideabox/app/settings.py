"""Who is at this PC, as they set it themselves."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import BinaryIO

import msgspec

from ideabox.domain import rules
from ideabox.domain.ids import person_id
from ideabox.domain.people import ROLES, Profile
from ideabox.domain.problems import Problem, refuse, refuse_if
from ideabox.exchange import files
from ideabox.usecases.desk import Preferences

DEPARTMENT = "Department for Work and Pensions"
MOST_DAYS = 365


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the settings file holds. Without a name, the computer's user; without an office, none."""

    department: str = DEPARTMENT
    name: str = ""
    office: str = ""
    team: str = ""
    role: str = "adviser"
    without_name: bool = False
    framework: str = Preferences().framework
    review_days: int = Preferences().review_days
    only_trusted: bool = False
    team_folder: str = ""


def login() -> str:
    """The name of the computer's user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "user"


def load(path: Path) -> Settings:
    """The settings in this file; the defaults if there is none."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as fault:
        refuse("settings", "unreadable", path=str(path), detail=str(fault))


def save(path: Path, settings: Settings) -> None:
    """Keep the settings, once they have been found in order."""
    problems = [
        problem
        for field in ("name", "office", "team")
        for problem in rules.text_problems(field, getattr(settings, field), required=False)
    ]
    if settings.role not in ROLES:
        problems.append(Problem("role", "unknown-role", {"role": settings.role, "known": ", ".join(ROLES)}))
    if not 1 <= settings.review_days <= MOST_DAYS:
        problems.append(Problem("review_days", "out-of-range", {"most": MOST_DAYS}))
    refuse_if(problems)
    content = msgspec.json.format(msgspec.json.encode(settings)) + b"\n"

    def write(file: BinaryIO) -> None:
        file.write(content)

    files.replace(path, write)


def profile(settings: Settings, user: str) -> Profile:
    """The person that these settings and the computer's user make."""
    most = rules.LIMITS["name"]  # the file may have been edited by hand, and a login may be of any length
    return Profile(
        person_id(settings.department, user),
        (settings.name or user)[:most],
        settings.office[:most],
        settings.team[:most],
        settings.role[:most],
    )


def preferences(settings: Settings) -> Preferences:
    """How the person likes to work, as these settings have it."""
    return Preferences(
        settings.without_name, settings.framework, settings.review_days, settings.only_trusted, settings.team_folder
    )
