"""Forms of words, as the index of the SQLite in use has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.word_forms import WORD, completions, folded, stem

HELP = Path(__file__).parents[2] / "resources"
ENDINGS = "ed|ing|ational|ly|s|es|ies|y|e|ll|ness|ful|ization|ement|ion|eed|ate|al|ive|bly|logy|ousness"
MADE_UP = st.from_regex(rf"[aeiouybcdlstnmgzé]{{1,7}}({ENDINGS})", fullmatch=True)


class Index:
    """A full-text index like the store's."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE kept USING fts5(words, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self._connection.execute("CREATE VIRTUAL TABLE term USING fts5vocab(kept, 'row')")

    def terms(self, words: str) -> set[str]:
        """What is kept of these words."""
        self._connection.execute("DELETE FROM kept")
        self._connection.execute("INSERT INTO kept VALUES (?)", (words,))
        return {row[0] for row in self._connection.execute("SELECT term FROM term")}

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    made = Index()
    yield made
    made.close()


def test_the_words_of_our_own_texts_have_the_forms_of_the_index(index: Index) -> None:
    text = " ".join(path.read_text(encoding="utf-8") for path in HELP.rglob("*") if path.suffix in {".md", ".json"})
    words = WORD.findall(text)
    assert len(set(words)) > 1_500
    assert {stem(folded(word)) for word in words} == index.terms(" ".join(words))


@given(word=MADE_UP | st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_made_up_word_has_the_form_of_the_index(index: Index, word: str) -> None:
    assert index.terms(word) == {stem(folded(word))}


@pytest.mark.parametrize("whole", ["appointment", "appointments", "booking", "helpfulness", "reliability"])
def test_the_beginning_of_a_word_leads_to_its_form_however_short_that_is(whole: str) -> None:
    for length in range(6, len(whole)):
        begun = whole[:length]
        assert any(stem(whole).startswith(stem(word)) for word in (begun, *completions(begun))), begun


@given(begun=st.text("abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_completions_begin_with_what_was_typed(begun: str) -> None:
    assert all(word.startswith(begun) for word in completions(begun))
