"""What is not wanted is not loaded: the window and each command would wait for it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("xlsxwriter", "odfdo", "lxml", "jinja2", "python_calamine", "numpy", "matplotlib")


def test_libraries_for_files_are_loaded_only_when_such_a_file_is_written_or_read() -> None:
    modules = (
        "ideabox.app.workplace, ideabox.ui.all_ideas.screen, ideabox.ui.insights.screen, ideabox.ui.imports.screen,"
        " ideabox.usecases.batching, ideabox.usecases.exporting, ideabox.usecases.importing, ideabox.cli.travelling"
    )
    script = f"import sys, {modules}; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
