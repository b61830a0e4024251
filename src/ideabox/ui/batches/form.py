"""The form of the next batch: its name, its marking, what to write, and what will be in it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.exchange.package import MARKINGS
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.choices import CheckField
from ideabox.ui.widgets.fields import ChoiceField, LineField
from ideabox.ui.widgets.group import Group
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.locked import lock_as_set
from ideabox.ui.widgets.text import divider, text
from ideabox.usecases.batching import Ready
from ideabox.usecases.exporting import COPIES

_DECISIONS = ("put-forward", "do-here", "not-now", "decline")


class BatchForm(QFrame):
    """Says `wanted` when the person wants the batch and nothing stands in the way of it."""

    wanted = Signal()
    refused = Signal(object)
    """What stands in the way: controls, each with a message; an empty list once nothing does."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._say = say = bench.say
        self._suggested = ""
        self._taken: Collection[str] = ()
        self.name = LineField("name", say("batches.name"), say("batches.name-hint"))
        markings = [(marking, marking) for marking in MARKINGS]
        self.marking = ChoiceField("marking", say("batches.marking"), markings, say("batches.marking-hint"))
        self.marking.value = bench.desk.policy.marking()
        lock_as_set(bench, "marking", self.marking)
        self.package = CheckField(bench.look, "package", say("batches.package"), say("batches.package-hint"))
        self.package.value = True
        self.copies = {
            form: CheckField(bench.look, form, say(f"batches.{form}"), say(f"batches.{form}-hint")) for form in COPIES
        }
        self.export = button(say("batches.export"), self._export, "primary")
        self._inside = QVBoxLayout()
        self._inside.setSpacing(tokens.SPACE_4)
        self._lay_out()

    @property
    def formats(self) -> tuple[str, ...]:
        """What is to be written, by code."""
        return tuple(field.name for field in (self.package, *self.copies.values()) if field.value)

    def show_ready(self, ready: Ready, taken: Collection[str]) -> None:
        """Say what will be in the batch; suggest a name, unless the person has given one."""
        self._taken = taken
        if self.name.value in ("", self._suggested) or self.name.value in taken:
            self.name.value = ready.name
        self._suggested = ready.name
        empty(self._inside)
        for words in self._lines(ready):
            self._inside.addWidget(text(words))

    def show_name_error(self, message: str) -> None:
        """Say what is wrong with the name."""
        self.name.set_error(message)
        self.refused.emit([(self.name, message)])

    def _lines(self, ready: Ready) -> list[str]:
        say = self._say
        lines = [say("batches.inside-ideas", count=ready.ideas)]
        lines += [
            say("batches.inside-decision", decision=say(f"decision.{decision}"), count=ready.decisions[decision])
            for decision in _DECISIONS
            if decision in ready.decisions
        ]
        if ready.along:
            lines.append(say("batches.inside-along", count=ready.along))
        if ready.nameless:
            lines.append(say("batches.inside-nameless", count=ready.nameless))
        return lines

    def _lay_out(self) -> None:
        say = self._say
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(text(say("batches.new"), "section"))
        layout.addWidget(self.name)
        layout.addWidget(self.marking)
        formats = Group(say("batches.formats"))
        for field in (self.package, *self.copies.values()):
            formats.inside.addWidget(field)
        layout.addWidget(formats)
        layout.addWidget(divider())
        contents = QWidget()
        column = QVBoxLayout(contents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_4)
        column.addWidget(text(say("batches.inside"), "label"))
        column.addLayout(self._inside)
        layout.addWidget(contents)
        layout.addWidget(self.export, alignment=Qt.AlignmentFlag.AlignLeft)

    def _export(self) -> None:
        errors: list[tuple[QWidget | None, str]] = []
        message = ""
        if not self.name.value.strip():
            message = self._say("batches.enter-name")
        elif self.name.value.strip() in self._taken:
            message = self._say("batches.name-taken", name=self.name.value.strip())
        self.name.set_error(message)
        if message:
            errors.append((self.name, message))
        if not self.formats:
            errors.append((self.package, self._say("batches.select-format")))
        self.refused.emit(errors)
        if not errors:
            self.wanted.emit()
