"""Insights as tables in words: the same for the window, the terminal and every file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from ideabox.domain.insights import Progress
from ideabox.exchange.figures import Figure, Row, Value
from ideabox.store.queries import Filter
from ideabox.usecases.figures import Insights, Line
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

FIGURES = (
    "answers", "outcomes", "months", "money", "hours", "measured", "channels", "barriers", "skills", "status",
    "offices",
)  # fmt: skip
"""The figures by their codes, in the order in which they are shown."""


class Table(msgspec.Struct, frozen=True):
    """A figure, and for each of its rows the ideas behind its counts, by column."""

    figure: Figure
    behind: tuple[dict[int, Filter], ...]


def words_of(figure: Figure, row: int, column: int) -> str:
    """What a count is of."""
    compared = f" ({figure.headings[column]})" if figure.series else ""
    return f"{figure.title}: {figure.rows[row].name}{compared}"


def tables(session: Session, found: Insights, wording: Wording) -> tuple[Table, ...]:
    """The figures as tables, in order."""
    return (
        _answers(found, wording),
        _outcomes(found, wording),
        _months(found, wording),
        _sums("money", found, wording),
        _sums("hours", found, wording),
        _measured(found, wording),
        _channels(found, wording),
        _counts("barriers", found.by_barrier, found.progress.ideas, wording, _coded(wording, "barrier")),
        _counts("skills", found.by_skill, found.progress.ideas, wording, _skill(session)),
        _counts(
            "status", found.by_status, sum(line.ideas for line in found.by_status), wording, _coded(wording, "status")
        ),
        _counts("offices", found.by_office, found.progress.ideas, wording, lambda code: code or wording("none.office")),
    )


def scope_in_words(session: Session, found: Insights, wording: Wording) -> str:
    """Which ideas the figures are of."""
    asked = found.asked
    framework = session.skills.framework(asked.framework) if asked.framework else None
    said = [
        wording(f"insights.of-{name}", value=value)
        for name, value in (
            ("since", day(asked.since)),
            ("until", day(asked.until)),
            ("office", asked.office),
            ("region", asked.region),
            ("framework", framework.name["en"] if framework else ""),
            ("status", wording(f"status.{asked.status}") if asked.status else ""),
        )
        if value
    ]
    return "; ".join(said) or wording("insights.of-all")


def day(when: object) -> str:
    """A day as people write it; nothing for none."""
    return f"{when.day} {when:%B %Y}" if hasattr(when, "day") else ""


def _answers(found: Insights, wording: Wording) -> Table:
    how = found.progress
    rows = [
        ("ideas", how.ideas, how.share(how.ideas)),
        ("answered", how.answered, how.share(how.answered)),
        ("in_time", how.in_time, how.share(how.in_time)),
        ("late", how.late, how.share(how.late)),
        ("overdue", how.overdue, how.share(how.overdue)),
    ]
    return _progress_table("answers", rows, found, wording, _about_answers(found, wording))


def _about_answers(found: Insights, wording: Wording) -> str:
    how, days = found.progress, found.target
    if how.share_in_time is None:
        return wording("insights.note-answers-none", days=days)
    share, median = _share(how.share_in_time, wording), _days(how.median_days, wording)
    return wording("insights.note-answers", days=days, share=share, median=median)


def _outcomes(found: Insights, wording: Wording) -> Table:
    how = found.progress
    rows = [(name, getattr(how, name), how.share(getattr(how, name))) for name in ("put_forward", "done_here", "live")]
    return _progress_table("outcomes", rows, found, wording, wording("insights.note-outcomes"))


def _progress_table(
    code: str, counts: Iterable[tuple[str, int, float | None]], found: Insights, wording: Wording, note: str
) -> Table:
    rows, behind = [], []
    for name, ideas, share in counts:
        words = wording(f"insights.row-{name.replace('_', '-')}", days=found.target)
        rows.append(Row((words, ideas, share), (words, _count(ideas), _share(share, wording)), (float(ideas),)))
        behind.append({1: found.behind[name]} if ideas else {})
    return Table(_figure(code, rows, wording, note), tuple(behind))


def _counts(code: str, lines: Sequence[Line], of: int, wording: Wording, named: Callable[[str], str]) -> Table:
    rows = []
    for line in lines:
        share = line.ideas / of if of else None
        words = named(line.code)
        drawn = (float(line.ideas),)
        rows.append(Row((words, line.ideas, share), (words, _count(line.ideas), _share(share, wording)), drawn))
    note = wording(f"insights.note-{code}")
    return Table(_figure(code, rows, wording, note), tuple({1: line.behind} for line in lines))


def _figure(code: str, rows: Iterable[Row], wording: Wording, note: str) -> Figure:
    headings = (wording(f"insights.col-{code}"), wording("insights.col-ideas"), wording("insights.col-share"))
    return Figure(code, wording(f"insights.title-{code}"), headings, tuple(rows), note)


def _months(found: Insights, wording: Wording) -> Table:
    before, this = found.month_before, found.this_month
    spans = tuple(_span(each.since, each.until) for each in (before, this))
    rows, behind = [], []
    for name in ("ideas", "answered", "in_time", "overdue", "put_forward", "done_here", "live"):
        old, new = getattr(before.progress, name), getattr(this.progress, name)
        words = wording(f"insights.row-{name.replace('_', '-')}", days=found.target)
        rows.append(_change(words, old, new, _count, wording))
        behind.append(
            {column: month.behind[name] for column, month, ideas in ((1, before, old), (2, this, new)) if ideas}
        )
    for name, shown in (("share_in_time", _share), ("median_days", _days)):
        old, new = _value(before.progress, name), _value(this.progress, name)
        words = wording(f"insights.row-{name.replace('_', '-')}", days=found.target)
        rows.append(_change(words, old, new, lambda value, shown=shown: shown(value, wording), wording))
        behind.append({})
    headings = (wording("insights.col-months"), *spans, wording("insights.col-change"))
    figure = Figure(
        "months", wording("insights.title-months"), headings, tuple(rows), wording("insights.note-months"), "pairs",
        series=spans,
    )  # fmt: skip
    return Table(figure, tuple(behind))


def _sums(code: str, found: Insights, wording: Wording) -> Table:
    """Money or hours a year, as low, likely and high; nothing until an idea has been sized."""
    worth = found.worth
    sums = [each for each in worth.sums if _is_money(each.name) == (code == "money")] if worth.sized else []
    rows, behind = [], []
    for each in sums:
        words = wording(f"insights.row-{each.name.replace('_', '-')}")
        ends = [_in_unit(each.name, end) for end in (each.low, each.likely, each.high)]
        shown = [_amount(each.name, end) for end in (each.low, each.likely, each.high)]
        drawn = (ends[0], ends[1], ends[2]) if each.ideas else ()
        rows.append(Row((words, *ends, each.ideas), (words, *shown, _count(each.ideas)), drawn))
        behind.append({4: found.worth_behind[each.name]} if each.ideas else {})
    headings = tuple(wording(f"insights.col-{name}") for name in (code, "low", "likely", "high", "ideas"))
    note = wording(
        f"insights.note-{code}", sized=_count(worth.sized), unsized=_count(found.progress.ideas - worth.sized)
    )
    title = wording(f"insights.title-{code}")
    return Table(Figure(code, title, headings, tuple(rows), note, "ranges", label=2), tuple(behind))


def _measured(found: Insights, wording: Wording) -> Table:
    """What was expected beside what was measured, of ideas of which both are known."""
    rows = []
    for each in found.worth.sums:
        if each.projected or each.measured:
            words = wording(f"insights.row-{each.name.replace('_', '-')}")
            old, new = (_in_unit(each.name, amount) for amount in (each.projected, each.measured))
            by = each.measured - each.projected
            change = wording("insights.more" if by > 0 else "insights.less", by=_amount(each.name, abs(by)))
            told = (_amount(each.name, each.projected), _amount(each.name, each.measured))
            said = (words, *told, change if by else wording("insights.no-change"))
            rows.append(Row((words, old, new, new - old), said, (max(old, 0), max(new, 0))))
    series = (wording("insights.col-projected"), wording("insights.col-actual"))
    headings = (wording("insights.col-measured"), *series, wording("insights.col-change"))
    note = wording("insights.note-measured", ideas=_count(found.worth.compared))
    figure = Figure("measured", wording("insights.title-measured"), headings, tuple(rows), note, "pairs", series=series)
    return Table(figure, tuple({} for _row in rows))


def _channels(found: Insights, wording: Wording) -> Table:
    """Contacts that are known not to come online, and how many of them would move."""
    rows, behind = [], []
    named = _coded(wording, "channel")
    for each in found.worth.channels:
        if not each.code or each.code in _ONLINE:
            continue
        share, words = each.moving / each.contacts, named(each.code)
        told = (words, _count(each.contacts), _count(each.moving), _share(share, wording), _count(each.ideas))
        values = (words, each.contacts, each.moving, share, each.ideas)
        rows.append(Row(values, told, (float(each.contacts),)))
        behind.append({4: found.worth_behind[f"channel {each.code}"]})
    headings = tuple(wording(f"insights.col-{name}") for name in ("channels", "contacts", "moving", "share", "ideas"))
    unsaid = sum(each.ideas for each in found.worth.channels if not each.code)
    title, note = wording("insights.title-channels"), wording("insights.note-channels", unsaid=_count(unsaid))
    return Table(Figure("channels", title, headings, tuple(rows), note), tuple(behind))


_ONLINE = ("online", "none")
"""Channels that are digital already, or where no contact is needed."""
_PENCE, _MINUTES = 100, 60


def _is_money(name: str) -> bool:
    return not name.endswith("minutes")


def _in_unit(name: str, amount: int) -> float:
    """An amount in pounds or hours."""
    return amount / (_PENCE if _is_money(name) else _MINUTES)


def _amount(name: str, amount: int) -> str:
    """The same in words, rounded to whole pounds or hours."""
    whole = round(_in_unit(name, amount))
    sign = "\u2212" if whole < 0 else ""
    return f"{sign}\u00a3{abs(whole):,}" if _is_money(name) else f"{sign}{abs(whole):,}"


def _value(progress: Progress, name: str) -> float | None:
    value: float | None = getattr(progress, name)
    return value


def _change(words: str, old: Value, new: Value, shown: Callable[..., str], wording: Wording) -> Row:
    """What was, what is, and by how much that is more or less."""
    if not isinstance(old, int | float) or not isinstance(new, int | float):
        said = tuple(shown(each) for each in (old, new))
        return Row((words, old, new, None), (words, *said, wording("insights.none")), ())
    by = new - old
    change = _difference(old, new, shown, wording)
    return Row((words, old, new, by), (words, shown(old), shown(new), change), (float(old), float(new)))


def _difference(old: float, new: float, shown: Callable[..., str], wording: Wording) -> str:
    """By how much more or less; of shares in points between what is shown of them."""
    if isinstance(old, float) and shown(old).endswith("%"):
        points = round(100 * new) - round(100 * old)
        by, words = float(points), wording("insights.points", count=abs(points))
    else:
        by, words = new - old, shown(abs(new - old))
    if not by:
        return wording("insights.no-change")
    return wording("insights.more" if by > 0 else "insights.less", by=words)


def _span(since: object, until: object) -> str:
    return f"{since.day}\u2013{until.day} {until:%B}" if hasattr(since, "day") and hasattr(until, "day") else ""


def _coded(wording: Wording, kind: str) -> Callable[[str], str]:
    return lambda code: wording.messages.get(f"{kind}.{code}", code)


def _skill(session: Session) -> Callable[[str], str]:
    def named(code: str) -> str:
        tag = session.skills.find(code)
        return tag.label if tag is not None and tag.label else code

    return named


def _count(value: int) -> str:
    return f"{value:,}"


def _share(value: float | None, wording: Wording) -> str:
    if value is None:
        return wording("insights.none")
    return "<1%" if 0 < value < 0.005 else f"{value:.0%}"


def _days(value: float | None, wording: Wording) -> str:
    return wording("insights.none") if value is None else wording("insights.days", count=f"{value:g}")
