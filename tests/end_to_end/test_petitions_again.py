"""A large spreadsheet of real texts comes in each format, and comes again with a few rows changed.

The texts are no part of the project: skipped where they are not at hand (see `test_real_petitions`).
"""

from __future__ import annotations

import csv
import random
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
from openpyxl.cell import WriteOnlyCell

from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_real_petitions import PETITIONS

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not PETITIONS.exists(), reason=f"{PETITIONS.name} is not at hand"),
    pytest.mark.timeout(600),
]

MAP = (
    "--map", "title=title", "--map", "problem=problem", "--map", "proposal=suggestion", "--map", "office=department",
    "--map", "reference=reference", "--map", "submitted=created",
)  # fmt: skip
FIELDS = ("title", "problem", "suggestion", "department", "reference")
Rows = Sequence[Sequence[str]]


def write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def write_xlsx(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Petitions")

    def cells(row: Iterable[str]) -> Iterable[WriteOnlyCell]:
        for text in row:
            cell = WriteOnlyCell(sheet, value=text)
            cell.data_type = "s"  # also where it begins as a formula does
            yield cell

    for row in rows:
        sheet.append(cells(row))
    book.save(path)


def write_ods(path: Path, rows: Rows) -> None:
    """By hand, since the libraries at hand take minutes over it; line breaks as LibreOffice writes them."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        manifest = f'xmlns:manifest="{office}manifest:1.0" manifest:version="1.2"'
        entries = "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media}"/>'
            for name, media in (("/", kind), ("content.xml", "text/xml"))
        )
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {manifest}>{entries}</manifest:manifest>")
        spaces = " ".join(f'xmlns:{name}="{office}{name}:1.0"' for name in ("office", "table", "text"))
        content = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
        content = f'<table:table table:name="P">{content}</table:table>'
        for tag in ("office:spreadsheet", "office:body"):
            content = f"<{tag}>{content}</{tag}>"
        whole = f'<office:document-content {spaces} office:version="1.2">{content}</office:document-content>'
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{whole}')


def ods_cell(text: str) -> str:
    value = escape(text, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="string" office:string-value="{value}">{lines}</table:table-cell>'


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "ods": write_ods}


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("ending", ["csv", "ods", "xlsx"])
def test_of_thousands_of_rows_that_come_again_just_those_that_changed_are_revised(
    open_home: OpenHome, tmp_path: Path, ending: str
) -> None:
    header, *rows = rows_of(PETITIONS)
    home = open_home("priya", name="Priya", role="lead")
    path = tmp_path / f"petitions.{ending}"
    WRITERS[ending](path, [header, *rows])
    (first,) = home.json("import", path, *MAP)["imports"]
    assert (first["new"], first["updated"], first["unusable"]) == (len(rows), 0, [])
    places = {name: header.index(name) for name in FIELDS}
    published = [tuple(row[places[name]] for name in FIELDS) for row in rows]
    listed = home.listed()[::-1]
    assert [(it["title"], it["problem"], it["proposal"], it["office"], it["reference"]) for it in listed] == [
        (title, problem, suggestion, department.strip(), reference.strip())
        for title, problem, suggestion, department, reference in published
    ]

    chance = random.Random(20_261_127)
    changed = chance.sample(range(len(rows)), 100)
    for number in changed:
        place = places[chance.choice(("title", "problem", "suggestion"))]
        rows[number][place] = f"{rows[number][place][:200]} (changed, {number})"
    WRITERS[ending](path, [header, *rows])
    (preview,) = home.json("import", path, "--preview")["imports"]
    assert (preview["new"], preview["updated"], preview["events"]) == (0, 100, 100)
    wanted = {listed[number]["id"] for number in changed}
    assert {each["idea"] for each in preview["changes"]} == wanted
    assert len(preview["changes"]) == 100
    assert all(each["new"].endswith(")") and each["new"] != each["old"] for each in preview["changes"])

    (second,) = home.json("import", path)["imports"]  # the columns are known from the last time
    assert (second["new"], second["updated"], second["known"]) == (0, 100, len(rows) - 100)
    after = {it["id"]: it for it in home.listed()}
    assert {it["id"] for it in listed if after[it["id"]] != it} == wanted
    (third,) = home.json("import", path)["imports"]
    assert (third["new"], third["updated"], third["events"]) == (0, 0, 0)
    assert "All is well" in home("check")
