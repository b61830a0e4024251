"""Drafts: ideas being written. In a database file of their own, they never wait for an import and never leave."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa

from ideabox.domain.events import Source
from ideabox.domain.problems import refuse
from ideabox.domain.skills import SkillTag
from ideabox.store import form, sqlite

_metadata = sa.MetaData()
_draft = sa.Table(
    "draft",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("saved_at", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

_answer = sa.Table(
    "answer",
    _metadata,
    sa.Column("idea", sa.Text, primary_key=True),
    sa.Column("saved_at", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A manager's answer to an idea, however unfinished."""

    idea: str
    decision: str = ""
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anyone would miss."""
        return not self.decision and not self.reason.strip()


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands in a form, however unfinished. `id` is kept from the first pause to the submission.

    `of` is the idea that is being changed or answered, if it is no new one; `reply` is the answer to a question.
    `size` is what is typed of its case, by field.
    """

    id: str
    title: str = ""
    problem: str = ""
    proposal: str = ""
    skills: tuple[SkillTag, ...] = ()
    barriers: tuple[str, ...] = ()
    helps: str = ""
    source: Source = "me"
    anonymous: bool = False
    of: str = ""
    reply: str = ""
    size: dict[str, str] = {}
    offered: tuple[SkillTag, ...] = ()
    barrier_note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that anyone would miss."""
        texts = (
            self.title,
            self.problem,
            self.proposal,
            self.helps,
            self.reply,
            self.barrier_note,
            *self.size.values(),
        )
        return not (any(text.strip() for text in texts) or self.skills or self.barriers or self.offered)


class Kept(msgspec.Struct, frozen=True):
    """A draft, and when it was saved."""

    draft: Draft
    at: str


class Drafts:
    """An open drafts file. A save that returned is on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = sqlite.engine(path, writes=True)
        with self._begin() as connection:
            _metadata.create_all(connection)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def examine(self) -> None:
        """Read the whole file once; refuses a damaged one."""
        with self._begin() as connection:
            faults = sqlite.quick_faults(connection)
        if faults:
            refuse("database", "damaged", path=str(self.path), detail=faults[0])

    def copy_to(self, target: Path) -> None:
        """Copy the drafts to a file, and prove that it opens."""
        with form.plain_errors(self.path, _metadata.create_all):
            sqlite.copy_to(self._engine, target)

    def save(self, draft: Draft, at: str) -> None:
        """Keep the draft as it is now."""
        values = {"id": draft.id, "saved_at": at, "content": msgspec.json.encode(draft)}
        with self._begin() as connection:
            connection.execute(sa.delete(_draft).where(_draft.c.id == draft.id))
            connection.execute(sa.insert(_draft).values(values))

    def all(self) -> list[Draft]:
        """Every draft, the last saved first."""
        return [kept.draft for kept in self.kept()]

    def kept(self) -> list[Kept]:
        """Every draft and when it was saved, the last saved first."""
        wanted = sa.select(_draft.c.content, _draft.c.saved_at).order_by(_draft.c.saved_at.desc(), _draft.c.id)
        with self._begin() as connection:
            return [Kept(msgspec.json.decode(content, type=Draft), at) for content, at in connection.execute(wanted)]

    def discard(self, identifier: str) -> None:
        """Let go of a draft, when it has been submitted or is not wanted."""
        with self._begin() as connection:
            connection.execute(sa.delete(_draft).where(_draft.c.id == identifier))

    def keep_answer(self, answer: Answer, at: str) -> None:
        """Keep an answer as it is now."""
        values = {"idea": answer.idea, "saved_at": at, "content": msgspec.json.encode(answer)}
        with self._begin() as connection:
            connection.execute(sa.delete(_answer).where(_answer.c.idea == answer.idea))
            connection.execute(sa.insert(_answer).values(values))

    def answers(self) -> list[Answer]:
        """Every answer that is being written."""
        with self._begin() as connection:
            contents = connection.scalars(sa.select(_answer.c.content).order_by(_answer.c.idea))
            return [msgspec.json.decode(content, type=Answer) for content in contents]

    def discard_answer(self, idea: str) -> None:
        """Let go of an answer, when it has been given or is not wanted."""
        with self._begin() as connection:
            connection.execute(sa.delete(_answer).where(_answer.c.idea == idea))

    def erase(self, drafts: Collection[str], answers: Collection[str]) -> None:
        """Let go of drafts by their ids and of answers by their ideas, all or none, and leave no trace of their words.

        Copies of this file elsewhere, as in backups, are for others to delete.
        """
        with self._begin() as connection:
            for table, wanted in ((_draft.c.id, drafts), (_answer.c.idea, answers)):
                for each in wanted:
                    connection.execute(sa.delete(table.table).where(table == each))
        with sqlite.plain_errors(self.path):
            sqlite.checkpoint(self._engine)

    @contextlib.contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        with form.plain_errors(self.path, _metadata.create_all), self._engine.begin() as connection:
            yield connection
