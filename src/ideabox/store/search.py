"""What a person types into a search box, as a full-text query that cannot fail."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")


def match_expression(typed: str) -> str | None:
    """The full-text query for these words, all of which must be there in any order; None if there is no word.

    Each word finds its own forms and the words that begin with it. Everything else that was typed is passed over.
    """
    words = _WORD.findall(typed)
    if not words:
        return None
    return " AND ".join(f'("{word}" OR "{word}"*)' for word in words[:32])


def any_expression(words: Sequence[str]) -> str:
    """The full-text query for any of these words, which are letters and digits alone."""
    return " OR ".join(f'"{word}" OR "{word}"*' for word in words[:32])
