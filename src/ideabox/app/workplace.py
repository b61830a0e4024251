"""One installation at work: its files, the person at it, and the store, opened when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from ideabox.app import frameworks, locations, policy, rates, regions, settings
from ideabox.app.crash import CrashReports, Watch, versions
from ideabox.app.layouts import KeptLayouts
from ideabox.app.places import Places, places
from ideabox.app.resources import resources
from ideabox.domain import searching
from ideabox.domain.people import Profile
from ideabox.domain.privacy import Guard, Pattern, load_patterns
from ideabox.domain.problems import Refusal, refuse
from ideabox.domain.rates import Rates, load_rates
from ideabox.domain.regions import Regions
from ideabox.domain.skills import Framework, Skills, load_framework
from ideabox.domain.suggesting import Suggester, WordList, load_words
from ideabox.domain.terms import Terms, load_synonyms
from ideabox.exchange.signatures import SigningKey
from ideabox.store.database import Store
from ideabox.store.drafts import Drafts
from ideabox.usecases.desk import Kept, Preferences
from ideabox.usecases.policy import Policy
from ideabox.usecases.session import Session, new_id, utc_now
from ideabox.usecases.wording import Wording, load_wording


class Workplace:
    """What a command or a window works on. Close it when done."""

    def __init__(
        self,
        home: Path | None = None,
        database: str | None = None,
        waiting: Callable[[], None] | None = None,
        user: str | None = None,
        policy_file: Path | None = None,
    ) -> None:
        self.places: Places = places(home, database)
        self.resources = resources()
        self.waiting = waiting
        self.user = user or settings.login()
        self._suggester: Suggester | None = None
        self.policy_file = policy_file or policy.policy_file()
        self.watch: Watch | None = None

    @cached_property
    def wording(self) -> Wording:
        """The words that people read."""
        files = sorted((self.resources / "i18n" / "en").glob("*.json"))
        return load_wording(file.read_bytes() for file in files)

    @cached_property
    def skills(self) -> Skills:
        """The frameworks that travel with the program, and after them the department's own."""
        paths = sorted((self.resources / "skills").glob("*.json"))
        return Skills([*(load_framework(path.read_bytes()) for path in paths), *frameworks.own(self.places.frameworks)])

    @property
    def damaged_frameworks(self) -> list[str]:
        """The names of files beside the settings that should hold a framework and do not."""
        return frameworks.damaged(self.places.frameworks)

    def add_framework(self, path: Path, **about: str) -> Framework:
        """Take a framework of the department's own from a file; `about` tells what a CSV cannot.

        Refused where the administrator has set which framework is in use: it could take that one's place.
        """
        if problems := self.policy.locked_out({"framework": path}, self.policy_file):
            raise Refusal(*problems)
        framework = frameworks.bring(path, self.places.frameworks, **about)
        self.__dict__.pop("skills", None)
        if "session" in self.__dict__:
            self.session.skills, self.session.names = self.skills, self._names
        return framework

    @property
    def _names(self) -> searching.Names:
        return searching.names(self.skills).with_words(self.wording.messages)

    @property
    def suggester(self) -> Suggester:
        """Suggests areas of the framework in use: by words where there is a list of them, else by ideas alike alone."""
        framework = self.preferences.framework
        if self._suggester is None or self._suggester.framework != framework:
            paths = sorted((self.resources / "suggesting").glob("*.json"))
            lists = {each.framework: each for each in (load_words(path.read_bytes()) for path in paths)}
            self._suggester = Suggester(lists.get(framework, WordList(framework, {})))
        return self._suggester

    @property
    def rates(self) -> Rates:
        """The prices that estimates are made with: those that travel with the program, and the department's own."""
        published = sorted((self.resources / "case").glob("*.json"))
        return Rates((load_rates(path.read_bytes()) for path in published), rates.own(self.places.rates))

    def add_rates(self, path: Path) -> Rates:
        """Take the department's own prices from a file, in place of those it had."""
        rates.bring(path, self.places.rates)
        return self.rates

    @cached_property
    def terms(self) -> Terms:
        """How texts are compared, with the lists of words that travel with the program."""
        paths = sorted((self.resources / "synonyms").glob("*.json"))
        return Terms(load_synonyms(path.read_bytes()) for path in paths)

    @cached_property
    def policy(self) -> Policy:
        """What the administrator of this PC has set."""
        return policy.load(self.policy_file)

    @cached_property
    def guard(self) -> Guard:
        """What looks for personal data: the patterns that travel with the program, then a department's own.

        A department lays its own beside the settings, in `personal-data.json`.
        """
        own = self.places.settings.with_name("personal-data.json")
        paths = [*sorted((self.resources / "privacy").glob("*.json")), *([own] if own.exists() else [])]
        patterns: list[Pattern] = []
        for path in paths:
            try:
                patterns += load_patterns(path.read_bytes()).patterns
            except (OSError, ValueError, msgspec.MsgspecError) as fault:
                refuse("patterns", "unreadable", path=str(path), detail=str(fault))
        return Guard(patterns)

    @property
    def settings(self) -> settings.Settings:
        """What the person at this PC has set."""
        return settings.load(self.places.settings, self.policy)

    @property
    def profile(self) -> Profile:
        """The person at this PC."""
        return settings.profile(self.settings, self.user)

    def change_profile(self, **changes: str) -> Profile:
        """Set some of name, office, team and role."""
        self._change(changes)
        return self.profile

    @property
    def preferences(self) -> Preferences:
        """How the person at this PC likes to work."""
        return settings.preferences(self.settings)

    def change_preferences(self, wanted: Preferences) -> None:
        """Set how the person at this PC likes to work."""
        self._change(msgspec.structs.asdict(wanted))

    def _change(self, changes: dict[str, Any]) -> None:
        settings.change(self.places.settings, self.policy, self.policy_file, changes)

    @property
    def kept(self) -> Kept:
        """Where this installation keeps its files."""
        places = self.places
        return Kept(
            places.database, places.drafts, places.settings, places.log, places.key, places.crashes, self.policy_file
        )

    @property
    def crashes(self) -> CrashReports:
        """The reports of faults of the program."""
        return CrashReports(self.places.crashes)

    @property
    def versions(self) -> tuple[str, ...]:
        """What runs on what."""
        return versions()

    @property
    def layouts(self) -> KeptLayouts:
        """What the person has said of the columns of spreadsheets."""
        return KeptLayouts(self.places.settings.with_name("layouts.json"))

    @property
    def regions(self) -> Regions:
        """In which region each office lies."""
        return regions.load(self.places.settings.with_name("offices.json"))

    def add_regions(self, table: Path) -> int:
        """Take in which regions offices lie in; returns how many offices."""
        return regions.add(self.places.settings.with_name("offices.json"), table)

    @cached_property
    def session(self) -> Session:
        """The person at this PC, at work on the store."""
        self.policy.require_home(self.places.database)
        locations.check(self.places.database, map(Path, self.policy.value("keep_in") or ()))
        store = Store(self.places.database, lambda: new_id(utc_now()), self.waiting)
        key = SigningKey(self.places.key)
        return Session(
            store,
            self.profile,
            self.skills,
            key=key,
            names=self._names,
            terms=lambda: self.terms,
            policy=self.policy,
            guard=lambda: self.guard,
        )

    @cached_property
    def drafts(self) -> Drafts:
        """What is being written and is not an idea yet."""
        return Drafts(self.places.drafts)

    @property
    def window_memory(self) -> Path:
        """Where the window keeps its look and its place."""
        return self.places.settings.with_name("window.ini")

    @property
    def is_new(self) -> bool:
        """Whether nobody has said yet who is at this PC."""
        return not self.places.settings.exists()

    def beside(self, home: Path, user: str) -> Workplace:
        """Another installation, in a folder of its own, to try things on: no policy holds there."""
        return Workplace(home, None, self.waiting, user, home / policy.NAME)

    def open_window(self, files: Sequence[Path], new: bool) -> int:
        """Open the window and work in it until it is closed; returns the exit status."""
        try:
            from ideabox.ui import start  # noqa: PLC0415 - Qt is loaded only when a window is wanted
        except ImportError as missing:
            refuse("window", "no-qt", detail=str(missing))
        if self.watch is None:
            return start.open_window(self, files, new)
        return start.open_window(self, files, new, self.watch)

    def try_window(self) -> None:
        """Draw every place of the window once, and close it; refuses or raises if that does not work."""
        try:
            from ideabox.ui import trial  # noqa: PLC0415 - as above
        except ImportError as missing:
            refuse("window", "no-qt", detail=str(missing))
        trial.draw_every_place(self)

    def close(self) -> None:
        """Let go of the store, if it was opened."""
        if "session" in self.__dict__:
            self.session.store.close()
            del self.session
        if "drafts" in self.__dict__:
            self.drafts.close()
            del self.drafts
