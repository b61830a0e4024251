"""An installation as the edges see it: who is at it, what it knows, and the store to work on."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ideabox.domain.people import Profile
from ideabox.domain.skills import Skills
from ideabox.store.drafts import Drafts
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording


class Desk(Protocol):
    """An installation: `session` and `drafts` open their files when first asked for.

    `window_memory` is the file in which the window keeps its look and place; `is_new`: nobody has said yet who is here.
    """

    @property
    def wording(self) -> Wording: ...
    @property
    def skills(self) -> Skills: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def session(self) -> Session: ...
    @property
    def resources(self) -> Path: ...

    @property
    def drafts(self) -> Drafts: ...
    @property
    def window_memory(self) -> Path: ...
    @property
    def is_new(self) -> bool: ...

    def change_profile(self, **changes: str) -> Profile: ...
    def beside(self, home: Path, user: str) -> Desk: ...
    def close(self) -> None: ...
