"""What the administrator of this PC has set, for everybody who works at it.

A policy gives defaults, which a person may change, and locks, which they may not. It is a lock against mistakes and
not against whoever owns the PC: they could run another program on the same files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from ideabox.domain.ids import is_id
from ideabox.domain.people import Name
from ideabox.domain.problems import Problem, refuse
from ideabox.exchange.package import MARKING

Folder = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
Reason = Annotated[str, msgspec.Meta(max_length=200)]
_UNSET = msgspec.UNSET


class Values(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can be set; a key that is not there is left to the person. Folders are absolute paths."""

    department: Name | msgspec.UnsetType = _UNSET
    office: Name | msgspec.UnsetType = _UNSET
    team: Name | msgspec.UnsetType = _UNSET
    role: Literal["adviser", "manager", "lead"] | msgspec.UnsetType = _UNSET
    team_folder: Annotated[str, msgspec.Meta(max_length=1000)] | msgspec.UnsetType = _UNSET
    only_trusted: bool | msgspec.UnsetType = _UNSET
    review_days: Annotated[int, msgspec.Meta(ge=1, le=365)] | msgspec.UnsetType = _UNSET
    framework: Name | msgspec.UnsetType = _UNSET
    marking: Literal["OFFICIAL", "OFFICIAL-SENSITIVE"] | msgspec.UnsetType = _UNSET
    retention_years: Annotated[int, msgspec.Meta(ge=1, le=100)] | msgspec.UnsetType = _UNSET
    """For how many years after it was closed an idea is kept; without it, for ever."""
    hold: (
        Annotated[tuple[str, ...], msgspec.Meta(max_length=10_000)]
        | Annotated[dict[str, Reason], msgspec.Meta(max_length=10_000)]
        | msgspec.UnsetType
    ) = _UNSET
    """Ideas that are kept however old they are, by id; or by id with the reason for each."""
    write_to: Annotated[tuple[Folder, ...], msgspec.Meta(max_length=100)] | msgspec.UnsetType = _UNSET
    """The folders in or under which files with ideas may be written, the team folder too."""
    keep_in: Annotated[tuple[Folder, ...], msgspec.Meta(max_length=100)] | msgspec.UnsetType = _UNSET
    """The folders in or under which the database may be."""

    def __post_init__(self) -> None:
        """What is not understood must not pass for nothing: an idea on hold would be erased."""
        for key in ("hold", "write_to", "keep_in"):
            for each in self.given().get(key, ()):
                if not (is_id(each) if key == "hold" else Path(each).is_absolute()):
                    raise ValueError(f"{key} holds what is no {'id' if key == 'hold' else 'whole path'}: {each}")

    def given(self) -> dict[str, Any]:
        """What is set, by key."""
        return {key: getattr(self, key) for key in self.__struct_fields__ if getattr(self, key) is not _UNSET}


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an administrator's file says. Without a file, nothing is set."""

    default: Values = Values()
    locked: Values = Values()

    @property
    def default_keys(self) -> tuple[str, ...]:
        """What a person may change, but need not."""
        return tuple(key for key in self.default.given() if key not in self.locked.given())

    @property
    def locked_keys(self) -> tuple[str, ...]:
        return tuple(self.locked.given())

    def value(self, key: str, otherwise: Any = None) -> Any:
        """What the policy says of a key: its lock, else its default, else this."""
        return (self.default.given() | self.locked.given()).get(key, otherwise)

    @property
    def held(self) -> dict[str, str]:
        """The ideas that are kept however old they are, by id, each with the reason, which may be empty."""
        hold = self.value("hold", ())
        return dict(hold) if isinstance(hold, dict) else dict.fromkeys(hold, "")

    def marking(self, wanted: str | None = None) -> str:
        """How a file is marked: as it must be, else as it is wanted, else as the policy has it by default."""
        locked = self.locked.marking
        if locked is not _UNSET:
            if wanted not in (None, locked):
                refuse("marking", "set-by-policy", marking=locked)
            return locked
        return wanted or self.value("marking", MARKING)

    def require_place(self, path: Path) -> None:
        """Refuse to write a file with ideas outside the folders that the policy allows."""
        allowed = self.value("write_to")
        if allowed is not None and not any(_is_in(path, Path(each)) for each in allowed):
            refuse("folder", "not-by-policy", path=str(path), known=", ".join(allowed))

    def require_home(self, database: Path) -> None:
        """Refuse to keep ideas outside the folders that the policy allows."""
        allowed = self.value("keep_in")
        if allowed is not None and not any(_is_in(database, Path(each)) for each in allowed):
            refuse("database", "not-by-policy", path=str(database), known=", ".join(allowed))

    def locked_out(self, changes: dict[str, Any], path: Path) -> list[Problem]:
        """What of these changes the policy does not allow."""
        return [Problem(key, "locked", {"path": str(path)}) for key in changes if key in self.locked_keys]


NO_POLICY = Policy()
"""Where no administrator has set anything."""


def _is_in(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or under it, whatever links lead there."""
    return path.expanduser().resolve().is_relative_to(folder.expanduser().resolve())
