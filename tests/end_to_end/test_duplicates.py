"""Likely duplicates for scripts: `duplicates` lists them, `join` joins them."""

from __future__ import annotations

from tests.end_to_end.command_line import Home
from tests.end_to_end.test_recording import logged


def test_groups_are_listed_so_that_a_script_can_join_them(home: Home) -> None:
    with home.at_work() as session:
        first = logged(session, "Label the printers by their room")
        second = logged(session, "Label printers by room")
        logged(session, "A quiet corner for first interviews")
    (group,) = home.json("duplicates", "--waiting")["groups"]
    assert group["keep"] == first
    assert [idea["id"] for idea in group["ideas"]] == [first, second]
    assert group["people"] == 1
    assert f"{second}  Label printers by room" in home.run("duplicates").out
    home("join", second, "--into", group["keep"])
    assert home.json("duplicates") == {"groups": []}
