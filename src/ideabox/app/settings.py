"""Who is at this PC, as they set it themselves."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from ideabox.domain import rules
from ideabox.domain.ids import person_id
from ideabox.domain.people import ROLES, Profile
from ideabox.domain.problems import Problem, refuse, refuse_if
from ideabox.exchange import files
from ideabox.usecases.desk import Preferences
from ideabox.usecases.policy import Policy

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


def load(path: Path, policy: Policy) -> Settings:
    """The settings in this file, where the policy does not lock them, over its defaults and the program's own."""
    return _effective(_given(path), policy)


def _effective(given: dict[str, Any], policy: Policy) -> Settings:
    wanted = policy.default.given() | given | policy.locked.given()
    return msgspec.convert({key: wanted[key] for key in Settings.__struct_fields__ if key in wanted}, Settings)


def _given(path: Path) -> dict[str, Any]:
    """What the person has set themselves; nothing if there is no file."""
    try:
        data = path.read_bytes()
        msgspec.json.decode(data, type=Settings)
        return msgspec.json.decode(data, type=dict[str, Any])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as fault:
        refuse("settings", "unreadable", path=str(path), detail=str(fault))


def change(path: Path, policy: Policy, policy_path: Path, changes: dict[str, Any]) -> None:
    """Keep what is changed, once it has been found in order and not locked; what is not changed follows the policy."""
    given = _given(path)
    before = _effective(given, policy)
    changes = {key: value for key, value in changes.items() if value != getattr(before, key)}
    settings = msgspec.structs.replace(before, **changes)
    problems = policy.locked_out(changes, policy_path)
    problems += [
        problem
        for field in ("name", "office", "team")
        for problem in rules.text_problems(field, getattr(settings, field), required=False)
    ]
    if settings.role not in ROLES:
        problems.append(Problem("role", "unknown-role", {"role": settings.role, "known": ", ".join(ROLES)}))
    if not 1 <= settings.review_days <= MOST_DAYS:
        problems.append(Problem("review_days", "out-of-range", {"most": MOST_DAYS}))
    refuse_if(problems)
    content = msgspec.json.format(msgspec.json.encode(given | changes)) + b"\n"

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
