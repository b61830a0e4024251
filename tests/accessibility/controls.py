"""What can be found out about a window's controls from within: names, keyboard, sizes, keys, contrast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ideabox.ui.style import contrast

Role = QAccessible.Role
ITEM_VIEWS = {Role.List, Role.Table, Role.Tree}
VALUE_AS_NAME = {Role.ComboBox}
"""Qt publishes these controls' value as their name on Linux, so only a label counts."""
SMALLEST = 24
LEAST_CONTRAST = 4.5
MOST_STEPS = 300


def describe(widget: QWidget) -> str:
    """A control as a person would point at it."""
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else widget.accessibleName()
    return f"{type(widget).__name__} {(words or widget.objectName() or '?')[:50]!r}"


def focusable(window: QWidget) -> list[QWidget]:
    """The controls that Tab is to come to, as they stand now."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.window() is window
    ]


def unnamed(window: QWidget) -> list[str]:
    """Focusable controls that a screen reader could not name."""
    QAccessible.setActive(True)
    faults = []
    for node in _nodes(QAccessible.queryAccessibleInterface(window)):
        state = node.state()
        if not state.focusable or state.invisible:
            continue
        named = bool(node.text(QAccessible.Text.Name).strip()) and node.role() not in VALUE_AS_NAME
        if not named and not _has_label(node):
            widget = node.object()
            parent = widget.parentWidget() if isinstance(widget, QWidget) else None
            faults.append(f"{node.role().name} {type(widget).__name__} in {describe(parent) if parent else ''}")
    return faults


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
        relation & QAccessible.RelationFlag.Label and other.text(QAccessible.Text.Name)
        for other, relation in interface.relations()
    )


def unreachable(window: QWidget, key: Qt.Key) -> list[str]:
    """Controls that pressing Tab (or Backtab) over and over does not come to before it is back where it began."""
    wanted = focusable(window)
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    for _step in range(MOST_STEPS):
        here = QApplication.focusWidget()
        if here is None or (here is wanted[0] and set(met) - {here}):
            break
        met.append(here)  # a text with links in it is met once for each of them
        QTest.keyClick(here, key)
        QApplication.processEvents()
    # A control may have come or gone meanwhile, such as one that is there only while another has the focus.
    return [describe(widget) for widget in focusable(window) if widget in wanted and widget not in met]


def too_small(window: QWidget) -> list[str]:
    """Controls under the least size of a target."""
    return [
        f"{describe(widget)} {widget.width()} x {widget.height()}"
        for widget in focusable(window)
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
    """Texts whose strongest pixel stands out too little from the commonest one around it, as the window is drawn."""
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    faults = []
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.isVisibleTo(window) or not widget.isEnabled():
            continue
        seen = widget.visibleRegion().boundingRect()
        if not widget.text().strip() or seen.height() < SMALLEST // 2 or not _is_drawn_whole(widget, seen):
            continue
        ratio = _contrast_in(image, QRect(widget.mapTo(window, seen.topLeft()), seen.size()))
        if ratio < LEAST_CONTRAST:
            faults.append(f"{describe(widget)} {ratio:.1f}")
    return faults


def _is_drawn_whole(widget: QWidget, seen: QRect) -> bool:
    """Whether none of it is scrolled out of sight, or covered by what lies over it."""
    return seen.size() == widget.size() and widget.mapToGlobal(QPoint(0, 0)).y() >= 0


def _contrast_in(image: QImage, frame: QRect) -> float:
    colours = Counter(
        image.pixelColor(x, y).name()
        for y in range(frame.top(), frame.bottom() + 1)
        for x in range(frame.left(), frame.right() + 1)
        if image.valid(x, y)
    )
    ground = colours.most_common(1)[0][0]
    return max(contrast(ground, colour) for colour in colours)
