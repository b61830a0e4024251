"""Form fields after the GOV.UK pattern: label above, hint below it, the error between them and the control."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QStyledItemDelegate, QVBoxLayout, QWidget

from ideabox.ui import tokens
from ideabox.ui.widgets.text import text


class Field(QWidget):
    """A labelled control. Its label names it; its hint and its error are also part of what is read out with it."""

    edited = Signal()

    def __init__(self, name: str, label: str, control: QWidget, hint: str = "") -> None:
        super().__init__()
        self.name = name
        self.control = control
        self._words, self._hint = label, hint
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_4)
        self.label = text(label, "label", buddy=control)
        layout.addWidget(self.label)
        if hint:
            layout.addWidget(text(hint, "hint"))
        self._error = text("", "error")
        self._error.hide()
        layout.addWidget(self._error)
        layout.addSpacing(2)  # so that the ring around what has the keyboard does not cut into the hint
        layout.addWidget(control)
        self.setFocusProxy(control)
        self._name_control("")

    def set_error(self, message: str) -> None:
        """Show what is wrong with the field; nothing if it is in order."""
        if bool(message) != bool(self.error):
            self.control.setProperty("wrong", "true" if message else "false")
            self.control.style().unpolish(self.control)
            self.control.style().polish(self.control)
        self._error.setText(message)
        self._error.setVisible(bool(message))
        self._name_control(message)

    def _name_control(self, message: str) -> None:
        # Screen readers on Windows do not speak descriptions of such fields, so the error belongs to the name.
        self.control.setAccessibleName(f"{self._words}. {message}" if message else self._words)
        self.control.setAccessibleDescription(self._hint)

    def set_label(self, words: str) -> None:
        """Call the field something else."""
        self._words = words
        self.label.setText(words)
        self.set_error(self.error)

    @property
    def error(self) -> str:
        return self._error.text()


class LineField(Field):
    """One line of text."""

    def __init__(self, name: str, label: str, hint: str = "") -> None:
        self.edit = QLineEdit()
        super().__init__(name, label, self.edit, hint)
        self.edit.textEdited.connect(self._edited)

    @property
    def value(self) -> str:
        return self.edit.text()

    @value.setter
    def value(self, words: str) -> None:
        self.edit.setText(words)

    def _edited(self, _words: str) -> None:
        self.edited.emit()


class TextField(Field):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, name: str, label: str, hint: str = "", lines: int = 4) -> None:
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._lines = lines
        super().__init__(name, label, self.edit, hint)
        self.edit.textChanged.connect(self._edited)
        self._set_height()

    @property
    def value(self) -> str:
        return self.edit.toPlainText()

    @value.setter
    def value(self, words: str) -> None:
        if words != self.edit.toPlainText():
            self.edit.blockSignals(True)
            self.edit.setPlainText(words)
            self.edit.blockSignals(False)

    def _edited(self) -> None:
        self.edited.emit()

    def _set_height(self) -> None:
        self.edit.setMinimumHeight(self.fontMetrics().lineSpacing() * self._lines + tokens.SPACE_24)


class ChoiceField(Field):
    """One of a few choices, by code."""

    def __init__(self, name: str, label: str, choices: list[tuple[str, str]], hint: str = "") -> None:
        self.combo = QComboBox()
        for code, words in choices:
            self.combo.addItem(words, code)
        self.combo.setItemDelegate(QStyledItemDelegate(self.combo))  # the only one that the style sheet reaches
        self.combo.view().setAccessibleName(label)
        super().__init__(name, label, self.combo, hint)
        self.combo.activated.connect(self._edited)
        self.combo.currentTextChanged.connect(self.combo.setToolTip)  # where it is cut

    @property
    def value(self) -> str:
        return str(self.combo.currentData())

    @value.setter
    def value(self, code: str) -> None:
        self.combo.setCurrentIndex(max(self.combo.findData(code), 0))

    def _edited(self, _index: int) -> None:
        self.edited.emit()
