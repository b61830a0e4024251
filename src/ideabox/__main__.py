"""`python -m ideabox` and the `ideabox` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run what the command line asks for; returns the exit status."""
    from ideabox.app.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
