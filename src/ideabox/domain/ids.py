"""Identifiers. All of them travel as 36-character lower-case UUIDs."""

from __future__ import annotations

import re
import uuid

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").fullmatch
_PERSONS = uuid.UUID("0c3e35f2-9a4f-5d0c-8f2e-6a1f4f0f7c11")


def is_id(text: str) -> bool:
    """Whether this is a UUID in the one spelling that is used."""
    return _CANONICAL(text) is not None


def uuid7(milliseconds: int, randomness: bytes) -> str:
    """A UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, then 74 of ten random bytes' 80 bits."""
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(randomness[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return from_bytes(value.to_bytes(16, "big"))


def uuid4(randomness: bytes) -> str:
    """A UUIDv4 of sixteen random bytes; unlike a UUIDv7 it tells no time."""
    value = int.from_bytes(randomness[:16], "big")
    value = value & ~(0xF << 76) | 0x4 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return from_bytes(value.to_bytes(16, "big"))


def person_id(department: str, login: str) -> str:
    """The same person on two PCs is one: a UUIDv5 of department and login, whatever their letters' case."""
    return str(uuid.uuid5(_PERSONS, f"{department.strip().casefold()}\n{login.strip().casefold()}"))


def to_bytes(identifier: str) -> bytes:
    """The sixteen bytes of an identifier, as stores keep it."""
    return bytes.fromhex(identifier.replace("-", ""))


def from_bytes(value: bytes) -> str:
    """The identifier that sixteen bytes stand for."""
    text = value.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
