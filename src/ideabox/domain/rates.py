"""Prices that estimates are made with: data with their sources, some published, some a department's own.

Nothing here is a department's own unless it brought it. An estimate takes the price along, so changing one changes no
estimate that was made before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

import msgspec

from ideabox.domain.estimates import Day, Pence, Price, Rate, Small, Source

Note = Annotated[str, msgspec.Meta(max_length=1_000)]
MOST = 200
"""Prices of one kind in a file."""


class Known(msgspec.Struct, frozen=True, omit_defaults=True):
    """A price, and where it is from. `low` and `high`: what it may really be, where its source says so."""

    pence: Pence
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    dated: Day = ""
    note: Note = ""
    channel: Small = ""
    low: Pence | None = None
    high: Pence | None = None

    @property
    def price(self) -> Price:
        """What an estimate takes along."""
        return Price(self.pence, self.source, self.dated)


class KnownRate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A discount rate, and where it is from."""

    basis_points: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    source: Source
    dated: Day = ""
    note: Note = ""

    @property
    def rate(self) -> Rate:
        """What an estimate takes along."""
        return Rate(self.basis_points, self.source, self.dated)


_Prices = Annotated[tuple[Known, ...], msgspec.Meta(max_length=MOST)]


class RatesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of prices says."""

    contacts: _Prices = ()
    """What a contact costs, by its channel."""
    staff_hour: _Prices = ()
    public_hour: _Prices = ()
    discount: Annotated[tuple[KnownRate, ...], msgspec.Meta(max_length=MOST)] = ()


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

    def is_own(self, price: Known | KnownRate) -> bool:
        """Whether the department brought this one."""
        return any(
            price in kind
            for file in self.own
            for kind in (file.contacts, file.staff_hour, file.public_hour, file.discount)
        )

    @property
    def _files(self) -> tuple[RatesFile, ...]:
        return (*self.published, *self.own)

    @staticmethod
    def _last(found: list[Known]) -> Known | None:
        return found[-1] if found else None


def load_rates(data: bytes) -> RatesFile:
    """Read a file of prices; `msgspec.ValidationError` names the place of a fault."""
    return msgspec.json.decode(data, type=RatesFile)
