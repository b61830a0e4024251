"""What an idea is worth, as far as it has been sized: two savings side by side, and never their sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ideabox.domain.case import MINUTES
from ideabox.domain.estimates import Sized
from ideabox.ui import tokens
from ideabox.ui.case.series_picture import Mark, SeriesPicture
from ideabox.ui.style import Look
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.table import Table
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import case_words, history
from ideabox.usecases.sizing import Dated, Series
from ideabox.usecases.wording import Wording

_MARKS: dict[str, Mark] = {"cashable": "diamond", "non-cashable": "dot", "public-value": "square"}
"""How each kind of money is drawn: what staff and the public save is drawn as their hours are."""


class CaseCard(QFrame):
    """The case of one idea that somebody has sized."""

    def __init__(self, say: Wording, look: Look, series: Series, latest: Dated) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._say, self._look = say, look
        layout = QVBoxLayout(self)
        layout.setContentsMargins(tokens.SPACE_16, tokens.SPACE_12, tokens.SPACE_16, tokens.SPACE_12)
        layout.setSpacing(tokens.SPACE_8)
        layout.addWidget(text(say("case.heading"), "label"))
        layout.addWidget(text(_headline(say, latest), "hint"))
        layout.addWidget(self._side_by_side(latest))
        for sentence in case_words.lacks(say, latest.estimate.sized):
            layout.addWidget(text(breakable(sentence)))
        for name, amount in case_words.appraised(say, latest.case):
            layout.addWidget(text(f"{name}: {amount}"))
        for name, words in _said(say, latest.estimate.sized):
            layout.addWidget(text(name, "label"))
            layout.addWidget(text(breakable(words)))
        if series.actual is not None and series.projected is not None:
            layout.addWidget(self._against(series.projected, series.actual))
        self.show_working = button(say("case.show-working"), self._turn, "link")
        self.show_working.setCheckable(True)
        layout.addWidget(self.show_working, alignment=Qt.AlignmentFlag.AlignLeft)
        self._working = self._steps(latest)
        self._working.hide()
        layout.addWidget(self._working)
        if len(series.estimates) > 1:
            for part in self._series(series):
                layout.addWidget(part)

    def _side_by_side(self, latest: Dated) -> QWidget:
        """Public money at the left, the public's own time at the right."""
        both = QWidget()
        across = QHBoxLayout(both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(tokens.SPACE_16)
        found = case_words.savings(self._say, latest.case)
        public = {self._say("case.public-hours"), self._say("case.public-value")}
        sides = (
            ("case.public-money", [each for each in found if each[0] not in public]),
            ("case.publics-time", [each for each in found if each[0] in public]),
        )
        for heading, rows in sides:
            column = QVBoxLayout()
            column.setSpacing(tokens.SPACE_4)
            column.addWidget(text(self._say(heading), "section"))
            for name, amount in rows:
                column.addWidget(text(amount, "label"))
                column.addWidget(text(name, "hint"))
            column.addStretch(1)
            across.addLayout(column, 1)
        return both

    def _against(self, expected: Dated, measured: Dated) -> QWidget:
        """What was expected beside what was measured."""
        say = self._say
        headings = [say("case.figure"), say("case.expected"), say("case.measured")]
        table = Table(self._look, say("case.against"), headings, wide=0, wraps=True)
        before, after = (
            case_words.hours_compared(say, each.case) | case_words.money_compared(say, each.case)
            for each in (expected, measured)
        )
        table.show_rows([(name, before.get(name, ""), after.get(name, "")) for name in before | after])
        return table

    def _steps(self, latest: Dated) -> QWidget:
        place = QWidget()
        column = QVBoxLayout(place)
        column.setContentsMargins(tokens.SPACE_16, 0, 0, 0)
        column.setSpacing(tokens.SPACE_4)
        for name, words in case_words.steps(self._say, latest.estimate.sized, latest.case):
            column.addWidget(text(name, "hint"))
            column.addWidget(text(breakable(words)))
        for sentence in case_words.lacks(self._say, latest.estimate.sized):
            column.addWidget(text(breakable(sentence)))
        return place

    def _series(self, series: Series) -> list[QWidget]:
        """Every estimate in a table and a picture, its hours first and then its money, and what earlier tests found."""
        say = self._say
        hours = [case_words.hours_compared(say, each.case) for each in series.estimates]
        parts = [
            text(say("case.series"), "label"),
            self._series_table(say("case.series"), series.estimates, hours),
            self._hours_picture(series),
        ]
        priced = [each for each in series.estimates if case_words.amounts(each.case)]
        if priced:
            money = [case_words.money_compared(say, each.case) for each in priced]
            parts += [
                text(say("case.money-series"), "label"),
                self._series_table(say("case.money-series"), priced, money),
                self._money_picture(priced),
            ]
        for each in series.found_before:
            parts += [text(say("case.found-at", stage=_stage(say, each)), "label"), text(breakable(each.found))]
        return parts

    def _series_table(self, name: str, dated: Sequence[Dated], figures: Sequence[Mapping[str, str]]) -> QWidget:
        """Estimates beneath each other, with a column for each figure that any of them has."""
        say = self._say
        names = list(dict.fromkeys(name for found in figures for name in found))
        table = Table(self._look, name, [say("case.estimate"), *names], wide=0, wraps=True)
        rows = [
            (
                say("case.estimate-of", stage=_stage(say, each), day=history.day(each.estimate.at)),
                *(found.get(name, "") for name in names),
            )
            for each, found in zip(dated, figures, strict=True)
        ]
        table.show_rows(rows, chosen=len(rows) - 1)
        return table

    def _hours_picture(self, series: Series) -> QWidget:
        say = self._say
        picture = SeriesPicture(
            self._look,
            say("case.series-picture"),
            (("dot", say("case.staff-hours")), ("square", say("case.public-hours"))),
        )
        picture.show_points(
            [
                (*_when(say, each), (each.case.staff_minutes / MINUTES, each.case.public_minutes / MINUTES))
                for each in series.estimates
            ]
        )
        return picture

    def _money_picture(self, priced: list[Dated]) -> QWidget:
        """The kinds of money beside each other, of the estimates that have any."""
        say = self._say
        amounts = [case_words.amounts(each.case) for each in priced]
        kinds = [name for name in case_words.MONEY if any(name in found for found in amounts)]
        picture = SeriesPicture(
            self._look, say("case.money-picture"), [(_MARKS[name], say(f"case.brief.{name}")) for name in kinds]
        )
        picture.show_points(
            [
                (*_when(say, each), [found.get(name) for name in kinds])
                for each, found in zip(priced, amounts, strict=True)
            ]
        )
        return picture

    def _turn(self) -> None:
        is_shown = self.show_working.isChecked()
        self._working.setVisible(is_shown)
        self.show_working.setText(self._say("case.hide-working" if is_shown else "case.show-working"))


def _stage(say: Wording, dated: Dated) -> str:
    sized = dated.estimate.sized
    stage = say(f"stage.{sized.stage}")
    return say("case.measured-at", stage=stage) if sized.is_actual else stage


def _when(say: Wording, dated: Dated) -> tuple[str, str]:
    """The stage and the day of an estimate."""
    return _stage(say, dated), history.day(dated.estimate.at)


def _headline(say: Wording, dated: Dated) -> str:
    it = dated.estimate
    stage, who = say(f"stage.{it.sized.stage}"), it.by.name or say("none.name")
    headline = say("case.latest", stage=stage, day=history.day(it.at), who=who)
    parts = [say("case.measured-when", day=headline) if it.sized.is_actual else headline]
    if it.sized.channel_from or it.sized.channel_to:
        names = (case_words.channel(say, code) for code in (it.sized.channel_from, it.sized.channel_to))
        before, after = (name or say("case.form.no-channel") for name in names)
        parts.append(say("case.channels", before=before, after=after))
    if it.sized.confidence:
        parts.append(say(f"confidence.{it.sized.confidence}"))
    return breakable(" · ".join(parts))


def _said(say: Wording, sized: Sized) -> list[tuple[str, str]]:
    return [(say(f"field.{name}"), words) for name, words in case_words.texts(sized)]
