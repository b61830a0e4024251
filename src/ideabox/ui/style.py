"""How the window looks: the tokens as a palette and a style sheet, in the theme and text size in use."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ideabox.ui import tokens
from ideabox.ui.tokens import DARK, LIGHT, Colours

Choice = Literal["system", "light", "dark", "contrast"]
CHOICES: tuple[Choice, ...] = ("system", "light", "dark", "contrast")
SIZES = (100, 125, 150, 175, 200)
DRAWN_BY_FUSION = "drawn-by-fusion"
"""A property of an application that was started with the style that ours builds on: to set it later takes 20 ms, since
the style then has to be known to Python."""


class Look(QObject):
    """The look in use. `changed` tells those who paint by hand to do it again."""

    changed = Signal()

    def __init__(self, application: QApplication, choice: Choice = "system", percent: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._system_palette = QPalette(application.palette())
        self._hints = application.styleHints()
        self.choice: Choice = choice
        self.percent = percent
        self._is_dressed = False
        if not application.property(DRAWN_BY_FUSION):
            application.setStyle("Fusion")
        self._hints.colorSchemeChanged.connect(self._system_changed)
        self._apply()
        QTimer.singleShot(0, self.dress)

    @property
    def colours(self) -> Colours:
        """The colours of the theme in use."""
        if self.is_high_contrast:
            return contrast_colours(self._system_palette)
        dark = self.choice == "dark" or (self.choice == "system" and self._hints.colorScheme() == Qt.ColorScheme.Dark)
        return DARK if dark else LIGHT

    @property
    def is_high_contrast(self) -> bool:
        """Whether the system's own palette is taken whole."""
        wanted = self._hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        return self.choice == "contrast" or (self.choice == "system" and wanted)

    def px(self, pixels: float) -> int:
        """A size of the tokens at the text size in use."""
        return round(pixels * self.percent / 100)

    def set(self, choice: Choice | None = None, percent: int | None = None) -> None:
        """Change the theme, the text size or both."""
        self.choice = choice or self.choice
        self.percent = percent or self.percent
        self._apply()

    def dress(self) -> None:
        """Put the style sheet on, when the window is about to be seen or at the latest when there is nothing to do.

        Until then widgets are made twice as fast, since each one that moves to another parent would be styled again.
        """
        if not self._is_dressed:
            self._is_dressed = True
            self._application.setStyleSheet(style_sheet(self))

    def _system_changed(self) -> None:
        if self.choice == "system":
            self._apply()

    def _apply(self) -> None:
        font = QFont(QGuiApplication.font())
        font.setPixelSize(self.px(tokens.BODY))
        self._application.setFont(font)
        self._application.setPalette(palette_of(self.colours))
        if self._is_dressed:
            self._application.setStyleSheet(style_sheet(self))
        self.changed.emit()


def contrast_colours(palette: QPalette) -> Colours:
    """The system's palette as our colours: no tints, and every edge in full strength."""
    role = QPalette.ColorRole

    def of(which: QPalette.ColorRole) -> str:
        return palette.color(which).name()

    text, base = of(role.WindowText), of(role.Window)
    link = of(role.Link) if _contrast(palette.color(role.Link), palette.color(role.Window)) >= 4.5 else text
    return Colours(
        canvas=base, surface=base, rail=base, text=text, secondary=text, line=text, edge=text, accent=link,
        on_accent=base, tint=base, notice=base, notice_edge=text, good=text, good_tint=base, bad=text, bad_tint=base,
        focus=text, focus_edge=base, handle=text,
    )  # fmt: skip


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def _contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 counts it."""
    return _contrast(QColor(one), QColor(other))


def palette_of(colours: Colours) -> QPalette:
    """The palette that Qt's own drawing uses."""
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.canvas),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.canvas),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.secondary),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.BrightText, colours.bad),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.secondary))
    return palette


def style_sheet(look: Look) -> str:
    """What Qt's style does not do by palette alone. Widgets choose by their property `kind`."""
    c, px = look.colours, look.px
    field, button, card = px(tokens.RADIUS_FIELD), px(tokens.RADIUS_BUTTON), px(tokens.RADIUS_CARD)
    bar, handle = tokens.SCROLL_BAR, (tokens.SCROLL_BAR - 2 * 3) // 2
    tag, good_tag, notice_tag = (
        c.line if look.is_high_contrast else tint for tint in (c.tint, c.good_tint, c.notice)
    )  # with no tints, an edge shows that it is a tag
    indicator = px(18)
    return f"""
    QWidget {{ color: {c.text}; }}
    QMainWindow, QDialog, QWidget[kind="page"], QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] {{
        background: {c.canvas}; border: 0; }}
    QLabel {{ background: transparent; }}
    QLabel[kind="title"] {{ font-size: {px(tokens.TITLE)}px; font-weight: 700; }}
    QLabel[kind="section"] {{ font-size: {px(tokens.SECTION)}px; font-weight: 600; }}
    QLabel[kind="label"] {{ font-weight: 600; }}
    QLabel[kind="hint"] {{ font-size: {px(tokens.HINT)}px; color: {c.secondary}; }}
    QLabel[kind="error"] {{ color: {c.bad}; font-weight: 600; }}
    QLabel[kind="tag"], QLabel[kind="tag-good"], QLabel[kind="tag-notice"] {{
        font-size: {px(tokens.HINT)}px; font-weight: 600; border-radius: {field}px;
        padding: {px(2)}px {px(8)}px; background: {c.tint}; color: {c.text}; border: 1px solid {tag}; }}
    QLabel[kind="tag-good"] {{ background: {c.good_tint}; color: {c.good}; border-color: {good_tag}; }}
    QLabel[kind="tag-notice"] {{ background: {c.notice}; border-color: {notice_tag}; }}
    QFrame[kind="rail"] {{ background: {c.rail}; border: 0; border-right: 1px solid {c.line}; }}
    QFrame[kind="rail"] QLabel[kind="brand"] {{ font-size: {px(19)}px; font-weight: 700; }}
    QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {card}px; }}
    QFrame[kind="notice"] {{ background: {c.notice}; border: 1px solid {c.notice_edge}; border-radius: {card}px; }}
    QFrame[kind="said"] {{ background: {c.tint}; border: 1px solid {c.accent}; border-radius: {card}px; }}
    QFrame[kind="wrong"] {{ background: {c.surface}; border: 2px solid {c.bad}; border-radius: {card}px; }}
    QFrame[kind="divider"] {{ background: {c.line}; border: 0; max-height: 1px; min-height: 1px; }}
    QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{
        background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: {field}px;
        padding: {px(7)}px {px(10)}px; selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit, QComboBox, QSpinBox {{ min-height: {px(22)}px; }}
    QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {c.bad}; }}
    QComboBox QAbstractItemView {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; outline: 0;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QComboBox QAbstractItemView::item {{ min-height: {px(30)}px; padding: 0 {px(8)}px; }}
    QComboBox QAbstractItemView::item:selected {{ background-color: {c.accent}; color: {c.on_accent}; border: 0; }}
    QComboBox::drop-down {{ border: 0; width: {px(28)}px; }}
    QComboBox::down-arrow {{ image: none; width: 0; height: 0; border-left: {px(5)}px solid {c.surface};
        border-right: {px(5)}px solid {c.surface}; border-top: {px(6)}px solid {c.text}; }}
    QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; border-radius: {button}px;
        padding: {px(8)}px {px(16)}px; min-height: {px(20)}px; outline: 0; }}
    QPushButton:hover {{ background: {c.tint}; }}
    QPushButton:checked {{ background: {c.tint}; border-color: {c.accent}; }}
    QPushButton:disabled {{ color: {c.secondary}; border-style: dashed; }}
    QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent};
        font-weight: 600; padding: {px(8)}px {px(20)}px; }}
    QPushButton[kind="primary"]:disabled {{ background: {c.surface}; color: {c.secondary};
        border-color: {c.secondary}; }}
    QPushButton[kind="link"] {{ background: transparent; color: {c.accent}; border: 0; font-weight: 600;
        padding: {px(4)}px 4px {px(4)}px 0; text-align: left; }}
    QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
    QPushButton[kind="link"]:disabled {{ color: {c.secondary}; font-weight: 400; }}
    QPushButton[kind="place"] {{ background: transparent; border: 0; border-left: 3px solid transparent;
        border-radius: 0; text-align: left; padding: 9px 13px; }}
    QPushButton[kind="place"]:hover {{ background: {c.tint}; }}
    QPushButton[kind="place"]:checked {{ background: {c.tint}; color: {c.accent}; font-weight: 600;
        border-left: 3px solid {c.accent}; }}
    QPushButton[kind="chip"] {{ background: {c.surface}; color: {c.text}; border: 1px dashed {c.edge};
        border-radius: {px(12)}px; padding: {px(3)}px {px(12)}px; }}
    QPushButton[kind="chip"]:checked {{ background: {c.tint}; border: 1px solid {c.accent}; }}
    QPushButton[kind="fold"] {{ background: transparent; border: 0; border-top: 1px solid {c.line}; border-radius: 0;
        font-weight: 600; text-align: left; padding: {px(10)}px {px(2)}px; }}
    QCheckBox, QRadioButton {{ spacing: {px(10)}px; min-height: {px(28)}px; background: transparent; outline: 0; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: {indicator}px; height: {indicator}px;
        border: 2px solid {c.edge}; background: {c.surface}; }}
    QCheckBox::indicator {{ border-radius: {px(3)}px; }}
    QRadioButton::indicator {{ border-radius: {indicator // 2 + 2}px; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {c.accent};
        border-color: {c.accent}; }}
    QGroupBox {{ border: 0; margin: 0; padding: 0; background: transparent; }}
    QFrame[kind="drop"] {{ background: {c.surface}; border: 2px dashed {c.edge}; border-radius: {card}px; }}
    QFrame[kind="drop-over"] {{ background: {c.tint}; border: 2px solid {c.accent}; border-radius: {card}px; }}
    QTextBrowser {{ background: transparent; border: 0; selection-background-color: {c.accent};
        selection-color: {c.on_accent}; }}
    QTableView {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {card}px;
        gridline-color: {c.line};
        selection-background-color: {c.tint}; selection-color: {c.text}; outline: 0; }}
    QTableView[kind="rows"]::item {{ padding: 0 {px(7)}px; border: 0; border-bottom: 1px solid {c.line}; }}
    QTableView[kind="rows"]::item:selected {{ background: {c.tint}; color: {c.text}; }}
    QHeaderView::section {{ background: {c.surface}; color: {c.secondary}; border: 0; border-bottom: 1px solid {c.line};
        padding: {px(8)}px {px(10)}px; font-weight: 600; text-align: left; }}
    QTableView[kind="rows"] QHeaderView {{ background: transparent; }}
    QTableView[kind="rows"] QHeaderView::section:first {{ border-top-left-radius: {card - 1}px; }}
    QTableView[kind="rows"] QHeaderView::section:last {{ border-top-right-radius: {card - 1}px; }}
    QSplitter::handle {{ background: transparent; image: none; }}
    QScrollBar:vertical {{ background: transparent; width: {bar}px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: {bar}px; margin: 0; }}
    QScrollBar::handle {{ background: {c.handle}; border-radius: {handle}px; margin: 3px; }}
    QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {c.secondary}; }}
    QScrollBar::handle:vertical {{ min-height: {px(32)}px; }}
    QScrollBar::handle:horizontal {{ min-width: {px(32)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
        border: 0; width: 0; height: 0; }}
    QProgressBar {{ border: 1px solid {c.edge}; border-radius: {field}px; background: {c.surface};
        min-height: {px(8)}px; max-height: {px(8)}px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: {field - 1}px; }}
    QToolTip {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.edge}; padding: {px(6)}px; }}
    QMenu {{ background: {c.surface}; border: 1px solid {c.edge}; }}
    QMenu::item:selected {{ background: {c.accent}; color: {c.on_accent}; }}
    """
