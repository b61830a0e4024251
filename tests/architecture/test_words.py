"""Every code that can reach a person has words, and the words' places for facts are filled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import ideabox
from ideabox.domain.barriers import BARRIERS
from ideabox.domain.events import BODIES, Decision, Phase
from ideabox.domain.idea import STATUSES
from ideabox.exchange.package import Kind
from ideabox.store.senders import Trust
from ideabox.usecases.exporting import COPIES
from ideabox.usecases.trusting import Standing
from ideabox.usecases.wording import Wording

SOURCE = Path(ideabox.__file__).parent


def _calls() -> Iterator[tuple[str, str, str, list[str]]]:
    """Where a problem is raised: the place, its field and code, and the names of its facts."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            place = f"{path.relative_to(SOURCE)}:{node.lineno}"
            if name == "refuse" and len(texts) == 2:
                yield place, texts[0], texts[1], [keyword.arg or "" for keyword in node.keywords]
            elif name == "_refuse" and len(texts) == 1:
                yield place, "file", texts[0], ["name", *(keyword.arg or "" for keyword in node.keywords)]
            elif name == "Problem" and len(texts) == 2:
                facts = node.args[2] if len(node.args) > 2 else ast.Dict([], [])
                assert isinstance(facts, ast.Dict)
                yield place, texts[0], texts[1], [str(getattr(key, "value", "")) for key in facts.keys]


CALLS = list(_calls())


def test_the_sources_raise_problems_where_this_test_looks_for_them() -> None:
    assert len(CALLS) > 60


@pytest.mark.parametrize(("place", "field", "code", "facts"), CALLS, ids=[call[0] for call in CALLS])
def test_every_problem_has_a_sentence_whose_facts_are_given(
    wording: Wording, place: str, field: str, code: str, facts: list[str]
) -> None:
    sentence = wording.messages.get(f"problem.{field}.{code}", wording.messages.get(f"problem.{code}"))
    assert sentence is not None, f"{place}: no words for {field}.{code}"
    assert set(re.findall(r"{(\w+)}", sentence)) <= {*facts, "field"}, place


def test_every_kind_status_decision_phase_and_barrier_has_words(wording: Wording) -> None:
    codes = (
        [f"event.{kind}" for kind in BODIES]
        + [f"held.{kind}" for kind in BODIES]
        + [f"status.{status}" for status in STATUSES]
        + [f"decision.{decision}" for decision in get_args(Decision)]
        + [f"phase.{phase}" for phase in get_args(Phase)]
        + [f"barrier.{barrier}" for barrier in BARRIERS]
        + [f"package.kind.{kind}" for kind in get_args(Kind)]
        + [f"voucher.{standing}" for standing in get_args(Standing)]
        + [f"trust.{trust}" for trust in get_args(Trust)]
    )
    assert [code for code in codes if not wording.messages.get(code)] == []


def test_every_row_that_is_not_taken_has_its_reason_in_words(wording: Wording) -> None:
    source = (SOURCE / "usecases" / "sheet_rows.py").read_text(encoding="utf-8")
    source += (SOURCE / "exchange" / "csv_sheets.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'_Fault\("([a-z-]+)"', source)) | {"empty", "too-long", "nul", "too-many-cells", "line"}
    assert [code for code in sorted(codes) if f"not-taken.{code}" not in wording.messages] == []


def test_every_message_is_used(wording: Wording) -> None:
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    of_codes = (
        "event.",
        "status.",
        "decision.",
        "phase.",
        "barrier.",
        "package.kind.",
        "field.",
        "problem.",
        "not-taken.",
        "place.",
        "voucher.",
        "trust.",
        "privacy.kind.",
        "privacy.instead.",
        "sheet.col-",
        "sheet.which-",
        "said.part-",
        "channel.",
        "stage.",
        "held.",
        "confidence.",
        "cli.rates-hour-",
        *(f"case.{part}." for part in ("brief", "fact", "form", "lack", "short", "step", "unit", "whose")),
        *(f"case.{part}" for part in ("cashable", "non-", "public", "one-off", "running")),
        *(f"insights.{part}-" for part in ("title", "note", "col", "row", "of", "period", "filter", "kind")),
        *(f"batches.{form}" for form in COPIES),
    )
    quoted = set(re.findall(r"""["']([\w.-]+)(?=["'])""", source))
    unused = [
        code for code in wording.messages if not code.startswith(of_codes) and code.removesuffix(".one") not in quoted
    ]
    raised = {f"problem.{field}.{code}" for _place, field, code, _facts in CALLS} | {
        f"problem.{code}" for _place, _field, code, _facts in CALLS
    }
    unused += [code for code in wording.messages if code.startswith("problem.") and code not in raised]
    by_variable = (
        "empty", "too-long", "nul", "not-text", "not-a-number", "not-in-order", "locked", "personal-data",
        "not-whole", "staff.not-whole", "public.not-whole", "not-pence", "no-price",
    )  # fmt: skip
    general = {f"problem.{code}" for code in by_variable}
    assert sorted(set(unused) - general) == []
