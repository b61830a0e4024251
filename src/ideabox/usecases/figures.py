"""What is asked for from a figure; apart from `insights`, which loads what counts, so that lists need not."""

from __future__ import annotations

import msgspec

from ideabox.store.queries import Filter


class Behind(msgspec.Struct, frozen=True):
    """The ideas behind a count, and what they are in words."""

    wanted: Filter
    words: str
