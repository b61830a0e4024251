"""A text field that is as high as its text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt

from ideabox.ui.widgets.fields import TextField

_MOST_LINES = 14


class GrowingField(TextField):
    """Begins at the height of the text that is expected, and grows with it up to a point; from there on it scrolls."""

    def __init__(self, name: str, label: str, hint: str = "", lines: int = 4) -> None:
        super().__init__(name, label, hint, lines)
        self._fewest = lines
        self._fitted = 0
        self.edit.installEventFilter(self)
        self.edit.document().documentLayout().documentSizeChanged.connect(self.fit)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.Polish, QEvent.Type.Show):
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Take the height that the text needs."""
        edit, document = self.edit, self.edit.document()
        needed = round(document.size().height())  # a plain text's layout counts in lines
        margins = edit.contentsMargins()
        height = max(self._fewest, min(needed, _MOST_LINES)) * edit.fontMetrics().lineSpacing()
        height += margins.top() + margins.bottom() + 2 * round(document.documentMargin())
        if height != self._fitted:
            self._fitted = height
            edit.setFixedHeight(height)
        scrolls = needed > _MOST_LINES
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if edit.verticalScrollBarPolicy() != policy:
            edit.setVerticalScrollBarPolicy(policy)
