"""Someone at work on a store: who they are, and where time and chance come from."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from ideabox.domain import ids, searching
from ideabox.domain.events import timestamp
from ideabox.domain.people import Profile
from ideabox.domain.privacy import Guard
from ideabox.domain.searching import Names
from ideabox.domain.skills import Skills
from ideabox.domain.terms import Terms
from ideabox.exchange.signatures import SigningKey
from ideabox.store.database import Store
from ideabox.usecases.policy import NO_POLICY, Policy


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Session:
    """What every use case needs. `now` and `randomness` are the only sources of time and of chance.

    `policy` is what the administrator has set.
    `key` is what this installation signs its packages with; without one they leave unsigned.
    `names` are what statuses, skills areas and barriers can be called in a search: their codes, unless more are given.
    `terms` makes what reads what ideas say, when it is first wanted: it takes longer than a window may take to open.
    Without it, words that mean the same are not known.
    `guard` makes what looks for personal data; without it, nothing does.
    """

    def __init__(
        self,
        store: Store,
        me: Profile,
        skills: Skills,
        now: Callable[[], datetime] = utc_now,
        randomness: Callable[[int], bytes] = os.urandom,
        key: SigningKey | None = None,
        names: Names | None = None,
        terms: Callable[[], Terms] = Terms,
        policy: Policy = NO_POLICY,
        guard: Callable[[], Guard] = Guard,
    ) -> None:
        self.store = store
        self.key = key
        self.policy = policy
        self.me = me
        self.skills = skills
        self.now = now
        self.randomness = randomness
        self.names = names or searching.names(skills)
        self._read_terms, self._read_guard = terms, guard

    @cached_property
    def terms(self) -> Terms:
        """What reads what ideas say."""
        return self._read_terms()

    @cached_property
    def guard(self) -> Guard:
        """What looks for personal data."""
        return self._read_guard()

    def timestamp(self) -> str:
        """This moment, as events and logs write it."""
        return timestamp(self.now())

    def new_id(self) -> str:
        """A new id whose order is that of time."""
        return new_id(self.now(), self.randomness)

    def random_id(self) -> str:
        """A new id that tells nothing."""
        return ids.uuid4(self.randomness(16))


def new_id(moment: datetime, randomness: Callable[[int], bytes] = os.urandom) -> str:
    """A new UUIDv7."""
    return ids.uuid7(int(moment.timestamp() * 1000), randomness(10))
