"""The administrator's policy file: where it is on each system, and reading it."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from ideabox.domain.problems import refuse
from ideabox.usecases.policy import Policy

NAME = "policy.json"


def policy_file() -> Path:
    """Where the system keeps what an administrator sets for everybody.

    No environment variable is asked, since each person can set those for themselves.
    """
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - there is none elsewhere

        key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as folders:
                return Path(winreg.QueryValueEx(folders, "Common AppData")[0]) / "Ideabox" / NAME
        except OSError:
            return Path(r"C:\ProgramData\Ideabox") / NAME
    if sys.platform == "darwin":
        return Path("/Library/Application Support/Ideabox") / NAME
    return Path("/etc/ideabox") / NAME


def load(path: Path) -> Policy:
    """The policy in this file; without a file there is none.

    A file that cannot be read or is not in order is refused, and with it everything else: what it locks must not come
    undone by a slip of the pen.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Policy)
    except (FileNotFoundError, NotADirectoryError):
        return Policy()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as fault:
        refuse("policy", "unreadable", path=str(path), detail=str(fault))
