"""What somebody here has said to be fit to keep, though it looks like personal data."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add where it is kept; nobody has confirmed anything yet."""
    op.create_table(
        "confirmed_find",
        sa.Column("idea", sa.BLOB(), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("idea", "digest", name="pk_confirmed_find"),
        sqlite_with_rowid=False,
    )
