"""Where a database must not be: on a network drive or in a folder that something synchronises.

Over a network SQLite cannot rely on locks, and what synchronises files copies a database and its journal at different
moments: both lose ideas without a word. Ideas are shared by packages and team folders, which are made for it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from ideabox.domain.problems import refuse

_REMOTE_DRIVE = 4
"""DRIVE_REMOTE of GetDriveTypeW."""
_NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "beegfs", "davfs", "ncpfs", "gfs2",
     "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph", "fuse.smbnetfs")
)  # fmt: skip
"""File systems of other machines, as Linux names them. Not 9p, which is how some containers see their own disk."""
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".stfolder": "Syncthing",
}
"""What those who synchronise leave at the top of a folder that they do."""
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def check(database: Path, allowed: Iterable[Path] = (), surroundings: Mapping[str, str] = os.environ) -> None:
    """Refuse a database on a network drive or in a synchronised folder, but for those that are allowed."""
    place = database.parent.resolve()
    if any(place.is_relative_to(folder.resolve()) for folder in allowed):
        return
    if is_on_network(place):
        refuse("database", "on-network", path=str(database))
    by = synchronised_by(place, surroundings)
    if by:
        refuse("database", "synchronised", path=str(database), by=by)


def is_on_network(place: Path) -> bool:
    """Whether a folder, which need not exist yet, is on another machine."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows alone needs it

        if place.drive.startswith("\\\\"):
            return not place.drive.startswith(("\\\\?\\", "\\\\.\\")) or place.drive.upper().startswith("\\\\?\\UNC\\")
        return int(ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\")) == _REMOTE_DRIVE
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # not Linux, or nothing is to be known
        return False
    return file_system_of(place, mounts) in _NETWORK


def file_system_of(place: Path, mounts: str) -> str:
    """The kind of the file system that a folder is on, by what Linux says in `mountinfo`; empty if it does not say."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        mounted, dash, about = line.partition(" - ")
        fields = mounted.split(" ")
        if not dash or len(fields) < 5:
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4]))
        if place.is_relative_to(point) and len(point.parts) >= best:  # the last of several on one point is on top
            best, kind = len(point.parts), about.split(" ", 1)[0]
    return kind


def synchronised_by(place: Path, surroundings: Mapping[str, str]) -> str:
    """The name of what synchronises a folder; empty if nothing does that is known here."""
    for name in _ONEDRIVE:
        said = surroundings.get(name)
        if said and place.is_relative_to(Path(said).resolve()):
            return "OneDrive"
    for folder in (place, *place.parents):
        for mark, name in _MARKS.items():
            if (folder / mark).exists():
                return name
    return ""
