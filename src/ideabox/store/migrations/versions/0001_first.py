"""Where the migrations begin: new databases are created whole, this one included."""

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing led here."""
