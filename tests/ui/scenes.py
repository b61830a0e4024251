"""What there is to see in the window: every place in every state, brought about as its user does."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from ideabox.app.workplace import Workplace
from ideabox.domain.estimates import Cost, Price, Rate, Share, Sized, Span, Test
from ideabox.domain.problems import Problem, Refusal
from ideabox.store.drafts import Draft
from ideabox.store.queries import Filter
from ideabox.store.salvage import Account, Came
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.background import Task
from ideabox.ui.batches.screen import Batches
from ideabox.ui.case.card import CaseCard
from ideabox.ui.duplicates.screen import Duplicates
from ideabox.ui.first_run.screen import FirstRun
from ideabox.ui.focus import bring_into_sight
from ideabox.ui.help.screen import Help
from ideabox.ui.imports.screen import Imports
from ideabox.ui.insights.screen import InsightsScreen
from ideabox.ui.log_an_idea.screen import LogAnIdea
from ideabox.ui.my_ideas.screen import MyIdeas
from ideabox.ui.places import places_of
from ideabox.ui.recovery.page import RecoveryPage
from ideabox.ui.recovery.replacing import ReplacingPage
from ideabox.ui.review.screen import Review
from ideabox.ui.rights.screen import Rights
from ideabox.ui.screen import Screen
from ideabox.ui.settings.screen import Settings
from ideabox.ui.start import Running, application
from ideabox.usecases import ideas, reading, recording, reviewing, rights, sending, sizing
from ideabox.usecases.policy import Policy, Values
from ideabox.usecases.recording import Changes
from ideabox.usecases.safekeeping import Recovered, Restored
from ideabox.usecases.session import Session
from tests.ui.stories import with_a_line_that_is_not_usable
from tests.ui.working import as_person

S = TypeVar("S", bound=Screen)
SMALL = Sized("idea", 60, 15, 30, "phone", "online")
SIZED = Sized(
    "alpha", 60, 15, 30, "phone", "online", "Counted over four weeks in May.", Span(40, 80), share=Share(10, 30, 50),
    cost_from=Price(283, "Socitm", "2011"), cost_to=Price(15, "Socitm", "2011"),
    staff_hour=Price(2743, "An example", "2026"), public_hour=Price(446, "TAG", "2002"),
    one_off=Cost(300_000, 400_000, 900_000), running=Cost(10_000, 20_000, 40_000), confidence=3, years=3,
    discount=Rate(350, "The Green Book", "2026-02"), test=Test("People pick up", "Call ten back", "Three miss it"),
)  # fmt: skip
PATIENCE_SECONDS = 20.0
LONG = (
    "Pneumonoultramicroscopicsilicovolcanoconiosis-and-other-words-without-a-single-space-in-them-"
    "that-somebody-pasted-from-a-form, as in Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
)


GROUPS = (
    "Text reminders before appointments", "Label the printers by room", "Welsh forms at the front desk",
    "A quiet corner for interviews", "One list of local vacancies", "Fix the lift at the back entrance",
    "Scan evidence with a phone", "Bicycle racks beside the car park", "Interpreters booked by video",
)  # fmt: skip


class Stage:
    """One installation's window. A scene plays on it and yields the name of each picture when it can be taken."""

    def __init__(self, workplace: Workplace, props: Path) -> None:
        self.workplace, self.props = workplace, props
        self.running = Running(application(), workplace)
        self.running.window.resize(1280, 800)
        self.running.window.show()

    def go(self, kind: type[S], code: str, subject: object = None) -> S:
        """Go to a place, and wait until it is there."""
        self.running.window.go(code, subject)
        self.settle()
        screen = self.running.window.here
        assert isinstance(screen, kind)
        return screen

    def settle(self, seconds: float = 0.0) -> None:
        """Wait until nothing is being read and everything has been laid out."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        at_least = time.monotonic() + seconds
        quiet = 0
        while (quiet < 5 or time.monotonic() < at_least) and time.monotonic() < give_up:
            QApplication.processEvents()
            quiet = 0 if self.running.runner.is_busy else quiet + 1
            time.sleep(0.01)

    def press(self, made: QPushButton) -> None:
        """Press a button, and wait until all has come of it that will."""
        made.click()
        self.settle(0.1)

    def answer_with(self, folder: Path) -> Callable[..., None]:
        """Choose this folder wherever one is asked for."""
        return lambda _parent, _caption, _start, chosen: chosen(str(folder))

    def close(self) -> None:
        """Close the window and what is behind it."""
        self.running.window.close()
        self.running.stop()
        self.workplace.close()


Scene = Callable[[Stage], Iterator[str]]


def first_run(stage: Stage) -> Iterator[str]:
    """Who is at this PC."""
    first = FirstRun(stage.running.bench)
    stage.running.window.begin_with(first)
    yield "first"
    first.form.name.value = "Sam " * 100
    stage.press(first.start)
    yield "first-with-errors"
    first.form.name.value = "Sam Field"
    stage.running.window.begin()


def recovering(stage: Stage) -> Iterator[str]:
    """A database that is damaged, and what came back of it; here within the window."""
    window = stage.running.window
    page = RecoveryPage(
        stage.workplace, stage.running.runner, Refusal(Problem("database", "damaged", {"path": "/x", "detail": "y"}))
    )
    window.rail.hide()
    window.stack.addWidget(page)
    window.stack.setCurrentWidget(page)
    yield "recovery"
    nonsense = stage.props / "photo.ideabox.zip"
    nonsense.write_bytes(b"no package")
    package, _sheet, _broken = _files(stage)
    page.ask_files = lambda _parent, _caption, _kinds, take: take([str(nonsense), str(package)])
    stage.press(page.add)
    stage.settle(0.3)
    yield "recovery-with-files"
    path = stage.workplace.kept.database.with_name("ideabox.damaged-20261127-093000.db")
    came = (Came("ideabox-20261126-090000.db", 48, 60),)
    page.show_account(Recovered(Account(path, 2000, 1950, came, 1, 1, 2600, 3), 2))
    yield "recovery-told"
    replacing = ReplacingPage(stage.workplace, stage.running.runner, path)
    window.stack.addWidget(replacing)
    window.stack.setCurrentWidget(replacing)
    yield "replacing"
    replacing.show_result(Restored(0, 48, path))
    yield "replacing-told"
    window.rail.show()
    for shown in (page, replacing):
        window.stack.removeWidget(shown)
        shown.deleteLater()


def backing_up(stage: Stage) -> Iterator[str]:
    """The backups in Settings."""
    screen = stage.go(Settings, "settings")
    stage.press(screen.backups.now)
    stage.settle(0.3)
    yield "settings-with-backups"
    stage.press(screen.backups.replace)
    stage.settle(0.3)
    yield "settings-asks-to-replace"


def let_time_pass(workplace: Workplace, *, hold: int) -> list[str]:
    """Four years go by, and closed ideas are kept for three; some are on hold. Returns those that are due."""
    session = workplace.session
    later = datetime.now(UTC) + timedelta(days=4 * 366)
    session.now = lambda: later
    session.policy = workplace.policy = Policy(locked=Values(retention_years=3))
    due = [row.id for row in rights.overdue(session).due]
    held = dict.fromkeys(due[:hold], "A complaint about it is open until spring")
    session.policy = workplace.policy = Policy(locked=Values(retention_years=3, hold=held))
    return due[hold:]


def personal_data(stage: Stage) -> Iterator[str]:
    """What is held of somebody, the question before it is erased, and ideas that are past their time."""
    screen = stage.go(Rights, "rights")
    yield "rights"
    screen.person.name.value = "a"
    stage.press(screen.person.look)
    stage.settle(0.3)
    yield "rights-people"
    stage.workplace.drafts.save(Draft("d1", title="Begun"), stage.workplace.session.timestamp())
    screen.person.name.value = stage.workplace.profile.name
    stage.press(screen.person.look)
    stage.settle(0.5)
    yield "rights-held"
    stage.press(screen.held.erase)
    stage.settle(0.3)
    yield "rights-asks"
    stage.press(screen.held.anonymise)
    stage.settle(0.3)
    _to_the_end(screen)
    yield "rights-leaving"
    let_time_pass(stage.workplace, hold=1)
    stage.running.window._screens.pop("rights")
    screen = stage.go(Rights, "rights")
    stage.press(screen.retention.spare)
    stage.press(screen.retention.erase)
    _to_the_end(screen)
    yield "rights-retention"


def skills_frameworks(stage: Stage) -> Iterator[str]:
    """Another framework in the settings, in the form and among the choices; and an example beside an idea."""
    card = stage.go(Settings, "settings").frameworks
    card.add.setFocus()
    bring_into_sight(card)
    table = stage.props / "areas.csv"
    table.write_text("code,name\nA,Writing\n", encoding="utf-8")
    card.ask_file = lambda _parent, _caption, _kinds, chosen: chosen(str(table))
    stage.press(card.add)
    stage.press(card.keep)
    card.table.setCurrentIndex(card.table.rows.index(2, 0))
    bring_into_sight(card)
    stage.settle(0.3)
    yield "settings-skills-areas"
    stage.press(card.use)
    stage.press(card.leave)
    form = stage.go(LogAnIdea, "log")
    stage.settle(0.3)
    yield "log-areas-in-groups"
    _to_the_end(form)
    yield "log-areas-in-groups-below"
    author = as_person(stage.workplace, "Farida Khan")
    ideas.submit(author, "Say who reads the online journal", "Nobody knows.", "Say it.", ["DigComp 2.2 2.5", "EDS-COM"])
    everything = stage.go(AllIdeas, "all")
    everything.filters.skill.combo.showPopup()
    stage.settle(0.3)
    yield "all-skills-of-every-framework"
    everything.filters.skill.combo.hidePopup()
    me = stage.workplace.session
    (mine,) = ideas.submit(me, "Ask early", "People come back.", "Ask at the first visit.", (), ["it"]).new
    go_live_elsewhere(me)
    stage.go(MyIdeas, "mine", mine)
    stage.settle(0.3)
    yield "mine-with-an-example"


def places(stage: Stage) -> Iterator[str]:
    """Every place as one comes to it."""
    for place in places_of(stage.workplace.profile.role):
        stage.running.window.go(place.code)
        stage.settle()
        yield place.code


def size_ideas(session: Session) -> None:
    """Estimates of several ideas: small ones, one with ranges, and one that was measured afterwards."""
    staff, public = Price(2_743, "An example", "2026"), Price(1_053, "An example", "2026")
    visit, online = Price(862, "Councils", "2011"), Price(15, "Councils", "2011")
    small = Sized(times_a_month=120, staff_minutes=6, public_minutes=25, staff_hour=staff, public_hour=public)
    moving = msgspec.structs.replace(
        small, channel_from="face-to-face", channel_to="online", cost_from=visit, cost_to=online,
        share=Share(20, 40, 60), times_span=Span(80, 200), is_cashable=True, confidence=3,
    )  # fmt: skip
    measured = msgspec.structs.replace(small, times_a_month=90, stage="live", is_actual=True)
    rows = list(reading.first(session, Filter(status=None), "newest", 20))
    shown = [row.id for row in rows if row.status not in ("joined", "withdrawn")]
    for idea, sized in zip(shown, (small, moving, small, moving, small), strict=False):
        recording.record(session, idea, sized, lambda _it, _connection: [])
    recording.record(session, shown[0], measured, lambda _it, _connection: [])


def go_live_elsewhere(session: Session) -> None:
    """An idea of another office is live, and has a barrier in common with ideas of this one."""
    other = reading.first(session, Filter(office="Leeds Park Place"), "newest", 1)[0]
    ideas.revise(session, other.id, barriers=["it", "time"])
    reviewing.progress(session, other.id, "live", "Every office has it now; calls about it have halved.")


def insights(stage: Stage) -> Iterator[str]:
    """The figures from top to bottom, those of one office, and from one of them to its ideas and back."""
    size_ideas(stage.workplace.session)
    go_live_elsewhere(stage.workplace.session)
    screen = stage.go(InsightsScreen, "insights")
    stage.settle(1.0)
    yield "insights"
    area = screen.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    number = 0
    while bar.value() < bar.maximum():
        bar.setValue(bar.value() + bar.pageStep() * 9 // 10)
        stage.settle(0.5)
        number += 1
        yield f"insights-below-{number}"
    bar.setValue(0)
    screen.filters.office.combo.setCurrentIndex(2)
    screen.filters.changed.emit()
    stage.settle(1.0)
    yield "insights-of-an-office"
    stage.press(screen.cards["barriers"].see)
    yield "insights-ideas-behind"
    elsewhere = stage.go(InsightsScreen, "insights").elsewhere.links[0]
    elsewhere.click()
    stage.settle(0.3)
    yield "insights-live-elsewhere"
    stage.go(InsightsScreen, "insights")
    screen.filters.status.value = "beta"
    screen.filters.period.value = "last-month"
    screen.filters.changed.emit()
    stage.settle(1.0)
    yield "insights-none-found"
    screen.filters.clear()
    stage.settle(0.5)


def logging(stage: Stage) -> Iterator[str]:
    """An idea from the empty form to the notice that it is logged."""
    screen = stage.go(LogAnIdea, "log")
    form = screen.form
    yield "log-empty"
    stage.press(screen.send)
    yield "log-with-errors"
    screen.form.show_problems(())
    form.title.value = "Show a good photo of the evidence before people upload theirs"
    form.problem.value = (
        "People photograph a payslip on their phone, and what reaches us is often blurred or only page one. "
        "We ask again, which takes two of us most of Friday morning."
    )
    form.proposal.value = "Put one good photo and one bad one beside the upload button, with three tips."
    for code in list(form._tags)[1:3]:
        form.chips.chip(code).click()
    form.edited.emit()
    stage.settle(1.5)
    yield "log-filled-with-similar"
    form.problem.value = "😀 Mrs Jones wrote from jones@example.com and rang 07700 900123 about it."
    form.edited.emit()
    screen.personal.look()
    stage.settle(0.5)
    yield "log-with-personal-data"
    stage.press(screen.send)
    stage.settle(0.5)
    yield "log-stopped-for-personal-data"
    screen.personal.replace_all()
    stage.settle(0.5)
    yield "log-replaced"
    for fold in form.folds:
        fold.is_open = True
    form.barriers.value = ("it", "permission")
    form.edited.emit()
    stage.settle(1.2)
    yield "log-unfolded"
    form.folds[2].header.setFocus()
    stage.settle()
    _to_the_end(screen)
    yield "log-unfolded-end"
    stage.press(screen.keep)
    yield "log-kept"
    form.title.value, form.problem.value = "A second one", "That waits as well"
    form.edited.emit()
    stage.settle(1.2)
    yield "log-drafts"
    stage.press(screen.discard)
    yield "log-discarded"
    stage.go(LogAnIdea, "log")
    form.title.value, form.problem.value, form.proposal.value = "Chargers at the desks", "None", "Some"
    form.edited.emit()
    stage.press(screen.send)
    yield "log-sent"
    stage.running.window.notices.hide()


def my_ideas(stage: Stage) -> Iterator[str]:
    """My ideas in every state, and what an author does with them."""
    screen = stage.go(MyIdeas, "mine")
    screen.sending.ask_folder = stage.answer_with(stage.props / "shared folder")
    for row in range(screen.model.rowCount()):
        screen.list.choose_row(row)
        stage.settle()
        state = screen.pane.standing.state.text().lower().replace(" ", "-")
        yield f"mine-{row:02}-{state}"
        if screen.pane.reply.isVisible():
            screen.pane.reply.field.value = "The front desk would, every Monday."
            stage.press(screen.pane.reply.give)
            yield "mine-answered"
    screen.list.choose_row(0)
    stage.settle()
    stage.press(screen.pane.withdraw)
    yield "mine-withdraw"
    stage.press(screen.pane.withdrawal.no)
    stage.press(screen.pane.edit)
    yield "mine-change"
    screen.pane.revision.form.title.value = ""
    stage.press(screen.pane.revision.save)
    yield "mine-change-with-errors"
    stage.press(screen.pane.revision.cancel)
    stage.press(screen.sending.send)
    yield "mine-sending-done"


def empty_places(stage: Stage) -> Iterator[str]:
    """What each place says when there is nothing."""
    for code in ("log", "mine", "all", "review", "batches", "imports", "insights"):
        stage.running.window.go(code)
        stage.settle()
        yield f"{code}-nothing"


def all_ideas(stage: Stage) -> Iterator[str]:
    """Searching and filtering, the four faces of the list, and what a lead does with an idea."""
    screen = stage.go(AllIdeas, "all")
    filters, offers = screen.filters, screen.pane.offers
    filters.search.value = "photo evidence"
    filters.status.value = "joined"
    filters._choose()
    stage.settle(0.3)
    yield "all-filters-set"
    filters.search.value = "xylophone"
    filters._choose()
    stage.settle(0.3)
    yield "all-none-found"
    screen._clear()
    stage.settle(0.3)
    gate = threading.Event()
    stage.running.runner.run(lambda _task: gate.wait(), _nothing, _nothing, lane="read")
    screen._ask()
    look_away(0.5)
    yield "all-loading"
    gate.set()
    stage.settle(0.3)
    screen.model.failed.emit(Refusal(Problem("database", "busy", {"path": "ideabox.db"})))
    yield "all-wrong"
    screen._ask()
    stage.settle(0.3)
    stage.go(AllIdeas, "all", _with_long_words(stage.workplace.session))
    yield "all-long-words"
    stage.go(AllIdeas, "all", _decided_twice(stage.workplace))
    yield "all-decided-twice"
    stage.press(offers.forward)
    yield "all-take-forward"
    stage.press(offers.forward_form.save)
    yield "all-take-forward-with-errors"
    stage.press(offers.join)
    yield "all-join"
    stage.press(offers.join)
    combo = filters.status.combo
    combo.showPopup()
    stage.settle(0.2)
    yield "all-choosing"
    combo.hidePopup()
    screen.answers.ask_folder = stage.answer_with(stage.props / "out")
    stage.press(screen.answers.button)
    yield "all-answers-sent"
    screen.answers.card.hide()


def sizing_ideas(stage: Stage) -> Iterator[str]:
    """A case as it grows: typed with the idea, small, sized with money and a test, and measured once it is live."""
    log = stage.go(LogAnIdea, "log")
    log.form.title.value = "Phone callers back at a time they choose"
    case = log.form.case
    assert case is not None
    log.form.folds[-1].is_open = True
    for field, words in ((case.times, "60"), (case.staff, "15"), (case.public, "30")):
        field.edit.setText(words)
        field.edited.emit()
    case.channel_from.value, case.channel_to.value = "phone", "online"
    log.form.folds[-1].header.setFocus()
    stage.settle(0.8)
    _to_the_end(log)
    yield "case-small-typed"
    session = stage.workplace.session
    (idea,) = ideas.submit(session, "Phone callers back", "They wait", "Call back", sized=SMALL).new
    screen = stage.go(AllIdeas, "all", idea)
    yield "case-small"
    offers = screen.pane.offers
    stage.press(offers.estimate)
    yield "case-form"
    form = offers.case_panel.form
    form.money.is_open = form.test.is_open = True
    form.share.line("share").setText("many")
    stage.press(form.save)
    yield "case-form-with-errors"
    form.share.line("share").setText("60")
    form.confidence.value = "3"
    form.confidence.edited.emit()
    form.prices[0].line("cost_from").setText("3.10")
    stage.press(form.save)
    form.prices[0].line("cost_from").setFocus()
    stage.settle(0.3)
    yield "case-prices"
    sizing.size(session, idea, msgspec.structs.replace(SIZED, stage="idea"))
    reviewing.progress(session, idea, "alpha", "We try it in Leeds")
    sizing.size(session, idea, SIZED)
    screen = stage.go(AllIdeas, "all", idea)
    stage.press(offers.estimate)
    stage.settle(0.3)
    yield "case-sized"
    card = screen.pane.detail.findChild(CaseCard)
    assert card is not None
    stage.press(card.show_working)
    card.show_working.setFocus()
    stage.settle(0.3)
    yield "case-working"
    reviewing.progress(session, idea, "live", "Everywhere")
    sizing.size(session, idea, msgspec.structs.replace(SIZED, stage="live", times_a_month=55, is_actual=True))
    screen = stage.go(AllIdeas, "all", idea)
    stage.settle(0.3)
    yield "case-measured"
    bar = screen.pane.area.verticalScrollBar()
    bar.setValue(round(bar.maximum() * 0.62))
    stage.settle(0.3)
    yield "case-series"
    go_live_elsewhere(session)
    screen = stage.go(
        AllIdeas, "all", reading.first(session, Filter(status="live", office="Leeds Park Place"), "newest", 1)[0].id
    )
    stage.press(screen.pane.offers.adopt)
    yield "adopting"


def reviewing_ideas(stage: Stage) -> Iterator[str]:
    """Answering one idea after the other."""
    screen = stage.go(Review, "review")
    form = screen.pane.form
    stage.press(screen.pane.save)
    yield "review-with-errors"
    stage.press(form.decisions.chips["put-forward"])
    stage.press(form.starters.buttons[0])
    form.reason.edit.insertPlainText("a good photo saves a second visit. ")
    stage.press(form.starters.thanks)
    yield "review-answered"
    stage.press(form.decisions.chips["join"])
    yield "review-join"
    stage.press(form.decisions.chips["ask"])
    stage.press(screen.pane.later)
    yield "review-kept-for-later"
    stage.press(form.decisions.chips["not-now"])
    form.reason.value = "It has to wait until the spring."
    stage.press(screen.pane.save)
    yield "review-saved"
    stage.press(screen.twice)
    yield "review-decided-twice"


def likely_duplicates(stage: Stage) -> Iterator[str]:
    """Groups of ideas that are likely to be one."""
    me = stage.workplace.session
    for number in range(9):
        for more in ("", " again", LONG if number == 2 else " once more")[: 2 + (number == 2)]:
            ideas.submit(me, f"{GROUPS[number]} {more}".strip(), GROUPS[number], GROUPS[number])
    screen = stage.go(Duplicates, "duplicates")
    stage.running.bench.changed.emit(Changes())
    stage.settle()
    yield "duplicates"
    stage.press(screen.group.rows[0].read)
    yield "duplicates-read"
    for row in screen.group.rows:
        row.joins.value = False
    stage.press(screen.group.join)
    yield "duplicates-with-errors"
    screen.table.show_rows([screen._row(group) for group in screen._groups], chosen=1)
    stage.press(screen.group.join)
    yield "duplicates-joined"
    screen.bench.duplicates.failed.emit(Refusal(Problem("database", "unsound", {"count": 3})))
    yield "duplicates-wrong"
    screen._stopped()
    yield "duplicates-stopped"
    screen.faces._show_loading()
    yield "duplicates-looking"


def batching_ideas(stage: Stage) -> Iterator[str]:
    """Naming and exporting a batch."""
    screen = stage.go(Batches, "batches")
    screen.form.name.value = ""
    screen.form.package.value = False
    stage.press(screen.form.export)
    yield "batches-with-errors"
    screen.form.name.value, screen.form.package.value, screen.form.copies["csv"].value = "Week 48", True, True
    screen.ask_folder = stage.answer_with(stage.props / "batches")
    stage.press(screen.form.export)
    yield "batches-written"


def imports(stage: Stage) -> Iterator[str]:
    """Files of every kind on their way in."""
    screen = stage.go(Imports, "imports")
    package, sheet, broken = _files(stage)
    card = screen.card

    def take(*paths: Path) -> None:
        screen.queue.clear()
        screen.add_files(list(paths))
        stage.settle(0.2)

    take(package)
    yield "imports-preview"
    stage.press(card.take)
    yield "imports-done"
    stage.press(card.undo)
    yield "imports-undone"
    take(sheet)
    yield "imports-which-column"
    card.mapping.fields["title"].value = "What"
    card.mapping.fields["title"].edited.emit()
    stage.settle(0.2)
    yield "imports-rows-not-usable"
    take(broken)
    stage.press(card.take)
    yield "imports-lines-not-usable"
    take(_erasing(stage))
    yield "imports-asks-to-erase"
    photo = stage.props / "photo.zip"
    photo.write_bytes(b"not a package")
    take(photo)
    yield "imports-refused"
    take(package, photo, sheet, broken)
    yield "imports-several"
    screen.queue.clear()


def long_work(stage: Stage) -> Iterator[str]:
    """Something that takes its time, and can be stopped."""
    stage.running.window.go("all")
    stage.settle()
    go_on = threading.Event()

    def work(task: Task) -> None:
        task.report(38_000, 100_000)
        go_on.wait()

    words = stage.running.bench.say("imports.importing", file="wrexham-road-batch.ideabox.zip")
    stage.running.runner.run(work, _nothing, _nothing, label=words, can_cancel=True)
    look_away(1.0)
    yield "working"
    go_on.set()
    stage.settle(0.3)


def something_went_wrong(stage: Stage) -> Iterator[str]:
    """A fault that is offered at the start, and the report; and what an administrator has locked."""
    stage.workplace.crashes.note(LookupError())
    stage.workplace.policy = Policy(
        locked=Values(office="Leeds Park Place", role="lead", only_trusted=True, marking="OFFICIAL-SENSITIVE")
    )
    stage.running.tell_of_fault()
    stage.settle()
    yield "fault-offered"
    screen = stage.go(Settings, "settings")
    yield "settings-locked-top"
    stage.go(Settings, "settings", "support")
    yield "settings-locked"
    stage.press(screen.support.look)
    _to_the_end(screen)
    yield "settings-report"


def helping(stage: Stage) -> Iterator[str]:
    """Every page of the help."""
    screen = stage.go(Help, "help")
    for page in list(screen.pages):
        screen.show_page(page.code)
        stage.settle()
        yield f"help-{page.code}"


def _nothing(_result: object) -> None:
    """Nothing is to come of it."""


def look_away(seconds: float) -> None:
    """Let the window go on for so long, whatever is being read."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def _to_the_end(screen: Screen) -> None:
    from ideabox.ui.widgets.scrolled import Scrolled  # noqa: PLC0415

    for area in screen.findChildren(Scrolled):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def _with_long_words(me: Session) -> str:
    (idea,) = ideas.submit(me, LONG[:190], f"{LONG} {LONG}", LONG).new
    return idea


def _decided_twice(workplace: Workplace) -> str:
    me = workplace.session
    title, author = "Keep the quiet room free for difficult conversations", as_person(workplace, "Farida Khan")
    (idea,) = ideas.submit(author, title, "It is booked for stock.", "Move the stock.").new
    reviewing.review(me, idea, "put-forward", "You are right that a corridor is no place for it.")
    reviewing.review(as_person(workplace, "Owen Hartley"), idea, "not-now", "It has to wait until the move in May.")
    return idea


def _elsewhere(stage: Stage, name: str) -> Workplace:
    other = Workplace(stage.props / name, user=name)
    other.change_profile(name=name.title(), office="York Clifford Street", role="manager")
    return other


def _files(stage: Stage) -> tuple[Path, Path, Path]:
    other = _elsewhere(stage, "yasmin")
    for title in ("Say which desk is free on one screen", "Print the bus times for each outreach stop"):
        ideas.submit(other.session, title, "Nobody knows.", "Then everybody knows.")
    (parcel,) = sending.send(other.session, stage.props / "from York", other.wording)
    other.close()
    broken = with_a_line_that_is_not_usable(parcel.path)
    sheet = stage.props / "ideas from the away day.csv"
    with sheet.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ("What", "Why it hurts", "What then", "Where"),
                ("A bench outside", "People stand in the rain", "A bench with a roof", "York"),
                ("", "A row without its title", "It cannot be taken", "York"),
                ("Chargers at the desks", "Phones die in the middle of a form", "A cable at each desk", "York"),
            ]
        )
    return parcel.path, sheet, broken


def _erasing(stage: Stage) -> Path:
    other = _elsewhere(stage, "zoe")
    from ideabox.usecases import importing  # noqa: PLC0415

    (idea,) = ideas.submit(other.session, "Names Mrs Example", "Names her.", "Names her again.").new
    (parcel,) = sending.send(other.session, stage.props / "from Zoe", other.wording)
    importing.import_file(stage.workplace.session, parcel.path, {})
    ideas.erase(other.session, idea)
    (erasing,) = sending.send(other.session, stage.props / "from Zoe again", other.wording)
    other.close()
    return erasing.path
