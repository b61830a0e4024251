"""What a file would bring, or has brought: figures, what needs consent, and what is not usable."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.imports.queue import Incoming
from ideabox.ui.imports.vouching import Vouching
from ideabox.ui.widgets.choices import CheckField
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import let_go
from ideabox.ui.widgets.page import card
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import text
from ideabox.usecases import changes
from ideabox.usecases.changes import Change
from ideabox.usecases.importing import Imported, NotTaken

_NAMED = 100
"""How many lines that are not usable, or fields that would change, are named."""
_SHOWN, _SHOWN_OF_TITLE = 200, 40
"""How many characters of a text that would change are shown, and of the title of its idea."""


class Found(QWidget):
    """Shows one file's findings, and asks what only the person can decide."""

    edited = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        say = self._say
        self._figures = QWidget()
        self._notes = text("", "hint")
        self.vouching = Vouching(bench)
        self._changes = QWidget()
        self._more_changes = text("", "hint")
        heads = [say("imports.col-idea"), say("imports.col-field"), say("imports.col-change")]
        self.changes = Table(bench.look, say("imports.changes"), heads, wide=2, most=6, wraps=True)
        self._consent, consent = card(kind="notice")
        self.erase = CheckField(bench.look, "erase", say("imports.erase"), say("imports.erase-hint"))
        self._erasures, self._names = text("", "label"), text("", "label")
        consent.addWidget(self._erasures)
        consent.addWidget(self._names)
        consent.addWidget(self.erase)
        self._unusable = QWidget()
        self._unusable_words = text("", "label")
        self._more = text("", "hint")
        headings = [say("imports.col-line"), say("imports.col-why")]
        self._lines = Table(bench.look, say("imports.not-usable"), headings, wide=1, numbers=(0,), most=4, wraps=True)
        self._skipped = text(say("imports.rows-left-out"), "hint")
        self.skip = CheckField(bench.look, "skip", say("imports.skip"), say("imports.skip-hint"))
        self._error = text("", "error")
        self._lay_out()
        self.erase.edited.connect(self._edited)
        self.skip.edited.connect(self._edited)
        self.vouching.edited.connect(self._edited)

    def show_file(self, incoming: Incoming) -> None:
        """Show what is known of this file."""
        found = incoming.found
        self.setVisible(found is not None and incoming.state in ("found", "importing", "done"))
        if found is None:
            return
        self._show_figures(found)
        self.vouching.show_file(incoming)
        notes = [self._say("imports.incomplete", count=found.incomplete)] if found.incomplete else []
        notes += [self._say("imports.conflicts", count=len(found.conflicts))] if found.conflicts else []
        notes += [self._say("privacy.in-import", kinds=self._say.kinds(found.personal))] if found.personal else []
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        is_open = incoming.state == "found"
        self._show_changes(found, is_open)
        self._consent.setVisible(is_open and found.needs_consent)
        for words, code, ideas in (
            (self._erasures, "imports.erasures", found.held_back),
            (self._names, "imports.names", found.names_held_back),
        ):
            words.setVisible(bool(ideas))
            words.setText(self._say(code, count=len(ideas)))
        self.erase.value, self.skip.value = incoming.erase, incoming.skip
        self._show_unusable(found, incoming.is_sheet, is_open)
        self.show_error("")

    def show_error(self, message: str) -> None:
        """Say which choice is missing."""
        self._error.setText(message)
        self._error.setVisible(bool(message))
        hint = self._say("imports.skip-hint")
        words = self._say("imports.skip")
        self.skip.box.setAccessibleName(f"{words}. {message or hint}")
        if message:
            self.skip.setFocus()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._unusable)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(tokens.SPACE_8)
        for part in (self._unusable_words, self._lines, self._more, self._skipped, self._error, self.skip):
            inside.addWidget(part)
        beside = QVBoxLayout(self._changes)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(tokens.SPACE_8)
        for part in (text(self._say("imports.changes"), "label"), self.changes, self._more_changes):
            beside.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        for block in (self._figures, self._notes, self.vouching, self._changes, self._consent, self._unusable):
            layout.addWidget(block)

    def _show_figures(self, found: Imported) -> None:
        figures = QWidget()
        flow = FlowLayout(figures, tokens.SPACE_8)
        erased = len(found.erased) or len(found.held_back)
        anonymised = len(found.anonymised) or len(found.names_held_back)
        wanted = (
            ("imports.new", len(found.new), True),
            ("imports.updated", len(found.updated), True),
            ("imports.known", len(found.known), True),
            ("imports.erased" if found.erased else "imports.would-erase", erased, False),
            ("imports.anonymised" if found.anonymised else "imports.would-anonymise", anonymised, False),
            ("imports.not-usable", len(found.not_taken), False),
        )
        for code, count, is_always in wanted:
            if count or is_always:
                flow.addWidget(_figure(count, self._say(code)))
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self._figures, figures)
        let_go(self._figures)
        self._figures = figures

    def _show_changes(self, found: Imported, is_open: bool) -> None:
        """Say field by field what would be different about ideas that are here already."""
        self._changes.setVisible(is_open and bool(found.changes))
        self.changes.show_rows([self._change(each) for each in found.changes[:_NAMED]])
        more = len(found.updated) - len({each.idea for each in found.changes[:_NAMED]})
        self._more_changes.setText(self._say("imports.more-changes", count=more))
        self._more_changes.setVisible(more > 0)

    def _change(self, each: Change) -> tuple[str, str, str]:
        old, new = (_short(changes.in_words(self._say, each.field, value), _SHOWN) for value in (each.old, each.new))
        title = _short(each.title, _SHOWN_OF_TITLE) or self._say("none.title")
        return title, self._say(f"field.{each.field}"), self._say("imports.changed", old=old, new=new)

    def _show_unusable(self, found: Imported, is_sheet: bool, is_open: bool) -> None:
        self._unusable.setVisible(bool(found.not_taken))
        if not found.not_taken:
            return
        self._unusable_words.setText(self._say("imports.unusable-rows" if is_sheet else "imports.unusable-lines"))
        rows = [(str(each.number), self._reason(each)) for each in found.not_taken[:_NAMED]]
        number = self._say("imports.col-row" if is_sheet else "imports.col-line")
        self._lines.show_rows(rows, (number, self._say("imports.col-why")))
        more = len(found.not_taken) - _NAMED
        self._more.setText(self._say("imports.more-unusable", count=more))
        self._more.setVisible(more > 0)
        self._skipped.setVisible(is_sheet and is_open)
        self.skip.setVisible(is_open and not is_sheet)

    def _reason(self, each: NotTaken) -> str:
        field = self._say.messages.get(f"field.{each.facts.get('field')}", "")
        return " ".join(self._say(f"not-taken.{each.code}", **(each.facts | {"field": field})).split())

    def _edited(self) -> None:
        self.edited.emit()


def _short(words: str, most: int) -> str:
    """A text on one line, and not longer than a table can show."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _figure(count: int, words: str) -> QWidget:
    """A number over what it counts; read out the other way round, as one."""
    figure = QWidget()
    layout = QVBoxLayout(figure)
    layout.setContentsMargins(0, 0, tokens.SPACE_32, 0)
    layout.setSpacing(0)
    number, label = text(str(count), "section"), text(words, "hint")
    number.setAccessibleName(f"{words}: {count}")
    for part in (number, label):
        part.setWordWrap(False)
        layout.addWidget(part)
    return figure
