"""What can be found out about a window's controls from within: names, keyboard, sizes, keys, contrast.

What counts as a control goes by its kind, never by what it says of itself: a button that takes no focus is a fault.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from ideabox.ui.focus import FocusRing
from ideabox.ui.style import contrast

Role = QAccessible.Role
ITEM_VIEWS = {Role.List, Role.Table, Role.Tree}
VALUE_AS_NAME = {Role.ComboBox}
"""Qt publishes these controls' value as their name on Linux, so only a label counts."""
KINDS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit)
MOUSE = ("mousePressEvent", "mouseReleaseEvent", "mouseDoubleClickEvent")
SMALLEST = 24
LEAST_CONTRAST = 4.5
MOST_STEPS = 300
GROUND = 1.15
"""Below this contrast, colours count as one: the edges of letters fade into what is behind them."""
GAP, LEAST_WIDTH, LEAST_HEIGHT = 12, 3, 5
"""Pixels between two pieces of text in one line, and how large a piece is at least: no caret, no line, no full stop."""
INSIDE = (6, 4)
"""Pixels across and down that belong to the border of a control and not to its words."""


def describe(widget: QWidget) -> str:
    """A control as a person would point at it."""
    around = widget.parentWidget()
    if isinstance(around, QAbstractScrollArea) and around.viewport() is widget:
        widget = around
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else widget.accessibleName()
    return f"{type(widget).__name__} {(words or widget.accessibleName() or widget.objectName() or '?')[:50]!r}"


def controls(window: QWidget) -> list[QWidget]:
    """What a person can act on as the window stands now."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window) and widget.isEnabled() and widget.window() is window and _is_control(widget)
    ]


def _is_control(widget: QWidget) -> bool:
    inner = isinstance(widget.parentWidget(), QAbstractItemView | QComboBox | QAbstractSpinBox)
    if inner or isinstance(widget, QHeaderView):  # a part of a control
        return False
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return isinstance(widget, KINDS) or takes_tab or _takes_clicks(widget)


def _takes_clicks(widget: QWidget) -> bool:
    """Whether it does something of our own with the mouse."""
    ours = (
        kind for kind in type(widget).__mro__ if not kind.__module__.startswith(("PySide6", "Shiboken", "builtins"))
    )
    return any(name in vars(kind) for kind in ours for name in MOUSE)


def _exclude_each_other(one: QWidget, other: QWidget) -> bool:
    """Whether they are choices of one group: Tab comes to one of them, and the arrow keys go on from there."""
    if not isinstance(one, QAbstractButton) or not isinstance(other, QAbstractButton):
        return False
    group = one.group()
    if group and group is other.group():
        return group.exclusive()
    return one.autoExclusive() and other.autoExclusive() and one.parentWidget() is other.parentWidget()


def unnamed(window: QWidget) -> list[str]:
    """Controls that a screen reader could not name."""
    QAccessible.setActive(True)
    wanted = set(controls(window))
    faults = []
    for node in _nodes(QAccessible.queryAccessibleInterface(window)):
        state, widget = node.state(), node.object()
        if state.invisible or not (state.focusable or widget in wanted):
            continue
        wanted.discard(widget)
        named = _says_something(node) and node.role() not in VALUE_AS_NAME
        if not named and not _has_label(node):
            parent = widget.parentWidget() if isinstance(widget, QWidget) else None
            faults.append(f"{node.role().name} {type(widget).__name__} in {describe(parent) if parent else ''}")
    return faults + [f"{describe(widget)} is not there for a screen reader" for widget in wanted]


def _says_something(node: QAccessibleInterface) -> bool:
    return any(letter.isalnum() for letter in node.text(QAccessible.Text.Name))


def _nodes(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """The interface and all below it, without the items of item views: there may be millions."""
    if not interface.isValid():
        return
    yield interface
    if interface.role() in ITEM_VIEWS:
        return
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None:
            yield from _nodes(child)


def _has_label(interface: QAccessibleInterface) -> bool:
    return any(
        relation & QAccessible.RelationFlag.Label and _says_something(other)
        for other, relation in interface.relations()
    )


def unreachable(window: QWidget, key: Qt.Key) -> list[str]:
    """Controls that pressing Tab (or Backtab) over and over does not come to before it is back where it began."""
    wanted = [each for each in controls(window) if each.focusProxy() is None]
    first = next(each for each in wanted if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    for _step in range(MOST_STEPS):
        here = QApplication.focusWidget()
        if here is None or (here is first and set(met) - {here}):
            break
        met.append(here)  # a text with links in it is met once for each of them
        QTest.keyClick(here, key)
        QApplication.processEvents()
    # A control may have come or gone meanwhile, such as one that is there only while another has the focus.
    now = controls(window)
    return [
        describe(widget)
        for widget in wanted
        if widget in now and not any(widget is other or _exclude_each_other(widget, other) for other in met)
    ]


def too_small(window: QWidget) -> list[str]:
    """Controls under the least size of a target; of a table, also the headings that can be clicked."""
    headings = [
        header
        for header in window.findChildren(QHeaderView)
        if header.isVisibleTo(window)
        and header.sectionsClickable()
        and header.orientation() == Qt.Orientation.Horizontal
    ]
    return [
        f"{describe(widget)} {widget.width()} x {widget.height()}"
        for widget in (*controls(window), *headings)
        if widget.width() < SMALLEST or widget.height() < SMALLEST
    ]


def keys_taken_twice(window: QWidget) -> list[str]:
    """Shortcuts and mnemonics that more than one visible thing answers to."""
    keys: Counter[str] = Counter()
    for shortcut in window.findChildren(QShortcut):
        if shortcut.isEnabled() and _is_shown(shortcut.parent(), window):
            keys.update({each.toString() for each in shortcut.keys()})  # noqa: SIM118 - no dictionary
    for button in window.findChildren(QAbstractButton):
        if button.isVisibleTo(window) and not button.shortcut().isEmpty():
            keys[button.shortcut().toString()] += 1
    for label in window.findChildren(QLabel):
        if label.isVisibleTo(window) and label.buddy() is not None:
            keys[QKeySequence.mnemonic(label.text()).toString()] += 1
    for owner in (window, *window.findChildren(QWidget)):
        if owner.isVisibleTo(window):
            for action in owner.actions():
                keys.update({each.toString() for each in action.shortcuts()})
    return [f"{key}: {count} times" for key, count in keys.items() if key and count > 1]


def _is_shown(owner: object, window: QWidget) -> bool:
    return not isinstance(owner, QWidget) or owner is window or owner.isVisibleTo(window)


def too_faint(window: QWidget) -> list[str]:
    """Pieces of text that stand out too little from what is around them, as the window is drawn."""
    for ring in window.findChildren(FocusRing):
        ring.hide()  # it lies over what has the keyboard and beside what has not
    picture = Picture(window.grab().toImage())
    return [
        f"{describe(widget)} {ratio:.1f}"
        for widget, frame in texts(window)
        for ratio in picture.contrasts(QRect(widget.mapTo(window, frame.topLeft()), frame.size()))
        if ratio < LEAST_CONTRAST
    ]


def out_of_sight(window: QWidget) -> list[str]:
    """Texts that `too_faint` cannot judge: scrolled away, covered or cut off."""
    return [
        describe(widget)
        for widget, frame in texts(window)
        if not isinstance(widget, QAbstractScrollArea) and not widget.visibleRegion().contains(frame)
    ]


def texts(window: QWidget) -> Iterator[tuple[QWidget, QRect]]:
    """Where words are drawn: the widget, and the part of it that has them and nothing of its border."""
    for widget in (window, *window.findChildren(QWidget)):
        if not widget.isVisibleTo(window) or not widget.isEnabled() or widget.window() is not window.window():
            continue  # what cannot be used may be faint
        if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
            yield from ((widget.viewport(), _within(cell)) for cell in _cells(widget))
        elif isinstance(widget, QHeaderView | QPlainTextEdit | QTextEdit):
            view = widget.viewport()
            yield view, _within(view.rect())
        elif isinstance(widget, QLabel):
            if widget.text().strip():
                is_boxed = str(widget.property("kind")).startswith("tag")
                yield widget, _within(widget.rect()) if is_boxed else widget.rect()
        elif isinstance(widget, QAbstractButton | QLineEdit | QComboBox):
            yield widget, _within(widget.rect())
        elif isinstance(widget, QGroupBox) and widget.title():
            yield widget, QRect(0, 0, widget.width(), widget.fontMetrics().height())


def _cells(view: QAbstractItemView) -> Iterator[QRect]:
    """The cells whose lines are in sight as a whole."""
    model, top, sight = view.model(), view.indexAt(QPoint(1, 1)), view.viewport().rect()
    columns = view.horizontalHeader().count() if isinstance(view, QTableView) else 1
    for row in range(max(top.row(), 0), model.rowCount()):
        cells = [view.visualRect(model.index(row, column)) for column in range(columns)]
        if all(cell.top() > sight.bottom() for cell in cells):
            return
        yield from (cell & sight for cell in cells if cell.height() == (cell & sight).height())


def _within(frame: QRect) -> QRect:
    across, down = INSIDE
    return frame.adjusted(across, down, -across, -down)


class Picture:
    """A window as it is drawn, read as rows of colours."""

    def __init__(self, image: QImage) -> None:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
        self._image, self._width = image, image.bytesPerLine() // 4
        self._pixels = memoryview(image.constBits()).cast("I")

    def contrasts(self, frame: QRect) -> list[float]:
        """The contrast of each piece of text within a frame: that of its strongest colour with its commonest."""
        frame = frame.intersected(self._image.rect())
        if frame.isEmpty():
            return []
        starts = (y * self._width + frame.left() for y in range(frame.top(), frame.bottom() + 1))
        rows = [self._pixels[start : start + frame.width()].tolist() for start in starts]
        return [_contrast_in(piece) for line in _bands(rows, 1) for piece in _pieces(line)]


def _pieces(line: list[list[int]]) -> Iterator[list[list[int]]]:
    """A line of text in pieces with a gap between each; without what is no text."""
    columns = [list(column) for column in zip(*line, strict=True)]
    for piece in _bands(columns, GAP):
        upright = [list(row) for row in zip(*piece, strict=True)]
        if len(piece) >= LEAST_WIDTH and len(upright) >= LEAST_HEIGHT:
            yield upright


def _bands(rows: list[list[int]], gap: int) -> Iterator[list[list[int]]]:
    """Rows that go together, parted where `gap` or more have nothing but the ground in them."""
    ground = Counter(colour for row in rows for colour in row).most_common(1)[0][0]
    first = last = -1
    for number, row in enumerate(rows):
        if all(_ratio(ground, colour) < GROUND for colour in set(row)):
            continue
        if first >= 0 and number - last > gap:
            yield rows[first : last + 1]
            first = number
        first, last = (number if first < 0 else first), number
    if first >= 0:
        yield rows[first : last + 1]


def _contrast_in(piece: list[list[int]]) -> float:
    colours = Counter(colour for row in piece for colour in row)
    ground = colours.most_common(1)[0][0]
    return max(_ratio(ground, colour) for colour in colours)


@functools.cache
def _ratio(one: int, other: int) -> float:
    return contrast(f"#{one & 0xFFFFFF:06x}", f"#{other & 0xFFFFFF:06x}")
