"""A list of ideas of any length: the keys of all of them, and the pages that are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from ideabox.domain.problems import Refusal
from ideabox.store.queries import Filter, IdeaRow, Sort
from ideabox.ui.background import Task, TaskRunner
from ideabox.usecases import reading
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

PAGE = 200
CACHED_PAGES = 20
MOST_ASKED = 6
"""Pages on their way at once; those that were scrolled past are asked for again when they are looked at."""
REST_AFTER_MS = 30
"""What is in sight is painted before the rest of the list is read."""
RECORD = Qt.ItemDataRole.UserRole
"""The role under which a row gives its `IdeaRow`; None while it is being read."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class IdeasModel(QAbstractTableModel):
    """One column: an idea as its title, and for assistive technology as a sentence of its own.

    A new question is answered with its first page at once, and with the keys of all the rest when they are there. The
    same question asked anew leaves the old answer standing until the new one has come whole.
    """

    begun = Signal()
    """The first ideas of another list are there; more may follow."""
    loaded = Signal(int)
    """A list has arrived whole; how many ideas it has."""
    failed = Signal(object)
    """The list could not be read; a `Refusal`."""

    def __init__(self, session: Session, runner: TaskRunner, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._runner, self._wording = session, runner, wording
        self._keys: array[int] = array("q")
        self._pages: OrderedDict[int, list[IdeaRow | None]] = OrderedDict()
        self._before: dict[int, IdeaRow] = {}  # the last list's, to show until this one's have been read
        self._asked: OrderedDict[int, Task] = OrderedDict()
        self._question: tuple[Filter, Sort] | None = None  # the one whose answer is shown
        self.is_renewed = False
        """Whether the list answers the same question as the one before it."""
        self._snapshot = 0  # the list that is shown
        self._wanted = 0  # the last one that was asked for
        self._reading: Task | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_AFTER_MS)
        self._rest.timeout.connect(self._ask_rest)

    def show(self, wanted: Filter, sort: Sort = "newest") -> None:
        """Ask for other ideas, or for the same ones anew; an older question that is still under way is dropped."""
        if self._reading is not None:
            self._reading.cancel()
        self._rest.stop()
        self._wanted += 1
        if self._question == (wanted, sort):
            self._ask_keys(wanted, sort)
            return
        number, session = self._wanted, self._session

        def read(task: Task) -> tuple[int, Filter, Sort, list[IdeaRow]]:
            return number, wanted, sort, reading.first(session, wanted, sort, PAGE, task.stop)

        self._reading = self._runner.run(read, self._take_first, self._fail, lane="read", can_cancel=True)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, RECORD):
            return None
        if not 0 <= index.row() < len(self._keys):
            return None
        record = self._record(index.row())
        if role == RECORD:
            return record
        if record is None:
            return "…"
        title = " ".join(record.title.split()) or self._wording("none.title")
        return title if role == Qt.ItemDataRole.DisplayRole else self.sentence(record, title)

    def sentence(self, record: IdeaRow, title: str) -> str:
        """What a screen reader says of a row."""
        status = self._wording(f"status.{record.status}")
        return self._wording(
            "list.row", title=title, status=status, office=record.office or self._wording("none.office")
        )

    def row_of(self, identifier: str) -> int | None:
        """The row of an idea that has been read."""
        key = next((record.pk for record in self._read() if record.id == identifier), None)
        return None if key is None else self.row_of_key(key)

    def row_of_key(self, key: int) -> int | None:
        """The row of an idea by its key, read or not."""
        try:
            return self._keys.index(key)
        except ValueError:
            return None

    def _read(self) -> Iterator[IdeaRow]:
        for records in self._pages.values():
            yield from (record for record in records if record is not None)
        yield from self._before.values()

    def _record(self, row: int) -> IdeaRow | None:
        page, offset = divmod(row, PAGE)
        records = self._pages.get(page)
        if records is None:
            self._ask(page)
            return self._before.get(self._keys[row])
        self._pages.move_to_end(page)
        return records[offset] if offset < len(records) else None

    def _ask(self, page: int) -> None:
        if page in self._asked:
            return
        number, session, keys = self._snapshot, self._session, self._keys[page * PAGE : (page + 1) * PAGE]

        def read(task: Task) -> tuple[int, int, list[IdeaRow | None]]:
            return number, page, reading.by_keys(session, keys, task.stop)

        self._asked[page] = self._runner.run(read, self._take_page, self._fail, lane="read", can_cancel=True)
        while len(self._asked) > MOST_ASKED:
            self._asked.popitem(last=False)[1].cancel()

    def _ask_keys(self, wanted: Filter, sort: Sort) -> None:
        number, session = self._wanted, self._session

        def read(task: Task) -> tuple[int, array[int]]:
            return number, reading.keys(session, wanted, sort, task.report, task.stop)

        self._reading = self._runner.run(read, self._take_keys, self._fail, lane="read", can_cancel=True)

    def _take_first(self, answer: tuple[int, Filter, Sort, list[IdeaRow]]) -> None:
        number, wanted, sort, rows = answer
        if number != self._wanted:
            return
        self._question = wanted, sort
        self._start_over(number, array("q", [row.pk for row in rows]), dict(enumerate([list[IdeaRow | None](rows)])))
        self.begun.emit()
        if len(rows) < PAGE:
            self.loaded.emit(len(rows))
        else:
            self._rest.start()

    def _ask_rest(self) -> None:
        if self._question is not None:
            self._ask_keys(*self._question)

    def _take_keys(self, answer: tuple[int, array[int]]) -> None:
        number, keys = answer
        if number != self._wanted:
            return
        shown = len(self._keys)
        if keys[:shown] != self._keys or number != self._snapshot:
            self._start_over(number, keys, {})
        elif len(keys) > shown:
            self.beginInsertRows(_NOWHERE, shown, len(keys) - 1)
            self._keys = keys
            self.endInsertRows()
        self.loaded.emit(len(keys))

    def _start_over(self, number: int, keys: array[int], pages: dict[int, list[IdeaRow | None]]) -> None:
        self.is_renewed = not pages
        self.beginResetModel()
        self._before = {record.pk: record for record in self._read()} if not pages else {}
        self._snapshot, self._keys = number, keys
        self._pages = OrderedDict(pages)
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self.endResetModel()

    def _take_page(self, answer: tuple[int, int, list[IdeaRow | None]]) -> None:
        number, page, records = answer
        if number != self._snapshot:
            return
        self._asked.pop(page, None)
        self._pages[page] = records
        while len(self._pages) > CACHED_PAGES:
            self._pages.popitem(last=False)
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(page * PAGE + len(records) - 1, 0))

    def _fail(self, refusal: Refusal) -> None:
        self._asked.clear()
        self.failed.emit(refusal)
