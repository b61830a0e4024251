"""Speaking to assistive technology."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(source: QWidget, message: str, *, at_once: bool = False) -> None:
    """Have a screen reader say this: when it is next quiet, or at once for what went wrong."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - 3 ms that no start needs

    event = QAccessibleAnnouncementEvent(source, message)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
    QAccessible.updateAccessibility(event)
