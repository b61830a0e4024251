"""Drafts: ideas being written. In a database file of their own, they never wait for an import and never leave."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import sqlalchemy as sa

from ideabox.domain.skills import SkillTag
from ideabox.store import sqlite

_metadata = sa.MetaData()
_draft = sa.Table(
    "draft",
    _metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("saved_at", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands in the form, however unfinished. `id` is kept from the first pause to the submission."""

    id: str
    title: str = ""
    problem: str = ""
    proposal: str = ""
    skills: tuple[SkillTag, ...] = ()
    barriers: tuple[str, ...] = ()
    helps: str = ""
    source: str = "me"
    anonymous: bool = False


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

    def save(self, draft: Draft, at: str) -> None:
        """Keep the draft as it is now."""
        values = {"id": draft.id, "saved_at": at, "content": msgspec.json.encode(draft)}
        with self._begin() as connection:
            connection.execute(sa.delete(_draft).where(_draft.c.id == draft.id))
            connection.execute(sa.insert(_draft).values(values))

    def all(self) -> list[Draft]:
        """Every draft, the last saved first."""
        with self._begin() as connection:
            contents = connection.scalars(sa.select(_draft.c.content).order_by(_draft.c.saved_at.desc(), _draft.c.id))
            return [msgspec.json.decode(content, type=Draft) for content in contents]

    def discard(self, identifier: str) -> None:
        """Let go of a draft, when it has been submitted or is not wanted."""
        with self._begin() as connection:
            connection.execute(sa.delete(_draft).where(_draft.c.id == identifier))

    @contextlib.contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        with sqlite.plain_errors(self.path), self._engine.begin() as connection:
            yield connection
