"""Python's cyclic garbage, collected on the window's thread alone: Qt objects that die on another crash the program."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer


class GarbageGuard(QObject):
    """Collects what is due now and then, on the thread that owns it. Make one right after the application object."""

    def __init__(self, parent: QObject, interval_ms: int = 2_000) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        gc.freeze()  # what is here stays; looking through it now would only make the start slower
        timer = QTimer(self)
        timer.timeout.connect(self.collect_if_due)
        timer.start(interval_ms)

    def collect_if_due(self) -> None:
        """Collect the oldest generation whose count has passed Python's own threshold."""
        due = [g for g, count in enumerate(gc.get_count()) if count > self._thresholds[g]]
        if due:
            gc.collect(due[-1])
