"""Words with counts in them."""

from __future__ import annotations

import pytest

from ideabox.usecases.wording import Wording

SAY = Wording({"ideas": "{count} ideas", "ideas.one": "1 idea", "left": "{count} to send"})


@pytest.mark.parametrize(
    ("code", "count", "words"),
    [
        ("ideas", 0, "0 ideas"),
        ("ideas", 1, "1 idea"),
        ("ideas", "1", "1 idea"),
        ("ideas", "1,000", "1,000 ideas"),
        ("ideas", 21, "21 ideas"),
        ("left", 1, "1 to send"),
    ],
)
def test_one_has_words_of_its_own_where_they_differ(code: str, count: object, words: str) -> None:
    assert SAY(code, count=count) == words
