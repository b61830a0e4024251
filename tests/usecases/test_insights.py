"""Insights in words and in files, read back by programs that had no part in writing them."""

from __future__ import annotations

import csv
import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
import python_calamine

from ideabox.app.workplace import Workplace
from ideabox.domain.problems import Refusal
from ideabox.domain.regions import Regions
from ideabox.exchange import figures, pictures
from ideabox.exchange.figures import Figure, Row
from ideabox.usecases import ideas, insight_files, insight_tables, insights, reviewing
from ideabox.usecases.figures import Asked, Insights
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession

HOSTILE = '=<script>alert("$x$")</script> & \u202e'


@pytest.fixture
def full(open_session: OpenSession) -> Session:
    """A manager at a store with a few ideas, of an office whose name is not nice."""
    ann = open_session("ann", office=HOSTILE, folder="all")
    for number in range(5):
        skills, barriers = (["EDS-COM"], ["it", "policy"]) if number % 2 else ([], ["it"])
        made = ideas.submit(ann, title=f"Idea {number}", problem="p", proposal="b", skills=skills, barriers=barriers)
        if number < 2:
            reviewing.review(ann, next(iter(made.new)), "put-forward", "Good.")
    return open_session("bob", office="Leeds", role="manager", folder="all")


def found(session: Session, **asked: Any) -> Insights:
    return insights.insights(session, Asked(**asked), 5)


def table_of(session: Session, wording: Wording, code: str) -> Figure:
    (figure,) = insight_files.chosen(session, found(session), wording, code)
    return figure


def test_every_figure_has_its_words_and_as_many_cells_as_headings(full: Session, wording: Wording) -> None:
    tables = insight_tables.tables(full, found(full), wording)
    assert tuple(table.figure.code for table in tables) == insight_tables.FIGURES
    for table in tables:
        assert len(table.behind) == len(table.figure.rows)
        for row in table.figure.rows:
            assert len(row.values) == len(row.words) == len(table.figure.headings)


def test_an_idea_counts_with_each_of_its_barriers_and_shares_are_of_all_ideas(full: Session, wording: Wording) -> None:
    rows = [row.words for row in table_of(full, wording, "barriers").rows]
    assert rows == [("IT restriction", "5", "100%"), ("Policy", "2", "40%")]


def test_differences_of_shares_are_told_in_points_and_others_in_what_they_count() -> None:
    words = {
        "insights.points": "{count} points", "insights.points.one": "1 point", "insights.more": "{by} more",
        "insights.less": "{by} less", "insights.no-change": "No change", "insights.none": "None",
    }  # fmt: skip
    say = Wording(words)
    share = lambda value: insight_tables._share(value, say)  # noqa: E731
    assert insight_tables._difference(0.355, 0.361, share, say) == "No change"
    assert insight_tables._difference(0.25, 0.75, share, say) == "50 points more"
    assert insight_tables._difference(0.26, 0.25, share, say) == "1 point less"
    assert insight_tables._difference(3, 1200, insight_tables._count, say) == "1,197 more"


def test_a_single_figure_as_csv_is_its_table_and_no_cell_is_a_formula(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    path = tmp_path / "offices.csv"
    insight_files.write(full, found(full), path, wording, "offices")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Office", "Ideas", "Share"], [f"'{HOSTILE}", "5", "1"]]


def test_all_figures_as_csv_have_their_titles_before_their_rows(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    path = tmp_path / "all.csv"
    insight_files.write(full, found(full), path, wording)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert {row[0] for row in rows} == {
        table.figure.title for table in insight_tables.tables(full, found(full), wording)
    }
    assert ["What stands in the way", "Policy", "2", "0.4"] in rows


def test_a_spreadsheet_has_a_sheet_for_each_figure_with_numbers_as_numbers(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    path = tmp_path / "all.ods"
    insight_files.write(full, found(full), path, wording)
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Cover", *(wording(f"insights.title-{code}") for code in insight_tables.FIGURES)]
    assert book.get_sheet_by_name("Cover").to_python()[0] == ["Marking", "OFFICIAL"]
    rows = book.get_sheet_by_name("What stands in the way").to_python()
    assert ["Policy", 2.0, 0.4] in rows
    assert any(HOSTILE in str(row[0]) for row in book.get_sheet_by_name("Offices").to_python())


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_report_has_a_table_and_a_picture_for_each_figure_and_runs_nothing(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    path = tmp_path / "all.html"
    insight_files.write(full, found(full), path, wording)
    page = _Page(path.read_text(encoding="utf-8"))
    names = [name for name, _attributes in page.elements]
    drawn = [table.figure for table in insight_tables.tables(full, found(full), wording) if table.figure.has_picture]
    assert names.count("table") == len(insight_tables.FIGURES) + 1
    assert names.count("svg") == len(drawn) > 4
    assert "script" not in names
    assert not any(attribute.startswith("on") for _name, attributes in page.elements for attribute in attributes)
    assert not any((attributes.get("href") or "#")[0] != "#" for _name, attributes in page.elements)
    pictures_told = [attributes["aria-label"] for name, attributes in page.elements if name == "svg"]
    assert any("Policy, 2, 40%" in (told or "") for told in pictures_told)
    assert any(HOSTILE in text for text in page.texts)
    ids = [attributes["id"] for _name, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert not re.search("#00000[1-9]", path.read_text(encoding="utf-8")), (
        "every colour of a picture is one of the page's"
    )


def test_a_picture_is_an_svg_whose_texts_are_text_or_a_png_of_twice_the_dots(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    svg, png = tmp_path / "offices.svg", tmp_path / "offices.png"
    for path in (svg, png):
        insight_files.write(full, found(full), path, wording, "offices")
    texts = ["".join(each.itertext()) for each in ET.parse(svg).iter("{http://www.w3.org/2000/svg}text")]
    assert "5" in texts
    assert any(text.startswith("=<script>") for text in texts)
    with PIL.Image.open(png) as image:
        assert image.size[0] == 2 * pictures.Size().width
        assert image.info["Title"] == "Offices"


@pytest.mark.parametrize("name", ["barriers.svg", "barriers.png"])
def test_a_picture_is_of_one_figure_that_has_something_to_show(
    session: Session, full: Session, wording: Wording, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Refusal, match="several"):
        insight_files.write(full, found(full), tmp_path / name, wording)
    with pytest.raises(Refusal, match="no-picture"):
        insight_files.write(session, found(session), tmp_path / name, wording, "barriers")
    with pytest.raises(Refusal, match="unknown-ending"):
        insight_files.write(full, found(full), tmp_path / "figures.docx", wording)
    with pytest.raises(Refusal, match="not-known"):
        insight_files.write(full, found(full), tmp_path / name, wording, "colours")
    assert not (tmp_path / name).exists()


def test_a_picture_of_many_rows_shows_the_first_and_a_table_has_all() -> None:
    rows = tuple(Row((f"R{n}", n), (f"R{n}", str(n)), (float(n),)) for n in range(40, 0, -1))
    figure = Figure("x", "X", ("A", "B"), rows)
    drawn = pictures.draw(figure, "svg").decode()
    assert f">R{41 - pictures.MOST}<" in drawn
    assert f">R{40 - pictures.MOST}<" not in drawn
    table = io.BytesIO()
    figures.write_csv(table, [figure])
    assert len(table.getvalue().splitlines()) == 41


def test_a_region_is_its_offices_and_one_that_is_not_known_is_refused(full: Session) -> None:
    regions = Regions({"  " + HOSTILE.upper(): "North", "Hull": "North", "York": "South", "Nowhere": ""})
    assert regions.names == ("North", "South")
    asked = Asked(region="North")
    assert insights.insights(full, asked, 5, regions).progress.ideas == 5
    assert insights.insights(full, Asked(region="South"), 5, regions).progress.ideas == 0
    assert insights.insights(full, Asked(region="North", office="York"), 5, regions).progress.ideas == 0
    with pytest.raises(Refusal, match="not-known"):
        insights.insights(full, Asked(region="West"), 5, regions)


def test_a_framework_counts_what_is_tagged_with_its_areas(full: Session) -> None:
    assert found(full, framework="EDS 2018").progress.ideas == 2
    with pytest.raises(Refusal, match="not-known"):
        found(full, framework="Unheard of")


def test_a_period_that_ends_before_it_begins_is_refused(full: Session) -> None:
    with pytest.raises(Refusal, match="ends-before-it-begins"):
        found(full, since=date(2026, 2, 2), until=date(2026, 2, 1))


def test_regions_are_taken_in_from_a_table_and_added_to(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path / "home", user="ann")
    table = tmp_path / "offices.csv"
    table.write_text("Region,Office\nNorth,Leeds\n", encoding="utf-8")
    assert workplace.add_regions(table) == 1
    table.write_text("office,region,more\nYork,South,x\nHull,South,y\n", encoding="utf-16")
    assert workplace.add_regions(table) == 2
    assert [workplace.regions.of(office) for office in ("leeds", "York", "Hull", "Bath")] == [
        "North",
        "South",
        "South",
        "",
    ]
    table.write_text("Office,Area\nYork,South\n", encoding="utf-8")
    with pytest.raises(Refusal, match="no-columns"):
        workplace.add_regions(table)
    workplace.close()
