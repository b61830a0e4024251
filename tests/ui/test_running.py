"""The window's parts come up together and go again, as often as one likes."""

from __future__ import annotations

import gc
import threading

from tests.ui.conftest import OpenRunning, OpenWorkplace


def test_a_window_opens_and_closes_and_can_be_opened_again(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    for _time in range(3):
        running = open_running(workplace("ann", office="Leeds"))
        assert running.window.isVisible()
        assert running.window.rail.person.text() == "Ann"
        open_running.close(running)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ideabox-")]


def test_two_people_have_windows_of_their_own(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    ann = open_running(workplace("ann"))
    bob = open_running(workplace("bob", role="manager"))
    assert ann.window.rail.person.text() == "Ann"
    assert bob.window.rail.person.text() == "Bob"


def test_garbage_waits_for_the_windows_thread(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    open_running(workplace())
    assert not gc.isenabled()


def test_what_was_said_passes_by_and_what_can_be_acted_upon_comes_along_once(
    workplace: OpenWorkplace, open_running: OpenRunning
) -> None:
    running = open_running(workplace("ann"), "log")
    window, bench = running.window, running.bench
    bench.noticed.emit("Kept.", "", None)
    window.go("log")
    assert window.notices.message == "Kept."
    window.go("mine")
    assert window.notices.message == ""
    bench.noticed.emit("Discarded.", "Undo", window.show_person)
    window.go("all")
    assert window.notices.message == "Discarded."
    window.go("log")
    assert window.notices.message == ""


def test_what_went_wrong_looks_other_than_what_went_well(workplace: OpenWorkplace, open_running: OpenRunning) -> None:
    running = open_running(workplace("ann"), "log")
    bar = running.window.notices
    running.bench.went_wrong.emit("The folder cannot be shown.")
    assert (bar.message, bar.property("kind")) == ("The folder cannot be shown.", "wrong")
    running.bench.noticed.emit("Saved.", "", None)
    assert (bar.message, bar.property("kind")) == ("Saved.", "said")
