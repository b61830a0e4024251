"""Settings: what is set counts at once, and still does after a restart."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.problems import Refusal
from ideabox.ui.settings.policy import PolicySettings
from ideabox.ui.settings.screen import Settings
from ideabox.ui.start import Running
from ideabox.ui.style import Choice
from ideabox.usecases.desk import Preferences
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.stories import Key, log_ideas, press, tab_to, type_text


def at_settings(running: Running) -> Settings:
    screen = running.window.here
    assert isinstance(screen, Settings)
    return screen


def test_colours_and_size_are_applied_at_once_and_remembered(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(workplace("ann"), "settings")
    screen = at_settings(running)
    tab_to(screen.appearance.theme.button_of("system"))
    press(Key.Key_Down, 2)
    assert running.look.choice == "dark"
    assert running.look.colours.canvas == "#14181d"
    tab_to(screen.appearance.size_field)
    press(Key.Key_End)
    assert running.look.percent == 200
    assert running.window.font().pixelSize() == 28
    open_running.close(running)
    again = open_running(workplace("ann"), "settings")
    assert (again.look.choice, again.look.percent) == ("dark", 200)
    assert at_settings(again).appearance.theme.value == "dark"


@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "system"])
def test_every_choice_of_colours_can_be_clicked(
    workplace: OpenWorkplace, open_running: OpenRunning, theme: Choice
) -> None:
    running = open_running(workplace("ann"), "settings")
    at_settings(running).appearance.theme.button_of(theme).click()
    assert running.look.choice == theme


def test_who_i_am_is_saved_by_keyboard_and_shown_in_the_rail(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    ann = workplace("ann", office="Leeds", role="adviser")
    running = open_running(ann, "settings")
    screen = at_settings(running)
    assert screen.person.form.name.edit.hasFocus()
    press(Key.Key_End)
    type_text(" Other ")
    tab_to(screen.person.form.without_name)
    press(Key.Key_Space)
    tab_to(screen.person.form.role.button_of("adviser"))
    press(Key.Key_Down)
    tab_to(screen.person.days)
    press(Key.Key_Down)
    tab_to(screen.person.save)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: screen.person.saved.text() == "Saved.")
    assert (ann.profile.name, ann.profile.role) == ("Ann Other", "manager")
    assert ann.preferences == Preferences(without_name=True, review_days=10)
    assert running.window.rail.person.text() == "Ann Other"
    assert ann.session.me.role == "manager"
    assert ann.profile.office == "Leeds"


def test_a_name_that_is_too_long_is_said_at_the_field_and_nothing_is_saved(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    ann = workplace("ann")
    screen = at_settings(open_running(ann, "settings"))
    screen.person.form.name.value = "x" * 201
    screen.person.save.click()
    qtbot.waitUntil(screen.errors.isVisible)
    assert "must be 200 characters or less" in screen.person.form.name.error
    assert ann.profile.name == "Ann"
    screen.person.form.name.value = "Ann Other"
    screen.person.save.click()
    qtbot.waitUntil(lambda: ann.profile.name == "Ann Other" and not screen.errors.isVisible())


def test_what_is_typed_outlives_news_about_ideas(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    running = open_running(workplace("ann"), "settings")
    screen = at_settings(running)
    screen.person.form.team.value = "Team A"
    running.window.go("help")
    running.window.go("settings")
    assert screen.person.form.team.value == "Team A"


def test_files_are_where_it_says_and_only_folders_are_opened(
    workplace: OpenWorkplace, open_running: OpenRunning
) -> None:
    ann = workplace("ann")
    screen = at_settings(open_running(ann, "settings"))
    opened: list[Path] = []

    def note(folder: Path) -> bool:
        opened.append(folder)
        return True

    screen.kept.open_folder = note
    said = "\n".join(label.text().replace("\u200b", "") for label in screen.kept.findChildren(type(screen.heading)))
    for path in (ann.kept.database, ann.kept.drafts, ann.kept.settings, ann.kept.log):
        assert str(path) in said
    for button in screen.kept.findChildren(type(screen.person.save)):
        button.click()
    assert opened == [ann.kept.database.parent]


def test_preferences_outlive_a_change_of_profile(workplace: OpenWorkplace) -> None:
    ann = workplace("ann")
    wanted = Preferences(without_name=True, framework="EDS 2018", review_days=3)
    ann.change_preferences(wanted)
    ann.change_profile(office="York")
    assert ann.preferences == wanted
    assert ann.profile.office == "York"


def test_a_backup_is_made_by_one_key_and_brings_back_what_has_gone(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot
) -> None:
    ann = workplace("ann")
    log_ideas(ann.session, "First", "Second")
    running = open_running(ann, "settings")
    backups = at_settings(running).backups
    qtbot.waitUntil(lambda: not running.runner.is_busy)
    assert not backups.which.isVisible()
    tab_to(backups.now)
    press(Key.Key_Space)
    qtbot.waitUntil(backups.bring.isVisible)
    tab_to(backups.bring)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: "is here already" in running.window.notices.message)
    source = backups.which.value
    open_running.close(running)

    bob = open_running(workplace("bob"), "settings")
    backups = at_settings(bob).backups
    damaged = Path(source).with_name("damaged.db")
    damaged.write_bytes(Path(source).read_bytes()[:8192])
    files = [damaged, Path(source)]
    backups.ask_files = lambda _parent, _caption, _kinds, take: take([str(files.pop(0))])
    while files:
        backups.other.click()
        qtbot.waitUntil(lambda: not bob.runner.is_busy)
    assert "damaged.db is damaged" in bob.window.notices.message.replace("\u200b", "")
    assert backups.which.combo.currentText() == f"{Path(source).name}, 2 ideas"
    backups.bring.click()
    qtbot.waitUntil(lambda: bob.window.notices.message == "Brought back from the backup. There are 2 ideas now.")


def test_what_the_administrator_has_locked_is_shown_as_such_and_cannot_be_changed(
    tmp_path: Path, open_running: OpenRunning, qtbot: QtBot
) -> None:
    policy = tmp_path / "policy.json"
    locked = '{"office": "York", "role": "manager", "only_trusted": true, "framework": "DigComp 3.0"}'
    policy.write_text(f'{{"locked": {locked}}}', encoding="utf-8")
    ann = Workplace(tmp_path / "ann", user="ann", policy_file=policy)
    ann.change_profile(name="Ann", team="Blue")
    screen = at_settings(open_running(ann, "settings"))
    (card,) = screen.findChildren(PolicySettings)
    said = "\n".join(label.text().replace("\u200b", "") for label in card.findChildren(type(screen.heading)))
    for words in ("Set by your administrator", "York", "Team manager", "Yes", str(policy)):
        assert words in said
    form = screen.person.form
    assert [field.isEnabled() for field in (form.name, form.office, form.team, form.role)] == [True, False, True, False]
    qtbot.waitUntil(lambda: not screen.senders.only_trusted.isEnabled())
    assert (form.framework.value, form.framework.isEnabled()) == ("DigComp 3.0", False)
    assert not screen.frameworks.add.isEnabled()
    with pytest.raises(Refusal, match="framework: locked"):
        ann.add_framework(tmp_path / "own.json")
    form.team.value = "Red"
    screen.person.save.click()
    qtbot.waitUntil(lambda: screen.person.saved.text() == "Saved.")
    assert (ann.profile.office, ann.profile.role, ann.profile.team) == ("York", "manager", "Red")


def test_a_fault_is_offered_read_saved_and_deleted(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    ann = workplace("ann")
    ann.crashes.note(ValueError("Ann said so"))
    running = open_running(ann, "log")
    running.tell_of_fault()
    assert "What was saved is safe" in running.window.notices.message
    running.window.notices._act.click()
    screen = at_settings(running)
    assert screen.support.look.hasFocus()
    assert screen.support.crashes.text().endswith(": 1")
    press(Key.Key_Space)
    qtbot.waitUntil(screen.support.report.isVisible)
    shown = screen.support.report.toPlainText()
    assert "fault: ValueError" in shown
    assert "Ann" not in shown
    screen.support.ask_folder = lambda _parent, _caption, _start, chosen: chosen(str(tmp_path / "out"))
    tab_to(screen.support.save)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: running.window.notices.message.startswith("Saved: "))
    (file,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(file) as archive:
        assert all(archive.read(name).decode() in shown for name in archive.namelist())
    tab_to(screen.support.forget)
    press(Key.Key_Space)
    assert ann.crashes.texts() == []
    assert screen.support.look.hasFocus()


def test_a_list_of_skills_areas_is_added_from_a_file_and_used_at_once(
    workplace: OpenWorkplace, open_running: OpenRunning, qtbot: QtBot, tmp_path: Path
) -> None:
    ann = workplace("ann")
    running = open_running(ann, "settings")
    screen = at_settings(running)
    card = screen.frameworks
    assert card.table.rows.rowCount() == len(ann.skills.frameworks) == 5
    table = tmp_path / "areas.csv"
    card.ask_file = lambda _parent, _caption, _kinds, chosen: chosen(str(table))
    table.write_text("key,label\nA,Writing\n", encoding="utf-8")
    tab_to(card.add)
    press(Key.Key_Space)
    assert card.scheme.edit.hasFocus()
    card.keep.click()
    assert (card.scheme.error, card.version.error) == ("Enter a short name for the list", "Enter a version")
    assert card.scheme.edit.hasFocus()
    type_text("Own")
    press(Key.Key_Tab)
    type_text("2")
    tab_to(card.keep)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: "it needs the columns code and name" in running.window.notices.message)
    table.write_text("code,name\nA,Writing\n", encoding="utf-8")
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: running.window.notices.message == "Own (2) has been added, areas: 1.")
    assert card.add.hasFocus()
    assert not card.about.isVisible()
    assert ann.session.skills.find("Own 2 A") is not None
    card.table.setFocus()
    press(Key.Key_Down, 6)
    tab_to(card.use)
    press(Key.Key_Space)
    qtbot.waitUntil(lambda: screen.person.form.framework.value == "Own 2")
    assert ann.preferences.framework == "Own 2"
    assert not card.use.isVisible()
