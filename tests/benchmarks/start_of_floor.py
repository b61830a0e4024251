"""The floor of a start: the same imports, an empty main window with a search box and 50 rows, painted.

`start_against_floor` runs it as a process of its own, with the moment of its start in `STARTED`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import msgspec  # noqa: F401 - part of the floor
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QVBoxLayout, QWidget
from sqlalchemy import create_engine  # noqa: F401 - part of the floor

ROWS, COLUMNS = 50, 5
_NOWHERE = QModelIndex()


def resident_mb() -> float:
    """What this process holds of the memory, in millions of bytes. Linux only."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


class _Rows(QAbstractTableModel):
    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return ROWS

    def columnCount(self, _parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return COLUMNS

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return f"Idea {index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


class _FirstPaint(QObject):
    seconds = processor = 0.0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.seconds:
            self.seconds, self.processor = time.time() - float(os.environ["STARTED"]), time.process_time()
            QTimer.singleShot(0, QApplication.quit)
        return False


def main() -> None:
    application = QApplication(sys.argv)
    window, page, search, table = QMainWindow(), QWidget(), QLineEdit(), QTableView()
    layout = QVBoxLayout(page)
    layout.addWidget(search)
    layout.addWidget(table)
    table.setModel(_Rows(table))
    window.setCentralWidget(page)
    window.resize(1280, 800)
    first = _FirstPaint()
    table.viewport().installEventFilter(first)
    window.show()
    application.exec()
    print(json.dumps({"rows": first.seconds, "key": first.seconds, "cpu": first.processor, "mb": resident_mb()}))


if __name__ == "__main__":
    main()
