"""Bringing an older database up to date, with Alembic. A copy is taken first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ideabox.store import sqlite

VERSIONS = [str(Path(__file__).parent / "versions")]
"""The folders that hold the migrations."""


def upgrade(engine: sa.Engine, path: Path, version: str) -> Path:
    """Copy the database, then bring it to the newest schema in one transaction; returns the copy's path."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    copy = path.with_name(f"{path.stem}.before-{version}-{stamp}{path.suffix}")
    sqlite.copy_to(engine, copy)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(VERSIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return copy
