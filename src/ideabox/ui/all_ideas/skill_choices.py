"""Which skills areas ideas can be narrowed down by: those in use, then what else they are tagged with."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ideabox.domain.skills import Area, Framework, Skills
from ideabox.usecases.wording import Wording


def skill_choices(skills: Skills, in_use: str, tagged: Collection[str], say: Wording) -> list[tuple[str, str]]:
    """The keys of the areas, framework by framework, and their words; `in_use` is the framework that ideas get here.

    That one comes first, with all that it offers. Of the others, and of areas that are not offered any more, there are
    just those that an idea is tagged with; areas of frameworks that are not known here come last, by their keys.
    """
    used = skills.framework(in_use)
    others = [each for each in skills.frameworks if used is None or each.key != used.key]
    frameworks = others if used is None else [used, *others]
    choices = {key: words for each in frameworks for key, words in _areas(each, tagged, say, is_used=each is used)}
    return list((choices | {key: key for key in tagged if key not in choices}).items())


def _areas(framework: Framework, tagged: Collection[str], say: Wording, *, is_used: bool) -> Iterator[tuple[str, str]]:
    for area in framework.areas:
        tag = framework.tag(area)
        if tag.key in tagged or (is_used and not area.retired):
            yield tag.key, _words(framework, area, tag.label, say, is_used=is_used)


def _words(framework: Framework, area: Area, label: str, say: Wording, *, is_used: bool) -> str:
    words = label if is_used else say("all.skill-of", area=label, framework=framework.key)
    return say("all.skill-retired", area=words) if area.retired else words
