"""What every screen works with: the installation, the task runner, the look, and word of what has changed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from ideabox.domain.problems import Refusal, is_damage
from ideabox.ui.background import Task, TaskRunner
from ideabox.ui.caretaker import Caretaker
from ideabox.ui.style import Look
from ideabox.ui.team_folder import TeamFolder
from ideabox.usecases.desk import Desk
from ideabox.usecases.recording import Changes

if TYPE_CHECKING:
    from ideabox.ui.duplicates.finder import Finder


class Bench(QObject):
    """Shared by all screens. A screen acts through `act`, listens to `changed`, and speaks through `noticed`."""

    changed = Signal(object)
    """`Changes`: ideas were added, changed or removed; every view decides for itself whether to look again."""
    noticed = Signal(str, str, object)
    """A message for the person, and if there is something to do about it, its words and what to call."""
    went_wrong = Signal(str)
    """What stood in the way of something that the person wanted."""
    go = Signal(str, object)
    """Go to a place by its code, with something for it to show (an idea's id, say) or None."""

    person_changed = Signal()
    """Who is at this PC has changed: name, office or role."""
    damaged = Signal(object)
    """A `Refusal`: the database turned out to be damaged."""
    begun = Signal()
    """The first run is done."""
    to_put_back = Signal(object)
    """The `Path` of a backup that is to take the place of the database, for which the window has to close."""
    drafts_erased = Signal()
    """What was being written has been erased, and must not come back out of a screen that still shows it."""

    def __init__(self, desk: Desk, look: Look, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look, self.runner = desk, look, runner
        self.session = desk.session
        self.say = desk.wording
        self.team_folder = TeamFolder(desk, runner, self)
        self.team_folder.brought.connect(self.changed)
        self.team_folder.refused.connect(self.refused)
        self.team_folder.answered.connect(self._tell)
        self.changed.connect(self.team_folder.look_soon)
        self.caretaker = Caretaker(desk, runner, self)
        self.caretaker.refused.connect(self.refused)

    def _tell(self, message: str) -> None:
        self.noticed.emit(message, "", None)

    @cached_property
    def duplicates(self) -> Finder:
        """What is known of likely duplicates; nobody looks for them before they are wanted."""
        from ideabox.ui.duplicates.finder import Finder  # noqa: PLC0415 - not for those who never want them

        return Finder(self)

    def act(
        self,
        use_case: Callable[[Task], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Refusal], None] | None = None,
        *,
        label: str = "",
        can_cancel: bool = False,
        stopped: Callable[[Task], None] | None = None,
    ) -> Task:
        """Run a use case in the background.

        If it returns `Changes`, every screen hears of them. What it refuses goes to `failed`, else into a notice;
        `stopped` hears of a task that was cancelled before anything happened.
        """

        def finished(result: Any) -> None:
            if isinstance(result, Changes):
                self.changed.emit(result)
            if done is not None:
                done(result)

        refused = failed or self.refused
        return self.runner.run(use_case, finished, refused, label=label, can_cancel=can_cancel, stopped=stopped)

    def ask(self, question: Callable[[], Any], done: Callable[[Any], None]) -> Task:
        """Read something in the background."""
        return self.runner.run(lambda _task: question(), done, self.refused, lane="read")

    def refused(self, refusal: Refusal) -> None:
        """Tell the person what stood in the way."""
        if is_damage(refusal):
            self.damaged.emit(refusal)
        else:
            self.went_wrong.emit(self.sentences(refusal))

    def refused_leave(self, refusal: Refusal, again: Callable[[], object]) -> None:
        """Tell the person what stood in the way; where that looks like personal data, offer to do it all the same."""
        if any(problem.code == "personal-data-leaving" for problem in refusal.problems):
            self.noticed.emit(self.sentences(refusal), self.say("privacy.leave"), again)
        else:
            self.refused(refusal)

    def sentences(self, refusal: Refusal) -> str:
        """The problems of a refusal, in words."""
        return " ".join(self.say.problem(problem) for problem in refusal.problems)
