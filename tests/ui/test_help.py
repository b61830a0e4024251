"""Help: F1 opens the page of the place where one was, and shortcuts are those that there are."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ideabox import __version__
from ideabox.app.resources import resources
from ideabox.domain.people import ROLES
from ideabox.ui.help import shortcuts
from ideabox.ui.help.pages import pages_for
from ideabox.ui.help.screen import Help
from ideabox.ui.places import BY_CODE, places_of
from ideabox.ui.start import Running
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import Key, press

PAGES = sorted((resources() / "help").glob("*.md"))


def at_help(running: Running) -> Help:
    screen = running.window.here
    assert isinstance(screen, Help)
    return screen


@pytest.mark.parametrize("place", ["batches", "imports", "settings"])
def test_f1_opens_the_page_of_the_place(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, place: str
) -> None:
    running = open_running(workplace("ann", role="manager"), place)
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    press(Key.Key_F1)
    qtbot.waitUntil(lambda: isinstance(running.window.here, Help))
    screen = at_help(running)
    assert screen.page.code == place
    assert screen.reader.hasFocus()
    assert screen.reader.toPlainText().startswith(screen.page.title)


def test_pages_are_chosen_by_keyboard(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    screen = at_help(open_running(workplace("ann"), "help"))
    assert screen.page.code == "adviser"
    screen.list.setFocus()
    press(Key.Key_Down)
    assert screen.page.code == "log"
    assert screen.reader.toPlainText().startswith("Log an idea")


def test_every_place_of_every_role_has_a_page() -> None:
    for role in ROLES:
        codes = [page.code for page in pages_for(role, resources())]
        assert codes[0] == role
        assert {place.code for place in places_of(role)} - {"help"} <= set(codes)
        assert {"shortcuts", "privacy", "about", *ROLES} <= set(codes)


def real_keys(running: Running, place: str) -> set[tuple[str, str]]:
    """The shortcuts of a place as they are, and what each does."""
    screen = running.window.screen_at(place)
    buttons = [(each.shortcut(), each.text()) for each in screen.findChildren(QPushButton)]
    found = [(keys, words) for keys, words in buttons if not keys.isEmpty()]
    found += [(each.keys()[0], each.whatsThis()) for each in screen.findChildren(QShortcut)]
    return {(shortcuts.native(keys.toString()), words) for keys, words in found}


def test_the_shortcuts_page_names_the_shortcuts_that_there_are(
    workplace: OpenWorkplace, open_running: OpenRunning
) -> None:
    running = open_running(workplace("ann", role="lead"), "help", "shortcuts")
    say, window = running.bench.say, running.window
    for place in places_of("lead"):
        declared = shortcuts.BY_PLACE.get(place.code, ())
        assert {(shortcuts.native(keys), say(code)) for keys, code in declared} == real_keys(running, place.code)
    own = window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
    everywhere = {(each.key().toString(), each.whatsThis()) for each in own}
    assert everywhere == {(keys, say(code)) for keys, code in shortcuts.EVERYWHERE}


def test_the_shortcuts_page_can_be_read(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    running = open_running(workplace("ann", role="lead"), "help", "shortcuts")
    words, say = at_help(running).reader.toPlainText(), running.bench.say
    for place in places_of("lead"):
        assert f"{place.shortcut} {say(f'place.{place.code}')}" in words
    assert "Ctrl+F Find an idea" in words
    assert f"1 {say('review.put-forward')}" in words
    assert f"Ctrl+Enter {say('review.save')}" in words


def test_links_lead_to_pages_and_places_and_nowhere_else(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    running = open_running(workplace("ann"), "help")
    screen = at_help(running)
    screen.reader.anchorClicked.emit(QUrl("page:privacy"))
    assert screen.page.code == "privacy"
    screen.reader.anchorClicked.emit(QUrl("https://example.org"))
    assert running.window.here is screen
    screen.reader.anchorClicked.emit(QUrl("place:settings"))
    assert running.window.here is not None
    assert running.window.here.code == "settings"


def test_the_version_is_that_of_the_program(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    screen = at_help(open_running(workplace("ann"), "help", "about"))
    assert f"Ideabox {__version__}." in screen.reader.toPlainText()


def test_text_grows_with_the_window(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    running = open_running(workplace("ann"), "help")
    screen = at_help(running)

    def size() -> int:
        return screen.reader.document().begin().begin().fragment().charFormat().font().pixelSize()

    before = size()
    running.look.set(percent=200)
    assert size() == 2 * before


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_a_page_is_plain_and_its_links_lead_somewhere(path: object) -> None:
    words = next(page for page in PAGES if page == path).read_text(encoding="utf-8")
    assert words.startswith("# ")
    assert not re.search(r"\b(please|sorry|invalid|oops)\b|!", words, re.IGNORECASE)
    known = {page.stem for page in PAGES}
    for kind, code in re.findall(r"\]\((\w+):([\w-]+)\)", words):
        assert code in (BY_CODE if kind == "place" else known)
    assert re.findall(r"\]\((?!page:|place:)", words) == []


@pytest.mark.parametrize("code", ["privacy", "threats"])
def test_a_page_names_the_files_of_this_installation(
    workplace: OpenWorkplace, open_running: OpenRunning, code: str
) -> None:
    ann = workplace("ann")
    words = at_help(open_running(ann, "help", code)).reader.toPlainText()
    for path in (getattr(ann.kept, name) for name in ann.kept.__struct_fields__):
        assert str(path) in words
    assert not re.search(r"\{\w+\}", words)
