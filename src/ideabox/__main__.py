"""`python -m ideabox` and the `ideabox` command."""

from __future__ import annotations

import sys

from ideabox.app.main import run


def main() -> int:
    """Run what the command line asks for; returns the exit status."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
