"""One idea in full: what it says, where it stands and why, and everything that happened to it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ideabox.domain.searching import Field, Query, spans
from ideabox.ui import tokens
from ideabox.ui.style import Look
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import let_go
from ideabox.ui.widgets.page import card
from ideabox.ui.widgets.text import TextKind, breakable, divider, marked, status_tag, text
from ideabox.usecases import history, sizing
from ideabox.usecases.reading import Shown
from ideabox.usecases.wording import Wording

_NEWEST, _EARLIER = 40, 100
"""How much of a long history is shown, and how much more at a time."""


class IdeaDetail(QWidget):
    """Shows one idea at a time. `foot` is empty: a screen puts what can be done with the idea there.

    A brief one begins with the author's words, and leaves out what is known already where an idea is reviewed: that it
    waits, and a history that tells no more than who logged it when.
    """

    def __init__(self, say: Wording, look: Look, *, brief: bool = False) -> None:
        super().__init__()
        self._say, self._look, self._brief = say, look, brief
        self.shown: Shown | None = None
        self._sought = Query()
        self._events = _NEWEST
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_8)
        self._content = QWidget()
        self._layout.addWidget(self._content)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(tokens.SPACE_12)
        self._layout.addLayout(self.foot)
        self._history = QWidget()
        self._layout.addWidget(self._history)
        self._layout.addStretch(1)

    def show_idea(self, shown: Shown | None) -> None:
        """Show this idea; nothing for None."""
        if self.shown is None or shown is None or self.shown.row.id != shown.row.id:
            self._events = _NEWEST
        self.shown = shown
        self._content = self._replace(self._content, self._words_of(shown))
        self._history = self._replace(self._history, self._history_of(shown))

    def mark(self, sought: Query) -> None:
        """Mark what was sought in the idea that is shown, and in those to come."""
        if sought != self._sought:
            self._sought = sought
            self._content = self._replace(self._content, self._words_of(self.shown))

    def _replace(self, old: QWidget, new: QWidget) -> QWidget:
        self._layout.replaceWidget(old, new)
        let_go(old)
        return new

    def _words_of(self, shown: Shown | None) -> QWidget:
        content, layout = _column()
        if shown is None:
            return content
        row, say = shown.row, self._say
        layout.addWidget(self._said(" ".join(row.title.split()) or say("none.title"), "title", "section"))
        layout.addWidget(text(breakable(self._about(shown)), "hint"))
        tags = self._tags_of(shown)
        if not self._brief:
            layout.addWidget(tags)
        if row.decided_twice:
            notice, inside = card(kind="notice")
            inside.addWidget(text(say("detail.decided-twice")))
            layout.addWidget(notice)
        parts: tuple[tuple[Field, str], ...] = (("problem", row.problem), ("proposal", row.proposal))
        for part, words in parts:
            layout.addSpacing(tokens.SPACE_4)
            layout.addWidget(text(say(f"form.{part}"), "label"))
            layout.addWidget(self._said(words, part) if words.strip() else text(say("none.text")))
        if self._brief:
            layout.addWidget(tags)
        if row.helps:
            layout.addWidget(text(say("field.helps"), "label"))
            layout.addWidget(text(breakable(row.helps)))
        if row.barriers:
            named = ", ".join(say.messages.get(f"barrier.{code}", code) for code in row.barriers)
            layout.addWidget(text(say("detail.barriers", barriers=named), "hint"))
        if row.note or row.reason:
            layout.addWidget(self._answer(shown))
        if shown.idea.estimates:
            layout.addWidget(self._case(shown))
        return content

    def _case(self, shown: Shown) -> QWidget:
        """What it is worth; the card is loaded with the first idea that has been sized."""
        from ideabox.ui.case.card import CaseCard  # noqa: PLC0415 - as above

        series = sizing.series(shown.idea)
        return CaseCard(self._say, self._look, series, series.estimates[-1])

    def _said(self, words: str, part: Field, kind: TextKind = "body") -> QLabel:
        """What the author wrote, with what was sought in it marked."""
        return marked(words, spans(self._sought, words, part), kind)

    def _tags_of(self, shown: Shown) -> QWidget:
        row, say = shown.row, self._say
        tags = QWidget()
        flow = FlowLayout(tags)
        if not self._brief or row.status != "waiting":
            flow.addWidget(status_tag(row.status, say(f"status.{row.status}")))
        if row.supporters > 1:
            flow.addWidget(text(say("detail.supporters", count=row.supporters), "tag"))
        for tag in shown.idea.skills:
            flow.addWidget(text(tag.label or tag.code, "tag"))
        if not flow.count():
            tags.hide()
        return tags

    def _about(self, shown: Shown) -> str:
        row, say = shown.row, self._say
        author = row.author_name or say("none.name")
        office = row.office or say("none.office")
        return say("detail.about", author=author, office=office, day=history.day(row.submitted_at))

    def _answer(self, shown: Shown) -> QWidget:
        """The reason or note that the author was given last."""
        frame, layout = card()
        row = shown.row
        layout.addWidget(text(self._say("detail.answer"), "label"))
        layout.addWidget(text(breakable(row.note or row.reason)))
        return frame

    def _history_of(self, shown: Shown | None) -> QWidget:
        content, layout = _column()
        if shown is None or (self._brief and len(shown.history) == 1):
            return content
        layout.addWidget(divider())
        layout.addWidget(text(self._say("field.history"), "label"))
        for event in shown.history[: -self._events - 1 : -1]:
            line = history.line_of(self._say, event, with_ids=False)
            layout.addWidget(text(f"{history.day(line.at)} · {line.who} {line.what}", "hint"))
            if line.said:
                said: QLabel = text(breakable(line.said))
                said.setContentsMargins(tokens.SPACE_16, 0, 0, 0)
                layout.addWidget(said)
        if len(shown.history) > self._events:
            words = self._say("detail.earlier", count=len(shown.history) - self._events)
            layout.addWidget(button(words, self._show_earlier, "link"), alignment=Qt.AlignmentFlag.AlignLeft)
        return content

    def _show_earlier(self) -> None:
        self._events += _EARLIER
        self._history = self._replace(self._history, self._history_of(self.shown))


def _column() -> tuple[QWidget, QVBoxLayout]:
    content = QWidget()
    layout = QVBoxLayout(content)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(tokens.SPACE_8)
    return content, layout
