"""The idea under review: the author's words, and the answer to them in sight of each other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.store.drafts import Answer
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.models.one_idea import OneIdea
from ideabox.ui.review.answer_form import AnswerForm
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.idea_detail import IdeaDetail
from ideabox.ui.widgets.reading import ReadingArea
from ideabox.ui.widgets.text import divider, text
from ideabox.usecases import reading
from ideabox.usecases.reading import Shown

_LOWEST = 140
"""How much of the author's words stays in sight, in pixels at 100 % text."""


class ReviewPane(QWidget):
    """Shows one idea by its id, with the form of its answer."""

    shown = Signal(object)
    """The idea that is shown now, a `Shown`."""
    save_wanted = Signal()
    later_wanted = Signal()

    def __init__(self, bench: Bench, place: QWidget) -> None:
        super().__init__()
        self._bench = bench
        say = bench.say
        self.one = OneIdea(bench, reading.show, self)
        self.detail = IdeaDetail(say, bench.look, brief=True)
        self.area = ReadingArea(self.detail, say("review.idea"), snug=True)
        self.form = AnswerForm(bench, place)
        self.save = button(say("review.save"), kind="primary")
        self.save.clicked.connect(self.save_wanted)
        self.later = button(say("review.later"))
        self.later.clicked.connect(self.later_wanted)
        keys = QShortcut(place)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.setKeys([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        keys.setWhatsThis(say("review.save"))
        keys.activated.connect(self.save_wanted)
        self.all = QWidget()
        self.all.hide()
        self.all.installEventFilter(self)
        self._lay_out()
        bench.look.changed.connect(self._fit)
        self._fit()
        self.one.arrived.connect(self._show)
        self.one.gone.connect(self.all.hide)

    def clear(self) -> None:
        """Show no idea."""
        self.one.clear()
        self.all.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._claim()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.all and event.type() == QEvent.Type.LayoutRequest:
            self._claim()
        return super().eventFilter(watched, event)

    def _claim(self) -> None:
        """Have at least the height that the form and a part of the idea need at this width."""
        layout = self.all.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalMinimumHeightForWidth(self.width()))

    def show_answer(self, answer: Answer) -> None:
        """Go on with this answer to the idea that is shown."""
        self.form.show_answer(answer)

    def _lay_out(self) -> None:
        say = self._bench.say
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.all, 1)
        layout = QVBoxLayout(self.all)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        layout.addWidget(self.area)
        layout.addWidget(divider())
        layout.addWidget(self.form)
        layout.addStretch(1)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.save)
        flow.addWidget(self.later)
        keys = text(say("review.save-key"), "hint")
        keys.setWordWrap(False)
        keys.setMinimumHeight(self.later.sizeHint().height())
        flow.addWidget(keys)
        layout.addWidget(buttons)

    def _fit(self) -> None:
        self.area.set_least(self._bench.look.px(_LOWEST))

    def _show(self, shown: Shown) -> None:
        other = self.detail.shown is None or self.detail.shown.row.id != shown.row.id
        self.detail.show_idea(shown)
        self.all.show()
        if other:
            self.area.show_top()
        self.shown.emit(shown)
