"""Ideas like one that is being written, and clusters of ideas that are likely to be one."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideabox.app.resources import resources
from ideabox.domain.terms import Terms, load_synonyms
from ideabox.store import similar
from ideabox.store.similar import Found
from ideabox.usecases import ideas
from ideabox.usecases.session import Session

TERMS = Terms(load_synonyms(path.read_bytes()) for path in (resources() / "synonyms").glob("*.json"))


def alike(session: Session, title: str, text: str = "", limit: int = 5) -> list[Found]:
    with session.store.read() as connection:
        return similar.find(connection, title, text, limit, terms=TERMS)


def found(session: Session, title: str, text: str = "", limit: int = 5) -> list[str]:
    return [each.row.title for each in alike(session, title, text, limit)]


def log(session: Session, title: str, problem: str = "p", proposal: str = "s") -> str:
    return next(iter(ideas.submit(session, title, problem, proposal).new))


def office(session: Session) -> None:
    """An office's ideas, each unlike the others."""
    log(
        session, "Send text reminders before the first appointment", "One in five people miss it", "Text the day before"
    )
    log(session, "Put the number of the nearest food bank on the notice board", "People ask us daily", "Print a sheet")
    log(
        session, "Let people book a public computer in advance", "All six are taken at ten", "A page to reserve an hour"
    )
    log(session, "Keep the evidence upload from timing out", "Photos are lost on slow lines", "Save each as it arrives")
    log(session, "Name the printers by their room", "Letters come out on the wrong floor", "A label and a list")
    log(session, "Welsh forms at the front desk", "We print them when somebody asks", "Keep a stock of each")
    log(session, "A quiet room for first interviews", "The hall is loud", "Use the empty training room")


def test_the_idea_that_says_the_same_in_other_forms_of_the_words_comes_first(session: Session) -> None:
    office(session)
    assert found(session, "Reminding people of their appointments by texting")[0].startswith("Send text reminders")
    assert found(session, "Uploading evidences keeps timing out")[0] == "Keep the evidence upload from timing out"


def test_words_that_mean_the_same_find_each_other(session: Session) -> None:
    office(session)
    log(session, "Universal Credit login codes never arrive")
    log(session, "A lift for the job centre")
    for title, wanted in (
        ("SMS before an interview", "Send text reminders before the first appointment"),
        ("Reserve a PC", "Let people book a public computer in advance"),
        ("Codes to log in to UC", "Universal Credit login codes never arrive"),
        ("JCP has no lift", "A lift for the job centre"),
        ("Neges destun cyn apwyntiad", "Send text reminders before the first appointment"),
    ):
        assert found(session, title)[:1] == [wanted], title


def test_british_and_american_spellings_are_one(session: Session) -> None:
    office(session)
    log(session, "Organise the shared drive")
    assert found(session, "Organizing our shared drives")[0] == "Organise the shared drive"


def test_slips_and_words_not_yet_typed_to_their_end_find_what_was_meant(session: Session) -> None:
    office(session)
    assert found(session, "apointment remindrs")[0].startswith("Send text reminders")
    assert found(session, "pritners")[0] == "Name the printers by their room"
    assert found(session, "evid")[0] == "Keep the evidence upload from timing out"


def test_a_rare_word_tells_more_than_a_frequent_one(session: Session) -> None:
    for number in range(30):
        log(session, f"Shorten the letter about topic{number}")
    log(session, "Large print for braille readers")
    assert found(session, "A letter in braille")[0] == "Large print for braille readers"


def test_what_happens_now_and_what_would_be_better_find_what_the_title_does_not(session: Session) -> None:
    office(session)
    assert found(session, "A suggestion") == []
    text = "Somebody prints a letter and it comes out on another floor. Put a label on each printer."
    assert found(session, "A suggestion", text)[0] == "Name the printers by their room"


def test_the_title_weighs_more_than_the_text(session: Session) -> None:
    log(session, "Fans for hot days", "The waiting area is stuffy")
    log(session, "Water in the waiting area", "It is stuffy on hot days")
    assert found(session, "Water for people who wait", "fans stuffy")[0] == "Water in the waiting area"


def test_each_says_by_which_words_it_was_found_the_most_telling_first(session: Session) -> None:
    office(session)
    for number in range(20):
        log(session, f"A better form number{number}")
    (first, *_) = alike(session, "Welsh forms for the Job Centre")
    assert first.row.title == "Welsh forms at the front desk"
    assert first.words == ("Welsh", "forms")
    assert 0 < first.likeness <= 1


def test_an_idea_is_most_like_itself(session: Session) -> None:
    office(session)
    with session.store.read() as connection:
        for title in found(session, "people form print text room evidence computer", limit=10):
            (first, *_) = similar.find(connection, title, terms=TERMS)
            assert first.row.title == title


def test_ideas_that_share_only_what_is_everywhere_are_not_alike(session: Session) -> None:
    office(session)
    for nothing in (
        "",
        "   ",
        "the people with",
        '"*( AND',
        "?",
        "y mae yn",
        "\x00",
        "🙂🙂",
        "\ud800",
        "zebra crossing",
    ):
        assert found(session, nothing) == [], nothing


def test_the_same_words_find_the_newest_first_and_no_more_than_asked_for(session: Session) -> None:
    for number in range(6):
        log(session, f"Text reminders {number}")
    assert found(session, "reminders", limit=3) == ["Text reminders 5", "Text reminders 4", "Text reminders 3"]


def test_withdrawn_and_erased_ideas_and_those_joined_with_another_that_is_shown_are_left_out(session: Session) -> None:
    stays, gone, joined, erased = (log(session, f"Text reminders {name}") for name in ("one", "two", "three", "four"))
    ideas.withdraw(session, gone)
    ideas.join(session, joined, stays)
    ideas.erase(session, erased)
    assert found(session, "reminders") == ["Text reminders one"]


def test_accents_and_case_make_no_difference(session: Session) -> None:
    office(session)
    log(session, "Ffôn tŷ i bawb")
    assert found(session, "FFON TY")[0] == "Ffôn tŷ i bawb"


def test_ten_thousand_characters_are_as_good_a_question_as_ten(session: Session) -> None:
    office(session)
    long = "Letters come out on the wrong floor. " * 270
    assert found(session, "Printers", long)[0] == "Name the printers by their room"
    assert found(session, long)[0] == "Name the printers by their room"
    assert found(session, "x" * 10_000) == []
    log(session, "A very long story", "printer " * 1_250, "floor " * 1_600)
    assert "A very long story" in found(session, "The floor of the printer")


def test_an_empty_store_has_nothing_alike(session: Session) -> None:
    assert found(session, "Text reminders", "before appointments") == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=60), text=st.text(max_size=200), limit=st.integers(1, 9))
def test_whatever_is_written_is_a_question(session: Session, title: str, text: str, limit: int) -> None:
    if not found(session, "printers"):
        office(session)
    answer = alike(session, title, text, limit)
    assert len(answer) <= limit
    assert len({each.row.id for each in answer}) == len(answer)
    assert all(similar.LEAST <= each.likeness <= 1 and each.words for each in answer)
