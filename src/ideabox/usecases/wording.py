"""The words that people read, by code, in the language in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ideabox.domain.problems import Problem


class Wording:
    """Messages by code, with places in braces for the facts."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        self.messages = messages

    def __call__(self, code: str, /, **facts: object) -> str:
        """The message of this code; a code that has none is a fault of the program.

        Where `count` is one, it is the message of `CODE.one`, if there is that.
        """
        single = f"{code}.one" if str(facts.get("count", "")) == "1" else code
        return self.messages.get(single, self.messages[code]).format_map(facts)

    def problem(self, problem: Problem) -> str:
        """What happened, what is safe, what to do next."""
        code = f"problem.{problem.field}.{problem.code}"
        if code not in self.messages:
            code = f"problem.{problem.code}"
        field = self.messages.get(f"field.{problem.field}", problem.field)
        facts = {"field": field} | problem.facts
        if "personal" in facts:
            facts["personal"] = self.kind(str(facts["personal"]))
        return self(code, **facts)

    def kind(self, kind: str) -> str:
        """The words for a kind of personal data; a department's own is called by its code."""
        return self.messages.get(f"privacy.kind.{kind}", kind)

    def kinds(self, counts: Mapping[str, int]) -> str:
        """Kinds of personal data and how often each comes, in a list."""
        return ", ".join(f"{self.kind(kind)} {count}" for kind, count in counts.items())

    def instead(self, kind: str) -> str:
        """The words to put in place of personal data of a kind."""
        return self.messages.get(f"privacy.instead.{kind}", self.messages["privacy.instead.name"])


def load_wording(files: Iterable[bytes]) -> Wording:
    """Read the messages of one language from its files."""
    messages: dict[str, str] = {}
    for data in files:
        messages |= msgspec.json.decode(data, type=dict[str, str])
    return Wording(messages)
