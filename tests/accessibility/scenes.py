"""The states that the window's screens can be in, each brought about as a person would."""

from __future__ import annotations

import contextlib
import csv
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.idea import Status
from ideabox.domain.problems import Problem, Refusal
from ideabox.store.drafts import Draft
from ideabox.store.queries import Filter
from ideabox.store.salvage import Account, Came
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.batches.screen import Batches
from ideabox.ui.case.card import CaseCard
from ideabox.ui.duplicates.screen import Duplicates
from ideabox.ui.first_run.screen import FirstRun
from ideabox.ui.help.screen import Help
from ideabox.ui.imports.screen import Imports
from ideabox.ui.insights.screen import InsightsScreen
from ideabox.ui.log_an_idea.screen import LogAnIdea
from ideabox.ui.my_ideas.screen import MyIdeas
from ideabox.ui.places import PLACES
from ideabox.ui.recovery.page import RecoveryPage
from ideabox.ui.recovery.replacing import ReplacingPage
from ideabox.ui.review.screen import Review
from ideabox.ui.rights.screen import Rights
from ideabox.ui.screen import Screen
from ideabox.ui.settings.screen import Settings
from ideabox.ui.start import Running
from ideabox.ui.widgets.fold import Fold
from ideabox.ui.widgets.notices import ProgressPanel
from ideabox.usecases import ideas, insight_tables, reading, reviewing, sizing
from ideabox.usecases.desk import Preferences
from ideabox.usecases.policy import Policy, Values
from ideabox.usecases.safekeeping import Recovered, Restored
from tests.ui.scenes import SIZED, SMALL, go_live_elsewhere, let_time_pass, size_ideas
from tests.ui.stories import log_ideas, package_of, with_a_line_that_is_not_usable
from tests.ui.working import as_person

Kind = TypeVar("Kind", bound=Screen)
TOO_LONG = "x" * 1000


class Stage:
    """A window on an installation, and what a scene needs to set it."""

    def __init__(self, running: Running, workplace: Workplace, qtbot: QtBot, folder: Path) -> None:
        self.running, self.workplace, self.qtbot, self.folder = running, workplace, qtbot, folder
        self.at_end: Callable[[], object] = lambda: None

    def settle(self, until: Callable[[], object] = lambda: True) -> None:
        """Wait until nothing is being read or written, and this holds."""
        for _turn in range(2):
            self.qtbot.waitUntil(lambda: not self.running.runner.is_busy and bool(until()))
            self.qtbot.wait(1)

    def at(self, code: str, kind: type[Kind], subject: object = None) -> Kind:
        """Go to a place."""
        self.running.window.go(code, subject)
        self.settle()
        screen = self.running.window.here
        assert isinstance(screen, kind)
        return screen

    def press(self, button: QPushButton) -> None:
        """Press a button that is there, and wait for what comes of it."""
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        button.click()
        self.settle()

    def write(self, field: QLineEdit | QPlainTextEdit, words: str) -> None:
        """Write something else in a field, as typing would."""
        field.setFocus()
        field.selectAll()
        field.insert(words) if isinstance(field, QLineEdit) else field.insertPlainText(words)
        if isinstance(field, QLineEdit):
            field.textEdited.emit(words)
        self.settle()

    def answer_with_folder(self, _parent: QWidget, _caption: str, _start: Path, chosen: Callable[[str], None]) -> None:
        """Answer the system's question for a folder."""
        chosen(str(self.folder))

    def idea(self, wanted: Filter) -> str:
        """The id of one idea of this kind."""
        with reading.listing(self.workplace.session, wanted) as found:
            return next(iter(found.rows)).id

    def mine(self, status: Status) -> str:
        """The id of an idea of this person's."""
        return self.idea(Filter(status=status, authors=(self.workplace.session.me.person,)))

    def package(self, *titles: str) -> Path:
        """A package with new ideas, from somebody elsewhere."""
        with contextlib.closing(Workplace(self.folder / "elsewhere", user="ann")) as other:
            other.change_profile(name="Ann", office="York")
            log_ideas(other.session, *titles)
            return package_of(other, self.folder / "from York")


Scene = Callable[[Stage], None]


def place(code: str) -> Scene:
    """A place as a person comes to it."""

    def scene(stage: Stage) -> None:
        stage.running.window.go(code)
        stage.settle()

    return scene


def first_run(stage: Stage) -> None:
    stage.running.window.begin_with(FirstRun(stage.running.bench))
    stage.settle()


def first_run_at_fault(stage: Stage) -> None:
    screen = FirstRun(stage.running.bench)
    stage.running.window.begin_with(screen)
    stage.write(screen.form.name.edit, TOO_LONG)
    stage.write(screen.form.office.edit, TOO_LONG)
    stage.press(screen.start)
    assert screen.errors.isVisible()


def recovery_offered(stage: Stage) -> None:
    show_recovery(stage)


def recovery_told(stage: Stage) -> None:
    page = show_recovery(stage)
    path = stage.workplace.kept.database
    came = (Came("ideabox-20261126-090000.db", 48, 60), Came("from York.ideabox.zip", 1, 1))
    account = Account(path.with_name("ideabox.damaged.db"), 2000, 1949, came, 1, 1, 2600, 3)
    page.show_account(Recovered(account, 2))
    stage.settle()
    assert page.open.isVisible()


def show_recovery(stage: Stage) -> RecoveryPage:
    """The page that is shown in place of the window, here within it: the walk wants more than two controls."""
    damage = Refusal(Problem("database", "damaged", {"path": "/somewhere", "detail": "malformed"}))
    page = RecoveryPage(stage.workplace, stage.running.runner, damage)
    window = stage.running.window
    window.stack.addWidget(page)
    window.stack.setCurrentWidget(page)
    stage.settle()
    return page


def recovery_with_files(stage: Stage) -> None:
    page, nonsense = show_recovery(stage), stage.folder / "photo.ideabox.zip"
    nonsense.write_text("nonsense", encoding="utf-8")
    files = [str(nonsense), str(stage.package("A quiet corner"))]
    page.ask_files = lambda _parent, _caption, _kinds, take: take(files)
    stage.press(page.add)
    assert page.look_in.clear.isVisible()


def replacing_told(stage: Stage) -> None:
    page = ReplacingPage(stage.workplace, stage.running.runner, stage.folder / "backup.db")
    window = stage.running.window
    window.stack.addWidget(page)
    window.stack.setCurrentWidget(page)
    page.show_result(Restored(0, 48, stage.workplace.kept.database))
    stage.settle()


def settings_asking_to_replace(stage: Stage) -> None:
    settings_with_backups(stage)
    screen = stage.at("settings", Settings)
    stage.press(screen.backups.replace)
    assert screen.backups.question.isVisible()


def settings_with_backups(stage: Stage) -> None:
    screen = stage.at("settings", Settings)
    stage.press(screen.backups.now)
    stage.settle(screen.backups.bring.isVisible)


def settings_with_a_list_to_name(stage: Stage) -> None:
    table = stage.folder / "areas.csv"
    table.write_text("code,name\nA,Writing\n", encoding="utf-8")
    card = stage.at("settings", Settings).frameworks
    card.ask_file = lambda _parent, _caption, _kinds, chosen: chosen(str(table))
    stage.press(card.add)
    stage.press(card.keep)
    card.table.setCurrentIndex(card.table.rows.index(1, 0))
    assert card.version.error
    assert card.use.isVisible()


def log_with_areas_in_groups(stage: Stage) -> None:
    stage.workplace.change_preferences(Preferences(framework="DigComp 3.0"))
    screen = stage.at("log", LogAnIdea)
    unfold(screen, stage)
    assert "DigComp 3.0 1.1" in screen.form.areas


def mine_with_an_example(stage: Stage) -> None:
    session, mine = stage.workplace.session, stage.mine("waiting")
    ideas.revise(session, mine, barriers=["it"])
    (example,) = ideas.submit(as_person(stage.workplace, "Yorick", "York"), "Text them", "p", "q", (), ["it"]).new
    reviewing.progress(session, example, "live", "Everywhere.")
    screen = stage.at("mine", MyIdeas, mine)
    stage.settle(screen.pane.elsewhere.isVisible)


def log_at_fault(stage: Stage) -> None:
    screen = stage.at("log", LogAnIdea)
    stage.press(screen.keep)
    stage.press(screen.send)
    assert screen.form.title.error


def log_unfolded_with_similar_ideas(stage: Stage) -> None:
    screen = stage.at("log", LogAnIdea)
    stage.write(screen.form.title.edit, "Name each printer after its place")
    stage.settle(lambda: screen.similar.rows)
    unfold(screen, stage)


def log_with_personal_data(stage: Stage) -> None:
    screen = stage.at("log", LogAnIdea)
    stage.write(screen.form.title.edit, "Ask Mrs Jones")
    stage.write(screen.form.problem.edit, "She wrote from someone@example.com and rang 07700 900123")
    stage.write(screen.form.proposal.edit, "Nothing")
    stage.press(screen.send)
    stage.settle(lambda: screen.form.problem.error)
    assert len(screen.personal.rows) == 3


def log_not_saved(stage: Stage) -> None:
    screen = stage.at("log", LogAnIdea)
    screen.keeper.failed.emit(Refusal(Problem("database", "disk-full", {"path": "D:/ideabox.db"})))
    stage.settle()


def mine_being_changed(stage: Stage) -> None:
    screen = stage.at("mine", MyIdeas, stage.mine("waiting"))
    stage.press(screen.pane.edit)
    unfold(screen, stage)


def mine_changed_at_fault(stage: Stage) -> None:
    mine_being_changed(stage)
    screen = stage.running.window.here
    assert isinstance(screen, MyIdeas)
    stage.write(screen.pane.revision.form.title.edit, "")
    stage.write(screen.pane.revision.form.problem.edit, "")
    stage.press(screen.pane.revision.save)
    assert screen.pane.revision.form.title.error


def mine_being_withdrawn(stage: Stage) -> None:
    screen = stage.at("mine", MyIdeas, stage.mine("waiting"))
    stage.press(screen.pane.withdraw)
    assert screen.pane.withdrawal.isVisible()


def mine_reply_at_fault(stage: Stage) -> None:
    screen = stage.at("mine", MyIdeas, stage.mine("asked"))
    stage.press(screen.pane.reply.give)
    assert screen.pane.reply.field.error


def mine_sent(stage: Stage) -> None:
    screen = stage.at("mine", MyIdeas)
    screen.sending.ask_folder = stage.answer_with_folder
    stage.press(screen.sending.send)
    assert screen.sending.card.isVisible()


def all_joining(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas, stage.idea(Filter(search="interpreter")))
    stage.press(screen.pane.offers.join)
    stage.write(screen.pane.offers.join_panel.search.edit, "printer")
    stage.settle(lambda: screen.pane.offers.join_panel.buttons)


def all_sized(stage: Stage) -> None:
    session = stage.workplace.session
    idea = stage.idea(Filter(status="waiting"))
    sizing.size(session, idea, SMALL)
    sizing.size(session, idea, SIZED)
    reviewing.progress(session, idea, "live", "Everywhere")
    sizing.size(session, idea, msgspec.structs.replace(SIZED, stage="live", is_actual=True))
    screen = stage.at("all", AllIdeas, idea)
    card = screen.pane.detail.findChild(CaseCard)
    assert card is not None
    stage.press(card.show_working)


def all_sizing_at_fault(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas, stage.idea(Filter(status="waiting")))
    offers = screen.pane.offers
    stage.press(offers.estimate)
    form = offers.case_panel.form
    form.money.is_open = form.test.is_open = True
    stage.write(form.small.times.edit, "often")
    stage.write(form.share.line("share_low"), "many")
    form.confidence.value = "3"
    form.confidence.edited.emit()
    stage.write(form.prices[0].line("cost_from"), "3.10")
    stage.press(form.save)
    assert form.share.error
    assert form.prices[0].error
    assert form.small.times.error


def all_sizing_with_newer_prices(stage: Stage) -> None:
    own = stage.folder / "own.json"
    own.write_text('{"staff_hour": [{"pence": 3100, "source": "Finance"}]}', encoding="utf-8")
    idea = stage.idea(Filter(status="waiting"))
    sizing.size(stage.workplace.session, idea, SIZED)
    stage.workplace.add_rates(own)
    screen = stage.at("all", AllIdeas, idea)
    stage.press(screen.pane.offers.estimate)
    assert screen.pane.offers.case_panel.form.anew.isVisible()


def all_progress_at_fault(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas, stage.idea(Filter(search="interpreter")))
    stage.press(screen.pane.offers.forward)
    stage.press(screen.pane.offers.forward_form.save)
    assert screen.pane.offers.forward_form.errors.isVisible()


def all_done_here(stage: Stage) -> None:
    stage.workplace.change_profile(role="manager")
    stage.running.bench.person_changed.emit()
    screen = stage.at("all", AllIdeas, stage.idea(Filter(status="doing-here")))
    stage.press(screen.pane.offers.done)


def all_adopting(stage: Stage) -> None:
    go_live_elsewhere(stage.workplace.session)
    screen = stage.at("all", AllIdeas, stage.idea(Filter(status="live", office="Leeds Park Place")))
    stage.press(screen.pane.offers.adopt)
    assert screen.pane.offers.adopt_form.isVisible()


def all_joined_and_commented_at_fault(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas, stage.idea(Filter(status="joined")))
    assert screen.pane.offers.joined.isVisible()
    stage.press(screen.pane.offers.comment.save)
    assert screen.pane.offers.comment.errors.isVisible()


def all_none_found(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas)
    stage.write(screen.filters.search.edit, "xylophone")
    stage.settle(lambda: screen.model.rowCount() == 0)
    assert screen.clear.isVisible()


def all_sent(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas)
    screen.answers.ask_folder = stage.answer_with_folder
    stage.press(screen.answers.button)
    assert screen.answers.card.isVisible()


def all_unreadable(stage: Stage) -> None:
    screen = stage.at("all", AllIdeas)
    screen.model.failed.emit(Refusal(Problem("database", "busy", {"path": "D:/ideabox.db"})))
    stage.settle()


def review_at_fault(stage: Stage) -> None:
    screen = stage.at("review", Review)
    screen.save()
    assert screen.pane.form.errors.isVisible()


def review_asking(stage: Stage) -> None:
    screen = stage.at("review", Review)
    stage.press(screen.pane.form.decisions.chips["ask"])
    stage.press(screen.pane.form.starters.buttons[0])


def review_joining_at_fault(stage: Stage) -> None:
    screen = stage.at("review", Review)
    stage.press(screen.pane.form.decisions.chips["join"])
    screen.save()
    stage.write(screen.pane.form.join.search.edit, "printer")
    stage.settle(lambda: screen.pane.form.join.buttons)
    assert screen.pane.form.errors.isVisible()


def review_decided_twice(stage: Stage) -> None:
    idea = stage.mine("waiting")
    reviewing.review(as_person(stage.workplace, "Jo", role="manager"), idea, "put-forward", "Good.")
    reviewing.review(stage.workplace.session, idea, "not-now", "Later.")
    screen = stage.at("review", Review)
    stage.press(screen.twice)
    assert screen.pane.isVisible()


def duplicates_read_and_at_fault(stage: Stage) -> None:
    log_ideas(stage.workplace.session, "Label the printers by their room", "Label printers by room")
    screen = stage.at("duplicates", Duplicates)
    stage.press(screen.group.rows[0].read)
    for row in screen.group.rows:
        row.joins.value = False
    stage.press(screen.group.join)
    assert screen.group.errors.isVisible()


def duplicates_joined(stage: Stage) -> None:
    log_ideas(stage.workplace.session, "Label the printers by their room", "Label printers by room")
    screen = stage.at("duplicates", Duplicates)
    stage.press(screen.group.join)
    assert stage.running.window.notices.message


def duplicates_stopped(stage: Stage) -> None:
    screen = stage.at("duplicates", Duplicates)
    screen._groups = []
    stage.running.bench.duplicates.stopped.emit()


def batches_at_fault(stage: Stage) -> None:
    screen = stage.at("batches", Batches)
    screen.form.name.value = ""
    screen.form.package.value = False
    stage.press(screen.form.export)
    assert screen.errors.isVisible()


def batches_written(stage: Stage) -> None:
    screen = stage.at("batches", Batches)
    screen.ask_folder = stage.answer_with_folder
    stage.press(screen.form.export)
    assert screen.written.isVisible()


def imports_of(stage: Stage, *files: Path) -> Imports:
    """The place where these files are looked at."""
    stage.running.window.open_files(files)
    stage.settle()
    screen = stage.running.window.here
    assert isinstance(screen, Imports)
    return screen


def imports_found(stage: Stage) -> None:
    screen = imports_of(stage, stage.package("A quiet corner", "A screen at the door"))
    assert screen.card.take.isVisible()


def imports_done(stage: Stage) -> None:
    screen = imports_of(stage, stage.package("A quiet corner"))
    stage.press(screen.card.take)
    assert screen.card.undo.isVisible()


def imports_undone(stage: Stage) -> None:
    imports_done(stage)
    screen = stage.running.window.here
    assert isinstance(screen, Imports)
    stage.press(screen.card.undo)
    assert screen.log.result.isVisible()


def imports_at_fault(stage: Stage) -> None:
    screen = imports_of(stage, with_a_line_that_is_not_usable(stage.package("A quiet corner", "A screen at the door")))
    stage.press(screen.card.take)
    assert screen.card.found.skip.isVisible()


def imports_erasing(stage: Stage) -> None:
    with contextlib.closing(Workplace(stage.folder / "elsewhere", user="ann")) as other:
        other.change_profile(name="Ann", office="York")
        (idea,) = log_ideas(other.session, "A quiet corner")
        first = package_of(other, stage.folder / "first")
        ideas.erase(other.session, idea)
        second = package_of(other, stage.folder / "second")
    screen = imports_of(stage, first)
    stage.press(screen.card.take)
    screen = imports_of(stage, second)
    assert screen.card.found.erase.isVisible()


def imports_of_a_sheet(stage: Stage) -> None:
    sheet = stage.folder / "survey.csv"
    with sheet.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("Headline", "What happens now?"), ("A quiet corner", "Everybody hears")])
    screen = imports_of(stage, sheet)
    assert screen.card.mapping.fields["title"].error


def imports_of_several_with_one_refused(stage: Stage) -> None:
    package = stage.package("A quiet corner")
    nonsense = stage.folder / "nonsense.ideabox.zip"
    nonsense.write_text("nonsense", encoding="utf-8")
    screen = imports_of(stage, nonsense, package)
    assert screen.several.isVisible()
    assert screen.card.again.isVisible()


def insights_in_full(stage: Stage) -> None:
    session = stage.workplace.session
    size_ideas(session)
    go_live_elsewhere(session)
    screen = stage.at("insights", InsightsScreen)
    drawn = [code for code in insight_tables.FIGURES if code != "months"]
    stage.settle(lambda: len(screen.cards) == len(insight_tables.FIGURES))
    stage.settle(lambda: all(not screen.cards[code].picture.pixmap().isNull() for code in drawn))


def insights_of_nothing(stage: Stage) -> None:
    screen = stage.at("insights", InsightsScreen)
    screen.filters.status.value = "stopped"
    screen.filters.period.value = "last-month"
    screen.filters.changed.emit()
    stage.settle(lambda: screen.which.text().startswith("0"))


def all_behind_a_figure(stage: Stage) -> None:
    screen = stage.at("insights", InsightsScreen)
    stage.settle(lambda: "status" in screen.cards)
    stage.press(screen.cards["status"].see)


def help_on_shortcuts(stage: Stage) -> None:
    stage.at("help", Help).show_page("shortcuts")
    stage.settle()


def rights_of(stage: Stage, name: str) -> Rights:
    """What is held of a person."""
    screen = stage.at("rights", Rights)
    stage.write(screen.person.name.edit, name)
    stage.press(screen.person.look)
    return screen


def rights_of_several_people(stage: Stage) -> None:
    screen = rights_of(stage, "a")
    assert screen.person.see.isVisible()


def rights_of_nobody(stage: Stage) -> None:
    stage.press(rights_of(stage, "xylophone").person.look)
    screen = rights_of(stage, "")
    assert screen.person.name.error


def rights_asking_to_erase(stage: Stage) -> None:
    stage.workplace.drafts.save(Draft("d1", title="Begun"), stage.workplace.session.timestamp())
    screen = rights_of(stage, stage.workplace.profile.name)
    stage.press(screen.held.erase)
    assert screen.held.question.isVisible()


def rights_past_their_time(stage: Stage) -> None:
    let_time_pass(stage.workplace, hold=1)
    screen = stage.at("rights", Rights)
    stage.press(screen.retention.spare)
    stage.press(screen.retention.erase)
    assert screen.retention.question.isVisible()
    assert screen.retention.kept.isVisible()


def settings_at_fault(stage: Stage) -> None:
    screen = stage.at("settings", Settings)
    stage.write(screen.person.form.name.edit, TOO_LONG)
    stage.write(screen.person.form.office.edit, TOO_LONG)
    stage.press(screen.person.save)
    assert screen.errors.isVisible()


def settings_with_a_sender(stage: Stage) -> None:
    imports_done(stage)
    screen = stage.at("settings", Settings)
    assert screen.senders.trust.isVisible()


def settings_locked_with_a_report(stage: Stage) -> None:
    stage.workplace.policy = Policy(locked=Values(office="Leeds", role="lead", only_trusted=True, review_days=3))
    stage.workplace.crashes.note(LookupError())
    screen = stage.at("settings", Settings, "support")
    stage.press(screen.support.look)
    assert screen.support.report.isVisible()
    assert screen.support.forget.isVisible()


def something_was_said(stage: Stage) -> None:
    screen = stage.at("log", LogAnIdea)
    stage.press(screen.discard)
    assert stage.running.window.notices.message


def something_takes_long(stage: Stage) -> None:
    stage.at("imports", Imports)
    ended = threading.Event()
    stage.at_end = ended.set
    runner = stage.running.runner
    runner.run(lambda _task: ended.wait(60), lambda _done: None, lambda _refused: None, label="Import", can_cancel=True)
    stage.qtbot.waitUntil(lambda: bool(runner.shown()))
    (panel,) = stage.running.window.findChildren(ProgressPanel)
    stage.qtbot.waitUntil(panel.isVisible)


def unfold(screen: QWidget, stage: Stage) -> None:
    """Open everything that is folded away."""
    for fold in screen.findChildren(Fold):
        if fold.isVisible():
            fold.is_open = True
    stage.settle()


_ON_A_LIVED_IN_INSTALLATION: tuple[Scene, ...] = (
    first_run, first_run_at_fault, recovery_offered, recovery_with_files, recovery_told, replacing_told,
    settings_with_backups, settings_asking_to_replace,
    log_at_fault, log_unfolded_with_similar_ideas, log_with_personal_data, log_not_saved, mine_being_changed,
    mine_changed_at_fault, mine_being_withdrawn, mine_reply_at_fault, mine_sent, all_joining, all_sized,
    all_sizing_at_fault, all_sizing_with_newer_prices, all_progress_at_fault,
    all_done_here, all_adopting, all_joined_and_commented_at_fault, all_none_found, all_sent, all_unreadable,
    review_at_fault, review_asking, review_joining_at_fault, review_decided_twice, duplicates_read_and_at_fault,
    duplicates_joined, duplicates_stopped, batches_at_fault, batches_written, imports_found,
    imports_done, imports_undone, imports_at_fault, imports_erasing, imports_of_a_sheet,
    imports_of_several_with_one_refused, insights_in_full, insights_of_nothing,
    all_behind_a_figure, help_on_shortcuts, rights_of_several_people, rights_of_nobody, rights_asking_to_erase,
    rights_past_their_time, settings_at_fault,
    settings_with_a_list_to_name, log_with_areas_in_groups, mine_with_an_example,
    settings_with_a_sender, settings_locked_with_a_report,
    something_was_said, something_takes_long,
)  # fmt: skip
LIVED_IN: dict[str, Scene] = {each.code: place(each.code) for each in PLACES} | {
    scene.__name__: scene for scene in _ON_A_LIVED_IN_INSTALLATION
}
EMPTY: dict[str, Scene] = {
    f"empty_{code}": place(code) for code in ("mine", "all", "review", "duplicates", "batches", "imports", "insights")
}
