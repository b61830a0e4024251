"""A database where it would lose ideas is refused, with what to do instead; everywhere else it is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ideabox.app import locations
from ideabox.domain.problems import Refusal
from tests.end_to_end.command_line import Home, ended, start

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:26 / /home rw - ext4 /dev/sda2 rw
31 22 0:27 / /mnt/the\040team rw - cifs //server/team rw,vers=3.1.1
32 22 0:28 / /mnt/nfs rw - nfs4 server:/export rw
33 32 0:29 / /mnt/nfs/here rw - tmpfs tmpfs rw
34 30 0:30 / /home/ann/cloud rw - fuse.sshfs ann@server: rw
not a line
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/ann/.local/share", "ext4"),
        ("/mnt/the team/ideas", "cifs"),
        ("/mnt/nfs/x", "nfs4"),
        ("/mnt/nfs/here/x", "tmpfs"),
        ("/home/ann/cloud", "fuse.sshfs"),
        ("/home/ann/cloudy", "ext4"),
        ("/mnt", "ext4"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(place: str, kind: str) -> None:
    assert locations.file_system_of(Path(place), MOUNTS) == kind


def test_a_folder_of_this_machine_is_not_on_a_network(tmp_path: Path) -> None:
    assert not locations.is_on_network(tmp_path / "not made yet")


@pytest.mark.parametrize("mark", [".dropbox", ".tmp.driveupload", ".stfolder"])
def test_a_database_in_a_synchronised_folder_is_refused_and_nothing_is_made_there(home: Home, mark: str) -> None:
    shared = home.folder / "shared"
    (shared / mark).mkdir(parents=True)
    database = shared / "deep" / "ideas.db"
    said = home.refused("--database", f"sqlite:///{database.as_posix()}", "list")
    assert "synchronises" in said
    assert "team folder" in said
    assert not database.parent.exists()


def test_a_database_in_onedrive_is_refused_by_what_windows_says_of_it(tmp_path: Path) -> None:
    (tmp_path / "OneDrive - DWP").mkdir()
    surroundings = {"OneDriveCommercial": str(tmp_path / "OneDrive - DWP")}
    with pytest.raises(Refusal) as refused:
        locations.check(tmp_path / "OneDrive - DWP" / "Documents" / "ideabox.db", (), surroundings)
    assert refused.value.problems[0].facts["by"] == "OneDrive"
    locations.check(tmp_path / "OneDrive - other" / "ideabox.db", (), surroundings)
    locations.check(tmp_path / "ideabox.db", (), surroundings)


def test_a_place_that_is_allowed_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    with pytest.raises(Refusal):
        locations.check(tmp_path / "ideabox.db", (), {})
    locations.check(tmp_path / "ideabox.db", (tmp_path,), {})


def test_the_command_line_needs_no_more_than_a_sentence(home: Home) -> None:
    (home.folder / ".dropbox.cache").mkdir()
    done = ended(start(["--home", home.path, "add", "--title", "T", "--problem", "P", "--proposal", "S"], home.folder))
    assert done.status == 1
    assert "Dropbox" in done.err
