"""Taking widgets out of layouts."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def let_go(widget: QWidget) -> None:
    """Take a widget away for good.

    Hidden, not set free: Qt shows what is new in a layout a moment later, and would show what has no parent by then as
    a window of its own, which takes the keyboard away from the real one.
    """
    widget.hide()
    widget.deleteLater()


def empty(layout: QLayout) -> None:
    """Take all widgets out of a layout for good."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            let_go(widget)
