"""Choosing files and folders, and showing folders in the system's own file manager."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

AskFolder = Callable[[QWidget, str, Path, Callable[[str], None]], None]
"""Asks for a folder, beginning at one, and calls back with its path; not at all if the person thinks better of it."""
AskFiles = Callable[[QWidget, str, str, Callable[[list[str]], None]], None]
"""Asks for files of some kinds, and calls back with their paths."""
AskFile = Callable[[QWidget, str, str, Callable[[str], None]], None]
"""The same for one file."""
AskSave = Callable[[QWidget, str, Path, list[str], Callable[[str], None]], None]
"""Asks where to write a file of one of some kinds, suggesting a path, and calls back with its path."""
OpenFolder = Callable[[Path], bool]


def ask_folder(parent: QWidget, caption: str, start: Path, chosen: Callable[[str], None]) -> None:
    """Ask for a folder without holding up the window."""
    dialog = QFileDialog(parent, caption, str(start))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_files(parent: QWidget, caption: str, kinds: str, chosen: Callable[[list[str]], None]) -> None:
    """Ask for files without holding up the window. `kinds` is as Qt's name filters are: `Tables (*.csv)`."""
    dialog = QFileDialog(parent, caption, str(Path.home()), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(chosen)
    dialog.open()


def ask_file(parent: QWidget, caption: str, kinds: str, chosen: Callable[[str], None]) -> None:
    """Ask for one file without holding up the window; `kinds` as above."""
    dialog = QFileDialog(parent, caption, str(Path.home()), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(chosen)
    dialog.open()


def ask_save(parent: QWidget, caption: str, start: Path, kinds: list[str], chosen: Callable[[str], None]) -> None:
    """Ask where to write a file without holding up the window; the kind that is chosen gives the file its ending."""
    dialog = QFileDialog(parent, caption, str(start))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(kinds)
    dialog.setDefaultSuffix(start.suffix.removeprefix("."))
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")")))
    dialog.fileSelected.connect(chosen)
    dialog.open()


def open_folder(folder: Path) -> bool:
    """Show a folder in the system's file manager. Nothing else is ever opened this way."""
    return folder.is_dir() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
