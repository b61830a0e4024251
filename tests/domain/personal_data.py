"""Personal data of nobody: made when asked for, in the formats that people use, so that none is kept here."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from ideabox.domain import check_digits

Made = tuple[tuple[str, str], str]
"""What stands before and after, and the value."""


def _digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _letters(chance: Random, count: int, among: str = "ABCEGHJKLMNPRSTWXYZ") -> str:
    return "".join(chance.choice(among) for _ in range(count))


def _grouped(chance: Random, value: str, *sizes: int, gaps: tuple[str, ...] = ("", " ", "-")) -> str:
    gap, parts, at = chance.choice(gaps), [], 0
    for size in sizes:
        parts.append(value[at : at + size])
        at += size
    return gap.join(parts)


def _said(chance: Random, *before: str) -> tuple[str, str]:
    return chance.choice(before), chance.choice(("", ".", ",", " and then", ")"))


def ni_number(chance: Random) -> Made:
    while (prefix := _letters(chance, 2)) in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
        pass
    value = prefix + _digits(chance, 6) + chance.choice("ABCD")
    value = _grouped(
        chance,
        value,
        *chance.choice(((2, 2, 2, 2, 1), (2, 6, 1), (2, 3, 3, 1), (9,))),
        gaps=(" ", "-", ".", "", "\u00a0"),
    )
    return _said(chance, "", "nino ", "NI number: ", "("), chance.choice((value, value.lower()))


def nhs_number(chance: Random) -> Made:
    while not check_digits.nhs(value := _digits(chance, 10)):
        pass
    return _said(chance, "", "NHS number ", "NHS no: ", "("), _grouped(chance, value, 3, 3, 4)


def payment_card(chance: Random) -> Made:
    start = chance.choice("45")
    while not check_digits.luhn(value := start + _digits(chance, 15)):
        pass
    return _said(chance, "", "card ", "paid with "), _grouped(chance, value, 4, 4, 4, 4)


def email(chance: Random) -> Made:
    name = chance.choice(("jo.bloggs", "a_n_other", "sam+uc", "J.O'Neil", "pat-1979", "x")) + _digits(chance, 2)
    place = chance.choice(("example.com", "example.co.uk", "mail.example.org", "EXAMPLE.NET"))
    return _said(chance, "", "email ", "mailto:", "("), f"{name}@{place}"


def phone(chance: Random) -> Made:
    """In the ranges that Ofcom keeps for drama."""
    three = _digits(chance, 3)
    value = chance.choice((
        f"07700 900{three}", f"07700900{three}", f"07700 900 {three}", f"+44 7700 900{three}",
        f"+44 (0)7700 900 {three}", f"0044 7700 900{three}", f"020 7946 0{three}", f"(020) 7946 0{three}",
        f"02079460{three}", f"0114 496 0{three}", f"01632 960{three}", f"01632-960-{three}", f"029 2018 0{three}",
    ))  # fmt: skip
    return _said(chance, "", "call ", "tel: ", "mobile "), value


def postcode(chance: Random) -> Made:
    area = chance.choice(("LS2", "M1", "SW1A", "EC1A", "B33", "CF10", "DN55", "W1A", "LL57"))
    value = f"{area}{chance.choice((' ', ''))}{_digits(chance, 1)}{_letters(chance, 2, 'ABDEFGHJLNPQRSTUWXYZ')}"
    return _said(chance, "", "at ", "postcode "), chance.choice((value, value.lower()))


def birth_date(chance: Random) -> Made:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1940, 2008)
    names = ("January", "Feb", "March", "April", "May", "June", "July", "Aug", "September", "Oct", "November", "Dec")
    value = chance.choice((
        f"{day}/{month}/{year}", f"{day:02}.{month:02}.{year}", f"{day:02}-{month:02}-{year % 100:02}",
        f"{year}-{month:02}-{day:02}", f"{day} {names[month - 1]} {year}", f"{day}th {names[month - 1]} {year}",
        f"{day}-{names[month - 1][:3]}-{year}",
    ))  # fmt: skip
    return _said(chance, "born ", "date of birth ", "DOB: ", "d.o.b. ", "was born on the ", "dyddiad geni: "), value


def bank_details(chance: Random) -> Made:
    sort, account = _digits(chance, 6), _digits(chance, 8)
    gap = chance.choice(("-", " ", ""))
    between = chance.choice((" ", ", account ", " a/c ", " account number: ", " acc no "))
    value = f"{sort[:2]}{gap}{sort[2:4]}{gap}{sort[4:]}{between}{account}"
    return _said(chance, "sort code ", "Sort code: ", "bank: "), value


def driving_licence(chance: Random) -> Made:
    name = chance.choice(("FO999", "SMITH", "JONES", "ONEIL", "LEE99"))
    month = chance.choice(("01", "12", "51", "62", "09"))
    born = f"{_digits(chance, 1)}{month}{chance.randint(1, 28):02}{_digits(chance, 1)}"
    value = _grouped(
        chance, f"{name}{born}{_letters(chance, 1)}9{_digits(chance, 1)}{_letters(chance, 2)}", 5, 6, 5, gaps=("", " ")
    )
    return _said(chance, "", "licence "), value


def vehicle(chance: Random) -> Made:
    area, age = _letters(chance, 2, "ABCDEFGHJKLMNOPRSTUVWXY"), chance.choice(("02", "19", "24", "51", "68", "73"))
    value = f"{area}{age}{chance.choice((' ', ''))}{_letters(chance, 3)}"
    return _said(chance, "", "reg ", "a car, "), value


def passport(chance: Random) -> Made:
    return _said(chance, "passport ", "Passport number: "), chance.choice(
        (_digits(chance, 9), _letters(chance, 2) + _digits(chance, 7))
    )


def name(chance: Random) -> Made:
    surname = chance.choice(("Bloggs", "O\u2019Neil", "Smith-Jones", "McDonald", "Ffoulkes"))
    title = chance.choice(("Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Mr."))
    return _said(chance, "", "for ", "a claimant, "), f"{title} {surname}"


MAKERS: dict[str, Callable[[Random], Made]] = {
    "ni-number": ni_number, "nhs-number": nhs_number, "payment-card": payment_card, "email": email,
    "bank-details": bank_details, "phone": phone, "postcode": postcode, "birth-date": birth_date,
    "driving-licence": driving_licence, "vehicle": vehicle, "passport": passport, "name": name,
}  # fmt: skip
