"""Who vouches for a package: it is signed, what was changed is refused, and people decide once about each sender."""

from __future__ import annotations

import json
import os
import stat
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ideabox.domain.events import Erased, encode
from ideabox.domain.problems import Refusal
from ideabox.exchange.signatures import Forged, SigningKey, fingerprint, verify
from ideabox.store import log
from ideabox.usecases import ideas, importing, reviewing, sending, trusting
from ideabox.usecases.importing import Imported
from ideabox.usecases.recording import next_event
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.conftest import OpenSession
from tests.exchange import IDEA, STORE, archive, history, jsonl, line, lines_in, manifest, package, put, refused

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def signature(said: bytes, signer: Ed25519PrivateKey = KEY, **changes: object) -> bytes:
    """The member as section 10 of the specification has it, made without the program."""
    made = {"algorithm": "Ed25519", "key": public(signer), "signature": signer.sign(said).hex()}
    return json.dumps(made | changes).encode()


def signed(lines: list[bytes], key: Ed25519PrivateKey = KEY, **changes: object) -> bytes:
    events = {"events.jsonl": jsonl(lines)}
    said = manifest(events, **changes)
    return archive({**events, "manifest.json": said, "manifest.json.sig": signature(said, key)})


def nameless(*lines: bytes) -> bytes:
    said: dict[str, Any] = {"from": ...}
    return package(lines, None, **said)


def standing(imported: Imported) -> str:
    assert imported.voucher is not None
    return imported.voucher.standing


@pytest.fixture
def signing(open_session: OpenSession, tmp_path: Path) -> Callable[..., Session]:
    """Someone's store with a key of its own, as the program gives it one."""

    def open_one(name: str, **who: str) -> Session:
        session = open_session(name, **who)
        session.key = SigningKey(tmp_path / name / "signing-key.pem")
        return session

    return open_one


def sent(session: Session, wording: Wording, folder: Path, title: str = "Show the queue") -> Path:
    ideas.submit(session, title, "People ask.", "A screen.")
    (parcel,) = sending.send(session, folder, wording)
    return parcel.path


def test_what_a_store_sends_is_signed_over_the_exact_bytes_of_its_manifest(
    signing: Callable[..., Session], wording: Wording, tmp_path: Path
) -> None:
    session = signing("ann")
    with zipfile.ZipFile(sent(session, wording, tmp_path)) as file:
        said, member = file.read("manifest.json"), json.loads(file.read("manifest.json.sig"))
    assert session.key is not None
    assert (member["algorithm"], member["key"]) == ("Ed25519", session.key.public)
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(member["key"])).verify(bytes.fromhex(member["signature"]), said)


def test_an_idea_without_a_name_leaves_unsigned(
    signing: Callable[..., Session], wording: Wording, tmp_path: Path
) -> None:
    session = signing("ann")
    ideas.submit(session, "Say it", "Nobody dares.", "A box.", anonymous=True)
    (parcel,) = sending.send(session, tmp_path, wording)
    with zipfile.ZipFile(parcel.path) as file:
        assert "manifest.json.sig" not in file.namelist()
    assert standing(importing.import_file(signing("bob"), parcel.path, {})) == "nameless"


def test_the_key_is_made_once_and_only_its_user_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "key.pem"
    first = SigningKey(path).public
    assert SigningKey(path).public == first
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_programs_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def make() -> None:
        together.wait()
        found.append(SigningKey(tmp_path / "key.pem").public)

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 8
    assert [path.name for path in tmp_path.iterdir()] == ["key.pem"]


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_said_so_and_left_as_it_is(
    signing: Callable[..., Session], wording: Wording, tmp_path: Path, content: bytes
) -> None:
    session = signing("ann")
    assert session.key is not None
    session.key.path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        sent(session, wording, tmp_path / "out")
    (problem,) = caught.value.problems
    assert (problem.field, problem.code) == ("key", "damaged")
    assert session.key.path.read_bytes() == content
    assert list((tmp_path / "out").iterdir()) == []


def test_a_sender_is_new_once_met_afterwards_and_trusted_when_the_person_says_so(
    session: Session, tmp_path: Path
) -> None:
    path = put(tmp_path, signed(history()))
    first = importing.import_file(session, path, {}, preview=True)
    assert standing(first) == "new"
    assert trusting.known(session) == []
    importing.import_file(session, path, {})
    again = importing.import_file(session, path, {})
    assert standing(again) == "met"
    assert again.voucher is not None
    assert again.voucher.sender is not None
    assert (again.voucher.sender.key, again.voucher.sender.store, again.voucher.sender.office) == (
        public(KEY), STORE, "Leeds",
    )  # fmt: skip
    trusting.decide(session, again.voucher.sender, "trusted")
    assert standing(importing.import_file(session, path, {})) == "trusted"


def test_another_key_of_the_same_store_is_pointed_out(session: Session, tmp_path: Path) -> None:
    importing.import_file(session, put(tmp_path, signed(history())), {})
    other = put(tmp_path, signed(history(), OTHER_KEY), "other.ideabox.zip")
    assert standing(importing.import_file(session, other, {}, preview=True)) == "changed"


def test_nothing_is_taken_from_a_sender_that_is_refused(session: Session, wording: Wording, tmp_path: Path) -> None:
    voucher = importing.voucher_of(session, path := put(tmp_path, signed(history())))
    assert voucher is not None
    assert voucher.sender is not None
    trusting.decide(session, voucher.sender, "refused")
    problem = refused(session, wording, path)
    assert (problem.code, problem.facts["fingerprint"]) == ("sender-refused", fingerprint(public(KEY)))
    assert standing(importing.import_file(session, path, {}, preview=True)) == "refused"


@pytest.mark.parametrize(
    ("data", "code"), [(signed(history()), "sender-not-trusted"), (package(history()), "not-signed")]
)
def test_where_only_trusted_senders_are_taken_all_others_are_refused(
    session: Session, tmp_path: Path, data: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        importing.import_file(session, put(tmp_path, data), {}, only_trusted=True)
    assert caught.value.problems[0].code == code
    assert lines_in(session) == []


def test_where_only_trusted_senders_are_taken_ideas_without_a_name_still_come_but_nothing_else_unsigned(
    session: Session, tmp_path: Path
) -> None:
    said = [line(), line("sized", 102, clock=2)]
    importing.import_file(session, put(tmp_path, nameless(*said)), {}, only_trusted=True)
    assert sorted(lines_in(session)) == sorted(said)
    decided = put(tmp_path, nameless(line(), line("reviewed", 101, clock=2)), "decided.ideabox.zip")
    with pytest.raises(Refusal) as caught:
        importing.import_file(session, decided, {}, only_trusted=True)
    assert caught.value.problems[0].code == "not-signed"
    assert sorted(lines_in(session)) == sorted(said)
    erasing = put(tmp_path, nameless(line("erased", 102, clock=3)), "erasing.ideabox.zip")
    assert importing.import_file(session, erasing, {}, only_trusted=True).held_back == {IDEA}


def test_an_erasure_by_a_trusted_sender_needs_no_further_consent(
    signing: Callable[..., Session], wording: Wording, tmp_path: Path
) -> None:
    ann, bob = signing("ann"), signing("bob", role="manager")
    importing.import_file(bob, path := sent(ann, wording, tmp_path), {})
    with ann.store.write() as connection:
        ((idea, (first,)),) = log.standing_lines(connection, [json.loads(lines_in(ann)[0])["idea"]])
        assert json.loads(first)["idea"] == idea
        erased = next_event(ann, connection, idea, Erased(), 1)
        log.append(connection, [(erased, encode(erased))], "here", ann.timestamp())
    (parcel,) = sending.send(ann, tmp_path / "again", wording)
    held_back = importing.import_file(bob, parcel.path, {})
    assert held_back.held_back == {idea}
    voucher = importing.voucher_of(bob, path)
    assert voucher is not None
    assert voucher.sender is not None
    trusting.decide(bob, voucher.sender, "trusted")
    assert importing.import_file(bob, parcel.path, {}).erased == {idea}


def test_events_keep_who_vouched_for_them_until_that_import_is_undone(
    signing: Callable[..., Session], wording: Wording, tmp_path: Path
) -> None:
    ann, bob = signing("ann"), signing("bob", role="manager")
    imported = importing.import_file(bob, sent(ann, wording, tmp_path), {})
    (idea,) = imported.new
    assert ann.key is not None
    assert bob.key is not None
    (submitted,) = trusting.vouchers(bob, idea)
    assert trusting.vouchers(bob, idea) == {submitted: {ann.key.public}}
    reviewing.review(bob, idea, "not-now", "Your screen comes with the new desk.")
    keys = {frozenset(each) for each in trusting.vouchers(bob, idea).values()}
    assert keys == {frozenset([ann.key.public]), frozenset([bob.key.public])}


_EVENTS = {"events.jsonl": jsonl(history())}
_SAID = manifest(_EVENTS)
FORGERIES = {
    "over something else": signature(_SAID + b" "),
    "by another than it says": signature(_SAID, key=public(OTHER_KEY)),
    "cut off": signature(_SAID)[:-20],
    "of another kind": signature(_SAID, algorithm="RSA"),
    "no JSON": b"\0" * 64,
    "empty": b"",
    "no point of the curve": signature(_SAID, key="02" + "00" * 31),
    "in capitals": signature(_SAID).replace(b"a", b"A"),
    "deep": b"[" * 100_000,
    "of numbers": signature(_SAID, signature=12),
}


@pytest.mark.parametrize("member", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_package_whose_signature_is_not_one_is_refused_whole(
    session: Session, wording: Wording, tmp_path: Path, member: bytes
) -> None:
    data = archive({**_EVENTS, "manifest.json": _SAID, "manifest.json.sig": member})
    assert refused(session, wording, put(tmp_path, data)).code == "forged"


def test_a_right_signature_over_a_manifest_that_other_events_do_not_fit_is_refused(
    session: Session, wording: Wording, tmp_path: Path
) -> None:
    other = jsonl([line(), *history()[1:]]).replace(b"Show the queue", b"Hide the queue")
    data = archive({"events.jsonl": other, "manifest.json": _SAID, "manifest.json.sig": signature(_SAID)})
    assert refused(session, wording, put(tmp_path, data)).code == "hash-differs"


@given(st.binary(max_size=300))
def test_no_bytes_make_checking_a_signature_fail_otherwise_than_as_forged(member: bytes) -> None:
    with pytest.raises(Forged):
        verify(_SAID, member)


def test_a_fingerprint_is_the_beginning_of_the_keys_sha_256_in_groups() -> None:
    assert fingerprint(public(KEY)) == "5647 5aa7 5463 474c 0285"
