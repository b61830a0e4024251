"""The personal-data check beside a form: what it finds while one types, and a way to replace it or to let it stay."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QVBoxLayout, QWidget

from ideabox.domain.privacy import Find
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.fields import LineField, TextField
from ideabox.ui.widgets.flow import FlowLayout
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.text import divider, text

PAUSE_MS = 250
MOST = 6
"""How many finds have a row of their own; the others follow as these are dealt with."""


class Found(msgspec.Struct, frozen=True):
    """A find in a field; `key` stands for its words."""

    field: LineField | TextField
    find: Find
    key: str


class PersonalDataCard(QFrame):
    """Looks through fields once the typing pauses.

    Beside the form of an idea it always stands there and says what to leave out; elsewhere it comes up when it has
    found something. It never blocks by itself: what is recorded is checked again, by the use case.
    """

    def __init__(self, bench: Bench, fields: Sequence[LineField | TextField], *, stands: bool, key: str = "F8") -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._bench, self.say, self._fields, self._stands = bench, bench.say, tuple(fields), stands
        self._kept: set[str] = set()
        self.found: list[Found] = []
        self.rows: list[FoundRow] = []
        self._is_warm = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look_when_warm)
        say = self.say
        self.state = text("", "hint")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(tokens.SPACE_8)
        self.next = button(say("privacy.replace-next"), self.replace_next, shortcut=key)
        self.all = button(say("privacy.replace-all"), self.replace_all, "link")
        self._acts = QWidget()
        flow = FlowLayout(self._acts, tokens.SPACE_12)
        for act in (self.next, self.all):
            flow.addWidget(act)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(say("privacy.heading"), "section"))
        layout.addWidget(self.state)
        layout.addLayout(self._rows)
        layout.addWidget(self._acts)
        if stands:
            layout.addWidget(text(say("log.privacy-words"), "hint"))
        layout.addWidget(text(say("privacy.misses"), "hint"))
        for field in self._fields:
            field.edit.textChanged.connect(self.look_soon)
        self._show()

    @property
    def confirmed(self) -> bool:
        """Whether there are strong finds, and the person has said of all of them that they may stay."""
        self.look()
        strong = [each for each in self.found if each.find.level == "strong"]
        return bool(strong) and all(each.key in self._kept for each in strong)

    def begin_anew(self) -> None:
        """This is another idea: nothing has been said of what it holds."""
        self._kept.clear()
        self.look_soon()

    def look_soon(self) -> None:
        """Something is typed."""
        self._timer.start()

    def _look_when_warm(self) -> None:
        """The patterns take longer to make ready than a key may take; after that a look is quick."""
        if self._is_warm or not any(field.value for field in self._fields):
            self.look()
            return
        session = self._bench.session
        self._bench.ask(lambda: session.guard.find("a 1 @"), self._warm)

    def _warm(self, _found: object) -> None:
        self._is_warm = True
        self.look()

    def look(self) -> None:
        """Look through the fields now."""
        self._timer.stop()
        session = self._bench.session
        found = [
            Found(field, find, find.digest(field.value, ""))
            for field in self._fields
            if field.isEnabled() and field.value
            for find in session.guard.find(field.value)
        ]
        new = {each.key for each in found} - {each.key for each in self.found}
        if found != self.found:
            self.found = found
            self._show()
        if new and self.isVisible():
            announce(self, self.say("privacy.found", count=len(found)))

    def keep(self, found: Found) -> None:
        """The person says that this is fit to stay."""
        self._kept.add(found.key)
        self._show()
        announce(self, self.say("privacy.stays"))

    def replace(self, found: Found) -> None:
        """Put words in place of this one, which can be undone where it stood."""
        field, start, end = found.field, found.find.start, found.find.end
        words = self.say.instead(found.find.kind)
        first, last = _in_qt(field.value, start), _in_qt(field.value, end)
        if isinstance(field, TextField):
            cursor = QTextCursor(field.edit.document())
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(words)
        else:
            field.edit.setSelection(first, last - first)
            field.edit.insert(words)
            field.edited.emit()
        self.look()

    def replace_next(self) -> None:
        """Replace what must be dealt with first, and have the keyboard where it stood."""
        self.look()
        open_ones = self._by_weight()
        if open_ones:
            self.show_place(open_ones[0])
            self.replace(open_ones[0])
            announce(self, self.say("privacy.replaced", words=self.say.instead(open_ones[0].find.kind)))

    def replace_all(self) -> None:
        """Replace everything that has not been kept, from the end, so that places stay right."""
        self.look()
        count = 0
        while open_ones := self._open():
            self.replace(open_ones[-1])
            count += 1
        announce(self, self.say("privacy.replaced-all", count=count))
        if self._fields:
            self._fields[0].setFocus()

    def show_place(self, found: Found) -> None:
        """Select it where it stands."""
        field = found.field
        first, last = (_in_qt(field.value, at) for at in (found.find.start, found.find.end))
        if isinstance(field, TextField):
            cursor = field.edit.textCursor()
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            field.edit.setTextCursor(cursor)
        else:
            field.edit.setSelection(first, last - first)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> list[Found]:
        return [each for each in self.found if each.key not in self._kept]

    def _by_weight(self) -> list[Found]:
        """The strong ones first."""
        return sorted(self._open(), key=lambda each: each.find.level != "strong")

    def _show(self) -> None:
        open_ones = self._by_weight()
        strong = sum(each.find.level == "strong" for each in open_ones)
        if strong:
            self.state.setText(self.say("privacy.must", count=strong))
        elif open_ones:
            self.state.setText(self.say("privacy.may", count=len(open_ones)))
        else:
            self.state.setText(self.say("privacy.all-stay" if self.found else "privacy.none"))
        empty(self._rows)
        self.rows = [FoundRow(self, each) for each in open_ones[:MOST]]
        for row in self.rows:
            self._rows.addWidget(row)
        self._acts.setVisible(bool(open_ones))
        self.all.setVisible(len(open_ones) > 1)
        if not self._stands:  # showing what has no parent yet would make it a window of its own
            self.setVisible(bool(self.found))
        self._underline()

    def _underline(self) -> None:
        for field in self._fields:
            if isinstance(field, TextField):
                words = field.value
                marks = [_mark(field, words, each.find) for each in self._open() if each.field is field]
                field.edit.setExtraSelections(marks)


class FoundRow(QWidget):
    """One find: what it looks like and where, and what can be done about it."""

    def __init__(self, card: PersonalDataCard, found: Found) -> None:
        super().__init__()
        self._card, self.found = card, found
        say, find = card.say, found.find
        kind = say.kind(find.kind)
        what, where = (
            kind[:1].upper() + kind[1:],
            say.messages.get(f"field.{found.field.name}", found.field.label.text()),
        )
        level = say("privacy.strong" if find.level == "strong" else "privacy.weak")
        about = say("privacy.one", kind=what, field=where)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_4)
        for part in (divider(), text(about, "label"), text(level, "hint")):
            layout.addWidget(part)
        acts = QWidget()
        flow = FlowLayout(acts, tokens.SPACE_12)
        for code, pressed in (
            ("privacy.replace", self._replace),
            ("privacy.show", self._show_place),
            ("privacy.keep", self._keep),
        ):
            words = say(code, words=say.instead(find.kind)) if code == "privacy.replace" else say(code)
            flow.addWidget(button(words, pressed, "link", name=f"{words}: {about}"))
        layout.addWidget(acts)

    def _replace(self) -> None:
        self._card.show_place(self.found)
        self._card.replace(self.found)

    def _show_place(self) -> None:
        self._card.show_place(self.found)

    def _keep(self) -> None:
        self._card.show_place(self.found)
        self._card.keep(self.found)


def _in_qt(words: str, at: int) -> int:
    """Where Qt counts this character: it counts those beyond the first plane of Unicode twice."""
    return at + sum(ord(each) > 0xFFFF for each in words[:at])


def _mark(field: TextField, words: str, find: Find) -> QTextEdit.ExtraSelection:
    """A wavy line under a find; what must be dealt with has a ground of its own as well."""
    look = QTextCharFormat()
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    ink = field.edit.palette().text().color()
    look.setUnderlineColor(ink)
    if find.level == "strong":
        ground = QColor(ink)
        ground.setAlpha(40)
        look.setBackground(ground)
    mark = QTextEdit.ExtraSelection()
    cursor = QTextCursor(field.edit.document())
    cursor.setPosition(_in_qt(words, find.start))
    cursor.setPosition(_in_qt(words, find.end), QTextCursor.MoveMode.KeepAnchor)
    mark.cursor, mark.format = cursor, look
    return mark
