"""A page of the help as text to read, in the sizes and colours of the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QFont, QTextBlock, QTextBlockFormat, QTextCursor, QTextFormat, QTextFragment
from PySide6.QtWidgets import QFrame, QTextBrowser

from ideabox.ui import tokens
from ideabox.ui.help.pages import HelpPage
from ideabox.ui.style import Look

_SIZES = {1: 20, 2: tokens.SECTION}
_LINE_HEIGHT = 112.0


class Reader(QTextBrowser):
    """Shows Markdown of our own making. Links go to other pages and to places, never out of the program."""

    followed = Signal(str, str)
    """`page` or `place`, and its code."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._text = ""
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(tokens.SPACE_8)
        self.setCursorWidth(0)  # a blinking line would promise that one can write here
        self.anchorClicked.connect(self._follow)
        look.changed.connect(self._show)

    def show_page(self, page: HelpPage, text: str = "") -> None:
        """Show a page, or other text under its name."""
        self.setAccessibleName(page.title)
        wanted = text or page.text
        if wanted != self._text:
            self._text = wanted
            self._show()

    def _show(self) -> None:
        self.document().setIndentWidth(self._look.px(tokens.SPACE_24))
        self.setMarkdown(self._text)
        block = self.document().begin()
        while block.isValid():
            self._dress(block)
            block = block.next()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress(self, block: QTextBlock) -> None:
        level = block.blockFormat().headingLevel()
        size = self._look.px(_SIZES.get(level, tokens.BODY))
        cursor = QTextCursor(block)
        for piece in _pieces(block):
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            words = piece.charFormat()
            words.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            words.setProperty(QTextFormat.Property.FontPixelSize, size)
            if level:
                words.setFontWeight(QFont.Weight.DemiBold if level > 1 else QFont.Weight.Bold)
            cursor.setCharFormat(words)
        cursor = QTextCursor(block)
        shape = QTextBlockFormat()
        shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        in_list = block.textList() is not None
        above = 0 if block.blockNumber() == 0 or in_list else tokens.SPACE_16 if level else tokens.SPACE_4
        shape.setTopMargin(self._look.px(above))
        shape.setBottomMargin(self._look.px(tokens.SPACE_4 if in_list else tokens.SPACE_8))
        cursor.mergeBlockFormat(shape)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("page", "place"):
            self.followed.emit(link.scheme(), link.path())


def _pieces(block: QTextBlock) -> list[QTextFragment]:
    pieces, place = [], block.begin()
    while not place.atEnd():
        pieces.append(place.fragment())
        place += 1
    return pieces
