"""A list of ideas of any length: the keys of all of them, and the pages that are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter, IdeaRow, Sort
from ideabox.ui.background import Task, TaskRunner
from ideabox.usecases import reading
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

PAGE = 200
CACHED_PAGES = 20
RECORD = Qt.ItemDataRole.UserRole
"""The role under which a row gives its `IdeaRow`; None while it is being read."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class IdeasModel(QAbstractTableModel):
    """One column: an idea as its title, and for assistive technology as a sentence of its own."""

    loaded = Signal(int)
    """A list has arrived; how many ideas it has."""
    failed = Signal(object)
    """The list could not be read; a `Refusal`."""

    def __init__(self, session: Session, runner: TaskRunner, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._runner, self._wording = session, runner, wording
        self._keys: array[int] = array("q")
        self._pages: OrderedDict[int, list[IdeaRow | None]] = OrderedDict()
        self._asked: set[int] = set()
        self._snapshot = 0  # the list that is shown
        self._wanted = 0  # the last one that was asked for
        self._reading: Task | None = None

    def show(self, wanted: Filter, sort: Sort = "newest") -> None:
        """Ask for other ideas, or for the same ones anew; an older question that is still under way is dropped."""
        if self._reading is not None:
            self._reading.cancel()
        self._wanted += 1
        number = self._wanted

        def read(_task: Task) -> tuple[int, array[int], list[IdeaRow | None]]:
            return number, *reading.keys_and_first(self._session, wanted, sort, PAGE)

        self._reading = self._runner.run(read, self._take_keys, self._fail, lane="read")

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, RECORD):
            return None
        record = self._record(index.row())
        if role == RECORD:
            return record
        if record is None:
            return "…"
        title = " ".join(record.title.split()) or self._wording("none.title")
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        status = self._wording(f"status.{record.status}")
        return self._wording(
            "list.row", title=title, status=status, office=record.office or self._wording("none.office")
        )

    def row_of(self, identifier: str) -> int | None:
        """The row of an idea, if it is on a page that has been read."""
        for page, records in self._pages.items():
            for offset, record in enumerate(records):
                if record is not None and record.id == identifier:
                    return page * PAGE + offset
        return None

    def _record(self, row: int) -> IdeaRow | None:
        page, offset = divmod(row, PAGE)
        records = self._pages.get(page)
        if records is None:
            self._ask(page)
            return None
        self._pages.move_to_end(page)
        return records[offset] if offset < len(records) else None

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        number, keys = self._snapshot, self._keys[page * PAGE : (page + 1) * PAGE]

        def read(_task: Task) -> tuple[int, int, list[IdeaRow | None]]:
            return number, page, reading.by_keys(self._session, keys)

        self._runner.run(read, self._take_page, self._fail, lane="read")

    def _take_keys(self, answer: tuple[int, array[int], list[IdeaRow | None]]) -> None:
        number, keys, first = answer
        if number != self._wanted:
            return
        self.beginResetModel()
        self._snapshot, self._keys = number, keys
        self._pages.clear()
        self._asked.clear()
        if keys:
            self._pages[0] = first
        self.endResetModel()
        self.loaded.emit(len(keys))

    def _take_page(self, answer: tuple[int, int, list[IdeaRow | None]]) -> None:
        number, page, records = answer
        if number != self._snapshot:
            return
        self._asked.discard(page)
        self._pages[page] = records
        while len(self._pages) > CACHED_PAGES:
            self._pages.popitem(last=False)
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(page * PAGE + len(records) - 1, 0))

    def _fail(self, refusal: Refusal) -> None:
        self.failed.emit(refusal)
