"""Sizing an idea in the window: a small case in a minute by keyboard, and more as it grows."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec import UNSET
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from ideabox.app.workplace import Workplace
from ideabox.domain.estimates import Price, Share, Sized, Span
from ideabox.store.drafts import Draft
from ideabox.store.queries import Filter
from ideabox.ui.all_ideas.screen import AllIdeas
from ideabox.ui.case.card import CaseCard
from ideabox.ui.case.estimate_form import EstimateForm
from ideabox.ui.case.series_picture import SeriesPicture
from ideabox.ui.start import Running
from ideabox.ui.widgets.table import Table
from ideabox.usecases import ideas, reading, reviewing, sizing
from tests.ui.conftest import OpenRunning, OpenWorkplace
from tests.ui.test_log_an_idea import click, fill, open_log, tab_to
from tests.ui.working import focused, press, settled, shown, type_in

Key = Qt.Key
SMALL = Sized("idea", 60, 15, 30, "phone", "online")
PRICED = msgspec.structs.replace(
    SMALL, share=Share(60, 60, 60), confidence=3, cost_from=Price(283, "Councils", "2011"),
    cost_to=Price(15, "Councils", "2011"), staff_hour=Price(2743, "An example", "2026"),
    public_hour=Price(446, "TAG", "2002"),
)  # fmt: skip


@pytest.fixture
def ann(workplace: OpenWorkplace) -> Workplace:
    return workplace("ann", office="Leeds")


@pytest.fixture
def lead(workplace: OpenWorkplace) -> Workplace:
    return workplace("lea", office="Leeds", role="lead")


def only_idea(workplace: Workplace) -> str:
    with reading.listing(workplace.session, Filter()) as found:
        (row,) = found.rows
    return row.id


def at_all(open_running: OpenRunning, qtbot: QtBot, workplace: Workplace, idea: str) -> tuple[Running, AllIdeas]:
    running = open_running(workplace, "all")
    running.window.go("all", idea)
    settled(qtbot, running, lambda: "area" in at(running).pane.__dict__)
    return running, at(running)


def at(running: Running) -> AllIdeas:
    screen = running.window.here
    assert isinstance(screen, AllIdeas)
    return screen


def choose(qtbot: QtBot, words: str) -> None:
    """Choose in the list that has the keyboard by typing the beginning of the choice."""
    assert isinstance(focused(), QComboBox)
    type_in(qtbot, words)


def test_an_idea_has_a_small_case_after_five_fields_by_keyboard_alone(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen)
    tab_to(qtbot, "Size it")
    press(qtbot, Key.Key_Space)
    fields = 0
    for words in ("60", "15", "30"):
        press(qtbot, Key.Key_Tab)
        type_in(qtbot, words)
        fields += 1
    for words in ("Phone", "Online"):
        press(qtbot, Key.Key_Tab)
        choose(qtbot, words)
        fields += 1
    assert fields <= 6
    case = screen.form.case
    assert case is not None
    assert case.result.text() == "About 180 hours a year of staff time and 360 hours a year of the public\u2019s time."
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, running, lambda: "is logged" in running.window.notices.message)
    (estimate,) = shown(ann, only_idea(ann)).idea.estimates
    assert estimate.sized == SMALL
    assert case.typed == {}


def test_a_draft_keeps_what_is_typed_of_the_case_even_where_it_is_no_number_yet(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    running, screen = open_log(open_running, qtbot, ann)
    case = screen.form.case
    assert case is not None
    screen.form.folds[-1].is_open = True
    case.times.setFocus()
    type_in(qtbot, "about 60")
    settled(qtbot, running, lambda: [draft.size for draft in ann.drafts.all()] == [{"times": "about 60"}])
    screen.keeper.flush()
    screen.form.show_draft(Draft("other"))
    assert case.typed == {}
    screen.form.show_draft(ann.drafts.all()[0])
    assert case.typed == {"times": "about 60"}


def test_what_is_no_number_is_said_at_its_field_and_nothing_is_sent(
    open_running: OpenRunning, qtbot: QtBot, ann: Workplace
) -> None:
    _running, screen = open_log(open_running, qtbot, ann)
    fill(qtbot, screen)
    case = screen.form.case
    assert case is not None
    case.times.edit.setText("often")
    case.times.edited.emit()
    click(screen.send)
    assert "enter a number" in case.times.error
    assert screen.form.folds[-1].is_open
    assert screen.form.errors.isVisible()
    with reading.listing(ann.session, Filter()) as found:
        assert found.total == 0


def test_a_lead_estimates_again_with_money_and_sees_the_two_savings_side_by_side(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    (idea,) = ideas.submit(lead.session, "Phone back", "p", "q", sized=SMALL).new
    running, screen = at_all(open_running, qtbot, lead, idea)
    offers = screen.pane.offers
    assert offers.estimate.text() == "Estimate again"
    click(offers.estimate)
    form = offers.case_panel.form
    assert form.small.typed == {"times": "60", "staff": "15", "public": "30", "from": "phone", "to": "online"}
    assert focused() is form.small.times.edit
    form.money.is_open = True
    for key, words in (("times_low", "40"), ("times_high", "80")):
        form.around[0].line(key).setText(words)
    form.share.line("share").setText("30")
    form.confidence.value = "3"
    click(form.save)
    settled(qtbot, running, lambda: len(shown(lead, idea).idea.estimates) == 2)
    sized = shown(lead, idea).idea.estimates[-1].sized
    assert (sized.times_span, sized.share, sized.confidence) == (Span(40, 80), Share(30, 30, 30), 3)
    assert isinstance(sized.staff_hour, Price)
    assert sized.staff_hour.source
    settled(qtbot, running, lambda: len(screen.pane.detail.findChildren(CaseCard)) == 1 and not form.isVisible())
    said = [label.text() for label in screen.pane.detail.findChildren(CaseCard)[0].findChildren(QLabel)]
    assert "Public money and staff time" in said
    assert "The public\u2019s own time" in said


def test_what_is_typed_of_an_estimate_is_there_again_after_looking_at_another_idea(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    one, other = (next(iter(ideas.submit(lead.session, title, "p", "q").new)) for title in ("One", "Other"))
    running, screen = at_all(open_running, qtbot, lead, one)
    offers = screen.pane.offers
    click(offers.estimate)
    form = offers.case_panel.form
    type_in(qtbot, "70")
    running.window.go("all", other)
    settled(qtbot, running, lambda: form.small.typed == {})
    running.window.go("all", one)
    settled(qtbot, running, lambda: form.small.typed == {"times": "70"})


def test_measured_figures_stand_beside_those_that_were_expected(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    (idea,) = ideas.submit(lead.session, "Phone back", "p", "q", sized=SMALL).new
    reviewing.progress(lead.session, idea, "live", "Everywhere")
    sizing.size(lead.session, idea, Sized("live", 50, 15, 30, is_actual=True))
    running, screen = at_all(open_running, qtbot, lead, idea)
    settled(qtbot, running, lambda: screen.pane.detail.findChild(CaseCard))
    card = screen.pane.detail.findChild(CaseCard)
    assert isinstance(card, CaseCard)
    card.show_working.click()
    assert card.show_working.text() == "Hide how these figures come about"
    tables = [table.accessibleName() for table in card.findChildren(Table)]
    assert tables == ["Expected and measured", "Estimates so far, for a year"]


def test_what_was_measured_is_graded_as_measured_unless_somebody_says_otherwise(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    (idea,) = ideas.submit(lead.session, "Phone back", "p", "q", sized=SMALL).new
    reviewing.progress(lead.session, idea, "live", "Everywhere")
    _running, screen = at_all(open_running, qtbot, lead, idea)
    click(screen.pane.offers.estimate)
    form = screen.pane.offers.case_panel.form
    form.actual.box.click()
    assert form.confidence.value == ""
    form.actual.box.click()
    form.confidence.value = "5"
    form.actual.box.click()
    assert form.confidence.value == "1"


def open_form(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace, before: Sized
) -> tuple[Running, AllIdeas, EstimateForm, str]:
    """The form of the next estimate of an idea that has this one."""
    (idea,) = ideas.submit(lead.session, "Phone back", "p", "q", sized=before).new
    running, screen = at_all(open_running, qtbot, lead, idea)
    click(screen.pane.offers.estimate)
    form = screen.pane.offers.case_panel.form
    form.money.is_open = True
    return running, screen, form, idea


def latest(workplace: Workplace, idea: str) -> Sized:
    return shown(workplace, idea).idea.estimates[-1].sized


def card_of(qtbot: QtBot, running: Running, screen: AllIdeas) -> CaseCard:
    settled(qtbot, running, lambda: screen.pane.detail.findChild(CaseCard))
    card = screen.pane.detail.findChild(CaseCard)
    assert isinstance(card, CaseCard)
    return card


def said_on_card(screen: AllIdeas) -> str:
    """All words of the case that is shown."""
    card = screen.pane.detail.findChild(CaseCard)
    return "\n".join(label.text() for label in card.findChildren(QLabel)) if isinstance(card, CaseCard) else ""


def type_into(qtbot: QtBot, line: QLineEdit, words: str) -> None:
    line.setFocus()
    type_in(qtbot, words)


def grade(form: EstimateForm, code: str) -> None:
    form.confidence.value = code
    form.confidence.edited.emit()


def test_the_live_sentence_says_what_the_card_then_says_and_nothing_of_what_would_be_refused(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    running, screen, form, _idea = open_form(open_running, qtbot, lead, SMALL)
    assert form.small.result.text().startswith("About 180 hours")
    type_into(qtbot, form.share.line("share"), "60")
    assert form.small.result.isHidden()
    grade(form, "3")
    assert form.small.result.text().startswith("About 72 hours")
    click(form.save)
    settled(qtbot, running, lambda: "\n72 hours a year\n" in said_on_card(screen))


def test_clearing_share_and_grade_makes_a_small_estimate_again(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    running, _screen, form, idea = open_form(open_running, qtbot, lead, PRICED)
    for key in ("share_low", "share", "share_high"):
        form.share.line(key).clear()
    grade(form, "")
    assert all(field.isHidden() for field in form.prices)
    click(form.save)
    settled(qtbot, running, lambda: len(shown(lead, idea).idea.estimates) == 2)
    assert latest(lead, idea) == SMALL


def test_part_minutes_are_refused_at_their_field(open_running: OpenRunning, qtbot: QtBot, lead: Workplace) -> None:
    _running, _screen, form, idea = open_form(open_running, qtbot, lead, SMALL)
    form.small.staff.edit.setText("2.5")
    click(form.save)
    assert "enter a whole number of minutes" in form.small.staff.error
    assert latest(lead, idea) == SMALL


def test_a_price_of_ones_own_asks_for_its_source_and_is_never_taken_for_a_published_one(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    by_post = msgspec.structs.replace(PRICED, channel_from="post", cost_from=UNSET)
    running, screen, form, idea = open_form(open_running, qtbot, lead, by_post)
    settled(qtbot, running, lambda: "No price is known for a contact by this channel: Post." in said_on_card(screen))
    price, online = form.prices[:2]
    assert price.label.text() == "A contact as it happens now: Post"
    assert "No price is known" in price.taken.text()
    assert "£0.15 (Councils, 2011; published elsewhere, not your department\u2019s own)" in online.taken.text()
    type_into(qtbot, price.line("cost_from"), "1.20")
    click(form.save)
    assert "say where your own price is from" in price.error
    type_into(qtbot, price.line("cost_from_source"), "Our post room")
    click(form.save)
    settled(qtbot, running, lambda: "[Our post room; the estimator\u2019s own]" in said_on_card(screen))
    assert latest(lead, idea).cost_from == Price(120, "Our post room", "", "person")
    assert "No price is known" not in said_on_card(screen)


def test_newer_prices_of_the_department_are_offered_and_taken_only_when_they_are_wanted(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace, tmp_path: Path
) -> None:
    own = tmp_path / "own.json"
    own.write_text('{"staff_hour": [{"pence": 3100, "source": "Finance", "dated": "2026-04"}]}', "utf-8")
    lead.add_rates(own)
    running, _screen, form, idea = open_form(open_running, qtbot, lead, PRICED)
    hour = form.prices[2]
    assert "If you enter nothing: £27.43 (An example, 2026;" in hour.taken.text()
    assert "today it is £31 (Finance, 2026-04; a department\u2019s own)" in hour.taken.text()
    form.anew.box.setFocus()
    press(qtbot, Key.Key_Space)
    assert "If you enter nothing: £31 (Finance" in hour.taken.text()
    click(form.save)
    settled(qtbot, running, lambda: len(shown(lead, idea).idea.estimates) == 2)
    assert latest(lead, idea).staff_hour == Price(3100, "Finance", "2026-04", "department")


def test_the_series_shows_each_kind_of_money_beside_the_hours_of_estimates_that_have_prices(
    open_running: OpenRunning, qtbot: QtBot, lead: Workplace
) -> None:
    (idea,) = ideas.submit(lead.session, "Phone back", "p", "q", sized=SMALL).new
    sizing.size(lead.session, idea, PRICED)
    running, screen = at_all(open_running, qtbot, lead, idea)
    card = card_of(qtbot, running, screen)
    hours, money = (table.rows for table in card.findChildren(Table))
    assert [hours.index(row, 1).data() for row in (0, 1)] == ["180", "72"]
    assert (hours.rowCount(), money.rowCount()) == (2, 1)
    figures = {money.headerData(column, Qt.Orientation.Horizontal): money.index(0, column).data() for column in (1, 2)}
    assert figures == {"Worth of staff time": "£2,819", "Worth of public\u2019s time": "£1,445"}
    assert len(card.findChildren(SeriesPicture)) == 2
