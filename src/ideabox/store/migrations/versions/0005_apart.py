"""Of which ideas somebody has said that they are not the same."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add where it is kept; nobody has said it of any yet."""
    op.create_table(
        "apart",
        sa.Column("one", sa.BLOB(), nullable=False),
        sa.Column("other", sa.BLOB(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_apart"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_apart_other", "apart", ["other"])
