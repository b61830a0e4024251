"""How long each export of so many ideas takes, and how much memory; on Linux.

`python -m tests.benchmarks.export_formats [IDEAS [FOLDER]]`. Each format is written in a process of its own, whose peak
memory and processor time are printed.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ideabox.usecases.exporting import _WRITERS
from tests.benchmarks.many_ideas import home_with


def main(count: int, folder: Path) -> None:
    """Print a line for each format."""
    home = home_with(folder, count)
    print(f"{count} ideas       seconds  processor  peak MB  file MB")
    for ending in (*_WRITERS, "ideabox.zip"):
        path = folder / f"out.{ending}"
        path.unlink(missing_ok=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        code = f"from tests.benchmarks.export_formats import one; one({str(home)!r}, {str(path)!r})"
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        seconds = time.monotonic() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        peak, size = int(done.stdout.split()[-1]) / 1024, path.stat().st_size / 1e6
        print(f"{ending:>16} {seconds:11.1f} {processor:10.1f} {peak:8.0f} {size:8.1f}", flush=True)


def one(home: str, path: str) -> None:
    """Export as the command does, and print the peak memory in KB."""
    from ideabox.app.main import run  # noqa: PLC0415 - a fresh process

    status = run(["--home", home, "export", path])
    (peak,) = (line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    print(peak.split()[1])
    sys.exit(status)


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    if len(sys.argv) > 2:
        main(wanted, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory(prefix="ideabox-") as place:
            main(wanted, Path(place))
