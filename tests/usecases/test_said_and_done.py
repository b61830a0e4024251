"""You said, we did: the sheet has what happened to an office's ideas, and names nobody unless that is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ideabox.usecases import ideas, reviewing, said_and_done
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession


class Page(HTMLParser):
    """The headings and the texts of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.headings: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.tags and self.tags[-1] == "h2" and data.strip():
            self.headings.append(data)
            self.tags.append("")


@pytest.fixture
def full(open_session: OpenSession) -> Session:
    """A manager in Leeds, with ideas of Leeds and one of York."""
    ann = open_session("ann", office="Leeds", folder="all")
    york = open_session("yorick", office="York", folder="all")
    manager = open_session("bob", office="Leeds", role="manager", folder="all")
    made = {}
    for session, title, anonymous in (
        (ann, "Live", False), (ann, "<b>Declined</b> & all", False), (ann, "Waiting", True), (york, "Elsewhere", False),
    ):  # fmt: skip
        changes = ideas.submit(session, title=title, problem="p", proposal="Do it.", anonymous=anonymous)
        made[title] = next(iter(changes.new))
    reviewing.review(manager, made["Live"], "do-here", "Yes, we do.")
    reviewing.progress(manager, made["Live"], "live", "Since May.")
    reviewing.review(manager, made["<b>Declined</b> & all"], "decline", "The law does not let us.")
    return manager


def test_the_sheet_tells_what_was_said_what_became_of_it_and_why(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    assert said_and_done.write(full, tmp_path / "sheet.html", wording) == 3
    page = Page(tmp_path / "sheet.html")
    told = "\n".join(page.texts)
    assert page.headings == ["Done, or being done", "Not this time", "Waiting for an answer"]
    assert "Since May." in told
    assert "The law does not let us." in told
    assert "<b>Declined</b> & all" in told
    assert "Elsewhere" not in told
    assert "Ann" not in told


def test_authors_are_named_where_that_is_asked_for_and_they_gave_their_name(
    full: Session, wording: Wording, tmp_path: Path
) -> None:
    said_and_done.write(full, tmp_path / "sheet.html", wording, with_names=True)
    assert [text for text in Page(tmp_path / "sheet.html").texts if "From" in text] == ["From", "From Ann", "From Ann"]


def test_it_is_of_the_office_and_the_period_that_are_asked_for(full: Session, wording: Wording, tmp_path: Path) -> None:
    path = tmp_path / "sheet.html"
    assert said_and_done.write(full, path, wording, office="York") == 1
    yesterday = date.today() - timedelta(days=2)  # noqa: DTZ011 - whichever day it is, none of this is that old
    assert said_and_done.write(full, path, wording, until=yesterday) == 0
    assert "Nothing happened to any idea in this period." in Page(path).texts
