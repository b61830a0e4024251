"""Prices and corrections of estimates: data with their sources, some published, some a department's own.

Nothing here is a department's own unless it brought it. An estimate takes what it was made with along, so changing a
price or a correction changes no estimate that was made before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from ideabox.domain.estimates import (
    GRADES,
    Correction,
    Day,
    Pence,
    Percent,
    Price,
    Rate,
    Small,
    Source,
    Whose,
)

Note = Annotated[str, msgspec.Meta(max_length=1_000)]
MOST = 200
"""Prices of one kind in a file."""


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """A price, and where it is from. `low` and `high`: what it may really be; an end not said is the price itself."""

    pence: Pence
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    dated: Day = ""
    note: Note = ""
    channel: Small = ""
    low: Pence | UnsetType = UNSET
    high: Pence | UnsetType = UNSET

    def __post_init__(self) -> None:
        low, high = (self.pence if end is UNSET else end for end in (self.low, self.high))
        if not low <= self.pence <= high:
            raise ValueError("low, pence and high are not in order")


class KnownRate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A discount rate, and where it is from."""

    basis_points: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    source: Source
    dated: Day = ""
    note: Note = ""


class KnownCorrections(msgspec.Struct, frozen=True, omit_defaults=True):
    """How estimates are corrected for how sure they are, in per cent for the grades 1 to 6, and where that is from."""

    percents: tuple[Percent, Percent, Percent, Percent, Percent, Percent]
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    dated: Day = ""
    note: Note = ""


_Prices = Annotated[tuple[Known, ...], msgspec.Meta(max_length=MOST)]


class RatesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of prices says."""

    contacts: _Prices = ()
    """What a contact costs, by its channel."""
    staff_hour: _Prices = ()
    public_hour: _Prices = ()
    discount: Annotated[tuple[KnownRate, ...], msgspec.Meta(max_length=MOST)] = ()
    corrections: Annotated[tuple[KnownCorrections, ...], msgspec.Meta(max_length=MOST)] = ()


class Rates:
    """All prices that are known here. Of several of one kind the last file's stands, and in it the last."""

    def __init__(self, published: Iterable[RatesFile], own: Iterable[RatesFile] = ()) -> None:
        self.published, self.own = tuple(published), tuple(own)

    def contact(self, channel: str) -> Known | None:
        """What a contact in this channel costs, if that is known."""
        found = [each for file in self._files for each in file.contacts if each.channel == channel]
        return found[-1] if found else None

    @property
    def staff_hour(self) -> Known | None:
        """What an hour of staff's time costs."""
        return self._last([each for file in self._files for each in file.staff_hour])

    @property
    def public_hour(self) -> Known | None:
        """What an hour of a member of the public's own time is worth."""
        return self._last([each for file in self._files for each in file.public_hour])

    @property
    def discount(self) -> KnownRate | None:
        """By how much later years count less."""
        found = [each for file in self._files for each in file.discount]
        return found[-1] if found else None

    @property
    def corrections(self) -> KnownCorrections | None:
        """How estimates are corrected for how sure they are."""
        found = [each for file in self._files for each in file.corrections]
        return found[-1] if found else None

    def price(self, found: Known | None) -> Price | UnsetType:
        """What an estimate takes along of a price that is known."""
        if found is None:
            return UNSET
        return Price(found.pence, found.source, found.dated, self._whose(found), found.low, found.high)

    @property
    def rate(self) -> Rate | UnsetType:
        """What an estimate takes along of the discount rate."""
        found = self.discount
        if found is None:
            return UNSET
        return Rate(found.basis_points, found.source, found.dated, self._whose(found))

    def correction(self, grade: int) -> Correction | UnsetType:
        """What an estimate of this grade takes along."""
        found = self.corrections
        if found is None or grade not in GRADES:
            return UNSET
        return Correction(found.percents[grade - 1], found.source, found.dated, self._whose(found))

    def is_own(self, found: Known | KnownRate | KnownCorrections) -> bool:
        """Whether the department brought this one."""
        return any(
            found in kind
            for file in self.own
            for kind in (file.contacts, file.staff_hour, file.public_hour, file.discount, file.corrections)
        )

    def _whose(self, found: Known | KnownRate | KnownCorrections) -> Whose | UnsetType:
        return "department" if self.is_own(found) else UNSET

    @property
    def _files(self) -> tuple[RatesFile, ...]:
        return (*self.published, *self.own)

    @staticmethod
    def _last(found: list[Known]) -> Known | None:
        return found[-1] if found else None


def load_rates(data: bytes) -> RatesFile:
    """Read a file of prices; `msgspec.ValidationError` names the place of a fault."""
    return msgspec.json.decode(data, type=RatesFile)
