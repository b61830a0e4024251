"""My ideas: each with its state in plain words, who has it, how long it has waited, and what was answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.events import Decision
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.log_an_idea.screen import LogAnIdea
from ideabox.ui.my_ideas.screen import MyIdeas
from ideabox.ui.start import Running
from ideabox.usecases import ideas, importing, reviewing, sending
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.working import as_person, focused, logged, press, settled, shown, type_in

Key = Qt.Key


@pytest.fixture
def ann(workplace: OpenWorkplace) -> Workplace:
    return workplace("ann", office="Leeds")


@pytest.fixture
def morgan(workplace: OpenWorkplace) -> Workplace:
    return workplace("morgan", office="Leeds", role="manager")


def log(workplace: Workplace, title: str, *, anonymous: bool = False) -> str:
    """The id of an idea that the person at this PC has logged."""
    changes = ideas.submit(workplace.session, title, "What happens", "What would be better", anonymous=anonymous)
    return next(iter(changes.new))


def carry(sender: Workplace, receiver: Workplace, folder: Path) -> None:
    """Send everything that there is to send, and import it at the other end."""
    for parcel in sending.send(sender.session, folder, sender.wording):
        importing.import_file(receiver.session, parcel.path, {})


def answered(ann: Workplace, morgan: Workplace, folder: Path, idea: str, decision: Decision, reason: str) -> None:
    """An idea goes to the manager, is answered there, and comes back with the answer."""
    carry(ann, morgan, folder / "there")
    reviewing.review(morgan.session, idea, decision, reason)
    carry(morgan, ann, folder / "back")


def open_mine(
    open_running: OpenRunning, qtbot: QtBot, workplace: Workplace, idea: str | None = None
) -> tuple[Running, MyIdeas]:
    running = open_running(workplace, "mine", idea)
    screen = running.window.here
    assert isinstance(screen, MyIdeas)
    settled(qtbot, running, lambda: screen.faces.currentIndex() == 1 or screen.pane.currentIndex() > 0)
    settled(qtbot, running)
    return running, screen


def lines(screen: MyIdeas) -> dict[str, str]:
    """What the list says of each idea, by its title."""
    records = [screen.model._record(row) for row in range(screen.model.rowCount())]
    return {record.title: screen.about(record) for record in records if record is not None}


def click(widget: QWidget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def notice(running: Running) -> str:
    return running.window.notices.message


def test_the_list_has_my_ideas_those_without_my_name_too_and_nobody_elses(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    log(ann, "Mine")
    log(ann, "Mine, without my name", anonymous=True)
    logged(ann, "Farida's")
    _running, screen = open_mine(open_running, qtbot, ann)
    assert lines(screen).keys() == {"Mine", "Mine, without my name"}


def test_without_ideas_there_is_one_sentence_and_a_way_to_log_one(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_mine(open_running, qtbot, ann)
    assert not screen.sending.isVisible()
    (act,) = [each for each in screen.findChildren(QPushButton) if each.text() == "Log an idea"]
    click(act)
    assert isinstance(running.window.here, LogAnIdea)


def test_an_idea_is_on_this_pc_only_until_it_has_been_sent(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, tmp_path: Path
) -> None:
    log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    assert lines(screen) == {"Text people": "On this PC only · since today"}
    assert screen.pane.standing.state.text() == "On this PC only"
    assert screen.sending.count.text() == "1 to send"
    screen.sending.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(tmp_path / "team"))
    click(screen.sending.send)
    settled(qtbot, running, screen.sending.card.isVisible)
    settled(qtbot, running, lambda: screen.pane.standing.state.text() == "Waiting for review")
    assert lines(screen) == {"Text people": "With your manager · since today"}
    assert screen.pane.standing.who.text().startswith("With your manager")
    assert screen.sending.count.text() == "Everything has been sent."


def test_a_screen_reader_hears_who_has_an_idea(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    log(ann, "Text people")
    _running, screen = open_mine(open_running, qtbot, ann)
    index = screen.model.index(0, 0)
    spoken = screen.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Text people. On this PC only · since today"


@pytest.mark.parametrize(
    ("decision", "line", "who"),
    [
        ("put-forward", "Put forward", "With your manager, who passes it on to the digital lead in the next batch."),
        ("do-here", "Being done here", "With your own office, which is doing it."),
        ("ask", "Back with you", "There is a question for you. It goes on as soon as you answer."),
        ("not-now", "Not now", "Nobody is working on it at the moment."),
        ("decline", "Not taken forward", "Nobody is working on it."),
    ],
)
def test_the_reason_stands_beside_the_state_in_plain_words(
    open_running: OpenRunning,
    qtbot: QtBot,
    ann: Workplace,
    morgan: Workplace,
    tmp_path: Path,
    decision: Decision,
    line: str,
    who: str,
) -> None:
    idea = log(ann, "Text people")
    answered(ann, morgan, tmp_path, idea, decision, "Because of what you wrote")
    _running, screen = open_mine(open_running, qtbot, ann)
    assert lines(screen) == {"Text people": f"New answer · {line}"}
    card = screen.pane.standing
    assert (card.state.text(), card.who.text()) == (line, who)
    assert card.reason.text() == "Because of what you wrote"
    assert "Morgan" in card._by.text()
    assert card.new.isVisible()
    assert screen.pane.reply.isVisible() == (decision == "ask")


def test_an_answer_is_new_until_the_next_visit(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, morgan: Workplace, tmp_path: Path
) -> None:
    idea, other = log(ann, "Text people"), log(ann, "Name the printers")
    answered(ann, morgan, tmp_path, idea, "not-now", "In April")
    running, screen = open_mine(open_running, qtbot, ann)
    assert screen.aside.text() == "1 new answer"
    running.window.go("log")
    running.window.go("mine")
    settled(qtbot, running, lambda: screen.aside.text() == "")
    assert lines(screen)["Text people"] == "Not now"
    answered(ann, morgan, tmp_path / "2", other, "decline", "It is done already")
    running.window.go("log")
    running.window.go("mine")
    settled(qtbot, running, lambda: lines(screen).get("Name the printers") == "New answer · Not taken forward")
    assert lines(screen)["Text people"] == "Not now"


def test_a_question_is_answered_with_the_keyboard_and_the_idea_waits_again(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, morgan: Workplace, tmp_path: Path
) -> None:
    idea = log(ann, "Text people")
    answered(ann, morgan, tmp_path, idea, "ask", "How many a week?")
    running, screen = open_mine(open_running, qtbot, ann)
    screen.pane.reply.setFocus()
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: screen.pane.reply.field.error == "Enter your answer")
    type_in(qtbot, "About twenty")
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, running, lambda: not screen.pane.reply.isVisible())
    assert "waits for review again" in notice(running)
    it = shown(ann, idea).idea
    assert (it.status, [comment.text for comment in it.comments]) == ("waiting", ["About twenty"])
    settled(qtbot, running, lambda: ann.drafts.all() == [])


def test_an_answer_that_was_begun_is_there_at_the_next_start(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, morgan: Workplace, tmp_path: Path
) -> None:
    idea = log(ann, "Text people")
    answered(ann, morgan, tmp_path, idea, "ask", "How many a week?")
    running, screen = open_mine(open_running, qtbot, ann)
    screen.pane.reply.setFocus()
    type_in(qtbot, "About twen")
    open_running.close(running)
    running, screen = open_mine(open_running, qtbot, ann)
    qtbot.waitUntil(lambda: screen.pane.reply.field.value == "About twen")
    running.window.go("log")
    settled(qtbot, running)
    log_screen = running.window.here
    assert isinstance(log_screen, LogAnIdea)
    assert log_screen.form.title.value == ""
    assert not log_screen.drafts.isVisible()


def test_an_idea_is_changed_in_place(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    idea = log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    click(screen.pane.edit)
    form = screen.pane.revision.form
    assert focused() is form.title.edit
    assert (form.title.value, form.problem.value) == ("Text people", "What happens")
    press(qtbot, Key.Key_End)
    type_in(qtbot, " the day before")
    form.chips.chip("EDS-COM").click()
    click(screen.pane.revision.save)
    settled(qtbot, running, lambda: "Text people the day before" in lines(screen))
    assert notice(running).startswith("Your changes are saved.")
    it = shown(ann, idea).idea
    assert (it.title, [tag.code for tag in it.skills]) == ("Text people the day before", ["EDS-COM"])
    assert focused() is screen.pane.edit
    settled(qtbot, running, lambda: ann.drafts.all() == [])


def test_errors_in_a_change_lead_to_their_fields(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    click(screen.pane.edit)
    form = screen.pane.revision.form
    form.title.edit.selectAll()
    press(qtbot, Key.Key_Delete)
    click(screen.pane.revision.save)
    settled(qtbot, running, form.errors.isVisible)
    assert focused() is form.errors
    assert form.title.error == "Enter a title"
    assert screen.pane.revision.save.isEnabled()


def test_changes_that_were_begun_wait_through_other_ideas_news_and_a_restart(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    idea, other = log(ann, "Text people"), log(ann, "Name the printers")
    running, screen = open_mine(open_running, qtbot, ann, idea)
    settled(qtbot, running, lambda: screen.pane.idea == idea)
    click(screen.pane.edit)
    type_in(qtbot, "x")
    assert screen.pane.revision.isVisible()
    running.bench.act(lambda _task: ideas.support(as_person(ann, "Bob"), idea))
    settled(qtbot, running)
    assert screen.pane.revision.isVisible()
    assert screen.pane.revision.form.title.value == "Text peoplex"
    screen.list.choose(other)
    settled(qtbot, running, lambda: screen.pane.idea == other)
    settled(qtbot, running, lambda: not screen.pane.revision.isVisible())
    assert screen.pane.edit.text() == "Change it"
    open_running.close(running)
    running, screen = open_mine(open_running, qtbot, ann, idea)
    settled(qtbot, running, lambda: screen.pane.edit.text() == "Go on changing it")
    click(screen.pane.edit)
    assert screen.pane.revision.form.title.value == "Text peoplex"
    click(screen.pane.revision.cancel)
    settled(qtbot, running, lambda: ann.drafts.all() == [])
    assert screen.pane.edit.text() == "Change it"
    assert shown(ann, idea).idea.title == "Text people"


def test_nothing_is_recorded_where_nothing_was_changed(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    idea = log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    click(screen.pane.edit)
    click(screen.pane.revision.save)
    settled(qtbot, running, lambda: notice(running) == "It says that already. Nothing has been changed.")
    assert len(shown(ann, idea).history) == 1


def test_withdrawing_asks_first_and_cannot_be_undone(open_running: OpenRunning, qtbot: QtBot, ann: Workplace) -> None:
    idea = log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    screen.pane.withdraw.setFocus()
    press(qtbot, Key.Key_Space)
    assert screen.pane.withdrawal.isVisible()
    assert focused() is screen.pane.withdrawal.no
    press(qtbot, Key.Key_Space)
    assert not screen.pane.withdrawal.isVisible()
    assert focused() is screen.pane.withdraw
    assert shown(ann, idea).row.status == "waiting"
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Tab)
    assert focused() is screen.pane.withdrawal.yes
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, lambda: lines(screen) == {"Text people": "Withdrawn"})
    assert notice(running).startswith("Your idea is withdrawn.")
    assert not screen.pane.edit.isVisible()
    assert not screen.pane.withdraw.isVisible()


def test_sending_writes_a_package_and_a_sentence_for_the_e_mail(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, morgan: Workplace, tmp_path: Path
) -> None:
    log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    bar, team = screen.sending, tmp_path / "team"
    bar.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(team))
    bar.send.setFocus()
    press(qtbot, Key.Key_Space)
    settled(qtbot, running, bar.card.isVisible)
    (package,) = team.iterdir()
    assert len(importing.import_file(morgan.session, package, {}).new) == 1
    assert str(team) in bar.card.email.value
    assert package.name in bar.card.email.value
    assert bar.card.email.edit.isReadOnly()
    assert focused() is bar.card.copy
    press(qtbot, Key.Key_Space)
    assert QGuiApplication.clipboard().text() == bar.card.email.value
    assert bar.card.copy.text() == "Copied"
    click(bar.send)
    settled(qtbot, running, lambda: notice(running).startswith("There is nothing to send"))
    assert len(list(team.iterdir())) == 1
    click(bar.again)
    settled(qtbot, running, lambda: len(list(team.iterdir())) == 2)


def test_the_e_mail_does_not_tell_which_ideas_without_a_name_are_mine(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, tmp_path: Path
) -> None:
    log(ann, "Text people")
    log(ann, "What nobody dares to say", anonymous=True)
    running, screen = open_mine(open_running, qtbot, ann)
    bar, team = screen.sending, tmp_path / "team"
    bar.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(team))
    click(bar.send)
    settled(qtbot, running, bar.card.isVisible)
    named, nameless = sorted(team.iterdir(), key=lambda path: "leeds" not in path.name)
    assert named.name in bar.card.email.value
    assert nameless.name not in bar.card.email.value
    assert bar.card._alone.text().startswith("Files for ideas without your name: 1.")


def test_a_folder_that_cannot_be_written_is_said_so_and_nothing_counts_as_sent(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace, tmp_path: Path
) -> None:
    log(ann, "Text people")
    running, screen = open_mine(open_running, qtbot, ann)
    in_the_way = tmp_path / "a file"
    in_the_way.touch()
    screen.sending.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(in_the_way))
    click(screen.sending.send)
    settled(qtbot, running, lambda: "is not a folder" in notice(running))
    assert screen.sending.send.isEnabled()
    assert screen.sending.count.text() == "1 to send"


def test_an_idea_that_was_joined_leads_to_the_one_that_it_repeats(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    mine = log(ann, "Text people")
    (other,) = logged(ann, "Send reminders")
    ideas.join(as_person(ann, "Morgan", role="manager"), mine, other)
    running, screen = open_mine(open_running, qtbot, ann)
    assert screen.pane.standing.who.text() == "It repeats another idea, and is followed there."
    click(screen.pane.standing.see)
    settled(qtbot, running)
    assert running.window.here is not screen


def test_an_idea_of_mine_comes_with_a_good_example_that_is_live_elsewhere_until_mine_is_live_too(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    (mine,) = ideas.submit(ann.session, "Ask early", "p", "q", (), ["it"]).new
    log(ann, "Of another kind")
    (example,) = ideas.submit(as_person(ann, "Yorick", "York"), "Text reminders", "p", "q", (), ["it", "time"]).new
    reviewing.progress(as_person(ann, "Lea", role="lead"), example, "live", "Everywhere.")
    running, screen = open_mine(open_running, qtbot, ann)
    assert not screen.pane.elsewhere.isVisible()
    screen.pane.show_id(mine)
    settled(qtbot, running, screen.pane.elsewhere.isVisible)
    (link,) = screen.pane.elsewhere.links
    reviewing.progress(as_person(ann, "Lea", role="lead"), mine, "live", "Here too.")
    click(link)
    everything = running.window.here
    assert isinstance(everything, AllIdeas)
    settled(qtbot, running, lambda: everything.pane.detail.shown is not None)
    assert everything.pane.detail.shown is not None
    assert everything.pane.detail.shown.row.id == example
    screen.pane.show_id(mine)
    settled(qtbot, running, lambda: not screen.pane.elsewhere.isVisibleTo(screen.pane))
