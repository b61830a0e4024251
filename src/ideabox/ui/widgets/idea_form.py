"""The form of an idea: what it says, and folded away what else can be said about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from ideabox.domain.barriers import BARRIERS
from ideabox.domain.events import Source
from ideabox.domain.problems import Problem
from ideabox.domain.skills import SkillTag, in_language
from ideabox.store.drafts import Draft
from ideabox.ui import tokens
from ideabox.ui.accessibility import announce
from ideabox.ui.bench import Bench
from ideabox.ui.case.small_form import SmallForm
from ideabox.ui.style import Look
from ideabox.ui.widgets.buttons import button
from ideabox.ui.widgets.chips import Chips, Choice
from ideabox.ui.widgets.choices import RadioField
from ideabox.ui.widgets.errors import ErrorSummary
from ideabox.ui.widgets.fields import Field, LineField
from ideabox.ui.widgets.fold import Fold
from ideabox.ui.widgets.growing import GrowingField
from ideabox.ui.widgets.text import text
from ideabox.ui.widgets.ticks import Ticks
from ideabox.usecases.wording import Wording

_ENTER = {"title": "log.enter-title", "problem": "log.enter-problem", "proposal": "log.enter-proposal"}
_SOURCES: dict[Source, str] = {
    "me": "log.source-me",
    "colleague": "log.source-colleague",
    "public": "log.source-public",
}
_SUMMED_UP = 40
_LINES = 3
"""What is seen of a long text before it is written; both fields grow."""


class IdeaForm(QWidget):
    """Reads and shows drafts. A form for changing an idea does not ask for a name: that is settled.

    `sizes`: it asks for a first estimate too.
    """

    edited = Signal()

    def __init__(self, bench: Bench, *, asks_for_name: bool = True, sizes: bool = False) -> None:
        super().__init__()
        self._bench, self.say, self._look = bench, bench.say, bench.look
        say = self.say
        self._tags: dict[str, SkillTag] = {}
        self.errors = ErrorSummary(say("form.errors"))
        self.title = LineField("title", say("field.title"))
        self.problem = GrowingField("problem", say("form.problem"), say("log.problem-hint"), lines=_LINES)
        self.proposal = GrowingField("proposal", say("form.proposal"), lines=_LINES)
        self.chips, self.offers = Chips(), Chips()
        self._suggested: tuple[str, ...] = ()
        self.take = button("", self._take_suggested, "link")
        self.skills = _under_a_label(say("log.skills"), say("log.skills-hint"), self.chips)
        self._suggestion = _Suggestion(bench.look, text(say("log.suggest-before"), "hint"), self.take)
        if sizes:
            keys = QShortcut(QKeySequence("Ctrl+T"), self)
            keys.setWhatsThis(say("log.take-suggested"))
            keys.activated.connect(self._take_suggested)
        else:
            self._suggestion.hide()
        self.barriers = Ticks(bench.look, say("log.all-that-apply"), _barriers(say))
        self.barrier_note = GrowingField(
            "barrier_note", say("field.barrier_note"), say("log.barrier-note-hint"), lines=2
        )
        self.helps = GrowingField("helps", say("log.helps"), say("log.helps-hint"), lines=2)
        self.source = RadioField(bench.look, "source", say("log.source"), _choices(say))
        self.name = RadioField(bench.look, "name", say("log.name"), _names(say)) if asks_for_name else None
        self.case = SmallForm(say) if sizes else None
        self.helps.label.hide()  # the heading of its fold says the same
        self._lay_out()
        self.offer_skills()
        for part in (self.title, self.problem, self.proposal, self.helps, self.barrier_note):
            part.edited.connect(self._edited)
        for group in (self.chips, self.offers, self.barriers, self.source, self.name, self.case):
            if group is not None:
                group.edited.connect(self._edited)

    @property
    def texts(self) -> tuple[LineField | GrowingField, ...]:
        """The fields in which words are written."""
        return self.title, self.problem, self.proposal, self.helps

    def offer_skills(self, tags: Sequence[SkillTag] = ()) -> None:
        """Offer the areas of the framework in use, and those that an idea or a draft has from another one."""
        desk = self._bench.desk
        framework = desk.skills.framework(desk.preferences.framework)
        areas = [] if framework is None else [(framework.tag(area), area) for area in framework.offered]
        offered = {tag.key: tag for tag, _area in areas}
        others = [tag for tag in tags if tag.key not in offered]
        offered |= {tag.key: tag for tag in others}
        if offered != self._tags:
            self._tags = offered
            groups: dict[str, list[Choice]] = {}
            for tag, area in areas:
                groups.setdefault(in_language(area.group), []).append((tag.key, tag.label, in_language(area.hint)))
            for tag in others:
                groups.setdefault(self.say("log.skills-other"), []).append((tag.key, tag.label or tag.key, ""))
            self.chips.offer(groups, after=self.proposal.edit)
            self.offers.offer(groups, after=self.folds[3].header)
            self.suggest(())

    @property
    def areas(self) -> frozenset[str]:
        """The keys of the areas that are offered."""
        return frozenset(self._tags)

    def suggest(self, areas: Sequence[str]) -> None:
        """Suggest these areas of the framework in use, to be taken by one key or click."""
        known = tuple(area for area in areas if area in self._tags)
        if known != self._suggested:
            self._suggested = known
            self._show_suggested()
            if self.take.isVisible():
                announce(self, self.take.accessibleName())

    def _show_suggested(self) -> None:
        wanted = [self._tags[area].label or area for area in self._suggested if area not in self.chips.value]
        words = self.say("log.suggest", areas=", ".join(wanted), count=len(wanted)) if wanted else ""
        self.take.setText(words)
        self.take.setAccessibleName(words)
        self._suggestion.show_taking(bool(wanted))

    def _take_suggested(self) -> None:
        had_focus = self.take.hasFocus()
        self.chips.value = (*self.chips.value, *self._suggested)
        if had_focus and self._suggested:
            self.chips.chip(self._suggested[0]).setFocus()
        self._edited()

    def read(self, identifier: str, of: str = "") -> Draft:
        """What stands in the form."""
        return Draft(
            identifier,
            self.title.value,
            self.problem.value,
            self.proposal.value,
            tuple(self._tags[code] for code in self.chips.value),
            self.barriers.value,
            self.helps.value,
            self._source,
            self.name is not None and self.name.value == "without",
            of,
            size=self.case.typed if self.case is not None else {},
            offered=tuple(self._tags[code] for code in self.offers.value),
            barrier_note=self.barrier_note.value,
        )

    def show_draft(self, draft: Draft) -> None:
        """Show a draft in place of what stands in the form."""
        self.show_problems(())
        self.offer_skills((*draft.skills, *draft.offered))
        self.title.value, self.problem.value, self.proposal.value = draft.title, draft.problem, draft.proposal
        self.chips.value = tuple(tag.key for tag in draft.skills)
        self.barriers.value, self.helps.value, self.source.value = draft.barriers, draft.helps, draft.source
        self.offers.value, self.barrier_note.value = tuple(tag.key for tag in draft.offered), draft.barrier_note
        if self.name is not None:
            self.name.value = "without" if draft.anonymous else "with"
        if self.case is not None:
            self.case.show_typed(draft.size)
        for fold in self.folds:
            fold.is_open = False
        self._sum_up()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what stands in the way of sending, each at its field and all in the summary, which takes the focus."""
        fields: dict[str, Field] = {
            each.name: each for each in (self.title, self.problem, self.proposal, self.helps, self.barrier_note)
        }
        if self.case is not None:
            fields |= self.case.by_name
        shown = [(fields.get(problem.field), self._sentence(problem)) for problem in problems]
        for field in fields.values():
            field.set_error(next((words for at, words in shown if at is field), ""))
        if self.helps.error:
            self.folds[1].is_open = True
        if self.barrier_note.error:
            self.folds[0].is_open = True
        if self.case is not None and any(each.error for each in self.case.fields):
            self.folds[-1].is_open = True
        self.errors.show_errors(shown)

    def _sentence(self, problem: Problem) -> str:
        """A problem as forms put it: what to enter, without saying that nothing has been saved; the draft has been."""
        label = self.say.messages.get(f"field.{problem.field}", problem.field)
        if problem.code == "empty" and problem.field in _ENTER:
            return self.say(_ENTER[problem.field])
        if problem.code == "too-long":
            return self.say("log.too-long", field=label, limit=f"{problem.facts['limit']:,}")
        if problem.code == "personal-data":
            return self.say("privacy.stop", field=label, personal=self.say.kind(str(problem.facts["personal"])))
        return self.say.problem(problem)

    def _lay_out(self) -> None:
        say = self.say
        source = QWidget()
        both = QVBoxLayout(source)
        both.setSpacing(tokens.SPACE_16)
        both.addWidget(self.source)
        heading = "log.who"
        if self.name is not None:
            heading = "log.who-and-name"
            both.addWidget(self.name)
        contents: list[tuple[str, QWidget]] = [
            ("log.barriers", _together(self.barriers, self.barrier_note)), ("log.helps", self.helps), (heading, source),
            ("log.offers", _together(text(say("log.offers-hint"), "hint"), self.offers)),
        ]  # fmt: skip
        if self.case is not None:
            contents.append(("log.size", self.case))
        self.folds = [Fold(self._look, say, say(code), _set_in(content)) for code, content in contents]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_16)
        for part in (self.errors, self.title, self.problem, self.proposal, self.skills, self._suggestion):
            layout.addWidget(part)
        folded = QVBoxLayout()
        folded.setSpacing(0)
        for fold in self.folds:
            folded.addWidget(fold)
        layout.addLayout(folded)

    @property
    def _source(self) -> Source:
        return next((code for code in _SOURCES if code == self.source.value), "me")

    def _edited(self) -> None:
        self._sum_up()
        self.edited.emit()

    def _sum_up(self) -> None:
        """Say beside each heading what is behind it."""
        say = self.say
        self.folds[0].set_summary(", ".join(say(f"barrier.{code}") for code in self.barriers.value))
        self.folds[3].set_summary(", ".join(self._tags[code].label or code for code in self.offers.value))
        self._show_suggested()
        helps = " ".join(self.helps.value.split())
        self.folds[1].set_summary(helps if len(helps) <= _SUMMED_UP else f"{helps[:_SUMMED_UP].rstrip()}…")
        who = say(_SOURCES[self._source])
        if self.name is not None:
            named = "log.without-name-short" if self.name.value == "without" else "log.with-name-short"
            who = say("log.who-summary", who=who, name=say(named))
        self.folds[2].set_summary(who)
        if self.case is not None:
            self.folds[4].set_summary(self.case.summary)


def _barriers(say: Wording) -> list[tuple[str, str]]:
    """In the order of the alphabet, with what is none of them at the end."""
    named = sorted((say(f"barrier.{code}"), code) for code in BARRIERS if code != "other")
    return [(code, words) for words, code in [*named, (say("barrier.other"), "other")]]


def _choices(say: Wording) -> list[tuple[str, str, str]]:
    return [(code, say(words), "") for code, words in _SOURCES.items()]


def _names(say: Wording) -> list[tuple[str, str, str]]:
    return [
        ("with", say("log.with-name"), say("log.with-name-hint")),
        ("without", say("log.without-name"), say("log.without-name-hint")),
    ]


def _under_a_label(words: str, hint: str, content: QWidget) -> QWidget:
    """A group of controls; it hands its focus to none of them, since Tab would then not get past it."""
    group = QWidget()
    group.setAccessibleName(words)
    layout = QVBoxLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(tokens.SPACE_4)
    for part in (text(words, "label"), text(hint, "hint"), content):
        layout.addWidget(part)
    return group


def _together(*parts: QWidget) -> QWidget:
    place = QWidget()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(tokens.SPACE_12)
    for part in parts:
        layout.addWidget(part)
    return place


class _Suggestion(QWidget):
    """One line, as high with a suggestion as without, so that nothing below it moves while somebody types."""

    def __init__(self, look: Look, before: QLabel, take: QPushButton) -> None:
        super().__init__()
        self._look, self._before, self._take = look, before, take
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(before)
        layout.addWidget(take, alignment=Qt.AlignmentFlag.AlignLeft)
        take.hide()
        look.changed.connect(self._resize)
        self._resize()

    def show_taking(self, is_offered: bool) -> None:
        """Show the suggestion, or that there is none yet."""
        self._take.setVisible(is_offered)
        self._before.setVisible(not is_offered)

    def _resize(self) -> None:
        self.setMinimumHeight(self._look.px(tokens.SPACE_32))


def _set_in(content: QWidget) -> QWidget:
    """Content of a fold, in line with the words of its heading."""
    place = QWidget()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(tokens.SPACE_24, tokens.SPACE_8, 0, tokens.SPACE_16)
    inner = content.layout()
    if inner is not None and not isinstance(content, (Field, Ticks)):
        inner.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(content)
    return place
