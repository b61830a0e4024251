"""Programs of others find in our exports what the store holds, and nothing that runs.

Each test is skipped where its program is absent. On Debian, `apt-get install --no-install-recommends` gives them:
libreoffice-calc-nogui, chromium, and npm for axe-core.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from ideabox.exchange.tables import COLUMNS
from ideabox.store.queries import Filter
from ideabox.usecases import exporting, ideas
from ideabox.usecases.session import Session
from ideabox.usecases.wording import Wording
from tests.exchange import unguarded
from tests.exchange.hard_ideas import NAMES, TITLES, as_given, fill, unspelled
from tests.exchange.test_report import WELSH

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

CALC = shutil.which("soffice")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NPM = shutil.which("npm")
AXE = "axe-core@4.14.1"
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Comma, double quotes, UTF-8, every cell as it is shown, every sheet in a file of its own."""

ASK_AXE = """
axe.run(document).then(found => {
  const told = document.createElement("pre");
  told.id = "axe";
  told.textContent = encodeURIComponent(JSON.stringify({
    violations: found.violations.map(each => [each.id, each.nodes[0].html]),
    passes: found.passes.map(each => each.id),
  }));
  document.body.append(told);
});
"""


@pytest.fixture
def full(session: Session) -> Session:
    fill(session)
    return session


def run(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=os.environ | {"HOME": str(folder)},
        check=False, capture_output=True, text=True, encoding="utf-8", timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def converted(path: Path, to: str, folder: Path) -> None:
    """Let LibreOffice open a file and save it in another format."""
    assert CALC is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    run(CALC, profile, "--headless", "--norestore", "--convert-to", to, "--outdir", folder, path, folder=folder)


@pytest.mark.skipif(CALC is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_libreoffice_shows_every_value_and_runs_nothing(
    full: Session, wording: Wording, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"out.{ending}"
    exporting.export(full, path, Filter(), wording)
    converted(path, AS_CSV, tmp_path)
    with (tmp_path / "out-Ideas.csv").open(encoding="utf-8", newline="") as file:
        _title, _what, header, *rows = csv.reader(file)
    assert header == TITLES
    found = [shown(dict(zip(NAMES, row, strict=True)), is_spelled=ending == "ods") for row in rows]
    assert found == [as_shown(row, keeps_returns=ending == "ods") for row in as_given(full)]
    assert (tmp_path / "out-Cover.csv").read_text("utf-8").startswith("OFFICIAL: Ideas")
    assert len((tmp_path / "out-Columns.csv").read_text("utf-8").splitlines()) == 3 + len(COLUMNS)

    converted(path, "fods", tmp_path)
    flat = (tmp_path / "out.fods").read_text("utf-8")
    assert "table:formula" not in flat
    assert "xlink:href" not in flat
    kinds = Counter(re.findall(r'<table:table-cell[^>]*office:value-type="(\w+)"', flat))
    assert kinds["date"] == len(rows) + 1, "each was submitted, and one was reviewed"
    assert kinds["float"] == len(rows)
    assert 'table:display-filter-buttons="true"' in flat
    assert "covered-table-cell" not in flat


def shown(row: dict[str, str], is_spelled: bool) -> dict[str, str]:
    return {name: unguarded(unspelled(cell) if is_spelled else cell) for name, cell in row.items()}


def as_shown(row: dict[str, Any], keeps_returns: bool) -> dict[str, str]:
    """What LibreOffice shows of an idea: times to the second, and in XLSX no return before a line break."""
    made = {name: str(value) for name, value in row.items()}
    for name in ("submitted", "reviewed"):
        made[name] = made[name][:19].replace("T", " ")
    if not keeps_returns:
        made = {name: text.replace("\r\n", "\n") for name, text in made.items()}
    return made


@pytest.mark.skipif(CHROMIUM is None or NPM is None, reason="Chromium or npm is not installed")
def test_the_report_passes_an_accessibility_checker(full: Session, wording: Wording, tmp_path: Path) -> None:
    ideas.submit(full, "Sgrin wrth y drws", WELSH, WELSH)
    path = tmp_path / "report.html"
    exporting.export(full, path, Filter(), wording)
    assert CHROMIUM is not None
    assert NPM is not None
    run(NPM, "install", "--silent", "--no-audit", "--no-fund", "--prefix", tmp_path, AXE, folder=tmp_path)
    axe = (tmp_path / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    page = path.read_text("utf-8")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', page)
    assert policy is not None
    # the page as it is, but for its policy, which would keep the checker out
    checked = tmp_path / "checked.html"
    checker = f"<script>{axe}</script><script>{ASK_AXE}</script>"
    checked.write_text(page.replace(policy[0], "").replace("</body>", checker + "</body>"), "utf-8")
    dom = run(
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom",
        f"--user-data-dir={tmp_path / 'browser'}", checked.as_uri(), folder=tmp_path,
    )  # fmt: skip
    result = re.search(r'<pre id="axe">([^<]+)</pre>', dom)
    assert result is not None, "the checker has run"
    found = json.loads(unquote(result[1]))
    assert found["violations"] == []
    assert {"document-title", "html-has-lang", "valid-lang", "color-contrast", "link-name"} <= set(found["passes"])
