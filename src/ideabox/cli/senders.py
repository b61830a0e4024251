"""`ideabox senders`: who packages came from, and whom the person here trusts."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from ideabox.cli import output
from ideabox.cli.desk import pass_desk
from ideabox.exchange.signatures import fingerprint
from ideabox.store.senders import Sender
from ideabox.usecases import history, trusting
from ideabox.usecases.desk import Desk
from ideabox.usecases.trusting import Standing


@click.command("senders")
@click.option("--trust", metavar="KEY", help="Trust the sender whose fingerprint begins like this.")
@click.option("--refuse", metavar="KEY", help="Take nothing from this sender any more.")
@click.option(
    "--only-trusted/--from-anyone", "only_trusted", default=None, help="Whether packages of others are taken at all."
)
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@pass_desk
def senders(desk: Desk, trust: str | None, refuse: str | None, only_trusted: bool | None, as_json: bool) -> None:
    """Show who packages came from, and this PC's own key; trust a sender, or refuse one."""
    session, wording = desk.session, desk.wording
    if trust is not None:
        trusting.decide(session, trusting.find(session, trust), "trusted")
    if refuse is not None:
        trusting.decide(session, trusting.find(session, refuse), "refused")
    if only_trusted is not None:
        desk.change_preferences(msgspec.structs.replace(desk.preferences, only_trusted=only_trusted))
    known, own = trusting.known(session), trusting.own_key(session)
    if as_json:
        output.document(
            {
                "own": own,
                "only_trusted": desk.preferences.only_trusted,
                "senders": [as_sender(each.trust, each) for each in known],
            }
        )
        return
    output.say(wording("trust.own", fingerprint=fingerprint(own)))
    output.say(wording("trust.only" if desk.preferences.only_trusted else "trust.anyone"))
    for sender in known:
        office = output.line(sender.office) or wording("none.office")
        day, standing = history.day(sender.first_seen_at), wording(f"trust.{sender.trust}")
        output.say(f"  {fingerprint(sender.key)}  {office}  {wording('trust.since', day=day)}  {standing}")


def as_sender(standing: Standing, sender: Sender | None) -> dict[str, Any]:
    """A sender as JSON has it; of a package that nobody signed there is nothing but its standing."""
    if sender is None:
        return {"standing": standing}
    return {
        "standing": standing,
        "key": sender.key,
        "fingerprint": fingerprint(sender.key),
        "store": sender.store,
        "office": sender.office,
        "first_seen_at": sender.first_seen_at,
    }


COMMANDS = (senders,)
