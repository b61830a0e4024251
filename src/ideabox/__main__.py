"""`python -m ideabox` and the `ideabox` command."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run what the command line asks for; returns the exit status."""
    gc.disable()  # what is loaded stays; looking through it for garbage would take a tenth of the time
    if len(sys.argv) == 4 and sys.argv[1] == "read-workbook":  # started by ourselves, to read a file that may do harm
        from ideabox.exchange import workbook_reader  # noqa: PLC0415

        return workbook_reader.main(*sys.argv[2:])
    from ideabox.app.main import run  # noqa: PLC0415

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
