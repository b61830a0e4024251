"""Who vouches for what comes in, and whether the person here trusts them."""

from __future__ import annotations

from typing import Literal

import msgspec

from ideabox.domain.problems import refuse
from ideabox.exchange.package import Package
from ideabox.exchange.signatures import fingerprint
from ideabox.store import log, senders, shared
from ideabox.store.database import Connection
from ideabox.store.senders import Sender, Trust
from ideabox.usecases import history
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording

Standing = Literal["nameless", "unsigned", "new", "changed", "met", "trusted", "refused", "own"]
"""`nameless`: an idea that was logged without a name travels without a signature. `new`: this key was never met;
`changed`: nor was it, but its store has signed with another one. `met`: it was, and nobody has decided about it."""


class Voucher(msgspec.Struct, frozen=True):
    """Who vouches for a package. Without a signature there is no `sender`."""

    standing: Standing
    sender: Sender | None = None

    @property
    def is_trusted(self) -> bool:
        return self.standing in ("trusted", "own")

    @property
    def fingerprint(self) -> str:
        """The sender's key as people compare it."""
        return "" if self.sender is None else fingerprint(self.sender.key)


def voucher_of(session: Session, package: Package) -> Voucher:
    """Who vouches for a package, as far as this store knows."""
    said = package.manifest.sender
    if package.signer is None:
        return Voucher("nameless" if said is None else "unsigned")
    store, office = (None, "") if said is None else (said.store, said.office)
    stranger = Sender(package.signer, store, office, session.timestamp(), "met")
    if session.key is not None and session.key.public == package.signer:
        return Voucher("own", stranger)
    with session.store.read() as connection:
        known = senders.get(connection, package.signer)
        if known is not None:
            return Voucher(known.trust, known)
        has_other = store is not None and bool(senders.others_of(connection, store, package.signer))
    return Voucher("changed" if has_other else "new", stranger)


def check(session: Session, voucher: Voucher, name: str, *, only_trusted: bool) -> None:
    """Refuse the package of this name if its sender is refused here, or not trusted where only trusted ones are.

    A sender that is refused for want of trust is remembered, so that the person can decide about them.
    """
    office = voucher.sender.office if voucher.sender is not None else ""
    if voucher.standing == "refused":
        refuse("file", "sender-refused", name=name, office=office, fingerprint=voucher.fingerprint)
    if not only_trusted or voucher.is_trusted or voucher.standing == "nameless":
        return
    if voucher.sender is None:
        refuse("file", "not-signed", name=name)
    with session.store.write() as connection:
        meet(connection, voucher)
    refuse("file", "sender-not-trusted", name=name, office=office, fingerprint=voucher.fingerprint)


def meet(connection: Connection, voucher: Voucher) -> None:
    """Remember whoever vouched for what has just come in."""
    if voucher.sender is not None and voucher.standing in ("new", "changed"):
        senders.meet(connection, voucher.sender)


def own_key(session: Session) -> str:
    """The public key with which this installation signs; refuses if it has none."""
    if session.key is None:
        refuse("key", "none")
    return session.key.public


def about_voucher(wording: Wording, voucher: Voucher) -> str:
    """Who vouches for a package, in a sentence."""
    sender = voucher.sender
    if sender is None:
        return wording(f"voucher.{voucher.standing}")
    office, since = sender.office or wording("none.office"), history.day(sender.first_seen_at)
    return wording(f"voucher.{voucher.standing}", office=office, since=since, fingerprint=voucher.fingerprint)


def known(session: Session) -> list[Sender]:
    """Every sender that has been met, the newest first."""
    with session.store.read() as connection:
        return senders.known(connection)


def decide(session: Session, sender: Sender, trust: Trust) -> None:
    """Trust a sender from now on, or refuse what it sends, or neither."""
    with session.store.write() as connection:
        senders.meet(connection, sender)
        senders.decide(connection, sender.key, trust)
        shared.look_again(connection)


def find(session: Session, typed: str) -> Sender:
    """The sender that a person means by the beginning of its fingerprint or key."""
    digits = "".join(typed.split()).lower()
    found = [
        sender
        for sender in known(session)
        if digits and any(key.startswith(digits) for key in ("".join(fingerprint(sender.key).split()), sender.key))
    ]
    if not found:
        refuse("sender", "not-met", typed=typed[:80])
    if len(found) > 1:
        refuse("sender", "ambiguous", typed=typed[:80])
    return found[0]


def vouchers(session: Session, idea: str) -> dict[str, set[str]]:
    """By event of an idea, the keys of those who vouched for it, this store's own for what was recorded here."""
    with session.store.read() as connection:
        found = senders.vouchers(connection, [idea])
        if session.key is not None:
            for identifier in log.recorded(connection, idea):
                found.setdefault(identifier, set()).add(session.key.public)
    return found
