"""The log of imports, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.page import card
from ideabox.ui.widgets.table import Row, Table
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import history, import_log
from ideabox.usecases.import_log import Entry
from ideabox.usecases.importing import UndoneRun

_HEADINGS = (
    "imports.col-day",
    "imports.col-file",
    "imports.new",
    "imports.updated",
    "imports.known",
    "imports.not-usable",
    "imports.col-undone",
)


class ImportLog(QWidget):
    """Every run; the chosen one can be undone."""

    wanted_undo = Signal(object)
    """The numbers of runs that belong together."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        self.runs: Sequence[Entry] = ()
        headings = [self._say(code) for code in _HEADINGS]
        self.table = Table(bench.look, self._say("imports.log"), headings, wide=1, numbers=(2, 3, 4, 5))
        self.table.chosen.connect(self._chosen)
        self._which = text("", "hint")
        self.undo = button(self._say("imports.undo"), self._undo)
        self.result, self._inside = card()
        self.result.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(text(self._say("imports.log"), "section"))
        layout.addWidget(self.result)
        layout.addWidget(self.table)
        layout.addWidget(self._which)
        layout.addWidget(self.undo, alignment=Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def refresh(self) -> None:
        """Read the log anew."""
        self._bench.ask(self._read, self._show)

    def show_undone(self, undone: UndoneRun) -> None:
        """Say what was taken back, and what was left and why."""
        say = self._say
        empty(self._inside)
        counts = (("imports.gone", undone.undone.removed), ("imports.as-before", undone.undone.changed))
        words = [say(code, count=len(ideas)) for code, ideas in counts if ideas]
        heading = say("imports.undone", file=undone.file or say("imports.from-folder"))
        self._inside.addWidget(text(breakable(heading), "section"))
        if words:
            self._inside.addWidget(text("\n".join(words)))
        if undone.left:
            words.append(say("imports.left", count=len(undone.undone.left)))
            self._inside.addWidget(text(words[-1], "label"))
            self._inside.addWidget(text("\n".join(breakable(title) for title in undone.left)))
        self.result.show()
        self.table.setFocus()
        announce(self, ". ".join([heading, *words]))

    def _read(self) -> tuple[list[Entry], list[Row]]:
        """The log, and its rows: a digital lead's has thousands of them."""
        runs = import_log.log_of_runs(self._bench.session)
        return runs, [self._row(run) for run in runs]

    def _show(self, found: tuple[list[Entry], list[Row]]) -> None:
        self.runs, rows = found
        self.table.show_rows(rows, chosen=self.table.row)
        self.setVisible(bool(rows))

    def _row(self, run: Entry) -> Row:
        undone = history.day(run.undone_at) if run.undone_at else ""
        counts = (str(count) for count in (run.new, run.updated, run.known, run.unusable))
        return (history.day(run.at), self._name(run), *counts, undone)

    def _name(self, run: Entry) -> str:
        return run.file or self._say("imports.from-folder")

    def _chosen(self, row: int) -> None:
        run = self.runs[row] if 0 <= row < len(self.runs) else None
        self.undo.setEnabled(run is not None and run.undone_at is None)
        if run is not None:
            self._which.setText(
                breakable(self._say("imports.chosen-run", file=self._name(run), day=history.day(run.at)))
            )
            self.undo.setAccessibleName(f"{self._say('imports.undo')}: {self._name(run)}")

    def _undo(self) -> None:
        if 0 <= self.table.row < len(self.runs):
            self.undo.setEnabled(False)
            self.wanted_undo.emit(self.runs[self.table.row].runs)
