"""Who did something. Offices, teams and roles are a department's own words, so they are plain text here."""

from __future__ import annotations

from typing import Annotated

import msgspec

Name = Annotated[str, msgspec.Meta(max_length=200)]
ROLES = ("adviser", "manager", "lead")


class By(msgspec.Struct, frozen=True):
    """Who did it, as they were at that moment. An empty name is a person who gave none."""

    person: str
    name: Name = ""
    role: Name = ""
    office: Name = ""


class Profile(msgspec.Struct, frozen=True):
    """The person at this PC. `person` is `ids.person_id` of department and login."""

    person: str
    name: str = ""
    office: str = ""
    team: str = ""
    role: str = "adviser"

    def signature(self) -> By:
        """How this person signs what they do."""
        return By(self.person, self.name, self.role, self.office)

    def pseudonym(self, person: str) -> By:
        """How this person signs without their name, as `person`: the office remains, so that an answer finds it."""
        return By(person, office=self.office)
