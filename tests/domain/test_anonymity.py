"""Names that have been taken off: what stands in their place, and that it is the same whatever came first."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from ideabox.domain.anonymity import covered, nameless, nameless_line
from ideabox.domain.events import decode
from ideabox.domain.idea import replay
from ideabox.domain.ids import is_id
from tests.properties import histories
from tests.properties.histories import IDEAS, Line, line

ANN, BOB = histories.PEOPLE[:2]
AT = histories.TIMES[0]


def happened(number: int, kind: str, body: object, by: Any = ANN) -> Line:
    return line(f"01900000-0000-7000-8004-{number:012x}", IDEAS[0], number, AT, by, kind, body)


SUBMITTED = happened(1, "submitted", {"title": "A kettle", "problem": "P", "proposal": "S"})
COMMENTED = happened(2, "commented", {"text": "Ann again"})
OTHERS = happened(3, "supported", {}, BOB)


def taking_off(number: int, *events: Line) -> Line:
    return happened(number, "anonymised", {"events": [each.event.id for each in events]}, BOB)


def test_what_somebody_did_stands_in_the_name_of_one_made_up_person_and_of_the_office() -> None:
    taken = taking_off(4, SUBMITTED, COMMENTED)
    it = replay(IDEAS[0], [each.event for each in (SUBMITTED, COMMENTED, OTHERS, taken)])
    assert it.author is not None
    assert (it.author.name, it.author.role, it.author.office) == ("", "", "Leeds")
    assert is_id(it.author.person)
    assert it.author.person not in (ANN["person"], BOB["person"], taken.event.id)
    assert it.comments[0].by == it.author
    assert it.supporters == {it.author.person, BOB["person"]}
    assert ANN["person"] not in taken.written.decode()


def test_a_line_without_its_name_keeps_its_words_to_the_byte_and_drops_what_nobody_knows() -> None:
    written = b'{"tomorrow":["Ann"],' + SUBMITTED.written[1:].replace(
        b'"title":"A kettle"', b'"title" : "A \\u006bettle"'
    )
    persons = covered([taking_off(4, SUBMITTED).event])
    after, shorn = nameless_line(decode(written), written, persons)
    assert decode(shorn) == after
    assert b'"title" : "A \\u006bettle"' in shorn
    assert b"Ann" not in shorn
    assert ANN["person"].encode() not in shorn
    assert nameless_line(after, shorn, persons) == (after, shorn)


def test_of_several_that_take_a_name_off_the_smallest_person_stands() -> None:
    first, second = taking_off(4, SUBMITTED), taking_off(5, SUBMITTED, COMMENTED)
    both = covered([first.event, second.event])
    assert both == covered([second.event, first.event])
    assert both[SUBMITTED.event.id] == min(covered([each.event])[SUBMITTED.event.id] for each in (first, second))
    assert both[COMMENTED.event.id] == covered([second.event])[COMMENTED.event.id]


def test_what_forgets_cannot_be_made_to_look_as_if_another_had_asked_for_it() -> None:
    first = taking_off(4, SUBMITTED)
    assert nameless(first.event, covered([taking_off(5, first).event])) == first.event


@given(history=histories.histories())
def test_an_idea_is_the_same_whether_names_are_taken_off_before_or_while_it_is_replayed(history: list[Line]) -> None:
    for idea in IDEAS:
        told = {each.event.id: each for each in history if each.event.idea == idea}
        before = replay(idea, [each.event for each in histories.without_names(told.values())])
        assert replay(idea, [each.event for each in told.values()]) == before
