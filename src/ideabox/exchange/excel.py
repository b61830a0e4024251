"""Ideas as an Excel workbook (XLSX), written a row at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ideabox.domain.problems import refuse
from ideabox.exchange import tables
from ideabox.exchange.about import About

MAX_ROWS = 1_048_576
MAX_CELL = 32_767
"""Characters of a cell, as Excel counts them: an emoji is two."""
HEAD = 2
"""Rows above the header of the table of ideas: its title, and what is on the sheet."""
_FIRST_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - days before are counted in two ways, so they stay text
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}
_LAST = xl_col_to_name(len(tables.COLUMNS) - 1)
_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}


def write(file: BinaryIO, about: About, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a cover sheet, the meaning of the columns and the table of ideas; returns how many ideas.

    What is not written yet lies in temporary files, so memory does not grow with the ideas.
    """
    if about.ideas + HEAD + 1 > MAX_ROWS:
        refuse("file", "too-many-rows", count=about.ideas, limit=MAX_ROWS - HEAD - 1)
    folder = Path(tempfile.mkdtemp(prefix="ideabox-"))
    book = _Workbook(file, _OPTIONS | {"tmpdir": str(folder)})
    try:
        count = book.fill(about, rows)
        book.close()
    finally:
        book.let_go()
        shutil.rmtree(folder, ignore_errors=True)
    return count


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that spells out characters so that each text can be had back, two such spellings in a row too."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return tables.spell(data)

    def text(self, row: int, column: int, text: str, form: Format) -> None:
        """Write a text, which is never run, and never cut."""
        if len(text.encode("utf-16-le")) > 2 * MAX_CELL:
            refuse("file", "cell-too-long", limit=MAX_CELL)
        self.write_string(row, column, text, form)


class _Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    def fill(self, about: About, rows: Iterable[Mapping[str, Any]]) -> int:
        say = about.say
        self.set_properties({"title": about.title, "category": about.marking, "comments": say("sheet.made-by")})
        self._plain = self.add_format(_FONT)
        self._wrapped = self.add_format(_FONT | {"text_wrap": True})
        self._bold = self.add_format(_FONT | {"bold": True, "text_wrap": True, "bottom": 1})
        self._label = self.add_format(_FONT | {"bold": True})
        self._title = self.add_format(_FONT | {"bold": True, "font_size": 16})
        self._time = self.add_format(_FONT | {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"})
        self._cover(about)
        self._columns(about)
        return self._ideas(about, rows)

    def let_go(self) -> None:
        """Close what is still open after a write that was broken off, and keep the library from finishing it."""
        self.fileclosed = 1
        for sheet in self.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()

    def _begin(self, name: str, title: str, what: str, widths: Iterable[int]) -> _Sheet:
        sheet: _Sheet = self.add_worksheet(name, _Sheet)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.text(0, 0, title, self._title)
        sheet.text(1, 0, what, self._plain)
        return sheet

    def _cover(self, about: About) -> None:
        sheet = self._begin(about.say("sheet.cover"), about.heading, about.say("sheet.cover-holds"), (30, 90))
        for row, (label, value) in enumerate(about.lines, HEAD):
            sheet.text(row, 0, label, self._label)
            sheet.text(row, 1, value, self._wrapped)
        _mark_every_page(sheet, about.marking)

    def _columns(self, about: About) -> None:
        say = about.say
        sheet = self._begin(say("sheet.columns"), say("sheet.columns-title"), say("sheet.columns-hold"), (24, 24, 80))
        for column, code in enumerate(("sheet.col-title", "sheet.col-name", "sheet.col-meaning")):
            sheet.text(HEAD, column, say(code), self._bold)
        for row, each in enumerate(tables.COLUMNS, HEAD + 1):
            for column, text in enumerate((each.title, each.name, each.meaning)):
                sheet.text(row, column, text, self._wrapped)
        _mark_header(self, sheet, len(tables.COLUMNS), 2)
        _mark_every_page(sheet, about.marking)

    def _ideas(self, about: About, rows: Iterable[Mapping[str, Any]]) -> int:
        say = about.say
        holds = say("sheet.ideas-hold", ideas=about.ideas)
        widths = (column.width for column in tables.COLUMNS)
        sheet = self._begin(say("sheet.ideas"), about.heading, holds, widths)
        for number, column in enumerate(tables.COLUMNS):
            sheet.text(HEAD, number, column.title, self._bold)
        _mark_header(self, sheet, about.ideas, len(tables.COLUMNS) - 1)
        sheet.autofilter(HEAD, 0, HEAD + about.ideas, len(tables.COLUMNS) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A{HEAD + 1}:{_LAST}{HEAD + 1 + about.ideas}"})
        _mark_every_page(sheet, about.marking)
        count = 0
        for count, row in enumerate(rows, 1):
            self._row(sheet, HEAD + count, row, about.raw)
        return count

    def _row(self, sheet: _Sheet, number: int, row: Mapping[str, Any], raw: bool) -> None:
        for place, column in enumerate(tables.COLUMNS):
            value = tables.typed(column, row[column.name], raw=raw)
            if isinstance(value, str):
                if value:
                    sheet.text(number, place, value, self._wrapped)
            elif isinstance(value, int):
                sheet.write_number(number, place, value, self._plain)
            elif value >= _FIRST_DAY:
                sheet.write_datetime(number, place, value, self._time)
            else:
                sheet.text(number, place, f"{value.isoformat(timespec='milliseconds')}Z", self._plain)


def _mark_header(book: _Workbook, sheet: _Sheet, rows: int, last: int) -> None:
    """Keep the header in view, repeat it in print, and name it as screen readers know it."""
    sheet.freeze_panes(HEAD + 1, 0)
    sheet.repeat_rows(HEAD)
    sheet.print_area(0, 0, HEAD + rows, last)
    book.define_name(f"'{sheet.get_name()}'!ColumnTitle", f"='{sheet.get_name()}'!$A${HEAD + 1}")


def _mark_every_page(sheet: _Sheet, marking: str) -> None:
    words = marking.replace("&", "&&")
    sheet.set_header(f"&C{words}")
    sheet.set_footer(f"&C{words}")
    sheet.fit_to_pages(1, 0)
