"""Ideas, files and stores for the tests of places where ideas travel."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ideabox.app.workplace import Workplace
from ideabox.store import schema
from ideabox.usecases import ideas, reviewing, sending
from ideabox.usecases.session import Session

Key = Qt.Key


def log_ideas(session: Session, *titles: str) -> list[str]:
    """Log ideas with these titles; returns their ids."""
    return [
        next(iter(ideas.submit(session, title, f"What happens with {title}", f"How {title} would be better").new))
        for title in titles
    ]


def reviewed(session: Session, *titles: str) -> list[str]:
    """Log ideas and put them forward."""
    identifiers = log_ideas(session, *titles)
    for identifier in identifiers:
        reviewing.review(session, identifier, "put-forward", "You are right, and here is why")
    return identifiers


def package_of(workplace: Workplace, folder: Path) -> Path:
    """One package with what is to be sent."""
    parcels = sending.send(workplace.session, folder, workplace.wording)
    assert len(parcels) == 1
    return parcels[0].path


def with_a_line_that_is_not_usable(package: Path) -> Path:
    """A package in order but for one line of it, which no program could have written."""
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    del members["manifest.json.sig"]
    lines = members["events.jsonl"].split(b"\n")
    lines[0] = b'{"id":"nonsense"}'
    members["events.jsonl"] = b"\n".join(lines)
    manifest = json.loads(members["manifest.json"])
    manifest["sha256"]["events.jsonl"] = hashlib.sha256(members["events.jsonl"]).hexdigest()
    members["manifest.json"] = json.dumps(manifest).encode()
    broken = package.with_name("broken.ideabox.zip")
    with zipfile.ZipFile(broken, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return broken


def everything(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """All that a store holds, table by table, but for the log of runs, whose numbers are never given twice."""
    with session.store.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
            for table in schema.metadata.sorted_tables
        }


def press(key: Qt.Key, times: int = 1, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    for _time in range(times):
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifiers)


def type_text(words: str) -> None:
    """Type where the focus is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClicks(widget, words)


def tab_to(target: QWidget, most: int = 60) -> None:
    """Go on with the Tab key until this widget, or what it hands its focus to, has it."""
    wanted = target.focusProxy() or target
    for _time in range(most):
        if QApplication.focusWidget() is wanted:
            return
        press(Key.Key_Tab)
    raise AssertionError(f"Tab does not come to {target.accessibleName()!r} within {most} steps")
