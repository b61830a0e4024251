"""Controls that belong together, under a legend that names them."""

from __future__ import annotations

from PySide6.QtWidgets import QGroupBox, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.widgets.text import text


class Group(QGroupBox):
    """A group to assistive technology; to the eye a legend that wraps, in line with what stands below it."""

    def __init__(self, legend: str, spacing: int = tokens.SPACE_4) -> None:
        super().__init__()
        self.setAccessibleName(legend)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(spacing)
        self.inside.addWidget(text(legend, "label"))
