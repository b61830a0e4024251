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
