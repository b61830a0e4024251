"""Where the ideas cannot be opened, a page says so, brings back what there is, and says what came back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.problems import Problem, Refusal
from ideabox.store import health
from ideabox.ui import caretaker
from ideabox.ui.recovery.window import RecoveryWindow
from ideabox.ui.style import Look
from ideabox.usecases import safekeeping
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import Key, log_ideas, package_of, press, tab_to


def words_of(window: RecoveryWindow) -> str:
    shown = [label for label in window.page.findChildren(QLabel) if label.isVisible()]
    return " ".join(label.text().replace("\u200b", "") for label in shown)


@pytest.fixture
def damaged(workplace: OpenWorkplace) -> Workplace:
    """An installation whose database has lost its first pages, and that has a backup."""
    ann = workplace("ann")
    log_ideas(ann.session, "First", "Second", "Third")
    safekeeping.back_up(ann.session, ann.drafts)
    log_ideas(ann.session, "Fourth")
    ann.close()
    path = ann.kept.database
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    return ann


def opened(qapp: QApplication, qtbot: QtBot, desk: Workplace, refusal: Refusal) -> RecoveryWindow:
    desk.close()
    window = RecoveryWindow(qapp, desk, Look(qapp), refusal)
    qtbot.addWidget(window)
    window.look.dress()
    window.show()
    window.activateWindow()
    return window


def refusal_of(desk: Workplace) -> Refusal:
    with pytest.raises(Refusal) as refused:
        desk.session.store.identity()
    return refused.value


def test_by_one_key_what_there_is_comes_back_and_the_damaged_file_is_kept(
    qapp: QApplication, qtbot: QtBot, damaged: Workplace
) -> None:
    before = damaged.kept.database.read_bytes()
    window = opened(qapp, qtbot, damaged, refusal_of(damaged))
    assert "damaged or gone" in words_of(window)
    assert "nothing will be deleted" in words_of(window)
    qtbot.waitUntil(window.page.recover.hasFocus)
    press(Key.Key_Space)
    qtbot.waitUntil(window.page.open.isVisible)
    qtbot.waitUntil(lambda: "There were traces of 4 ideas" in words_of(window))
    (aside,) = damaged.kept.database.parent.glob("ideabox.damaged-*.db")
    assert aside.read_bytes() == before
    assert str(aside) in words_of(window)
    qtbot.waitUntil(window.page.open.hasFocus)
    press(Key.Key_Space)
    assert window.is_to_open
    with damaged.session.store.read() as connection:
        assert health.shown(connection) == 4
    window.runner.close()


def test_packages_that_are_added_are_looked_in_too_and_what_is_none_is_said(
    qapp: QApplication, qtbot: QtBot, damaged: Workplace, workplace: OpenWorkplace, tmp_path: Path
) -> None:
    bob = workplace("bob")
    log_ideas(bob.session, "Fifth")
    package, nonsense = package_of(bob, tmp_path / "out"), tmp_path / "photo.ideabox.zip"
    nonsense.write_bytes(b"no package")
    window = opened(qapp, qtbot, damaged, refusal_of(damaged))
    page, chosen = window.page, [str(nonsense), str(package)]
    page.ask_files = lambda _parent, _caption, _kinds, take: take(chosen)
    qtbot.waitUntil(page.recover.hasFocus)
    tab_to(page.add)
    press(Key.Key_Space)
    qtbot.waitUntil(page.look_in.clear.isVisible)
    assert package.name in words_of(window)
    assert "photo.ideabox.zip" in words_of(window)
    tab_to(page.look_in.clear)
    press(Key.Key_Space)
    assert not page.look_in.isVisible()
    page.add.click()
    qtbot.waitUntil(page.look_in.clear.isVisible)
    qtbot.waitUntil(lambda: not window.runner.is_busy)
    page.recover.click()
    qtbot.waitUntil(page.open.isVisible)
    qtbot.waitUntil(lambda: f"{package.name} brought what was missing of 1 idea" in words_of(window))
    with damaged.session.store.read() as connection:
        assert health.shown(connection) == 5
    window.runner.close()


REPLACING = """
import sys
from PySide6.QtCore import QTimer
from ideabox.app.main import run
from ideabox.ui.recovery.window import ReplacingWindow
from ideabox.ui.start import application
from ideabox.ui.window import MainWindow

app = application()

def window(kind):
    return next((each for each in app.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)

def steps():
    while not (main := window(MainWindow)):
        yield
    main.go("settings")
    backups = main.here.backups
    while not backups.replace.isVisible():
        yield
    backups.replace.click()
    assert backups.question.no.hasFocus() and not window(ReplacingWindow)
    backups.question.yes.click()
    while not ((replacing := window(ReplacingWindow)) and replacing.page.open.isVisible()):
        yield
    print(replacing.page.heading.text(), flush=True)
    replacing.page.open.click()
    while not (again := window(MainWindow)):
        yield
    again.close()

def step():
    if next(going, "done") is None:
        QTimer.singleShot(20, step)

going = steps()
QTimer.singleShot(0, step)
sys.exit(run(["--home", sys.argv[1]]))
"""


def test_a_backup_takes_the_place_of_everything_and_the_window_goes_on(workplace: OpenWorkplace) -> None:
    ann = workplace("ann")
    log_ideas(ann.session, "First", "Second")
    safekeeping.back_up(ann.session, ann.drafts)
    log_ideas(ann.session, "Third")
    ann.close()
    home = ann.kept.database.parent
    done = subprocess.run(
        [sys.executable, "-c", REPLACING, str(home)], capture_output=True, text=True, check=False, timeout=90
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "The backup is in place", "")
    with ann.session.store.read() as connection:
        assert health.shown(connection) == 2
    (aside,) = home.glob("ideabox.before-restoring-*.db")
    assert b"Third" in aside.read_bytes()


def test_nothing_is_touched_by_who_closes_it_for_now(qapp: QApplication, qtbot: QtBot, damaged: Workplace) -> None:
    def files() -> dict[Path, bytes]:
        folder = damaged.kept.database.parent
        return {file: file.read_bytes() for file in folder.rglob("ideabox*.db") if file.is_file()}

    refusal, before = refusal_of(damaged), files()
    window = opened(qapp, qtbot, damaged, refusal)
    window.page.leave.click()
    assert not window.is_to_open
    assert files() == before
    window.runner.close()


def test_what_is_no_damage_can_be_tried_again(qapp: QApplication, qtbot: QtBot, workplace: OpenWorkplace) -> None:
    busy = Refusal(Problem("database", "busy", {"path": "/somewhere/ideabox.db"}))
    window = opened(qapp, qtbot, workplace("ann"), busy)
    assert "Another program has held the database" in words_of(window)
    assert not window.page.recover.isVisible()
    window.page.again.click()
    assert window.is_to_open
    window.runner.close()


def test_damage_that_is_found_in_the_open_window_is_told_and_no_backup_is_made_of_it(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    ann = workplace("ann")
    log_ideas(ann.session, *(f"Idea {number}" for number in range(60)))
    ann.close()
    path = ann.kept.database
    content = bytearray(path.read_bytes())
    content[-5 * 4096 :] = bytes(5 * 4096)
    path.write_bytes(content)
    running = open_running(ann, "help")
    running.bench.caretaker.look()
    qtbot.waitUntil(lambda: "damaged" in running.window.notices.message)
    assert safekeeping.backups(path) == []
    with qtbot.waitSignal(running.window.to_recover):
        running.window.notices._act.click()


def test_an_open_window_backs_up_once_a_day(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caretaker, "BEGIN_AFTER_MS", 10)
    ann = workplace("ann")
    log_ideas(ann.session, "First")
    running = open_running(ann, "mine")
    running.bench.caretaker.begin()
    qtbot.waitUntil(lambda: len(safekeeping.backups(ann.kept.database)) == 1)
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    (made,) = safekeeping.backups(ann.kept.database)
    assert made.drafts is not None
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    running.bench.caretaker.look()
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    assert safekeeping.backups(ann.kept.database) == [made]
