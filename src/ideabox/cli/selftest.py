"""`ideabox selftest`: whether this copy of the program has all its parts, and they work on this PC."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.domain.problems import refuse
from ideabox.store.queries import Filter
from ideabox.usecases import exporting, ideas, importing, reading, sending, upkeep
from ideabox.usecases.desk import Desk
from ideabox.usecases.figures import Asked


@click.command("selftest")
@pass_desk
def selftest(desk: Desk) -> None:
    """Try the program's parts in a throw-away place, and say what works."""
    with (
        tempfile.TemporaryDirectory(prefix="ideabox-selftest-", ignore_cleanup_errors=True) as folder,
        contextlib.ExitStack() as desks,
    ):
        SelfTest(desk, Path(folder), desks).run()
    output.say(desk.wording("selftest.done"))


class SelfTest:
    """Two installations in a throw-away folder. Each step raises if a part does not work."""

    def __init__(self, desk: Desk, place: Path, desks: contextlib.ExitStack) -> None:
        self.say, self.place = desk.wording, place
        self.sender, self.receiver = (desk.beside(place / name, name) for name in ("sender", "receiver"))
        for other in (self.sender, self.receiver):
            desks.callback(other.close)
            other.change_profile(name="Sam Field", office="Leeds", role="lead")

    def run(self) -> None:
        """Try one part after another."""
        with self._step("selftest.store"):
            self._keep_an_idea()
        with self._step("selftest.migrations"):
            upkeep.rehearse_upgrade(self.sender.session, self.place / "upgraded.db")
        with self._step("selftest.package"):
            self._hand_over()
        with self._step("selftest.files"):
            self._read_own_files()
        with self._step("selftest.figures"):
            self._draw_figures()
        with self._step("selftest.window"):
            self.receiver.try_window()

    @contextlib.contextmanager
    def _step(self, code: str) -> Iterator[None]:
        step = self.say(code)
        try:
            yield
        except Exception:
            output.note(self.say("selftest.failed", step=step))
            raise
        output.say(self.say("selftest.passed", step=step))

    def _keep_an_idea(self) -> None:
        title, problem, proposal = map(self.say, ("selftest.title", "selftest.problem", "selftest.proposal"))
        ideas.submit(self.sender.session, title, problem, proposal)
        health = upkeep.check(self.sender.session)
        if not health.is_sound or health.ideas != 1:
            refuse("database", "unsound", count=len(health.faults) + len(health.differences))

    def _hand_over(self) -> None:
        (parcel,) = sending.send(self.sender.session, self.place / "sent", self.say)
        importing.import_file(self.receiver.session, parcel.path, {})
        with reading.listing(self.receiver.session, Filter()) as found:
            if found.total != len(parcel.ideas):
                refuse("selftest", "lost", sent=len(parcel.ideas), taken=found.total)

    def _read_own_files(self) -> None:
        """Write every format, and read the spreadsheets in the process that reads those of others."""
        for form in (*exporting.COPIES, "jsonl"):
            path = self.place / f"ideas.{form}"
            written = exporting.export(self.sender.session, path, Filter(), self.say)
            taken = len(importing.glimpse(path).rows) if importing.is_sheet(path) else written.ideas
            if written.ideas != 1 or taken != 1:
                refuse("selftest", "lost", sent=written.ideas, taken=taken)

    def _draw_figures(self) -> None:
        """Count the idea, and write the figures with their pictures."""
        from ideabox.usecases import insight_files, insights  # noqa: PLC0415 - what counts takes long to load

        session = self.sender.session
        found = insights.insights(session, Asked(), self.sender.preferences.review_days)
        for ending in insight_files.ENDINGS:
            insight_files.write(session, found, self.place / f"status.{ending}", self.say, "status")
        if found.progress.ideas != 1:
            refuse("selftest", "lost", sent=1, taken=found.progress.ideas)


COMMANDS = (selftest,)
