"""Putting into a team folder what is not there yet, and keeping this store's own files there few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ideabox.domain import tiers
from ideabox.domain.reporting import Report
from ideabox.exchange.package import ENDING
from ideabox.exchange.team_folder import NAMELESS, TeamFolder
from ideabox.store import log, outbox, shared
from ideabox.store.database import Connection
from ideabox.store.keys import last_key
from ideabox.store.shared import File, Unshared
from ideabox.usecases import guarding, parcels
from ideabox.usecases.session import Session


class Written(msgspec.Struct, frozen=True):
    """A file that was put into the folder."""

    name: str
    ideas: int
    events: int
    anonymous: bool


class Writer:
    """This store as it writes to a folder, whose number here is `number`."""

    def __init__(self, session: Session, folder: TeamFolder, number: int) -> None:
        self._session, self._folder, self._number = session, folder, number
        self._store = session.store.identity()
        self.kept_back = 0
        """Ideas that were not written: they hold what looks like personal data, and nobody here has confirmed it."""

    def write(self, report: Report) -> list[Written]:
        """Write all that is here and not in the folder: one file, and one for each idea that was logged without a name.

        What was written counts as sent once it is in its place. A program that is killed in between finds its file when
        it reads the folder the next time.
        """
        with self._session.store.read() as connection:
            todo = self._without_personal_data(connection, shared.unshared(connection, self._number))
            nameless = parcels.apart(connection, todo.ideas)[1] if todo.ideas else []
            signed = {of: log.signed_here(connection, of, todo.ideas[of]) for of in nameless}
        together = {of: pks for of, pks in todo.ideas.items() if of not in signed} | signed
        together = {of: pks for of, pks in together.items() if pks}
        alone = {of: [pk for pk in todo.ideas[of] if pk not in signed[of]] for of in nameless}
        written: list[Written] = []
        if together:
            written.append(self._put(together))
        for done, (idea, keys) in enumerate(alone.items()):
            report(done, len(alone))
            if keys:
                written.append(self._put_nameless(idea, keys))
        if not self.kept_back:
            self._all_written(todo)
        if written:
            self._folder.sweep(self._store, NAMELESS)
        return written

    def _without_personal_data(self, connection: Connection, todo: Unshared) -> Unshared:
        """What may be written: nobody is asked here, so that what looks like personal data waits."""
        waiting = guarding.unconfirmed(self._session, connection, todo.ideas)
        self.kept_back = len(waiting)
        ideas = {of: keys for of, keys in todo.ideas.items() if of not in waiting}
        return msgspec.structs.replace(todo, ideas=ideas)

    def tidy(self) -> int:
        """Have few own files, and none that may tell of erased ideas; returns how many were deleted."""
        with self._session.store.read() as connection:
            erased = shared.with_erased(connection, self._number)
            telling = [file for file in self._held(connection) if file.pk in erased] if erased else []
        for file in telling:
            self._replace([file])
        while full := self._full_tier():
            self._replace(full)
        return self._delete_the_replaced()

    def _put(
        self, events: Mapping[str, Iterable[int]], replaced: Iterable[int] = (), *, nameless: bool = False
    ) -> Written:
        """Write a file of these events. It is known here before it is there, so that a kill leaves no stranger."""
        session, number = self._session, self._number
        writer = NAMELESS if nameless else self._store
        identifier = session.random_id() if nameless else session.new_id()
        name = f"{writer}/{identifier}{ENDING}"
        keys = [pk for pks in events.values() for pk in pks]
        with session.store.write() as connection:
            shared.keep(connection, number, name, 0, 0, state="begun", ours=True)
        with session.store.read() as connection:
            newest = last_key(connection)
            kind = parcels.kind_of(shared.kinds(connection, keys))
            place = self._folder.place_for(writer)
            placed = parcels.pack_bare(session, connection, place, identifier, events, kind, nameless=nameless)
        seen = self._folder.look_at(name)
        with session.store.write() as connection:
            pk = shared.keep(connection, number, name, seen.size, seen.modified, content=placed.content, ours=True)
            if log.has_lost_names_since(connection, events, newest):  # while the file was written: it may say them
                shared.give_up(connection, number, pk)
            else:
                shared.hold(connection, pk, keys)
                outbox.mark_sent(connection, keys)
            shared.mark(connection, [old for old in replaced if old != pk], "going")
        return Written(name, placed.counts.ideas, placed.counts.events, nameless)

    def _put_nameless(self, idea: str, keys: Iterable[int]) -> Written:
        """Write of an idea that was logged here without a name, in place of what was written of it before.

        So there is one file for each such idea, and nothing links it with another. What its author said under their
        name is not in it, but in the file with all else that they signed: found here alone, it would tell who they are.
        """
        with self._session.store.read() as connection:
            before = shared.own_of_idea(connection, self._number, idea, NAMELESS)
            held = shared.held_by(connection, before)
        return self._put({idea: {*keys, *held.get(idea, ())}}, before, nameless=True)

    def _all_written(self, todo: Unshared) -> None:
        if todo.clear_to != todo.newest:
            with self._session.store.write() as connection:
                shared.all_shared(connection, todo)

    def _replace(self, files: list[File]) -> None:
        """Put what these files hold, and may still be said, into one new file. The old ones go after it has come."""
        keys = [file.pk for file in files]
        with self._session.store.read() as connection:
            held = shared.held_by(connection, keys)
        if held:
            self._put(held, keys, nameless=files[0].name.startswith(f"{NAMELESS}/"))
        else:
            with self._session.store.write() as connection:
                shared.mark(connection, keys, "going")

    def _full_tier(self) -> list[File]:
        with self._session.store.read() as connection:
            own = {file.pk: file for file in shared.own_files(connection, self._number, "held", self._store)}
            return [own[pk] for pk in tiers.to_merge(shared.counts(connection, own))]

    def _held(self, connection: Connection) -> list[File]:
        """Our own files; a copy of a store leaves those of its original alone, which may still be at work."""
        writers = (self._store, NAMELESS)
        return [file for each in writers for file in shared.own_files(connection, self._number, "held", each)]

    def _delete_the_replaced(self) -> int:
        with self._session.store.read() as connection:
            going = shared.own_files(connection, self._number, "going")
        gone = [file.pk for file in going if self._folder.remove(file.name)]
        if gone:
            with self._session.store.write() as connection:
                shared.drop(connection, gone)
        return len(gone)
