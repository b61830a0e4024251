"""When files that grow in number are put together into larger ones, so that few remain and little is written twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

FACTOR = 8
T = TypeVar("T")


def to_merge(sizes: Mapping[T, int]) -> list[T]:
    """The files to put together next, by how much each holds; none if there are few enough.

    Files of about the same size make a tier, each tier up to eight times larger than the one below. A tier that is full
    becomes one file of a higher one. So n events end in at most seven files for each power of eight in n, and each
    event is written at most once for each of these.
    """
    tiers: dict[int, list[T]] = {}
    for file, size in sizes.items():
        tiers.setdefault(_tier(size), []).append(file)
    full = [tier for tier, files in tiers.items() if len(files) >= FACTOR]
    return tiers[min(full)] if full else []


def _tier(size: int) -> int:
    tier = 0
    while size >= FACTOR:
        size //= FACTOR
        tier += 1
    return tier
