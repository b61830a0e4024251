"""Which office lies in which region: data that a department brings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Regions:
    """Offices by region. An office counts the same whatever the case of its letters and the spaces around it."""

    def __init__(self, region_of: Mapping[str, str] | None = None) -> None:
        self._offices = tuple(region_of or ())
        self._regions = {_plain(office): region for office, region in (region_of or {}).items() if region}

    @property
    def names(self) -> tuple[str, ...]:
        """Every region, in the order of the alphabet."""
        return tuple(sorted(set(self._regions.values())))

    @property
    def known(self) -> tuple[str, ...]:
        """Every office of which the region is known, as it was said."""
        return self._offices

    def of(self, office: str) -> str:
        """The region of an office; empty if it is not known."""
        return self._regions.get(_plain(office), "")

    def offices(self, region: str, among: Iterable[str]) -> tuple[str, ...]:
        """Those of these offices that lie in a region."""
        return tuple(office for office in among if self.of(office) == region)


def _plain(office: str) -> str:
    return " ".join(office.split()).casefold()
