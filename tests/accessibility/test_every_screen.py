"""Every place and the first run, in every theme: each control has a name, a keyboard path, room and contrast."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.ui import tokens
from ideabox.ui.places import PLACES
from ideabox.ui.style import Choice, contrast, contrast_colours
from ideabox.ui.tokens import Colours
from tests.accessibility import controls
from tests.accessibility.scenes import EMPTY, LIVED_IN, Stage
from tests.ui.conftest import OpenRunning, OpenWorkplace

pytestmark = pytest.mark.long

THEMES: tuple[Choice, ...] = ("light", "dark", "contrast")
ROOM = (1280, 5600)
"""A window so tall that nothing of any scene is scrolled out of sight; how little room is enough is tried elsewhere."""


def test_every_place_of_the_window_is_walked() -> None:
    assert {place.code for place in PLACES} <= set(LIVED_IN)


@pytest.fixture(autouse=True)
def sharp_letters(qapp: QApplication) -> None:
    """Draw every letter in the one colour that it has, so that its contrast can be read off; windows put it back."""
    font = qapp.font()
    font.setStyleStrategy(QFont.StyleStrategy.NoAntialias)
    qapp.setFont(font)


@pytest.mark.parametrize("scene", [*LIVED_IN, *EMPTY])
def test_everything_can_be_named_reached_hit_and_read(
    lived_in_workplace: Workplace,
    workplace: OpenWorkplace,
    open_running: OpenRunning,
    qtbot: QtBot,
    tmp_path: Path,
    scene: str,
) -> None:
    at = lived_in_workplace if scene in LIVED_IN else workplace("sam", role="lead")
    running = open_running(at)
    running.window.resize(*ROOM)
    stage = Stage(running, at, qtbot, tmp_path)
    (LIVED_IN | EMPTY)[scene](stage)
    window = running.window
    assert len(controls.controls(window)) > 2
    faults: dict[str, list[str]] = {}
    for theme in THEMES:
        running.look.set(theme)
        QApplication.processEvents()
        faults |= {
            f"{theme}: without a name": controls.unnamed(window),
            f"{theme}: too small": controls.too_small(window),
            f"{theme}: keys taken twice": controls.keys_taken_twice(window),
            f"{theme}: out of sight": controls.out_of_sight(window),
            f"{theme}: too faint": controls.too_faint(window),
            f"{theme}: not reached by Tab": controls.unreachable(window, Qt.Key.Key_Tab),
            f"{theme}: not reached by Shift+Tab": controls.unreachable(window, Qt.Key.Key_Backtab),
        }
    stage.at_end()
    stage.settle()
    found = [f"{kind}: {each}" for kind, each_found in faults.items() for each in each_found]
    assert not found, "\n".join(found)


@pytest.mark.qt_log_ignore("This plugin does not support")  # an open list takes the keyboard, which offscreen has none
@pytest.mark.parametrize("theme", THEMES)
def test_the_choices_of_an_open_list_can_be_read(
    lived_in_workplace: Workplace, open_running: OpenRunning, qtbot: QtBot, theme: Choice
) -> None:
    running = open_running(lived_in_workplace, "all")
    running.look.set(theme)
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    combo = running.window.findChildren(QComboBox)[0]
    combo.showPopup()
    qtbot.waitUntil(combo.view().isVisible)
    QApplication.processEvents()
    assert combo.view().accessibleName()
    assert list(controls.texts(combo.view()))
    assert controls.too_faint(combo.view()) == []
    combo.hidePopup()


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
    ("focus_edge", "focus"), ("handle", "canvas"), ("handle", "surface"),
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
