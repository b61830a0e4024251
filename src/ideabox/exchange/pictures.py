"""Figures drawn by Matplotlib: bars and ranges with their values beside them, so that nothing is told by colour alone.

Matplotlib, for it draws off the window's thread and without a window at all, to PNG and to SVG whose texts are text,
under a licence like Python's. It is loaded when the first picture is wanted: that takes a second.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from ideabox.exchange.figures import Figure, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
"""Rows that a picture shows; the table beside it has all."""
_ROW, _PAIR, _EDGE = 0.3, 0.46, 0.35
"""The height of a bar, of a pair, and of what is above and below, in inches at 100 points to the inch of text 10."""
_CHARACTERS = 30
"""Of a row's name, before it is cut short."""
_LETTER, _GAP = 0.6, 14
"""The width of a letter as a part of its height, and what stands between words and bars in pixels."""
_INCH = 96
_ONE_AT_A_TIME = threading.Lock()
"""Matplotlib's settings are the program's."""


class Palette(msgspec.Struct, frozen=True):
    """The colours of a picture, as anything that the form it is drawn in takes."""

    text: str = "#0b0c0c"
    quiet: str = "#505a5f"
    page: str = "#ffffff"
    bar: str = "#1d70b8"
    other: str = "#b1b4b6"


class Size(msgspec.Struct, frozen=True):
    """How wide a picture is and how large its text, in pixels, and how many dots a pixel has."""

    width: int = 560
    text: int = 13
    dots: float = 1.0


def draw(
    figure: Figure, form: Literal["png", "svg"], palette: Palette | None = None, size: Size | None = None
) -> bytes:
    """The picture of a figure; its title, and what it shows, are among what a PNG or an SVG says of itself."""
    palette, size = palette or Palette(), size or Size()
    import matplotlib as mpl  # noqa: PLC0415 - slow to load, and only with the first picture
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure as Drawing  # noqa: PLC0415

    rows = [row for row in figure.rows if row.drawn][:MOST]
    scale = size.text / 13
    each = _PAIR if figure.drawn_as == "pairs" else _ROW
    height = scale * (_EDGE * (2 if figure.series else 1) + len(rows) * each)
    style: Any = {
        "font.family": ["DejaVu Sans"],
        "font.size": size.text * 72 / _INCH,
        "text.color": palette.text,
        "svg.fonttype": "none",
        "svg.hashsalt": "ideabox",  # the same picture has the same bytes
        "text.parse_math": False,  # a dollar sign is one
    }
    with _ONE_AT_A_TIME, mpl.rc_context(style):
        drawing = Drawing(figsize=(size.width / _INCH, max(height, 0.6)), dpi=_INCH * size.dots, facecolor=palette.page)
        canvas: Any = (FigureCanvasAgg if form == "png" else FigureCanvasSVG)(drawing)
        axes = drawing.subplots()
        _DRAW[figure.drawn_as](axes, figure, rows, palette)
        names = _names(rows, size)
        _tidy(axes, names, palette)
        drawing.subplots_adjust(*_edges(rows, names, size, scale, height))
        file = io.BytesIO()
        meta = {"Title": figure.title} | ({"Date": None} if form == "svg" else {"Software": "Ideabox"})
        (canvas.print_png if form == "png" else canvas.print_svg)(file, metadata=meta)
    return file.getvalue()


def in_words(figure: Figure) -> str:
    """What the picture shows, for those who do not see it."""
    shown = [row for row in figure.rows if row.drawn][:MOST]
    return f"{figure.title}: " + "; ".join(f"{row.name}, {', '.join(row.words[1:])}" for row in shown)


def _bars(axes: Axes, figure: Figure, rows: list[Row], palette: Palette) -> None:
    values = [row.drawn[0] for row in rows]
    axes.barh(range(len(rows)), values, height=0.62, color=palette.bar)
    for number, row in enumerate(rows):
        _label(axes, row.drawn[0], number, row.words[figure.label], palette)


def _pairs(axes: Axes, figure: Figure, rows: list[Row], palette: Palette) -> None:
    """Each pair on its own scale: the rows are of different things. The second bar is hatched as well as coloured."""
    above, below = ([number + way * 0.2 for number in range(len(rows))] for way in (-1, 1))
    this = axes.barh(above, [_part(row, 1) for row in rows], 0.36, color=palette.bar)
    before = axes.barh(
        below, [_part(row, 0) for row in rows], 0.36, color=palette.other, edgecolor=palette.quiet, hatch="////",
        linewidth=0.5,
    )  # fmt: skip
    for number, row in enumerate(rows):
        _label(axes, _part(row, 0), number + 0.2, row.words[1], palette)
        _label(axes, _part(row, 1), number - 0.2, row.words[2], palette)
    drawing: Any = axes.figure
    drawing.legend(
        [this, before], figure.series[::-1], loc="upper left", bbox_to_anchor=(0, 1), ncols=2, frameon=False,
        borderaxespad=0.2, fontsize="small", labelcolor=palette.text, columnspacing=1.2,
    )  # fmt: skip


def _part(row: Row, number: int) -> float:
    return row.drawn[number] / (max(row.drawn) or 1)


def _ranges(axes: Axes, figure: Figure, rows: list[Row], palette: Palette) -> None:
    for number, row in enumerate(rows):
        low, likely, high = row.drawn
        axes.plot([low, high], [number, number], color=palette.quiet, linewidth=3, solid_capstyle="butt")
        axes.plot([likely], [number], "D", color=palette.bar, markersize=7)
        _label(axes, high, number, row.words[figure.label], palette)


def _label(axes: Axes, x: float, y: float, words: str, palette: Palette) -> None:
    axes.annotate(_safe(words), (x, y), (5, 0), textcoords="offset points", va="center", color=palette.text)


_DRAW: dict[str, Any] = {"bars": _bars, "pairs": _pairs, "ranges": _ranges}


def _tidy(axes: Axes, names: list[str], palette: Palette) -> None:
    axes.set_facecolor(palette.page)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0, labelcolor=palette.text)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "left")
        spine.set_color(palette.quiet)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, 0), high or 1)


def _names(rows: list[Row], size: Size) -> list[str]:
    """The rows' names, cut short so that they have at most half the width."""
    most = max(8, min(_CHARACTERS, int((size.width / 2 - _GAP) / (size.text * _LETTER))))
    names = [_safe(row.name) for row in rows]
    return [name if len(name) <= most else f"{name[: most - 1].rstrip()}…" for name in names]


def _edges(
    rows: list[Row], names: list[str], size: Size, scale: float, height: float
) -> tuple[float, float, float, float]:
    """Where the bars begin and end, as shares of the picture: names at the left and values at the right have room."""
    letter = size.text * _LETTER
    before = max(map(len, names), default=0) * letter + _GAP
    after = max((len(word) for row in rows for word in row.words[1:3]), default=0) * letter + _GAP
    left, right = before / size.width, max(1 - after / size.width, 0.6)
    edge = scale * _EDGE / 2 / max(height, 0.6)
    top = 1 - edge * (3 if any(len(row.drawn) == 2 for row in rows) else 1)
    return left, edge, max(right, left + 0.1), top


def _safe(text: str) -> str:
    """On one line, and without what no font has."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())
