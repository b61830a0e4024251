"""How well the personal-data guard does: `python -m tests.benchmarks.privacy_quality CASES.jsonl PETITIONS.csv [SEED]`.

Prints recall and precision by kind on labelled cases, recall by kind on true values that are made up here and set into
the petitions' text in the formats that people use, false alarms on the petitions as they are, and how long it takes.
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import msgspec

from ideabox.app.resources import resources
from ideabox.domain.privacy import Guard, load_patterns
from tests.domain.personal_data import MAKERS

KINDS = {
    "NINO": "ni-number", "POSTCODE": "postcode", "NHS_NUMBER": "nhs-number", "VEHICLE_REG": "vehicle",
    "PASSPORT": "passport", "DRIVING_LICENCE": "driving-licence", "TAX_REF": "trn", "EMAIL": "email",
    "DOB": "birth-date",
}  # fmt: skip
EACH = 250
HOSTILE = (
    "1",
    "1 ",
    "a@",
    "a.",
    "AB 1",
    "0 ",
    "07700 900 ",
    "Aa ",
    "Mr A",
    "12/",
    "born 1/1/",
    "12 Aa Aa Aa ",
    "4" * 12 + " ",
    "(0",
    ".-",
    "a@a.",
)


def guard() -> Guard:
    """The guard with the patterns that travel with the program."""
    files = sorted((resources() / "privacy").glob("*.json"))
    return Guard(each for file in files for each in load_patterns(file.read_bytes()).patterns)


def cases(guard: Guard, path: Path) -> None:
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    missed = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case: dict[str, Any] = msgspec.json.decode(line)
        kind = KINDS[case["type"]]
        found = [each for each in guard.find(case["text"]) if each.kind == kind]
        if case["type"] == "NINO" and not case["expect"]:  # HMRC's rules decide what is strong; look-alikes may warn
            found = [each for each in found if each.level == "strong"]
        tally[kind][f"{'hit' if found else 'no'}-{'true' if case['expect'] else 'false'}"] += 1
        if bool(found) != case["expect"]:
            missed.append(
                f"  {kind} {'missed' if case['expect'] else 'false alarm'} ({case['scope']}): {case['text']!r}"
            )
    print("labelled cases          recall        precision")
    for kind, each in sorted(tally.items()):
        hits, wanted = each["hit-true"], each["hit-true"] + each["no-true"]
        print(f"  {kind:18} {hits:4} of {wanted:3} {hits:7} of {hits + each['hit-false']:3}")
    print(*missed, sep="\n")


def generated(guard: Guard, texts: list[str], seed: int) -> None:
    chance = random.Random(seed)
    print(f"\ngenerated values in real text, {EACH} of each kind (seed {seed})")
    every = 0
    for kind, make in MAKERS.items():
        found = strong = 0
        for _ in range(EACH):
            words, value = make(chance)
            said = f"{words[0]}{value}{words[1]}"
            text = chance.choice(texts)
            at = chance.choice([0, *(place for place, each in enumerate(text) if each == " "), len(text)])
            start = at + 1 + len(words[0])
            finds = guard.find(f"{text[:at]} {said} {text[at:].lstrip()}")
            mine = [each for each in finds if each.start < start + len(value) and each.end > start]
            found += any(each.kind == kind for each in mine)
            strong += any(each.level == "strong" for each in mine)
        every += EACH
        print(f"  {kind:18} recall {found / EACH:.3f}   strong {strong / EACH:.3f}")
    print(f"  {every} values in all")


def alarms(guard: Guard, texts: list[str]) -> None:
    strong, weak, kinds = 0, 0, Counter[str]()
    for text in texts:
        finds = guard.find(text)
        levels = {each.level for each in finds}
        strong, weak = strong + ("strong" in levels), weak + ("weak" in levels)
        kinds.update({f"{each.kind} ({each.level})" for each in finds})
    print(
        f"\nalarms on {len(texts)} petitions: strong {strong} ({1000 * strong / len(texts):.2f} in 1,000), weak {weak}"
        f" ({1000 * weak / len(texts):.1f} in 1,000)"
    )
    print("  " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))


def times(guard: Guard, texts: list[str]) -> None:
    real = "\n".join(texts)
    pieces = [real[at : at + 2000] for at in range(0, 400_000, 2000)]
    took = [_time(guard, piece) for piece in pieces]
    worst = max((min(_time(guard, (hostile * 2000)[:2000]) for _ in range(3)), hostile) for hostile in HOSTILE)
    start = time.perf_counter()
    for text in texts:
        guard.find_strong(text)
    each = (time.perf_counter() - start) / len(texts)
    print(
        f"\n2,000 characters: median {statistics.median(took):.2f} ms, slowest of {len(took)} {max(took):.2f} ms, worst"
        f" hostile {worst[0]:.2f} ms ({worst[1]!r} again and again)"
    )
    print(f"strong finds alone, as at import and export: {each * 1e6:.1f} microseconds a text")


def _time(guard: Guard, text: str) -> float:
    start = time.perf_counter()
    guard.find(text)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    labelled, petitions = Path(sys.argv[1]), Path(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10**6)
    with petitions.open(encoding="utf-8", newline="") as file:
        texts = ["\n".join((row["title"], row["problem"], row["suggestion"])) for row in csv.DictReader(file)]
    it = guard()
    cases(it, labelled)
    generated(it, texts, seed)
    alarms(it, texts)
    times(it, texts)


if __name__ == "__main__":
    main()
