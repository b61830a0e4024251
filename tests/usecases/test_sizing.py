"""An idea can be sized as it is logged, in one step; what a nameless author estimates is as nameless."""

from __future__ import annotations

import pytest

from ideabox.domain.estimates import Correction, Cost, Price, Rate, Share, Sized, Test
from ideabox.domain.problems import Refusal
from ideabox.domain.rates import Known, KnownCorrections, KnownRate, Rates, RatesFile
from ideabox.usecases import case_form, ideas, reading, reviewing, sizing
from ideabox.usecases.session import Session

PUBLISHED = RatesFile(
    contacts=(
        Known(283, "Councils", "2011", channel="phone", low=85, high=557),
        Known(15, "Councils", "2011", channel="online"),
    ),
    staff_hour=(Known(2743, "An example", "2026"),),
    public_hour=(Known(446, "TAG", "2002"),),
    discount=(KnownRate(350, "Green Book"),),
    corrections=(KnownCorrections((0, 5, 10, 15, 25, 40), "Guidance"),),
)
OWN = RatesFile(
    staff_hour=(Known(3100, "Finance", "2026-04"),), corrections=(KnownCorrections((1, 6, 11, 16, 26, 41), "Finance"),)
)
OLD, NEW = Rates([PUBLISHED]), Rates([PUBLISHED], [OWN])
TYPED = {"times": "60", "staff": "15", "public": "30", "from": "phone", "to": "online"}
PRICED = TYPED | {"share": "60", "confidence": "3"}
NOTHING = Sized()
SMALL = Sized("idea", 60, 15, 30, "phone", "online")


def test_an_idea_and_its_first_estimate_are_recorded_together(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", sized=SMALL).new
    shown = reading.show(session, idea)
    assert [event.kind for event in shown.history] == ["submitted", "sized"]
    assert shown.idea.estimates[0].sized == SMALL


def test_an_estimate_that_cannot_be_taken_keeps_the_idea_from_being_logged_by_halves(session: Session) -> None:
    with pytest.raises(Refusal) as refused:
        ideas.submit(session, "T", "p", "q", sized=Sized("idea", 5, one_off=Cost(1, 2, 3)))
    assert [problem.code for problem in refused.value.problems] == ["not-graded"]
    assert reading.counts(session)["review"] == 0


def test_what_a_nameless_author_estimates_names_nobody(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", anonymous=True, sized=SMALL).new
    sizing.size(session, idea, Sized("idea", 70, 15))
    shown = reading.show(session, idea)
    assert {event.by.name for event in shown.history} == {""}
    assert len({event.by.person for event in shown.history}) == 1
    assert all(event.at.endswith("T00:00:00.000Z") for event in shown.history)


def test_the_next_estimate_begins_with_the_last_one_at_the_stage_of_now(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", sized=SMALL).new
    it = reading.show(session, idea).idea
    assert sizing.next_of(it) == SMALL
    assert sizing.stage_of(it) == "idea"


def sized_of(typed: dict[str, str], before: Sized = NOTHING, rates: Rates = OLD) -> Sized:
    found = case_form.sized_of(typed, before, rates)
    assert found is not None
    return found


def test_at_the_next_stage_what_was_found_stays_with_the_stage_before_and_at_the_same_stage_it_is_kept(
    session: Session,
) -> None:
    tested = Sized("idea", 60, 15, test=Test("They answer", "Call ten", "Three miss it", "Nine answered"))
    (idea,) = ideas.submit(session, "T", "p", "q", sized=tested).new
    assert sizing.next_of(reading.show(session, idea).idea) == tested
    reviewing.progress(session, idea, "alpha", "We try")
    begins = sizing.next_of(reading.show(session, idea).idea)
    assert (begins.stage, begins.test) == ("alpha", Test("They answer", "Call ten", "Three miss it"))
    sizing.size(session, idea, begins)
    series = sizing.series(reading.show(session, idea).idea)
    assert [each.found for each in series.found_before] == ["Nine answered"]


def test_what_was_measured_is_set_against_what_was_expected_before_it_and_not_after(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", sized=SMALL).new
    reviewing.progress(session, idea, "live", "Everywhere")
    for times, is_actual in ((50, False), (40, True), (90, False)):
        sizing.size(session, idea, Sized("live", times, 15, is_actual=is_actual))
    series = sizing.series(reading.show(session, idea).idea)
    compared = [each.estimate.sized.times_a_month for each in (series.projected, series.actual) if each is not None]
    assert compared == [50, 40]


def test_what_is_found_alone_leaves_no_empty_test_behind(session: Session) -> None:
    (idea,) = ideas.submit(session, "T", "p", "q", sized=Sized("idea", 60, 15, test=Test(found="Nine"))).new
    reviewing.progress(session, idea, "alpha", "We try")
    assert sizing.next_of(reading.show(session, idea).idea) == Sized("alpha", 60, 15)


def test_clearing_what_makes_an_estimate_sized_makes_it_a_small_one_without_prices() -> None:
    assert sized_of(TYPED, before=sized_of(PRICED)) == SMALL
    assert sizing.small(sized_of(PRICED)) == SMALL


def test_clearing_the_share_alone_drops_the_prices_of_contacts_that_nothing_needs_any_more() -> None:
    graded = sized_of(TYPED | {"confidence": "3"}, before=sized_of(PRICED))
    assert graded == sized_of(TYPED | {"confidence": "3"})


@pytest.mark.parametrize(
    ("field", "words", "problem"),
    [
        ("staff", "0.5", ("staff", "not-whole")),
        ("public", "2.5", ("public", "not-whole")),
        ("staff_low", "1.0000000000000000000000000000000000000001", ("staff", "not-whole")),
        ("times", "1e-9999999", ("times", "not-whole")),
        ("share", "12.5%", ("share", "not-whole")),
        ("years", "2.5", ("years", "not-whole")),
        ("one_off", "£4.505", ("one_off", "not-pence")),
        ("times", "often", ("times", "not-a-number")),
        ("staff_hour", "31", ("staff_hour", "no-source")),
        ("staff_hour_source", "Finance", ("staff_hour", "no-price")),
    ],
)
def test_what_cannot_be_kept_as_it_is_typed_is_refused_at_its_field_and_never_rounded(
    field: str, words: str, problem: tuple[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        sized_of(PRICED | {field: words})
    assert problem in [(each.field, each.code) for each in refused.value.problems]


def test_whole_numbers_are_taken_however_they_are_written() -> None:
    found = sized_of(PRICED | {"times": "1,200", "staff": "15.0", "one_off": "£4,000.50", "share": "60%"})
    assert (found.times_a_month, found.staff_minutes, found.one_off) == (1200, 15, Cost(400_050, 400_050, 400_050))


def test_prices_are_kept_from_the_estimate_before_unless_todays_are_wanted() -> None:
    before = sized_of(PRICED)
    assert sized_of(PRICED, before, NEW) == before
    today = sized_of(PRICED | {"today": "yes"}, before, NEW)
    assert today.staff_hour == Price(3100, "Finance", "2026-04", "department")
    assert today.correction == Correction(11, "Finance", "", "department")
    assert (today.cost_from, today.discount) == (before.cost_from, Rate(350, "Green Book"))
    offered = {each.name: each for each in case_form.offered(PRICED, before, NEW)}
    assert (offered["staff_hour"].taken, offered["staff_hour"].today) == (before.staff_hour, today.staff_hour)
    assert offered["staff_hour"].chosen(anew=True) == today.staff_hour
    changed = [name for name, each in offered.items() if each.chosen(anew=True) != each.chosen(anew=False)]
    assert changed == ["staff_hour", "correction"]


def test_an_estimate_takes_along_what_a_price_may_really_be() -> None:
    assert sized_of(PRICED).cost_from == Price(283, "Councils", "2011", low=85, high=557)


def test_todays_prices_keep_what_nobody_knows_a_price_of_today() -> None:
    before = sized_of(PRICED)
    assert sized_of(PRICED | {"today": "yes"}, before, Rates(())) == before


def test_a_price_of_ones_own_says_so_and_stays_until_it_is_cleared() -> None:
    own = {"staff_hour": "31.50", "staff_hour_source": "Our finance team", "staff_hour_dated": "2026"}
    found = sized_of(PRICED | own)
    assert found.staff_hour == Price(3150, "Our finance team", "2026", "person")
    assert case_form.typed_of(found) == PRICED | own | {"share_low": "60", "share_high": "60"}
    assert sized_of(PRICED | own | {"today": "yes"}, found, NEW).staff_hour == found.staff_hour
    assert sizing.priced(found, NEW, found, anew=True).staff_hour == found.staff_hour
    assert sized_of(PRICED, found, NEW).staff_hour == Price(3100, "Finance", "2026-04", "department")


def test_a_changed_grade_takes_its_own_correction() -> None:
    assert sized_of(PRICED | {"confidence": "5"}, sized_of(PRICED)).correction == Correction(25, "Guidance")


def test_what_an_estimate_would_come_to_is_said_only_of_one_that_would_be_taken() -> None:
    case = sizing.comes_to(sized_of(PRICED))
    assert case is not None
    assert case.staff_minutes.likely == 720 * 15 * 4 // 10
    assert sizing.comes_to(sized_of(TYPED | {"share": "60"})) is None
    assert sizing.comes_to(Sized("idea", 60)) is None
    assert sizing.comes_to(Sized("idea", 60, share=Share(1, 1, 1), confidence=1)) is None
