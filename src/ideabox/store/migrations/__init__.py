"""Bringing an older database up to date, with Alembic. A copy is taken first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from ideabox.domain.problems import refuse
from ideabox.store import sqlite
from ideabox.store.schema import REVISIONS

VERSIONS = [str(Path(__file__).parent / "versions")]
"""The folders that hold the migrations."""


def upgrade(engine: sa.Engine, path: Path, version: str) -> Path:
    """Copy the database, then bring it to the newest schema in one transaction; returns the copy's path."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    copy = path.with_name(f"{path.stem}.before-{version}-{stamp}{path.suffix}")
    sqlite.copy_to(engine, copy)
    _run(engine, "head")
    return copy


def rehearse(path: Path) -> None:
    """Run the migrations on a database that needs none, and the first of them on an empty one beside it."""
    script = ScriptDirectory.from_config(_config())
    found = tuple(reversed([migration.revision for migration in script.walk_revisions()]))
    if found != REVISIONS:
        refuse("selftest", "migrations-missing", found=", ".join(found), wanted=", ".join(REVISIONS))
    for database, target in ((path, "head"), (path.with_suffix(".empty"), REVISIONS[0])):
        engine = sqlite.engine(database, writes=True)
        try:
            _run(engine, target)
        finally:
            engine.dispose()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(VERSIONS))
    return config


def _run(engine: sa.Engine, target: str) -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, target)
