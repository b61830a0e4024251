"""One file on its way in: what is in it, what would happen, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.imports.found import Found
from ideabox.ui.imports.mapping import Mapping
from ideabox.ui.imports.queue import Incoming, Queue, State
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.text import breakable, set_kind, text

_SAYINGS: dict[State, str] = {
    "waiting": "imports.is-waiting",
    "looking": "imports.is-looking",
    "found": "imports.is-found",
    "unclear": "imports.is-unclear",
    "importing": "imports.is-importing",
    "done": "imports.is-done",
    "stopped": "imports.is-stopped",
    "undone": "imports.is-undone",
}


class FileCard(QFrame):
    """Shows one file of the queue."""

    wanted_undo = Signal(int)
    """The run that the person wants to take back."""

    def __init__(self, bench: Bench, queue: Queue) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self._say, self._queue = bench, bench.say, queue
        self.file: Incoming | None = None
        self._name = text("", "section")
        self._state = text("")
        self.mapping, self.found = Mapping(bench), Found(bench)
        say = self._say
        self.take = button(say("imports.import"), self._take, "primary")
        self.leave = button(say("imports.leave-out"), self._leave)
        self.again = button(say("imports.look-again"), self._look_again)
        self.undo = button(say("imports.undo-this"), self._undo)
        self.ideas = button(say("imports.see-ideas"), self._see)
        self._lay_out()
        self.mapping.edited.connect(self._mapped)
        self.found.edited.connect(self._decided)
        self.hide()

    def show_file(self, incoming: Incoming | None) -> None:
        """Show this file as it is now; nothing for None."""
        self.file = incoming
        self.setVisible(incoming is not None)
        if incoming is None:
            return
        self._name.setText(breakable(incoming.path.name))
        self._state.setText(self.saying(incoming))
        set_kind(self._state, "error" if incoming.state == "refused" else "body")
        self.mapping.show_file(incoming)
        self.mapping.setVisible(incoming.glimpse is not None and incoming.state not in ("importing", "done", "undone"))
        self.found.show_file(incoming)
        self._show_buttons(incoming)

    def saying(self, incoming: Incoming) -> str:
        """Where a file stands, in words."""
        if incoming.state == "refused":
            return incoming.problem
        if incoming.state == "found" and incoming.is_all_here:
            return self._say("imports.is-nothing-new")
        return self._say(_SAYINGS[incoming.state])

    @property
    def summary(self) -> str:
        """What the card says, in one line, for those who do not see it."""
        found = self.file.found if self.file is not None else None
        if found is None or self.file is None or self.file.state not in ("found", "done"):
            return self._state.text()
        counts = {"new": len(found.new), "updated": len(found.updated), "known": len(found.known)}
        return f"{self._state.text()} {self._say('imports.row-found', **counts)}"

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_12)
        for part in (self._name, self.mapping, self._state, self.found):
            layout.addWidget(part)
        actions = QWidget()
        flow = FlowLayout(actions)
        for each in (self.take, self.ideas, self.again, self.undo, self.leave):
            flow.addWidget(each)
        layout.addWidget(actions)

    def _show_buttons(self, incoming: Incoming) -> None:
        state = incoming.state
        self.take.setVisible(state == "unclear" or (state == "found" and not incoming.is_all_here))
        self.leave.setVisible(state not in ("importing", "done", "undone"))
        self.again.setVisible(state in ("refused", "stopped", "undone"))
        self.undo.setVisible(state == "done")
        self.ideas.setVisible(state == "done")
        for each in (self.take, self.leave, self.again, self.undo):
            each.setAccessibleName(f"{each.text()}: {incoming.path.name}")

    def _take(self) -> None:
        if self.file is None:
            return
        if self.file.state == "unclear":
            self.mapping.fields["title"].setFocus()
        elif self.file.needs_choice:
            self.found.show_error(self._say("imports.select-skip"))
        else:
            self._queue.take(self.file)

    def _leave(self) -> None:
        if self.file is not None:
            self._queue.remove(self.file)

    def _look_again(self) -> None:
        if self.file is not None:
            self._queue.look(self.file)

    def _mapped(self) -> None:
        if self.file is not None:
            self.file.mapping = self.mapping.value
            self._queue.look(self.file)

    def _decided(self) -> None:
        if self.file is not None:
            self.file.erase, self.file.skip = self.found.erase.value, self.found.skip.value
            self.file.trust = self.found.vouching.trust.value
            self._queue.changed.emit(self.file)

    def _undo(self) -> None:
        if self.file is not None and self.file.found is not None and self.file.found.run is not None:
            self.wanted_undo.emit(self.file.found.run)

    def _see(self) -> None:
        self._bench.go.emit("all", None)
