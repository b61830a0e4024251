"""Packages are signed: who has been met as a sender, and who vouched for each import."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what is kept of senders; imports before this had none."""
    op.add_column("import_run", sa.Column("signer", sa.LargeBinary(32)))
    op.create_table(
        "sender",
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("store", sa.BLOB()),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("first_seen_at", sa.Text, nullable=False),
        sa.Column("trust", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sender"),
        sqlite_with_rowid=False,
    )
