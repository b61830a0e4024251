"""The main job of an adviser who does not see the screen, in the real program, from outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("run_atspi.sh")
PROGRAMS = ("dbus-run-session", "dbus-send", "xvfb-run", "xauth", "openbox", "xdotool")


def _missing() -> list[str]:
    """What this machine lacks for it."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    bindings = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if missing or subprocess.run(["/usr/bin/python3", "-c", bindings], capture_output=True, check=False).returncode:
        missing.append("gir1.2-atspi-2.0 and python3-gi")
    return missing


@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is Linux's")
def test_an_adviser_logs_an_idea_sends_it_and_finds_it_by_names_and_keys_alone() -> None:
    if missing := _missing():
        words = f"not on this machine: {', '.join(missing)}"
        pytest.fail(words) if os.environ.get("CI") else pytest.skip(words)
    program = [sys.executable, "-m", "ideabox"]
    done = subprocess.run(
        ["bash", str(SCRIPT), *program], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert done.stdout.rstrip().endswith("done")
