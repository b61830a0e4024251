"""Who vouches for a package: an Ed25519 signature over its manifest's exact bytes, which hold the hashes of all else.

Section 10 of `resources/formats/package-1.md` specifies the member. `cryptography` is loaded when something is signed
or checked, and not before.
"""

from __future__ import annotations

import contextlib
import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from ideabox.domain.problems import refuse
from ideabox.exchange import files

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SHOWN, _GROUP = 20, 4
"""A fingerprint shows 80 bits: few enough to read out on the telephone, too many to make another key that has them."""


class Signature(msgspec.Struct, frozen=True):
    """What `manifest.json.sig` says, in lower-case hexadecimal digits."""

    algorithm: Literal["Ed25519"]
    key: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    """The signer's public key."""
    signature: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{128}$")]


class Forged(Exception):  # noqa: N818 - a finding about a package, not an error of the program
    """The signature is none, or not one over these bytes."""


class SigningKey:
    """The key of one installation, in a file that only its user can read. It is made when it is first wanted."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def public(self) -> str:
        """The public key, as signatures name it."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, manifest: bytes) -> bytes:
        """The content of `manifest.json.sig` for these bytes of `manifest.json`."""
        made = Signature("Ed25519", self.public, self._private.sign(manifest).hex())
        return msgspec.json.encode(made) + b"\n"

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415
        from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return self._make()
        except OSError as fault:
            refuse("key", "unreadable", path=str(self.path), detail=fault.strerror or type(fault).__name__)
        try:
            loaded = load_pem_private_key(content, None)
        except (ValueError, TypeError):  # not a key, or one under a password
            refuse("key", "damaged", path=str(self.path))
        if not isinstance(loaded, Ed25519PrivateKey):
            refuse("key", "damaged", path=str(self.path))
        return loaded

    def _make(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

        made = Ed25519PrivateKey.generate()
        pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        content = made.private_bytes(pem, pkcs8, serialization.NoEncryption())
        with files.plain_errors(self.path), contextlib.suppress(FileExistsError):  # another program may be faster
            files.place_private(self.path, content)
            return made
        return self._private


def verify(manifest: bytes, member: bytes) -> str:
    """The public key of whoever signed these bytes of `manifest.json`; raises `Forged`."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        found = msgspec.json.decode(member, type=Signature)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(found.key)).verify(bytes.fromhex(found.signature), manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as fault:
        raise Forged(str(fault)[:200]) from None
    except InvalidSignature:
        raise Forged("it was made over something else") from None
    return found.key


def fingerprint(key: str) -> str:
    """A public key as people compare it: the first digits of its SHA-256, in groups."""
    digits = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:_SHOWN]
    return " ".join(digits[start : start + _GROUP] for start in range(0, _SHOWN, _GROUP))
