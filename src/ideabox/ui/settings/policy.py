"""What the administrator has set and nobody at this PC can change."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases.wording import Wording


class PolicySettings(QFrame):
    """Each locked value with its name, and the file that they come from."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        say = bench.say
        locked = bench.desk.policy.locked.given()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_16)
        layout.setSpacing(tokens.SPACE_4)
        layout.addWidget(text(say("policy.heading"), "section"))
        layout.addWidget(text(say("policy.meaning"), "hint"))
        for key, value in locked.items():
            layout.addSpacing(tokens.SPACE_8)
            layout.addWidget(text(say(f"field.{key}"), "label"))
            layout.addWidget(text(breakable(_in_words(say, key, value))))
        layout.addSpacing(tokens.SPACE_8)
        layout.addWidget(text(breakable(say("policy.from", path=bench.desk.kept.policy)), "hint"))


def _in_words(say: Wording, key: str, value: Any) -> str:
    if key == "role":
        return say(f"person.{value}")
    if isinstance(value, bool):
        return say("policy.yes" if value else "policy.no")
    if isinstance(value, dict):
        return "\n".join(f"{each}: {reason}" if reason else each for each, reason in value.items())
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value) or say("none.value")
