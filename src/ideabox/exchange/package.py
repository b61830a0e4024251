"""The package, format 1: the file in which ideas travel. `resources/formats/package-1.md` is its specification."""

from __future__ import annotations

import errno
import hashlib
import io
import re
import shutil
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any, BinaryIO, Final, Literal, NoReturn, TypeVar, cast

import msgspec

from ideabox.domain.events import MAX_LINE
from ideabox.domain.ids import is_id
from ideabox.domain.problems import Refusal, refuse
from ideabox.exchange import files, signatures, tables

FORMAT: Final = "ideabox-package"
VERSION, MAJOR = "1.3", 1
ENDING = ".ideabox.zip"
MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
MARKING = MARKINGS[0]

MANIFEST, SIGNATURE, EVENTS, TABLE, TABLE_METADATA, READ_ME = (
    "manifest.json", "manifest.json.sig", "events.jsonl", "ideas.csv", "ideas.csv-metadata.json", "READ ME.txt",
)  # fmt: skip
_HASHED = (EVENTS, TABLE, TABLE_METADATA, READ_ME)
_MEMBERS = {MANIFEST, SIGNATURE, *_HASHED}

MAX_FILE = 1024**3
MAX_MEMBER = 2 * 1024**3 - 1
MAX_SMALL_MEMBER = 1024**2
"""For the manifest, its signature and the two texts for people."""
MAX_RATIO = 200
"""How many times its own size an archive may come to once it is unpacked, unless that is no more than `MAX_EASY`."""
MAX_EASY = 64 * 1024**2
MAX_DIRECTORY = 16 * 1024
MIN_LINE = 200
"""Bytes of the shortest event. More lines than there is room for events say nothing, and much room to say why."""

T = TypeVar("T")
Sign = Callable[[bytes], bytes]
"""Makes the member of the signature from the manifest's bytes."""
Kind = Literal["batch", "submissions", "answers", "outcomes"]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Number = Annotated[int, msgspec.Meta(ge=0, le=10**9)]


class Sender(msgspec.Struct, frozen=True, omit_defaults=True):
    """The store that wrote the package, and its office."""

    store: str
    office: Short = ""


class Counts(msgspec.Struct, frozen=True):
    """How much is in it."""

    ideas: Number
    events: Number


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True, rename={"sender": "from", "office": "to"}):
    """What `manifest.json` says. An anonymous package has no sender, and a day for a time."""

    format: Literal["ideabox-package"]
    version: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    package: str
    kind: Kind
    created: Short
    marking: Short
    counts: Counts
    sha256: dict[str, Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]]
    sender: Sender | None = None
    name: Short = ""
    """The name of the batch."""
    office: Short = ""
    """The office that it is meant for, where it is one."""


class _Version(msgspec.Struct):
    format: str = ""
    version: str = ""


class Cover(msgspec.Struct, frozen=True):
    """What a package says of itself, before it is written."""

    package: str
    kind: Kind
    created: str
    marking: str = MARKING
    sender: Sender | None = None
    name: str = ""
    office: str = ""


class Placed(msgspec.Struct, frozen=True):
    """A package that is in its place. `content` is the SHA-256 of its manifest."""

    path: Path
    counts: Counts
    content: bytes


def write(
    folder: Path,
    file_name: str,
    cover: Cover,
    ideas: Iterable[tuple[list[bytes], Mapping[str, Any]]],
    read_me: Callable[[Counts], str],
    sign: Sign | None = None,
) -> tuple[Path, Counts]:
    """Write a package: for each idea the lines of its events in order, and its row for people.

    `sign` makes the signature's member of the manifest's bytes; without it nobody vouches for the package. Returns
    where it is and what it holds. It is there whole or not at all, and never over another file.
    """

    def fill(archive: zipfile.ZipFile, hashes: dict[str, str]) -> Counts:
        with tempfile.TemporaryFile(dir=folder) as spool:
            table = io.TextIOWrapper(spool, "utf-8", newline="")
            with _Member(archive, EVENTS, hashes) as events:
                counts = _write_ideas(ideas, events, table)
            table.flush()
            spool.seek(0)
            with _Member(archive, TABLE, hashes) as member:
                shutil.copyfileobj(spool, member)
            table.detach()
        for name, content in (
            (TABLE_METADATA, tables.csvw_metadata(TABLE)),
            (READ_ME, read_me(counts).replace("\n", "\r\n").encode()),
        ):
            with _Member(archive, name, hashes) as member:
                member.write(content)
        return counts

    placed = _place(folder, file_name, cover, fill, sign)
    return placed.path, placed.counts


def write_bare(
    folder: Path, file_name: str, cover: Cover, ideas: Iterable[list[bytes]], sign: Sign | None = None
) -> Placed:
    """Write a package of events alone, for programs: the lines of each idea's events in order."""

    def fill(archive: zipfile.ZipFile, hashes: dict[str, str]) -> Counts:
        count = written = 0
        with _Member(archive, EVENTS, hashes) as events:
            for count, lines in enumerate(ideas, 1):  # noqa: B007 - the last number is the count
                events.write(b"\n".join(lines) + b"\n")
                written += len(lines)
        return Counts(count, written)

    return _place(folder, file_name, cover, fill, sign)


def _place(
    folder: Path,
    file_name: str,
    cover: Cover,
    fill: Callable[[zipfile.ZipFile, dict[str, str]], Counts],
    sign: Sign | None,
) -> Placed:
    """Put an archive in its place: what `fill` puts in, the manifest, and its signature."""
    counts, manifest, signature = Counts(0, 0), b"", b""

    def write_archive(file: BinaryIO) -> None:
        nonlocal counts, manifest, signature
        hashes: dict[str, str] = {}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            counts = fill(archive, hashes)
            manifest = _manifest(cover, counts, hashes)
            with _Member(archive, MANIFEST, {}) as member:
                member.write(manifest)
            if sign is not None:
                signature = sign(manifest)
                with _Member(archive, SIGNATURE, {}) as member:
                    member.write(signature)

    dated = datetime.fromisoformat(cover.created) if cover.sender is None else None
    path = files.place_new(folder, file_name, ENDING, write_archive, dated)
    return Placed(path, counts, _content(manifest, signature))


def _content(manifest: bytes, signature: bytes) -> bytes:
    """What a package holds and who vouches for it, in one hash: a copy without its signature is another."""
    return hashlib.sha256(manifest + signature).digest()


def _write_ideas(ideas: Iterable[tuple[list[bytes], Mapping[str, Any]]], events: _Member, table: IO[str]) -> Counts:
    written = 0

    def rows() -> Iterator[Mapping[str, Any]]:
        nonlocal written
        for lines, row in ideas:
            events.write(b"\n".join(lines) + b"\n")
            written += len(lines)
            yield row

    count = tables.write_csv(table, rows())
    return Counts(count, written)


def _manifest(cover: Cover, counts: Counts, hashes: dict[str, str]) -> bytes:
    manifest = Manifest(
        FORMAT, VERSION, cover.package, cover.kind, cover.created, cover.marking, counts, hashes,
        cover.sender, cover.name, cover.office,
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(manifest)) + b"\n"


class _Member:
    """A member of an archive being written, which takes its own SHA-256. Its date says nothing about its writer."""

    def __init__(self, archive: zipfile.ZipFile, name: str, hashes: dict[str, str]) -> None:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        self._name, self._hashes, self._hash = name, hashes, hashlib.sha256()
        self._size = 0
        self._stream = archive.open(info, "w")

    def __enter__(self) -> _Member:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stream.close()
        self._hashes[self._name] = self._hash.hexdigest()

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if self._size > MAX_MEMBER:
            refuse("folder", "too-much-for-one", limit=MAX_MEMBER)
        self._hash.update(data)
        return self._stream.write(data)


class Package:
    """A package that came from somewhere, opened and found whole: every member is the one its manifest speaks of.

    Refuses, with a sentence and before anything is taken from it, whatever is not a whole package of a version that
    this program reads. Close it, or use it as a context manager. `signer` is the public key of whoever vouches for
    it, None if nobody does. `content` is the SHA-256 of its manifest and its signature: packages that have the
    same hold the same, whatever they are called.
    """

    content: bytes

    def __init__(self, path: Path, copy: BinaryIO | None = None) -> None:
        """Open it where it is, or read a copy that was made of it."""
        self.name = path.name
        try:
            if copy is None and path.is_fifo():  # which would be waited for
                self._refuse("cannot-read", detail="it is a pipe")
            self._file = path.open("rb") if copy is None else copy
        except OSError as fault:
            refuse("file", "cannot-read", name=self.name, detail=fault.strerror or type(fault).__name__)
        try:
            with self._plain_faults():
                self._open()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._file.close()

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines of the events by their numbers; one that is too long is cut and still too long."""
        with self._plain_faults(), self._archive.open(EVENTS) as member:
            stream = io.BufferedReader(cast("io.RawIOBase", member), 1024 * 1024)
            number = 0
            while line := stream.readline(MAX_LINE + 2):
                number += 1
                if not line.endswith(b"\n") and len(line) > MAX_LINE:
                    while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                        pass
                yield number, line.removesuffix(b"\n")

    def _open(self) -> None:
        self._check_directory()
        self._archive = zipfile.ZipFile(self._file)
        members = self._archive.infolist()
        manifests = [member for member in members if member.filename == MANIFEST]
        if not manifests:
            self._refuse("not-a-package")
        self._check_members(manifests)
        data = self._archive.read(MANIFEST)
        self._check_version(data)  # before the rest, which a newer version may well have otherwise
        self._check_members(members)
        self.manifest = self._read_manifest(data)
        self.signer = self._check_signature(data)
        self.content = _content(data, self._archive.read(SIGNATURE) if self.signer is not None else b"")
        self._check_hashes()

    def _refuse(self, code: str, **facts: str | int) -> NoReturn:
        refuse("file", code, name=self.name, **facts)

    def _plain_faults(self) -> _PlainFaults:
        return _PlainFaults(self.name)

    def _check_directory(self) -> None:
        """Look at the archive's own account of its size before a library reads all of it into memory."""
        self._size = size = self._file.seek(0, io.SEEK_END)
        if size > MAX_FILE:
            self._refuse("too-large", limit=MAX_FILE)
        self._file.seek(0)
        if self._file.read(4) != b"PK\x03\x04":
            self._refuse("not-a-package")
        tail_size = min(size, 20 + 22 + 65_535)
        self._file.seek(size - tail_size)
        tail = self._file.read(tail_size)
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < 22:
            self._refuse("damaged")
        (directory_size,) = struct.unpack_from("<I", tail, at + 12)
        is_zip64 = tail[max(at - 20, 0) : at].startswith(b"PK\x06\x07")
        if is_zip64 or directory_size > MAX_DIRECTORY:
            self._refuse("not-a-package")
        self._file.seek(0)

    def _check_members(self, members: list[zipfile.ZipInfo]) -> None:
        names = [member.filename for member in members]
        for member in members:
            name = member.filename
            if name not in _MEMBERS or member.orig_filename != name:
                self._refuse("unlisted-member", member=name[:60])
            if names.count(name) > 1 or member.flag_bits & 0x1 or (member.external_attr >> 28) == 0xA:
                self._refuse("strange-member", member=name)
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self._refuse("strange-member", member=name)
            limit = MAX_MEMBER if name in (EVENTS, TABLE) else MAX_SMALL_MEMBER
            if member.file_size > limit:
                self._refuse("too-large", limit=limit)
        unpacked = sum(member.file_size for member in members)
        if unpacked > max(MAX_RATIO * self._size, MAX_EASY):
            self._refuse("too-large", limit=MAX_EASY)

    def _check_version(self, data: bytes) -> None:
        found = self._decoded(data, _Version)
        if found.format != FORMAT:
            self._refuse("not-a-package")
        version = re.fullmatch(r"([0-9]{1,4})\.[0-9]{1,4}", found.version)
        if version is None or int(version[1]) < MAJOR:
            self._refuse("bad-manifest", detail=f"there is no version {found.version[:20]}")
        if int(version[1]) > MAJOR:
            self._refuse("newer-package", version=found.version)

    def _decoded(self, data: bytes, kind: type[T]) -> T:
        try:
            data.decode()  # members that are skipped unread must be text too
            return msgspec.json.decode(data, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
            self._refuse("bad-manifest", detail=str(fault)[:200])

    def _read_manifest(self, data: bytes) -> Manifest:
        manifest = self._decoded(data, Manifest)
        identifiers = [manifest.package] + ([manifest.sender.store] if manifest.sender else [])
        if not all(map(is_id, identifiers)):
            self._refuse("bad-manifest", detail="an id is not a lower-case UUID")
        return manifest

    def _check_signature(self, data: bytes) -> str | None:
        if SIGNATURE not in self._archive.namelist():
            return None
        try:
            return signatures.verify(data, self._archive.read(SIGNATURE))
        except signatures.Forged:
            self._refuse("forged")

    def _check_hashes(self) -> None:
        present = set(self._archive.namelist()) - {MANIFEST, SIGNATURE}
        if EVENTS not in present or present != self.manifest.sha256.keys():
            self._refuse("members-differ")
        for name in sorted(present):
            digest = hashlib.sha256()
            events = 0
            with self._archive.open(name) as member:
                last = b"\n"
                while block := member.read(1024 * 1024):
                    digest.update(block)
                    events += block.count(b"\n")
                    last = block
            if digest.hexdigest() != self.manifest.sha256[name]:
                self._refuse("hash-differs", member=name)
            if name == EVENTS:
                self._check_count(events + (not last.endswith(b"\n")))

    def _check_count(self, lines: int) -> None:
        room = max(self._archive.getinfo(EVENTS).file_size, MAX_SMALL_MEMBER)
        if lines != self.manifest.counts.events or lines * MIN_LINE > room:
            self._refuse("counts-differ")


class _PlainFaults:
    """Turns what a damaged archive makes the library raise into a refusal."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _traceback: object) -> None:
        if isinstance(fault, Refusal):
            return
        if isinstance(
            fault,
            (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, OverflowError),
        ) or (isinstance(fault, OSError) and fault.errno == errno.EINVAL):  # such as a place before the file's start
            refuse("file", "damaged", name=self._name)
        if isinstance(fault, OSError):
            refuse("file", "cannot-read", name=self._name, detail=fault.strerror or type(fault).__name__)
