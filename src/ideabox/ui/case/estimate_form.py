"""An estimate in full: the small one, and folded away what it may grow by."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import UNSET
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ideabox.domain.estimates import GRADES, MEASURED, PRICES, Sized
from ideabox.domain.problems import Problem, Refusal
from ideabox.domain.rates import Rates
from ideabox.ui import tokens
from ideabox.ui.all_ideas.kept_words import KeptWords
from ideabox.ui.bench import Bench
from ideabox.ui.case.ends_field import EndsField
from ideabox.ui.case.price_field import PriceField, priced
from ideabox.ui.case.small_form import SmallForm
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.choices import CheckField
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.fields import ChoiceField, Field, LineField
from ideabox.ui.widgets.fold import Fold
from ideabox.ui.widgets.growing import GrowingField
from ideabox.ui.widgets.text import breakable, text
from ideabox.usecases import case_form, case_words, sizing
from ideabox.usecases.reading import Shown

_KEPT = "size"


class EstimateForm(QWidget):
    """Adds an estimate to the idea that is shown. What is typed is kept until it is added."""

    saved = Signal()

    def __init__(self, bench: Bench, kept: KeptWords) -> None:
        super().__init__()
        self._bench, self._say, self._kept = bench, bench.say, kept
        self._shown: Shown | None = None
        self._before, self._rates = Sized(), Rates(())
        self._sending = ""
        say, look = bench.say, bench.look
        self.errors = ErrorSummary(say("form.errors"))
        self.small = SmallForm(say, self._sized)
        self.around = [
            EndsField(say, name, say(f"case.form.{name}-around"), without_likely=True)
            for name in ("times", "staff", "public")
        ]
        self.share = EndsField(say, "share", say("case.form.share"), say("case.form.share-hint"))
        self.one_off = EndsField(say, "one_off", say("case.form.one-off"))
        self.running = EndsField(say, "running", say("case.form.running"))
        grades = [(str(grade), say(f"confidence.{grade}")) for grade in GRADES]
        self.confidence = ChoiceField(
            "confidence", say("case.form.confidence"), [("", say("confidence.0")), *grades],
            say("case.form.confidence-hint"),
        )  # fmt: skip
        self.cashable = CheckField(look, "cashable", say("case.form.cashable"), say("case.form.cashable-hint"))
        self.years = LineField("years", say("case.form.years"))
        self.no_prices = text(say("case.form.prices-hint"), "hint")
        self.prices = [PriceField(say, name) for name in PRICES]
        self.corrected = text("", "hint")
        self.anew = CheckField(look, "today", say("case.form.today"), say("case.form.today-hint"))
        rests_on = say("case.form.assumptions-hint")
        self.assumptions = GrowingField("assumptions", say("field.assumptions"), rests_on, lines=2)
        self.tests = [
            GrowingField(name, say(f"field.{name}"), lines=2)
            for name in ("assumption", "smallest", "stop_when", "found")
        ]
        self.actual = CheckField(look, "actual", say("case.form.actual"), say("case.form.actual-hint"))
        self.save = button(say("case.form.save"), self._save, "primary")
        self._ends = (*self.around, self.share, self.one_off, self.running)
        self._boxes = (self.anew, self.cashable, self.actual)
        self._typed: tuple[LineField | ChoiceField | GrowingField, ...] = (
            self.confidence, self.years, self.assumptions, *self.tests,
        )  # fmt: skip
        money = _column(
            [*self.around, self.share, self.one_off, self.running, self.confidence, self.no_prices, self.anew,
             *self.prices, self.corrected, self.cashable, self.years, self.assumptions]
        )  # fmt: skip
        self.money = Fold(look, say, say("case.form.money"), money)
        self.test = Fold(look, say, say("case.form.test"), _column(self.tests))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_12)
        for part in (self.errors, self.small, self.money, self.test, self.actual):
            layout.addWidget(part)
        layout.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignLeft)
        self._listen()
        kept.arrived.connect(self._show_kept)

    def show_for(self, shown: Shown) -> None:
        """Be about this idea."""
        before = sizing.next_of(shown.idea)
        same = self._shown is not None and self._shown.row.id == shown.row.id
        self._shown = shown
        self.actual.setVisible(before.stage == "live")
        self._read_rates()
        if same and before == self._before:
            self._show_prices()
            return
        self._before = before
        self._show_kept()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the form, without what is empty."""
        typed = self.small.typed
        for ends in self._ends:
            typed |= ends.typed
        for price in self.prices:
            if not price.isHidden():
                typed |= price.typed
        typed |= {field.name: field.value for field in self._typed if field.value.strip()}
        typed |= {field.name: "yes" for field in self._boxes if field.value and not field.isHidden()}
        return typed

    def show_typed(self, typed: dict[str, str]) -> None:
        """Show these texts in place of what stands in the form, and open what holds any."""
        self.small.show_typed(typed)
        for ends in self._ends:
            ends.show_typed(typed)
        for price in self.prices:
            price.show_typed(typed)
        for field in self._typed:
            field.value = typed.get(field.name, "")
        for box in self._boxes:
            box.value = typed.get(box.name) == "yes"
        self.money.is_open = any(key not in case_form.SMALL and key not in _TESTS for key in typed)
        self.test.is_open = any(key in _TESTS for key in typed)
        self._show_prices()
        self.small.show_result()
        self._complain(())

    def _measured(self) -> None:
        """What was measured is not corrected for having been guessed, unless somebody says so."""
        if self.actual.value and self.confidence.value:
            self.confidence.value = str(MEASURED)

    def _listen(self) -> None:
        self.actual.edited.connect(self._measured)
        for field in (*self._ends, *self.prices, *self._typed):
            field.edited.connect(self._edited)
        for box in self._boxes:
            box.edited.connect(self._edited)
        self.small.edited.connect(self._edited)

    def _show_kept(self) -> None:
        if self._shown is None:
            return
        kept = self._kept.of(_KEPT, self._shown.row.id)
        try:
            typed = msgspec.json.decode(kept, type=dict[str, str]) if kept else case_form.typed_of(self._before)
        except msgspec.MsgspecError:
            typed = case_form.typed_of(self._before)
        self.show_typed(typed)

    def _edited(self) -> None:
        self._show_prices()
        self.small.show_result()
        if self._shown is not None:
            self._kept.note(_KEPT, self._shown.row.id, msgspec.json.encode(self.typed).decode())

    def _read_rates(self) -> None:
        """Look which prices are known; those of today are these until another estimate is shown."""
        try:
            self._rates = self._bench.desk.rates
        except Refusal as refusal:
            self._rates = Rates(())
            self._bench.refused(refusal)

    def _show_prices(self) -> None:
        """Show each price that the estimate needs, where it is from, and whether another one is known today."""
        found = {each.name: each for each in case_form.offered(self.typed, self._before, self._rates)}
        self.no_prices.setVisible(not found)
        self.anew.setVisible(any(each.today is not UNSET for each in found.values()))
        anew = self.anew.value and not self.anew.isHidden()
        for field in self.prices:
            if (each := found.get(field.name)) is not None:
                field.show_offered(self._called(field.name), each, anew=anew)
            field.setVisible(field.name in found)
        taken = {name: found[name].chosen(anew=anew) for name in ("correction", "discount") if name in found}
        lines = [
            self._say(f"case.form.taken-{name}", of=priced(self._say, of))
            for name, of in taken.items()
            if of is not UNSET
        ]
        self.corrected.setText(breakable("\n".join(lines)))
        self.corrected.setVisible(bool(lines))

    def _called(self, name: str) -> str:
        """A price by what it is of; a contact by its channel."""
        code = {"cost_from": self.small.channel_from.value, "cost_to": self.small.channel_to.value}.get(name, "")
        if not code:
            return self._say(f"field.{name}")
        contact, channel = self._say(f"field.{name}"), case_words.channel(self._say, code)
        return self._say("case.form.contact", contact=contact, channel=channel)

    def _sized(self) -> Sized | None:
        """The estimate that would be saved. Refuses what is no number."""
        return case_form.sized_of(self.typed, self._before, self._rates)

    def _save(self) -> None:
        if self._shown is None:
            return
        try:
            sized = self._sized()
        except Refusal as refusal:
            self._complain(refusal.problems)
            return
        if sized is None:
            self._complain((Problem("times", "nothing-sized"),))
            return
        self._complain(())
        session, idea = self._bench.session, self._shown.row.id
        self._sending = idea
        self._bench.act(lambda _task: sizing.size(session, idea, sized), self._done, self._refused)

    def _done(self, _changes: object) -> None:
        self._kept.forget(_KEPT, self._sending)
        self._bench.noticed.emit(self._say("case.added"), "", None)
        self.saved.emit()

    def _refused(self, refusal: Refusal) -> None:
        self._complain(refusal.problems)

    def _complain(self, problems: Sequence[Problem]) -> None:
        larger: tuple[Field, ...] = (*self._ends, *self.prices, *self._typed)
        fields = {each.name: each for each in larger}
        fields |= self.small.by_name  # whose likely ends are asked for there
        shown = [(fields.get(problem.field), self._say.problem(problem)) for problem in problems]
        for field in fields.values():
            field.set_error(next((words for at, words in shown if at is field), ""))
        if any(at is not None and at.name not in self.small.by_name and at not in self.tests for at, _words in shown):
            self.money.is_open = True
        self.errors.show_errors(shown)


_TESTS = ("assumption", "smallest", "stop_when", "found")


def _column(parts: Sequence[QWidget]) -> QWidget:
    place = QWidget()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(tokens.SPACE_24, tokens.SPACE_8, 0, tokens.SPACE_16)
    layout.setSpacing(tokens.SPACE_16)
    for part in parts:
        layout.addWidget(part)
    return place
