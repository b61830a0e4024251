"""Figures as a report for people: each a table first, and a picture below it that is part of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import BinaryIO

from markupsafe import Markup, escape

from ideabox.exchange import pictures, report
from ideabox.exchange.about import About
from ideabox.exchange.figures import Figure
from ideabox.exchange.pictures import MOST, Palette, Size

_STAND_INS = Palette(text="#000001", quiet="#000002", page="#000003", bar="#000004", other="#000005")
"""Colours that the page's own are put in the place of, so that pictures follow its theme, and print."""
_COLOURS = {
    "#000001": "var(--text)", "#000002": "var(--quiet)", "#000003": "none", "#000004": "var(--bar)",
    "#000005": "var(--line)",
}  # fmt: skip
_SIZE = Size(width=760, text=15)


def write(file: BinaryIO, about: About, figures: Sequence[Figure]) -> None:
    """Write the page."""
    shown = [(figure, _picture(figure), _told(about, figure)) for figure in figures]
    page = report.template("insights.html")
    frame = report.frame(about, skip_to=figures[0].code, skip=figures[0].title)
    file.write(page.render(**frame, figures=shown).encode())


def _told(about: About, figure: Figure) -> str:
    drawn = sum(bool(row.drawn) for row in figure.rows)
    return about.say("insights.picture-most", count=MOST) if drawn > MOST else about.say("insights.picture")


def _picture(figure: Figure) -> Markup:
    """The picture as a part of the page; its texts were escaped when it was drawn."""
    if not figure.has_picture:
        return Markup("")
    drawn = pictures.draw(figure, "svg", _STAND_INS, _SIZE).decode()
    svg = drawn[drawn.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\b(id="|url\(#|xlink:href="#)', rf"\g<1>{figure.code}-", svg)  # ids are the page's, not a picture's
    for stand_in, colour in _COLOURS.items():
        svg = svg.replace(stand_in, colour)
    label = escape(pictures.in_words(figure))
    return Markup(svg.replace("<svg", f'<svg role="img" aria-label="{label}"', 1))  # noqa: S704 - see above
