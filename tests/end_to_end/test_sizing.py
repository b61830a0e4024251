"""Sizing an idea by command: small in a moment, more as it grows, two savings side by side and never one sum."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ideabox.app.resources import resources
from tests.end_to_end.command_line import Home

SMALL = ("--times", "60", "--staff-minutes", "15", "--public-minutes", "30", "--from", "phone", "--to", "online")


@pytest.fixture
def idea(home: Home) -> str:
    return home("add", "--title", "T", "--problem", "P", "--proposal", "S").strip()


def estimates(home: Home, idea: str) -> list[dict[str, Any]]:
    return list(home.json("size", idea)["estimates"])


def test_a_small_case_takes_five_numbers_and_says_what_it_comes_to(home: Home, idea: str) -> None:
    done = home.run("size", idea, *SMALL)
    assert (done.status, done.err) == (0, "The estimate has been added.\n")
    assert "About 180 hours a year of staff time and 360 hours a year of the public\u2019s time." in done.out
    assert "£" not in done.out
    assert "About 180 hours a year of staff time" in home("show", idea)


def test_a_case_grows_and_what_is_not_said_again_stays(home: Home, idea: str) -> None:
    home.run("size", idea, *SMALL)
    home.run("size", idea, "--times", "40/60/80", "--confidence", "3", "--one-off", "4000")
    home("progress", idea, "--phase", "alpha", "--note", "We try")
    home.run("size", idea, "--share", "10/30/50", "--found", "It works")
    first, second, third = estimates(home, idea)
    assert "stage" not in first
    assert (second["staff_minutes"], second["times_span"]) == (15, {"low": 40, "high": 80})
    assert (third["stage"], third["confidence"], third["test"]) == ("alpha", 3, {"found": "It works"})
    comes_to = third["comes_to"]
    assert isinstance(comes_to, dict)
    assert comes_to["cashable_pence"] is None
    assert comes_to["non_cashable_pence"]["likely"] == round((216 * 268 + 504 * 15 * 2743 / 60) * 0.9)
    assert comes_to["costs_pence"]["likely"] == 4400_00
    assert comes_to["net_present_value_pence"]["low"] < comes_to["net_present_value_pence"]["likely"]


def test_the_working_shows_every_price_with_its_source(home: Home, idea: str) -> None:
    home.run("size", idea, *SMALL, "--share", "30", "--confidence", "6", "--one-off", "100")
    shown = home("size", idea, "--working")
    for part in (
        "720 times \u00d7 30% \u00d7 (£2.83, from £0.85 to £5.57 [Socitm",
        "£4,035 saved less 40%",
        "2.8016 for 3 years at 3.5% [The Green Book",
        "less 40% (grade 6) [Cost benefit analysis guidance for local partnerships (HM Treasury); table not seen",
    ):
        assert part in shown
    assert "£4.46 an hour [Department for Transport" in shown


def test_a_net_value_that_staff_time_is_in_is_not_called_money(home: Home, idea: str) -> None:
    in_time = home.run("size", idea, *SMALL, "--confidence", "3", "--one-off", "100").out
    assert "Net present value over 3 years, counting staff time at its worth (not money to spend): £" in in_time
    assert "Net present value over 3 years: £" in home.run("size", idea, "--cashable").out


def test_measured_stands_beside_expected_once_the_idea_is_live(home: Home, idea: str) -> None:
    home.run("size", idea, *SMALL, "--confidence", "5", "--one-off", "100")
    assert "Only an idea that is live can be measured" in home.refused("size", idea, "--times", "50", "--actual")
    assert "can be measured" in home.refused("size", idea, "--times", "50", "--stage", "live", "--actual")
    home("progress", idea, "--phase", "live", "--note", "Everywhere")
    home.run("size", idea, "--times", "50", "--actual")
    expected, measured = estimates(home, idea)
    assert "is_actual" not in expected
    assert measured["is_actual"] is True
    assert (expected["confidence"], measured["confidence"]) == (5, 1)
    assert "Measured (Live, " in home("size", idea)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--times", "80/60/40"], "How often a month: the low figure must not be above the likely one"),
        (["--times", "often"], "'often' is not a number"),
        (["--times", "1e99"], "'1e99' is not a number"),
        (["--times", "5", "--share", "120"], "Share that moves: enter a number from 0 to 100"),
        (["--times", "5", "--staff-minutes", "0.4"], "enter a whole number of minutes"),
        (["--times", "5", "--public-minutes", "1/2.5/3"], "enter a whole number of minutes"),
        (["--times", "5", "--staff-hour", "31", "--confidence", "1"], "say where your own price is from"),
        (["--times", "5", "--staff-hour", "20/25/30", "--confidence", "1"], "enter one price, such as 31.50"),
        (["--times", "5", "--one-off", "10"], "needs a word on how sure you are"),
        (["--staff-minutes", "5"], "Enter how often it happens in a month"),
        (["--times", "5", "--assumptions", "x" * 4001], "Assumptions must be 4000 characters or less"),
    ],
    ids=lambda value: value[:2] if isinstance(value, list) else None,
)
def test_what_is_no_estimate_is_refused_in_words(home: Home, idea: str, options: list[str], sentence: str) -> None:
    assert sentence in home.refused("size", idea, *options)
    assert estimates(home, idea) == []


def test_a_department_brings_its_own_prices_and_estimates_made_before_keep_theirs(
    home: Home, idea: str, tmp_path: Path
) -> None:
    home.run("size", idea, *SMALL, "--confidence", "1")
    before = home.json("size", idea)["estimates"][0]["comes_to"]
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"staff_hour": [{"pence": 3100, "source": "Finance", "dated": "2026-04"}]}), "utf-8")
    listed = home("rates", "--add", own)
    assert "An hour of staff time: £31 (Finance, 2026-04; your own)" in listed
    assert "published elsewhere, not your department\u2019s own" in listed
    assert home.json("size", idea)["estimates"][0]["comes_to"] == before
    kept = home.run("size", idea, "--times", "70")
    assert "Use --todays-prices to take them" in kept.err
    home.run("size", idea, "--times", "80", "--todays-prices")
    assert [each["staff_hour"].get("whose") for each in estimates(home, idea)] == [None, None, "department"]
    assert "[Finance, 2026-04; a department\u2019s own]" in home("size", idea, "--working")
    other = home("add", "--title", "Other", "--problem", "P", "--proposal", "S").strip()
    home.run("size", other, *SMALL, "--confidence", "1")
    assert home.json("size", other)["estimates"][0]["staff_hour"]["pence"] == 3100


def test_the_file_of_prices_that_the_help_shows_is_taken_as_it_stands(home: Home, tmp_path: Path) -> None:
    page = (resources() / "help" / "case.md").read_text(encoding="utf-8")
    own = tmp_path / "own.json"
    own.write_text(page.split("```")[1], encoding="utf-8")
    listed = home("rates", "--add", own)
    assert "Phone: £4.10, from £3.20 to £5.60 (Finance, 2026-04; your own)" in listed
    assert listed.count("your own)") == len(json.loads(page.split("```")[1])) + 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"staff_hour": [{"pence": -1, "source": "x"}]}',
        b'{"prices": []}',
        b"\xff",
        b'{"staff_hour": [{"pence": 5, "low": 6, "source": "x"}]}',
    ],
)
def test_a_file_that_is_no_list_of_prices_is_refused_and_changes_nothing(
    home: Home, tmp_path: Path, content: bytes
) -> None:
    before = home("rates")
    path = tmp_path / "own.json"
    path.write_bytes(content)
    assert "Nothing has been changed" in home.refused("rates", "--add", path)
    assert home("rates") == before


def test_an_estimate_travels_and_an_older_one_stays_in_the_series(home: Home, idea: str, tmp_path: Path) -> None:
    home.run("size", idea, *SMALL)
    home.run("size", idea, "--times", "40/60/80", "--confidence", "2")
    home("send", "--to", tmp_path / "out")
    (package,) = (tmp_path / "out").glob("*.zip")
    lead = Home(tmp_path / "lead", "lea", role="lead")
    lead("import", package)
    assert estimates(lead, idea) == estimates(home, idea)


def test_what_an_idea_costs_is_said_even_where_only_the_public_saves_by_it(home: Home, idea: str) -> None:
    options = ("--times", "60", "--public-minutes", "20", "--one-off", "4000", "--running", "100", "--confidence", "4")
    shown = home.run("size", idea, *options).out
    assert "What it costs once, raised for how sure the estimate is: £4,600" in shown
    assert "What it costs a year, raised for how sure the estimate is: £115" in shown


def test_an_idea_that_nobody_has_sized_says_so(home: Home, idea: str) -> None:
    assert home("size", idea) == "Nobody has sized this idea yet.\n"
    assert "The case" not in home("show", idea)


def test_a_changed_channel_takes_its_own_price_and_one_of_no_known_price_takes_none(home: Home, idea: str) -> None:
    home.run("size", idea, *SMALL, "--share", "50", "--confidence", "3")
    assert "(£2.83, from £0.85 to £5.57 [Socitm" in home("size", idea, "--working")
    home.run("size", idea, "--from", "face-to-face")
    assert "(£8.62, from £1.66 to £9.56 [Socitm" in home("size", idea, "--working")
    home.run("size", idea, "--from", "post")
    shown = home("size", idea, "--working")
    assert "(£2.83 [Socitm" not in shown
    assert "No price is known for a contact by this channel: Post." in shown
    latest = estimates(home, idea)[-1]
    assert "cost_from" not in latest
    assert latest["comes_to"]["no_price_for"] == ["cost_from"]


def test_an_estimate_with_prices_can_become_a_small_one_again(home: Home, idea: str) -> None:
    home.run("size", idea, *SMALL, "--share", "50", "--confidence", "3")
    home.run("size", idea, "--small")
    first, second = estimates(home, idea)
    assert first["confidence"] == 3
    assert {"share", "confidence", "cost_from", "staff_hour", "discount", "correction"}.isdisjoint(second)
    assert second["times_a_month"] == 60


def test_the_series_says_money_by_its_kind_beside_the_time_and_what_earlier_tests_found(home: Home, idea: str) -> None:
    home.run("size", idea, *SMALL, "--confidence", "1", "--found", "They pick up")
    home("progress", idea, "--phase", "alpha", "--note", "We try")
    home.run("size", idea, "--times", "50")
    shown = home("size", idea)
    assert "the public\u2019s time. Worth of staff time: £4,937. Worth of public\u2019s time: £1,606." in shown
    assert "What was found (Idea)\n    They pick up" in shown


def test_the_greatest_estimate_there_can_be_is_shown_like_any_other(home: Home, idea: str) -> None:
    most = str(10**9)
    said = ("--times", most, "--staff-minutes", most, "--staff-hour", most, "--one-off", "0.01", "--years", "60")
    home.run("size", idea, *said, "--confidence", "1", "--staff-hour-source", "Finance")
    assert "£" in home("size", idea, "--working")
    assert "£" in home("show", idea)
    assert estimates(home, idea)[0]["times_a_month"] == 10**9
