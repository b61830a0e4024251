"""What figures need of business cases, beside what they need of ideas."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Begin anew with blocks that hold both; the first figures fill them."""
    op.drop_table("insight_block")
    op.create_table(
        "insight_block",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("cases", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("first", name="pk_insight_block"),
    )
    op.execute("DELETE FROM insight_stale")
    op.execute("DELETE FROM insight_code")
