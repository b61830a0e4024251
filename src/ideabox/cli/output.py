"""What commands print: plain text that no stored text can disturb, and JSON."""

from __future__ import annotations

import contextlib
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click
import msgspec

_DISTURBING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_WIDEST = 100
_DISTURBING_BYTES = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]")
"""What JSON leaves as it is of the characters above, in UTF-8."""
_encode = msgspec.json.Encoder().encode


def block(text: str, indent: str = "  ") -> str:
    """A text in lines of its own, with nothing left that steers a terminal."""
    width = min(shutil.get_terminal_size().columns, _WIDEST) - len(indent)
    lines = _harmless(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    wrapped = [part for each in lines for part in (textwrap.wrap(each, max(width, 20)) or [""])]
    return "\n".join(f"{indent}{part}" for part in wrapped)


def line(text: str) -> str:
    """A text on one line, with nothing left that steers a terminal."""
    return _harmless(" ".join(text.split()))


def _harmless(text: str) -> str:
    return _DISTURBING.sub("\ufffd", text)


def say(text: str) -> None:
    """Print a line for a person."""
    click.echo(text)


def note(text: str) -> None:
    """Print a line beside the result, on standard error."""
    click.echo(text, err=True)


def document(value: Any) -> None:
    """Print one JSON document."""
    _write(msgspec.json.format(_encode(value)) + b"\n")


def long_document(head: dict[str, Any], name: str, items: Iterable[Any]) -> None:
    """Print one JSON document with a list that may be too long for memory."""
    start = _encode(head).removesuffix(b"}")
    _write(start + (b"," if head else b"") + _encode(name) + b":[")
    for number, item in enumerate(items):
        _write((b",\n" if number else b"\n") + _encode(item))
    _write(b"\n]}\n")


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(_DISTURBING_BYTES.sub(_escaped, data))


def _escaped(found: re.Match[bytes]) -> bytes:
    return b"\\u%04x" % ord(found[0].decode())


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for long work, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    bar: Any = click.progressbar(length=1, label=label, file=sys.stderr)

    def report(done: int, total: int) -> None:
        bar.length = max(total, 1)
        bar.update(done - bar.pos)

    with bar:
        yield report
