"""What the latest estimate of an idea comes to, and the skills that its author offers, to be counted over many."""

import msgspec
import sqlalchemy as sa
from alembic import op

from ideabox.domain.events import decode
from ideabox.domain.idea import Idea, replay
from ideabox.domain.ids import from_bytes
from ideabox.store.projection import case_row

revision = "0007"
down_revision = "0006"
_FIRST = ("EDS-F", "EDS-COM", "EDS-HIC", "EDS-TRA", "EDS-PRO", "EDS-SAF")
_FIGURES = ("cashable", "noncashable", "public_value", "staff_minutes", "public_minutes", "times", "moving")


def upgrade() -> None:
    """Add the tables, and fill them."""
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
    op.create_table(
        "idea_offer",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("idea", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["idea"], ["idea.pk"], name="fk_idea_offer_idea", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("code", "idea", name="pk_idea_offer"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_idea_offer_idea", "idea_offer", ["idea"])
    _fill(op.get_bind())
    _name_areas_anew(op.get_bind())


def _name_areas_anew(connection: sa.Connection) -> None:
    """Areas of other frameworks than the first were told by their codes alone, and offers were kept unread."""
    tagged = f"SELECT idea FROM idea_skill WHERE code NOT IN ({', '.join('?' * len(_FIRST))})"  # noqa: S608 - marks
    offered = (
        "SELECT idea.pk FROM event JOIN idea ON idea.id = event.idea WHERE CAST(line AS TEXT) LIKE '%\"offered\"%'"
    )
    keys = {pk for (pk,) in connection.exec_driver_sql(tagged, _FIRST)}
    keys |= {pk for (pk,) in connection.exec_driver_sql(offered)}
    for pk in sorted(keys):
        (of,) = connection.exec_driver_sql("SELECT id FROM idea WHERE pk = ?", (pk,)).one()
        it = _replayed(connection, of)
        skills = list(dict.fromkeys(tag.key for tag in it.skills))
        listed = msgspec.json.encode([tag.key for tag in it.skills]).decode()
        connection.exec_driver_sql("UPDATE idea SET skills = ? WHERE pk = ?", (listed, pk))
        connection.exec_driver_sql("DELETE FROM idea_skill WHERE idea = ?", (pk,))
        for table, codes in (("idea_skill", skills), ("idea_offer", dict.fromkeys(tag.key for tag in it.offered))):
            rows = [{"code": code, "idea": pk} for code in codes]
            if rows:
                connection.execute(sa.insert(sa.table(table, sa.column("code"), sa.column("idea"))), rows)


def _replayed(connection: sa.Connection, of: bytes) -> Idea:
    lines = connection.exec_driver_sql("SELECT line FROM event WHERE idea = ? AND line IS NOT NULL", (of,))
    return replay(from_bytes(of), {event.id: event for event in (decode(line) for (line,) in lines)}.values())


def _fill(connection: sa.Connection) -> None:
    """Other programs may have written estimates, which have been kept."""
    ideas = connection.exec_driver_sql(
        "SELECT DISTINCT idea.pk, idea.id FROM idea JOIN event ON event.idea = idea.id WHERE event.kind = 'sized'"
    ).all()
    columns = ("idea", "stage", "confidence", "is_actual", "channel_from", "channel_to")
    columns += tuple(f"{figure}_{end}" for figure in _FIGURES for end in ("low", "likely", "high"))
    table = sa.table("idea_case", *map(sa.column, columns))
    for pk, of in ideas:
        row = case_row(pk, _replayed(connection, of))
        if row is not None:
            connection.execute(sa.insert(table).values({column: row[column] for column in columns}))
