"""Getting ready for the next figures, in the background."""

from __future__ import annotations

from ideabox.ui.background import Task
from ideabox.ui.bench import Bench


def keep_ready(bench: Bench) -> None:
    """Do it, where many ideas have come or changed since the last time."""
    session = bench.session

    def job(_task: Task) -> None:
        from ideabox.usecases import insights  # noqa: PLC0415 - the window does not wait for numpy

        insights.keep(session)

    bench.act(job)
