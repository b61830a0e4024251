"""Fuzz the readers and replay, guided by coverage; a table at the end.

usage: python -m tests.fuzzing [--seconds-each 120] [--only TARGET] [--keep DIR]

Needs the group `fuzz` (Linux): python3 -m uv run --group fuzz python -m tests.fuzzing. What brings a target down is
kept in DIR, the current folder unless it is said, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

SLOWEST_SECONDS = 10
"""An input that takes longer counts as a hang."""
MOST_MEGABYTES = 3_000


def main(arguments: Sequence[str]) -> int:
    """Fuzz each target in a process of its own; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seconds-each", type=int, default=120)
    parser.add_argument("--only")
    parser.add_argument("--keep", type=Path, default=Path())
    parser.add_argument("--here", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.here:
        return _fuzz(asked.only, asked.here)
    from tests.fuzzing.targets import TARGETS, WORDS, seeds  # noqa: PLC0415 - each process instruments it for itself

    rows, bad = [f"{'target':<18} {'seconds':>7} {'inputs':>9} {'coverage':>8} {'corpus':>6}  outcome"], 0
    for name in [asked.only] if asked.only else TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            corpus, words = Path(folder) / "corpus", Path(folder) / "words"
            corpus.mkdir()
            for number, seed in enumerate(seeds()[name]):
                (corpus / str(number)).write_bytes(seed)
            written = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS[name])
            words.write_text("".join(f'"{word}"\n' for word in written), "ascii")
            began = time.monotonic()
            status, said = _start(name, asked, corpus, words)
            rows.append(_row(name, time.monotonic() - began, status, said))
            if status:
                bad = 1
                sys.stderr.write(said[-6000:])
    print(*rows, sep="\n")  # noqa: T201 - a command of the tests
    return bad


def _start(name: str, asked: argparse.Namespace, corpus: Path, words: Path) -> tuple[int, str]:
    options = [
        f"-max_total_time={asked.seconds_each}", f"-timeout={SLOWEST_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}",
        "-max_len=65536", f"-dict={words}", f"-artifact_prefix={asked.keep.absolute()}/{name}-",
        "-print_final_stats=1", str(corpus),
    ]  # fmt: skip
    command = [sys.executable, "-m", "tests.fuzzing", "--only", name, "--here", *(f" {each}" for each in options)]
    ended = subprocess.run(command, capture_output=True, check=False, text=True, errors="replace")
    return ended.returncode, ended.stdout + ended.stderr


def _row(name: str, seconds: float, status: int, said: str) -> str:
    inputs = re.findall(r"number_of_executed_units: (\d+)", said) or ["?"]
    coverage = re.findall(r"cov: (\d+)", said) or ["?"]
    corpus = re.findall(r"corp: (\d+)", said) or ["?"]
    outcome = "nothing wrong" if status == 0 else f"ended with {status}"
    return f"{name:<18} {seconds:>7.0f} {inputs[-1]:>9} {coverage[-1]:>8} {corpus[-1]:>6}  {outcome}"


def _fuzz(name: str, options: Sequence[str]) -> int:
    import atheris  # noqa: PLC0415 - of the group `fuzz`, for Linux

    with atheris.instrument_imports(include=["ideabox", "zipfile", "csv", "tests.fuzzing.targets"]):
        from tests.fuzzing.targets import TARGETS  # noqa: PLC0415 - instrumented as it is loaded

    target = TARGETS[name]
    atheris.Setup(["fuzz", *(each.strip() for each in options)], lambda data: bool(target(data)) and None)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
