"""Every place and the first run, in every theme: each control has a name, a keyboard path, room and contrast."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui import tokens
from ideabox.ui.first_run.screen import FirstRun
from ideabox.ui.places import PLACES
from ideabox.ui.start import Running
from ideabox.ui.style import Choice, contrast, contrast_colours
from ideabox.ui.tokens import Colours
from tests.accessibility import controls
from tests.ui.conftest import OpenRunning

pytestmark = pytest.mark.long

THEMES: tuple[Choice, ...] = ("light", "dark", "contrast")
WHERE = (*(place.code for place in PLACES), "first")


def _go(running: Running, where: str, qtbot: QtBot) -> None:
    """Go there, and open everything that can be folded away."""
    if where == "first":
        running.window.begin_with(FirstRun(running.bench))
    else:
        running.window.go(where)
    _settle(running, qtbot)
    for fold in running.window.findChildren(QPushButton):
        if fold.property("kind") == "fold" and fold.isVisible():
            fold.click()
    _settle(running, qtbot)


def _settle(running: Running, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    qtbot.wait(1)
    qtbot.waitUntil(lambda: not running.runner.is_busy)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("where", WHERE)
def test_everything_can_be_named_reached_hit_and_read(
    lived_in_workplace: Workplace, open_running: OpenRunning, qtbot: QtBot, where: str, theme: Choice
) -> None:
    running = open_running(lived_in_workplace)
    running.look.set(theme)
    window = running.window
    _go(running, where, qtbot)
    assert len(controls.focusable(window)) > 2
    faults = {
        "without a name": controls.unnamed(window),
        "not reached by Tab": controls.unreachable(window, Qt.Key.Key_Tab),
        "not reached by Shift+Tab": controls.unreachable(window, Qt.Key.Key_Backtab),
        "too small": controls.too_small(window),
        "keys taken twice": controls.keys_taken_twice(window),
        "too faint": controls.too_faint(window),
    }
    assert {kind: found for kind, found in faults.items() if found} == {}


def _palette(text: str, ground: str, link: str) -> QPalette:
    """A high-contrast palette such as a system gives."""
    palette = QPalette()
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor(text))
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        palette.setColor(role, QColor(ground))
    palette.setColor(QPalette.ColorRole.Link, QColor(link))
    return palette


LOOKS = {
    "light": tokens.LIGHT,
    "dark": tokens.DARK,
    "contrast, dark ground": contrast_colours(_palette("#ffffff", "#000000", "#ffff00")),
    "contrast, light ground": contrast_colours(_palette("#000000", "#ffffff", "#00009f")),
    "contrast, with a link too faint": contrast_colours(_palette("#ffffff", "#202020", "#3030a0")),
}
TEXTS = (
    *(("text", ground) for ground in ("canvas", "surface", "rail", "tint", "notice")),
    *(("accent", ground) for ground in ("canvas", "surface", "tint", "notice")),
    *(("secondary", ground) for ground in ("canvas", "surface", "rail", "tint")),
    *(("bad", ground) for ground in ("canvas", "surface", "bad_tint")),
    ("good", "good_tint"), ("good", "surface"), ("on_accent", "accent"), ("text", "bad_tint"), ("text", "good_tint"),
)  # fmt: skip
EDGES = (
    ("edge", "surface"), ("edge", "canvas"), ("accent", "surface"), ("accent", "rail"), ("notice_edge", "surface"),
    ("focus_edge", "focus"),
)  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("kind", "ground"), TEXTS)
def test_each_kind_of_text_stands_out_from_its_ground(look: str, kind: str, ground: str) -> None:
    assert _ratio(LOOKS[look], kind, ground) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("kind", "ground"), EDGES)
def test_each_edge_that_means_something_stands_out(look: str, kind: str, ground: str) -> None:
    if kind != "notice_edge" or look != "light":  # there the notice's own ground tells it apart
        assert _ratio(LOOKS[look], kind, ground) >= 3


def _ratio(colours: Colours, kind: str, ground: str) -> float:
    return contrast(getattr(colours, kind), getattr(colours, ground))
