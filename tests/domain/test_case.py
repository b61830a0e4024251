"""The sums of a case: to the penny on worked examples, and as sums must be on any estimate."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from ideabox.domain.case import (
    CORRECTED_BEFORE,
    NOTHING,
    Case,
    Range,
    annuity,
    appraise,
    case_of,
    corrected_benefit,
    corrected_cost,
    exactly,
    pence,
)
from ideabox.domain.case_working import Lack, Money, Named, Origin, lacking, working
from ideabox.domain.estimates import CHANNELS, Correction, Cost, Price, Rate, Share, Sized, Span, Test

GREEN_BOOK = Rate(350, "Green Book", "2026-02")
SMALL = Sized("idea", 60, 15, 30, "phone", "online")


def pounds(amount: str) -> Range:
    return exactly(Decimal(amount))


def likely(found: Range | None) -> int:
    """The likely end in pence."""
    assert found is not None
    return pence(found.likely)


# Worked examples


def test_sixty_cases_a_month_of_a_quarter_of_an_hour_come_to_the_worked_example_to_the_penny() -> None:
    case = case_of(Sized("alpha", 60, 15, staff_hour=Price(2740)))
    assert likely(case.staff) == 4932_00
    assert case.staff is not None
    benefit = corrected_benefit(case.staff, Decimal("0.25"))
    upfront = corrected_cost(pounds("4000"), Decimal("0.20"))
    assert (likely(benefit), likely(upfront)) == (3699_00, 4800_00)
    appraisal = appraise(benefit, upfront, NOTHING, 3, Decimal("0.035"), is_cashable=True)
    assert likely(appraisal.costs) == 4800_00
    worth = sum(Fraction(3699) / Fraction(1035, 1000) ** year for year in (1, 2, 3))
    assert likely(appraisal.benefits) == round(worth * 100) == 10363_26
    assert likely(appraisal.net) == 5563_26
    assert appraisal.ratio is not None
    assert round(appraisal.ratio.likely, 2) == Decimal("2.16")
    assert appraisal.payback_months is not None
    assert round(appraisal.payback_months, 1) == Decimal("15.6")


def test_a_pound_a_year_is_worth_what_the_green_books_rate_makes_it() -> None:
    rate = Decimal("0.035")
    assert [round(annuity(rate, years), 4) for years in (0, 1, 3, 5, 10)] == [
        Decimal(each) for each in ("0", "0.9662", "2.8016", "4.5151", "8.3166")
    ]


def test_a_small_estimate_has_time_and_no_money() -> None:
    case = case_of(SMALL)
    found = (case.times, case.staff_minutes, case.public_minutes)
    assert [each.likely for each in found] == [Decimal(720), Decimal(10_800), Decimal(21_600)]
    assert (case.channel, case.staff, case.saving, case.public_value, case.appraisal) == (None,) * 5
    assert case.one_off == case.running == NOTHING


def test_contacts_that_move_count_by_their_cost_and_those_that_stay_by_minutes() -> None:
    half = msgspec.structs.replace(
        SMALL, share=Share(50, 50, 50), cost_from=Price(283), cost_to=Price(15), staff_hour=Price(2740), confidence=1
    )
    case = case_of(half)
    assert likely(case.channel) == 360 * 268
    assert case.staff_minutes.likely == 360 * 15
    assert likely(case.staff) == 360 * 15 * 2740 // 60
    assert likely(case.non_cashable) == likely(case.channel) + likely(case.staff)
    assert case.cashable is None
    assert case.public_minutes.likely == 21_600


def test_a_price_that_may_be_lower_or_higher_makes_the_figures_as_wide_as_it_is() -> None:
    visits = Sized(
        "idea", 100, 15, 30, share=Share(50, 50, 50), cost_from=Price(283, low=85, high=557),
        cost_to=Price(15, low=9, high=56), staff_hour=Price(2000, high=3000), confidence=1,
    )  # fmt: skip
    case = case_of(visits)
    assert case.channel == Range(*(Decimal(600 * each) / 100 for each in (85 - 56, 283 - 15, 557 - 9)))
    assert case.staff == Range(Decimal(3000), Decimal(3000), Decimal(4500))
    wrong_way_round = msgspec.structs.replace(visits, cost_from=Price(283, low=557, high=85))
    assert case_of(wrong_way_round) == case


def test_where_all_contacts_move_no_minute_of_staff_is_counted_beside_their_cost() -> None:
    everything = msgspec.structs.replace(
        SMALL, share=Share(100, 100, 100), cost_from=Price(283), cost_to=Price(15), staff_hour=Price(2740)
    )
    case = case_of(everything)
    assert likely(case.staff) == 0
    assert case.staff_minutes == NOTHING


def test_what_is_saved_is_either_cashable_or_not() -> None:
    priced = msgspec.structs.replace(SMALL, staff_hour=Price(2740))
    for is_cashable in (False, True):
        case = case_of(msgspec.structs.replace(priced, is_cashable=is_cashable))
        assert (case.cashable is None, case.non_cashable is None) == (not is_cashable, is_cashable)
        assert case.saving is not None


def test_a_dearer_channel_is_a_loss_that_correction_makes_greater() -> None:
    dearer = Sized("idea", 10, share=Share(100, 100, 100), cost_from=Price(100), cost_to=Price(300), confidence=6)
    case = case_of(dearer)
    assert likely(case.channel) == -120 * 200
    assert likely(case.saving) == -120 * 280


def test_an_estimate_without_a_grade_is_corrected_as_one_persons_judgement() -> None:
    priced = msgspec.structs.replace(SMALL, staff_hour=Price(2740))
    assert case_of(priced) == case_of(msgspec.structs.replace(priced, confidence=6))


def test_without_a_cost_there_is_no_ratio_and_without_falling_spending_no_payback() -> None:
    free = appraise(pounds("10"), NOTHING, NOTHING, 3, Decimal("0.035"), is_cashable=True)
    assert free.ratio is None
    dear = appraise(pounds("10"), pounds("5"), pounds("10"), 3, Decimal("0.035"), is_cashable=True)
    assert dear.payback_months is None
    assert appraise(pounds("10"), pounds("5"), NOTHING, 3, Decimal(), is_cashable=False).payback_months is None


def test_half_a_penny_is_rounded_away_from_nought() -> None:
    assert [pence(Decimal(each)) for each in ("0.005", "0.004", "-0.005", "2.675")] == [1, 0, -1, 268]


# Any estimate

counts = st.integers(0, 10**9)
small_counts = st.integers(0, 10_000)
pennies = st.integers(0, 10**12)
price_ends = st.one_of(st.just(UNSET), pennies)
prices = st.one_of(st.just(UNSET), st.builds(Price, pennies, low=price_ends, high=price_ends))
shares = st.builds(Share, st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
costs = st.builds(Cost, *[st.integers(0, 10**12)] * 3)
estimates = st.builds(
    Sized,
    stage=st.sampled_from(["idea", "discovery", "alpha", "beta", "live"]),
    times_a_month=counts,
    staff_minutes=counts,
    public_minutes=counts,
    channel_from=st.sampled_from(CHANNELS),
    channel_to=st.text(max_size=10),
    times_span=st.one_of(st.just(UNSET), st.builds(Span, counts, counts)),
    staff_span=st.one_of(st.just(UNSET), st.builds(Span, counts, counts)),
    public_span=st.one_of(st.just(UNSET), st.builds(Span, counts, counts)),
    share=st.one_of(st.just(UNSET), shares),
    cost_from=prices,
    cost_to=prices,
    staff_hour=prices,
    public_hour=prices,
    one_off=st.one_of(st.just(UNSET), costs),
    running=st.one_of(st.just(UNSET), costs),
    is_cashable=st.booleans(),
    confidence=st.integers(0, 6),
    years=st.integers(0, 60),
    correction=st.one_of(st.just(UNSET), st.builds(Correction, st.integers(0, 100))),
    discount=st.one_of(st.just(UNSET), st.builds(Rate, st.integers(0, 10_000))),
    test=st.one_of(st.just(UNSET), st.builds(Test, st.text(max_size=5))),
    is_actual=st.booleans(),
)


def ranges(case: Case) -> list[Range]:
    """Every range of a case."""
    own = [getattr(case, name) for name in case.__struct_fields__]
    more = [getattr(case.appraisal, name) for name in case.appraisal.__struct_fields__] if case.appraisal else []
    return [each for each in (*own, *more) if isinstance(each, Range)]


@given(estimates)
def test_whatever_was_estimated_has_figures_with_ends_in_order_and_a_working_to_each(sized: Sized) -> None:
    case = case_of(sized)
    for found in ranges(case):
        assert found.low <= found.likely <= found.high
    steps = working(sized, case)
    results = [step.result for step in steps]
    for money in (case.channel, case.staff, case.cashable, case.non_cashable, case.public_value):
        assert money is None or money in results
    if case.appraisal is not None:
        assert {"costs", "benefits", "net"} <= {step.code for step in steps}


@given(estimates)
def test_an_estimate_travels_as_json_and_comes_to_the_same(sized: Sized) -> None:
    again = msgspec.json.decode(msgspec.json.encode(sized), type=Sized)
    assert again == sized
    assert case_of(again) == case_of(sized)


@given(estimates, st.sampled_from(["times_a_month", "staff_minutes", "public_minutes"]), st.integers(0, 1000))
def test_more_time_saved_is_never_worth_less(sized: Sized, name: str, more: int) -> None:
    cheaper = msgspec.structs.replace(sized, cost_to=UNSET)  # moving to a dearer channel is a loss, and more of it more
    larger = msgspec.structs.replace(cheaper, **{name: min(getattr(cheaper, name) + more, 10**9)})
    less, greater = case_of(cheaper), case_of(larger)
    for part in ("saving", "public_value", "staff_minutes", "public_minutes"):
        one, other = getattr(less, part), getattr(greater, part)
        assert one is None or (one.likely <= other.likely and one.high <= other.high)


@given(estimates, st.integers(1, 6), st.integers(1, 6))
def test_a_surer_estimate_never_has_less_benefit_or_more_cost(sized: Sized, one: int, other: int) -> None:
    surer, less_sure = (
        case_of(msgspec.structs.replace(sized, confidence=grade, correction=UNSET))
        for grade in (min(one, other), max(one, other))
    )
    for part in ("saving", "public_value"):
        more, less = getattr(surer, part), getattr(less_sure, part)
        assert more is None or (more.low >= less.low and more.likely >= less.likely and more.high >= less.high)
    assert surer.one_off.likely <= less_sure.one_off.likely


@given(estimates)
def test_which_channel_is_called_what_changes_no_figure(sized: Sized) -> None:
    swapped = msgspec.structs.replace(sized, channel_from=sized.channel_to, channel_to=sized.channel_from)
    assert case_of(swapped) == case_of(sized)


@given(small_counts, small_counts, st.integers(0, 10**6))
def test_times_and_minutes_can_change_places(times: int, minutes: int, hour: int) -> None:
    one, other = (
        case_of(Sized(times_a_month=a, staff_minutes=b, staff_hour=Price(hour)))
        for a, b in ((times, minutes), (minutes, times))
    )
    assert one.staff == other.staff


@given(estimates)
def test_what_the_public_saves_is_in_no_figure_of_public_money(sized: Sized) -> None:
    without = msgspec.structs.replace(sized, public_minutes=0, public_span=UNSET, public_hour=UNSET)
    for part in ("channel", "staff", "cashable", "non_cashable", "one_off", "running", "appraisal"):
        assert getattr(case_of(without), part) == getattr(case_of(sized), part)


@given(estimates, st.integers(0, 100))
def test_no_minute_of_staff_is_counted_both_as_time_and_as_part_of_a_contact(sized: Sized, percent: int) -> None:
    moved = msgspec.structs.replace(
        sized, share=Share(percent, percent, percent), cost_from=Price(500), cost_to=Price(100)
    )
    whole = msgspec.structs.replace(moved, share=Share(0, 0, 0))
    rest, everything = case_of(moved).staff_minutes.likely, case_of(whole).staff_minutes.likely
    assert rest * 100 == everything * (100 - percent)


@pytest.mark.parametrize(("grade", "percent"), [(1, 0), (2, 5), (3, 10), (4, 15), (5, 25), (6, 40)])
def test_grades_correct_as_the_guidance_for_local_partnerships_says(grade: int, percent: int) -> None:
    sized = Sized("idea", 60, 15, confidence=grade)
    assert case_of(sized).correction * 100 == CORRECTED_BEFORE[grade] == percent


def test_an_estimate_keeps_the_correction_that_it_carries_and_one_that_carries_none_keeps_that_of_its_time() -> None:
    priced = msgspec.structs.replace(SMALL, staff_hour=Price(2740), confidence=3)
    carried = msgspec.structs.replace(priced, correction=Correction(30, "Finance", "2026"))
    assert [likely(case_of(each).saving) for each in (priced, carried)] == [4932_00 * 9 // 10, 4932_00 * 7 // 10]
    steps = [step for each in (priced, carried) for step in working(each, case_of(each)) if step.code == "non-cashable"]
    assert [step.facts["correction_source"] for step in steps] == [
        Named("corrected-before"), Origin("Finance", "2026", UNSET),
    ]  # fmt: skip


def test_a_price_that_nobody_knows_is_named_where_a_figure_would_need_it() -> None:
    moving = msgspec.structs.replace(SMALL, channel_from="post", share=Share(50, 50, 50), cost_to=Price(15))
    assert lacking(SMALL) == []
    assert lacking(moving) == [Lack("cost_from", "post")]
    graded = msgspec.structs.replace(moving, cost_from=Price(90), confidence=2, public_hour=Price(446))
    assert lacking(graded) == [Lack("staff_hour")]


def test_working_names_where_each_price_is_from() -> None:
    sized = Sized(
        "alpha", 60, 15, staff_hour=Price(2740, "Finance", "2026-04"), discount=GREEN_BOOK, one_off=Cost(1, 2, 3)
    )
    facts: dict[str, Any] = {}
    assert next(step for step in working(sized, case_of(sized)) if step.code == "non-cashable").facts["saved"] == Money(
        Decimal(4932)
    )
    for step in working(sized, case_of(sized)):
        facts |= step.facts
    assert facts["staff_hour_source"] == Origin("Finance", "2026-04", UNSET)
    assert facts["rate_source"] == Origin("Green Book", "2026-02", UNSET)
