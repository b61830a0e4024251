"""A process that reads workbooks one after the other: started by its path, so that it loads no more than it needs."""

from __future__ import annotations

import json
import sys

from ideabox.exchange import workbook_reader


def main() -> None:
    """Read what the lines of the standard input ask for; a line says that it is ready, one more how each ended."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for asked in sys.stdin:
        status = workbook_reader.main(*json.loads(asked))  # what it does not catch ends this process, as it should
        sys.stdout.write(json.dumps([status, _peak()]) + "\n")
        sys.stdout.flush()


def _peak() -> int:
    """Bytes that this process took at most; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
