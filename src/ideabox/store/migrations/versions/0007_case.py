"""What the latest estimate of an idea comes to, to be added up over many ideas."""

import sqlalchemy as sa
from alembic import op

from ideabox.domain.events import decode
from ideabox.domain.idea import replay
from ideabox.domain.ids import from_bytes
from ideabox.store.projection import case_row

revision = "0007"
down_revision = "0006"
_FIGURES = ("cashable", "noncashable", "public_value", "staff_minutes", "public_minutes", "times", "moving")


def upgrade() -> None:
    """Add the table, and fill it."""
    op.create_table(
        "idea_case",
        sa.Column("idea", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("is_actual", sa.Boolean(), nullable=False),
        sa.Column("channel_from", sa.Text(), nullable=False),
        sa.Column("channel_to", sa.Text(), nullable=False),
        *(sa.Column(f"{figure}_{end}", sa.Integer()) for figure in _FIGURES for end in ("low", "likely", "high")),
        sa.ForeignKeyConstraint(["idea"], ["idea.pk"], name="fk_idea_case_idea", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("idea", name="pk_idea_case"),
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Other programs may have written estimates, which have been kept."""
    ideas = connection.exec_driver_sql(
        "SELECT DISTINCT idea.pk, idea.id FROM idea JOIN event ON event.idea = idea.id WHERE event.kind = 'sized'"
    ).all()
    columns = ("idea", "stage", "confidence", "is_actual", "channel_from", "channel_to")
    columns += tuple(f"{figure}_{end}" for figure in _FIGURES for end in ("low", "likely", "high"))
    table = sa.table("idea_case", *map(sa.column, columns))
    for pk, of in ideas:
        lines = connection.exec_driver_sql("SELECT line FROM event WHERE idea = ? AND line IS NOT NULL", (of,))
        events = {event.id: event for event in (decode(line) for (line,) in lines)}
        row = case_row(pk, replay(from_bytes(of), events.values()))
        if row is not None:
            connection.execute(sa.insert(table).values({column: row[column] for column in columns}))
