"""Whether a number can be what it looks like: the check digits of the numbers that people carry.

All take any text and look at its digits alone; none says that a number was ever issued.
"""

from __future__ import annotations

from collections.abc import Callable

_NHS_DIGITS, _UTR_DIGITS = 10, 10
_UTR_WEIGHTS = (6, 7, 8, 9, 10, 5, 4, 3, 2)
_UTR_CHECKS = "21987654321"


def _digits(text: str) -> list[int]:
    return [int(each) for each in text if each.isdecimal()]


def luhn(text: str) -> bool:
    """Payment cards (ISO/IEC 7812-1): every second digit from the right counts double."""
    digits = _digits(text)
    doubled = (sum(divmod(2 * each, 10)) for each in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def nhs(text: str) -> bool:
    """NHS numbers (NHS Data Dictionary): ten digits whose sum, weighted 10 to 1, is a multiple of 11."""
    digits = _digits(text)
    weighted = sum(weight * each for weight, each in zip(range(10, 0, -1), digits, strict=False))
    return len(digits) == _NHS_DIGITS and len(set(digits)) > 1 and weighted % 11 == 0


def utr(text: str) -> bool:
    """Unique Taxpayer References: the first of ten digits follows from the other nine (as python-stdnum has it)."""
    digits = _digits(text)
    if len(digits) != _UTR_DIGITS:
        return False
    weighted = sum(weight * each for weight, each in zip(_UTR_WEIGHTS, digits[1:], strict=True))
    return int(_UTR_CHECKS[weighted % 11]) == digits[0]


def iban(text: str) -> bool:
    """International bank account numbers (ISO 13616): the remainder by 97 is 1."""
    letters = [each for each in text.upper() if each.isascii() and each.isalnum()]
    return int("0" + "".join(str(int(each, 36)) for each in letters[4:] + letters[:4])) % 97 == 1


CHECKS: dict[str, Callable[[str], bool]] = {"luhn": luhn, "nhs": nhs, "utr": utr, "iban": iban}
"""By the name that a pattern gives."""
