"""Where this installation keeps its database, settings and logs."""

from __future__ import annotations

from pathlib import Path

import msgspec
import platformdirs

from ideabox.domain.problems import refuse


class Places(msgspec.Struct, frozen=True):
    """The files of one installation, and the folder of its own skills frameworks: all local to this PC and its user."""

    database: Path
    drafts: Path
    settings: Path
    log: Path
    key: Path
    rates: Path
    frameworks: Path
    crashes: Path


def places(home: Path | None, database: str | None) -> Places:
    """Everything in `home` if it is given, else where the system keeps such things; the database where it says."""
    if home is not None:
        home = home.expanduser().absolute()
        data, config, logs = home, home, home
    else:
        data = platformdirs.user_data_path("Ideabox", appauthor=False)
        config = platformdirs.user_config_path("Ideabox", appauthor=False)
        logs = platformdirs.user_log_path("Ideabox", appauthor=False)
    file = data / "ideabox.db" if database is None else _sqlite_path(database)
    drafts, key = file.with_name(f"{file.stem}-drafts.db"), file.with_name(f"{file.stem}-signing-key.pem")
    return Places(
        file, drafts, config / "settings.json", logs / "ideabox.log", key, config / "rates.json", config / "frameworks",
        logs / "crashes",
    )  # fmt: skip


def _sqlite_path(url: str) -> Path:
    """The file of an SQLite address, such as `sqlite:////srv/ideas.db` or `sqlite:///C:/ideas.db`."""
    start, path = "sqlite:///", url.removeprefix("sqlite:///")
    if not url.startswith(start) or not path or path == ":memory:" or "?" in path:
        refuse("database", "not-an-address", url=url)
    return Path(path).expanduser().absolute()
