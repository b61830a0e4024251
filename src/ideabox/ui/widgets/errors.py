"""The summary of what stands in the way of sending a form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.widgets.layouts import empty
from ideabox.ui.widgets.link import WrappingLink
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
        empty(self._layout)
        self.setVisible(bool(errors))
        if not errors:
            return
        self._layout.addWidget(text(self._heading, "section"))
        before: QWidget = self
        for field, message in errors:
            if field is None:
                self._layout.addWidget(text(message))
                continue
            link = WrappingLink(message)
            link.clicked.connect(field.setFocus)
            self._layout.addWidget(link)
            link.show()  # now, so that a Tab pressed at once finds it
            QWidget.setTabOrder(before, link)
            before = link
        spoken = ". ".join((self._heading, *(message for _field, message in errors)))
        self.setAccessibleName(spoken)
        self.setFocus()
        announce(self, spoken, at_once=True)
