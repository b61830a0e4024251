"""Word to the person within the window: what has just happened, and long work under way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.background import Task, TaskRunner
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.layouts import let_go
from ideabox.ui.widgets.text import breakable, set_kind, text
from ideabox.usecases.wording import Wording


class NoticeBar(QFrame):
    """The last thing that was said, until the person puts it away, goes elsewhere, or something else is said."""

    def __init__(self, say: Wording) -> None:
        super().__init__()
        self.setProperty("kind", "said")
        self._passed = False
        self._call: Callable[[], object] | None = None
        self._words = text("")
        self._act = button("", self._do, "link")
        self._close = button(say("notice.close"), self.hide, "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_8, tokens.SPACE_16, tokens.SPACE_8)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._act)
        layout.addWidget(self._close)
        self.hide()

    def tell(
        self, message: str, act: str = "", call: Callable[[], object] | None = None, *, wrong: bool = False
    ) -> None:
        """Say what has happened, with one thing to do about it if there is one, or what went wrong."""
        set_kind(self, "wrong" if wrong else "said")
        self._passed = False
        self._words.setText(message)
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self._call = call
        self.show()
        announce(self, f"{message} {act}".strip(), at_once=wrong)

    def pass_by(self) -> None:
        """The person goes elsewhere. What they may still want to act upon comes along to the next place."""
        if self._call is None or self._passed:
            self.hide()
        self._passed = True

    @property
    def message(self) -> str:
        return self._words.text() if self.isVisible() else ""

    def _do(self) -> None:
        call, self._call = self._call, None
        self.hide()
        if call is not None:
            call()


class ProgressPanel(QWidget):
    """Long work under way, each with how far it is and, where that is safe, a way to stop it."""

    def __init__(self, runner: TaskRunner, say: Wording) -> None:
        super().__init__()
        self._runner, self._say = runner, say
        self._rows: dict[Task, _ProgressRow] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        runner.changed.connect(self._show)
        self.hide()

    def _show(self) -> None:
        shown = self._runner.shown()
        for task in [task for task in self._rows if task not in shown]:
            row = self._rows.pop(task)
            let_go(row)
        for task in shown:
            if task not in self._rows:
                self._rows[task] = _ProgressRow(task, self._say)
                self._layout.addWidget(self._rows[task])
            self._rows[task].show_progress()
        self.setVisible(bool(self._rows))


class _ProgressRow(QFrame):
    def __init__(self, task: Task, say: Wording) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._task, self._say = task, say
        self._bar = QProgressBar()
        self._bar.setAccessibleName(task.label)
        self._bar.setTextVisible(False)
        self._share = text("", "hint")
        self._share.setWordWrap(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_8, tokens.SPACE_16, tokens.SPACE_8)
        words = text(breakable(task.label))
        layout.addWidget(words, 2)
        layout.setSpacing(tokens.SPACE_16)
        layout.addWidget(self._bar, 3)
        layout.addWidget(self._share)
        self._stop = button(say("progress.stop"), self._cancel, name=say("progress.stop-what", what=task.label))
        layout.addWidget(self._stop, alignment=Qt.AlignmentFlag.AlignRight)
        self._stop.setVisible(task.can_cancel)  # not before it is in its place: it would be a window of its own
        announce(self, task.label)

    def show_progress(self) -> None:
        self._bar.setMaximum(1000 if self._task.total else 0)
        if self._task.total:
            share = min(1000, self._task.done * 1000 // self._task.total)
            self._bar.setValue(share)
            self._share.setText(self._say("progress.share", percent=share // 10))

    def _cancel(self) -> None:
        self._task.cancel()
        self._stop.setEnabled(False)
        self._stop.setText(self._say("progress.stopping"))
