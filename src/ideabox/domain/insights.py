"""What many ideas come to, as a few figures.

The rules, which hold for every figure:

- An idea that was joined with another is not counted by itself: its group counts once, as the idea that it is followed
  under, at that idea's office. What was withdrawn is not counted. Both have their own line among the statuses, and are
  counted when that status is asked for. What was erased is nowhere.
- A day is a day of UTC, as the events have it, so that every store that holds the same ideas has the same figures.
- Money and minutes are sums over the ideas' latest estimates, a year: of their low ends, their likely figures and their
  high ends, each for itself. Money that can be spent elsewhere, time for other work, and the public's time are three
  sums and never one.
- The first reply is the first decision or report. It is in time if no more working days than the target went by from
  the day of submission. What has had none and has waited longer is overdue; what has waited less is still in time to
  have one, and says nothing yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from ideabox.domain.case import MOST_WHOLE, Case, Range, case_of, whole
from ideabox.domain.idea import Idea, Status
from ideabox.domain.working_days import working_days

UNCOUNTED: tuple[Status, ...] = ("joined", "withdrawn", "erased")
"""Ideas that stand so are not counted, unless that status is asked for."""


_PENCE = 100
"""In a pound."""
ENOUGH = 2_000
"""So many ideas that have come or changed are worth getting ready for the next figures."""


class Scope(msgspec.Struct, frozen=True):
    """Which ideas are counted; without anything said, all. None of a kind is none, and not all."""

    since: date | None = None
    """Submitted on this day or later."""
    until: date | None = None
    """Submitted on this day or before."""
    offices: tuple[str, ...] | None = None
    """From one of these offices."""
    skills: tuple[str, ...] | None = None
    """Tagged with one of these areas, by their codes."""
    status: Status | None = None


class Count(msgspec.Struct, frozen=True):
    """How many ideas there are of something: a status, a skills area, a barrier, an office."""

    code: str
    ideas: int


class Progress(msgspec.Struct, frozen=True):
    """How ideas were answered, and how far they came."""

    ideas: int = 0
    in_time: int = 0
    """Had their first reply within the target."""
    late: int = 0
    """Had it later."""
    overdue: int = 0
    """Have had none, and have waited longer than the target."""
    median_days: float | None = None
    """Working days to the first reply, of those that had one; half a day where two are in the middle."""
    put_forward: int = 0
    """The last decision put it forward to the digital lead."""
    done_here: int = 0
    """The last decision was to do it at the office."""
    live: int = 0

    @property
    def answered(self) -> int:
        """Had a first reply."""
        return self.in_time + self.late

    @property
    def share_in_time(self) -> float | None:
        """Of those that had a reply or should have had one, the share that had it in time; None where there is none."""
        due = self.answered + self.overdue
        return self.in_time / due if due else None

    def share(self, ideas: int) -> float | None:
        """So many ideas as a share of all."""
        return ideas / self.ideas if self.ideas else None


SUMS = ("cashable", "noncashable", "public_value", "staff_minutes", "public_minutes")
"""What is summed over ideas: the first three in pence a year, the others in minutes a year."""


class Sum(msgspec.Struct, frozen=True):
    """A sum over the latest estimates of ideas, which come to something in so many of them.

    `projected` and `measured` compare what was expected last with what was measured then: the likely figures of ideas
    that were measured, and that somebody had estimated before.
    """

    name: str
    ideas: int = 0
    low: int = 0
    likely: int = 0
    high: int = 0
    projected: int = 0
    measured: int = 0


class Channel(msgspec.Struct, frozen=True):
    """How often a year people use a channel where ideas would change that, and how often they would not any more."""

    code: str
    ideas: int
    contacts: int
    moving: int


class Worth(msgspec.Struct, frozen=True):
    """What ideas would save. `sized` have an estimate, `measured` one of measured figures; `compared` one before that.

    `channels` are those that contacts come from, the most used first; an empty code is none that was given.
    """

    sized: int = 0
    measured: int = 0
    compared: int = 0
    sums: tuple[Sum, ...] = tuple(map(Sum, SUMS))
    channels: tuple[Channel, ...] = ()


class Figures(msgspec.Struct, frozen=True):
    """The figures of the ideas in a scope. Counts come the highest first, then in the order of their codes.

    Of `by_skill` and `by_barrier` an idea is in as many as it was tagged with, and in none if it was not; ideas without
    an office are in `by_office` under an empty name.
    """

    progress: Progress
    by_status: tuple[Count, ...]
    by_skill: tuple[Count, ...]
    by_barrier: tuple[Count, ...]
    by_office: tuple[Count, ...]
    worth: Worth = Worth()


class CaseFacts(msgspec.Struct, frozen=True):
    """What figures need to know of an idea's latest estimate, and of the last that was no measurement if this one is.

    Amounts by the names of `SUMS`, as low, likely and high; None where the estimate does not tell.
    """

    is_actual: bool
    channel: str
    contacts: int
    moving: int
    amounts: dict[str, tuple[int, int, int] | None]
    projected: dict[str, int] | None


class Facts(msgspec.Struct, frozen=True):
    """What figures need to know of an idea. Its status is the one that holds among all ideas, joins resolved.

    `waits_since` is the day from which it has waited in this store, which a clock that runs ahead does not put off.
    """

    status: Status
    office: str
    skills: frozenset[str]
    barriers: frozenset[str]
    submitted: date
    waits_since: date
    first_answer: date | None
    decision: str
    case: CaseFacts | None = None


def facts_of(it: Idea, status: Status, seen: date) -> Facts:
    """The facts of a replayed idea that is shown with this status and was first seen here on this day."""
    submitted = date.fromisoformat(it.submitted_at[:10])
    return Facts(
        status,
        it.office,
        frozenset(tag.key for tag in it.skills),
        frozenset(it.barriers),
        submitted,
        min(submitted, seen),
        date.fromisoformat(it.first_answer_at[:10]) if it.first_answer_at else None,
        it.review.decision if it.review else "",
        case_facts(it),
    )


def case_facts(it: Idea) -> CaseFacts | None:
    """The same of its estimates; None for an idea that nobody has sized."""
    if not it.estimates:
        return None
    sized = it.estimates[-1].sized
    case = case_of(sized)
    before = next((each.sized for each in reversed(it.estimates) if not each.sized.is_actual), None)
    expected = _amounts(case_of(before)) if sized.is_actual and before is not None else None
    return CaseFacts(
        sized.is_actual,
        sized.channel_from,
        _whole(case.times.likely),
        _whole(case.moving.likely) if case.moving is not None else 0,
        _amounts(case),
        None if expected is None else {name: ends[1] if ends else 0 for name, ends in expected.items()},
    )


def _amounts(case: Case) -> dict[str, tuple[int, int, int] | None]:
    def ends(of: Range | None, factor: int = 1) -> tuple[int, int, int] | None:
        return None if of is None else (_whole(of.low * factor), _whole(of.likely * factor), _whole(of.high * factor))

    return {
        "cashable": ends(case.cashable, _PENCE),
        "noncashable": ends(case.non_cashable, _PENCE),
        "public_value": ends(case.public_value, _PENCE),
        "staff_minutes": ends(case.staff_minutes),
        "public_minutes": ends(case.public_minutes),
    }


def _whole(figure: Decimal) -> int:
    return max(-MOST_WHOLE, min(whole(figure), MOST_WHOLE))


def recount(ideas: Iterable[Facts], scope: Scope, today: date, target: int) -> Figures:
    """The figures, counted idea by idea: plain and slow. `store.insights` must come to the same."""
    within = [it for it in ideas if it.status != "erased" and _is_within(it, scope)]
    counted = [it for it in within if _is_counted(it.status, scope)]
    return Figures(
        _progress(counted, today, target),
        in_order(Counter(it.status for it in within if scope.status in (None, it.status))),
        in_order(Counter(code for it in counted for code in it.skills)),
        in_order(Counter(code for it in counted for code in it.barriers)),
        in_order(Counter(it.office for it in counted)),
        _worth([it.case for it in counted if it.case is not None]),
    )


def in_order(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Counts as figures have them, without those that are none."""
    found = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return tuple(Count(code, ideas) for code, ideas in found if ideas)


def median_of(counts: Sequence[int]) -> float | None:
    """The median of whole numbers from 0, of which there are so many each; None where there is none."""
    total = sum(counts)
    if not total:
        return None
    low = high = None
    passed = 0
    for number, count in enumerate(counts):
        passed += count
        if low is None and passed >= (total + 1) // 2:
            low = number
        if high is None and passed >= total // 2 + 1:
            high = number
            break
    return ((low or 0) + (high or 0)) / 2


def months(today: date) -> tuple[Scope, Scope]:
    """This month up to today, and the one before up to the same day: what is compared must be as long."""
    begin = today.replace(day=1)
    last = begin - timedelta(days=1)
    return Scope(begin, today), Scope(last.replace(day=1), last.replace(day=min(today.day, last.day)))


def narrowed(scope: Scope, to: Scope) -> Scope:
    """The same scope, with no more than the days of the other."""
    since = max((day for day in (scope.since, to.since) if day is not None), default=None)
    until = min((day for day in (scope.until, to.until) if day is not None), default=None)
    return msgspec.structs.replace(scope, since=since, until=until)


def _is_within(it: Facts, scope: Scope) -> bool:
    return (
        (scope.since is None or it.submitted >= scope.since)
        and (scope.until is None or it.submitted <= scope.until)
        and (scope.offices is None or it.office in scope.offices)
        and (scope.skills is None or not it.skills.isdisjoint(scope.skills))
    )


def _is_counted(status: Status, scope: Scope) -> bool:
    return status == scope.status if scope.status is not None else status not in UNCOUNTED


def _progress(counted: Sequence[Facts], today: date, target: int) -> Progress:
    days = Counter(working_days(it.submitted, it.first_answer) for it in counted if it.first_answer is not None)
    in_time = sum(ideas for each, ideas in days.items() if each <= target)
    waiting = (it.waits_since for it in counted if it.first_answer is None)
    return Progress(
        len(counted),
        in_time,
        sum(days.values()) - in_time,
        sum(working_days(since, today) > target for since in waiting),
        median_of([days[each] for each in range(max(days, default=0) + 1)]),
        sum(it.decision == "put-forward" for it in counted),
        sum(it.decision == "do-here" for it in counted),
        sum(it.status == "live" for it in counted),
    )


def _worth(cases: Sequence[CaseFacts]) -> Worth:
    compared = [case for case in cases if case.projected is not None]
    channels: dict[str, list[CaseFacts]] = {}
    for case in cases:
        channels.setdefault(case.channel, []).append(case)
    return Worth(
        len(cases),
        sum(case.is_actual for case in cases),
        len(compared),
        tuple(_sum(name, cases, compared) for name in SUMS),
        by_use(
            Channel(code, len(those), sum(case.contacts for case in those), sum(case.moving for case in those))
            for code, those in channels.items()
        ),
    )


def by_use(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Channels as figures have them, without those that nobody uses."""
    return tuple(sorted((each for each in channels if each.contacts), key=lambda each: (-each.contacts, each.code)))


def _sum(name: str, cases: Iterable[CaseFacts], compared: Iterable[CaseFacts]) -> Sum:
    amounts = [ends for case in cases if (ends := case.amounts[name]) is not None and any(ends)]
    measured = [(case.projected or {}, case.amounts[name] or (0, 0, 0)) for case in compared]
    low, likely, high = (sum(ends[place] for ends in amounts) for place in range(3))
    return Sum(
        name,
        len(amounts),
        low,
        likely,
        high,
        sum(projected[name] for projected, _ends in measured),
        sum(ends[1] for _projected, ends in measured),
    )
