"""Pieces of text, each in its place in the order of headings, labels and hints."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ideabox.domain.idea import Status

TextKind = Literal["body", "title", "section", "label", "hint", "error", "tag", "tag-good", "tag-notice", "brand"]

_LONG, _JOINT = re.compile(r"\S{25,}"), re.compile(r"[-_./\\](?=\S)")
_RUN = re.compile(r"[^\u200b]{24}(?=[^\u200b])")

_TAGS: dict[Status, TextKind] = {
    "live": "tag-good",
    "doing-here": "tag-good",
    "alpha": "tag-good",
    "beta": "tag-good",
    "discovery": "tag-good",
    "asked": "tag-notice",
    "not-now": "tag-notice",
    "with-lead": "tag-notice",
}


def text(words: str, kind: TextKind = "body", *, buddy: QWidget | None = None) -> QLabel:
    """A text that wraps and is never taken for markup. A label names its buddy for assistive technology."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    label.setWordWrap(not kind.startswith("tag"))
    if kind.startswith("tag"):
        label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        label.setIndent(0)
    if kind == "body":
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def marked(words: str, spans: Sequence[tuple[int, int]], kind: TextKind = "body") -> QLabel:
    """The same with parts of it marked, in bold and underlined; assistive technology is told the words alone."""
    label = text(breakable(words), kind)
    if spans:
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(_with_marks(words, spans))
        label.setAccessibleName(words)
    return label


def _with_marks(words: str, spans: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        before, found = (html.escape(breakable(part)) for part in (words[at:start], words[start:end]))
        parts.append(f"{before}<b><u>{found}</u></b>")
        at = end
    return f'<div style="white-space: pre-wrap">{"".join(parts)}{html.escape(breakable(words[at:]))}</div>'


def status_tag(status: Status, words: str) -> QLabel:
    """An idea's state: a word in a tinted label."""
    return text(words, _TAGS.get(status, "tag"))


def set_status(label: QLabel, status: Status, words: str) -> None:
    """Show another state in a label that `status_tag` made."""
    label.setText(words)
    set_kind(label, _TAGS.get(status, "tag"))


def set_kind(widget: QWidget, kind: str) -> None:
    """Give a widget another look of the style sheet."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def breakable(words: str) -> str:
    """Words that wrap however long they are: a name or a path without spaces would push its page apart.

    They break after a joint such as a hyphen, and anywhere only where there is none for long.
    """
    return _LONG.sub(lambda found: _RUN.sub(_broken, _JOINT.sub(_broken, found[0])), words)


def _broken(found: re.Match[str]) -> str:
    return f"{found[0]}\u200b"


def in_lines(words: str, metrics: QFontMetrics, width: int) -> str:
    """Words with line breaks, for controls that do not wrap by themselves; a word longer than a line stays whole."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def divider() -> QFrame:
    """A thin line where space alone does not separate."""
    line = QFrame()
    line.setProperty("kind", "divider")
    return line
