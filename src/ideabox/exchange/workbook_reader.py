"""The process that reads a workbook for another one, within limits, since a hostile file can bring a process down.

It imports little and touches nothing of the program's. It is told in a file what to read (`Request`), and writes to
another file the `Found` and then a line of JSON for each row: its number and its cells as text.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from xml.parsers import expat

import msgspec

from ideabox.exchange.sheets import plain_name

COMMAND = "read-workbook"
"""The first argument with which the program is started as this process."""
MAX_UNPACKED = 1024**3
"""Bytes that the members of a workbook may come to, unpacked."""
MAX_WRITTEN = 512 * 1024**2
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted XLSX begins, and an XLS of old."""
_BLOCK, _OVERLAP = 1024 * 1024, 64
_beyond_any_sheet = re.compile(rb"""\sr\s*=\s*["'][A-Za-z]{4}""").search
"""A cell's reference with more letters than the last column, XFD, has."""
_SEARCHED = 30
"""Rows at the beginning of a sheet among which its header is looked for."""


class Request(msgspec.Struct, frozen=True):
    """What to read: a sheet by its name, or the one with most `names`, which are the usual names of each field."""

    path: str
    names: list[list[str]]
    sheet: str
    memory: int
    """Bytes of memory that may be used."""
    seconds: int
    """Of processor time that may be used."""


class Found(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sheet that is read, or in `fault` the code of why none can be."""

    sheets: list[str] = []
    sheet: str = ""
    header: list[str] = []
    header_row: int = 0
    fault: str = ""


class _Fault(Exception):  # noqa: N818 - a finding about a file
    def __init__(self, code: str, sheets: Sequence[str] = ()) -> None:
        self.found = Found(list(sheets), fault=code)


def main(request_path: str, result_path: str) -> int:
    """Read what is asked for; returns the exit status."""
    request = msgspec.json.decode(Path(request_path).read_bytes(), type=Request)
    _limit(request)
    read(request, Path(result_path))
    return 0


def read(request: Request, result: Path) -> Found:
    """Read what is asked for, in this process and without its limits, and write what was found."""
    with result.open("wb") as out:
        try:
            _check(request.path)
            return _read(request, out)
        except _Fault as fault:
            return _start_again(out, fault.found)
        except MemoryError:
            return _start_again(out, Found(fault="too-large"))
        except zlib.error as fault:  # which tells of too little memory by a number
            return _start_again(out, Found(fault="too-large" if str(fault).startswith("Error -4 ") else "damaged"))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
            return _start_again(out, Found(fault="damaged"))
        except RuntimeError:  # a member that is encrypted by itself
            return _start_again(out, Found(fault="protected-workbook"))


def _start_again(out: BinaryIO, found: Found) -> Found:
    out.seek(0)
    out.truncate()
    out.write(msgspec.json.encode(found) + b"\n")
    return found


def _check(path: str) -> None:
    """Look at the archive before anything is unpacked."""
    with Path(path).open("rb") as file:
        if file.read(8) == _OLE:
            raise _Fault("protected-workbook")
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise _Fault("too-large")
            names = [member.filename for member in members]
            if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
                raise _Fault("has-macros")
            if "META-INF/manifest.xml" in names:
                with archive.open("META-INF/manifest.xml") as manifest:
                    if b"encryption-data" in manifest.read(1024 * 1024):
                        raise _Fault("protected-workbook")
            for name in names:
                if name == "content.xml" or (name.startswith("xl/") and name.endswith(".xml")):
                    _check_xml(archive, name)


def _check_xml(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse XML that is not well-formed, in which the library can go round for ever, and cells beyond any sheet.

    For those it would want room that no machine has, and end its process.
    """
    parser = expat.ParserCreate()
    before = b""
    try:
        with archive.open(name) as member:
            while block := member.read(_BLOCK):
                if _beyond_any_sheet(before + block):
                    raise _Fault("damaged")
                before = block[-_OVERLAP:]
                parser.Parse(block)
            parser.Parse(b"", True)  # noqa: FBT003 - it takes no keyword
    except expat.ExpatError as fault:
        if fault.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from None
        raise _Fault("damaged") from None
    except LookupError:  # an encoding that nobody has heard of
        raise _Fault("damaged") from None


def _read(request: Request, out: BinaryIO) -> Found:
    import python_calamine as calamine  # noqa: PLC0415 - only once the limits hold

    try:
        with calamine.CalamineWorkbook.from_path(request.path) as book:
            name, header_row = _choose(book, request)
            sheet = book.get_sheet_by_name(name)
            rows = enumerate(_rows(sheet), 1)
            header = next(cells for number, cells in rows if number == header_row)
            found = Found(list(book.sheet_names), name, header, header_row)
            written = out.write(msgspec.json.encode(found) + b"\n")
            for number, cells in rows:
                while cells and not cells[-1]:
                    cells.pop()
                if cells:
                    written += out.write(msgspec.json.encode([str(number), *cells]) + b"\n")
                if written > MAX_WRITTEN:
                    raise _Fault("too-large")
            return found
    except calamine.PasswordError:
        raise _Fault("protected-workbook") from None
    except calamine.CalamineError:
        raise _Fault("damaged") from None


def _choose(book: Any, request: Request) -> tuple[str, int]:
    """The sheet and the number of its header row.

    It is the row with most of the usual names; where no row has any, the fullest of the first sheet that has a row of
    three different texts or more, and else the first row that is not empty. A cover sheet is passed over.
    """
    from python_calamine import SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415 - as above

    sheets = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if request.sheet:
        names = [each.name for each in sheets if each.name.casefold() == request.sheet.casefold()]
        if not names:
            raise _Fault("no-such-sheet", [each.name for each in sheets])
    else:
        names = [each.name for each in sheets if each.visible == SheetVisibleEnum.Visible]
    candidates = [
        (name, number, cells)
        for name in names
        for number, cells in enumerate(_first(_rows(book.get_sheet_by_name(name))), 1)
        if any(cells)
    ]
    if not candidates:
        raise _Fault("no-header")
    name, number, _cells = max(candidates, key=lambda each: _likeness(each[2], request.names))
    return name, number


def _first(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for _number, cells in zip(range(_SEARCHED), rows, strict=False):
        yield cells


def _likeness(cells: list[str], names: list[list[str]]) -> tuple[int, int]:
    """How much a row looks like a header: how many fields it names, and how many different texts it is of."""
    texts = [plain_name(cell) for cell in cells if cell.strip()]
    known = sum(any(name in texts for name in of_field) for of_field in names)
    different = len(texts) if len(texts) == len(set(texts)) else 0
    return known, different if different >= 3 else 0


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [_text(value) for value in row]


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a point, days and times by ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return "" if value is None else str(value)


def _limit(request: Request) -> None:
    """Bound the memory and the processor time of this process."""
    if sys.platform == "win32":
        from ideabox.exchange import windows_job  # noqa: PLC0415 - there alone

        windows_job.limit(request.memory, request.seconds)
    else:
        import resource  # noqa: PLC0415 - not on Windows

        for which, most in ((resource.RLIMIT_AS, request.memory), (resource.RLIMIT_CPU, request.seconds)):
            _soft, hard = resource.getrlimit(which)
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            try:
                resource.setrlimit(which, (limit, hard))
            except (ValueError, OSError):  # a system that does not bound this; the waiting process still does
                continue
