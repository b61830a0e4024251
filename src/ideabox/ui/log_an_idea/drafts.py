"""The drafts on this PC, to go from one to another."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ideabox.store.drafts import Draft, Kept
from ideabox.ui.widgets.fields import ChoiceField
from ideabox.usecases import history
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

_LONGEST = 60


class DraftSwitcher(QWidget):
    """One line that is there only while there is another draft to go to."""

    chosen = Signal(str)

    def __init__(self, session: Session, say: Wording) -> None:
        super().__init__()
        self._session, self._say = session, say
        self._kept: dict[str, Kept] = {}
        self.field = ChoiceField("draft", say("log.drafts", count=0), [])
        self.field.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.combo.setMinimumContentsLength(12)
        self.field.edited.connect(self._chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.field)
        self.hide()

    def __contains__(self, identifier: str) -> bool:
        return identifier in self._kept

    def take(self, kept: list[Kept]) -> None:
        """These are the drafts on disk, the last saved first."""
        self._kept = {each.draft.id: each for each in reversed(kept)}

    def put(self, draft: Draft, at: str) -> None:
        """A draft has been saved; one without content is none."""
        self.drop(draft.id)
        if not draft.is_empty:
            self._kept[draft.id] = Kept(draft, at)

    def drop(self, identifier: str) -> None:
        """A draft has gone."""
        self._kept.pop(identifier, None)

    def kept(self, identifier: str) -> Kept | None:
        return self._kept.get(identifier)

    @property
    def newest(self) -> Kept | None:
        return next(reversed(self._kept.values()), None)

    def show_current(self, identifier: str) -> None:
        """Show which one stands in the form."""
        self.setVisible(bool(self._kept.keys() - {identifier}))
        self.field.set_label(self._say("log.drafts", count=len(self._kept)))
        combo = self.field.combo
        combo.clear()
        if identifier not in self._kept:
            combo.addItem(self._say("log.draft-new"), identifier)
        for kept in reversed(self._kept.values()):
            combo.addItem(self._words(kept), kept.draft.id)
        self.field.value = identifier

    def _words(self, kept: Kept) -> str:
        title = " ".join(kept.draft.title.split()) or self._say("none.title")
        title = title if len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}…"
        moment = datetime.fromisoformat(kept.at).astimezone()
        today = self._session.now().astimezone().date()
        when = f"{moment:%H:%M}" if moment.date() == today else history.day(kept.at)
        return self._say("log.draft-of", title=title, when=when)

    def _chosen(self) -> None:
        self.chosen.emit(self.field.value)
