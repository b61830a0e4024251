"""The report is one page for people: all of every idea, in tables that read aloud well, and nothing that is run."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ideabox.domain.idea import STATUSES
from ideabox.exchange import report
from ideabox.exchange.about import About
from ideabox.exchange.language import language_of
from ideabox.exchange.tables import COLUMNS
from ideabox.store.queries import Filter
from ideabox.usecases import exporting, ideas
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.exchange.hard_ideas import HARD, NAMES, TITLES, as_given, fill, unspelled

VOID = {"meta", "br", "link", "img", "hr", "input"}
WELSH = "Mae'r ciw yn hir ac nid oes neb yn gwybod pwy sydd nesaf."


class Page(HTMLParser):
    """The page as a tree walked once: its tables, its headings, and every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[dict[str, tuple[str, dict[str, str | None]]]] = []
        self.captions: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self._text = ""
        self._attributes: dict[str, str | None] = {}
        self._row_header = ""
        self.feed(text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append({})
        if tag in ("th", "td", "caption", "h1", "h2", "h3"):
            self._text, self._attributes = "", dict(attrs)

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "caption":
            self.captions.append(self._text)
        if tag in ("h1", "h2", "h3"):
            self.headings.append((tag, self._text))
        if tag == "th" and self._attributes.get("scope") == "row":
            self._row_header = self._text
        if tag == "td":
            self.tables[-1].setdefault(self._row_header, (self._text, self._attributes))

    @property
    def each(self) -> list[dict[str, tuple[str, dict[str, str | None]]]]:
        """The tables of one idea each, by the title of their rows."""
        return self.tables[2:]


def page_of(session: Session, wording: Wording, folder: Path) -> tuple[Page, str]:
    path = folder / "report.html"
    exporting.export(session, path, Filter(), wording)
    text = path.read_bytes().decode()
    return Page(text), text


@pytest.fixture
def full(session: Session) -> Session:
    fill(session)
    return session


def in_words(wording: Wording, row: dict[str, object]) -> dict[str, str]:
    """What the page says of an idea: codes in words, times to the minute, and where nothing is said that."""
    said = {name: str(value) for name, value in row.items()}
    for name in ("status", "decision", "phase"):
        said[name] = wording.messages.get(f"{name}.{said[name]}", said[name])
    said["barriers"] = "; ".join(wording(f"barrier.{code}") for code in said["barriers"].split(";") if code)
    skills = {
        "EDS-COM": "Communicating", "EDS-F": "Digital foundation skills", "EDS-PRO": "Problem solving",
        "EDS-SAF": "Being safe and legal online",
    }  # fmt: skip
    for name in ("skills", "offered"):
        said[name] = "; ".join(f"{skills[code]} ({code})" for code in said[name].split(";") if code)
    for name in ("submitted", "reviewed"):
        if said[name]:
            moment = datetime.strptime(said[name], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
            said[name] = f"{moment.day} {moment:%B %Y, %H:%M}"
    return {name: value if value.strip() else "Not given" for name, value in said.items()}


def test_every_field_of_every_idea_is_told(full: Session, wording: Wording, tmp_path: Path) -> None:
    page, _text = page_of(full, wording, tmp_path)
    told = [{name: unspelled(each[title][0]) for name, title in zip(NAMES, TITLES, strict=True)} for each in page.each]
    assert told == [in_words(wording, row) for row in as_given(full)]
    assert len(page.tables[1]) == len(told), "and the list has them all"


def test_what_stands_in_ideas_is_text_and_the_page_loads_and_runs_nothing(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    page, text = page_of(full, wording, tmp_path)
    names = {tag for tag, _attributes in page.elements}
    assert names <= {
        "html", "head", "meta", "title", "style", "body", "a", "header", "footer", "main", "p", "h1", "h2", "h3",
        "table", "caption", "thead", "tbody", "tr", "th", "td", "section", "span",
    }  # fmt: skip
    policy = next(each for _tag, each in page.elements if each.get("http-equiv") == "Content-Security-Policy")
    assert str(policy["content"]).startswith("default-src 'none'")
    attributes = {(tag, name) for tag, each in page.elements for name in each}
    assert not [name for _tag, name in attributes if name.startswith("on") or name in ("src", "style", "srcset")]
    assert all(str(each["href"]).startswith("#") for tag, each in page.elements if tag == "a")
    assert "url(" not in text
    assert "@import" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_tables_have_captions_and_headers_with_scopes_and_links_lead_somewhere(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    page, _text = page_of(full, wording, tmp_path)
    assert len(page.captions) == len(page.tables) == 2 + len(HARD) + 2
    assert all(caption.strip() for caption in page.captions)
    assert len(set(page.captions)) == len(page.captions)
    assert {each.get("scope") for tag, each in page.elements if tag == "th"} == {"row", "col"}
    ids = [each["id"] for _tag, each in page.elements if "id" in each]
    assert len(ids) == len(set(ids))
    assert {str(each["href"])[1:] for tag, each in page.elements if tag == "a"} <= set(ids)
    assert [level for level, _text in page.headings] == ["h1", "h2", "h2"] + ["h3"] * (len(HARD) + 2)
    (whole,) = (each for tag, each in page.elements if tag == "html")
    assert whole["lang"] == "en-GB"


def test_a_text_in_welsh_is_marked_as_such_and_no_other(session: Session, wording: Wording, tmp_path: Path) -> None:
    ideas.submit(session, "Sgrin wrth y drws", WELSH, "A screen at the door, so that all can see it.")
    page, _text = page_of(session, wording, tmp_path)
    (idea,) = page.each
    languages = {title: attributes.get("lang") for title, (_said, attributes) in idea.items()}
    assert languages["What happens now"] == "cy"
    assert {title for title, language in languages.items() if language is not None} == {"What happens now"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (WELSH, "cy"),
        ("Dylai pawb gael gweld y rhestr ar y wal wrth y drws.", "cy"),
        ("Mae\u2019r ffurflen yn rhy hir, ac mae pobl yn rhoi\u2019r gorau iddi.", "cy"),
        ("The queue is long and nobody knows who is next.", "en"),
        ("", "en"),
        ("12345 !!", "en"),
        ("AR goggles, OS updates", "en"),
        ("Am I on the list?", "en"),
        ("The Welsh form says 'Mae'r ffurflen yn barod' but it is not ready for them at all.", "en"),
        ("日本語のテキスト", "en"),
    ],
)
def test_welsh_is_told_from_english_by_its_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


def test_it_says_what_it_is_and_every_page_is_marked(full: Session, wording: Wording, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    exporting.export(full, path, Filter(search="same"), wording, marking="OFFICIAL-SENSITIVE")
    page = Page(path.read_bytes().decode())
    said = {title: text for title, (text, _attributes) in page.tables[0].items()}
    assert said["Marking"] == "OFFICIAL-SENSITIVE"
    assert said["Number of ideas"] == "1"
    assert said["From"] == "Leeds"
    assert said["Which ideas"] == "with the words \u2018same\u2019"
    assert path.read_text("utf-8").count("OFFICIAL-SENSITIVE") == 6  # title, two on each page, top, table, end
    assert page.captions[-1] == "Idea 1 of 1"


def test_a_report_of_nothing_says_so(session: Session, wording: Wording, tmp_path: Path) -> None:
    page, _text = page_of(session, wording, tmp_path)
    assert page.tables[0]["Number of ideas"][0] == "0"
    assert page.each == []


ODD = "<>&\"'/=;#x{}%-!\n\r\t\x07 a"
texts = st.text(alphabet=st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8", exclude_characters="\0")))


@given(text=texts)
@example(text="</td></table><script>")
@example(text="{{ 7 * 7 }}{% raw %}")
@example(text="\r\n\n")
@example(text="&#7;&amp;&notin;")
def test_any_text_is_shown_as_it_was_given(wording: Wording, text: str) -> None:
    file = io.BytesIO()
    about = About("Ideas", text, ((text, text),), (text,), 1, wording, lambda _column, value: value)
    row = {column.name: () if column.several else text for column in COLUMNS} | {"supporters": 1}
    assert report.write(file, about, lambda: [row]) == 1
    page = Page(file.getvalue().decode())
    shown = unspelled(page.each[0]["What happens now"][0])
    assert shown == (text if text.strip() else "Not given")
    assert "script" not in {tag for tag, _attributes in page.elements}


def test_every_status_has_words_in_the_report(wording: Wording) -> None:
    file = io.BytesIO()
    plain = dict.fromkeys(NAMES, "") | {"supporters": 1, "skills": (), "barriers": ()}
    rows = [plain | {"id": str(number), "status": status} for number, status in enumerate(STATUSES)]

    def words(column: str, value: str) -> str:
        return wording(f"status.{value}") if column == "status" else value

    about = About("Ideas", "OFFICIAL", (), (), len(rows), wording, words)
    report.write(file, about, lambda: rows)
    assert [each["Status"][0] for each in Page(file.getvalue().decode()).tables[2:]] == [
        wording(f"status.{status}") for status in STATUSES
    ]
