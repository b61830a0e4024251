"""Stopping work in the background: what happened is told, and what did not happen too."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from ideabox.domain.problems import Refusal
from ideabox.ui.background import Task
from tests.ui.conftest import OpenRunning, OpenWorkplace


class Told:
    """Keeps what a task came to."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def done(self, result: str) -> None:
        self.words.append(f"done: {result}")

    def failed(self, _refusal: Refusal) -> None:
        self.words.append("failed")

    def stopped(self, _task: Task) -> None:
        self.words.append("stopped")


@pytest.mark.parametrize(("notices", "expected"), [(True, "stopped"), (False, "done: written")])
def test_a_job_that_was_done_before_it_noticed_is_told_as_done(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, notices: bool, expected: str
) -> None:
    running = open_running(workplace("ann"))
    under_way, go_on = threading.Event(), threading.Event()

    def job(task: Task) -> str:
        under_way.set()
        go_on.wait(10)
        if notices:
            task.report(1, 2)
        return "written"

    told = Told()
    task = running.runner.run(job, told.done, told.failed, label="Writing", can_cancel=True, stopped=told.stopped)
    assert under_way.wait(10)
    task.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: bool(told.words))
    assert told.words == [expected]


def test_a_job_that_never_began_is_stopped(workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot) -> None:
    running = open_running(workplace("ann"))
    go_on, told = threading.Event(), Told()
    running.runner.run(lambda _task: go_on.wait(10), told.done, told.failed)
    running.runner.run(lambda _task: "late", told.done, told.failed, stopped=told.stopped).cancel()
    go_on.set()
    qtbot.waitUntil(lambda: len(told.words) == 2)
    assert told.words == ["done: True", "stopped"]
