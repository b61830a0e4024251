"""The team folder in the window: chosen once, it works by itself and says how it stands."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.store.queries import Filter
from ideabox.ui import background, team_folder
from ideabox.ui.background import Task
from ideabox.ui.settings.screen import Settings
from ideabox.ui.start import Running
from ideabox.usecases import ideas, reading, reviewing, syncing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import tab_to
from tests.ui.working import click, press, settled


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens after seconds happens after a moment."""
    monkeypatch.setattr(team_folder, "SOON_MS", 50)
    monkeypatch.setattr(team_folder, "START_AFTER_MS", 50)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    folder = tmp_path / "S" / "team"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def bob(workplace: OpenWorkplace) -> Workplace:
    """The manager, at another PC, without a window."""
    return workplace("bob", role="manager")


def sync(at: Workplace, team: Path) -> None:
    syncing.sync(at.session, team, at.wording)


def titles(at: Workplace) -> set[str]:
    with reading.listing(at.session, Filter()) as found:
        return {row.title for row in found.rows}


def log_idea(at: Workplace, title: str) -> str:
    return next(iter(ideas.submit(at.session, title, "They forget", "Send a text").new))


def with_folder(at: Workplace, team: Path) -> Workplace:
    """Somebody who has chosen the folder before."""
    at.change_preferences(msgspec.structs.replace(at.preferences, team_folder=str(team)))
    return at


def at_settings(running: Running) -> Settings:
    screen = running.window.here
    assert isinstance(screen, Settings)
    return screen


def choosing(screen: Settings, folder: Path) -> Callable[..., None]:
    def choose(_parent: QWidget, _caption: str, _start: Path, chosen: Callable[[str], None]) -> None:
        chosen(str(folder))

    return choose


def state_of(running: Running) -> str:
    return running.bench.team_folder.status.state


def test_a_folder_is_chosen_by_keyboard_and_used_from_then_on(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    ann = workplace("ann")
    log_idea(ann, "Logged before")
    running = open_running(ann, "settings")
    card = at_settings(running).team_folder
    assert not running.window.rail.folder.isVisible()
    card.ask_folder = choosing(at_settings(running), team)
    tab_to(card.choose)
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: state_of(running) == "up-to-date")
    assert running.window.rail.folder.isVisible()
    assert running.window.rail.folder.text().startswith("Team folder: up to date, ")
    assert card.path.text().replace("\u200b", "") == str(team)
    assert running.window.notices.message == running.window.rail.folder.text()
    sync(bob, team)
    assert titles(bob) == {"Logged before"}
    open_running.close(running)
    log_idea(ann, "Logged without a window")
    again = open_running(workplace("ann"))
    again.begin((), new=False)
    qtbot.waitUntil(lambda: state_of(again) == "up-to-date")
    sync(bob, team)
    assert titles(bob) == {"Logged before", "Logged without a window"}


def test_what_is_done_here_goes_by_itself_and_what_others_do_comes_by_itself(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    ann = with_folder(workplace("ann"), team)
    running = open_running(ann, "all")
    running.bench.team_folder.begin()
    qtbot.waitUntil(lambda: state_of(running) == "up-to-date")
    running.bench.act(lambda _task: ideas.submit(ann.session, "From the window", "P", "S"))

    def it_came() -> bool:
        sync(bob, team)
        return titles(bob) == {"From the window"}

    qtbot.waitUntil(it_came)
    settled(qtbot, running)
    (idea,) = reading.first(bob.session, Filter(), "newest", 1)
    reviewing.review(bob.session, idea.id, "do-here", "Do it.")
    sync(bob, team)
    running.bench.team_folder.look_soon()  # as every few minutes, where the system does not tell of changes
    qtbot.waitUntil(lambda: reading.show(ann.session, idea.id).row.status == "doing-here")
    qtbot.waitUntil(lambda: "There is an answer to your idea" in running.window.notices.message)


def test_an_answer_is_told_once_and_leads_to_my_ideas(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    ann = with_folder(workplace("ann"), team)
    idea = log_idea(ann, "Text people")
    sync(ann, team)
    sync(bob, team)
    reviewing.review(bob.session, idea, "ask", "How often?")
    sync(bob, team)
    running = open_running(ann, "log")
    running.bench.team_folder.begin()
    qtbot.waitUntil(lambda: "There is an answer to your idea" in running.window.notices.message)
    assert "Text people" in running.window.notices.message
    settled(qtbot, running)
    click(running.window.notices._act)
    assert running.window.here is not None
    assert running.window.here.code == "mine"
    qtbot.waitUntil(lambda: "1 new answer" in running.window.here.aside.text())  # type: ignore[union-attr]
    open_running.close(running)
    again = open_running(workplace("ann"), "log")
    again.bench.team_folder.ask()
    qtbot.waitUntil(lambda: again.window.notices.message.startswith("Team folder: up to date"))
    settled(qtbot, again)
    qtbot.wait(400)
    assert "answer" not in again.window.notices.message


def test_a_folder_that_is_away_is_said_quietly_and_everything_goes_once_it_is_back(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    ann = with_folder(workplace("ann"), team)
    sync(ann, team)
    away = team.with_name("away")
    team.rename(away)
    running = open_running(ann, "settings")
    running.bench.team_folder.begin()
    qtbot.waitUntil(lambda: state_of(running) == "away")
    said = running.window.rail.folder.text()
    assert said.startswith("Team folder: cannot be reached since ")
    assert "safe" in said
    assert running.window.notices.message == ""
    log_idea(ann, "Logged meanwhile")
    away.rename(team)
    press(qtbot, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: state_of(running) == "up-to-date")
    sync(bob, team)
    assert titles(bob) == {"Logged meanwhile"}


def test_a_drive_that_is_not_connected_is_not_taken_for_a_new_folder(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, team: Path
) -> None:
    ann = with_folder(workplace("ann"), team)
    log_idea(ann, "Ours")
    sync(ann, team)
    team.rename(team.with_name("away"))
    team.mkdir()
    running = open_running(ann, "settings")
    running.bench.team_folder.begin()
    qtbot.waitUntil(lambda: state_of(running) == "wrong")
    assert "perhaps the drive is not connected" in at_settings(running).team_folder.wrong.text().replace("\u200b", "")
    assert list(team.iterdir()) == []


def test_f5_without_a_folder_leads_to_the_settings(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(workplace("ann"), "all")
    settled(qtbot, running)
    press(qtbot, Qt.Key.Key_F5)
    assert running.window.notices.message == "There is no team folder yet. You can choose one in Settings."
    click(running.window.notices._act)
    assert at_settings(running).team_folder.choose.hasFocus()


def test_a_folder_that_is_not_wanted_any_more_is_left_alone(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, team: Path
) -> None:
    ann = with_folder(workplace("ann"), team)
    running = open_running(ann, "settings")
    running.bench.team_folder.begin()
    qtbot.waitUntil(lambda: state_of(running) == "up-to-date")
    card = at_settings(running).team_folder
    click(card.forget)
    qtbot.waitUntil(lambda: state_of(running) == "none")
    assert (ann.preferences.team_folder, card.exchange.isVisible()) == ("", False)
    assert not running.window.rail.folder.isVisible()
    before = sorted(team.rglob("*"))
    running.bench.act(lambda _task: ideas.submit(ann.session, "Not shared", "P", "S"))
    settled(qtbot, running)
    qtbot.wait(200)
    assert sorted(team.rglob("*")) == before


def test_what_others_erased_goes_here_with_my_consent_alone(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    ann = with_folder(workplace("ann"), team)
    idea = log_idea(ann, "About a person")
    sync(ann, team)
    sync(bob, team)
    ideas.erase(bob.session, idea)
    sync(bob, team)
    running = open_running(ann, "settings")
    running.bench.team_folder.begin()
    card = at_settings(running).team_folder
    qtbot.waitUntil(card.erase.isVisible)
    assert "unchanged here: 1." in card.erasures.text()
    assert titles(ann) == {"About a person"}
    click(card.erase)
    qtbot.waitUntil(lambda: not card.erase.isVisible())
    assert titles(ann) == set()


def test_files_that_cannot_be_used_are_named_with_the_reason(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    log_idea(bob, "From Bob")
    sync(bob, team)
    (path,) = (team / "ideabox").glob("*/*.zip")
    path.with_name("huge.zip").touch()
    with path.with_name("huge.zip").open("r+b") as file:
        file.truncate(2 * 1024**3)
    ann = with_folder(workplace("ann"), team)
    running = open_running(ann, "settings")
    running.bench.team_folder.begin()
    qtbot.waitUntil(
        lambda: "huge.zip is larger than can be taken safely" in at_settings(running).team_folder.wrong.text()
    )
    assert titles(ann) == {"From Bob"}
    assert state_of(running) == "up-to-date"


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A folder on a machine that does not answer, until the event is set."""
    answers = threading.Event()

    def hang(*_arguments: object, **_options: object) -> None:
        answers.wait(60)
        raise OSError("the network name is no longer available")

    monkeypatch.setattr("ideabox.exchange.team_folder.os.listdir", hang)
    yield answers
    answers.set()


def test_a_folder_that_does_not_answer_holds_nothing_up(
    workplace: OpenWorkplace,
    open_running: OpenRunning,
    qtbot: QtBot,
    team: Path,
    hanging: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "_LEAVE_AFTER_SECONDS", 0.3)
    ann = with_folder(workplace("ann"), team)
    running = open_running(ann, "all")
    running.bench.team_folder.begin()
    qtbot.waitUntil(lambda: state_of(running) == "busy")
    saved: list[object] = []
    running.bench.act(lambda _task: ideas.submit(ann.session, "Saved at once", "P", "S"), saved.append)
    qtbot.waitUntil(lambda: bool(saved))
    assert titles(ann) == {"Saved at once"}
    began = time.monotonic()
    open_running.close(running)
    assert time.monotonic() - began < 10
    hanging.set()


def test_an_exchange_is_stopped_within_a_file_when_the_program_ends(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, bob: Workplace, team: Path
) -> None:
    for number in range(3):
        log_idea(bob, f"{number}")
        sync(bob, team)
    ann = workplace("ann")
    running = open_running(ann)

    def job(task: Task) -> None:
        task.cancel()
        syncing.sync(ann.session, team, ann.wording, report=task.report)

    stopped: list[Task] = []
    running.runner.run(job, print, running.bench.refused, lane="folder", can_cancel=True, stopped=stopped.append)
    qtbot.waitUntil(lambda: bool(stopped))
    assert titles(ann) == set()
    sync(ann, team)
    assert titles(ann) == {"0", "1", "2"}
