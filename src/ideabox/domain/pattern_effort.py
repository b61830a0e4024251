"""How hard a search for a pattern may become: a pattern that a department brings must not bring the window to a halt.

The figure is an upper bound of the ways in which a pattern can be tried at one place of a text: each choice that a
search may take back multiplies it. Possessive repeats (`{0,2}+`) take nothing back and count once, so any pattern with
bounded repeats can be written within a small limit.
"""

from __future__ import annotations

import re

LONGEST = 500
"""Characters of a pattern."""
MOST = 5_000
"""Ways at one place; the patterns that travel with the program need at most a third of it."""
_GROUP = re.compile(r"\((?:\?(?::|=|!|<=|<!|>|i:|i-s:))?")
_REPEAT = re.compile(r"\{(\d{1,3})(,?)(\d{0,3})\}|[?*+]")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_HUGE = 10**12


class TooHard(ValueError):  # noqa: N818 - the pattern is at fault; nothing has failed
    """The pattern could take too long, or cannot be judged."""


def check(pattern: str) -> None:
    """Raise `TooHard` unless a search for this pattern stays quick whatever the text."""
    if len(pattern) > LONGEST:
        raise TooHard(f"longer than {LONGEST} characters")
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        raise TooHard(str(fault)) from fault
    effort, at = _alternatives(pattern, 0)
    if at != len(pattern):
        raise TooHard(f"not understood at character {at + 1}")
    if effort > MOST:
        raise TooHard("too many ways to match; make repeats possessive, such as {0,2}+")


def effort(pattern: str) -> int:
    """Ways in which the pattern can be tried at one place, at most."""
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, at: int) -> tuple[int, int]:
    """The effort from here to the end of the group or the pattern, and where that is."""
    total, one = 0, 1
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            total, one, at = total + one, 1, at + 1
            continue
        ways, at = _item(pattern, at)
        ways, at = _repeated(pattern, at, ways)
        one = min(one * ways, _HUGE)
    return min(total + one, _HUGE), at


def _item(pattern: str, at: int) -> tuple[int, int]:
    if pattern[at] == "(":
        opened = _GROUP.match(pattern, at)
        if opened is None or (pattern.startswith("(?", at) and opened[0] == "("):
            raise TooHard(f"a group that is not supported at character {at + 1}")
        ways, end = _alternatives(pattern, opened.end())
        return (1 if opened[0] == "(?>" else ways), end + 1
    if pattern[at] == "[":
        found = _CLASS.match(pattern, at)
        if found is None:
            raise TooHard(f"not understood at character {at + 1}")
        return 1, found.end()
    if pattern[at] == "\\":
        if pattern[at + 1].isdigit():
            raise TooHard("it refers back to a group")
        return 1, at + 2
    return 1, at + 1


def _repeated(pattern: str, at: int, ways: int) -> tuple[int, int]:
    found = _REPEAT.match(pattern, at)
    if found is None:
        return ways, at
    at = found.end()
    if found[0] in ("*", "+"):
        raise TooHard("it repeats without an end; say how often at most, such as {1,40}")
    if found[0] == "?":
        least, most = 0, 1
    else:
        least = int(found[1])
        most = int(found[3]) if found[3] else least
        if found[2] and not found[3]:
            raise TooHard("it repeats without an end; say how often at most, such as {1,40}")
    after = pattern[at : at + 1]
    if after == "+":
        # a group that can match in several ways is still tried in them, once for each turn
        return (1 if ways == 1 else min(ways * most, _HUGE)), at + 1
    return min((most - least + 1) * min(ways, _HUGE) ** min(most, 40), _HUGE), at + (after == "?")
