"""Batches: what is ready, exporting it, and what was exported when."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from ideabox.domain.problems import Refusal
from ideabox.store.batches import Made
from ideabox.ui.background import Task
from ideabox.ui.batches.form import BatchForm
from ideabox.ui.batches.log import BatchLog
from ideabox.ui.batches.ready import ReadyIdeas
from ideabox.ui.batches.written import Written
from ideabox.ui.bench import Bench
from ideabox.ui.screen import Screen
from ideabox.ui.widgets.columns import Columns
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.folders import AskFolder, ask_folder
from ideabox.usecases import batching
from ideabox.usecases.batching import Exported, Ready
from ideabox.usecases.recording import Changes


class Batches(Screen):
    """Reviewed ideas leave from here for the digital lead."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "batches")
        self.ask_folder: AskFolder = ask_folder
        self._last_folder = Path.home()
        self._again = ""
        self.errors = ErrorSummary(self.say("form.errors"))
        self.written = Written(bench)
        self.ready, self.form, self.log = ReadyIdeas(bench), BatchForm(bench), BatchLog(bench)
        for part in (self.errors, self.written, Columns(bench.look, self.ready, self.form), self.log):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.form.hide()
        self.form.wanted.connect(self._ask_where)
        self.form.refused.connect(self.errors.show_errors)
        self.ready.counted.connect(self._counted)
        self.log.wanted_again.connect(self._ask_where_again)

    def refresh(self) -> None:
        self.ready.refresh()
        self.bench.ask(self._read, self._show)

    def first_control(self) -> QWidget | None:
        return self.form.name if self.form.isVisibleTo(self) else self.ready.list

    def _read(self) -> tuple[Ready, list[Made]]:
        return batching.ready(self.bench.session), batching.all_made(self.bench.session)

    def _show(self, found: tuple[Ready, list[Made]]) -> None:
        ready, made = found
        self.aside.setText(self.say("batches.aside", ready=ready.ideas, made=len(made)))
        self.form.show_ready(ready, {each.batch.name for each in made})
        self.log.show_made(made)

    def _counted(self, count: int) -> None:
        self.form.setVisible(count > 0)

    def _ask_where(self) -> None:
        self._again = ""
        self.ask_folder(self, self.say("batches.where-to"), self._last_folder, self._write)

    def _ask_where_again(self, name: str) -> None:
        self._again = name
        self.ask_folder(self, self.say("batches.where-to"), self._last_folder, self._write)

    def _write(self, folder: str) -> None:
        self._last_folder = Path(folder)
        self._write_now(confirmed=False)

    def _write_all_the_same(self) -> None:
        self._write_now(confirmed=True)

    def _write_now(self, *, confirmed: bool) -> None:
        place = self._last_folder
        again, session, wording = self._again, self.bench.session, self.say
        name, marking = again or self.form.name.value.strip(), self.form.marking.value
        formats = self.form.formats or ("package",)

        def job(task: Task) -> Exported:
            return batching.batch(
                session, name, place, wording,
                formats=formats, again=bool(again), marking=marking, confirmed=confirmed, report=task.report,
            )  # fmt: skip

        self._set_busy(True)
        self.errors.show_errors([])
        self.bench.act(job, self._exported, self._refused, label=self.say("batches.writing", name=name))

    def _exported(self, exported: Exported) -> None:
        self._set_busy(False)
        self.written.show_written(exported)
        self.bench.changed.emit(Changes(updated=frozenset(exported.ideas)))

    def _refused(self, refusal: Refusal) -> None:
        self._set_busy(False)
        self.bench.changed.emit(Changes())
        problem = refusal.problems[0]
        if problem.code == "personal-data-leaving":
            self.bench.refused_leave(refusal, self._write_all_the_same)
        elif problem.field == "name" and not self._again:
            known = {"batch-exists": self.say("batches.name-taken", name=self.form.name.value.strip())}
            self.form.show_name_error(known.get(problem.code, self.bench.sentences(refusal)))
        else:
            self.errors.show_errors([(None, self.bench.sentences(refusal))])

    def _set_busy(self, busy: bool) -> None:
        self.form.export.setEnabled(not busy)
        self.log.again.setEnabled(not busy)
