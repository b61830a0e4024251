"""Files are whole or not there, and never over another; what the disk will not have is said plainly."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ideabox
from ideabox.domain.problems import Problem, Refusal
from ideabox.exchange import files
from ideabox.usecases.wording import Wording

Place = Callable[[Path, Callable[[BinaryIO], None]], object]
PLACES: dict[str, Place] = {
    "new": lambda path, write: files.place_new(path.parent, path.stem, path.suffix, write),
    "in place of another": files.replace,
}
each_place = pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
FULL = Path("/dev/full")


def saying(content: bytes) -> Callable[[BinaryIO], None]:
    def write(file: BinaryIO) -> None:
        file.write(content)

    return write


def the_problem(wording: Wording, act: Callable[[], object]) -> Problem:
    """What something is refused for, with a sentence."""
    with pytest.raises(Refusal) as caught:
        act()
    (problem,) = caught.value.problems
    assert len(wording.problem(problem)) > 20
    return problem


# Names


def test_a_new_file_is_where_it_was_to_be_and_nothing_else_is(tmp_path: Path) -> None:
    path = files.place_new(tmp_path / "a" / "b", "name", ".tar.gz", saying(b"whole"))
    assert path == tmp_path / "a" / "b" / "name.tar.gz"
    assert path.read_bytes() == b"whole"
    assert list(path.parent.iterdir()) == [path]


def test_a_name_that_is_taken_gets_a_number_and_what_was_there_stays(tmp_path: Path) -> None:
    (tmp_path / "name.x").write_bytes(b"mine")
    (tmp_path / "name-3.x").mkdir()
    (tmp_path / "name-4.x").symlink_to(tmp_path / "nowhere")
    placed = [files.place_new(tmp_path, "name", ".x", saying(b"%d" % number)) for number in range(3)]
    assert [path.name for path in placed] == ["name-2.x", "name-5.x", "name-6.x"]
    assert [path.read_bytes() for path in placed] == [b"0", b"1", b"2"]
    assert (tmp_path / "name.x").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()
    assert len(list(tmp_path.iterdir())) == 6


def test_many_who_write_the_same_name_at_once_all_get_a_file_of_their_own(tmp_path: Path) -> None:
    contents = [b"%d " % number * 5_000 for number in range(60)]
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda content: files.place_new(tmp_path, "name", ".x", saying(content)), contents))
    assert len(set(paths)) == 60
    assert sorted(tmp_path.iterdir()) == sorted(paths)
    assert [path.read_bytes() for path in paths] == contents


@pytest.mark.skipif(os.name != "posix", reason="rights are another matter on Windows")
@each_place
def test_a_file_has_the_rights_that_new_files_have_here(tmp_path: Path, place: Place) -> None:
    (tmp_path / "usual").touch()
    place(tmp_path / "name.x", saying(b""))
    assert stat.S_IMODE((tmp_path / "name.x").stat().st_mode) == stat.S_IMODE((tmp_path / "usual").stat().st_mode)


@given(st.text(max_size=100))
def test_a_slug_is_a_name_for_every_system(text: str) -> None:
    slug = files.slug(text)
    assert re.fullmatch(r"([a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?)?", slug)
    assert "--" not in slug
    assert files.slug(slug) == slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Leeds City Centre", "leeds-city-centre"),
        ("  Größe & Co. ", "große-co".replace("ß", "")),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\NUL", "c-nul"),
        ("Ynys Môn", "ynys-mon"),
        ("日本", ""),
        ("x" * 70, "x" * 60),
        ("x" * 59 + " y", "x" * 59),
    ],
)
def test_a_slug_keeps_what_can_be_kept(text: str, slug: str) -> None:
    assert files.slug(text) == slug


# Replacing


def test_a_file_is_replaced_once_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ideas.csv"
    files.replace(path, saying(b"one"))

    def write(file: BinaryIO) -> None:
        file.write(b"two")
        assert path.read_bytes() == b"one"

    files.replace(path, write)
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="Windows does not replace what is open")
def test_whoever_is_reading_a_file_that_is_replaced_reads_the_old_one_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "ideas.csv"
    files.replace(path, saying(b"old" * 50_000))
    with path.open("rb") as reader:
        assert reader.read(3) == b"old"
        files.replace(path, saying(b"new"))
        assert reader.read() == b"old" * 49_999
    assert path.read_bytes() == b"new"


# Failures


class Unforeseen(Exception):  # noqa: N818
    pass


@pytest.mark.parametrize("fault", [Unforeseen(), KeyboardInterrupt(), Refusal(Problem("file", "damaged"))])
@each_place
def test_a_failure_in_between_leaves_all_as_it_was_and_is_passed_on(
    tmp_path: Path, place: Place, fault: BaseException
) -> None:
    (tmp_path / "name.x").write_bytes(b"mine")

    def write(file: BinaryIO) -> None:
        file.write(b"half")
        file.flush()
        raise fault

    with pytest.raises(type(fault)) as caught:
        place(tmp_path / "name.x", write)
    assert caught.value is fault
    assert list(tmp_path.iterdir()) == [tmp_path / "name.x"]
    assert (tmp_path / "name.x").read_bytes() == b"mine"


@pytest.mark.skipif(not FULL.exists(), reason="there is no device here that is always full")
@each_place
def test_a_full_disk_is_said_plainly_and_leaves_all_as_it_was(tmp_path: Path, wording: Wording, place: Place) -> None:
    (tmp_path / "name.x").write_bytes(b"mine")

    def write(file: BinaryIO) -> None:
        file.write(b"half")
        with FULL.open("wb", buffering=0) as full:
            full.write(b"the rest")

    problem = the_problem(wording, lambda: place(tmp_path / "name.x", write))
    assert problem.code == "disk-full"
    assert str(tmp_path) in wording.problem(problem)
    assert list(tmp_path.iterdir()) == [tmp_path / "name.x"]
    assert (tmp_path / "name.x").read_bytes() == b"mine"


ON_A_SMALL_DISK = """
import json, pathlib, sys
from ideabox.domain.problems import Refusal
from ideabox.exchange import files, package, tables
folder, uuid = pathlib.Path(sys.argv[1]), "01900000-0000-7000-8000-000000000001"
noise = lambda: __import__("os").urandom(100_000)
row = dict.fromkeys([column.name for column in tables.COLUMNS], "")
small = files.place_new(folder, "small", ".x", lambda file: file.write(b"x" * 1000))
acts = {
    "new": lambda: files.place_new(folder, "name", ".x", lambda file: file.write(noise() * 10)),
    "replace": lambda: files.replace(small, lambda file: file.write(noise() * 10)),
    "package": lambda: package.write(
        folder, "name", package.Cover(uuid, "batch", "2026-11-23T00:00:00.000Z"),
        (([noise()], row) for _ in range(20)), lambda counts: "",
    ),
}
for name, act in acts.items():
    try:
        act()
    except Refusal as refusal:
        there = sorted(path.name for path in folder.iterdir())
        print(json.dumps([name, refusal.problems[0].code, there, small.stat().st_size]))
"""


def _small_disk(tmp_path: Path) -> list[str]:
    """A command that runs another with a disk of its own, which is small."""
    mount = f'mount -t tmpfs -o size=256k none "{tmp_path}" && exec "$@"'
    if shutil.which("unshare") is None:
        pytest.skip("a disk of its own needs Linux")
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system lets nobody mount a disk of their own")
    return command


def test_on_a_disk_that_is_really_full_nothing_is_left_behind(tmp_path: Path) -> None:
    source = str(Path(ideabox.__file__).parents[1])
    done = subprocess.run(
        [*_small_disk(tmp_path), sys.executable, "-c", ON_A_SMALL_DISK, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": source},
    )
    found: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    assert found == [[name, "disk-full", ["small.x"], 1000] for name in ("new", "replace", "package")]


@each_place
def test_a_folder_where_nothing_may_be_written_is_said_plainly(tmp_path: Path, wording: Wording, place: Place) -> None:
    if os.name != "posix":
        pytest.skip("rights are another matter on Windows")
    folder = Path("/sys/kernel") if os.geteuid() == 0 else tmp_path / "theirs"  # not even root may write there
    if os.geteuid() != 0:
        folder.mkdir(mode=0o500)
    elif not folder.is_dir():
        pytest.skip("root may write everywhere here")
    problem = the_problem(wording, lambda: place(folder / "name.x", saying(b"")))
    assert problem.code == "not-allowed"
    assert str(folder) in wording.problem(problem)


@each_place
@pytest.mark.parametrize("below", ["", "deep/er"])
def test_a_file_where_a_folder_should_be_is_said_plainly(
    tmp_path: Path, wording: Wording, place: Place, below: str
) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    problem = the_problem(wording, lambda: place(tmp_path / "file" / below / "name.x", saying(b"")))
    assert problem.code == "not-a-folder"
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_folder_where_a_file_should_be_is_not_called_a_file(tmp_path: Path, wording: Wording) -> None:
    (tmp_path / "name.csv").mkdir()
    problem = the_problem(wording, lambda: files.replace(tmp_path / "name.csv", saying(b"")))
    assert problem.code == "failed"
    assert "is not a folder" not in wording.problem(problem)
    assert list(tmp_path.iterdir()) == [tmp_path / "name.csv"]


@each_place
def test_a_name_that_no_disk_takes_is_said_plainly(tmp_path: Path, wording: Wording, place: Place) -> None:
    problem = the_problem(wording, lambda: place(tmp_path / ("x" * 300 + ".x"), saying(b"")))
    assert problem.code == "failed"
    assert list(tmp_path.iterdir()) == []


def test_every_problem_with_a_folder_has_its_sentence(wording: Wording) -> None:
    codes = ("disk-full", "not-allowed", "not-a-folder", "failed", "name-taken", "too-much-for-one")
    said = Counter(wording.problem(Problem("folder", code, {"path": "P", "detail": "D", "limit": 1})) for code in codes)
    assert set(said.values()) == {1}
