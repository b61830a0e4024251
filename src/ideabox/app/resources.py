"""Where the files that travel with the program are: in a checkout, in an installed wheel and in a frozen app."""

from __future__ import annotations

from pathlib import Path

import ideabox


def resources() -> Path:
    """The folder `resources`.

    A wheel and a frozen app carry it inside the package; a checkout has it beside `src`.
    """
    package = Path(ideabox.__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parents[1] / "resources"
