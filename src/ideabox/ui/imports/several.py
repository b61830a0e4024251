"""Several files at once: where each of them stands, and one button for all that are ready."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.imports.queue import Incoming, Queue
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text


class SeveralFiles(QWidget):
    """The files of the queue as a table, if there is more than one; the chosen one is shown below."""

    chosen = Signal(object)

    def __init__(self, bench: Bench, queue: Queue, saying: Callable[[Incoming], str]) -> None:
        super().__init__()
        self._say, self._queue, self._saying = bench.say, queue, saying
        say = self._say
        headings = [say("imports.col-file"), say("imports.col-state")]
        self.table = Table(bench.look, say("imports.files"), headings, most=6)
        self.table.chosen.connect(self._chosen)
        self.take_all = button(say("imports.import-all", count=0), queue.take_all, "primary")
        self.clear = button(say("imports.clear"), queue.clear)
        actions = QWidget()
        flow = FlowLayout(actions)
        flow.addWidget(self.take_all)
        flow.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(say("imports.files"), "section"))
        layout.addWidget(self.table)
        layout.addWidget(actions)
        self._is_filling = False
        self.hide()

    def show_files(self, current: Incoming | None) -> None:
        """Show the files and where each stands, with one of them chosen."""
        files = self._queue.files
        self.setVisible(len(files) > 1)
        self._is_filling = True
        row = files.index(current) if current in files else 0
        self.table.show_rows([self._row(each) for each in files], chosen=row)
        self._is_filling = False
        self._count()

    def show_file(self, incoming: Incoming) -> None:
        """Show where one file stands now."""
        if incoming in self._queue.files:
            self.table.rows.change(self._queue.files.index(incoming), self._row(incoming))
        self._count()

    def choose(self, incoming: Incoming) -> None:
        """Mark the file that is shown below."""
        self._is_filling = True
        self.table.setCurrentIndex(self.table.rows.index(self._queue.files.index(incoming), 0))
        self._is_filling = False

    def _count(self) -> None:
        ready = sum(each.is_ready for each in self._queue.files)
        self.take_all.setText(self._say("imports.import-all", count=ready))
        self.take_all.setEnabled(ready > 0)

    def _row(self, incoming: Incoming) -> tuple[str, ...]:
        return incoming.path.name, self._state(incoming)

    def _state(self, incoming: Incoming) -> str:
        found = incoming.found
        if incoming.state == "refused":
            return self._say("imports.row-refused")
        if found is None or incoming.state not in ("found", "done"):
            return self._saying(incoming)
        if incoming.needs_choice:
            return self._say("imports.needs-choice")
        counts = {"new": len(found.new), "updated": len(found.updated), "known": len(found.known)}
        return self._say("imports.row-done" if incoming.state == "done" else "imports.row-found", **counts)

    def _chosen(self, row: int) -> None:
        if not self._is_filling and 0 <= row < len(self._queue.files):
            self.chosen.emit(self._queue.files[row])
