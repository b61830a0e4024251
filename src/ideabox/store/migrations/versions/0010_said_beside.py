"""What the author of an idea offers, and says of what stands in the way, beside the idea; found by its words."""

import msgspec
import sqlalchemy as sa
from alembic import op

from ideabox.domain.events import decode
from ideabox.domain.idea import replay
from ideabox.domain.ids import from_bytes

revision = "0010"
down_revision = "0009"
_SAID = (
    "SELECT DISTINCT idea.pk, idea.id FROM event JOIN idea ON idea.id = event.idea"
    " WHERE instr(line, CAST('\"offered\"' AS BLOB)) OR instr(line, CAST('\"barrier_note\"' AS BLOB))"
)

_LINES = "SELECT line FROM event WHERE idea = ? AND line IS NOT NULL ORDER BY digest DESC"
"""Of an event that came in two versions the smallest digest's stands: it comes last."""


def upgrade() -> None:
    """Add the columns, fill them for the ideas that say something there, and make the full-text index anew."""
    op.add_column("idea", sa.Column("offered", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("idea", sa.Column("barrier_note", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for pk, of in connection.exec_driver_sql(_SAID).all():
        lines = connection.exec_driver_sql(_LINES, (of,))
        it = replay(from_bytes(of), {event.id: event for event in (decode(line) for (line,) in lines)}.values())
        offered = msgspec.json.encode([tag.key for tag in it.offered]).decode()
        connection.exec_driver_sql(
            "UPDATE idea SET offered = ?, barrier_note = ? WHERE pk = ?", (offered, it.barrier_note, pk)
        )
    op.execute("DROP TABLE idea_fts")
    op.execute(
        "CREATE VIRTUAL TABLE idea_fts USING fts5(title, problem, proposal, barrier_note, content='idea',"
        " content_rowid='pk', prefix='2 3', tokenize='porter unicode61 remove_diacritics 2')"
    )
    op.execute("INSERT INTO idea_fts(idea_fts) VALUES ('rebuild')")
