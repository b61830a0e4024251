"""Pictures of every place in every state, to look at: `python -m tests.ui.tour OUT_DIR [WORD...]`.

Each is taken light and dark at 100 % and at 200 %; those of `CONTRAST` in high contrast as well, and every place in the
smallest window. With words, only scenes whose names hold one of them are played; words such as `dark-200` choose looks.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from ideabox.app.workplace import Workplace
from ideabox.ui.style import Choice
from tests.ui import scenes
from tests.ui.sample import lived_in, one_of_each
from tests.ui.scenes import Scene, Stage

LOOKS: tuple[tuple[Choice, int], ...] = (
    ("light", 100), ("light", 200), ("dark", 100), ("dark", 200), ("contrast", 100),
)  # fmt: skip
CONTRAST = ("first", "places", "logging", "reviewing_ideas", "imports", "insights")
SIZE, SMALLEST = (1280, 800), (1024, 700)


def _nobody(home: Path) -> Workplace:
    workplace = Workplace(home, user="sam")
    workplace.change_profile(name="Sam Field", office="Leeds Park Place", role="lead")
    return workplace


INSTALLATIONS: tuple[tuple[Callable[[Path], Workplace], tuple[Scene, ...]], ...] = (
    (_nobody, (scenes.first_run, scenes.empty_places)),
    (one_of_each, (scenes.my_ideas, scenes.logging, scenes.something_went_wrong)),
    (
        lived_in,
        (
            scenes.places,
            scenes.skills_frameworks,
            scenes.recovering,
            scenes.backing_up,
            scenes.personal_data,
            scenes.all_ideas,
            scenes.sizing_ideas,
            scenes.reviewing_ideas,
            scenes.batching_ideas,
            scenes.likely_duplicates,
            scenes.imports,
            scenes.insights,
            scenes.long_work,
            scenes.helping,
        ),
    ),
)


def tour(folder: Path, words: list[str]) -> Iterator[Path]:
    """Play the scenes once for each look, and take the pictures."""
    named = [look for look in LOOKS if f"{look[0]}-{look[1]}" in words]
    words = [word for word in words if not any(word == f"{theme}-{percent}" for theme, percent in named)]
    for make, played in INSTALLATIONS:
        wanted = [scene for scene in played if not words or any(word in scene.__name__ for word in words)]
        for theme, percent in (named or LOOKS) if wanted else ():
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
                stage = Stage(make(Path(place) / "home"), Path(place))
                stage.running.look.set(theme, percent)
                for scene in wanted:
                    if theme != "contrast" or scene.__name__ in CONTRAST:
                        yield from _play(stage, scene, folder, f"{theme}-{percent}")
                stage.close()


def _play(stage: Stage, scene: Scene, folder: Path, look: str) -> Iterator[Path]:
    window = stage.running.window
    for name in scene(stage):
        yield _picture(stage, folder / f"{name}-{look}.png")
        if scene is scenes.places and look.startswith("light"):
            window.resize(*SMALLEST)
            yield _picture(stage, folder / f"{name}-smallest-{look}.png")
            window.resize(*SIZE)


def _picture(stage: Stage, path: Path) -> Path:
    scenes.look_away(0.15)
    window = stage.running.window
    picture = window.grab()
    for popup in QApplication.topLevelWidgets():
        if popup is not window and popup.isVisible():
            painter = QPainter(picture)
            painter.drawPixmap(window.mapFromGlobal(popup.pos()), popup.grab())
            painter.end()
    picture.save(str(path))
    return path


def main() -> int:
    """Take all the pictures; prints where each is."""
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for path in tour(folder, sys.argv[2:]):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
