"""Faults of the program: each leaves a report without anybody's words, and the next start of the window knows of it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ideabox.app import logbook
from ideabox.app.crash import MOST, CrashReports, Watch
from tests.end_to_end.command_line import PATIENCE_SECONDS, Home, environment
from tests.end_to_end.conftest import OpenHome

SECRET = "Xylophage"
"""Stands in names, offices, ideas, paths and messages; nothing that leaves may hold it."""
WINDOW = """
import sys, threading
from PySide6.QtCore import QTimer
from ideabox.app.main import run
from ideabox.ui.start import application

def fail():
    raise ValueError("Xylophage told me")

app = application()
QTimer.singleShot(300, lambda: threading.Thread(target=fail).start())
QTimer.singleShot(400, fail)
QTimer.singleShot(1500, app.quit)
sys.exit(run(["--home", sys.argv[1]]))
"""


COMPLAINING = """
import sys
from PySide6.QtCore import QTimer, qCritical, qDebug, qFatal, qWarning
from ideabox.app.main import run
from ideabox.ui.start import application

def complain():
    for _time in range(3):
        qWarning("QLabel::setBuddy: Xylophage")
    qCritical("Xylophage::Xylophage: x")
    qDebug("Xylophage")
    qFatal("QPainter::begin: Xylophage")

app = application()
QTimer.singleShot(0, complain)
sys.exit(run(["--home", sys.argv[1]]))
"""


@contextlib.contextmanager
def window(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """The real window in a process of its own, once it is at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ideabox", "--home", str(home.path)],
        env=environment(home.folder, home.user, {"QT_QPA_PLATFORM": "offscreen"}),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not (home.path / "window.ini").exists() and not (home.path / "crashes" / "native.part").exists():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < give_up
            time.sleep(0.05)
        time.sleep(0.5)
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def watch(home: Home) -> Iterator[Watch]:
    """What the next start of the window begins with."""
    made = Watch(home.path / "crashes")
    yield made
    made.end_window()
    made.stop()


@pytest.mark.skipif(os.name != "posix", reason="signals are sent in this way on POSIX alone")
@pytest.mark.parametrize(("ending", "said"), [("SIGSEGV", "crash: Segmentation fault"), ("SIGKILL", "not closed")])
def test_a_window_that_was_killed_is_reported_at_the_next_start_and_once(
    home: Home, watch: Watch, ending: str, said: str
) -> None:
    with window(home) as process:
        process.send_signal(getattr(signal, ending))
        process.wait(PATIENCE_SECONDS)
    assert watch.begin_window()
    (text,) = watch.reports.texts()
    assert said in text
    assert str(home.path) not in text
    assert ("ideabox/ui/start.py" in text) == (ending == "SIGSEGV")
    watch.end_window()
    assert not watch.begin_window()


def test_faults_in_a_thread_and_in_the_window_leave_reports_and_the_window_works_on(home: Home, watch: Watch) -> None:
    subprocess.run(
        [sys.executable, "-c", WINDOW, str(home.path)],
        env=environment(home.folder, home.user, {"QT_QPA_PLATFORM": "offscreen"}),
        check=True, capture_output=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    texts = watch.reports.texts()
    assert len(texts) == 2
    for text in texts:
        assert "fault: ValueError" in text
        assert SECRET not in text
    assert sum("threading.py" in text for text in texts) == 1
    assert not (home.path / "crashes" / "running").exists()
    assert watch.begin_window()
    (home.path / "ideabox.log").unlink()  # it holds the faults, as it should


def ended_by_qt(home: Home, watch: Watch, platform: str, *arguments: str) -> tuple[str, list[str]]:
    """Run this until Qt ends it; returns the report and the lines of the log, which hold nobody's words."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment(home.folder, home.user, {"QT_QPA_PLATFORM": platform}),
        check=False, capture_output=True, timeout=PATIENCE_SECONDS,
    )  # fmt: skip
    assert done.returncode != 0
    assert SECRET.lower().encode() not in (done.stdout + done.stderr).lower()
    assert watch.begin_window()
    (text,) = watch.reports.texts()
    log = (home.path / "ideabox.log").read_text(encoding="utf-8")
    assert SECRET.lower() not in (log + text).lower()
    assert log.strip() in home("check", "--report")
    (home.path / "ideabox.log").unlink()  # it holds the complaints, as it should
    return text, [line.split(" ", 2)[2] for line in log.splitlines()]


def test_what_qt_complains_of_is_logged_once_without_its_words_and_its_end_of_the_program_is_reported(
    home: Home, watch: Watch
) -> None:
    text, lines = ended_by_qt(home, watch, "offscreen", "-c", COMPLAINING, str(home.path))
    assert "crash: Qt default\n" in text
    assert "ideabox/ui/start.py" in text
    for line, said in zip(
        lines,
        (
            "WARNING qt default QLabel::setBuddy",
            "ERROR qt default",
            "WARNING qt default QPainter::begin",
            "CRITICAL qt default",
        ),
        strict=True,
    ):
        assert line.startswith(f"{said} at elsewhere:")


@pytest.mark.skipif(os.name != "posix", reason="Qt asks by a box of its own on Windows")
def test_a_window_that_qt_cannot_open_is_reported(home: Home, watch: Watch) -> None:
    text, lines = ended_by_qt(home, watch, SECRET.lower(), "-m", "ideabox", "--home", str(home.path))
    assert "crash: Qt " in text
    assert lines[-1].startswith("CRITICAL qt ")


def test_a_window_that_closed_as_it_should_leaves_nothing(home: Home, watch: Watch) -> None:
    assert not watch.begin_window()
    watch.closing()
    watch.end_window()
    assert not (home.path / "crashes").exists()


def test_a_fault_that_comes_again_and_again_is_reported_once_and_few_reports_are_kept(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path / "crashes")

    def fail(kind: type[Exception]) -> None:
        try:
            raise kind(SECRET)
        except Exception as error:  # noqa: BLE001
            reports.note(error)

    for _time in range(3):
        fail(KeyError)
    assert len(reports.texts()) == 1
    for number in range(MOST + 5):
        fail(type(f"Fault{number}", (Exception,), {}))
    assert len(reports.texts()) == MOST
    reports.forget()
    assert reports.texts() == []


def test_where_reports_cannot_be_kept_nothing_else_happens(tmp_path: Path) -> None:
    (tmp_path / "crashes").write_text("a file in the way", encoding="utf-8")
    watch = Watch(tmp_path / "crashes")
    try:
        assert not watch.begin_window()
        watch.reports.note(ValueError("x"))
        watch.end_window()
    finally:
        watch.stop()


@pytest.fixture
def told(open_home: OpenHome, tmp_path: Path) -> Home:
    """An installation in which the word stands wherever it can."""
    home = open_home(SECRET.lower(), name=f"{SECRET} Smith", office=f"{SECRET} Road", team=SECRET)
    home("profile", "--team-folder", str(tmp_path / f"{SECRET} folder"))
    home("add", "--title", SECRET, "--problem", SECRET, "--proposal", SECRET)
    (home.path / f"{SECRET}.py").write_text("def fail():\n    raise LookupError('Xylophage')\n", encoding="utf-8")
    logbook.start(home.path / "ideabox.log")
    watch = Watch(home.path / "crashes")
    code = compile((home.path / f"{SECRET}.py").read_text(encoding="utf-8"), str(home.path / f"{SECRET}.py"), "exec")
    names: dict[str, object] = {}
    exec(code, names)
    thread = threading.Thread(target=names["fail"])  # type: ignore[arg-type]
    thread.start()
    thread.join()
    watch.stop()
    logbook.stop()
    return home


def test_the_report_for_support_shows_what_it_writes_and_holds_nobodys_words(told: Home, tmp_path: Path) -> None:
    log = told.path / "ideabox.log"
    kept = log.read_text(encoding="utf-8")
    log.write_text(f"{kept}2026-11-27 10:00:00,000 ERROR {SECRET}\n", encoding="utf-8")
    file = tmp_path / "report.zip"
    shown = told("check", "--report", file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(parts) == ["versions.txt", "settings.txt", "database.txt", "log.txt", "crashes.txt"]
    for text in parts.values():
        assert text in shown
        assert SECRET.lower() not in text.lower()
        assert str(tmp_path) not in text
    assert "ideas: 1\n" in parts["database.txt"]
    assert "office given: yes\n" in parts["settings.txt"]
    assert "add ended with 0" in parts["log.txt"]
    assert "(a line of another form)" in parts["log.txt"]
    assert "fault: LookupError" in parts["crashes.txt"]
    assert "elsewhere:2 fail" in parts["crashes.txt"]
    assert "ERROR fault LookupError at elsewhere:2 fail < " in parts["log.txt"]
    log.unlink()  # it holds the fault, as it should


def test_the_report_is_only_shown_without_a_file_and_says_what_it_cannot_read(told: Home) -> None:
    told.database.write_bytes(b"not a database at all, " * 100)
    shown = told("check", "--report")
    assert 'refused: ["database.not-a-database"]' in shown
    assert "== crashes.txt ==" in shown
    assert SECRET.lower() not in shown.lower()
    (told.path / "ideabox.log").unlink()


def test_a_source_is_named_from_its_package_on_and_nothing_else_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert logbook.where(logbook.__file__) == "ideabox/app/logbook.py"
    assert logbook.where(threading.__file__) == "threading.py"
    assert logbook.where(pytest.__file__) == "pytest/__init__.py"
    assert logbook.where("/home/xylophage/notes.py") == "elsewhere"
    assert logbook.where("ideabox/app/logbook.py") == "elsewhere"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert logbook.where("ideabox/app/logbook.py") == "ideabox/app/logbook.py"
    assert logbook.where("/home/xylophage/notes.py") == "elsewhere"
