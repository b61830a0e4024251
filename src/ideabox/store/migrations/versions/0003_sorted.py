"""An index for every order in which ideas can be asked for."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Each holds the order of arrival too, as every index of SQLite does."""
    op.execute("CREATE INDEX ix_idea_by_change ON idea (changed_at)")
    op.execute("CREATE INDEX ix_idea_by_support ON idea (supporters)")
    op.execute("CREATE INDEX ix_idea_by_title ON idea (lower(title))")
    op.execute(
        "CREATE INDEX ix_idea_by_wait ON idea (CASE WHEN (seen_at < submitted_at) THEN seen_at ELSE submitted_at END)"
    )
