"""Skills areas are told apart by scheme, version and code; retired ones are known and not offered."""

from __future__ import annotations

import pytest

from ideabox.app.resources import resources
from ideabox.domain.skills import Area, Framework, Skills, SkillTag, load_framework

SHIPPED = [load_framework(path.read_bytes()) for path in sorted((resources() / "skills").glob("*.json"))]
ONE = Framework(
    "DWP", "1", {"en": "One"}, (Area("COM", {"en": "Talking"}), Area("OLD", {"en": "Telex"}, retired="2020"))
)
TWO = Framework("DWP", "2", {"en": "Two"}, (Area("COM", {"en": "Speaking", "cy": "Siarad"}),))


def test_the_same_code_in_two_versions_is_two_areas() -> None:
    skills = Skills([*SHIPPED, ONE, TWO])
    assert skills.find("DigComp 2.2 2.5") == SkillTag("2.5", "DigComp", "2.2", "Netiquette")
    assert skills.find("digcomp 3.0 2.5") == SkillTag("2.5", "DigComp", "3.0", "Digital behaviour")
    assert len(set(skills.codes)) == sum(len(each.areas) for each in skills.frameworks)
    assert {skills.find(key) for key in ("DWP 1 COM", "DWP 2 COM")} == {ONE.tag(ONE.areas[0]), TWO.tag(TWO.areas[0])}


def test_a_framework_of_ones_own_cannot_take_the_codes_of_the_first() -> None:
    other = Framework("Other", "1", {"en": "Other"}, (Area("EDS-COM", {"en": "Something else"}),))
    found = Skills([*SHIPPED, other]).find("EDS-COM")
    assert found is not None
    assert found.label == "Communicating"


def test_a_retired_area_is_known_and_not_offered() -> None:
    skills = Skills([*SHIPPED, ONE])
    old = skills.find("DWP 1 OLD")
    assert old is not None
    assert [area.code for area in ONE.offered] == ["COM"]


def test_a_framework_that_offers_nothing_is_never_the_one_in_use() -> None:
    skills = Skills(SHIPPED)
    for key in ("BDS 2015", "", "Unknown 1"):
        in_use = skills.framework(key)
        assert in_use is not None
        assert in_use.key == "EDS 2018"


def test_frameworks_that_travel_with_the_program_are_in_order() -> None:
    assert {each.key for each in SHIPPED} == {"BDS 2015", "CSCP 2013", "DigComp 2.2", "DigComp 3.0", "EDS 2018"}
    assert [each.faults for each in SHIPPED] == [[]] * len(SHIPPED)
    assert all(each.source and each.publisher for each in SHIPPED)


@pytest.mark.parametrize(
    ("framework", "fault"),
    [
        (Framework("A", "1", {"en": "A"}, (Area("x", {"en": "X"}), Area("X", {"en": "Y"}))), "code x comes twice"),
        (Framework("A", "1", {"en": "A"}, (Area("x", {"cy": "X"}),)), "a name in English is missing"),
        (Framework("A\n", "1", {"en": "A"}, (Area("x", {"en": "X"}),)), "holds characters that cannot be read"),
        (Framework("A", "1", {"en": "A"}, (Area("x\u202e", {"en": "X"}),)), "holds characters that cannot be read"),
    ],
)
def test_what_is_not_in_order_is_told(framework: Framework, fault: str) -> None:
    assert fault in "; ".join(framework.faults)
