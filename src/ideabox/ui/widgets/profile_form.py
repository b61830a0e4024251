"""Who is at this PC: the same questions on the first run and in the settings."""

from __future__ import annotations

import msgspec
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ideabox.domain.people import Profile
from ideabox.domain.problems import Refusal
from ideabox.ui import tokens
from ideabox.ui.bench import Bench
from ideabox.ui.widgets.choices import CheckField, RadioField
from ideabox.ui.widgets.fields import ChoiceField, Field, LineField
from ideabox.ui.widgets.grid import EvenGrid
from ideabox.ui.widgets.locked import lock_as_set
from ideabox.usecases.desk import Preferences


class ProfileForm(QWidget):
    """Name, office, team, role and skills framework. With one framework alone there is nothing to choose."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench, self._say = bench, bench.say
        say, look = self._say, bench.look
        self.name = LineField("name", say("person.name"), say("person.name-hint"))
        self.without_name = CheckField(look, "without_name", say("person.without"), say("person.without-hint"))
        self.office = LineField("office", say("person.office"), say("person.office-hint"))
        self.team = LineField("team", say("person.team"), say("person.team-hint"))
        roles = [
            ("adviser", say("person.adviser"), say("person.adviser-hint")),
            ("manager", say("person.manager"), say("person.manager-hint")),
            ("lead", say("person.lead"), say("person.lead-hint")),
        ]
        self.role = RadioField(look, "role", say("person.role"), roles)
        self.framework = ChoiceField("framework", say("person.framework"), [], say("person.framework-hint"))
        self.framework.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.framework.combo.setMinimumContentsLength(12)
        for field in (self.office, self.team, self.role, self.framework):
            lock_as_set(bench, field.name, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.SPACE_16)
        where = EvenGrid(look)
        where.add(self.office)
        where.add(self.team)
        for part in (self.name, self.without_name, where, self.role, self.framework):
            layout.addWidget(part)

    def show_person(self, profile: Profile, preferences: Preferences) -> None:
        """Fill the form in."""
        self.show_framework(preferences)
        self.name.value, self.office.value, self.team.value = profile.name, profile.office, profile.team
        self.role.value = profile.role
        self.without_name.value = preferences.without_name

    def show_framework(self, preferences: Preferences) -> None:
        """Show which skills framework is in use, of those that are known now."""
        known = [each for each in self._bench.desk.skills.frameworks if each.offered]
        self.framework.combo.clear()
        for each in known:
            self.framework.combo.addItem(each.label, each.key)
        self.framework.value = preferences.framework
        self.framework.setVisible(len(known) > 1)

    @property
    def profile(self) -> dict[str, str]:
        """What the form says of the person."""
        fields = {field.name: field.value.strip() for field in (self.name, self.office, self.team)}
        return fields | {"role": self.role.value}

    def preferences(self, before: Preferences) -> Preferences:
        """What the form says of how they like to work; what it does not ask stays."""
        return msgspec.structs.replace(
            before, without_name=self.without_name.value, framework=self.framework.value or before.framework
        )

    def show_refusal(self, refusal: Refusal | None) -> list[tuple[QWidget | None, str]]:
        """Say beside each field what is wrong with it; returns the same for a summary."""
        fields: dict[str, Field] = {field.name: field for field in (self.name, self.office, self.team)}
        for field in fields.values():
            field.set_error("")
        errors: list[tuple[QWidget | None, str]] = []
        for problem in refusal.problems if refusal is not None else ():
            message = self._say.problem(problem)
            at = fields.get(problem.field)
            if at is not None:
                at.set_error(message)
            errors.append((at, message))
        return errors
