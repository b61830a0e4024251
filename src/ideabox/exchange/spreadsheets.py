"""Opening a spreadsheet, by its ending."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.exchange import workbooks
from ideabox.exchange.csv_sheets import CsvSheet
from ideabox.exchange.sheets import Sheet
from ideabox.exchange.workbooks import WorkbookSheet

ENDINGS = (".csv", *workbooks.ENDINGS)


def is_sheet(path: Path) -> bool:
    """Whether the file is a spreadsheet by its ending, one that can be read or another."""
    return path.suffix.lower() in (*ENDINGS, *workbooks.OTHER_ENDINGS)


def open_sheet(path: Path, names: Mapping[str, Collection[str]], sheet: str = "", report: Report = silent) -> Sheet:
    """The table in a file; of a workbook's sheets the one of this name, or the one that looks most like these names.

    `names` are the usual names of the columns for each field, in lower case.
    """
    if path.suffix.lower() in workbooks.OTHER_ENDINGS:
        refuse("file", "other-spreadsheet", name=path.name, ending=path.suffix.lower())
    if path.suffix.lower() in workbooks.ENDINGS:
        return WorkbookSheet(path, names, sheet, report)
    if sheet:
        refuse("file", "sheet-for-csv", name=path.name)
    return CsvSheet(path)
