"""Logging ideas, finding them, and what is said of them: profile, add, list, show, revise, comment and the like."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from ideabox.usecases import ideas, reviewing
from ideabox.usecases.session import Session
from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
PROMISED = ("id", "title", "problem", "proposal", "status", "office", "skills", "barriers", "submitted_at")
"""What design and documentation say that `list --json` has for each idea."""


def logged(session: Session, title: str, **content: Any) -> str:
    """Log an idea in this process; returns its id."""
    parts = {"problem": f"{title}: now", "proposal": f"{title}: better"} | content
    return next(iter(ideas.submit(session, title, **parts).new))


def settled(home: Home) -> list[dict[str, Any]]:
    """The ideas, but for when they last changed."""
    return [item | {"changed_at": ""} for item in home.ideas()]


def test_profile_shows_what_was_set(open_home: OpenHome) -> None:
    home = open_home("kim")
    assert home("profile").split("\n")[0].split() == ["Name:", "kim"]
    home("profile", "--name", "Kim Wood", "--office", "Hull", "--team", "Red", "--role", "manager")
    shown = [line.split(None, 1) for line in home("profile").splitlines()]
    assert shown == [["Name:", "Kim Wood"], ["Office:", "Hull"], ["Team:", "Red"], ["Role:", "manager"]]
    assert "'boss'" in home.refused("profile", "--role", "boss")
    assert home("profile").splitlines()[-1].split() == ["Role:", "manager"]


def test_without_a_profile_the_computers_user_acts_with_no_office(open_home: OpenHome) -> None:
    home = open_home("kim")
    idea = home("add", "--title", "T", "--problem", "P", "--proposal", "S").strip()
    shown = home.json("show", idea)
    assert (shown["author"], shown["office"]) == ("kim", "")


def test_add_prints_the_id_of_an_idea_that_is_shown_as_it_was_given(home: Home) -> None:
    given = {"title": "Größere Schrift 😀", "problem": "-- says 'no'\nand \"why\"", "proposal": " \\n %s {x} "}
    options = [part for field, text in given.items() for part in (f"--{field}", text)]
    tags = ["--skill", "EDS-TRA", "--skill", "eds-com", "--barrier", "it", "--barrier", "policy"]
    printed = home("add", *options, *tags)
    assert ID.fullmatch(printed.removesuffix("\n"))

    shown = home.json("show", printed.strip())
    history, estimates = shown.pop("history"), shown.pop("estimates")
    assert estimates == []
    assert (shown["offered"], shown["barrier_note"]) == ([], "")
    assert {field: shown[field] for field in given} == given
    assert (shown["id"], shown["status"], shown["office"]) == (printed.strip(), "waiting", "Leeds")
    assert (shown["skills"], shown["barriers"]) == (["EDS-TRA", "EDS-COM"], ["it", "policy"])
    assert [(event["kind"], event["by"]["name"], event["by"]["role"]) for event in history] == [
        ("submitted", "Ann Archer", "adviser")
    ]

    (item,) = home.listed()
    assert item == shown
    assert all(name in item for name in PROMISED)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--title", " ", "--problem", "P", "--proposal", "S"], "Title: enter some text."),
        (["--title", "T", "--problem", "P", "--proposal", "S", "--barrier", "magic"], "'magic'"),
        (["--title", "T", "--problem", "P", "--proposal", "S", "--skill", "juggling"], "'juggling'"),
    ],
    ids=["without a title", "unknown barrier", "unknown skill"],
)
def test_an_idea_that_cannot_be_kept_is_refused_and_not_kept(home: Home, options: list[str], words: str) -> None:
    assert words in home.refused("add", *options)
    with home.at_work() as session:
        logged(session, "Another")
    assert [item["title"] for item in home.ideas()] == ["Another"]


def test_an_anonymous_idea_names_nobody_here_or_on_its_way_and_stays_its_authors(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        me, store = session.me.person, session.store.identity()
    options = ("--title", "Nameless", "--problem", "P", "--proposal", "S", "--anonymous")
    idea = home("add", *options).strip()
    assert idea[14] == "4", "an id that tells no time"

    assert "your own idea" in home.refused("support", idea)
    home("revise", idea, "--title", "Nameless still")
    shown = home.json("show", idea)
    persons = {event["by"]["person"] for event in shown["history"]}
    assert (shown["title"], shown["author"], len(persons)) == ("Nameless still", "", 1)
    assert me not in persons
    assert {event["at"][10:] for event in shown["history"]} == {"T00:00:00.000Z"}, "the day alone"

    (sent,) = home.json("send", "--to", tmp_path / "out")["packages"]
    assert (sent["anonymous"], sent["ideas"]) == (True, [idea])
    assert ID.fullmatch(Path(sent["file"]).name.removesuffix(".ideabox.zip"))
    with zipfile.ZipFile(sent["file"]) as package:
        content = b"".join(package.read(name) for name in package.namelist())
    for telling in ("Ann", "Archer", home.user + '"', me, store, "Blue"):
        assert telling.encode() not in content


FILTERED = {
    "words in any order": (["--search", "queue long"], ["Long forms", "Shorter queues"]),
    "the beginning of a word": (["--search", "shor"], ["Shorter queues"]),
    "a skills area, in any case": (["--skill", "eds-tra"], ["Hull queues", "Long forms", "Shorter queues"]),
    "all filters at once": (
        ["--search", "queues", "--status", "waiting", "--skill", "EDS-TRA", "--office", "Leeds"],
        ["Shorter queues"],
    ),
    "filter words, as they are typed": (
        ["--search", "status:waiting skill:eds-tra office:le queues"],
        ["Shorter queues"],
    ),
    "the words on screen in them": (
        ["--search", "status:waiting for review -hull queues"],
        ["Queues untagged", "Shorter queues"],
    ),
    "in the order asked for": (
        ["--search", "queues", "--sort", "oldest"],
        ["Shorter queues", "Long forms", "Queues untagged", "Hull queues"],
    ),
    "the best first": (["--search", "long", "--sort", "best"], ["Long forms", "Shorter queues"]),
    "nothing, when nothing matches": (["--search", "zebra"], []),
    "nothing, when no word is sought": (["--search", "?!"], []),
    "erased ideas, when asked for": (["--status", "erased"], [""]),
    "all but the erased, newest first": (
        [],
        ["Hull queues", "Small print", "Queues untagged", "Long forms", "Shorter queues"],
    ),
}
"""What is asked for, and the titles that come. Each filter of them all leaves out an idea that the others do not."""


@pytest.mark.parametrize("case", FILTERED)
def test_list_shows_the_ideas_that_match(open_home: OpenHome, case: str) -> None:
    home = open_home("ann", name="Ann", office="Leeds")
    with home.at_work() as session:
        logged(session, "Shorter queues", problem="A long wait", skills=["EDS-TRA"])
        declined = logged(session, "Long forms", proposal="No queue at the printer", skills=["EDS-TRA"])
        reviewing.review(session, declined, "decline", "We print none")
        logged(session, "Queues untagged")
        logged(session, "Small print", skills=["EDS-COM"])
        ideas.erase(session, logged(session, "Queue and long to be forgotten"))
    with open_home("ann", office="Hull").at_work() as session:
        logged(session, "Hull queues", skills=["EDS-TRA"])

    options, titles = FILTERED[case]
    listed = home.json("list", *options)
    assert [item["title"] for item in listed["ideas"]] == titles
    assert listed["total"] == len(titles)


def test_a_search_that_finds_nothing_is_answered_with_one_that_does(home: Home) -> None:
    with home.at_work() as session:
        logged(session, "Shorter queues")
    for_people = home.run("list", "--search", "shrter quues")
    assert (for_people.status, for_people.out) == (0, "")
    assert for_people.err.splitlines()[-1].endswith("Search for this instead: shorter queues")
    assert home.json("list", "--search", "shrter quues") == {"total": 0, "ideas": []}
    assert "instead" not in home.run("list", "--search", "zebra").err


def test_an_export_takes_the_same_searches_as_a_list(home: Home, tmp_path: Path) -> None:
    with home.at_work() as session:
        logged(session, "Shorter queues")
        logged(session, "Long queues")
    home("export", tmp_path / "some.csv", "--search", "queues -long by:me")
    written = (tmp_path / "some.csv").read_text(encoding="utf-8-sig")
    assert "Shorter queues" in written
    assert "Long queues" not in written


def test_list_shows_people_fifty_at_most_and_programs_everything(home: Home) -> None:
    with home.at_work() as session:
        made = [logged(session, f"Idea {number}") for number in range(53)]
    for_people = home.run("list")
    assert for_people.status == 0
    assert for_people.err == "Shown: 50 of 53.\n"
    assert [line[:36] for line in for_people.out.splitlines()[::2]] == made[:2:-1]
    assert for_people.out.splitlines()[:2] == [f"{made[-1]}  Idea 52", "    Waiting for review · Leeds"]

    limited = home.json("list", "--limit", "2")
    assert (limited["total"], [item["id"] for item in limited["ideas"]]) == (53, made[:50:-1])
    assert [item["id"] for item in home.listed()] == made[::-1]


def test_show_tells_people_the_whole_story_by_the_beginning_of_an_id(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Shorter\nqueues", problem="A long wait", skills=["EDS-TRA"], barriers=["money"])
        ideas.comment(session, idea, "First line\nsecond line")
        reviewing.review(session, idea, "not-now", "After the summer")
    told = home("show", idea[:30])
    for words in (
        "Shorter queues\nNot now · Ann Archer · Leeds · ",
        "What happens now\n  A long wait\n",
        "Transacting (EDS-TRA)",
        "What stands in the way: Money",
        "Supporters: 1",
        "Ann Archer: said\n      First line\n      second line\n",
        "Ann Archer: decided: Not now\n      After the summer\n",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("01234567-0000-7000-8000-000000000000", "There is no idea"),
        ("the printer one", "is not an idea's id"),
        ("0", "More than one idea's id begins with 0"),
    ],
)
def test_an_id_that_means_no_one_idea_is_refused(home: Home, typed: str, words: str) -> None:
    with home.at_work() as session:
        logged(session, "One")
        logged(session, "Two")
    assert words in home.refused("show", typed)


def test_revise_changes_what_is_given_and_nothing_else(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Before", problem="P", proposal="S", skills=["EDS-TRA"], barriers=["it", "time"])
    home("revise", idea, "--title", "After", "--barrier", "money", "--problem", "P")
    shown = home.json("show", idea)
    assert [shown[field] for field in ("title", "problem", "proposal")] == ["After", "P", "S"]
    assert (shown["skills"], shown["barriers"]) == (["EDS-TRA"], ["money"])
    assert shown["history"][1]["body"] == {"title": "After", "barriers": ["money"]}

    assert "already" in home("revise", idea, "--title", "After")
    assert "Say what to change" in home.refused("revise", idea)
    assert len(home.json("show", idea)["history"]) == 2


def test_a_comment_answers_a_question(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Shorter queues")
        reviewing.review(session, idea, "ask", "How long?")
    assert home.status_of(idea) == "asked"
    home("comment", idea, "--text", "Twenty minutes")
    shown = home.json("show", idea)
    assert (shown["status"], shown["comments"]) == ("waiting", 1)
    assert shown["history"][-1]["body"] == {"text": "Twenty minutes"}


def test_each_person_supports_an_idea_of_somebody_else_once(open_home: OpenHome) -> None:
    ann = open_home("ann", name="Ann")
    with ann.at_work() as session:
        idea = logged(session, "Shorter queues")
    assert "your own idea" in ann.refused("support", idea)
    bob = Home(ann.path, "bob")
    bob("support", idea)
    assert "already" in bob.refused("support", idea)
    assert bob.ideas()[0]["supporters"] == 2
    bob("support", idea, "--undo")
    assert bob.ideas()[0]["supporters"] == 1
    assert "nothing to take back" in bob.refused("support", idea, "--undo")


def test_nothing_more_happens_to_a_withdrawn_idea(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Shorter queues")
    home("withdraw", idea)
    before = home.ideas()
    assert before[0]["status"] == "withdrawn"
    assert "has been withdrawn" in home.refused("comment", idea, "--text", "But")
    assert "has been withdrawn" in home.refused("review", idea, "--decision", "ask", "--reason", "Why?")
    assert home.ideas() == before


def test_separating_gives_back_what_joining_brought_together(open_home: OpenHome) -> None:
    ann = open_home("ann", office="Leeds")
    with ann.at_work() as session:
        first = logged(session, "Shorter queues")
    bob = Home(ann.path, "bob")
    with bob.at_work() as session:
        second = logged(session, "No more queues")
    before = settled(bob)

    bob("join", second, "--into", first)
    joined = {item["id"]: item for item in bob.ideas()}
    assert (joined[second]["status"], joined[second]["joined_with"]) == ("joined", first)
    assert (joined[first]["status"], joined[first]["supporters"]) == ("waiting", 2)
    assert "cannot be joined with itself" in bob.refused("join", first, "--into", first)

    bob("separate", second)
    assert settled(bob) == before
    assert "not joined" in bob.refused("separate", second)


def test_an_erased_idea_is_nowhere_in_the_installation(home: Home) -> None:
    with home.at_work() as session:
        idea = logged(session, "Quagmire title", problem="Quagmire problem", proposal="Quagmire proposal")
        ideas.comment(session, idea, "Quagmire comment")
        logged(session, "Another")
    home("erase", idea)
    assert home("show", idea) == "Erased\n"
    assert [item["title"] for item in home.ideas()] == ["Another"]
    assert "erased" in home.refused("revise", idea, "--title", "Back again")
    for file in home.path.iterdir():
        assert b"quagmire" not in file.read_bytes().lower(), file
