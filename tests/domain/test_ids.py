"""Identifiers: their bits as RFC 9562 has them, and one person wherever they sit."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain import ids


def test_the_example_of_rfc_9562_comes_out_as_it_is_printed_there() -> None:
    # Appendix A.6: 2022-02-22 19:22:22 UTC, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F.
    randomness = (0xCC3 << 64 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert ids.uuid7(0x017F22E279B0, randomness) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_a_uuid7_holds_the_time_the_version_the_variant_and_74_random_bits(milliseconds: int, random: bytes) -> None:
    made = uuid.UUID(ids.uuid7(milliseconds, random))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == milliseconds
    drawn = int.from_bytes(random, "big")
    assert made.int >> 64 & 0xFFF == drawn >> 64 & 0xFFF
    assert made.int & (1 << 62) - 1 == drawn & (1 << 62) - 1


@given(st.integers(0, 2**48 - 2), st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_a_later_uuid7_sorts_after_an_earlier_one(milliseconds: int, one: bytes, other: bytes) -> None:
    earlier, later = ids.uuid7(milliseconds, one), ids.uuid7(milliseconds + 1, other)
    assert earlier < later
    assert ids.to_bytes(earlier) < ids.to_bytes(later)


@given(st.binary(min_size=16, max_size=16))
def test_a_uuid4_is_all_random_but_for_version_and_variant(random: bytes) -> None:
    made = uuid.UUID(ids.uuid4(random))
    assert (made.version, made.variant) == (4, uuid.RFC_4122)
    assert made.int == uuid.UUID(bytes=random, version=4).int


@given(st.uuids())
def test_an_id_survives_its_sixteen_bytes(identifier: uuid.UUID) -> None:
    text = str(identifier)
    assert ids.is_id(text)
    assert ids.to_bytes(text) == identifier.bytes
    assert ids.from_bytes(identifier.bytes) == text


@pytest.mark.parametrize(
    "text",
    ["", "0" * 36, "0" * 32, f"{uuid.UUID(int=10)}".upper(), f"{{{uuid.UUID(int=1)}}}", f"{uuid.UUID(int=1)}\n"],
)
def test_any_other_spelling_is_not_an_id(text: str) -> None:
    assert not ids.is_id(text)


def test_a_person_is_a_uuid5_of_department_and_login() -> None:
    person = uuid.UUID(ids.person_id("DWP", "ann.smith"))
    assert (person.version, person.variant) == (5, uuid.RFC_4122)
    assert str(person) == ids.person_id("DWP", "ann.smith")


def test_the_same_person_is_one_however_the_login_is_written() -> None:
    assert ids.person_id("DWP", "Ann.Smith ") == ids.person_id(" dwp", "ann.smith")
    assert ids.person_id("DWP", "STRASSE") == ids.person_id("DWP", "straße")


def test_different_people_are_different() -> None:
    people = {
        ids.person_id(department, login)
        for department, login in [("DWP", "ann"), ("DWP", "bob"), ("HMRC", "ann"), ("DWPann", ""), ("", "DWPann")]
    }
    assert len(people) == 5


def test_persons_stay_who_they_are_in_every_version() -> None:
    # A change here would make two persons of everyone who has ever had an idea.
    assert ids.person_id("DWP", "ann") == str(uuid.uuid5(uuid.UUID("0c3e35f2-9a4f-5d0c-8f2e-6a1f4f0f7c11"), "dwp\nann"))
