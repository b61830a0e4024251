"""Whose packages are taken, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.command_line import Home
from tests.end_to_end.conftest import OpenHome
from tests.end_to_end.test_chain import sent


@pytest.fixture
def adviser(open_home: OpenHome) -> Home:
    home = open_home("ann", name="Ann Archer", office="Leeds")
    home("add", "--title", "Shorter queues", "--problem", "P", "--proposal", "S")
    return home


@pytest.fixture
def manager(open_home: OpenHome) -> Home:
    return open_home("morgan", name="Morgan Ellis", office="Leeds", role="manager")


def test_with_trusted_senders_only_a_strangers_package_is_refused_until_they_are_trusted(
    adviser: Home, manager: Home, tmp_path: Path
) -> None:
    (package,) = sent(adviser, tmp_path)
    manager("senders", "--only-trusted")
    said = manager.refused("import", package["file"])
    fingerprint = adviser.json("senders")["own"]
    assert "signed by a sender that is not trusted here: Leeds" in said
    assert manager.ideas() == []
    manager("import", "--trust", package["file"])
    assert [idea["title"] for idea in manager.ideas()] == ["Shorter queues"]
    (known,) = manager.json("senders")["senders"]
    assert (known["key"], known["standing"], known["office"]) == (fingerprint, "trusted", "Leeds")
    assert known["fingerprint"] in said


def test_a_sender_is_refused_and_trusted_again_by_the_beginning_of_the_fingerprint(
    adviser: Home, manager: Home, tmp_path: Path
) -> None:
    (package,) = sent(adviser, tmp_path)
    imported = manager.json("import", package["file"])["imports"][0]
    assert imported["sender"]["standing"] == "new"
    beginning = imported["sender"]["fingerprint"][:7]
    manager("senders", "--refuse", beginning)
    assert "comes from a sender that is refused here" in manager.refused("import", package["file"])
    manager("senders", "--trust", beginning)
    assert manager.json("import", package["file"])["imports"][0]["sender"]["standing"] == "trusted"
    assert "No sender is known" in manager.refused("senders", "--trust", "zzzz")


def test_a_history_says_who_vouched_for_each_event(adviser: Home, manager: Home, tmp_path: Path) -> None:
    (package,) = sent(adviser, tmp_path)
    manager("import", package["file"])
    (idea,) = manager.ideas()
    manager("review", idea["id"], "--decision", "not-now", "--reason", "The queue moves next month")
    keys = [home.json("senders")["own"] for home in (adviser, manager)]
    history = manager.json("show", idea["id"])["history"]
    assert [event["vouched_by"] for event in history] == [[keys[0]], [keys[1]]]
