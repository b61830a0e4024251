"""The sheet You said, we did: one page to print for a team meeting, or to read out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import msgspec

from ideabox.exchange import report
from ideabox.exchange.about import About


class Item(msgspec.Struct, frozen=True):
    """An idea: its title, what it proposed, its author if they are named, where it stands, why, and since when."""

    title: str
    said: str
    author: str
    status: str
    reason: str
    day: str


class Part(msgspec.Struct, frozen=True):
    """Ideas that came to the same, under a heading."""

    heading: str
    items: tuple[Item, ...]


def write(file: BinaryIO, about: About, parts: Sequence[Part]) -> None:
    """Write the page. Whatever stands in the ideas is text, and never part of it."""
    page = report.template("said.html")
    frame = report.frame(about, skip_to="said", skip=about.say("report.skip"))
    file.write(page.render(**frame, parts=parts, lang=report.language_attribute).encode())
