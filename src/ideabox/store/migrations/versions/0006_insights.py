"""What figures need of ideas, column by column."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add where it is kept; the first figures fill it."""
    op.create_table(
        "insight_block",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first", name="pk_insight_block"),
    )
    op.create_table(
        "insight_stale",
        sa.Column("idea", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("idea", name="pk_insight_stale"),
    )
    op.create_table(
        "insight_code",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_insight_code"),
    )
