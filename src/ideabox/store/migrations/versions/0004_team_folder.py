"""Team folders: which files are in them, and which events those files hold."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables; nothing that was there changes."""
    op.create_table(
        "team_folder",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("clear_to", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "folder_mark",
        sa.Column("mark", sa.BLOB, primary_key=True),
        sa.Column("folder", sa.Integer, sa.ForeignKey("team_folder.id"), nullable=False),
    )
    op.create_table(
        "folder_file",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("folder", sa.Integer, sa.ForeignKey("team_folder.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("modified", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary(32)),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("ours", sa.Boolean, nullable=False),
        sa.Column("held_back", sa.Integer, nullable=False),
        sa.Column("since", sa.Text),
        sa.Column("problem", sa.LargeBinary),
        sa.Column("program", sa.Text),
        sa.UniqueConstraint("folder", "name"),
    )
    op.create_index("ix_folder_file_content", "folder_file", ["content"])
    op.create_table(
        "shared_event",
        sa.Column("event", sa.Integer, sa.ForeignKey("event.pk", ondelete="CASCADE"), primary_key=True),
        sa.Column("file", sa.Integer, sa.ForeignKey("folder_file.pk", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shared_event_file", "shared_event", ["file"])
    op.create_table("shared_run", sa.Column("run", sa.Integer, sa.ForeignKey("import_run.id"), primary_key=True))
    op.create_table(
        "unwanted_event",
        sa.Column("idea", sa.BLOB, primary_key=True),
        sa.Column("id", sa.BLOB, primary_key=True),
        sa.Column("digest", sa.LargeBinary(32), primary_key=True),
        sqlite_with_rowid=False,
    )
