"""The tables. `event` is the truth; `idea` and its side tables are what it comes to, and can be made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from ideabox.domain.ids import from_bytes, to_bytes

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010")
"""Every version of the schema, oldest first; the names of the migrations that lead to them."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Id(sa.types.UserDefinedType[str]):
    """A UUID: 36 characters in Python, sixteen bytes on disk."""

    cache_ok = True

    def get_col_spec(self, **_options: Any) -> str:
        return "BLOB"

    def bind_processor(self, dialect: Any) -> Callable[[str | None], bytes | None]:
        return lambda value: None if value is None else to_bytes(value)

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[bytes | None], str | None]:
        return lambda value: None if value is None else from_bytes(value)


ANSWERS = ("reviewed", "progressed")
"""The kinds that answer an author; an office passes them on when they come from elsewhere."""

event = sa.Table(
    "event",
    metadata,
    sa.Column("pk", sa.Integer, primary_key=True),
    sa.Column("idea", Id, nullable=False),
    sa.Column("id", Id, nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),  # SHA-256 of the line; NOTHING once it is erased
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("line", sa.LargeBinary),  # the exact bytes; none once the idea is erased
    sa.Column("origin", sa.Text, nullable=False),  # see log.Origin
    sa.Column("sent", sa.Boolean, nullable=False, default=False),
    sa.Column("seen_at", sa.Text, nullable=False),
    sa.UniqueConstraint("idea", "id", "digest"),
)
RECORDED = event.c.origin != sa.literal_column("'package'")
"""Recorded here, spreadsheets' rows among them. A literal, so that SQLite can see which index answers it."""
sa.Index("ix_event_unsent", event.c.idea, sqlite_where=sa.and_(~event.c.sent, RECORDED))

NOTHING = bytes(32)

idea = sa.Table(
    "idea",
    metadata,
    sa.Column("pk", sa.Integer, primary_key=True),  # the pk of its first event here: the order of arrival
    sa.Column("id", Id, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("problem", sa.Text, nullable=False),
    sa.Column("proposal", sa.Text, nullable=False),
    sa.Column("helps", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("skills", sa.JSON, nullable=False),
    sa.Column("barriers", sa.JSON, nullable=False),
    sa.Column("offered", sa.JSON, nullable=False, server_default="[]"),
    sa.Column("barrier_note", sa.Text, nullable=False, server_default=""),
    sa.Column("office", sa.Text, nullable=False),
    sa.Column("author", Id),
    sa.Column("author_name", sa.Text, nullable=False),
    sa.Column("submitted_at", sa.Text, nullable=False),
    sa.Column("changed_at", sa.Text, nullable=False),
    sa.Column("own_status", sa.Text, nullable=False),  # as if it had never been joined
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("joined_into", Id),  # what its events say
    sa.Column("root", Id, nullable=False),  # what holds: itself, unless it is joined
    sa.Column("supporters", sa.Integer, nullable=False),  # distinct persons over its group
    sa.Column("comments", sa.Integer, nullable=False),
    sa.Column("decision", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("reviewed_at", sa.Text, nullable=False),
    sa.Column("first_answer_at", sa.Text, nullable=False),
    sa.Column("decided_twice", sa.Boolean, nullable=False),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("is_ready", sa.Boolean, nullable=False),  # for the next batch
    sa.Column("seen_at", sa.Text, nullable=False),  # first seen in this store
)
sa.Index(None, idea.c.status)
sa.Index(None, idea.c.office)
sa.Index(None, idea.c.author)
sa.Index("ix_idea_decided_twice", idea.c.decided_twice, sqlite_where=idea.c.decided_twice == sa.true())
sa.Index("ix_idea_is_ready", idea.c.is_ready, sqlite_where=idea.c.is_ready == sa.true())
sa.Index("ix_idea_joined_into", idea.c.joined_into, sqlite_where=idea.c.joined_into.is_not(None))

WAITING_SINCE = sa.case((idea.c.seen_at < idea.c.submitted_at, idea.c.seen_at), else_=idea.c.submitted_at)
"""Since when an idea has waited: a wall clock that runs ahead does not make it younger than its arrival here."""
TITLE = sa.func.lower(idea.c.title)
"""What titles are sorted by."""
sa.Index("ix_idea_by_change", idea.c.changed_at)
sa.Index("ix_idea_by_support", idea.c.supporters)
sa.Index("ix_idea_by_title", TITLE)
sa.Index("ix_idea_by_wait", WAITING_SINCE)


def _tags(name: str) -> sa.Table:
    return sa.Table(
        f"idea_{name}",
        metadata,
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("idea", sa.ForeignKey(idea.c.pk, ondelete="CASCADE"), primary_key=True),
        sa.Index(f"ix_idea_{name}_idea", "idea"),
        sqlite_with_rowid=False,
    )


idea_skill = _tags("skill")
idea_barrier = _tags("barrier")
idea_offer = _tags("offer")
"""The skills areas that an idea's author offers to help with; the others are asked for."""

idea_case = sa.Table(  # what the latest estimate of an idea comes to in a year; see domain/case.py
    "idea_case",
    metadata,
    sa.Column("idea", sa.ForeignKey(idea.c.pk, ondelete="CASCADE"), primary_key=True),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("confidence", sa.Integer, nullable=False),
    sa.Column("is_actual", sa.Boolean, nullable=False),
    sa.Column("channel_from", sa.Text, nullable=False),
    sa.Column("channel_to", sa.Text, nullable=False),
    *(
        sa.Column(f"{figure}_{end}", sa.Integer)  # money in pence, none where no price tells it
        for figure in ("cashable", "noncashable", "public_value", "staff_minutes", "public_minutes", "times", "moving")
        for end in ("low", "likely", "high")
    ),
)
"""`times` is how often a year, `moving` how many of these move to `channel_to`."""

import_run = sa.Table(
    "import_run",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),  # its name, without the folders
    sa.Column("package", Id),  # none for a spreadsheet
    sa.Column("new", sa.Integer, nullable=False, default=0),
    sa.Column("updated", sa.Integer, nullable=False, default=0),
    sa.Column("known", sa.Integer, nullable=False, default=0),
    sa.Column("unusable", sa.Integer, nullable=False, default=0),
    sa.Column("undone_at", sa.Text),
    sa.Column("signer", sa.LargeBinary(32)),  # the public key of whoever vouched for it; none if nobody did
    sqlite_autoincrement=True,
)
run_event = sa.Table(
    "run_event",
    metadata,
    sa.Column("event", sa.ForeignKey(event.c.pk, ondelete="CASCADE"), primary_key=True),
    sa.Column("run", sa.ForeignKey(import_run.c.id), primary_key=True),
    sa.Index("ix_run_event_run", "run"),
    sqlite_with_rowid=False,
)
sender = sa.Table(
    "sender",
    metadata,
    sa.Column("key", sa.LargeBinary(32), primary_key=True),  # the public key
    sa.Column("store", Id),  # as its first package said, and its office
    sa.Column("office", sa.Text, nullable=False),
    sa.Column("first_seen_at", sa.Text, nullable=False),
    sa.Column("trust", sa.Text, nullable=False),  # see senders.Trust
    sqlite_with_rowid=False,
)
source_row = sa.Table(
    "source_row",
    metadata,
    sa.Column("key", sa.LargeBinary(32), primary_key=True),
    sa.Column("idea", Id, nullable=False),
    sqlite_with_rowid=False,
)

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("marking", sa.Text, nullable=False),
    sa.Column("written_at", sa.Text),
)
batch_idea = sa.Table(
    "batch_idea",
    metadata,
    sa.Column("batch", sa.ForeignKey(batch.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("idea", Id, primary_key=True),
    sa.Column("chosen", sa.Boolean, nullable=False),  # put into the batch; others went along with their group
    sqlite_with_rowid=False,
)
sa.Index(None, batch_idea.c.idea)

pseudonym = sa.Table(
    "pseudonym",
    metadata,
    sa.Column("idea", Id, primary_key=True),
    sa.Column("person", Id, nullable=False),
)

team_folder = sa.Table(
    "team_folder",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("path", sa.Text, nullable=False),  # where it was when it was last used
    sa.Column("clear_to", sa.Integer, nullable=False),  # see store/shared.py
    sqlite_autoincrement=True,
)
folder_mark = sa.Table(
    "folder_mark",
    metadata,
    sa.Column("mark", Id, primary_key=True),  # folders are known by these, wherever they are mounted
    sa.Column("folder", sa.ForeignKey(team_folder.c.id), nullable=False),
)
folder_file = sa.Table(
    "folder_file",
    metadata,
    sa.Column("pk", sa.Integer, primary_key=True),
    sa.Column("folder", sa.ForeignKey(team_folder.c.id), nullable=False),
    sa.Column("name", sa.Text, nullable=False),  # with the name of its writer's folder before it
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("modified", sa.Integer, nullable=False),  # in nanoseconds; by whose clock does not matter
    sa.Column("content", sa.LargeBinary(32)),  # SHA-256 of its manifest, once it could be read
    sa.Column("state", sa.Text, nullable=False),  # see shared.State
    sa.Column("ours", sa.Boolean, nullable=False),  # written by this store
    sa.Column("held_back", sa.Integer, nullable=False),  # ideas that it would erase, which needs consent
    sa.Column("since", sa.Text),  # since when it waits, is set aside, or is gone
    sa.Column("problem", sa.LargeBinary),  # why it waits or is set aside: a Problem as JSON
    sa.Column("program", sa.Text),  # the version that could not read it
    sa.UniqueConstraint("folder", "name"),
)
sa.Index(None, folder_file.c.content)
shared_event = sa.Table(
    "shared_event",
    metadata,
    sa.Column("event", sa.ForeignKey(event.c.pk, ondelete="CASCADE"), primary_key=True),
    sa.Column("file", sa.ForeignKey(folder_file.c.pk, ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_shared_event_file", "file"),
    sqlite_with_rowid=False,
)
shared_run = sa.Table(  # the runs that took a file of a team folder
    "shared_run",
    metadata,
    sa.Column("run", sa.ForeignKey(import_run.c.id), primary_key=True),
)
unwanted_event = sa.Table(  # came from a team folder and was taken back: it does not come from there again
    "unwanted_event",
    metadata,
    sa.Column("idea", Id, primary_key=True),
    sa.Column("id", Id, primary_key=True),
    sa.Column("digest", sa.LargeBinary(32), primary_key=True),
    sqlite_with_rowid=False,
)

apart = sa.Table(
    "apart",
    metadata,
    sa.Column("one", Id, primary_key=True),  # of the pair the id that comes first
    sa.Column("other", Id, primary_key=True),
    sa.Index("ix_apart_other", "other"),
    sqlite_with_rowid=False,
)

insight_block = sa.Table(  # what figures need of ideas, column by column; see store/insights.py
    "insight_block",
    metadata,
    sa.Column("first", sa.Integer, primary_key=True),  # the key of its first idea
    sa.Column("last", sa.Integer, nullable=False),  # the highest key that it speaks for
    sa.Column("ideas", sa.Integer, nullable=False),
    sa.Column("keys", sa.LargeBinary, nullable=False),
    sa.Column("facts", sa.LargeBinary, nullable=False),
    sa.Column("cases", sa.LargeBinary, nullable=False),
)
insight_stale = sa.Table(  # ideas that have changed since their block was made
    "insight_stale", metadata, sa.Column("idea", sa.Integer, primary_key=True)
)
insight_code = sa.Table(  # the texts that blocks have numbers for
    "insight_code",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
confirmed_find = sa.Table(
    "confirmed_find",
    metadata,
    sa.Column("idea", Id, primary_key=True),
    sa.Column("digest", sa.LargeBinary(16), primary_key=True),  # of what was found, see domain/privacy.py
    sa.Column("at", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("one", sa.Integer, sa.CheckConstraint("one = 1", name="ck_installation_one"), primary_key=True),
    sa.Column("store", Id, nullable=False),  # the id under which this store's packages travel
    sa.Column("place", sa.Text, nullable=False),  # where its file is; a copy elsewhere must take another id
    sa.Column("last_key", sa.Integer, nullable=False),  # the highest of an event that is gone: none is used again
)
schema_version = sa.Table(
    "alembic_version", metadata, sa.Column("version_num", sa.String(32), primary_key=True, nullable=False)
)
