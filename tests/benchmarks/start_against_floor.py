"""Start-up time and memory beside the floor: `python -m tests.benchmarks.start_against_floor [--ideas N] [--times K]`.

Runs both in turn as whole processes, so that a busy machine weighs on both. Budget: 1.3 times the floor's time, 1.5
times its memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.many_ideas import home_with

ROOT = Path(__file__).parents[2]
WAYS = ("floor", "ideabox")
WHAT = {
    "rows": "first rows painted, s",
    "key": "a typed key shows, s",
    "cpu": "processor until then, s",
    "mb": "resident memory, MB",
}
BUDGET = {"rows": 1.3, "key": 1.3, "cpu": 1.3, "mb": 1.5}


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory() as throw_away:
        home = home_with(options.keep or Path(throw_away), options.ideas)
        (home / "window.ini").write_text("[window]\nplace=all\n", encoding="utf-8")
        for way in WAYS:
            _run(way, home)  # once before, for the bytecode and the file system's memory
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
        for _time in range(options.times):
            for way in WAYS:
                runs[way].append(_run(way, home))
    medians = {way: {what: statistics.median(run[what] for run in runs[way]) for what in WHAT} for way in WAYS}
    ratios = {what: medians["ideabox"][what] / medians["floor"][what] for what in WHAT}
    print(f"{'ideas: ' + format(options.ideas, ','):26}{'floor':>10}{'ideabox':>10}{'ratio':>8}{'budget':>8}")
    for what, label in WHAT.items():
        floor, ours = medians["floor"][what], medians["ideabox"][what]
        print(f"{label:26}{floor:10.3f}{ours:10.3f}{ratios[what]:8.2f}{BUDGET[what]:8.1f}")
    print(json.dumps({"ideas": options.ideas, "medians": medians, "ratios": ratios, "runs": runs}))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ideas", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--keep", type=Path, help="keep the store in this folder, and use it again")
    return parser.parse_args()


def _run(way: str, home: Path) -> dict[str, float]:
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", f"tests.benchmarks.start_of_{way}", *([str(home)] if way == "ideabox" else [])]
    environment["STARTED"] = repr(time.time())
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True, timeout=120)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


if __name__ == "__main__":
    sys.exit(main())
