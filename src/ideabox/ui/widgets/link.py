"""A link whose words go on in the next line where there is no room for them in one."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ideabox.ui import tokens

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WIDEST = 10_000


class WrappingLink(QPushButton):
    """A button that looks like a link; Qt's own buttons cut what does not fit."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._needed(width).height()

    def sizeHint(self) -> QSize:
        return self._needed(_WIDEST)

    def minimumSizeHint(self) -> QSize:
        longest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(longest, self._needed(_WIDEST).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Link))
        painter.drawText(self.rect(), _WRAPPED, self.text())
        painter.end()

    def _needed(self, width: int) -> QSize:
        frame = self.fontMetrics().boundingRect(QRect(0, 0, width, _WIDEST), _WRAPPED, self.text())
        return QSize(frame.width(), max(frame.height() + 2 * tokens.SPACE_4, tokens.SPACE_24))
