"""Ideas as an OpenDocument spreadsheet (ODS), written a row at a time.

Libraries that write whole documents hold them in memory, and those that do not have no styles. So odfdo makes the
document as a frame, with its sheets, columns and styles, and lxml copies that with the rows in their places.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO, Final

import msgspec
from lxml import etree
from odfdo import Column, Document, Element, Style, Table

from ideabox.domain.problems import refuse
from ideabox.exchange import tables
from ideabox.exchange.about import About

MAX_ROWS = 1_048_576
"""Of a sheet, in most programs."""
HEAD = 2
"""Rows above the header of a table: its title, and what is on the sheet."""
_CONTENT: Final = "content.xml"
_NOT_OURS = ("Thumbnails/", "Configurations2/", "manifest.rdf")
"""What the library's empty document brings along: its picture, and the places of its tool bars."""
_WIDTH_OF_A_CHARACTER = 0.22
"""Of text in 12 points, in centimetres."""

_PAGE = {
    "fo:page-width": "29.7cm",
    "fo:page-height": "21cm",
    "style:print-orientation": "landscape",
    "style:scale-to-X": "1",
    "style:scale-to-Y": "0",
}
"""How it prints: A4 across, each sheet as wide as one page and as long as it is."""

_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
_CELL, _ROW, _PARAGRAPH = f"{_TABLE}table-cell", f"{_TABLE}table-row", f"{_TEXT}p"
_SPACES = re.compile("(\t| {2,}|^ | $)").split
"""Spaces of which XML's readers keep only one, and tabs, which count as one."""

Value = str | int | datetime


class _Row(msgspec.Struct):
    """Cells, each with its value and the style of its column."""

    values: Iterable[tuple[Value, str]]
    is_header: bool = False


def write(file: BinaryIO, about: About, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a cover sheet, the meaning of the columns and the table of ideas; returns how many ideas."""
    if about.ideas + HEAD + 1 > MAX_ROWS:
        refuse("file", "too-many-rows", count=about.ideas, limit=MAX_ROWS - HEAD - 1)
    count = 0

    def counted() -> Iterator[Mapping[str, Any]]:
        nonlocal count
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the count
            yield row

    say = about.say
    sheets = {
        say("sheet.cover"): _cover(about),
        say("sheet.columns"): _meanings(about),
        say("sheet.ideas"): _ideas(about, counted()),
    }
    with (
        zipfile.ZipFile(io.BytesIO(_frame(about))) as frame,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for member in frame.infolist():
            content = frame.read(member)
            if member.filename == _CONTENT:
                with archive.open(member, "w", force_zip64=True) as stream, etree.xmlfile(stream, "utf-8") as xml:
                    xml.write_declaration()
                    root = etree.fromstring(content)
                    etree.cleanup_namespaces(root, keep_ns_prefixes=("office", "table", "text"))
                    _copy(xml, root, sheets)
            else:
                archive.writestr(member, content)
    return count


def _cover(about: About) -> Iterator[_Row]:
    yield _Row([(about.heading, "title")])
    yield _Row([(about.say("sheet.cover-holds"), "plain")])
    for label, value in about.lines:
        yield _Row([(label, "label"), (value, "text")])


def _meanings(about: About) -> Iterator[_Row]:
    say = about.say
    yield _Row([(say("sheet.columns-title"), "title")])
    yield _Row([(say("sheet.columns-hold"), "plain")])
    yield _Row([(say(f"sheet.col-{name}"), "header") for name in ("title", "name", "meaning")], is_header=True)
    for each in tables.COLUMNS:
        yield _Row([(text, "text") for text in (each.title, each.name, each.meaning)])


def _ideas(about: About, rows: Iterable[Mapping[str, Any]]) -> Iterator[_Row]:
    yield _Row([(about.heading, "title")])
    yield _Row([(about.say("sheet.ideas-hold", ideas=about.ideas), "plain")])
    yield _Row([(column.title, "header") for column in tables.COLUMNS], is_header=True)
    for row in rows:
        yield _Row([(tables.typed(column, row[column.name], raw=about.raw), "text") for column in tables.COLUMNS])


# The frame


def _frame(about: About) -> bytes:
    """The document without its rows."""
    document = Document("spreadsheet")
    for part in document.get_parts():
        if part.startswith(_NOT_OURS):
            document.del_part(part)
    _describe(document, about)
    for style in _styles():
        document.insert_style(style, automatic=True)
    say = about.say
    ideas = say("sheet.ideas")
    widths = {
        say("sheet.cover"): (30, 90),
        say("sheet.columns"): (24, 24, 80),
        ideas: tuple(column.width for column in tables.COLUMNS),
    }
    document.body.clear()
    for sheet, columns in widths.items():
        document.body.append(_table(document, sheet, columns))
    document.body.append(_filter(ideas, about.ideas))
    _freeze(document, list(widths), frozen=(say("sheet.columns"), ideas))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document, about: About) -> None:
    meta = document.meta
    meta.title, meta.subject, meta.language, meta.generator = about.title, about.marking, "en-GB", "Ideabox"
    meta.description = about.say("sheet.made-by")
    styles = document.styles
    for text in styles.get_elements("//style:text-properties[@fo:language]"):
        text.set_attribute("fo:language", "en")
        text.set_attribute("fo:country", "GB")
    for page in styles.get_elements("//style:page-layout[@style:name='Mpm1']/style:page-layout-properties"):
        for name, value in _PAGE.items():
            page.set_attribute(name, value)
    for place in styles.get_elements(
        "//style:master-page[@style:name='Default']/*[self::style:header or self::style:footer]"
    ):
        place.clear()
        paragraph = Element.from_tag("text:p")
        paragraph.text = about.marking
        place.append(paragraph)


def _styles() -> Iterator[Style | str]:
    yield (
        '<number:date-style style:name="moment"><number:year number:style="long"/><number:text>-</number:text>'
        '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
        '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
        '<number:minutes number:style="long"/><number:text>:</number:text><number:seconds number:style="long"/>'
        "</number:date-style>"
    )
    for name, size, is_bold, wraps in (
        ("plain", 12, False, False),
        ("text", 12, False, True),
        ("label", 12, True, False),
        ("header", 12, True, True),
        ("title", 16, True, False),
        ("time", 12, False, False),
    ):
        style = Style("table-cell", name=name, parent_style="Default")
        wrapping = "wrap" if wraps else "no-wrap"
        style.set_properties(
            {"style:vertical-align": "top", "fo:wrap-option": wrapping, "fo:padding": "0.07cm"}, area="table-cell"
        )
        weight = "bold" if is_bold else "normal"
        style.set_properties({"fo:font-size": f"{size}pt", "fo:font-weight": weight}, area="text")
        if name == "time":
            style.set_attribute("style:data-style-name", "moment")
            style.set_properties({"fo:text-align": "start"}, area="paragraph")
        if name == "header":
            style.set_properties({"fo:border-bottom": "0.03cm solid #000000"}, area="table-cell")
        yield style


def _table(document: Document, sheet: str, widths: tuple[int, ...]) -> Table:
    table = Table(sheet, style="ta1")
    for width in widths:
        name = f"wide{width}"
        if document.get_style("table-column", name) is None:
            style = Style("table-column", name=name, width=f"{width * _WIDTH_OF_A_CHARACTER:.2f}cm")
            document.insert_style(style, automatic=True)
        table.append(Column(style=name))
    return table


def _filter(sheet: str, ideas: int) -> Element:
    """The buttons over the table of ideas with which its rows are filtered."""
    ranges = Element.from_tag("table:database-ranges")
    area = Element.from_tag("table:database-range")
    last = chr(ord("A") + len(tables.COLUMNS) - 1)
    area.set_attribute("table:name", "ideas")
    area.set_attribute("table:target-range-address", f"'{sheet}'.A{HEAD + 1}:'{sheet}'.{last}{HEAD + 1 + ideas}")
    area.set_attribute("table:display-filter-buttons", "true")
    ranges.append(area)
    return ranges


def _freeze(document: Document, sheets: list[str], frozen: tuple[str, ...]) -> None:
    """Open at the first sheet, and keep the header of a table in view."""
    settings = document.settings
    (views,) = settings.get_elements("//config:config-item-map-named[@config:name='Tables']")
    views.clear()
    views.set_attribute("config:name", "Tables")
    for sheet in sheets:
        view = Element.from_tag("config:config-item-map-entry")
        view.set_attribute("config:name", sheet)
        rows = HEAD + 1 if sheet in frozen else 0
        for name, kind, value in (
            ("VerticalSplitMode", "short", 2 if rows else 0),
            ("VerticalSplitPosition", "int", rows),
            ("ActiveSplitRange", "short", 2),
            ("PositionTop", "int", 0),
            ("PositionBottom", "int", rows),
        ):
            item = Element.from_tag("config:config-item")
            item.set_attribute("config:name", name)
            item.set_attribute("config:type", kind)
            item.text = str(value)
            view.append(item)
        views.append(view)
    (active,) = settings.get_elements("//config:config-item[@config:name='ActiveTable']")
    active.text = sheets[0]


# The rows


def _copy(xml: Any, element: Any, sheets: Mapping[str, Iterator[_Row]]) -> None:
    """Write the element, and into each table in it the rows of its sheet."""
    if element.find(f".//{_TABLE}table") is None and element.tag != f"{_TABLE}table":
        xml.write(element)
        return
    with xml.element(element.tag, element.attrib, nsmap=element.nsmap):
        for child in element:
            _copy(xml, child, sheets)
        for row in sheets.get(element.get(f"{_TABLE}name"), ()):
            if row.is_header:
                with xml.element(f"{_TABLE}table-header-rows"):
                    _write_row(xml, row)
            else:
                _write_row(xml, row)


def _write_row(xml: Any, row: _Row) -> None:
    with xml.element(_ROW):
        for value, style in row.values:
            with xml.element(_CELL, _attributes(value, style)):
                if value != "":
                    _write_text(xml, value)


def _attributes(value: Value, style: str) -> dict[str, str]:
    if isinstance(value, datetime):
        moment = value.isoformat(timespec="milliseconds")
        return _attribute("time", "date") | {f"{_OFFICE}date-value": moment}
    if isinstance(value, int):
        return _attribute(style, "float") | {f"{_OFFICE}value": str(value)}
    if "\t" in value:  # some readers pass over the element for a tab, and read this
        return _attribute(style, "string") | {f"{_OFFICE}string-value": tables.spell(value)}
    return _attribute(style, "string") if value else {}


def _attribute(style: str, kind: str) -> dict[str, str]:
    return {f"{_TABLE}style-name": style, f"{_OFFICE}value-type": kind}


def _write_text(xml: Any, value: Value) -> None:
    shown = f"{value:%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else str(value)
    for line in tables.spell(shown).split("\n"):
        with xml.element(_PARAGRAPH):
            for part in _SPACES(line):
                if part == "\t":
                    _write_empty(xml, f"{_TEXT}tab", {})
                elif part and not part.strip(" "):
                    _write_empty(xml, f"{_TEXT}s", {f"{_TEXT}c": str(len(part))})
                elif part:
                    xml.write(part)


def _write_empty(xml: Any, tag: str, attributes: dict[str, str]) -> None:
    with xml.element(tag, attributes):
        pass
