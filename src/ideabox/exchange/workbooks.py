"""Reading ODS and XLSX, in a process of its own that may fail without harm."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import msgspec

from ideabox.domain.problems import refuse
from ideabox.domain.reporting import Report, silent
from ideabox.exchange.sheets import SheetRow, plain_errors, row_of, take_columns
from ideabox.exchange.workbook_reader import COMMAND, Found, Request

ENDINGS = (".ods", ".xlsx")
OTHER_ENDINGS = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".fods", ".ots", ".numbers")
"""Spreadsheets that are not read: out of date, or such as carry programs, or seldom seen."""
MAX_BYTES = 128 * 1024**2
MAX_MEMORY = 1536 * 1024**2
MAX_SECONDS = 120
_LOOK_SECONDS = 0.05
_GENTLY = 0x08000000  # CREATE_NO_WINDOW, which only Windows knows


class WorkbookSheet:
    """A sheet of a workbook, read once and kept as text in a temporary file while this object lives.

    Refuses, with a sentence, a file that is damaged, protected, with macros, or more than the reading process may take.
    """

    def __init__(
        self, path: Path, names: Mapping[str, Collection[str]], sheet: str = "", report: Report = silent
    ) -> None:
        self.name = path.name
        with plain_errors(self.name):
            found = path.stat()
            if not stat.S_ISREG(found.st_mode):
                refuse("file", "cannot-read", name=self.name, detail="it is not a file")
            if found.st_size > MAX_BYTES:
                refuse("file", "too-large", name=self.name, limit=MAX_BYTES)
            with path.open("rb"):
                pass  # so that one that may not be read is refused as such
            folder = Path(tempfile.mkdtemp(prefix="ideabox-"))
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._rows = folder / "rows"
        request = Request(str(path.absolute()), [list(each) for each in names.values()], sheet, MAX_MEMORY, MAX_SECONDS)
        self._run(request, folder, report)
        self._take(sheet)

    def rows(self) -> Iterator[SheetRow]:
        """The rows below the header, but for empty ones."""
        decode = msgspec.json.Decoder(list[str]).decode
        with plain_errors(self.name), self._rows.open("rb") as file:
            position = len(file.readline())
            for line in file:
                position += len(line)
                number, *cells = decode(line)
                yield row_of(int(number), self.columns, cells, position)

    def _run(self, request: Request, folder: Path, report: Report) -> None:
        asked = folder / "request.json"
        asked.write_bytes(msgspec.json.encode(request))
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [*_program(), COMMAND, str(asked), str(self._rows)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,  # nothing that lies beside the file is taken for a part of the program
            creationflags=_GENTLY if sys.platform == "win32" else 0,
        )
        try:
            self._wait(process, report)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _wait(self, process: subprocess.Popen[bytes], report: Report) -> None:
        until = time.monotonic() + MAX_SECONDS
        while True:
            try:
                status = process.wait(_LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                report(0, 1)
                if time.monotonic() > until:
                    refuse("file", "too-slow", name=self.name, seconds=MAX_SECONDS)
        if status != 0:  # it has met a limit, or something that brought it down
            refuse("file", "brings-reader-down", name=self.name)

    def _take(self, sheet: str) -> None:
        with plain_errors(self.name), self._rows.open("rb") as file:
            found = msgspec.json.decode(file.readline(), type=Found)
        match found.fault:
            case "":
                pass
            case "protected-workbook":
                refuse("file", "protected-workbook", name=self.name)
            case "has-macros":
                refuse("file", "has-macros", name=self.name)
            case "no-such-sheet":
                refuse("file", "no-such-sheet", name=self.name, sheet=sheet, known=", ".join(found.sheets))
            case "no-header":
                refuse("file", "no-header", name=self.name)
            case "too-large":
                refuse("file", "too-large", name=self.name, limit=MAX_MEMORY)
            case _:
                refuse("file", "damaged", name=self.name)
        self.sheet = found.sheet
        self.columns = take_columns(self.name, found.header)
        self.size = self._rows.stat().st_size


def _program() -> list[str]:
    """This program, to be started once more: itself where it is frozen, else by the Python that runs it."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ideabox"]
