"""What this store knows of team folders: which files are in them, and which events those files hold.

An event that stands in no file of the folder is still to be written there. That is asked of the files that are there
now, so a folder that was emptied, or brought back from a copy, gets again what it has lost. `team_folder.clear_to` only
spares the asking: events up to this key all stood in some file. It is taken back whenever a file goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from ideabox.domain.problems import Problem
from ideabox.store import sqlite
from ideabox.store.projection import chunks
from ideabox.store.schema import (
    RECORDED,
    event,
    folder_file,
    folder_mark,
    idea,
    import_run,
    run_event,
    shared_event,
    shared_run,
    team_folder,
    unwanted_event,
)

State = Literal["begun", "held", "waiting", "aside", "going", "gone"]
"""Of a file: it is about to be written here; its events are known here; it cannot be read yet; it cannot be read, and
that has been said; its events stand in another of our own by now; it is another store's, and was not there when last
looked for."""


class File(msgspec.Struct, frozen=True):
    """A file of a team folder as this store knows it."""

    pk: int
    name: str
    size: int
    modified: int
    state: State
    ours: bool
    held_back: int
    since: str | None
    problem: Problem | None
    program: str | None


class Unshared(msgspec.Struct, frozen=True):
    """What is to be written to a folder: the keys of events by idea; and what to remember once that is done."""

    folder: int
    ideas: dict[str, list[int]]
    clear_to: int
    newest: int


_COLUMNS = [folder_file.c[name] for name in File.__struct_fields__]


def folder_of(connection: sa.Connection, marks: Iterable[str]) -> int | None:
    """The folder that is known by one of these marks."""
    known = sa.select(sa.func.min(folder_mark.c.folder)).where(folder_mark.c.mark.in_(list(marks)))
    number: int | None = connection.scalar(known)
    return number


def marks_of(connection: sa.Connection, folder: int) -> frozenset[str]:
    """All the marks by which a folder is known."""
    return frozenset(connection.scalars(sa.select(folder_mark.c.mark).where(folder_mark.c.folder == folder)))


def folder_at(connection: sa.Connection, path: str) -> int | None:
    """The folder that was there when it was last used."""
    number: int | None = connection.scalar(sa.select(sa.func.max(team_folder.c.id)).where(team_folder.c.path == path))
    return number


def know_folder(connection: sa.Connection, marks: Iterable[str], path: str) -> int:
    """Know a folder by all these marks from now on, and where it is."""
    marks = list(marks)
    folder = folder_of(connection, marks)
    if folder is None:
        made = sa.insert(team_folder).values(path=path, clear_to=0).returning(team_folder.c.id)
        folder = int(connection.execute(made).scalar_one())
    elsewhere = sa.update(team_folder).where(team_folder.c.path == path, team_folder.c.id != folder)
    connection.execute(elsewhere.values(path=""))
    connection.execute(sa.update(team_folder).where(team_folder.c.id == folder).values(path=path))
    sqlite.insert(connection, folder_mark, [{"mark": mark, "folder": folder} for mark in marks], missing=True)
    return folder


def files(connection: sa.Connection, folder: int) -> dict[str, File]:
    """Every file of a folder that is known, by name."""
    rows = connection.execute(sa.select(*_COLUMNS).where(folder_file.c.folder == folder))
    return {row.name: _file(row) for row in rows}


def own_files(connection: sa.Connection, folder: int, state: State, writer: str | None = None) -> list[File]:
    """The files of a folder that were written here and are in this state; under one writer's name, or all."""
    own = sa.and_(folder_file.c.folder == folder, folder_file.c.ours, folder_file.c.state == state)
    if writer is not None:
        own = sa.and_(own, folder_file.c.name >= f"{writer}/", folder_file.c.name < f"{writer}0")  # 0 comes after /
    return [_file(row) for row in connection.execute(sa.select(*_COLUMNS).where(own))]


class Tally(msgspec.Struct, frozen=True):
    """How many files of a folder cannot be read, and may still come or will not; and ideas that it asks to erase."""

    waiting: int
    aside: int
    held_back: int


def why_aside(connection: sa.Connection, folder: int, most: int) -> list[Problem]:
    """What is wrong with the files of a folder that are set aside, the last first; at most so many."""
    aside = sa.and_(folder_file.c.folder == folder, folder_file.c.state == "aside")
    problems = connection.scalars(sa.select(folder_file.c.problem).where(aside).order_by(folder_file.c.pk.desc()))
    return [msgspec.json.decode(problem, type=Problem) for problem in problems.fetchmany(most)]


def tally(connection: sa.Connection, folder: int) -> Tally:
    """Count what is not as it should be in a folder."""
    waiting, aside = (sa.func.count().filter(folder_file.c.state == state) for state in ("waiting", "aside"))
    counted = sa.select(waiting, aside, sa.func.coalesce(sa.func.sum(folder_file.c.held_back), 0))
    return Tally(*connection.execute(counted.where(folder_file.c.folder == folder)).one())


def _file(row: Any) -> File:
    pk, name, size, modified, state, ours, held_back, since, problem, program = row
    decoded = msgspec.json.decode(problem, type=Problem) if problem is not None else None
    return File(pk, name, size, modified, state, ours, held_back, since, decoded, program)


def keep(
    connection: sa.Connection,
    folder: int,
    name: str,
    size: int,
    modified: int,
    *,
    state: State = "held",
    content: bytes | None = None,
    ours: bool = False,
    held_back: int = 0,
    since: str | None = None,
    problem: Problem | None = None,
    program: str | None = None,
) -> int:
    """Write down how a file was found, in place of what was known of it; returns its key."""
    values = {
        "size": size, "modified": modified, "state": state, "held_back": held_back, "since": since,
        "problem": msgspec.json.encode(problem) if problem is not None else None, "program": program,
    }  # fmt: skip
    if content is not None:  # of a file that cannot be read just now, what it was is remembered
        values["content"] = content
    of_this_name = sa.and_(folder_file.c.folder == folder, folder_file.c.name == name)
    known = connection.scalar(sa.select(folder_file.c.pk).where(of_this_name))
    if known is not None:
        connection.execute(sa.update(folder_file).where(folder_file.c.pk == known).values(values))
        return int(known)
    made = sa.insert(folder_file).values(values | {"folder": folder, "name": name, "ours": ours})
    return int(connection.execute(made.returning(folder_file.c.pk)).scalar_one())


def let_go_of_other(connection: sa.Connection, folder: int, name: str, content: bytes) -> bool:
    """If a file of this name held something other than this content before, it holds that no more; returns whether."""
    of_this_name = sa.and_(folder_file.c.folder == folder, folder_file.c.name == name)
    known = connection.execute(sa.select(folder_file.c.pk, folder_file.c.content).where(of_this_name)).one_or_none()
    if known is None or known.content in (None, content):
        return False
    connection.execute(sa.delete(shared_event).where(shared_event.c.file == known.pk))
    return True


def twin_of(connection: sa.Connection, folder: int, content: bytes) -> int | None:
    """Another file of the folder with the same content whose events are known; a copy that some program made of it."""
    known = folder_file.c.state.in_(["held", "going", "gone"])
    same = sa.and_(folder_file.c.folder == folder, folder_file.c.content == content, known)
    twin: int | None = connection.scalar(sa.select(sa.func.min(folder_file.c.pk)).where(same))
    return twin


def hold_as(connection: sa.Connection, file: int, twin: int) -> None:
    """A file holds what its twin holds."""
    same = sa.select(shared_event.c.event, sa.literal(file)).where(shared_event.c.file == twin)
    connection.execute(sa.insert(shared_event).prefix_with("OR IGNORE").from_select(["event", "file"], same))


def hold(connection: sa.Connection, file: int, keys: Iterable[int]) -> None:
    """A file holds these events; those that were taken back meanwhile are not spoken of."""
    for chunk in chunks(keys):
        here = sa.select(event.c.pk, sa.literal(file)).where(event.c.pk.in_(chunk))
        connection.execute(sa.insert(shared_event).prefix_with("OR IGNORE").from_select(["event", "file"], here))


def hold_what_came(connection: sa.Connection, file: int, run: int, before: int) -> bool:
    """A file holds the events that a run brought; the run keeps those that are new, with keys above `before`.

    Whatever else was in the file was here without it, so taking the run back must not take that along. A run that keeps
    nothing goes. Returns whether it stays.
    """
    brought = sa.select(run_event.c.event, sa.literal(file)).where(run_event.c.run == run)
    connection.execute(sa.insert(shared_event).prefix_with("OR IGNORE").from_select(["event", "file"], brought))
    connection.execute(sa.delete(run_event).where(run_event.c.run == run, run_event.c.event <= before))
    if connection.scalar(sa.select(run_event.c.event).where(run_event.c.run == run).limit(1)) is None:
        connection.execute(sa.delete(import_run).where(import_run.c.id == run))
        return False
    connection.execute(sa.insert(shared_run).values(run=run))
    return True


def are_sent(connection: sa.Connection, file: int) -> None:
    """What was recorded here and stands in a file of the folder has left, even if nobody came to note it."""
    held = sa.select(shared_event.c.event).where(shared_event.c.file == file)
    left = sa.and_(event.c.pk.in_(held), RECORDED, ~event.c.sent)
    connection.execute(sa.update(event).where(left).values(sent=True))


def give_up(connection: sa.Connection, folder: int, file: int) -> None:
    """A file of our own has been spoilt: what stood in it is written again, and it goes."""
    connection.execute(sa.delete(shared_event).where(shared_event.c.file == file))
    mark(connection, [file], "going")
    ask_again(connection, folder)


def give_up_files_of(connection: sa.Connection, key: int) -> None:
    """An event is not to be said any more as files of our own say it: what stands in them is written again."""
    saying = (
        sa.select(folder_file.c.folder, folder_file.c.pk)
        .join(shared_event, shared_event.c.file == folder_file.c.pk)
        .where(shared_event.c.event == key, folder_file.c.ours, folder_file.c.state == "held")
    )
    for folder, file in connection.execute(saying).all():
        give_up(connection, folder, file)


def drop(connection: sa.Connection, keys: Iterable[int]) -> None:
    """Forget files that are not there any more."""
    for chunk in chunks(keys):
        connection.execute(sa.delete(folder_file).where(folder_file.c.pk.in_(chunk)))


def look_again(connection: sa.Connection) -> None:
    """Look anew at files that were set aside, or of which something was held back: somebody has decided otherwise."""
    wanted = sa.or_(folder_file.c.state == "aside", folder_file.c.held_back > 0)
    connection.execute(sa.update(folder_file).where(wanted).values(modified=-1))


def ask_again(connection: sa.Connection, folder: int) -> None:
    """Something that stood in the folder may not do so any more, and is then to be written again.

    Takes `clear_to` back to a value that it has not had before, so that whoever is at it just now sees the change.
    """
    lower = sa.case((team_folder.c.clear_to < 0, team_folder.c.clear_to), else_=0) - 1
    connection.execute(sa.update(team_folder).where(team_folder.c.id == folder).values(clear_to=lower))


def mark(connection: sa.Connection, keys: Iterable[int], state: State, since: str | None = None) -> None:
    """Write down a new state of files."""
    for chunk in chunks(keys):
        connection.execute(sa.update(folder_file).where(folder_file.c.pk.in_(chunk)).values(state=state, since=since))


def unshared(connection: sa.Connection, folder: int) -> Unshared:
    """What is here and in no file of the folder, orphans too; nothing of erased ideas but that they are erased."""
    clear_to = connection.scalar(sa.select(team_folder.c.clear_to).where(team_folder.c.id == folder)) or 0
    in_folder = sa.select(shared_event.c.event).join(folder_file, folder_file.c.pk == shared_event.c.file)
    is_there = in_folder.where(shared_event.c.event == event.c.pk, folder_file.c.folder == folder).exists()
    wanted = sa.select(event.c.idea, event.c.pk).where(event.c.pk > clear_to, event.c.line.is_not(None), ~is_there)
    ideas: dict[str, list[int]] = {}
    for of, pk in connection.execute(wanted):
        ideas.setdefault(of, []).append(pk)
    newest = connection.scalar(sa.select(sa.func.max(event.c.pk))) or 0
    return Unshared(folder, ideas, clear_to, newest)


def all_shared(connection: sa.Connection, done: Unshared) -> None:
    """Everything that was to be written has been; unless a file has gone meanwhile, there is no need to ask again."""
    same = sa.and_(team_folder.c.id == done.folder, team_folder.c.clear_to == done.clear_to)
    connection.execute(sa.update(team_folder).where(same).values(clear_to=done.newest))


def lines_of(connection: sa.Connection, ideas: Mapping[str, Iterable[int]]) -> Iterator[tuple[str, list[bytes]]]:
    """The lines of these events, by idea."""
    for chunk in chunks(ideas):
        keys = [pk for of in chunk for pk in ideas[of]]
        lines: dict[str, list[bytes]] = {}
        for some in chunks(keys):
            rows = connection.execute(
                sa.select(event.c.idea, event.c.line).where(event.c.pk.in_(some), event.c.line.is_not(None))
            )
            for of, line in rows:
                lines.setdefault(of, []).append(line)
        yield from ((of, lines[of]) for of in chunk if of in lines)


def held_by(connection: sa.Connection, keys: Iterable[int]) -> dict[str, list[int]]:
    """What these files hold and may still be said: the keys of events by idea."""
    ideas: dict[str, set[int]] = {}
    for chunk in chunks(keys):
        held = sa.select(event.c.idea, event.c.pk).join(shared_event, shared_event.c.event == event.c.pk)
        for of, pk in connection.execute(held.where(shared_event.c.file.in_(chunk), event.c.line.is_not(None))):
            ideas.setdefault(of, set()).add(pk)
    return {of: sorted(pks) for of, pks in ideas.items()}


def counts(connection: sa.Connection, keys: Iterable[int]) -> dict[int, int]:
    """How many events each of these files holds."""
    found: dict[int, int] = {}
    for chunk in chunks(keys):
        counted = sa.select(shared_event.c.file, sa.func.count()).where(shared_event.c.file.in_(chunk))
        found |= dict(connection.execute(counted.group_by(shared_event.c.file)).all())
    return found


def with_erased(connection: sa.Connection, folder: int) -> frozenset[int]:
    """The files of the folder that may still say what is erased here."""
    erased = sa.select(idea.c.id).where(idea.c.status == "erased")
    saying = (
        sa.select(shared_event.c.file)
        .join(event, event.c.pk == shared_event.c.event)
        .join(folder_file, folder_file.c.pk == shared_event.c.file)
        .where(event.c.idea.in_(erased), event.c.line.is_(None), folder_file.c.folder == folder)
    )
    return frozenset(connection.scalars(saying.distinct()))


def kinds(connection: sa.Connection, keys: Iterable[int]) -> set[str]:
    """The kinds of these events."""
    return {
        kind
        for chunk in chunks(keys)
        for kind in connection.scalars(sa.select(event.c.kind).where(event.c.pk.in_(chunk)).distinct())
    }


def own_of_idea(connection: sa.Connection, folder: int, of: str, writer: str) -> list[int]:
    """The files of the folder that were written here under this writer's name and hold something of an idea."""
    holding = (
        sa.select(folder_file.c.pk)
        .join(shared_event, shared_event.c.file == folder_file.c.pk)
        .join(event, event.c.pk == shared_event.c.event)
        .where(event.c.idea == of, folder_file.c.folder == folder, folder_file.c.ours, folder_file.c.state == "held")
        .where(folder_file.c.name.startswith(f"{writer}/"))
    )
    return list(connection.scalars(holding.distinct()))


def was_undone(connection: sa.Connection, package: str) -> bool:
    """Whether somebody here imported this package and then took it back."""
    undone = sa.select(import_run.c.id).where(import_run.c.package == package, import_run.c.undone_at.is_not(None))
    return connection.scalar(undone.limit(1)) is not None


def unwanted(connection: sa.Connection) -> frozenset[tuple[str, str, bytes]]:
    """The events that came from a team folder and were taken back: idea, id and digest."""
    columns = (unwanted_event.c.idea, unwanted_event.c.id, unwanted_event.c.digest)
    return frozenset((of, identifier, digest) for of, identifier, digest in connection.execute(sa.select(*columns)))


def want_again(connection: sa.Connection, run: int) -> None:
    """What a person imports by hand is wanted, whatever was taken back before."""
    brought = (
        sa.select(event.c.idea, event.c.id, event.c.digest)
        .join(run_event, run_event.c.event == event.c.pk)
        .where(run_event.c.run == run)
    )
    if connection.scalar(sa.select(unwanted_event.c.id).limit(1)) is None:
        return
    rows = list(connection.execute(brought))
    for chunk in chunks(rows):
        same = sa.tuple_(unwanted_event.c.idea, unwanted_event.c.id, unwanted_event.c.digest)
        connection.execute(sa.delete(unwanted_event).where(same.in_([tuple(row) for row in chunk])))
