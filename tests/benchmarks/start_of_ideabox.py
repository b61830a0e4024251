"""A start of Ideabox as people start it, watched: `python -m tests.benchmarks.start_of_ideabox HOME`.

`start_against_floor` runs it as a process of its own, with the moment of its start in `STARTED`. Prints when the first
rows of All ideas were painted, when a typed key showed in the search box, and how much memory the idle process holds.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from ideabox import __main__ as program
from ideabox.app.workplace import Workplace

_open_window = Workplace.open_window


def _watched(workplace: Workplace, files: Sequence[Path], new: bool) -> int:
    """Open the window under watch. Qt is loaded here and no sooner, just as when nobody watches."""
    from tests.benchmarks.start_watch import Watch  # noqa: PLC0415

    watch = Watch()
    status = _open_window(workplace, files, new)
    print(json.dumps({"rows": watch.rows, "key": watch.key, "cpu": watch.processor, "mb": watch.mb}))
    return status


def main() -> int:
    """Start the program as people start it, under watch."""
    Workplace.open_window = _watched  # type: ignore[method-assign, assignment]
    sys.argv = ["ideabox", "--home", sys.argv[1]]
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
