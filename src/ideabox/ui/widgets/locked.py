"""Fields that an administrator has locked: they show what is set, and say why it cannot be changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ideabox.ui.bench import Bench
from ideabox.ui.widgets.fields import Field
from ideabox.ui.widgets.text import text


def lock_as_set(bench: Bench, key: str, field: QWidget) -> None:
    """Lock a field, for good, if the policy locks its key."""
    if key not in bench.desk.policy.locked_keys:
        return
    field.setEnabled(False)
    layout = field.layout()
    if isinstance(field, Field):
        field.set_label(bench.say("policy.locked-label", label=field.label.text()))
    elif layout is not None:
        layout.addWidget(text(bench.say("policy.locked-field"), "hint"))
