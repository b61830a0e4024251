"""The summary of what stands in the way of sending a form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.text import text


class ErrorSummary(QFrame):
    """A box above the form that takes the focus and leads to each field at fault."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.setProperty("kind", "wrong")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._heading = heading
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        self.hide()

    def show_errors(self, errors: Sequence[tuple[QWidget | None, str]]) -> None:
        """Show these messages, each with the field or control it is about; an empty list puts the box away."""
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.setVisible(bool(errors))
        if not errors:
            return
        self._layout.addWidget(text(self._heading, "section"))
        for field, message in errors:
            if field is None:
                self._layout.addWidget(text(message))
                continue
            link = button(message, field.setFocus, "link")
            self._layout.addWidget(link, alignment=Qt.AlignmentFlag.AlignLeft)
        spoken = ". ".join((self._heading, *(message for _field, message in errors)))
        self.setAccessibleName(spoken)
        self.setFocus()
        announce(self, spoken, at_once=True)
