"""What an administrator has set holds in every command, and is said where it stands in the way."""

from __future__ import annotations

import functools
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ideabox.app.policy import policy_file
from ideabox.app.workplace import Workplace
from ideabox.cli.main import call
from ideabox.usecases import ideas
from ideabox.usecases.session import utc_now
from tests.end_to_end.command_line import Home
from tests.end_to_end.test_recording import logged

Command = Callable[..., int]


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The administrator's file, which is not there yet."""
    return tmp_path / "machine" / "policy.json"


@pytest.fixture
def under(home: Home, policy: Path) -> Callable[..., Command]:
    """Sets a policy; returns what runs a command under it, on the installation of an adviser in Leeds."""

    def set_policy(**sections: dict[str, Any]) -> Command:
        policy.parent.mkdir(exist_ok=True)
        policy.write_text(json.dumps(sections), encoding="utf-8")

        def run(*arguments: str | Path) -> int:
            opener = functools.partial(Workplace, user="ann", policy_file=policy)
            faults: list[BaseException] = []
            outcome = call(["--home", str(home.path), *map(str, arguments)], opener, lambda _desk: None, faults.append)
            assert faults == []
            return outcome.status

        return run

    return set_policy


def test_a_lock_holds_over_what_the_person_has_set_and_refuses_a_change(
    under: Callable[..., Command], policy: Path, capsys: pytest.CaptureFixture[str], home: Home
) -> None:
    run = under(locked={"office": "York", "role": "adviser"})
    assert run("profile") == 0
    assert "Office:   York" in capsys.readouterr().out
    assert run("profile", "--office", "Hull", "--name", "Annie") == 1
    said = "Nothing has been changed; ask whoever looks after Ideabox."
    assert capsys.readouterr().err == f"Office is set by your administrator, in {policy}. {said}\n"
    assert run("profile", "--office", "York", "--name", "Annie") == 0  # says what it is already
    assert run("add", "--title", "T", "--problem", "P", "--proposal", "S") == 0
    policy.unlink()
    assert home("profile").splitlines()[:2] == ["Name:     Annie", "Office:   Leeds"]
    assert home.listed()[0]["office"] == "York"


def test_a_default_holds_until_the_person_chooses_and_follows_the_policy_until_then(
    under: Callable[..., Command], capsys: pytest.CaptureFixture[str]
) -> None:
    run = under(default={"review_days": 7, "team_folder": "/srv/ideas", "office": "York"})
    run("profile")
    out = capsys.readouterr().out
    assert "Office:   Leeds" in out
    assert "Team folder: /srv/ideas" in out
    run("profile", "--team", "Red")
    run = under(default={"team_folder": "/srv/other"})
    run("profile")
    assert "Team folder: /srv/other" in capsys.readouterr().out
    run("profile", "--team-folder", "")
    capsys.readouterr()
    run("profile")
    assert "Team folder" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"locked": {"ofice": "York"}}', "ofice"),
        ('{"locked": {"marking": "SECRET"}}', "$.locked.marking"),
        ('{"locked": {"review_days": 0}}', "$.locked.review_days"),
        ('{"locked"', "truncated"),
        ('{"lock": {}}', "lock"),
        ('{"locked": {"hold": ["0198"]}}', "hold holds what is no id: 0198"),
        ('{"locked": {"hold": {"0198": "A reason"}}}', "hold holds what is no id: 0198"),
        ('{"default": {"write_to": ["Ideas"]}}', "write_to holds what is no whole path: Ideas"),
    ],
)
def test_a_policy_that_is_not_in_order_stops_everything_and_names_its_file_and_key(
    under: Callable[..., Command], policy: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    run = under()
    policy.write_text(text, encoding="utf-8")
    for command in (["list"], ["profile"], ["policy"], ["add", "--title", "T", "--problem", "P", "--proposal", "S"]):
        assert run(*command) == 1
        said = capsys.readouterr().err
        assert str(policy) in said
        assert why in said
    assert run("check", "--report") == 0
    assert 'refused: ["policy.unreadable"]' in capsys.readouterr().out


def test_the_marking_is_that_of_the_policy_in_every_file_and_no_other_can_be_had(
    under: Callable[..., Command], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = under(locked={"marking": "OFFICIAL-SENSITIVE"})
    run("add", "--title", "T", "--problem", "P", "--proposal", "S")
    run("add", "--title", "A", "--problem", "P", "--proposal", "S", "--anonymous")
    out = tmp_path / "out"
    assert run("send", "--to", out) == 0
    assert run("export", out / "ideas.html") == 0
    packages = list(out.glob("*.ideabox.zip"))
    assert len(packages) == 2
    for package in packages:
        with zipfile.ZipFile(package) as archive:
            assert json.loads(archive.read("manifest.json"))["marking"] == "OFFICIAL-SENSITIVE"
    assert "OFFICIAL-SENSITIVE" in (out / "ideas.html").read_text(encoding="utf-8")
    capsys.readouterr()
    assert run("export", out / "again.csv", "--marking", "OFFICIAL") == 1
    assert "are marked OFFICIAL-SENSITIVE" in capsys.readouterr().err
    assert not (out / "again.csv").exists()


def test_files_with_ideas_are_written_in_allowed_folders_alone_whatever_links_lead_out(
    under: Callable[..., Command], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    allowed, other = tmp_path / "allowed", tmp_path / "other"
    allowed.mkdir()
    other.mkdir()
    run = under(locked={"write_to": [str(allowed)]})
    run("add", "--title", "T", "--problem", "P", "--proposal", "S")
    (allowed / "out").symlink_to(other)
    for way in (other, allowed / ".." / "other", allowed / "out"):
        assert run("send", "--to", way) == 1
        assert run("export", way / "ideas.csv") == 1
        assert run("sync", way) == 1
        assert run("batch", "--name", "B", "--to", way) == 1
        assert f"choose a folder in {allowed}" in capsys.readouterr().err
    assert list(other.iterdir()) == []
    assert run("send", "--to", allowed / "sent") == 0
    assert run("export", allowed / "ideas.csv") == 0


def test_policy_shows_what_is_set_and_from_where(
    under: Callable[..., Command], policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = under(default={"review_days": 3}, locked={"only_trusted": True, "write_to": ["/srv/a", "/srv/b"]})
    assert run("policy") == 0
    assert capsys.readouterr().out == (
        f"Set by your administrator in {policy}:\n"
        "  Trusted senders only: yes (cannot be changed here)\n"
        "  Where files with ideas may be written: /srv/a, /srv/b (cannot be changed here)\n"
        "  Days for an answer: 3 (unless you choose otherwise)\n"
    )
    assert run("senders", "--from-anyone") == 1
    assert "Trusted senders only is set by your administrator" in capsys.readouterr().err
    policy.unlink()
    assert run("policy", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(policy), "default": {}, "locked": {}}


def test_no_environment_variable_says_where_the_policy_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = policy_file()
    for name in ("XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "PROGRAMDATA", "ALLUSERSPROFILE", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert policy_file() == before


def test_retention_lists_what_is_overdue_and_erases_only_when_told_to(
    under: Callable[..., Command], home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    with home.at_work() as session:
        session.now = lambda: datetime.now(UTC) - timedelta(days=2000)
        old = logged(session, "Old")
        ideas.withdraw(session, old)
        session.now = utc_now
        logged(session, "Young")
    run = under(locked={"retention_years": 3, "hold": {old: "A complaint is open"}})
    assert run("retention", "--apply") == 0
    assert "Old  (kept by your administrator: A complaint is open)" in capsys.readouterr().out
    assert run("policy") == 0
    assert f"{old} (A complaint is open)" in capsys.readouterr().out
    run = under(locked={"retention_years": 3})
    assert run("retention") == 0
    assert f"  {old}  " in capsys.readouterr().out
    assert home.status_of(old) == "withdrawn"
    assert run("retention", "--apply") == 0
    assert "Ideas erased here: 1" in capsys.readouterr().out
    assert [idea["title"] for idea in home.ideas()] == ["Young"]


def test_ideas_are_kept_in_allowed_folders_alone(
    under: Callable[..., Command], home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = under(locked={"keep_in": [str(tmp_path / "profiles")]})
    assert run("list") == 1
    assert f"keep it in {tmp_path / 'profiles'}" in capsys.readouterr().err
    assert not home.database.exists()
    run = under(locked={"keep_in": [str(home.path)]})
    assert run("list") == 0
