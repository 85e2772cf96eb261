"""Accuracy floors: what each field has reached on the gold files, pinned to what those files say.

python -m tests.nlp.accuracy            raise the floors to what is reached now
python -m tests.nlp.accuracy --lower    also lower those that are no longer reached: a decision, not an accident
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import tomllib
from pathlib import Path

from nlp import Extractor
from nlp.evaluation import compare, total

HERE = Path(__file__).resolve().parent
GOLD = HERE.parents[1] / ".." / "shared" / "gold"
FLOORS = HERE / "floors.toml"


def fingerprint() -> str:
    """The hash of all gold files, so that floors are known to be measured on others."""
    digest = hashlib.sha256()
    for path in sorted([*GOLD.glob("*.json"), *GOLD.glob("*.txt")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def measured() -> dict[str, float]:
    """F1 of every field over all gold files, micro-averaged, rounded down to three digits."""
    extractor = Extractor()
    comparisons = []
    for path in sorted(GOLD.glob("*.json")):
        with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        found = extractor.extract(text, id=path.stem).to_dict()
        comparisons.append(compare(text, json.loads(path.read_text(encoding="utf-8")), found))
    return {field: math.floor(figure.f1 * 1000) / 1000 for field, figure in total(comparisons).items()}


def floors() -> tuple[str, dict[str, float]]:
    """The fingerprint that the floors were measured on, and the floors."""
    data = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return data["gold"], data["floors"]


def write(values: dict[str, float]) -> None:
    """Write the floors file."""
    lines = [
        "# Written by `python -m tests.nlp.accuracy`; see there before you change a figure.",
        f'gold = "{fingerprint()}"',
        "",
    ]
    lines += ["[floors]", *(f'"{field}" = {value:.3f}' for field, value in values.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    """Raise (and, if told to, lower) the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="store_true")
    lower = parser.parse_args().lower
    reached = measured()
    known = floors()[1] if FLOORS.exists() else {}
    dropped = {f: (known[f], v) for f, v in reached.items() if v < known.get(f, 0)}
    for field, (floor, value) in dropped.items():
        print(f"{field}: {floor:.3f} -> {value:.3f}", file=sys.stderr)
    if dropped and not lower:
        print("Floors are lowered only with --lower.", file=sys.stderr)
        return 1
    write(reached if lower else {f: max(v, known.get(f, 0)) for f, v in reached.items()})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
